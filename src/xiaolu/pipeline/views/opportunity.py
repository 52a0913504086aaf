"""One opportunity: look, make, change."""

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from xiaolu.customers.access import account_for
from xiaolu.customers.access import visible_to as visible_accounts
from xiaolu.customers.actions import create_account
from xiaolu.customers.models import Account
from xiaolu.domain.ledger import Passage
from xiaolu.domain.names import normalised
from xiaolu.domain.rules import Stale
from xiaolu.files.queries import files_of
from xiaolu.methods.queries import rules_of, shades
from xiaolu.org.hiding import without_hidden
from xiaolu.org.models import Person
from xiaolu.org.queries import audit, today
from xiaolu.pipeline import access, actions
from xiaolu.pipeline.account_sums import sums_on
from xiaolu.pipeline.far_dates import ask_why_late, propose_day, why_late
from xiaolu.pipeline.forms import NextStepForm, OpportunityForm, OwnerForm, ReasonForm
from xiaolu.pipeline.models import Opportunity
from xiaolu.pipeline.queries import gates, history
from xiaolu.pipeline.queries.choices import owners
from xiaolu.pipeline.queries.passages import passages_of
from xiaolu.pipeline.views.chosen import chosen
from xiaolu.pipeline.views.moving import page
from xiaolu.pipeline.words import told
from xiaolu.web.answers import see

FIELDS = ("name", "owner", "amount", "volume", "expected_close", "industry", "source", "product", "growth",
          "current_supplier", "competitor", "next_action", "next_date", "note")  # fmt: skip


@require_GET
def opportunity_detail(request: HttpRequest, opportunity_id: int) -> HttpResponse:
    opportunity = access.opportunity_for(request.user, opportunity_id)
    rules = rules_of(opportunity.method_id)
    passages: list[Passage] = passages_of(opportunity.pk)
    form = NextStepForm(
        initial={
            "next_action": opportunity.next_action,
            "next_date": opportunity.next_date,
            "seen": opportunity.version,
        }
    )
    propose_day(form, opportunity)
    context = {
        "opportunity": opportunity,
        "rules": rules,
        "stage": rules.stage(opportunity.stage),
        "road": history.road(opportunity, rules, passages, today()),
        "stage_names": {stage.code: stage.name for stage in rules.stages},
        "ramp": shades(rules),
        "said": history.history(opportunity),
        "named": history.named(history.history(opportunity)),
        "gates": gates.panel(opportunity),
        "files": {one.pk: one for one in files_of("opportunity", opportunity.pk)},
        "waiting": [told(one) for one in access.requests_on(opportunity)],
        "may_edit": access.editable_by(request.user).filter(pk=opportunity.pk).exists(),
        "may_hand_over": request.user.edit_scope in ("subtree", "all"),
        "form": form,
        "today": today(),
        "entries": audit(kind="opportunity", object_id=opportunity.pk)[:20],
    }
    return render(request, "pipeline/opportunity_detail.html", context)


def form_for(
    request: HttpRequest, method_id: int, opportunity: Opportunity | None = None, initial=None
) -> OpportunityForm:
    rules = rules_of(method_id)
    form = OpportunityForm(
        request.POST or None, initial=initial, accounts=visible_accounts(request.user), rules=rules,
        owners=owners(request.user, editing=True), opportunity=opportunity,
    )  # fmt: skip
    deal = opportunity or Opportunity(
        method_id=method_id, stage=rules.first_open, stage_kind="open", owner_id=request.user.pk
    )
    if opportunity is None:
        deal.account = form.fields["account_name"].found(request.POST.get("account_name", ""))
    ask_why_late(form, deal, but=deal.next_date)
    return form


def account_named(request: HttpRequest, form: OpportunityForm, owner: Person | None) -> Account | None:
    """The customer of that name; made when the person sees none."""
    name = form.cleaned_data["account_name"].strip()
    if not name:
        return None
    found = form.fields["account_name"].found(name)
    return found or create_account(name=name, by=request.user, owner=owner, industry=form.cleaned_data["industry"])


@require_http_methods(["GET", "POST"])
def create_opportunity(request: HttpRequest) -> HttpResponse:
    access.require_editor(request.user)
    it = chosen(request)
    form = form_for(
        request, it.method.pk, initial={"owner": request.user, "account_name": request.GET.get("account", "")}
    )
    if not form.is_valid():
        context = {
            "form": form,
            "heading": _("New opportunity"),
            "submit": _("Create"),
            "back": reverse("pipeline:opportunity_board"),
        }
        return render(request, "pipeline/opportunity_form.html", context, status=422 if form.is_bound else 200)
    values = {name: form.cleaned_data[name] for name in FIELDS}
    account = account_named(request, form, values["owner"])
    opportunity = actions.create_opportunity(
        method=it.method, by=request.user, account=account, because=why_late(form), **values, **form.own
    )
    return see(request, page(opportunity), _("Created."))


