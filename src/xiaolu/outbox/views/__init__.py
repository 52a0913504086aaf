"""Pages of what leaves Xiaolu."""

from xiaolu.outbox.views.letters import drop_letter, letter_detail, letter_list, send_letter_again, try_mail
from xiaolu.outbox.views.robots import (
    archive_robot,
    create_own_robot,
    create_robot,
    edit_robot,
    restore_robot,
    robot_list,
    try_robot,
)

__all__ = [
    "archive_robot",
    "create_own_robot",
    "create_robot",
    "drop_letter",
    "edit_robot",
    "letter_detail",
    "letter_list",
    "restore_robot",
    "robot_list",
    "send_letter_again",
    "try_mail",
    "try_robot",
]
