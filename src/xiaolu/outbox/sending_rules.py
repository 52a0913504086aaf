"""How often and how long it is tried to send a letter."""

from datetime import timedelta

BATCH = 50  # letters of one round: a slow server must not hold up the worker
HELD = timedelta(minutes=5)  # so long nobody else takes what a worker is at; longer than a round can take
LASTS = timedelta(days=2)  # what is not away by then comes too late
MOST_TRIES = 10
KEPT = timedelta(days=60)  # so long a letter that is settled can be looked up


def pause_after(tries: int) -> timedelta:
    """How long to wait after a try that failed: 1, 2, 4 … minutes, at most an hour."""
    return timedelta(minutes=min(2 ** (tries - 1), 60))
