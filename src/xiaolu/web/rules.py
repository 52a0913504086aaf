"""The sentence for each rule code that the kernel or an action raises."""

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from xiaolu.domain.rules import RuleBroken, Stale

SENTENCES = {
    "already_set_up": _("This address has been used. Xiaolu already has an administrator."),
    "link_not_valid": _("This address is not valid any more. Ask your administrator for a new one."),
    "last_administrator": _("Somebody must stay administrator."),
    "team_in_itself": _("A team cannot lie inside itself."),
    "team_not_empty": _("People or teams still belong to this team. Move them first."),
    "currency_fixed": _("Currency and time zone are fixed since the first entry in the ledger."),
    "already_published": _("A published version is never changed. Make a new one."),
    "method_in_use": _(
        "Open opportunities still run under this method. Close them first, or move them to another method."
    ),
    "import_not_checked": _("This import was not checked yet."),
    "history_conflict": _("Something was recorded by hand before this date: %(value)s."),
    "import_over": _("This import is over."),
    "import_not_waiting": _("This import does not wait for a choice."),
    "may_not_create": _("You may not create these: %(value)s"),
    "bad_rows": _("Some rows cannot be loaded. Correct them, or choose to leave them out."),
    "unknown_stage": _("The method has no stage “%(stage)s”."),
    "reason_needed": _("Say why: this move needs a reason."),
    "move_not_allowed": _("The method does not allow this move."),
    "day_in_future": _("%(day)s lies after today."),
    "before_creation": _("The opportunity began on %(day)s; nothing can be dated before that."),
    "next_date_needed": _("An open opportunity always has a next date."),
    "grade_needs_reason": _("A grade set by hand needs a reason."),
    "grade_needs_end": _("A grade set by hand needs an end, today or within a year."),
    "merge_with_itself": _("A customer cannot be merged with itself."),
    "merged_away": _("This customer went into another one meanwhile."),
    "merge_undone": _("This merge was taken back already."),
    "merge_built_upon": _("The merge cannot be taken back: work was done on it since (%(value)s)."),
    "withdrawn": _("This opportunity was withdrawn."),
}


def sentence(error: RuleBroken | Stale) -> str:
    """What happened, in the reader's language."""
    if isinstance(error, Stale):
        return gettext(
            "Someone changed “%(label)s” meanwhile. Nothing was overwritten: look at it again, then repeat."
        ) % {"label": error.label}
    return gettext(SENTENCES.get(error.code, error.code)) % error.params
