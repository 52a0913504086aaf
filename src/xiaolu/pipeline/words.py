"""The pipeline's words on the screen, and the bars of its waterfall."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from xiaolu.domain.cadence import Due
from xiaolu.domain.gates import Demand
from xiaolu.domain.method import FIELDS, IntentionCadence
from xiaolu.domain.method import Method as MethodRules
from xiaolu.pipeline.models import Request
from xiaolu.pipeline.queries.gates import FIELD, rules_under
from xiaolu.pipeline.queries.sums import CHANGES, NOTHING, Flow

CHANGE_NAMES = {
    "opening": _("Opening"),
    "new": _("New"),
    "reopened": _("Reopened"),
    "pulled_in": _("Pulled in"),
    "pushed_out": _("Pushed out"),
    "bigger": _("Bigger"),
    "smaller": _("Smaller"),
    "won": _("Won"),
    "lost": _("Lost"),
    "reassigned_in": _("Taken over"),
    "reassigned_out": _("Handed over"),
    "reclassified_in": _("Reclassed in"),
    "reclassified_out": _("Reclassed out"),
    "advanced": _("Advanced"),
    "fell_back": _("Fell back"),
    "closing": _("Closing"),
}


DIMENSION_NAMES = {
    "reason": _("Reason"),
    "stage": _("Stage left"),
    "competitor": _("Competitor"),
    "person": _("Person"),
    "industry": _("Industry"),
    "source": _("Source"),
}


def reason_of(due: Due, rules: MethodRules) -> str:
    """Why a record is due so soon, in words: “Grade A: every 7 days”."""
    reason = due.reason
    given = {"code": reason.code, "days": reason.days}
    if reason.kind == "stage":
        given["name"] = rules.stage(reason.code).name.into(get_language() or "zh-hans")
        return gettext("Stage %(code)s %(name)s: every %(days)s days") % given
    if reason.kind == "intention":
        levels = {one.code: one.name for one in rules.cadences if isinstance(one, IntentionCadence)}
        given["name"] = levels[reason.code].into(get_language() or "zh-hans")
        return gettext("Intention %(name)s: every %(days)s days") % given
    sentences = {"grade": gettext("Grade %(code)s: every %(days)s days"),
                 "silence": gettext("Never %(days)s days without anything done")}  # fmt: skip
    return sentences.get(reason.kind, gettext("As usual: every %(days)s days")) % given


def waterfall_bars(flow: Flow, measure: str, address: Callable[[str], str]) -> list[dict[str, object]]:
    """Bars for the waterfall chart: opening, every change that is not zero, closing; each with its figure's address."""
    bars: list[dict[str, object]] = [
        {"label": CHANGE_NAMES["opening"], "value": getattr(flow.opening, measure), "kind": "total",
         "href": address("opening")}
    ]  # fmt: skip
    for name in CHANGES:
        value = getattr(flow.changes.get(name, NOTHING), measure)
        if value:
            kind = "blue" if name == "won" else "up" if value > 0 else "down"
            bars.append({"label": CHANGE_NAMES[name], "value": value, "kind": kind, "href": address(name)})
    bars.append(
        {"label": CHANGE_NAMES["closing"], "value": getattr(flow.closing, measure), "kind": "total",
         "href": address("closing")}
    )  # fmt: skip
    return bars


NOT_GIVEN = "not_given"  # the reason of a lost one that an import brought without
SYSTEM_REASONS = {
    NOT_GIVEN: _("not given"),
    "version": _("moved to a new version of the method"),
    "method": _("the method's order changed"),
}


def reason_named(rules: MethodRules, code: str) -> str:
    """The name of a reason of the method; what is no code of it is somebody's own words."""
    language = get_language() or "zh-hans"
    found = next((reason.name.into(language) for reason in rules.reasons if reason.code == code), "")
    return found or str(SYSTEM_REASONS.get(code, code))


def demand_named(demand: Demand) -> str:
    """What a gate asks for, by the milestone's or the field's name."""
    if demand.milestone:
        return demand.milestone.name.into(get_language() or "zh-hans")
    return gettext(FIELDS[demand.code])


@dataclass(frozen=True)
class Told:
    """A request in words: what is to be agreed to."""

    request: Request
    sentence: str


def told(request: Request) -> Told:
    """What a request asks, in the reader's language."""
    language = get_language() or "zh-hans"
    rules = rules_under(request.opportunity, getattr(request, "version_published_at", None))
    if request.kind == "loss":
        stage = rules.stage(request.stage).name.into(language) if request.stage in rules.codes else request.stage
        reason = reason_named(rules, request.reason)
        return Told(request, gettext("Sign off as %(stage)s: %(reason)s") % {"stage": stage, "reason": reason})
    code = request.evidence.milestone if request.evidence else ""
    names = {one.code: one.name.into(language) for stage in rules.stages for one in stage.milestones}
    name = names.get(code) or gettext(FIELDS.get(code.removeprefix(FIELD), code))
    return Told(request, gettext("Confirm: %(milestone)s") % {"milestone": name})
