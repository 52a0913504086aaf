"""What to better in a message, in the reader's language."""

from collections.abc import Iterable

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from xiaolu.domain.messages import Advice

SENTENCES = {
    "gaps": _("%(n)s gaps are still to be filled: … or words in braces."),
    "too_short": _("%(n)s characters: short. About %(least)s say enough."),
    "too_long": _("%(n)s characters: long. At most %(most)s are read."),
    "no_points": _("Write it in points: 1、 2、 …"),
}


def said(found: Iterable[Advice]) -> list[str]:
    """Advice as sentences."""
    return [gettext(SENTENCES[code]) % given for code, given in found]
