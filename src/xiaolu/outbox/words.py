"""What stood against a letter, in the reader's language."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from xiaolu.outbox import mail
from xiaolu.outbox.models import Letter

STATES = {
    "": _("All"),
    "waiting": _("To go"),
    "sent": _("Sent"),
    "failed": _("Not delivered"),
    "dropped": _("Taken back"),
}
OURS = {
    "too late": _("It could not go in time."),
    "no connection": _("No connection to the service."),
    "the address can't be written": _("This is not an e-mail address."),
}


def standing(letter: Letter) -> str:
    """What stands against it, or what it waits for; '' for nothing."""
    if letter.problem:
        return str(OURS.get(letter.problem, letter.problem))
    if letter.state == "waiting" and letter.way == "email" and not mail.is_set_up():
        return gettext("No mail server is set up.")
    return ""
