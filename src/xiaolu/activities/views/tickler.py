"""The tickler box: slots and cards; put a card elsewhere, note that nobody was reached."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from xiaolu.activities import access, actions
from xiaolu.activities.forms import PutCardForm
from xiaolu.activities.queries import tickler
from xiaolu.activities.views.asked import here
from xiaolu.domain.rules import RuleBroken
from xiaolu.domain.tickler import next_working_day
from xiaolu.org.acting_once import acts_once
from xiaolu.org.queries import today
from xiaolu.pipeline.actions import put_card as put
from xiaolu.pipeline.far_dates import propose_day
from xiaolu.web.answers import back_to, see
from xiaolu.web.rules import sentence


@require_GET
def tickler_box(request: HttpRequest) -> HttpResponse:
    scope = access.scope_of(request.user, request.GET.get("scope", "me"))
    rows = access.cards_for(request.user).filter(scope.rows)
    span = tickler.chosen_span(request.GET.get("slot", ""), today())
    drawers = tickler.drawers(rows, today())
    cards = tickler.cards(tickler.in_span(rows, span), today(), by_amount=not request.user.hides("amounts"))
    chosen = next(one for one in drawers if one.span == span)
    context = {
        "scope": scope,
        "scopes": access.scopes_for(request.user),
        "days": [one for one in drawers if one.span.slot.kind == "day"],
        "months": [one for one in drawers if one.span.slot.kind == "month"],
        "chosen": chosen,
        "cards": cards,
        "rest": chosen.cards - len(cards),
        "total": sum(one.cards for one in drawers),
        "editable": access.editable_cards(request.user, [card.opportunity for card in cards]),
        "today": today(),
    }
    return render(request, "activities/tickler_box.html", context)


@require_http_methods(["GET", "POST"])
@acts_once
def put_card(request: HttpRequest, opportunity_id: int) -> HttpResponse:
    deal = access.opportunity_for(request.user, opportunity_id, to="edit")
    form = PutCardForm(request.POST or None, initial={"day": deal.next_date, "version": deal.version})
    propose_day(form, deal, of="day")
    if form.is_valid():
        try:
            put(deal, by=request.user, seen=form.seen, **form.values)
        except RuleBroken as broken:
            form.add_error(None, sentence(broken))
        else:
            return see(request, back_to(request, reverse("activities:tickler_box")), _("Laid into its new slot."))
    context = {
        "form": form, "heading": deal.title, "deal": deal, "next": back_to(request, here(request)), "address": request.path,
        "back": reverse("activities:tickler_box"),
    }  # fmt: skip
    part = "#form" if request.headers.get("HX-Request") else ""
    return render(request, f"activities/put_card.html{part}", context, status=422 if form.is_bound else 200)


@require_POST
@acts_once
def not_reached(request: HttpRequest, opportunity_id: int) -> HttpResponse:
    """One press: called, nobody there; the card comes back on the next working day."""
    deal = access.opportunity_for(request.user, opportunity_id, to="edit")
    again = next_working_day(today())
    actions.record_activity(
        kind="call", owner=request.user, by=request.user, opportunity=deal, account=deal.account, reached=False,
        result=_("Nobody was reached."), next_step=actions.NextStep("call", again, deal.next_action or _("Call again")),
    )  # fmt: skip
    toast = _("Noted. The card comes back on %(day)s.") % {"day": again.isoformat()}
    return see(request, back_to(request, reverse("activities:tickler_box")), toast)
