"""What kinds of tables, their fields and what they may lack are called on the pages."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from xiaolu.domain.headings import ACTIVITIES

FIELD_NAMES = {
    "account": _("Customer"),
    "name": _("Title"),
    "contact": _("Contact"),
    "phone": _("Phone"),
    "email": _("E-mail"),
    "owner": _("Owner"),
    "team": _("Team"),
    "industry": _("Industry"),
    "source": _("Source"),
    "product": _("Product"),
    "growth": _("Growth"),
    "amount": _("Amount"),
    "volume": _("Volume"),
    "stage": _("Stage"),
    "created_on": _("Created on"),
    "expected_close": _("Expected close"),
    "closed": _("Closed on"),
    "lost_reason": _("Lost reason"),
    "competitor": _("Competitor"),
    "current_supplier": _("Current supplier"),
    "next_action": _("Next step"),
    "next_date": _("Next date"),
    "note": _("Note"),
    "external_id": _("Key of another system"),
    "number": _("Number (OP…)"),
}
LOADED = {
    "opportunities": _("Opportunities"),
    "accounts": _("Customers"),
    "contacts": _("Contacts"),
    "activities": _("Activities"),
    "competitors": _("Competitors"),
    "people": _("People"),
    "teams": _("Teams"),
}
RECORD_FIELDS = {
    "name": _("Name"),
    "code": _("Code"),
    "kind": _("Organisation or person"),
    "industry": _("Industry"),
    "source": _("Source"),
    "owner": _("Owner"),
    "contact": _("Contact"),
    "phone": _("Phone"),
    "email": _("E-mail"),
    "wechat": _("WeChat"),
    "no_messages": _("Wants no messages"),
    "region": _("Region"),
    "address": _("Address"),
    "credit_code": _("Credit code"),
    "website": _("Website"),
    "products_used": _("Products used"),
    "yearly_volume": _("Yearly volume"),
    "current_supplier": _("Current supplier"),
    "supplier_price": _("Supplier's price"),
    "payment_terms": _("Payment terms"),
    "credit_limit": _("Credit limit"),
    "business": _("Business"),
    "organisation": _("Structure of the organisation"),
    "employees": _("Employees"),
    "purchasing_habits": _("Purchasing habits"),
    "relationship": _("History of the relationship"),
    "note": _("Note"),
    "account": _("Customer"),
    "post": _("Post"),
    "login": _("Login"),
    "team": _("Home team"),
    "roles": _("Roles"),
    "since": _("In the team since"),
    "parent": _("Part of"),
}
ACTIVITY_FIELDS = {
    "number": _("Number (AC…)"),
    "external_id": _("Key of another system"),
    "day": _("Day"),
    "kind": _("Kind"),
    "account": _("Customer"),
    "opportunity": _("Opportunity"),
    "owner": _("Who"),
    "state": _("State"),
    "start": _("Time"),
    "minutes": _("Minutes"),
    "subject": _("What for"),
    "result": _("What happened"),
    "contact": _("Who was met"),
    "reached": _("Reached"),
    "in_charge_met": _("Person in charge met"),
    "signals": _("Buying signals"),
    "time_kind": _("Kind of time"),
    "words": _("In the customer's words"),
    "key_activity": _("Key activity"),
    "cancelled_because": _("Why it was called off"),
}
KIND_NAMES = {
    "activity": _("Activities"),
    "opportunity": _("Opportunities"),
    "contact": _("Contacts"),
    "account": _("Customers"),
    "industry": _("Industries"),
    "source": _("Sources"),
    "product": _("Products"),
    "competitor": _("Competitors"),
    "person": _("People"),
    "team": _("Teams"),
}
LACK_NAMES = {
    "owners": _("Owners"),
    "teams": _("Teams"),
    "accounts": _("Customers"),
    "contacts": _("Contacts"),
    "industries": _("Industries"),
    "sources": _("Sources"),
    "products": _("Products"),
}


def names_of(kind: str) -> Mapping[str, str | Promise]:
    """What the fields of a kind of table are called; not of opportunities."""
    return ACTIVITY_FIELDS if kind == ACTIVITIES else RECORD_FIELDS
