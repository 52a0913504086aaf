"""Parse and check what the pages of imports send."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from xiaolu.domain.cells import CellInvalid, stage, stage_guess, stage_words
from xiaolu.domain.headings import ACTIVITIES, OPPORTUNITIES
from xiaolu.domain.method import Method as MethodRules
from xiaolu.domain.record_headings import RECORD_HEADINGS, REQUIRED
from xiaolu.exchange.limits import MOST_BYTES
from xiaolu.exchange.mapping import Layout, aliases_of
from xiaolu.exchange.models import Import
from xiaolu.exchange.names import FIELD_NAMES, LACK_NAMES, LOADED, names_of
from xiaolu.exchange.own_fields import own_fields
from xiaolu.methods.models import Method
from xiaolu.methods.queries import methods, rules_of
from xiaolu.org.queries import today

SUFFIXES = (".xlsx", ".xls", ".csv", ".txt", ".xlsm")  # the last is refused with its own sentence


class MethodChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, method: Method) -> str:
        return rules_of(method.pk).name.into(get_language() or "zh-hans")


class UploadForm(forms.Form):
    """A table and the method under which its rows run."""

    file = forms.FileField(label=_("Table"), widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.csv"}))
    method = MethodChoice(label=_("Method"), queryset=Method.objects.none(), empty_label=None)

    def __init__(self, *args: Any, kinds: Iterable[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind = forms.ChoiceField(
            label=_("What the rows are"), required=False, choices=[("", _("As the headings say")), *((k, LOADED[k]) for k in kinds)]
        )  # fmt: skip
        self.fields["kind"] = kind
        self.fields["method"].queryset = methods()
        self.fields["method"].initial = methods().first()

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if Path(file.name).suffix.lower() not in SUFFIXES:
            raise forms.ValidationError(_("Excel files (.xlsx, .xls) and .csv are read."))
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("The file is larger than 100 MB. Split it."))
        return file


NOTED = (OPPORTUNITIES, "accounts", "contacts", "competitors")  # kinds with a note


SELECT = forms.Select(attrs={"class": "input"})


class MappingForm(forms.Form):
    """The field of each column, the stage of each word, and how the file is read."""

    created_on = forms.DateField(
        label=_("Rows without any date begin on"),
        required=False,
        help_text=_("Left empty: today."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    dayfirst = forms.BooleanField(label=_("Days come first: 13/02/2026"), required=False)
    system = forms.RegexField(
        label=_("Name of the other system"),
        regex=r"^[^:]*\Z",
        max_length=40,
        required=False,
        help_text=_("Keys of different systems are kept apart by it."),
    )

    always_new = forms.BooleanField(
        label=_("Rows without a key are new, even where customer and product have an open opportunity"), required=False
    )

    keep_rest = forms.BooleanField(label=_("Add the columns that are not taken to the note"), required=False)
    save_as = forms.CharField(
        label=_("Keep this assignment under a name"), required=False, max_length=80,
        help_text=_("It is offered again when a table has the same headings."),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, load: Import, rules: MethodRules) -> None:
        mapping = load.mapping
        kept = {
            "always_new": mapping.get("always_new", False),
            "keep_rest": mapping.get("keep_rest", False),
            "created_on": mapping["defaults"].get("created_on"),
            "dayfirst": mapping["dayfirst"],
            "system": mapping["system"],
        }
        super().__init__(data, initial=kept)
        self.load, self.rules = load, rules
        self.layout = Layout.from_json(load.layout)
        choices = field_choices(rules) if load.kind == OPPORTUNITIES else record_choices(load.kind)
        choices += [(key, own.name) for key, own in own_fields(load.kind).items()]
        for column in self.layout.columns:
            self.fields[f"column_{column.place}"] = forms.ChoiceField(
                choices=choices, required=False, initial=column.field, widget=SELECT
            )
        stages = [
            ("", "—"),
            *((one.code, f"{one.code} {one.name.into(get_language() or 'zh')}") for one in rules.stages),
        ]
        for place, word in enumerate(self.words()):
            self.fields[f"stage_{place}"] = forms.ChoiceField(
                choices=stages, required=False, label=word, initial=self.meaning(word), widget=SELECT
            )

    def words(self) -> list[str]:
        """The words in the column that is the stage."""
        column = next((one for one in self.layout.columns if one.field == "stage"), None)
        return list(self.load.layout.get("words", {}).get(str(column.place), [])) if column else []

    def meaning(self, word: str) -> str:
        words = stage_words(self.rules, aliases_of(self.rules))
        try:
            return self.load.mapping["stages"].get(word) or stage(word, words)
        except CellInvalid:
            return stage_guess(word, self.rules)

    def column_rows(self) -> Iterator[dict[str, Any]]:
        """For the page: each column with its samples and its select."""
        for column in self.layout.columns:
            samples = self.load.layout.get("samples", {}).get(str(column.place), [])
            if column.heading or samples:
                yield {"heading": column.heading, "samples": samples, "field": self[f"column_{column.place}"]}

    def stage_rows(self) -> list[Any]:
        return [self[f"stage_{place}"] for place in range(len(self.words()))]

    def option_rows(self) -> list[Any]:
        names = {
            OPPORTUNITIES: ["created_on", "dayfirst", "always_new", "system"],
            ACTIVITIES: ["dayfirst", "system"],
        }.get(self.load.kind, ["dayfirst"])
        names += ["keep_rest"] if self.not_taken() and self.load.kind in NOTED else []
        return [self[name] for name in [*names, "save_as"]]

    def not_taken(self) -> list[str]:
        """The headings that lead to no field."""
        return [column.heading for column in self.layout.columns if column.heading and not column.field]

    def clean_created_on(self) -> Any:
        day = self.cleaned_data["created_on"]
        if day and not (day.year >= 1970 and day <= today()):
            raise forms.ValidationError(_("A day from 1970 to today."))
        return day

    def clean(self) -> Any:
        cleaned = super().clean() or {}
        given = {cleaned.get(f"column_{column.place}") for column in self.layout.columns} - {"", None}
        if not given:
            raise forms.ValidationError(_("Give at least one column a field."))
        if missing := [name for name in REQUIRED.get(self.load.kind, ()) if name not in given]:
            names = ", ".join(str(names_of(self.load.kind)[name]) for name in missing)
            raise forms.ValidationError(_("No column is: %(names)s"), params={"names": names})
        return cleaned

    def answers(self) -> dict[str, Any]:
        """What `actions.set_mapping` takes."""
        given = self.cleaned_data
        stages = {
            word: given[f"stage_{place}"] for place, word in enumerate(self.words()) if given.get(f"stage_{place}")
        }
        defaults = dict(self.load.mapping["defaults"])
        defaults.pop("created_on", None)
        if given["created_on"]:
            defaults["created_on"] = given["created_on"].isoformat()
        columns = {column.place: given.get(f"column_{column.place}", "") for column in self.layout.columns}
        options = {name: given[name] for name in ("dayfirst", "system", "always_new", "keep_rest")} | {
            "defaults": defaults
        }
        return {"columns": columns, "stages": stages, **options}

    @property
    def stage_column_changed(self) -> bool:
        """Whether another column is the stage now, whose words nobody has confirmed."""
        chosen = [place for place, field in self.answers()["columns"].items() if field == "stage"]
        return chosen != [column.place for column in self.layout.columns if column.field == "stage"] and bool(chosen)


def record_choices(kind: str) -> list[tuple[str, str]]:
    """Every field that a column of this kind of table may fill."""
    return [("", gettext("not loaded")), *((name, str(names_of(kind)[name])) for name in RECORD_HEADINGS[kind])]


def field_choices(rules: MethodRules) -> list[tuple[str, str]]:
    """Every field that a column may fill, with the stage dates of the method."""
    language = get_language() or "zh-hans"
    entered = [
        (f"entered_{one.code}", gettext("Entered %(stage)s") % {"stage": f"{one.code} {one.name.into(language)}"})
        for one in rules.stages
    ]
    return [("", gettext("not loaded")), *((name, str(label)) for name, label in FIELD_NAMES.items()), *entered]


EXISTING = {
    "update": _("Change them to what the file says"),
    "skip": _("Leave them as they are"),
    "ask": _("Hold them back; I get them as a file and decide one by one"),
}


LIKELY = {
    "create": _("Create them; the list of duplicates will name them"),
    "use": _(
        "Use the one that is there; what it lacks is filled in, and rows of one that you may not use are left out"
    ),
    "skip": _("Leave these rows out; I get them as a file"),
}


class ChoicesForm(forms.Form):
    """What to do with what was found: create what is missing, leave bad rows out, and what with those that exist."""

    create_missing = forms.MultipleChoiceField(
        label=_("Create what is missing"), required=False, widget=forms.CheckboxSelectMultiple
    )
    existing = forms.ChoiceField(
        label=_("Rows that are there already and differ"), choices=list(EXISTING.items()), widget=forms.RadioSelect,
        initial="update",
    )  # fmt: skip
    likely = forms.ChoiceField(
        label=_("Customers that are perhaps there already"), choices=list(LIKELY.items()), widget=forms.RadioSelect,
        initial="create", help_text=_("Below you can say otherwise for single ones."),
    )  # fmt: skip
    skip_bad = forms.BooleanField(label=_("Leave rows with mistakes out; I get them as a file"), required=False)

    def __init__(
        self,
        data: Any = None,
        *,
        lacking: Mapping[str, int],
        allowed: list[str],
        failed: int,
        updates: int,
        likely: int = 0,
    ) -> None:
        super().__init__(data)
        offered = [(name, f"{LACK_NAMES[name]} ({rows})") for name, rows in lacking.items() if name in allowed]
        self.fields["create_missing"].choices = offered
        self.fields["create_missing"].initial = [name for name, _label in offered]
        if not offered:
            del self.fields["create_missing"]
        if not failed and not lacking:
            del self.fields["skip_bad"]
        if not updates:
            del self.fields["existing"]
        if not likely:
            del self.fields["likely"]

    def answers(self) -> dict[str, Any]:
        """What `actions.start_import` takes."""
        given = self.cleaned_data
        return {
            "create_missing": given.get("create_missing", []),
            "skip_bad": given.get("skip_bad", False),
            "existing": given.get("existing") or "update",
            "likely": given.get("likely") or "create",
        }

    def ask_for_skipping(self) -> None:
        """Some rows would fail: the person says that they are left out, or goes back."""
        self.add_error(
            "skip_bad" if "skip_bad" in self.fields else None,
            _("Some rows cannot be loaded. Correct them, or choose to leave them out."),
        )


class LikenessForm(forms.Form):
    """What is to be done with the rows of one customer that is perhaps there already; empty: as with all."""

    choice = forms.ChoiceField(choices=[("", ""), *LIKELY.items()], required=False)


class ExportRulesForm(forms.Form):
    watermark = forms.BooleanField(
        label=_("Mark lists that are taken out"), required=False,
        help_text=_("A line with company, name, login and time stands above the headings and in the footer."),
    )  # fmt: skip