@require_http_methods(["GET", "POST"])
def edit_opportunity(request: HttpRequest, opportunity_id: int) -> HttpResponse:
    opportunity = access.opportunity_for(request.user, opportunity_id, to="edit")
    initial = {name: getattr(opportunity, name) for name in ("contact", *FIELDS)}
    initial |= {"account_name": opportunity.account.name if opportunity.account else ""}
    form = form_for(request, opportunity.method_id, opportunity, initial)
    without_hidden(form, request.user)
    if not form.is_valid():
        context = {
            "form": form,
            "heading": opportunity.title,
            "submit": _("Save"),
            "back": page(opportunity),
            "seen": opportunity.version,
        }
        return render(request, "pipeline/opportunity_form.html", context, status=422 if form.is_bound else 200)
    values = {name: form.cleaned_data[name] for name in ("contact", *FIELDS) if name in form.cleaned_data} | form.own
    seen = request.POST.get("seen", "")
    try:
        with transaction.atomic():
            named = normalised(form.cleaned_data["account_name"])
            if named != (opportunity.account.normal_name if opportunity.account else ""):
                values |= {"account": account_named(request, form, values.get("owner")), "contact": None}
            version = int(seen) if seen.isdecimal() else None
            actions.edit_opportunity(opportunity, by=request.user, seen=version, because=why_late(form), **values)
    except Stale:
        return _conflict(request, form, access.opportunity_for(request.user, opportunity_id))
    return see(request, page(opportunity), _("Saved."))


def _conflict(request: HttpRequest, form: OpportunityForm, now: Opportunity) -> HttpResponse:
    """Somebody was faster: both versions side by side, and the form with what this person wrote."""
    context = {"form": form, "heading": now.title, "rows": form.compared(now), "back": page(now), "seen": now.version}
    return render(request, "web/conflict.html", context, status=409)


@require_POST
def set_next_step(request: HttpRequest, opportunity_id: int) -> HttpResponse:
    opportunity = access.opportunity_for(request.user, opportunity_id, to="edit")
    form = NextStepForm(request.POST)
    ask_why_late(form, opportunity, but=opportunity.next_date)
    if not form.is_valid():
        context = {"form": form, "heading": _("Next step"), "submit": _("Save"), "back": page(opportunity)}
        return render(request, "web/form_page.html", context, status=422)
    actions.edit_opportunity(opportunity, by=request.user, because=why_late(form), **form.values)
    return see(request, page(opportunity), _("Saved."))


@require_http_methods(["GET", "POST"])
def reassign_opportunity(request: HttpRequest, opportunity_id: int) -> HttpResponse:
    opportunity = access.opportunity_for(request.user, opportunity_id, to="edit")
    form = OwnerForm(
        request.POST or None,
        owners=owners(request.user, editing=True),
        initial={"owner": opportunity.owner_id, "on": today()},
    )
    if not form.is_valid():
        context = {"form": form, "heading": _("Hand over"), "submit": _("Hand over"), "back": page(opportunity)}
        return render(request, "web/form_page.html", context, status=422 if form.is_bound else 200)
    actions.reassign_opportunities(
        [opportunity], to=form.cleaned_data["owner"], by=request.user, on=form.cleaned_data["on"]
    )
    return see(request, reverse("pipeline:opportunity_board"), _("Handed over."))


@require_http_methods(["GET", "POST"])
def withdraw_opportunity(request: HttpRequest, opportunity_id: int) -> HttpResponse:
    opportunity = access.opportunity_for(request.user, opportunity_id, to="edit")
    form = ReasonForm(request.POST or None, initial={"seen": opportunity.version})
    if not form.is_valid():
        context = {
            "form": form,
            "heading": _("Withdraw"),
            "submit": _("Withdraw"),
            "back": page(opportunity),
            "danger": True,
            "text": _(
                "For what was entered by mistake: figures of every day will be as if it had never been. A lost deal is moved to lost instead."
            ),
        }
        return render(request, "web/form_page.html", context, status=422 if form.is_bound else 200)
    actions.withdraw_opportunity(opportunity, by=request.user, **form.cleaned_data)
    return see(request, reverse("pipeline:opportunity_board"), _("Withdrawn. The ledger keeps that it was believed."))


@require_GET
def account_choices(request: HttpRequest) -> HttpResponse:
    """Options for the customer field while a person types."""
    typed = request.GET.get("account_name", "").strip()
    rows = (
        visible_accounts(request.user).filter(archived=False, name__icontains=typed).order_by("name")[:12]
        if len(typed) > 1
        else []
    )
    return render(request, "pipeline/account_choices.html", {"accounts": rows})


@require_GET
def account_opportunities(request: HttpRequest, account_id: int) -> HttpResponse:
    """The panel of a customer's page."""
    account = account_for(request.user, account_id)
    rows = (
        access.visible_to(request.user)
        .filter(account=account)
        .select_related("owner", "method")
        .order_by("next_date" if request.user.hides("amounts") else "-amount", "pk")[:50]
    )
    stages = {row.pk: rules_of(row.method_id).stage(row.stage) for row in rows}
    context = {
        "rows": rows,
        "stages": stages,
        "ramps": {row.pk: shades(rules_of(row.method_id))[row.stage] for row in rows},
        "account": account,
        "sums": sums_on(request.user, account),
    }
    return render(request, "pipeline/account_opportunities.html", context)
