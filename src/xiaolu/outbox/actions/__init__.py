"""Every change to letters and robots."""

from xiaolu.outbox.actions.letters import drop_letter, put, send_again, take_back
from xiaolu.outbox.actions.robots import (
    archive_robot,
    create_robot,
    edit_robot,
    restore_robot,
    try_mail,
    try_robot,
)
from xiaolu.outbox.actions.sending import drop_old_letters, send_waiting

__all__ = [
    "archive_robot",
    "create_robot",
    "drop_letter",
    "drop_old_letters",
    "edit_robot",
    "put",
    "restore_robot",
    "send_again",
    "send_waiting",
    "take_back",
    "try_mail",
    "try_robot",
]
