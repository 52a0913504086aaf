"""The timeline of an account, and the notes and files that people add to it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from xiaolu.customers import access, actions, queries
from xiaolu.customers.file_forms import NoteForm
from xiaolu.customers.forms import ACTION_NAMES, FIELD_NAMES
from xiaolu.customers.views.pages import conflict, form_page, whole_number
from xiaolu.domain.rules import RuleBroken, Stale
from xiaolu.web.answers import see
from xiaolu.web.rules import sentence

TIMELINE_WORDS: dict[str, Any] = {
    "action_names": ACTION_NAMES,
    "field_names": FIELD_NAMES,
    "kinds": {
        "": gettext_lazy("Everything"),
        "activity": gettext_lazy("Activities"),
        "note": gettext_lazy("Notes"),
        "file": gettext_lazy("Files"),
        "stage": gettext_lazy("Stages"),
        "owner": gettext_lazy("Owners"),
        "change": gettext_lazy("Changes"),
    },
}


@require_GET
def account_timeline(request: HttpRequest, account_id: int) -> HttpResponse:
    account = access.account_for(request.user, account_id)
    kind, page = request.GET.get("kind", ""), whole_number(request.GET.get("page"))
    context = {
        "account": account,
        "timeline": queries.timeline(request.user, account, kind=kind, page=page),
        "archived_notes": queries.archived_notes(account),
        "may_edit": access.may_edit(request.user, account),
        **TIMELINE_WORDS,
    }
    part = "#timeline" if request.headers.get("HX-Request") else ""
    return render(request, f"customers/account_timeline.html{part}", context)


@require_http_methods(["GET", "POST"])
def create_note(request: HttpRequest, account_id: int) -> HttpResponse:
    account = access.account_for(request.user, account_id, to="edit")
    form = NoteForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        try:
            actions.create_note(account, by=request.user, **form.values)
        except RuleBroken as broken:
            form.add_error(None, sentence(broken))
        else:
            return see(request, _page(account_id), _("Noted."))
    heading = _("New note on %(account)s") % {"account": account.name}
    return form_page(request, form, heading=heading, submit=_("Save"), back=_page(account_id))


@require_http_methods(["GET", "POST"])
def edit_note(request: HttpRequest, note_id: int) -> HttpResponse:
    note = access.note_for(request.user, note_id, to="edit")
    form, back = NoteForm(request.POST or None, subject=note), _page(note.account_id)
    if form.is_valid():
        try:
            actions.edit_note(note, by=request.user, seen=form.seen, **form.values)
        except RuleBroken as broken:
            form.add_error(None, sentence(broken))
        except Stale:
            return conflict(request, form, access.note_for(request.user, note_id), back=back)
        else:
            return see(request, back, _("Saved."))
    return form_page(request, form, heading=_("Edit note"), submit=_("Save"), back=back)


@require_POST
def archive_note(request: HttpRequest, note_id: int) -> HttpResponse:
    note = access.note_for(request.user, note_id, to="edit")
    actions.archive_note(note, by=request.user, seen=whole_number(request.POST.get("version")))
    return see(request, _page(note.account_id), _("Archived."))


@require_POST
def restore_note(request: HttpRequest, note_id: int) -> HttpResponse:
    note = access.note_for(request.user, note_id, to="edit")
    actions.restore_note(note, by=request.user, seen=whole_number(request.POST.get("version")))
    return see(request, _page(note.account_id), _("Restored."))


def _page(account_id: int) -> str:
    return reverse("customers:account_detail", args=[account_id]) + "#timeline"
