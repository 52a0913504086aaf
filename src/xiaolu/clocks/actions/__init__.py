"""Every change to calendars, clocks and notices."""

from xiaolu.clocks.actions.calendars import (
    end_leave,
    export_clocks,
    remove_own_day,
    set_own_day,
    set_working_hours,
    take_leave,
)
from xiaolu.clocks.actions.notices import read_all_notices, read_notice
from xiaolu.clocks.actions.running import (
    Subject,
    drop,
    drop_where_gone,
    hand_over,
    happened,
    pause,
    resume,
    start,
    stop,
)
from xiaolu.clocks.actions.telling import choose_notices, notice, tell
from xiaolu.clocks.actions.working import drop_old_notices, run_due, take_batch

__all__ = [
    "Subject",
    "choose_notices",
    "drop",
    "drop_old_notices",
    "drop_where_gone",
    "end_leave",
    "export_clocks",
    "hand_over",
    "happened",
    "notice",
    "pause",
    "read_all_notices",
    "read_notice",
    "remove_own_day",
    "resume",
    "run_due",
    "set_own_day",
    "set_working_hours",
    "start",
    "stop",
    "take_batch",
    "take_leave",
    "tell",
]
