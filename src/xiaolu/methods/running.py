"""What of a method Xiaolu runs today, and what it keeps and shows until its part is built. The one table of it."""

from dataclasses import dataclass

from django.utils.translation import gettext_noop as _

from xiaolu.domain.method import FACTS, Coverage, Kpi


@dataclass(frozen=True)
class Part:
    """One part of a method file (a msgid), and what Xiaolu does with it (a msgid)."""

    name: str
    runs: bool
    how: str


PARTS = (
    Part(_("Stages, their kinds and order"), True, _("The board, the ledger and every figure stand on them.")),
    Part(
        _("Rules for moves"),
        True,
        _(
            "A move back, a skip and a loss ask for the reason; a forbidden move is refused; a loss may need a sign-off."
        ),
    ),
    Part(_("Reasons"), True, _("Chosen from when a deal is moved back, skipped ahead, lost, or let through a gate.")),
    Part(_("Rhythm of a stage"), True, _("Sets the next date of a deal that has none.")),
    Part(_("Figures"), True, _("Counted from the ledger; those that need other records say so.")),
    Part(_("Diagnosis"), True, _("Read from the figures that are counted.")),
    Part(
        _("Milestones, evidence and required fields"),
        True,
        _("A move ahead is held up until required ones are there; managers may let it through with a reason."),
    ),
    Part(
        _("Rots after"),
        True,
        _("Asks for a next date before nothing was done for so long; marks what stands too long."),
    ),
    Part(_("Key activities, tools, roles and resources"), False, _("Shown, to be read.")),
    Part(_("Groups of stages"), False, _("Shown, to be read.")),
    Part(
        _("Questionnaires"),
        True,
        _("Answered for milestones, industries and prospects; the others are shown, to be read."),
    ),
    Part(
        _("Clocks"), True, _("Run on opportunities and customers for the events that are recorded; warn and escalate.")
    ),
    Part(
        _("Cadences of customers by grade and intention"),
        True,
        _("Propose the next date with the reason, and warn of too many contacts."),
    ),
    Part(
        _("Cadences of messages"),
        True,
        _("Ask for a message after calls and visits and before appointments; the other events come with their parts."),
    ),
    Part(_("Skill cards"), False, _("Named by the diagnosis; their content comes with the library.")),
)


def counts(kpi: Kpi) -> bool:
    """Whether the ledger holds all that a figure needs."""
    if isinstance(kpi, Coverage) and kpi.of != "volume_increase":
        return False
    return all(FACTS[fact.code].recorded for fact in kpi.facts)
