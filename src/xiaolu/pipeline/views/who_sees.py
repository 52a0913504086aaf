"""Who can see one opportunity."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from xiaolu.org.access import who_sees
from xiaolu.pipeline import access


@require_GET
def who_sees_opportunity(request: HttpRequest, opportunity_id: int) -> HttpResponse:
    opportunity = access.opportunity_for(request.user, opportunity_id)
    people = who_sees([opportunity.owner_id] if opportunity.owner_id else [], "opportunity")
    back = reverse("pipeline:opportunity_detail", args=[opportunity.pk])
    part = "" if request.headers.get("HX-Request") else "_page"
    return render(request, f"web/who_sees{part}.html", {"people": people, "heading": opportunity, "back": back})
