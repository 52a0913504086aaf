"""Which function does which kind of work. Functions must be idempotent: a killed job runs again from its start."""

from collections.abc import Callable

Progress = Callable[[int, int], None]
JOBS: dict[str, Callable[..., None]] = {}
GIVEN_UP: dict[str, Callable[..., None]] = {}
SCHEDULE: list[tuple[float, Callable[[], object]]] = []


class Cancelled(Exception):
    """Somebody asked this job to stop; raised by its progress function."""


def job(kind: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Register `fn(progress, **arguments)` under a kind."""

    def register(function: Callable[..., None]) -> Callable[..., None]:
        JOBS[kind] = function
        return function

    return register


def when_given_up(kind: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Register `fn(**arguments)` for a job of a kind that was interrupted too often to be tried again."""

    def register(function: Callable[..., None]) -> Callable[..., None]:
        GIVEN_UP[kind] = function
        return function

    return register


def every(seconds: float) -> Callable[[Callable[[], object]], Callable[[], object]]:
    """Register a function that the worker calls again and again."""

    def register(function: Callable[[], object]) -> Callable[[], object]:
        SCHEDULE.append((seconds, function))
        return function

    return register
