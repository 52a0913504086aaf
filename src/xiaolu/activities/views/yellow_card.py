"""Yellow cards: on screen, and on A5 to print, one or a whole slot."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from xiaolu.activities import access
from xiaolu.activities.queries import tickler
from xiaolu.activities.queries.yellow_card import yellow_cards as made
from xiaolu.org.queries import today
from xiaolu.pipeline.models import Opportunity
from xiaolu.web.pdf import pdf_of

MOST_PRINTED = 60
STYLES = ["activities/yellow-card.css"]


@require_GET
def yellow_card(request: HttpRequest, opportunity_id: int) -> HttpResponse:
    """One card: a page; with `?pdf=1` on A5."""
    deal = access.opportunity_for(request.user, opportunity_id)
    if request.GET.get("pdf"):
        return _printed(request, [deal], deal.number)
    card = made([deal], today())[0]
    context = {"card": card, "may_edit": bool(access.editable_cards(request.user, [deal]))}
    return render(request, "activities/yellow_card.html", context)


@require_GET
def yellow_cards(request: HttpRequest) -> HttpResponse:
    """All cards of a slot of the tickler box on A5, one page each, in the order in which they are worked."""
    scope = access.scope_of(request.user, request.GET.get("scope", "me"))
    span = tickler.chosen_span(request.GET.get("slot", ""), today())
    rows = tickler.in_span(access.cards_for(request.user).filter(scope.rows), span)
    found = tickler.cards(rows, today(), by_amount=not request.user.hides("amounts"), most=MOST_PRINTED)
    return _printed(request, [card.opportunity for card in found], f"cards-{today().isoformat()}")


def _printed(request: HttpRequest, deals: list[Opportunity], name: str) -> HttpResponse:
    context: dict[str, object] = {"cards": made(deals, today()), "today": today()}
    pdf = pdf_of(request, "activities/yellow_cards_print.html", context, styles=STYLES)
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="xiaolu-{name}.pdf"'
    return response
