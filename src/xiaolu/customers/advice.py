"""The words of MAN and of grades: what each letter says, what to do next, and what is still to be asked."""

from collections.abc import Iterable

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from xiaolu.customers.models import Qualification

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


def unknown_in_words(names: Iterable[str]) -> list[str]:
    """What is not known yet, as the form calls it."""
    fields = {field.name: field.verbose_name for field in Qualification._meta.concrete_fields}
    return [str(fields[name]) if name in fields else gettext("Who decides") for name in names]


def graded(letter: str) -> str:
    """A grade with its word; '' before the first grading."""
    return gettext("Grade %(grade)s") % {"grade": letter} if letter else ""
