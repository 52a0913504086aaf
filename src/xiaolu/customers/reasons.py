"""The words for why two customers may be one, or are not."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

SENTENCES = {
    "same_name": _("same name"),
    "like_name": _("similar name"),
    "other_name": _("different name"),
    "same_core": _("same core of the name: %(value)s"),
    "same_sound": _("sounds the same: %(value)s, %(other)s"),
    "near_sound": _("sounds similar: %(value)s, %(other)s"),
    "near_core": _("one character differs: %(value)s, %(other)s"),
    "core_inside": _("one name begins with the other: %(value)s, %(other)s"),
    "other_core": _("different core of the name: %(value)s, %(other)s"),
    "same_trade": _("same trade: %(value)s"),
    "like_trade": _("related trade: %(value)s, %(other)s"),
    "other_trade": _("different trade: %(value)s, %(other)s"),
    "other_form": _("different form of company"),
    "same_region": _("same region: %(value)s"),
    "other_region": _("different region: %(value)s, %(other)s"),
    "branch": _("one is a branch"),
    "group": _("one is a group, the other a member"),
    "same_phone": _("same phone"),
    "same_phone_tail": _("same phone without area code"),
    "other_phone": _("different phone"),
    "same_email": _("same e-mail"),
    "same_website": _("same website or mail domain"),
    "other_website": _("different website or mail domain"),
    "same_number": _("same credit code"),
    "near_number": _("credit code differs in one place"),
    "other_number": _("different credit code"),
    "unlike_number": _("different number"),
    "like_address": _("same or similar address"),
    "other_address": _("different address"),
    "name_and_phone": _("name and phone agree"),
    "other_kind": _("one is a person, the other a company"),
}


def in_words(reasons: Iterable[Sequence[str]]) -> list[str]:
    """Reasons as [code, value, other] in the reader's language, in their order."""
    return [
        gettext(SENTENCES.get(code, code)) % {"value": value, "other": other}
        for code, value, other in reasons
        if code != "name_and_phone"
    ]
