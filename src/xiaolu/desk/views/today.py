"""Today: the first page of the day; its figures; and a customer at one glance."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from xiaolu.activities.access import editable_cards
from xiaolu.activities.words import ICONS
from xiaolu.customers.access import account_for
from xiaolu.desk import access, system
from xiaolu.desk import today as day
from xiaolu.domain.periods import twelve_months_to
from xiaolu.insight import access as insight
from xiaolu.insight.queries.overview import overview
from xiaolu.insight.queries.readings import Lens
from xiaolu.org.queries import company, today, zone
from xiaolu.pipeline.access import visible_to
from xiaolu.pipeline.queries.methods import in_use

FIGURES = 4


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Today, for each role what it uses; who set Xiaolu up is led through the first run."""
    if request.user.keeps_house and request.user.keeps_methods and access.is_first_run():
        return redirect("desk:welcome_data" if company().pk else "desk:welcome_company")
    if request.user.scope is None:
        return redirect("customers:account_list" if request.user.scope_of("account") else "methods:method_list")
    found = day.today_of(request.user, today())
    context = {
        "today": today(),
        "it": found,
        "greeting": day.greeting(timezone.now().astimezone(zone()).hour, request.user.name),
        "kind_of_day": day.kind_of_day(today()),
        "editable": editable_cards(request.user, [card.opportunity for card in found.cards]),
        "icons": ICONS,
        "warnings": list(system.warnings()) if request.user.keeps_house else [],
    }
    return render(request, "desk/home.html", context)


@require_GET
def day_figures(request: HttpRequest) -> HttpResponse:
    """The main figures of whoever the person leads, with the first weak link; loaded after the page."""
    method = in_use()
    if method is None or request.user.scope is None:
        return HttpResponse()
    at, scope = today(), insight.scope_for(request.user, "")
    look = Lens(method, at, twelve_months_to(at), scope, hides_amounts=request.user.hides("amounts"))
    found = overview(look, "team")
    context = {"cards": found.cards[:FIGURES], "diagnosis": found.diagnosis, "look": look, "rules": look.rules}
    return render(request, "desk/day_figures.html", context)


@require_GET
def account_summary(request: HttpRequest, account_id: int) -> HttpResponse:
    """A customer at one glance, over its page."""
    account = account_for(request.user, account_id)
    context = {
        "it": day.summary_of(request.user, account, visible_to(request.user), today()),
        "account": account,
        "today": today(),
    }
    return render(request, "desk/account_summary.html", context)
