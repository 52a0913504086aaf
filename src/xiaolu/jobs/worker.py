"""The worker: does queued jobs and what is due again and again, until it is told to stop."""

import logging
import signal
import time

from django.db import close_old_connections

from xiaolu.jobs import actions
from xiaolu.jobs.registry import SCHEDULE

PAUSE = 0.5
log = logging.getLogger("xiaolu.jobs")


def run(*, alone: bool) -> None:
    """Work until SIGTERM or SIGINT. `alone`: the only worker (SQLite), so what runs was left by a killed one."""
    stopping = []
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.append(True))
    actions.requeue_interrupted(all_running=alone)
    due = {place: 0.0 for place in range(len(SCHEDULE))}
    while not stopping:
        now = time.monotonic()
        for place, (seconds, function) in enumerate(SCHEDULE):
            if now >= due[place]:
                due[place] = now + seconds
                try:
                    function()
                except Exception:  # what is due again and again is tried again
                    log.exception("%s failed", function.__name__)
        if not actions.work_once():
            time.sleep(PAUSE)
        close_old_connections()
