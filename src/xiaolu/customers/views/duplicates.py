"""Accounts that may be one: looking while typing, the list to clean up, merging and taking a merge back."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from xiaolu.customers import access, actions, queries
from xiaolu.customers.forms import LookForm, MergeForm, card_of
from xiaolu.customers.views.pages import whole_number
from xiaolu.web.answers import page_of, see

LEAST = (50, 80, 95)


@require_http_methods(["GET", "POST"])
def find_duplicates(request: HttpRequest) -> HttpResponse:
    """Is this customer there already? A page of its own, and the panel below a form in which somebody types."""
    access.require_editor(request.user)
    form, seen = LookForm(request.POST or None), None
    number = whole_number(request.POST.get("account"))
    account = access.account_for(request.user, number, to="edit") if number else None
    if form.is_valid():
        seen = access.seen_matches(request.user, queries.like_this(card_of(form.cleaned_data), account))
    if request.headers.get("HX-Request"):
        return render(request, "customers/likely.html", {"seen": seen, "asks": True})
    return render(request, "customers/find_duplicates.html", {"form": form, "seen": seen})


@require_GET
def duplicate_list(request: HttpRequest) -> HttpResponse:
    access.require_editor(request.user)
    given = request.GET
    asked = queries.PairFilters(
        q=given.get("q", "").strip(),
        least=whole_number(given.get("least")),
        apart=given.get("apart") == "1",
        private=request.user.sees_private,
    )
    page = page_of(request, queries.duplicate_pairs(access.editable_by(request.user), asked), size=25)
    everything = request.user.edit_scope == "all"
    context = {
        "page": page,
        "asked": asked,
        "steps": LEAST,
        "waiting": queries.unchecked() if everything else 0,
        "may_compare": everything,
    }
    return render(request, "customers/duplicate_list.html", context)


@require_POST
def compare_all_again(request: HttpRequest) -> HttpResponse:
    if request.user.edit_scope != "all":
        raise PermissionDenied
    actions.compare_all_again(by=request.user)
    return see(request, reverse("customers:duplicate_list"), _("All customers are compared again. The list fills up."))


@require_POST
def set_apart(request: HttpRequest, pair_id: int) -> HttpResponse:
    actions.set_apart(access.pair_for(request.user, pair_id), by=request.user)
    return see(request, reverse("customers:duplicate_list"), _("Kept as two customers. The pair does not come back."))


@require_POST
def ask_again(request: HttpRequest, pair_id: int) -> HttpResponse:
    actions.ask_again(access.pair_for(request.user, pair_id), by=request.user)
    return see(request, reverse("customers:duplicate_list"), _("Back on the list."))


@require_http_methods(["GET", "POST"])
def merge_accounts(request: HttpRequest, account_id: int, loser_id: int) -> HttpResponse:
    """`account_id` stays, `loser_id` goes into it."""
    winner = access.account_for(request.user, account_id, to="edit")
    loser = access.account_for(request.user, loser_id, to="edit")
    form = MergeForm(request.POST or None, winner=winner, loser=loser)
    if not form.is_valid():
        context = {
            "form": form,
            "winner": winner,
            "loser": loser,
            "contacts": queries.contacts(loser, archived=True).count(),
        }
        return render(request, "customers/merge_accounts.html", context, status=422 if form.is_bound else 200)
    actions.merge_accounts(winner, loser, by=request.user, seen=form.seen, chosen=form.chosen)
    page = reverse("customers:account_detail", args=[account_id])
    return see(request, page, _("Merged. It can be taken back on this page."))


@require_POST
def unmerge_accounts(request: HttpRequest, merge_id: int) -> HttpResponse:
    loser = actions.unmerge_accounts(access.merge_for(request.user, merge_id), by=request.user)
    there = access.visible_to(request.user).filter(pk=loser.pk).exists()
    page = reverse("customers:account_detail", args=[loser.pk]) if there else reverse("customers:account_list")
    return see(request, page, _("Taken back. Both customers stand as before."))
