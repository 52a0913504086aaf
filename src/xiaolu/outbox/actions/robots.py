"""The robots through which Xiaolu speaks in chats. Their addresses are secret: the audit trail holds only the end."""

from typing import Any

from django.db import transaction

from xiaolu.domain.rules import RuleBroken
from xiaolu.org import audit
from xiaolu.org.actions.versions import locked, write
from xiaolu.org.models import Person
from xiaolu.outbox.actions.letters import put
from xiaolu.outbox.letters import letter
from xiaolu.outbox.models import Letter, Robot
from xiaolu.outbox.robots import kind_of

SECRET = ("address", "secret")


@transaction.atomic
def create_robot(*, name: str, address: str, by: Person, secret: str = "", **values: Any) -> Robot:
    """A robot of a chat. Raises RuleBroken (robot_address_unknown, robot_already_there)."""
    own = values.get("person")
    if own is not None and Robot.objects.filter(person=own, archived=False).exists():
        raise RuleBroken("robot_already_there")
    robot = Robot.objects.create(name=name, kind=kind_of(address), address=address.strip(), secret=secret, **values)
    audit.record(robot, "create_robot", by=by, changes={"name": ("", name), "address": ("", _end(address))})
    return robot


@transaction.atomic
def edit_robot(robot: Robot, *, by: Person, seen: int, address: str = "", secret: str = "", **values: Any) -> Robot:
    """Change a robot; an empty address or secret keeps the one it has. Raises Stale, RuleBroken (robot_address_unknown)."""
    robot = locked(robot, seen=seen)
    hidden, told = {}, {}
    if address.strip():
        hidden = {"address": address.strip(), "kind": kind_of(address), "problem": ""}
        told = {"address": (_end(robot.address), _end(address))}
    if secret:
        hidden["secret"] = secret
        told["secret"] = ("…", "…")
    return write(robot, "edit_robot", by=by, values=values, derived=hidden, told=told)


@transaction.atomic
def archive_robot(robot: Robot, *, by: Person, seen: int) -> Robot:
    """It speaks no more; what waited for it is taken back. Raises Stale."""
    robot = write(locked(robot, seen=seen), "archive_robot", by=by, values={"archived": True})
    Letter.objects.filter(robot=robot, state="waiting").update(state="dropped")
    return robot


@transaction.atomic
def restore_robot(robot: Robot, *, by: Person, seen: int) -> Robot:
    """It may speak again. Raises Stale, RuleBroken (robot_already_there)."""
    if robot.person_id and Robot.objects.filter(person=robot.person_id, archived=False).exists():
        raise RuleBroken("robot_already_there")
    return write(locked(robot, seen=seen), "restore_robot", by=by, values={"archived": False})


@transaction.atomic
def try_robot(robot: Robot, *, by: Person, key: str, text: str) -> None:
    """Lay a word for its chat into the outbox, to see whether it arrives."""
    put([letter(key=f"try:{robot.pk}:{key}", way="robot", about="try", robot=robot, by=by, subject=text)])
    audit.record(robot, "try_robot", by=by)


@transaction.atomic
def try_mail(*, by: Person, key: str, subject: str, text: str) -> None:
    """Lay a mail to oneself into the outbox. Raises RuleBroken (no_own_email)."""
    if not by.email:
        raise RuleBroken("no_own_email")
    put([letter(key=f"try:{by.pk}:{key}", way="email", about="try", person=by, by=by, subject=subject, text=text)])
    audit.record(by, "try_mail", by=by)


def _end(address: str) -> str:
    return f"…{address.strip()[-4:]}"
