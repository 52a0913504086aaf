"""The columns of the tracking table for one person: their words, and each cell as text that can be typed back."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.utils.translation import get_language, gettext

from xiaolu.domain import money
from xiaolu.domain.method import Method as MethodRules
from xiaolu.org.hiding import hidden_names
from xiaolu.org.models import Person
from xiaolu.pipeline.models import GROWTH, Opportunity

ENTERED = "entered_"
DAYS = ("expected_close", "next_date")
NAMED = ("account", "contact", "owner", "industry", "source", "product")
CHOSEN = ("owner", "industry", "source", "product", "growth", "stage", "account")  # with a list of what is accepted


@dataclass(frozen=True)
class Column:
    """A column. `sort`: its key in the address; `hint`: the heading in full; `hidden`: the reader's roles hide it."""

    field: str
    label: str
    sort: str = ""
    css: str = ""
    hint: str = ""
    hidden: bool = False

    @property
    def special(self) -> bool:
        """Whether its cells are more than text."""
        return self.field in ("account", "amount", "stage", "next_date")

    @property
    def choices(self) -> str:
        """The id of the list of what the column accepts; '' for free text."""
        return f"of-{self.field}" if self.field in CHOSEN else ""


class Cell(NamedTuple):
    """`value`: what one would type; `shown`: what stands there."""

    column: Column
    value: str
    shown: str


def columns(rules: MethodRules, reader: Person, wanted: Iterable[str] = ()) -> list[Column]:
    """The columns of a method's table that are wanted (all without a word), in their order; the customer always."""
    chosen, every = set(wanted), all_columns(rules, reader)
    return [one for one in every if one.field in chosen or one.field == "account"] if chosen else every


def all_columns(rules: MethodRules, reader: Person) -> list[Column]:
    """Every column; the days of stages stand behind the stage."""
    language, hidden = get_language() or "zh-hans", hidden_names(reader)
    days = [
        Column(ENTERED + stage.code, gettext("in") + f" {stage.code}",
               hint=gettext("Entered %(stage)s") % {"stage": stage.name.into(language)})
        for stage in rules.stages if stage.kind != "lost" and not stage.retired
    ]  # fmt: skip
    measured = [Column("volume", rules.volume.measure, "volume", "end")] if rules.volume else []
    return [
        Column("account", gettext("Customer"), "customer"),
        Column("name", gettext("Title")),
        Column("industry", gettext("Industry"), "industry"),
        Column("contact", gettext("Contact")),
        Column("current_supplier", gettext("Current supplier")),
        *measured,
        Column("amount", gettext("Amount"), "amount", "end", hidden="amount" in hidden),
        Column("stage", gettext("Stage"), "stage"),
        *days,
        Column("next_date", gettext("Next date"), "next"),
        Column("next_action", gettext("Next step")),
        Column("owner", gettext("Owner"), "owner"),
        Column("expected_close", gettext("Expected close"), "close"),
        Column("product", gettext("Product")),
        Column("source", gettext("Source")),
        Column("growth", gettext("Growth")),
        Column("competitor", gettext("Competitor")),
        Column("note", gettext("Note")),
    ]


def cells_of(
    opportunity: Opportunity, shown: Iterable[Column], entered: Mapping[str, date], *, digits: int, this_year: int
) -> list[Cell]:
    """A row's cells. What is hidden is empty here; its tag says so on the page."""
    found = []
    for column in shown:
        name = column.field
        if name.startswith(ENTERED):
            found.append(_day(column, entered.get(name.removeprefix(ENTERED)), this_year))
        elif name in DAYS:
            found.append(_day(column, getattr(opportunity, name), this_year))
        else:
            value = "" if column.hidden else text_of(opportunity, name, digits)
            missing = opportunity.title if name == "account" and not value else ""
            found.append(Cell(column, value, missing or value.replace("\n", " ")))
    return found


def text_of(opportunity: Opportunity, name: str, digits: int) -> str:
    """What stands in a field, as one would type it."""
    value = getattr(opportunity, name)
    if name in NAMED:
        return value.name if value else ""
    if name in ("amount", "volume"):
        return money.trimmed(value, digits if name == "amount" else 3).replace(",", "") if value else ""
    if name == "growth":
        return str(GROWTH.get(value, ""))
    return str(value.isoformat() if isinstance(value, date) else value or "")


def _day(column: Column, day: date | None, this_year: int) -> Cell:
    if day is None:
        return Cell(column, "", "")
    return Cell(column, day.isoformat(), f"{day:%m-%d}" if day.year == this_year else day.isoformat())
