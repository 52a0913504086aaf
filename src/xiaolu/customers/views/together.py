"""Many customers changed at once: say what, look at what would happen, do it."""

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_POST

from xiaolu.customers import access, actions, queries
from xiaolu.customers.bulk_forms import BulkForm, versions_of
from xiaolu.customers.models import Account
from xiaolu.customers.views.asked import asked_of
from xiaolu.customers.views.pages import whole_number
from xiaolu.web.answers import see

REASONS = {
    "not_yours": gettext_lazy("looked after by people whose work you may not edit"),
    "archived": gettext_lazy("archived; restore first"),
    "already_so": gettext_lazy("so already"),
    "changed_meanwhile": gettext_lazy("changed by somebody meanwhile"),
    "gone": gettext_lazy("not there any more"),
}
SHOWN = 20  # names under each reason


@require_GET
def edit_accounts(request: HttpRequest) -> HttpResponse:
    access.require_editor(request.user)
    return _ask(request, BulkForm(user=request.user), request.GET)


@require_POST
def preview_accounts_edit(request: HttpRequest) -> HttpResponse:
    access.require_editor(request.user)
    form = BulkForm(request.POST, user=request.user)
    rows = _chosen(request, request.POST)
    if not form.is_valid() or not rows or len(rows) > queries.MOST_TOGETHER:
        return _ask(request, form, request.POST)
    plan = queries.planned(rows, form.changes, access.editing_owners(request.user))
    context = {
        "form": form,
        "plan": plan,
        "kept": [(REASONS[reason], len(there), there[:SHOWN]) for reason, there in plan.kept.items()],
        "versions": " ".join(f"{account.pk}:{account.version}" for account in plan.changing),
        "sent": _sent(request),
        "back": _list(request.POST),
    }
    return render(request, "customers/preview_accounts_edit.html", context)


@require_POST
def apply_accounts_edit(request: HttpRequest) -> HttpResponse:
    access.require_editor(request.user)
    form = BulkForm(request.POST, user=request.user)
    seen = versions_of(request.POST.get("versions", ""))
    visible = set(access.visible_to(request.user).filter(pk__in=list(seen)).values_list("pk", flat=True))
    if not form.is_valid() or not visible:
        return _ask(request, form, request.POST)
    told = ", ".join(label for label, _value in form.told)  # values may be hidden from who reads the audit trail
    seen = {pk: version for pk, version in seen.items() if pk in visible}
    plan = actions.edit_together(seen, form.changes, by=request.user, told=told)
    return see(request, _list(request.POST), _done(plan))


def _ask(request: HttpRequest, form: BulkForm, given: QueryDict) -> HttpResponse:
    """The form; or, when nothing or too much is chosen, a sentence that says so."""
    rows = _chosen(request, given)
    too_many = len(rows) > queries.MOST_TOGETHER
    context = {
        "form": form,
        "count": len(rows),
        "too_many": too_many,
        "most": queries.MOST_TOGETHER,
        "hidden": [(name, value) for name in ("account", "all", "asked") for value in given.getlist(name)],
        "back": _list(given),
    }
    status = 422 if form.is_bound or too_many or not rows else 200
    return render(request, "customers/edit_accounts.html", context, status=status)


def _chosen(request: HttpRequest, given: QueryDict) -> list[Account]:
    """The rows that were chosen one by one, or all that fit the filters; one more than may be changed says that.

    Raises Http404 when rows were named and the reader sees none of them.
    """
    visible = access.visible_to(request.user)
    if given.get("all") == "1":
        asked = asked_of(request.user, QueryDict(given.get("asked", "")[:2000]))
        return list(queries.accounts(visible, asked)[: queries.MOST_TOGETHER + 1])
    ids = [number for text in given.getlist("account")[: queries.MOST_TOGETHER + 1] if (number := whole_number(text))]
    rows = list(visible.filter(pk__in=ids).select_related("owner", "industry", "source").order_by("pinyin", "id"))
    if ids and not rows:
        raise Http404
    return rows


def _sent(request: HttpRequest) -> list[tuple[str, str]]:
    """What was typed, to be sent once more when it is done."""
    left_out = ("csrfmiddlewaretoken", "account", "all", "versions")
    return [(name, value) for name, values in request.POST.lists() if name not in left_out for value in values]


def _done(plan: queries.Plan) -> str:
    changed = len(plan.changing)
    said = ngettext("%(count)s customer changed.", "%(count)s customers changed.", changed) % {"count": changed}
    left = [f"{count} {REASONS[reason]}" for reason, count in plan.counts.items()]
    return f"{said} {_('Left as they are')}: {'; '.join(left)}" if left else said


def _list(given: QueryDict) -> str:
    """The list that they were chosen from, with its filters."""
    asked = QueryDict(given.get("asked", "")[:2000]).urlencode()
    return reverse("customers:account_list") + (f"?{asked}" if asked else "")
