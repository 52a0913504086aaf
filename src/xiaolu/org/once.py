"""What several parts of a page ask for is read once for the page. Every recorded change empties what was kept."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

_page: ContextVar[dict[tuple[Any, ...], Any] | None] = ContextVar("page", default=None)


def once_a_page(read: Callable[P, R]) -> Callable[P, R]:
    """A reading function whose answer holds while one page is made. Its arguments must be hashable."""

    @wraps(read)
    def reading(*args: P.args, **kwargs: P.kwargs) -> R:
        kept = _page.get()
        if kept is None:
            return read(*args, **kwargs)
        key = (read, args, *sorted(kwargs.items()))
        if key not in kept:
            kept[key] = read(*args, **kwargs)
        found: R = kept[key]
        return found

    return reading


def forget() -> None:
    """Something was changed: what was read before may be untrue."""
    if (kept := _page.get()) is not None:
        kept.clear()


@contextmanager
def one_page() -> Iterator[None]:
    """While this lasts, answers of `once_a_page` functions are kept."""
    token = _page.set({})
    try:
        yield
    finally:
        _page.reset(token)
