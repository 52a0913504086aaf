"""Parse and check what the pages of the customer file send."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from xiaolu.customers.forms import VersionedForm
from xiaolu.customers.models import Note
from xiaolu.files.limits import ENDINGS
from xiaolu.org.queries import today


class NoteForm(VersionedForm):
    """A note, a file, or both; the file of a note stays as it is."""

    text = forms.CharField(label=_("Note"), max_length=10000, required=False, widget=forms.Textarea(attrs={"rows": 3}))
    file = forms.FileField(
        label=_("File"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ",".join(f".{ending}" for ending in ENDINGS)}),
        help_text=_("PDF, picture, Word, Excel, PowerPoint, WPS or text, at most 20 MB."),
        error_messages={"empty": _("This file is empty.")},
    )
    day = forms.DateField(
        label=_("Day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("When it happened; not after today."),
    )

    def __init__(self, *args: Any, subject: Note | None = None, **kwargs: Any) -> None:
        super().__init__(*args, subject=subject, **kwargs)
        if subject is not None:
            del self.fields["file"]
        else:
            self.initial.setdefault("day", today())
