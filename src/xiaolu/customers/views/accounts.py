"""Accounts: the list and its export, one account, and what is done with it."""

from tempfile import TemporaryFile

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from xiaolu.customers import access, actions, queries
from xiaolu.customers.advice import PART_NAMES, SHORT, SIZE_NAMES, unknown_in_words
from xiaolu.customers.file_forms import NoteForm
from xiaolu.customers.forms import AccountForm, HandOverForm, card_of
from xiaolu.customers.models import Account
from xiaolu.customers.views.asked import asked_of
from xiaolu.customers.views.notes import TIMELINE_WORDS
from xiaolu.customers.views.pages import conflict, form_page, whole_number
from xiaolu.customers.workbook import write_accounts
from xiaolu.domain.grading import GRADES
from xiaolu.domain.rules import Stale
from xiaolu.org.custom_fields import seen_custom_fields
from xiaolu.org.hiding import hidden_names
from xiaolu.web.answers import page_of, see


@require_GET
def account_list(request: HttpRequest) -> HttpResponse:
    asked = asked_of(request.user, request.GET)
    page = page_of(request, queries.accounts(access.visible_to(request.user), asked))
    context = {
        "page": page,
        "asked": asked,
        "completeness": queries.completenesses(request.user, page),
        "industries": queries.industries(),
        "sources": queries.sources(),
        "owners": queries.owner_names(access.owners_in_lists(request.user)),
        "advices": SHORT,
        "grades": GRADES,
        "sizes": SIZE_NAMES,
        "may_grade": request.user.edit_scope_of("account") == "all",
        "may_create": request.user.edit_scope_of("account") is not None,
    }
    return render(request, "customers/account_list.html", context)


@require_GET
def export_accounts(request: HttpRequest) -> FileResponse:
    """The filtered list as an Excel file; that it was taken is kept in the audit trail."""
    access.require_exporter(request.user)
    rows = queries.accounts(access.visible_to(request.user), asked_of(request.user, request.GET))
    file = TemporaryFile()  # noqa: SIM115 — the response closes it
    own = seen_custom_fields("account", request.user)
    hidden = hidden_names(request.user)
    count = write_accounts(rows.iterator(chunk_size=2000), file, hidden=hidden, own=own)
    actions.export_accounts(count, by=request.user, asked=request.GET.urlencode()[:200])
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename="xiaolu-customers.xlsx")


@require_GET
def account_detail(request: HttpRequest, account_id: int) -> HttpResponse:
    try:
        account = access.account_for(request.user, account_id)
    except Http404:
        if there := access.merged_into(request.user, account_id):
            return redirect(_page(there))
        raise
    man, asked = queries.qualification_of(account), queries.asked_about(Account)
    context = {
        "account": account,
        "asked": asked,
        "standing": queries.standing(account, asked),
        "man": man,
        "grades": queries.grades_of(account),
        "unknown": unknown_in_words(actions.qualified(man).unknown) if man else [],
        "file": queries.completenesses(request.user, [account])[account.pk],
        "part_names": PART_NAMES,
        "contacts": queries.contacts(account, archived=True),
        "footholds": queries.footholds(account),
        "timeline": queries.timeline(request.user, account),
        "owners": queries.owners_of(account),
        "aliases": queries.aliases_of(account),
        "merges": queries.merges_into(account),
        "may_edit": access.may_edit(request.user, account),
        "note_form": NoteForm(),
        **TIMELINE_WORDS,
    }
    return render(request, "customers/account_detail.html", context)


@require_http_methods(["GET", "POST"])
def create_account(request: HttpRequest) -> HttpResponse:
    access.require_editor(request.user)
    form = AccountForm(request.POST or None, user=request.user)
    seen = _likeness(request, form)
    if not form.is_valid() or _must_say(request, seen):
        back = reverse("customers:account_list")
        return _account_form(request, form, seen, heading=_("New customer"), submit=_("Create"), back=back)
    unlike = seen.asked if request.POST.get("not_same") else ()
    account = actions.create_account(by=request.user, unlike=unlike, **form.values)
    return see(request, _page(account.pk), _("Created."))


@require_http_methods(["GET", "POST"])
def edit_account(request: HttpRequest, account_id: int) -> HttpResponse:
    account = access.account_for(request.user, account_id, to="edit")
    form = AccountForm(request.POST or None, user=request.user, subject=account)
    seen, back = _likeness(request, form), _page(account_id)
    if not form.is_valid() or _must_say(request, seen):
        return _account_form(request, form, seen, heading=account.name, submit=_("Save"), back=back)
    unlike = seen.asked if request.POST.get("not_same") else ()
    try:
        actions.edit_account(account, by=request.user, seen=form.seen, unlike=unlike, **form.values)
    except Stale:
        return conflict(request, form, access.account_for(request.user, account_id), back=back)
    return see(request, back, _("Saved."))


def _likeness(request: HttpRequest, form: AccountForm) -> access.SeenMatches:
    """The customers that a valid form may be a second record of, as far as the user may know."""
    if not form.is_valid() or not form.is_compared:
        return access.SeenMatches()
    return access.seen_matches(request.user, queries.like_this(card_of(form.values), form.subject))


def _must_say(request: HttpRequest, seen: access.SeenMatches) -> bool:
    return seen.likely and not request.POST.get("not_same")


def _account_form(request: HttpRequest, form: AccountForm, seen: access.SeenMatches, **words: str) -> HttpResponse:
    context = {"form": form, "seen": seen, "asks": True, **words}
    return render(request, "customers/account_form.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def hand_over_account(request: HttpRequest, account_id: int) -> HttpResponse:
    account = access.account_for(request.user, account_id, to="edit")
    form = HandOverForm(request.POST or None, user=request.user, subject=account)
    if not form.is_valid():
        heading = _("Hand over %(name)s") % {"name": account.name}
        return form_page(request, form, heading=heading, submit=_("Hand over"), back=_page(account_id))
    actions.hand_over_account(account, to=form.values["owner"], by=request.user, seen=form.seen)
    return see(request, _page(account_id), _("Handed over. The opportunities keep their owner."))


@require_POST
def archive_account(request: HttpRequest, account_id: int) -> HttpResponse:
    account = access.account_for(request.user, account_id, to="edit")
    actions.archive_account(account, by=request.user, seen=whole_number(request.POST.get("version")))
    return see(request, _page(account_id), _("Archived. Search and past figures keep it."))


@require_POST
def restore_account(request: HttpRequest, account_id: int) -> HttpResponse:
    account = access.account_for(request.user, account_id, to="edit")
    actions.restore_account(account, by=request.user, seen=whole_number(request.POST.get("version")))
    return see(request, _page(account_id), _("Restored."))


def _page(account_id: int) -> str:
    return reverse("customers:account_detail", args=[account_id])
