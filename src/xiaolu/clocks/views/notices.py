"""The bell: how many notices are unread, what they say, and that they were read."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from xiaolu.clocks import access, actions, queries
from xiaolu.clocks.forms import NoticeChoicesForm
from xiaolu.clocks.words import address_of, told
from xiaolu.outbox import mail
from xiaolu.outbox.access import own_robot
from xiaolu.outbox.queries import robot_of
from xiaolu.web.answers import page_of, see


@require_GET
def notice_count(request: HttpRequest) -> HttpResponse:
    """The figure at the bell, loaded after the page."""
    return render(request, "clocks/notice_count.html", {"unread": access.unread_count(request.user)})


@require_GET
def notice_list(request: HttpRequest) -> HttpResponse:
    unread_only = request.GET.get("unread") == "1"
    rows = access.notices_for(request.user)
    page = page_of(request, rows.filter(read_at__isnull=True) if unread_only else rows)
    context = {
        "page": page,
        "lines": [(told(one), address_of(one)) for one in page],
        "unread": access.unread_count(request.user),
        "unread_only": unread_only,
    }
    return render(request, "clocks/notice_list.html", context)


@require_POST
def read_notice(request: HttpRequest, notice_id: int) -> HttpResponse:
    """Mark it as read and go on to what it is about."""
    notice = actions.read_notice(access.notice_for(request.user, notice_id))
    back = reverse("clocks:notice_list")
    return see(request, back if request.POST.get("stay") else address_of(notice) or back)


@require_POST
def read_all_notices(request: HttpRequest) -> HttpResponse:
    actions.read_all_notices(request.user)
    return see(request, reverse("clocks:notice_list"), _("All read."))


@require_http_methods(["GET", "POST"])
def notice_choices(request: HttpRequest) -> HttpResponse:
    """How one is told beside Xiaolu itself: ways by kind, quiet hours, one's own robot."""
    person = request.user
    hours, ways = queries.hours_of(person), queries.ways_of(person)
    form = NoticeChoicesForm(request.POST or None, subject=hours, ways=ways, initial={"version": hours.version})
    if form.is_valid():
        actions.choose_notices(person, by=person, seen=form.seen, chosen=form.chosen, **form.values)
        return see(request, reverse("clocks:notice_choices"), _("Saved."))
    context = {
        "form": form, "own": own_robot(person), "robot": robot_of(person),
        "mail_ready": mail.is_set_up(),
    }  # fmt: skip
    return render(request, "clocks/notice_choices.html", context, status=422 if form.is_bound else 200)
