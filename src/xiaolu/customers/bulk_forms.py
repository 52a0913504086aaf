"""What somebody wants to change on many customers at once: the fields that are ticked, and the rows."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from xiaolu.customers import access, queries
from xiaolu.customers.models import Industry, Source
from xiaolu.domain.custom_fields import EMPTY, PREFIX, patch_of
from xiaolu.org.custom_fields import seen_custom_fields
from xiaolu.org.custom_forms import in_words, input_for
from xiaolu.org.models import Person

TICK = "change_"
YES_OR_NO = [("", "—"), ("True", _("yes")), ("False", _("no"))]


class BulkForm(forms.Form):
    """Each field has a box beside it (`change_NAME`): only what is ticked is changed, also to nothing."""

    owner = forms.ModelChoiceField(label=_("Owner"), queryset=Person.objects.none(), required=False)
    industry = forms.ModelChoiceField(label=_("Industry"), queryset=Industry.objects.none(), required=False)
    source = forms.ModelChoiceField(label=_("Source"), queryset=Source.objects.none(), required=False)
    region = forms.CharField(label=_("Region"), max_length=80, required=False)
    high_potential = forms.TypedChoiceField(
        label=_("High potential"),
        choices=YES_OR_NO,
        required=False,
        coerce=lambda text: text == "True",
        empty_value=None,
    )
    archived = forms.TypedChoiceField(
        label=_("Archive or restore"), choices=[("", "—"), ("True", _("archive")), ("False", _("restore"))], required=False,
        coerce=lambda text: text == "True", empty_value=None,
    )  # fmt: skip

    def __init__(self, *args: Any, user: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = access.possible_owners(user)  # type: ignore[attr-defined]
        self.fields["industry"].queryset = queries.offered(Industry)  # type: ignore[attr-defined]
        self.fields["source"].queryset = queries.offered(Source)  # type: ignore[attr-defined]
        self.may_leave_without_owner = user.edit_scope_of("account") == "all"
        self.own = {field.key: field for field in seen_custom_fields("account", user)}
        for key, field in self.own.items():
            self.fields[key] = input_for(field, required=False)
        self.names = list(self.fields)
        for name in self.names:
            self.fields[TICK + name] = forms.BooleanField(required=False)

    def rows(self) -> Iterator[tuple[Any, Any]]:
        """The box and the input of each field, for the page."""
        for name in self.names:
            self.fields[TICK + name].widget.attrs["data-tick"] = ""
            yield self[TICK + name], self[name]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        ticked = [name for name in self.names if cleaned.get(TICK + name)]
        if not ticked:
            raise forms.ValidationError(_("Tick at least one field to change."))
        for name in ticked:
            if name in cleaned and cleaned[name] in EMPTY and self._is_needed(name):
                self.add_error(name, _("This one cannot be left empty."))
        return cleaned

    def _is_needed(self, name: str) -> bool:
        if name == "owner":
            return not self.may_leave_without_owner
        return name in ("high_potential", "archived") or (name in self.own and self.own[name].required)

    @property
    def changes(self) -> dict[str, Any]:
        """What `actions.edit_together` takes: field → new value, own fields as a patch under `custom`."""
        given = {name: self.cleaned_data[name] for name in self.names if self.cleaned_data.get(TICK + name)}
        own = patch_of(given)
        values = {name: value for name, value in given.items() if not name.startswith(PREFIX)}
        return {**values, "custom": own} if own else values

    @property
    def told(self) -> list[tuple[str, str]]:
        """The ticked fields with their new values, in words."""
        found = []
        for name in self.names:
            if self.cleaned_data.get(TICK + name):
                value = self.cleaned_data[name]
                field = self.fields[name]
                if name in self.own:
                    value = in_words(self.own[name], value)
                elif isinstance(value, bool):
                    value = dict(field.choices)[str(value)]  # type: ignore[attr-defined]
                found.append((str(field.label), str(value or "")))
        return found


def versions_of(text: str) -> dict[int, int]:
    """The rows of a preview, `id:version id:version`; what is no such pair is left out."""
    found = {}
    for pair in text.split()[: queries.MOST_TOGETHER]:
        id_, _mark, version = pair.partition(":")
        if id_.isascii() and version.isascii() and id_.isdecimal() and version.isdecimal() and len(pair) < 30:
            found[int(id_)] = int(version)
    return found
