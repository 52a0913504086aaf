"""Moving an opportunity: the form asks what the move asks for, and shows what its gate still lacks."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from xiaolu.domain import gates
from xiaolu.domain.gates import Demand, Step
from xiaolu.domain.method import Method as MethodRules
from xiaolu.domain.rules import RuleBroken
from xiaolu.org.queries import today
from xiaolu.pipeline import access, actions
from xiaolu.pipeline.forms import MoveForm, PeriodForm
from xiaolu.pipeline.models import Opportunity
from xiaolu.pipeline.queries.gates import competitors, demands_on, evidence_of, newest_rules, rules_under
from xiaolu.web.answers import done

GATE = ("gate_closed", "may_not_override")


@dataclass(frozen=True)
class Asked:
    """What a move asks for beside its form: what is missing, what would be good to have, the manager's sign-off."""

    lacking: tuple[Demand, ...]
    advice: tuple[Demand, ...]
    sign_off: bool


def page(opportunity: Opportunity) -> str:
    return reverse("pipeline:opportunity_detail", args=[opportunity.pk])


@require_http_methods(["GET", "POST"])
def move_opportunity(request: HttpRequest, opportunity_id: int) -> HttpResponse:
    """GET: the form, in the drawer or as a page. POST: the move, from the form, the board or the keyboard."""
    opportunity = access.opportunity_for(request.user, opportunity_id, to="edit")
    rules, day = newest_rules(opportunity), today()
    if request.method == "GET":
        return show_move(request, opportunity, request.GET.get("to", ""))
    on = day_in(request, day)
    step = actions.step_of(opportunity, request.POST.get("to", ""), on)
    posted = request.POST.copy()
    posted.setdefault("on", day.isoformat())
    closed = "override" in posted
    form = form_of(request, opportunity, rules, step, on, posted, closed=closed)
    if not form.is_valid():
        return show_move(request, opportunity, posted["to"], form=form, step=step)
    given = form.cleaned_data
    try:
        if gates.needs_sign_off(rules, step, manages=request.user.overrides_gates):
            actions.ask_for_loss(opportunity, by=request.user, **given)
            return done(request, page(opportunity), _("Asked. The deal stays where it is until the manager signs the loss off."),
                        event="pipeline-changed")  # fmt: skip
        moved = actions.move_opportunity(opportunity, by=request.user, **given)
    except RuleBroken as broken:
        if broken.code not in GATE:
            raise
        return show_move(request, opportunity, posted["to"], step=step, posted=posted)
    language = get_language() or "zh-hans"
    said = _("Moved to %(stage)s.") % {"stage": rules.stage(moved.stage).name.into(language)}
    return done(request, page(opportunity), said, event="pipeline-changed")


def day_in(request: HttpRequest, otherwise: date) -> date:
    """The day of a posted move; what is no day is refused by the form later."""
    form = PeriodForm({"at": request.POST.get("on", "")})
    form.is_valid()
    return form.cleaned_data.get("at") or otherwise


def show_move(
    request: HttpRequest, opportunity: Opportunity, to: str, *, form: MoveForm | None = None, step: Step | None = None,
    posted=None, said: str = "",
) -> HttpResponse:  # fmt: skip
    """The form of a move with what its gate lacks; the status is 422 when something posted was refused."""
    rules = newest_rules(opportunity)
    to = to or next_stage(opportunity, rules)
    on = day_in(request, today())
    step = step or actions.step_of(opportunity, to, on)
    asked = asked_by(request, opportunity, rules, step)
    refused = form is not None or posted is not None
    if form is None:
        form = form_of(request, opportunity, rules, step, on, None, to=to, closed=bool(asked.lacking))
        if posted is not None:
            form.initial |= {name: posted[name] for name in ("on", "reason", "remark", "competitor") if name in posted}
    context = {
        "form": form, "opportunity": opportunity, "asked": asked, "to": to, "rules": rules_under(opportunity),
        "competitors": competitors(opportunity.method_id) if form.is_loss else (), "said": said,
        "is_open": not asked.lacking or "override" in form.fields,
    }  # fmt: skip
    drawer = request.headers.get("HX-Request")
    response = render(request, f"pipeline/move_opportunity.html{'#panel' if drawer else ''}", context,
                      status=422 if refused else 200)  # fmt: skip
    if drawer and refused:
        response["HX-Retarget"], response["HX-Reswap"] = "#drawer-content", "innerHTML"
        response["HX-Trigger-After-Swap"] = '{"open-drawer": "", "refused": ""}'
    return response


def asked_by(request: HttpRequest, opportunity: Opportunity, rules: MethodRules, step: Step) -> Asked:
    """What a move asks of this person."""
    evidence = evidence_of([opportunity.pk] if step.leaves else []).get(opportunity.pk, [])
    found = demands_on(opportunity, step.leaves, evidence)
    sign_off = gates.needs_sign_off(rules, step, manages=request.user.overrides_gates)
    return Asked(gates.lacking(found), gates.advice(found), sign_off)


def form_of(
    request: HttpRequest, opportunity: Opportunity, rules: MethodRules, step: Step, on: date, posted, *, to: str = "",
    closed: bool = False,
) -> MoveForm:  # fmt: skip
    initial = {"to": to, "on": on, "seen": opportunity.version, "competitor": opportunity.competitor}
    return MoveForm(
        posted, initial=initial, opportunity=opportunity, rules=rules, step=step, closed=closed,
        stages=[stage.code for stage in rules.stages if stage.code != opportunity.stage and not stage.retired],
        may_override=request.user.overrides_gates,
    )  # fmt: skip


def next_stage(opportunity: Opportunity, rules: MethodRules) -> str:
    """The stage after the one in which an opportunity stands; the first one when there is none."""
    later = rules.codes[rules.position(opportunity.stage) + 1 :]
    return next((code for code in (*later, *rules.codes) if not rules.stage(code).retired), rules.first_open)
