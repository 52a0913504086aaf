"""Who can see one account."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from xiaolu.customers import access
from xiaolu.org.access import who_sees


@require_GET
def who_sees_account(request: HttpRequest, account_id: int) -> HttpResponse:
    account = access.account_for(request.user, account_id)
    people = who_sees(access.owners_around(account), "account")
    back = reverse("customers:account_detail", args=[account.pk])
    part = "" if request.headers.get("HX-Request") else "_page"
    return render(request, f"web/who_sees{part}.html", {"people": people, "heading": account, "back": back})
