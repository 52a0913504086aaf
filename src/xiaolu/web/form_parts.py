"""What forms of several apps are made of: a day as browsers pick it, and the version that a page showed."""

from typing import Any

from django import forms


class DayInput(forms.DateInput):
    """A day in the browser's own picker."""

    input_type = "date"

    def __init__(self, **attrs: Any) -> None:
        super().__init__(format="%Y-%m-%d", attrs=attrs)


class TimeInput(forms.TimeInput):
    """A time of day in the browser's own picker, to the minute."""

    input_type = "time"

    def __init__(self, **attrs: Any) -> None:
        super().__init__(format="%H:%M", attrs=attrs)


class VersionedForm(forms.Form):
    """Carries the version that the page showed. `subject`: the record that is edited, if there is one."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, subject: Any = None, **kwargs: Any) -> None:
        if subject is not None:
            names = [name for name in self.base_fields if hasattr(subject, name)]
            kwargs["initial"] = {name: getattr(subject, name) for name in names} | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        self.subject = subject

    @property
    def values(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}

    @property
    def seen(self) -> int:
        """The version that the page showed; 0 when it said none."""
        return self.cleaned_data.get("version") or 0

    def is_taken(self, rows: Any, **wanted: str) -> bool:
        """Whether another row has this value."""
        found = rows.filter(**wanted)
        return (found.exclude(pk=self.subject.pk) if self.subject else found).exists()
