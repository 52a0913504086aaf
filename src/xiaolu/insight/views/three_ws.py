"""3W: the list, one of them, and what is done with it."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from xiaolu.domain.rules import RuleBroken, Stale
from xiaolu.insight import access, actions
from xiaolu.insight.forms import ResultForm, ThreeWForm
from xiaolu.insight.models import ThreeW
from xiaolu.insight.queries.three_ws import history_of, three_ws
from xiaolu.insight.three_w_workbook import of_three_ws
from xiaolu.insight.views.kept_figures import (
    address_now,
    address_then,
    figure_of,
    hides,
    scope_of,
    subject_at,
    subject_now,
)
from xiaolu.insight.wording import kept_name, kept_value
from xiaolu.org.queries import today
from xiaolu.web.answers import page_of, see
from xiaolu.web.asked import seen_version
from xiaolu.web.rules import sentence
from xiaolu.web.workbooks import TYPE

STATES = dict(ThreeW.State.choices)


@dataclass(frozen=True)
class Told:
    """A 3W with its values as the reader may see them."""

    three_w: ThreeW
    name: str
    then: str
    later: str
    is_due: bool


def told(request: HttpRequest, row: ThreeW) -> Told:
    hidden = hides(request.user, row)
    then, later = ("" if hidden else kept_value(row, number) for number in (row.value, row.measured))
    return Told(row, kept_name(row), then, later, row.state != "closed" and row.due < today())


@require_GET
def three_w_list(request: HttpRequest) -> HttpResponse:
    page = page_of(request, three_ws(access.three_ws_seen_by(request.user), request.GET.dict()), 30)
    context = {
        "page": page, "rows": [told(request, row) for row in page], "states": STATES, "owners": access.possible_owners(request.user),
        "may_act": request.user.edit_scope is not None,
    }  # fmt: skip
    return render(request, "insight/three_w_list.html", context)


@require_GET
def export_three_ws(request: HttpRequest) -> HttpResponse:
    """The filtered list as a workbook."""
    access.require_exporter(request.user)
    rows = [told(request, row) for row in three_ws(access.three_ws_seen_by(request.user), request.GET.dict())]
    actions.note_list_export(ThreeW(), "export_three_ws", rows=len(rows), asked=request.GET.urlencode()[:200],
                             by=request.user)  # fmt: skip
    response = HttpResponse(
        of_three_ws((one.three_w, one.name, one.then, one.later) for one in rows), content_type=TYPE
    )
    response["Content-Disposition"] = 'attachment; filename="xiaolu-3w.xlsx"'
    return response


@require_GET
def three_w_detail(request: HttpRequest, three_w_id: int) -> HttpResponse:
    return _detail(
        request, (row := access.three_w_for(request.user, three_w_id)), ResultForm(initial={"version": row.version})
    )


def _detail(request: HttpRequest, row: ThreeW, form: ResultForm, status: int = 200) -> HttpResponse:
    sees = access.sees_scope(request.user, row)
    now = subject_now(request.user, row) if sees else None
    context = {
        "one": told(request, row), "three_w": row, "sees": sees, "now": now.text(now.reading.value) if now else "",
        "then_url": address_then(row) if row.kpi and sees else "", "now_url": address_now(row) if now else "",
        "form": form, "history": history_of(row), "may_act": request.user.edit_scope is not None,
    }  # fmt: skip
    return render(request, "insight/three_w_detail.html", context, status=status)


@require_http_methods(["GET", "POST"])
def create_three_w(request: HttpRequest) -> HttpResponse:
    """On a figure (its address in `figure`), or on nothing but words."""
    access.require_worker(request.user)
    address = request.GET.get("figure", "")
    subject = subject_at(request.user, address) if address else None
    first = {"owner": request.user.pk, "bottleneck": subject.title[:200] if subject else ""}
    form = ThreeWForm(request.POST or None, owners=access.possible_owners(request.user), initial=first)
    if form.is_valid():
        scope = scope_of(request.user, subject) if subject else access.scope_for(request.user, "")
        figure = figure_of(request.user, subject) if subject else None
        made = actions.create_three_w(
            by=request.user, figure=figure, team=scope.team, person=scope.person, **form.values
        )
        return see(request, _page(made), _("Opened."))
    context = {"form": form, "subject": subject, "shown": subject.text(subject.reading.value) if subject else "",
               "heading": _("New 3W"), "submit": _("Open"), "back": address or reverse("insight:three_w_list")}  # fmt: skip
    return render(request, "insight/three_w_form.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def edit_three_w(request: HttpRequest, three_w_id: int) -> HttpResponse:
    row = access.three_w_for(request.user, three_w_id, to="edit")
    form = ThreeWForm(request.POST or None, owners=access.possible_owners(request.user), subject=row)
    if form.is_valid():
        try:
            actions.edit_three_w(row, by=request.user, seen=form.seen, **form.values)
        except RuleBroken as broken:
            form.add_error(None, sentence(broken))
        except Stale as stale:
            return _faster(request, form, access.three_w_for(request.user, three_w_id), stale)
        else:
            return see(request, _page(row), _("Saved."))
    context = {"form": form, "heading": row.bottleneck, "submit": _("Save"), "back": _page(row)}
    return render(request, "insight/three_w_form.html", context, status=422 if form.is_bound else 200)


def _faster(request: HttpRequest, form: ThreeWForm, now: ThreeW, stale: Stale) -> HttpResponse:
    """Somebody else changed it: what differs side by side, and the form with what this person wrote."""
    both = [(form[name].label, getattr(now, name), value) for name, value in form.values.items()]
    form.data = {**form.data.dict(), "version": now.version}
    context = {"form": form, "heading": now.bottleneck, "submit": _("Save mine over it"), "back": _page(now),
               "stale": sentence(stale), "both": [row for row in both if row[1] != row[2]]}  # fmt: skip
    return render(request, "insight/three_w_form.html", context, status=409)


@require_POST
def close_three_w(request: HttpRequest, three_w_id: int) -> HttpResponse:
    row = access.three_w_for(request.user, three_w_id, to="edit")
    form = ResultForm(request.POST)
    if form.is_valid():
        try:
            actions.close_three_w(row, by=request.user, seen=form.cleaned_data["version"] or 0,
                                  result=form.cleaned_data["result"])  # fmt: skip
        except RuleBroken as broken:
            form.add_error(None, sentence(broken))
        else:
            return see(request, _page(row), _("Closed."))
    return _detail(request, row, form, status=422)


@require_POST
def measure_three_w(request: HttpRequest, three_w_id: int) -> HttpResponse:
    row = access.three_w_for(request.user, three_w_id, to="edit")
    now = subject_now(request.user, row) if access.sees_scope(request.user, row) else None
    value = now.reading.value if now else None
    actions.measure_three_w(row, by=request.user, seen=seen_version(request), value=value)
    return see(request, _page(row), _("Measured."))


@require_POST
def reopen_three_w(request: HttpRequest, three_w_id: int) -> HttpResponse:
    row = access.three_w_for(request.user, three_w_id, to="edit")
    actions.reopen_three_w(row, by=request.user, seen=seen_version(request))
    return see(request, _page(row), _("Opened again."))


@require_POST
def archive_three_w(request: HttpRequest, three_w_id: int) -> HttpResponse:
    row = access.three_w_for(request.user, three_w_id, to="edit")
    actions.archive_three_w(row, by=request.user, seen=seen_version(request))
    return see(request, reverse("insight:three_w_list"), _("Archived."))


@require_POST
def restore_three_w(request: HttpRequest, three_w_id: int) -> HttpResponse:
    row = access.three_w_for(request.user, three_w_id, to="edit")
    actions.restore_three_w(row, by=request.user, seen=seen_version(request))
    return see(request, _page(row), _("Restored."))


def _page(row: ThreeW) -> str:
    return reverse("insight:three_w_detail", args=[row.pk])
