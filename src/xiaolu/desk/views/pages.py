"""Where everybody comes in, and the search."""

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render

from xiaolu.desk import access, queries
from xiaolu.org.queries import company


def home(request: HttpRequest) -> HttpResponse:
    """A seller starts on the board, whoever leads others on the figures."""
    if request.user.keeps_house and request.user.keeps_methods and access.is_first_run():
        return redirect("desk:welcome_data" if company().pk else "desk:welcome_company")
    if request.user.scope is None:
        return redirect("customers:account_list" if request.user.scope_of("account") else "methods:method_list")
    return redirect("pipeline:opportunity_board" if request.user.scope == "own" else "insight:kpi_page")


def find(request: HttpRequest) -> HttpResponse:
    q = request.GET.get("q", "").strip()
    return render(request, "desk/find.html", {"q": q, "groups": queries.found(request.user, q)})


@login_not_required
def healthz(request: HttpRequest) -> HttpResponse:
    connection.ensure_connection()
    return JsonResponse({"status": "ok"})
