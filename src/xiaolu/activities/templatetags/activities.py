"""What a card carries for the form that is used without signal. No tag queries."""

import json

from django import template

from xiaolu.activities.models import Activity
from xiaolu.activities.words import VISIT_REASONS
from xiaolu.domain.visit_proposals import Reason
from xiaolu.pipeline.models import Opportunity

register = template.Library()


@register.simple_tag
def offline_fields(deal: Opportunity) -> str:
    """The hidden fields of a card's offline forms, as JSON for an attribute."""
    name = deal.account.name if deal.account else ""
    return json.dumps({"opportunity": deal.pk, "account_name": name, "version": deal.version}, ensure_ascii=False)


@register.filter
def said(reason: Reason) -> str:
    """Why somebody is to be visited, in words."""
    return str(VISIT_REASONS[reason.code]) % {"number": reason.number, "text": reason.text}


@register.simple_tag
def offline_fields_of_plan(activity: Activity) -> str:
    """The hidden fields with which what is planned is recorded as done without signal."""
    name = activity.account.name if activity.account else ""
    given = {
        "opportunity": activity.opportunity_id or "",
        "account_name": name,
        "version": activity.version,
        "kind": activity.kind,
    }
    return json.dumps(given, ensure_ascii=False)
