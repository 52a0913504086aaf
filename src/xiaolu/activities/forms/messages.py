"""Writing a message to a customer; the texts to begin with; what the company rules about messages."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from xiaolu.activities.models import MessageTemplate
from xiaolu.activities.queries.messages import Draft, Writing, reachable
from xiaolu.customers.models import Contact
from xiaolu.domain.method.placeholders import PLACEHOLDERS, unknown_in
from xiaolu.outbox.models import Robot
from xiaolu.web.form_parts import VersionedForm

LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
WAYS = [
    ("copied", _("I send it myself (WeChat, text message) and note it here")),
    ("email", _("By mail")),
    ("robot", _("Group chat")),
]


class WriteForm(VersionedForm):
    """A message to one contact, by one way."""

    contact = forms.ModelChoiceField(label=_("To whom"), queryset=Contact.objects.none(), required=False)
    draft = forms.ChoiceField(label=_("Begin with"), required=False)
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)
    way = forms.ChoiceField(label=_("How"), choices=WAYS, widget=forms.RadioSelect)
    robot = forms.ModelChoiceField(label=_("Which chat"), queryset=Robot.objects.none(), required=False)
    subject = forms.CharField(label=_("Subject"), max_length=120, required=False)
    text = forms.CharField(label=_("Message"), max_length=4000, widget=forms.Textarea(attrs={"rows": 9}))

    def __init__(self, *args: Any, it: Writing, drafts: Sequence[Draft], robots: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["contact"].queryset = reachable(it.account)  # type: ignore[attr-defined]
        self.fields["draft"].choices = [("", "—"), *((one.key, one.name) for one in drafts)]  # type: ignore[attr-defined]
        self.fields["robot"].queryset = robots  # type: ignore[attr-defined]
        if not robots.exists():
            del self.fields["robot"]
            self.fields["way"].choices = WAYS[:2]  # type: ignore[attr-defined]

    @property
    def values(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {name: given.get(name) for name in ("text", "way", "subject", "language", "robot")}


class MessageTemplateForm(VersionedForm):
    """A text to begin with, in one language at least."""

    name = forms.CharField(label=_("Name"), max_length=80)
    text_zh = forms.CharField(
        label=_("Text, Chinese"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 6})
    )
    subject_zh = forms.CharField(label=_("Subject of a mail, Chinese"), max_length=120, required=False)
    text_en = forms.CharField(
        label=_("Text, English"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 6})
    )
    subject_en = forms.CharField(label=_("Subject of a mail, English"), max_length=120, required=False)
    for_everybody = forms.BooleanField(label=_("For everybody in the company"), required=False)

    def __init__(self, *args: Any, may_share: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zh = " ".join(f"{{{words[0]}}}" for words in PLACEHOLDERS.values())
        en = " ".join(f"{{{words[1]}}}" for words in PLACEHOLDERS.values())
        self.fields["text_zh"].help_text = _("Xiaolu fills in: %(words)s") % {"words": zh}
        self.fields["text_en"].help_text = _("Xiaolu fills in: %(words)s") % {"words": en}
        if self.subject is not None or not may_share:
            del self.fields["for_everybody"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name in ("text_zh", "text_en", "subject_zh", "subject_en"):
            if unknown := unknown_in(cleaned.get(name, "")):
                self.add_error(
                    name, _("Nobody can fill %(words)s.") % {"words": ", ".join(f"{{{one}}}" for one in unknown)}
                )
        if not self.errors and not (cleaned["text_zh"].strip() or cleaned["text_en"].strip()):
            self.add_error("text_zh", _("Write the text in one language at least."))
        return cleaned

    @property
    def values(self) -> dict[str, Any]:
        return {name: value for name, value in super().values.items() if name != "for_everybody"}


class MessageRuleForm(VersionedForm):
    """What the company rules about one message of a method."""

    asks = forms.BooleanField(
        label=_("Is asked for"), required=False, help_text=_("It stands on Today and is reminded of.")
    )
    template = forms.ModelChoiceField(
        label=_("Text"), queryset=MessageTemplate.objects.none(), required=False, empty_label=_("that of the method")
    )
    goes_by_itself = forms.BooleanField(
        label=_("Goes by e-mail by itself"), required=False,
        help_text=_("When nobody has written by the time of the reminder, Xiaolu sends the text in the name of whoever looks after it. Never with a gap in it, never to who wants no messages."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = MessageTemplate.objects.filter(person__isnull=True, archived=False)
        self.fields["template"].queryset = rows  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("goes_by_itself") and not cleaned.get("asks"):
            self.add_error("goes_by_itself", _("Only what is asked for can go by itself."))
        return cleaned
