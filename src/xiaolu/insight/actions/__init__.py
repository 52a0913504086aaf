"""What insight keeps, one module per noun."""

from .agenda import create_item, remove_item, reopen_item, take_item
from .exports import note_export, note_list_export
from .kept_figures import Figure
from .targets import Entry, set_increase_targets
from .three_ws import (
    archive_three_w,
    close_three_w,
    create_three_w,
    edit_three_w,
    measure_three_w,
    reopen_three_w,
    restore_three_w,
)

__all__ = [
    "Entry",
    "Figure",
    "archive_three_w",
    "close_three_w",
    "create_item",
    "create_three_w",
    "edit_three_w",
    "measure_three_w",
    "note_export",
    "note_list_export",
    "remove_item",
    "reopen_item",
    "reopen_three_w",
    "restore_three_w",
    "set_increase_targets",
    "take_item",
]
