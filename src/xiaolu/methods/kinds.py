"""The closed lists of the method file as words (msgids), one dict per list."""

from django.utils.translation import gettext_noop as _

STAGE_KINDS = {"open": _("open"), "won": _("won"), "paid": _("paid"), "lost": _("lost")}
MOVEMENTS = {"free": _("free"), "with reason": _("with a reason"), "never": _("never")}
ACTIVITY_KINDS = {
    "call": _("call"),
    "visit": _("visit"),
    "message": _("message"),
    "meeting": _("meeting"),
    "demonstration": _("demonstration"),
    "delivery": _("delivery"),
    "task": _("task"),
}
EVIDENCE = {
    "file": _("a file"),
    "activity": _("an activity done"),
    "field": _("a field filled"),
    "confirmation": _("confirmed by a second person"),
    "questionnaire": _("questions answered"),
}
GIVEN_FOR = {
    "lost": _("lost"),
    "churned": _("churned"),
    "back": _("moved back"),
    "skip": _("skipped"),
    "override": _("gate overridden"),
}
KPI_TYPES = {
    "stage_share": _("share of stages"),
    "conversion": _("conversion"),
    "duration": _("duration"),
    "coverage": _("coverage"),
    "churn": _("churn"),
    "clock_kept": _("clock kept"),
    "activity_rate": _("activity per day"),
    "total": _("total"),
    "ratio": _("ratio"),
}
COVERAGE_OF = {
    "volume_increase": _("yearly increase targeted"),
    "revenue_gap": _("revenue still missing"),
    "requirement_below": _("what the platform below requires"),
}
STATES = {
    "surely below target": _("%(figure)s surely below target"),
    "surely above target": _("%(figure)s surely above target"),
    "below target": _("%(figure)s below target"),
    "above target": _("%(figure)s above target"),
    "far above target": _("%(figure)s above %(times)s × its target"),
    "longer than target": _("%(figure)s longer than its target"),
    "longer than median": _("%(figure)s longer than %(times)s × the company's median"),
}
SIGN_STATES = {
    "above team median": _("%(fact)s above %(times)s × the team's median"),
    "below team median": _("%(fact)s below %(times)s × the team's median"),
}
SHOWS = {
    "ageing deals": _("ageing deals"),
    "deals without activity": _("deals without activity"),
    "lost reasons": _("reasons of the lost ones"),
    "churn reasons": _("reasons of the churned ones"),
}
ABOUT = {
    "industry": _("about an industry"),
    "account": _("about a customer"),
    "opportunity": _("about an opportunity"),
    "visit": _("about a visit"),
    "day": _("about the day"),
    "meeting": _("before a meeting"),
    "review": _("at a review"),
    "team": _("about the team"),
}
ANSWERS = {
    "text": _("in words"),
    "yes or no": _("yes or no"),
    "score": _("score"),
    "number": _("a number"),
    "date": _("a date"),
    "choice": _("a choice"),
}
SCALES = {"grade": _("Grade %(level)s"), "distributor class": _("Distributor class %(level)s")}
ESCALATE_TO = {
    "owner": _("the owner"),
    "manager": _("the manager"),
    "director": _("the director"),
    "pool": _("back into the pool"),
}
