"""Messages to customers: what is to be sent, writing one, and the link by which a customer wants no more."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from xiaolu.activities import access, actions, stop_tokens
from xiaolu.activities.forms import WriteForm
from xiaolu.activities.message_words import said
from xiaolu.activities.models import Message
from xiaolu.activities.queries import contacts_too_many
from xiaolu.activities.queries import messages as texts
from xiaolu.activities.queries.messages import Draft, Writing
from xiaolu.activities.views.asked import about
from xiaolu.domain.messages import Manners, advice, filled, manners_of
from xiaolu.domain.rules import RuleBroken
from xiaolu.org.acting_once import acts_once
from xiaolu.org.queries import company, today
from xiaolu.web.answers import back_to, page_of, see
from xiaolu.web.asked import seen_version, whole
from xiaolu.web.rules import sentence

ON_TODAY = 8


@require_GET
def message_list(request: HttpRequest) -> HttpResponse:
    """What is to be sent, by oneself and one's people."""
    rows = texts.due_of(access.messages_for(request.user))
    mine = request.GET.get("whose") == "mine"
    page = page_of(request, rows.filter(owner=request.user.pk) if mine else rows)
    context = {"page": page, "mine": mine, "now": timezone.now(), "leads": request.user.scope != "own"}
    return render(request, "activities/message_list.html", context)


@require_GET
def messages_due(request: HttpRequest) -> HttpResponse:
    """The panel of Today: one's own messages to send, and how many of the team are late."""
    rows, now = access.messages_for(request.user), timezone.now()
    mine = texts.due_of(rows.filter(owner=request.user.pk))
    late = texts.due_of(rows.filter(due_at__lt=now)).exclude(owner=request.user.pk)
    context = {
        "messages": mine[:ON_TODAY],
        "count": mine.count(),
        "now": now,
        "late": late.count() if request.user.scope != "own" else 0,
    }
    return render(request, "activities/messages_due.html", context)


@require_http_methods(["GET", "POST"])
@acts_once
def write_message(request: HttpRequest, message_id: int) -> HttpResponse:
    """Write and send a message that is due."""
    message = access.message_for(request.user, message_id)
    it = Writing(request.user, message.account, message.contact, message.opportunity, message.event)
    return _write(request, it, message)


@require_http_methods(["GET", "POST"])
@acts_once
def write_new_message(request: HttpRequest) -> HttpResponse:
    """Write to a customer whenever one likes."""
    access.require_editor(request.user)
    named = about(request)
    if named.account is None:
        return see(request, reverse("customers:account_list"), _("Choose a customer first."))
    return _write(request, Writing(request.user, named.account, opportunity=named.opportunity), None)


def _write(request: HttpRequest, it: Writing, message: Message | None) -> HttpResponse:
    drafts = texts.drafts(request.user, it.opportunity)
    own = {"it": it, "drafts": drafts, "robots": access.robots_to_write_through(request.user)}
    if request.method == "GET":
        form = WriteForm(initial=_first(request, it, drafts, message), **own)
        return _page(request, form, it, message, drafts, status=200)
    form = WriteForm(request.POST, **own)
    if form.is_valid():
        written = Writing(it.author, it.account, form.cleaned_data["contact"], it.opportunity, it.event)
        try:
            seen = form.seen if message else None
            actions.send_message(written, by=request.user, message=message, seen=seen, **form.values)
        except RuleBroken as broken:
            form.add_error(None, sentence(broken))
        else:
            copied = form.cleaned_data["way"] == "copied"
            toast = _("Noted as sent.") if copied else _("On its way; it goes in a few seconds.")
            return see(request, back_to(request, _page_of(it)), toast)
    return _page(request, form, it, message, drafts, status=422)


def _first(request: HttpRequest, it: Writing, drafts: list[Draft], message: Message | None) -> dict[str, Any]:
    """What a fresh form shows: the text that was chosen, else that of the message that is due, filled in."""
    asked = request.GET
    language = asked.get("language") if asked.get("language") in ("zh-hans", "en") else company().language
    chosen = it.contact or texts.contact_to_write(it.account, [])
    if number := whole(asked.get("contact", "")):
        chosen = texts.reachable(it.account).filter(pk=number).first() or chosen
    draft = next((one for one in drafts if one.key == asked.get("draft")), None)
    if draft is None and message is not None and "draft" not in asked:
        draft = texts.draft_of(message)
    values = texts.values_for(Writing(it.author, it.account, chosen, it.opportunity, it.event), language)
    way = asked.get("way") or ("email" if chosen and chosen.email and not chosen.phone else "copied")
    return {
        "contact": chosen, "language": language, "draft": draft.key if draft else "", "way": way,
        "subject": filled(draft.subject.into(language), values) if draft else "",
        "text": filled(draft.text.into(language), values) if draft else "",
        "version": message.version if message else None,
    }  # fmt: skip


def _page(
    request: HttpRequest, form: WriteForm, it: Writing, message: Message | None, drafts: list[Draft], *, status: int
) -> HttpResponse:
    text, key = form["text"].value() or "", form["draft"].value() or ""
    chosen = next((one.cadence for one in drafts if one.key == key), None)
    manners = manners_of(texts.cadence_of(message) if message else chosen)
    context = {
        "form": form, "it": it, "too_many": contacts_too_many(it.account, it.opportunity, today()), "message": message, "now": timezone.now(), "address": request.path,
        "advice": said(advice(text, manners)) if text else [], "manners": manners, "back": back_to(request, _page_of(it)),
        "decides": getattr(form.initial.get("contact") or it.contact, "authority", "") == "decides",
    }  # fmt: skip
    part = "#form" if request.headers.get("HX-Request") else ""
    return render(request, f"activities/write_message.html{part}", context, status=status)


def _page_of(it: Writing) -> str:
    if it.opportunity:
        return reverse("pipeline:opportunity_detail", args=[it.opportunity.pk])
    return reverse("customers:account_detail", args=[it.account.pk])


@require_POST
def check_message(request: HttpRequest) -> HttpResponse:
    """What to better in a text, while it is written."""
    access.require_editor(request.user)
    least, most = (whole(request.POST.get(name, "")) for name in ("least", "most"))
    text = request.POST.get("text", "")[:4000]
    manners = Manners(least, most, in_points=request.POST.get("in_points") == "1")
    return render(request, "activities/write_message.html#advice", {"advice": said(advice(text, manners))})


@require_POST
def drop_message(request: HttpRequest, message_id: int) -> HttpResponse:
    message = access.message_for(request.user, message_id)
    actions.drop_message(message, by=request.user, seen=seen_version(request))
    return see(request, back_to(request, reverse("activities:message_list")), _("Dropped: it needs not be sent."))


@login_not_required
@require_http_methods(["GET", "POST"])
def stop_messages(request: HttpRequest, token: str) -> HttpResponse:
    """The link in a mail by which a customer wants no more of them."""
    contact = stop_tokens.contact_of(token)
    if request.method == "POST":
        actions.stop_messages(contact)
    context = {"stopped": request.method == "POST" or contact.no_messages, "company": company().name}
    response = render(request, "activities/stop_messages.html", context)
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response
