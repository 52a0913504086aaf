"""Agreements: the list, who does what by when, and what became of it."""

from io import BytesIO

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from xiaolu.activities import actions
from xiaolu.activities import meeting_access as access
from xiaolu.activities.agreement_workbook import write_agreements
from xiaolu.activities.forms import AgreementFilterForm, AgreementForm, SettleForm
from xiaolu.activities.models import Agreement, Meeting
from xiaolu.activities.queries import meetings as queries
from xiaolu.activities.words import STATE_TONES
from xiaolu.domain.rules import RuleBroken
from xiaolu.org.models import Person
from xiaolu.org.queries import today
from xiaolu.web.answers import back_to, page_of, see
from xiaolu.web.form_parts import VersionedForm
from xiaolu.web.rules import sentence
from xiaolu.web.workbooks import TYPE

MOST_EXPORTED = 20_000
LIST = "activities:agreement_list"


def lines(user: Person, rows: list[Agreement]) -> dict[str, object]:
    """What the lines of a list need beside the agreements."""
    return {
        "agreements": rows, "abouts": access.abouts(user, rows), "editable": access.editable_agreements(user, rows),
        "tones": STATE_TONES, "today": today(),
    }  # fmt: skip


@require_GET
def agreement_list(request: HttpRequest) -> HttpResponse:
    seen, asked = access.agreements_seen_by(request.user), _asked(request)
    page = page_of(request, queries.agreements(seen, asked, today()))
    context = {
        **lines(request.user, list(page.object_list)), "page": page, "asked": asked, "states": Agreement.State.choices,
        "teams": access.teams_to_meet(request.user), "owners": access.people_to_need(request.user).values_list("pk", "name"),
        "may_act": request.user.edit_scope is not None,
    }  # fmt: skip
    return render(request, "activities/agreement_list.html", context)


@require_GET
def export_agreements(request: HttpRequest) -> HttpResponse:
    """The filtered list as an Excel file; that it was taken is kept in the audit trail."""
    access.require_exporter(request.user)
    rows = list(queries.agreements(access.agreements_seen_by(request.user), _asked(request), today())[:MOST_EXPORTED])
    file = BytesIO()
    write_agreements(rows, access.abouts(request.user, rows), file)
    actions.note_agreements_export(len(rows), by=request.user, asked=request.GET.urlencode()[:200])
    response = HttpResponse(file.getvalue(), content_type=TYPE)
    response["Content-Disposition"] = 'attachment; filename="xiaolu-agreements.xlsx"'
    return response


@require_GET
def person_agreements(request: HttpRequest, person_id: int) -> HttpResponse:
    """The panel of a person's page: what this person still has to keep."""
    person = access.person_of(request.user, person_id)
    rows = access.agreements_seen_by(request.user).filter(owner=person, state="open").order_by("due", "pk")
    context = {**lines(request.user, list(rows[:20])), "person": person}
    return render(request, "activities/person_agreements.html", context)


@require_http_methods(["GET", "POST"])
def create_agreement(request: HttpRequest) -> HttpResponse:
    """Agree on something: in a meeting (`meeting`), about a customer, an opportunity or a 3W, or by itself."""
    access.require_worker(request.user)
    sent = request.POST if request.method == "POST" else request.GET
    meeting, about = _meeting(request.user, sent.get("meeting", "")), access.about_named(request.user, sent.dict())
    first = {"owner": about.opportunity.owner_id if about.opportunity else request.user.pk}
    form = AgreementForm(request.POST or None, user=request.user, meeting=meeting, initial=first)
    if form.is_valid():
        try:
            actions.create_agreement(
                by=request.user, meeting=meeting, account=about.account, opportunity=about.opportunity,
                three_w=about.three_w, **form.values,
            )  # fmt: skip
        except RuleBroken as broken:
            form.add_error(None, sentence(broken))
        else:
            return see(request, _back(request), _("Agreed."))
    return _form(request, form, _("New agreement"), _("Agree"), about=about, meeting=meeting)


def _meeting(user: Person, number: str) -> Meeting | None:
    """The meeting in which something is agreed. Raises Http404, PermissionDenied."""
    if not number:
        return None
    if not (number.isascii() and number.isdecimal() and len(number) < 16):
        raise Http404
    return access.meeting_for(user, int(number), to="edit")


@require_http_methods(["GET", "POST"])
def edit_agreement(request: HttpRequest, agreement_id: int) -> HttpResponse:
    agreement = access.agreement_for(request.user, agreement_id, to="edit")
    form = AgreementForm(request.POST or None, user=request.user, meeting=agreement.meeting, subject=agreement)
    if form.is_valid():
        try:
            actions.edit_agreement(agreement, by=request.user, seen=form.seen, **form.values)
        except RuleBroken as broken:
            form.add_error(None, sentence(broken))
        else:
            return see(request, _back(request), _("Saved."))
    return _form(request, form, agreement.text, _("Save"), agreement=agreement)


@require_http_methods(["GET", "POST"])
def settle_agreement(request: HttpRequest, agreement_id: int) -> HttpResponse:
    """Say what became of it."""
    agreement = access.agreement_for(request.user, agreement_id, to="edit")
    form = SettleForm(request.POST or None, initial={"version": agreement.version, "state": "kept"})
    if form.is_valid():
        try:
            actions.settle_agreement(agreement, by=request.user, seen=form.seen, **form.values)
        except RuleBroken as broken:
            form.add_error("because", sentence(broken))
        else:
            return see(request, _back(request), _("Written down."))
    return _form(request, form, agreement.text, _("Save"), agreement=agreement)


@require_POST
def reopen_agreement(request: HttpRequest, agreement_id: int) -> HttpResponse:
    agreement = access.agreement_for(request.user, agreement_id, to="edit")
    text = request.POST.get("version", "")
    seen = int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0
    actions.reopen_agreement(agreement, by=request.user, seen=seen)
    return see(request, _back(request), _("It is open again."))


def _form(request: HttpRequest, form: VersionedForm, heading: str, submit: str, **more: object) -> HttpResponse:
    """The form as a page, or in the drawer."""
    here = (getattr(request, "htmx", None) and request.htmx.current_url_abs_path) or ""
    context = {
        "form": form, "heading": heading, "submit": submit, "back": reverse(LIST), "next": back_to(request, here),
        "address": request.path, **more,
    }  # fmt: skip
    part = "#form" if request.headers.get("HX-Request") else ""
    return render(request, f"activities/agreement_form.html{part}", context, status=422 if form.is_bound else 200)


def _back(request: HttpRequest) -> str:
    """Where one came from; from a drawer without the place on the page, or the browser would not load it again."""
    address = back_to(request, reverse(LIST))
    return address.partition("#")[0] if request.headers.get("HX-Request") else address


def _asked(request: HttpRequest) -> queries.AgreementFilters:
    form = AgreementFilterForm(request.GET)
    form.is_valid()
    return queries.AgreementFilters(**{name: value for name, value in form.cleaned_data.items() if value})
