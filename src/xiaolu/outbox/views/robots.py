"""The robots of chats: the company's in the settings, one's own beside how one is told."""

from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from xiaolu.domain.rules import RuleBroken
from xiaolu.outbox import access, actions
from xiaolu.outbox.forms import SERVICE_NAMES, OwnRobotForm, RobotForm
from xiaolu.outbox.models import Robot
from xiaolu.web.answers import back_to, page_of, see
from xiaolu.web.asked import seen_version
from xiaolu.web.rules import sentence


@require_GET
def robot_list(request: HttpRequest) -> HttpResponse:
    access.require_house_keeper(request.user)
    archived = request.GET.get("archived") == "1"
    rows = access.robots_kept_by(request.user).filter(person__isnull=True).select_related("team")
    page = page_of(request, rows if archived else rows.filter(archived=False))
    context = {"page": page, "archived": archived, "services": SERVICE_NAMES}
    return render(request, "outbox/robot_list.html", context)


@require_http_methods(["GET", "POST"])
def create_robot(request: HttpRequest) -> HttpResponse:
    access.require_house_keeper(request.user)
    form = RobotForm(request.POST or None)
    if not form.is_valid():
        return _form_page(request, form, _("New robot"), reverse("outbox:robot_list"))
    actions.create_robot(by=request.user, **form.values)
    return see(request, reverse("outbox:robot_list"), _("Created. Try whether it speaks."))


@require_http_methods(["GET", "POST"])
def create_own_robot(request: HttpRequest) -> HttpResponse:
    form = OwnRobotForm(request.POST or None, initial={"name": _("My robot")})
    back = _back(request)
    if form.is_valid():
        try:
            actions.create_robot(by=request.user, person=request.user, **form.values)
        except RuleBroken as broken:
            form.add_error(None, sentence(broken))
        else:
            return see(request, back, _("Created. Try whether it speaks."))
    return _form_page(request, form, _("My robot"), back)


@require_http_methods(["GET", "POST"])
def edit_robot(request: HttpRequest, robot_id: int) -> HttpResponse:
    robot = access.robot_for(request.user, robot_id)
    kind = OwnRobotForm if robot.person_id else RobotForm
    form = kind(request.POST or None, subject=robot)
    if not form.is_valid():
        return _form_page(request, form, robot.name, _back_from(request, robot))
    actions.edit_robot(robot, by=request.user, seen=form.seen, **form.values)
    return see(request, _back_from(request, robot), _("Saved."))


@require_POST
def try_robot(request: HttpRequest, robot_id: int) -> HttpResponse:
    """A word for its chat, to see whether it arrives."""
    robot = access.robot_for(request.user, robot_id)
    text = _("Xiaolu speaks here: a test by %(name)s.") % {"name": request.user.name}
    actions.try_robot(robot, by=request.user, key=uuid4().hex, text=text)
    return see(
        request, _back_from(request, robot), _("A word for the chat waits in the outbox; it goes in a few seconds.")
    )


@require_POST
def archive_robot(request: HttpRequest, robot_id: int) -> HttpResponse:
    robot = access.robot_for(request.user, robot_id)
    actions.archive_robot(robot, by=request.user, seen=seen_version(request))
    return see(request, _back_from(request, robot), _("It speaks no more."))


@require_POST
def restore_robot(request: HttpRequest, robot_id: int) -> HttpResponse:
    robot = access.robot_for(request.user, robot_id)
    actions.restore_robot(robot, by=request.user, seen=seen_version(request))
    return see(request, _back_from(request, robot), _("Restored."))


def _back(request: HttpRequest) -> str:
    return back_to(request, reverse("clocks:notice_choices"))


def _back_from(request: HttpRequest, robot: Robot) -> str:
    return _back(request) if robot.person_id else back_to(request, reverse("outbox:robot_list"))


def _form_page(request: HttpRequest, form: OwnRobotForm, heading: str, back: str) -> HttpResponse:
    context = {"form": form, "heading": heading, "submit": _("Save"), "back": back}
    return render(request, "web/form_page.html", context, status=422 if form.is_bound else 200)
