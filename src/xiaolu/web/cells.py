"""The sentence for each code that stands against a cell: of a file, or of the tracking table."""

from collections.abc import Mapping

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from xiaolu.domain.cells import CellInvalid

SENTENCES: Mapping[str, str] = {
    "not_a_date": _("“%(value)s” is not a date. Write 2026-11-22."),
    "two_readings": _("“%(value)s” has no such month: say that days come first."),
    "date_out_of_range": _("%(value)s is outside 1970–2100."),
    "day_in_future": _("%(value)s is after today; what happened has a past date."),
    "not_a_number": _("“%(value)s” is not a number."),
    "negative": _("“%(value)s” is less than zero."),
    "too_large": _("“%(value)s” is too large."),
    "too_long": _("Longer than %(longest)s characters."),
    "unknown_growth": _("“%(value)s” is none of keep, grow, new."),
    "unknown_stage": _("The method has no stage “%(value)s”."),
    "several_called": _("Several are called “%(value)s”. Give the code."),
    "unknown_owner": _("Nobody is called “%(value)s”."),
    "unknown_account": _("There is no customer “%(value)s”."),
    "unknown_contact": _("There is no contact “%(value)s” at this customer."),
    "unknown_industry": _("There is no industry “%(value)s”."),
    "unknown_source": _("There is no source “%(value)s”."),
    "unknown_product": _("There is no product “%(value)s”."),
    "too_far_ahead": _("At most twelve months ahead."),
    "not_writable": _("This column is not changed here."),
    "not_whole": _("“%(value)s” is not a whole number."),
    "not_yes_or_no": _("“%(value)s” is neither yes nor no."),
    "unknown_choice": _("“%(value)s” is none of the choices."),
    "bad_option": _("“%(value)s”: write a name, or code = name; a code has small letters, digits and _ only."),
    "option_twice": _("“%(value)s” stands there twice."),
    "too_many_options": _("At most %(most)s choices."),
    "unreadable_sign": _("There is a sign in it that cannot be kept."),
}


def cell_sentence(error: CellInvalid) -> str:
    """Why a cell cannot be read, in the reader's language."""
    return gettext(SENTENCES.get(error.code, error.code)) % {"value": "", **error.params}
