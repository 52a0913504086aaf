"""The sentence for each rule code that the kernel or an action raises."""

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from xiaolu.domain.rules import RuleBroken, Stale

SENTENCES = {
    "already_set_up": _("This address has been used. Xiaolu already has an administrator."),
    "link_not_valid": _("This address is not valid any more. Ask your administrator for a new one."),
    "last_administrator": _("Somebody must stay administrator."),
    "demo_needs_an_empty_house": _("People work here already. The fictitious company is made only in an empty house."),
    "administrator_keeps_house": _("Administrators must keep the house, or nobody could change this back."),
    "role_in_use": _("%(value)s people have this role. Give them another one first."),
    "deputy_is_oneself": _("Nobody stands in for oneself."),
    "days_reversed": _("The last day lies before the first."),
    "absence_over": _("This absence is over already."),
    "same_person": _("That is the same person."),
    "successor_is_off": _("This person is switched off and cannot take over."),
    "team_in_itself": _("A team cannot lie inside itself."),
    "team_not_empty": _("People or teams still belong to this team. Move them first."),
    "planned_in_past": _("%(day)s is over: plan from today on, or record what was done."),
    "planned_too_far": _("Plan at most twelve months ahead."),
    "next_step_in_past": _("The next step lies in the past: %(day)s."),
    "not_open": _("This opportunity is closed."),
    "not_planned": _("This is not planned any more."),
    "not_in_table": _(
        "Only customers in the person's tracking table can be planned: open opportunities of that person."
    ),
    "day_outside_week": _("%(day)s does not lie in this week."),
    "visit_planned_already": _("This visit stands on that day already."),
    "week_plan_fixed": _("The plan was handed in. Take it back first, then change it."),
    "week_plan_open": _("The plan is open already."),
    "week_plan_empty": _("Lay at least one visit into the week first."),
    "no_approval_here": _("In this company plans need no approval."),
    "not_submitted": _("This plan was not handed in."),
    "not_in_week_plan": _("This visit stands in no week plan."),
    "called_off": _("This was called off. Plan it anew."),
    "activity_withdrawn": _("This record was withdrawn."),
    "other_customers_deal": _("This opportunity belongs to another customer."),
    "other_customers_contact": _("This contact belongs to another customer."),
    "currency_fixed": _("Currency and time zone are fixed since the first entry in the ledger."),
    "already_published": _("A published version is never changed. Make a new one."),
    "method_in_use": _(
        "Open opportunities still run under this method. Close them first, or move them to another method."
    ),
    "import_not_checked": _("This import was not checked yet."),
    "history_conflict": _("Something was recorded by hand before this date: %(value)s."),
    "import_over": _("This import is over."),
    "import_not_waiting": _("This import does not wait for a choice."),
    "undo_not_done": _("Only an import that was written can be undone."),
    "undo_refused": _("It was not undone. %(value)s"),
    "may_not_load": _("Only an administrator loads people, teams and competitors."),
    "may_not_use": _("This customer belongs to others: create it or leave it out."),
    "likely_gone": _("“%(value)s” cannot be used any more. Check the table again."),
    "may_not_create": _("You may not create these: %(value)s"),
    "bad_rows": _("Some rows cannot be loaded. Correct them, or choose to leave them out."),
    "unknown_stage": _("The method has no stage “%(stage)s”."),
    "reason_needed": _("Say why: this move needs a reason."),
    "move_not_allowed": _("The method does not allow this move."),
    "day_in_future": _("%(day)s lies after today."),
    "days_out_of_order": _("The days of the stages must follow one another; nothing comes before the first."),
    "day_stays": _("The deal began in this stage or stands in it: its day can be another one, but not none."),
    "stage_remapped": _("A version of the method gave this stage its name; its day stays."),
    "before_creation": _("The opportunity began on %(day)s; nothing can be dated before that."),
    "next_date_needed": _("An open opportunity always has a next date."),
    "grade_needs_reason": _("A grade set by hand needs a reason."),
    "grade_needs_end": _("A grade set by hand needs an end, today or within a year."),
    "nothing_to_rate": _("The method asks nothing here that is scored."),
    "nothing_answered": _("Answer at least one question."),
    "note_empty": _("Write something down, or choose a file."),
    "merge_with_itself": _("A customer cannot be merged with itself."),
    "merged_away": _("This customer went into another one meanwhile."),
    "merge_undone": _("This merge was taken back already."),
    "merge_built_upon": _("The merge cannot be taken back: work was done on it since (%(value)s)."),
    "unknown_field_kind": _("There are no fields of this kind: %(value)s"),
    "bad_field_code": _(
        "“%(value)s” cannot be a code: it begins with a letter and has small letters, digits and _ only."
    ),
    "too_many_fields": _("There are %(most)s fields already; archive one first."),
    "amount_not_searched": _("What is hidden with the amounts is not searched for."),
    "options_needed": _("Write at least one choice."),
    "withdrawn": _("This opportunity was withdrawn."),
    "competitor_needed": _("Say to which competitor, or that there was none."),
    "sign_off_needed": _("A loss is signed off by the manager: ask for it."),
    "gate_closed": _("The gate is closed: %(count)s things are still missing."),
    "may_not_override": _("Only who manages may let a deal through a closed gate."),
    "not_a_loss": _("This is not a lost stage."),
    "already_asked": _("This has been asked for and still waits for an answer."),
    "own_request": _("Somebody else must agree to what you asked for."),
    "may_not_sign_off": _("Only who manages may sign a loss off."),
    "not_yours": _("Only who asked may take it back."),
    "request_over": _("This has been answered already."),
    "unknown_milestone": _("The method asks for no such thing: %(milestone)s."),
    "words_needed": _("Write down the customer's own words."),
    "evidence_withdrawn": _("This evidence was taken back."),
    "answers_missing": _("Answer every question."),
    "answer_out_of_range": _("Answer from %(least)s to %(most)s."),
    "score_too_low": _("%(score)s of 100: %(needed)s are needed."),
    "pdf_needs": _("This machine cannot make PDF files yet. On Debian: %(value)s"),
    "pdf_failed": _("The PDF could not be made. Try again with less on it."),
    "no_room": _("The server has less than %(least)s MB free: no files are taken until there is room again."),
    "file_empty": _("This file is empty."),
    "file_too_large": _("This file is larger than %(most)s MB."),
    "file_type": _("Files of this kind are not taken. Taken are: %(allowed)s."),
    "file_not_what_it_says": _("The file ends in .%(ending)s but is something else."),
    "agenda_empty": _("Write down what the meeting is to speak of."),
    "three_w_closed": _("This 3W is closed. Open it again to change it."),
    "three_w_no_figure": _("There is no figure to measure: it belongs to none, or has no value now."),
    "three_w_unfinished": _("Before it is closed it needs the first why, the solution and what came of it."),
    "not_newest": _("Deals move to the newest published version only."),
    "mapping_incomplete": _("Say where the deals in stage %(stage)s go."),
    "other_stage_kind": _("Stage %(stage)s is of another kind."),
}


def sentence(error: RuleBroken | Stale) -> str:
    """What happened, in the reader's language."""
    if isinstance(error, Stale):
        return gettext(
            "Someone changed “%(label)s” meanwhile. Nothing was overwritten: look at it again, then repeat."
        ) % {"label": error.label}
    return gettext(SENTENCES.get(error.code, error.code)) % error.params
