"""What a form of an activity is about: from what was sent, else from the address."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from xiaolu.activities import access
from xiaolu.activities.forms import About
from xiaolu.activities.models import Activity
from xiaolu.customers.access import account_for
from xiaolu.domain.names import words
from xiaolu.domain.quick_line import Line, read_line
from xiaolu.org.queries import today
from xiaolu.web.asked import whole

MOST_WORDS = 6


def about(request: HttpRequest, subject: Activity | None = None) -> About:
    """Customer and opportunity: as typed; else those of the record, or of the page that one comes from."""
    sent = request.POST if request.method == "POST" else request.GET
    if "account_name" in sent:
        found = About.named(request.user, sent.get("account_name", ""), sent.get("opportunity", ""))
        own = subject.opportunity if subject else None
        if own and found.opportunity is None and sent.get("opportunity") == str(own.pk):
            return About(found.account, own)
        return found
    if subject is not None:
        return About(subject.account, subject.opportunity)
    if deal := sent.get("opportunity", ""):
        chosen = access.opportunity_for(request.user, whole(deal), to="edit")
        return About(chosen.account, chosen)
    return About(account_for(request.user, whole(sent["account"]))) if sent.get("account") else About()


def initial(it: About) -> dict[str, Any]:
    """What a fresh form shows of it."""
    return {"account_name": it.account.name if it.account else "", "opportunity": it.opportunity}


def from_line(request: HttpRequest) -> tuple[About, dict[str, Any]]:
    """A typed line as the first values of a form: the customer that its first words name, kind, text, next step."""
    line = read_line(request.GET.get("line", "")[:500], today())
    it = about(request)
    if it.account is None and (name := _account_in(request, line)):
        it = About.named(request.user, name)
        deals = list(access.opportunities_at(request.user, it.account)[:2]) if it.account else []
        it = About(it.account, deals[0]) if len(deals) == 1 else it
    values = initial(it) | {"result": line.text}
    given = {"kind": line.kind, "next_day": line.next_day, "next_kind": line.next_kind}
    return it, values | {name: value for name, value in given.items() if value}


def _account_in(request: HttpRequest, line: Line) -> str:
    """The one customer that the longest of the first words of a line leads to, '' for none or several."""
    typed = line.text.replace("，", " ").replace(",", " ").split()[:MOST_WORDS]
    for word in typed:
        if len("".join(words(word))) > 1:
            found = access.accounts_searched(request.user, word)
            if len(found) == 1:
                return found[0].name
    return ""


def given(it: About, form: Any) -> dict[str, Any]:
    """What a valid form gives to the actions: its values with owner, kind and customer, or the name of a new one."""
    own = {"kind": form.cleaned_data["kind"], "owner": form.cleaned_data["owner"], "account": it.account}
    new = "" if it.account else form.cleaned_data["account_name"]
    return {**form.values, **own, "new_customer": new}


def page_of(activity: Activity) -> str:
    """Where one goes after recording: to the deal, the customer, or the activity itself."""
    if activity.opportunity_id:
        return reverse("pipeline:opportunity_detail", args=[activity.opportunity_id])
    if activity.account_id:
        return reverse("customers:account_detail", args=[activity.account_id])
    return reverse("activities:activity_detail", args=[activity.pk])


def here(request: HttpRequest) -> str:
    """The page on which a drawer was opened, where one returns to; '' outside of a drawer."""
    return (getattr(request, "htmx", None) and request.htmx.current_url_abs_path) or ""


def said_next(day: date | None) -> str:
    """The toast after a record."""
    return _("Recorded. Next on %(day)s.") % {"day": day.isoformat()} if day else _("Recorded.")
