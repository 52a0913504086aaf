"""The place to supply what a gate still lacks: a file, a statement, a confirmation asked for, a field."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from xiaolu.customers.access import visible_to as visible_accounts
from xiaolu.domain.gates import Demand
from xiaolu.domain.rules import RuleBroken
from xiaolu.pipeline import access, actions
from xiaolu.pipeline.forms import FieldForm, ReasonForm, evidence_form
from xiaolu.pipeline.models import Opportunity
from xiaolu.pipeline.queries.choices import owners
from xiaolu.pipeline.queries.gates import COLUMNS, FIELD, demand_for, newest_rules, rules_under
from xiaolu.pipeline.views.moving import page, show_move
from xiaolu.web.answers import done, see
from xiaolu.web.rules import sentence


@require_http_methods(["GET", "POST"])
def give_evidence(request: HttpRequest, opportunity_id: int, code: str) -> HttpResponse:
    """GET: the form of one thing that the gate asks for. POST: give it; `to` is the stage that one was on the way to."""
    opportunity = access.opportunity_for(request.user, opportunity_id, to="edit")
    demand = demand_for(opportunity, code)
    if demand is None:
        raise Http404
    form = form_of(request, opportunity, demand)
    to = request.POST.get("to") or request.GET.get("to", "")
    if form.is_valid():
        try:
            said = supply(opportunity, demand, form, request)
        except RuleBroken as broken:
            form.add_error(None, sentence(broken))
        else:
            return supplied(request, opportunity, to, said)
    context = {"form": form, "opportunity": opportunity, "demand": demand, "code": code, "rules": rules_under(opportunity),
               "to": to if to in newest_rules(opportunity).codes else ""}  # fmt: skip
    part = "#panel" if request.headers.get("HX-Request") else ""
    return render(request, f"pipeline/give_evidence.html{part}", context, status=422 if form.is_bound else 200)


def column_of(demand: Demand) -> str:
    """The field of the opportunity's form by which a demand is met; '' when it is met in another way."""
    milestone = demand.milestone
    if milestone and (milestone.evidence != "field" or milestone.quoted):
        return ""
    name = (milestone.subject if milestone else demand.code) or ""
    return name if name in COLUMNS else ""


def form_of(request: HttpRequest, opportunity: Opportunity, demand: Demand):
    given = (request.POST, request.FILES) if request.method == "POST" else ()
    name = column_of(demand)
    if not name or name == "lost_reason":
        return evidence_form(demand, rules_under(opportunity), *given)
    return FieldForm(
        *given[:1], field=name, initial={name: getattr(opportunity, name)}, accounts=visible_accounts(request.user),
        owners=owners(request.user, editing=True), rules=newest_rules(opportunity), opportunity=opportunity,
    )  # fmt: skip


def supply(opportunity: Opportunity, demand: Demand, form, request: HttpRequest) -> str:
    """Give what the form says, by its kind; what was done, in words. Raises RuleBroken."""
    if isinstance(form, FieldForm):
        actions.edit_opportunity(opportunity, by=request.user, **form.cleaned_data)
        return _("Saved.")
    milestone = demand.milestone
    if milestone is None or (milestone.evidence == "field" and not milestone.quoted):
        name = milestone.subject if milestone else demand.code
        actions.give_evidence(
            opportunity, milestone=f"{FIELD}{name}", by=request.user, by_hand=True, **form.cleaned_data
        )
        return _("Saved.")
    if milestone.evidence == "file":
        actions.give_file(opportunity, milestone=milestone.code, by=request.user, **form.cleaned_data)
        return _("The file is kept.")
    if milestone.evidence == "confirmation":
        actions.ask_for_confirmation(opportunity, milestone=milestone.code, by=request.user, **form.cleaned_data)
        return _("Asked. It holds as soon as a second person confirms it.")
    if milestone.evidence == "questionnaire":
        words = form.cleaned_data.get("words", "")
        actions.fill_questionnaire(
            opportunity, milestone=milestone.code, answers=form.answers, by=request.user, words=words
        )
        return _("The questions are answered.")
    actions.give_evidence(opportunity, milestone=milestone.code, by=request.user, by_hand=True, **form.cleaned_data)
    return _("Kept as stated.")


def supplied(request: HttpRequest, opportunity: Opportunity, to: str, said: str) -> HttpResponse:
    """Back to the move that was held up, else to the record."""
    if not to:
        return done(request, page(opportunity), said, event="pipeline-changed")
    if not request.headers.get("HX-Request"):
        return see(request, f"{reverse('pipeline:move_opportunity', args=[opportunity.pk])}?to={to}", said)
    response = show_move(request, access.opportunity_for(request.user, opportunity.pk, to="edit"), to, said=said)
    response["HX-Trigger"] = "kept-in-drawer"  # the page beneath refreshes with the move, or when the drawer is closed
    return response


@require_http_methods(["GET", "POST"])
def withdraw_evidence(request: HttpRequest, evidence_id: int) -> HttpResponse:
    evidence = access.evidence_for(request.user, evidence_id)
    form = ReasonForm(request.POST or None)
    if not form.is_valid():
        context = {
            "form": form, "heading": _("Take evidence back"), "submit": _("Take back"), "back": page(evidence.opportunity),
            "danger": True, "text": _("The gate will ask for it again. What was given stays to be read in the audit trail."),
        }  # fmt: skip
        return render(request, "web/form_page.html", context, status=422 if form.is_bound else 200)
    actions.withdraw_evidence(evidence, by=request.user, reason=form.cleaned_data["reason"])
    return see(request, page(evidence.opportunity), _("Taken back."))
