"""The outbox: what waits, what went, what could not be delivered."""

from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from xiaolu.outbox import access, actions, mail, queries
from xiaolu.outbox.words import STATES, standing
from xiaolu.web.answers import back_to, page_of, see


@require_GET
def letter_list(request: HttpRequest) -> HttpResponse:
    rows = access.letters_listed_for(request.user)
    state = request.GET.get("state", "")
    state = state if state in STATES else ""
    shown = rows.filter(state=state) if state else rows
    page = page_of(request, shown.select_related("person", "robot", "by").order_by("-id"))
    readable = set(
        access.letters_seen_by(request.user).filter(pk__in=[one.pk for one in page]).values_list("pk", flat=True)
    )
    counts = queries.counts(rows)
    context = {
        "page": page,
        "lines": [(one, one.pk in readable, standing(one)) for one in page],
        "states": [(key, label, counts.get(key, 0) if key else sum(counts.values())) for key, label in STATES.items()],
        "state": state, "mail_ready": mail.is_set_up(), "sender": mail.sender(),
    }  # fmt: skip
    return render(request, "outbox/letter_list.html", context)


@require_GET
def letter_detail(request: HttpRequest, letter_id: int) -> HttpResponse:
    letter = access.letter_for(request.user, letter_id)
    may_edit = request.user.keeps_house or letter.by_id == request.user.pk
    context = {"letter": letter, "standing": standing(letter), "may_edit": may_edit}
    return render(request, "outbox/letter_detail.html", context)


@require_POST
def send_letter_again(request: HttpRequest, letter_id: int) -> HttpResponse:
    letter = access.letter_for(request.user, letter_id, to="edit")
    actions.send_again(letter, by=request.user)
    return see(request, back_to(request, reverse("outbox:letter_detail", args=[letter.pk])), _("It waits to go again."))


@require_POST
def drop_letter(request: HttpRequest, letter_id: int) -> HttpResponse:
    letter = access.letter_for(request.user, letter_id, to="edit")
    actions.drop_letter(letter, by=request.user)
    return see(request, back_to(request, reverse("outbox:letter_detail", args=[letter.pk])), _("Taken back."))


@require_POST
def try_mail(request: HttpRequest) -> HttpResponse:
    """A mail to oneself, to see whether it arrives."""
    text = _("This mail shows that Xiaolu can send mails to you.")
    actions.try_mail(by=request.user, key=uuid4().hex, subject=_("Xiaolu: a test"), text=text)
    back = back_to(request, reverse("outbox:letter_list"))
    return see(request, back, _("A mail to yourself waits in the outbox; it goes in a few seconds."))
