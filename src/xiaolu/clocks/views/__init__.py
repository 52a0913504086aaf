"""The pages of clocks, notices and calendars."""

from .calendars import (
    calendar_page,
    create_leave,
    end_leave,
    leave_list,
    remove_own_day,
    set_own_day,
    set_working_hours,
)
from .clocks import clock_list, clocks_at_risk, export_clocks, record_clocks
from .notices import notice_choices, notice_count, notice_list, read_all_notices, read_notice

__all__ = [
    "calendar_page",
    "clock_list",
    "clocks_at_risk",
    "create_leave",
    "end_leave",
    "export_clocks",
    "leave_list",
    "notice_choices",
    "notice_count",
    "notice_list",
    "read_all_notices",
    "read_notice",
    "record_clocks",
    "remove_own_day",
    "set_own_day",
    "set_working_hours",
]
