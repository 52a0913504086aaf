"""The words of MAN and of grades: what each letter says, what to do next, and what is still to be asked."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from xiaolu.customers.models import Account, Contact, Qualification
from xiaolu.domain.attractiveness import size
from xiaolu.domain.money import trimmed
from xiaolu.domain.qualification import ABILITY, DESIRE, FIRST
from xiaolu.org.queries import company

MEASURES = ("yearly_volume", "supplier_price", "credit_limit")  # kept as thousandths, and as minor units
PART_NAMES = {
    "company": _("Company"),
    "industry": _("Industry and its attractiveness"),
    "contacts": _("Contacts"),
    "decision_makers": _("Decision-makers"),
    "use": _("Products used and yearly volume"),
    "supplier": _("Current supplier and price"),
    "competitors": _("Competitors"),
    "terms": _("Terms and credit"),
    "stages": _("Stage history"),
    "next_step": _("Next step"),
}
LETTERS = {
    "M": _("can pay"),
    "m": _("cannot pay yet"),
    "A": _("we know who has a say"),
    "a": _("nobody with a say is known"),
    "N": _("large need"),
    "n": _("small need"),
}
ACTIONS = {
    "sell_now": _("Hopeful: sell now."),
    "use_skill": _("Keep contact: with skill there is a chance."),
    "find_authority": _("Keep contact, and find the person who has a say."),
    "check_credit": _("Keep contact; check business and credit, think of financing."),
    "develop_missing": _("Keep contact; watch, and develop what is missing."),
    "stop": _("Not a customer: stop."),
    "ask_first": _("Too little is known to say: ask first."),
}
SHORT = {
    "sell_now": _("Sell now"),
    "use_skill": _("Win with skill"),
    "find_authority": _("Find who has a say"),
    "check_credit": _("Check credit"),
    "develop_missing": _("Watch and develop"),
    "stop": _("Not a customer"),
    "ask_first": _("Ask first"),
}


SIZE_NAMES = {
    "large": _("large"),
    "medium": _("medium"),
    "small": _("small"),
}


def unknown_in_words(names: Iterable[str]) -> list[str]:
    """What is not known yet, as the form calls it."""
    fields = {field.name: field.verbose_name for field in Qualification._meta.concrete_fields}
    return [str(fields[name]) if name in fields else gettext("Who decides") for name in names]


def value_in_words(field: str, value: Any) -> str:
    """What was recorded of a field, as the form says it: 2 → yes, `advises`, Grade A; anything else as it is."""
    if value is None or value == "":
        return "—"
    if field in MEASURES and isinstance(value, int):
        return trimmed(value, 3 if field == "yearly_volume" else company().digits)
    if field in (*FIRST, "high_potential"):
        return gettext("yes") if value else gettext("no")
    if field in DESIRE:
        return [gettext("no"), gettext("partly"), gettext("yes")][value]
    if field in ABILITY:
        return [gettext("poor"), gettext("fair"), gettext("sound")][value]
    named = {"authority": Contact.Authority, "kind": Account.Kind}.get(field)
    if named and value in named.values:
        return str(named(value).label)
    return graded(value) if field == "grade" else str(value)


def graded(letter: str) -> str:
    """A grade with its word; '' before the first grading."""
    return gettext("Grade %(grade)s") % {"grade": letter} if letter else ""


def sized(score: int | None) -> str:
    """The third in which a score lies, in words; '' for no score."""
    return str(SIZE_NAMES[size(score)]) if score is not None else ""
