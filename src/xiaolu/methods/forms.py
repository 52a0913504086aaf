"""Parse an uploaded method file. What it says is checked by the kernel."""

import tomllib
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

MOST_BYTES = 1024 * 1024
MOST_DOTS = 100  # in one line: keys of a.b.c.d… beyond this are an attack on the parser, not a method


class ImportForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Method file"),
        help_text=gettext_lazy("A TOML file of at most 1 MB, such as an exported method."),
        widget=forms.FileInput(attrs={"accept": ".toml"}),
        error_messages={"empty": gettext_lazy("This file is empty.")},
    )

    def clean_file(self) -> dict[str, Any]:
        """The document that the file holds."""
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > MOST_BYTES:
            raise forms.ValidationError(_("This file is larger than 1 MB: it is not a method."))
        try:
            text = file.read().decode("utf-8-sig")
        except UnicodeDecodeError:
            raise forms.ValidationError(_("This is not a text in UTF-8.")) from None
        return read_toml(text)


def read_toml(text: str) -> dict[str, Any]:
    """The document of a TOML text. Raises ValidationError, whatever the text holds."""
    if any(line.count(".") > MOST_DOTS for line in text.splitlines()):
        raise forms.ValidationError(_("This file is nested too deeply to be a method."))
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise forms.ValidationError(_("This file is nested too deeply to be a method.")) from None
    except ValueError as error:  # TOMLDecodeError is one; so are numbers of thousands of digits
        where = str(error)[:200]
        raise forms.ValidationError(_("This is not a TOML file: %(where)s"), params={"where": where}) from None
