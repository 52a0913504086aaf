"""Timing, and the table that a bench prints."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Measured:
    """One line: what, ours and the floor in milliseconds, and the bar that the ratio is held against."""

    what: str
    ours: float
    floor: float = 0.0
    bar: str = ""

    @property
    def ratio(self) -> str:
        return f"{self.ours / self.floor:.2g} ×" if self.floor else ""


def milliseconds(work: Callable[[], object], *, times: int = 7) -> float:
    """The median of several runs, after one that warms up."""
    work()
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        taken.append((time.perf_counter() - began) * 1000)
    return statistics.median(taken)


def cpu_milliseconds(work: Callable[[], object], *, times: int = 5) -> float:
    """The median CPU time of this process."""
    work()
    taken = []
    for _ in range(times):
        began = time.process_time()
        work()
        taken.append((time.process_time() - began) * 1000)
    return statistics.median(taken)


def once(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def show(title: str, lines: list[Measured]) -> None:
    """A Markdown table, ready for docs/benchmarks.md."""
    print(f"\n### {title}\n\n| what | ours ms | floor ms | ratio | bar |\n| --- | ---: | ---: | ---: | --- |")
    for line in lines:
        floor = f"{line.floor:,.1f}" if line.floor else ""
        print(f"| {line.what} | {line.ours:,.1f} | {floor} | {line.ratio} | {line.bar} |", flush=True)
