"""Geometry of the charts that the server draws: numbers in, places on a canvas out. No colours, no words."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, log10
from typing import Literal

Kind = Literal["total", "up", "down", "blue"]
Values = Sequence[float | None]
CUT_BELOW = 0.2  # changes smaller than this share of what stands would not be seen: the axis is cut
LEAST = 2.0  # a bar that is not nothing can be seen and touched


@dataclass(frozen=True)
class Bar:
    """One bar of a waterfall: a `total` stands on the ground, all others start where the one before ended."""

    label: str
    value: float
    kind: Kind
    text: str = ""
    href: str = ""


@dataclass(frozen=True)
class Tick:
    at: float
    text: str


@dataclass(frozen=True)
class Box:
    """A bar with its place. `middle`: where label and number stand; `above`: the number's base line."""

    bar: Bar
    x: float
    y: float
    width: float
    height: float
    middle: float
    above: float


@dataclass(frozen=True)
class Waterfall:
    """`is_cut`: the axis begins above zero, so that small changes beside large totals are seen."""

    width: int
    height: int
    left: float
    ground: float
    boxes: tuple[Box, ...]
    ticks: tuple[Tick, ...]
    is_cut: bool = False


@dataclass(frozen=True)
class Line:
    """A course of values: `runs` are the unbroken stretches as SVG points, `dots` where single values stand."""

    width: int
    height: int
    left: float
    right: float
    ground: float
    runs: tuple[str, ...]
    areas: tuple[str, ...]
    dots: tuple[tuple[float, float], ...]
    ticks: tuple[Tick, ...] = ()
    labels: tuple[Tick, ...] = ()
    target: float | None = None


def waterfall(bars: Sequence[Bar], width: int = 640, height: int = 290) -> Waterfall:
    """Bars from the opening over the changes to the closing. Values in the unit of the axis."""
    left, top, bottom = 52.0, 20.0, 30.0
    ground = height - bottom
    levels = _levels(bars)
    lowest = _cut(bars, levels)
    low = lowest or min([0.0, *(low for low, _ in levels)])
    steps = nice_steps(low, max([0.0, *(high for _, high in levels)]))
    low, high = steps[0], steps[-1]

    def place(value: float) -> float:
        return round(ground - (max(value, low) - low) / (high - low) * (ground - top), 1)

    slot = (width - left) / max(len(bars), 1)
    boxes = []
    for number, (bar, (bottom_value, top_value)) in enumerate(zip(bars, levels, strict=True)):
        y = place(top_value)
        tall = max(place(bottom_value) - y, LEAST) if bar.value else 0.0
        middle = round(left + slot * (number + 0.5), 1)
        boxes.append(Box(bar, round(middle - slot * 0.27, 1), y, round(slot * 0.54, 1), round(tall, 1), middle, y - 5))
    ticks = tuple(Tick(place(step), f"{step:,.10g}") for step in steps)
    return Waterfall(width, height, left, place(0.0), tuple(boxes), ticks, low > 0)


def _cut(bars: Sequence[Bar], levels: Sequence[tuple[float, float]]) -> float:
    """Where a cut axis begins; 0 when the changes are large enough to be seen beside the totals."""
    edges = [
        edge for bar, level in zip(bars, levels, strict=True) if bar.kind != "total" and bar.value for edge in level
    ]
    if not edges or min(edges) <= 0:
        return 0.0
    span = max(edges) - min(edges)
    return max(min(edges) - span / 2, 0.0) if span < CUT_BELOW * max(edges) else 0.0


def _levels(bars: Sequence[Bar]) -> list[tuple[float, float]]:
    """From where to where each bar reaches, lower end first."""
    levels, now = [], 0.0
    for bar in bars:
        before, now = (0.0, bar.value) if bar.kind == "total" else (now, now + bar.value)
        levels.append((min(before, now), max(before, now)))
    return levels


def nice_steps(low: float, high: float, about: int = 5) -> list[float]:
    """Round numbers that hold low and high: steps of 1, 2, 2.5 or 5 times a power of ten."""
    size = max(abs(low), abs(high))
    span = high - low if high - low > max(size * 1e-6, 1e-6) else max(size, 1.0)
    raw = span / about
    power = 10.0 ** floor(log10(raw))
    step = next(power * factor for factor in (1, 2, 2.5, 5, 10) if power * factor >= raw * 0.999)
    first, last = floor(low / step + 1e-9), ceil(high / step - 1e-9)
    return [round(number * step, 10) for number in range(first, max(last, first + 1) + 1)]


def sparkline(values: Values, width: int = 220, height: int = 46) -> Line:
    """A course without axes, filled down to the ground."""
    return _course(values, width, height, (2.0, 6.0, 2.0, 2.0), None, [])


def line_chart(
    values: Values, labels: Sequence[str], target: float | None = None, width: int = 400, height: int = 150
) -> Line:
    """A course with its target as a level, ticks at the side and a label under each value."""
    known = [value for value in (*values, target) if value is not None]
    steps = nice_steps(min(known), max(known), 4) if known else [0.0, 1.0]
    return _course(values, width, height, (44.0, 10.0, 20.0, 24.0), target, steps, labels)


def _course(
    values: Values, width: int, height: int, room: tuple[float, float, float, float], target: float | None,
    steps: Sequence[float], labels: Sequence[str] = (),
) -> Line:  # fmt: skip
    left, top, right, bottom = room
    known = [value for value in values if value is not None]
    low, high = (steps[0], steps[-1]) if steps else (min(known, default=0.0), max(known, default=1.0))
    span = (high - low) or 1.0
    ground = height - bottom

    def across(number: int) -> float:
        return round(left + (width - left - right) * (number / max(len(values) - 1, 1)), 1)

    def up(value: float) -> float:
        level = (value - low) / span if high != low else 0.5
        return round(ground - level * (ground - top), 1)

    each = 1 + len(labels) // 8  # so many labels find room
    runs = [[(across(n), up(value)) for n, value in run] for run in _runs(values)]
    return Line(
        width, height, left, width - right, ground,
        runs=tuple(_points(run) for run in runs if len(run) > 1),
        areas=tuple(f"{run[0][0]},{height} {_points(run)} {run[-1][0]},{height}" for run in runs if len(run) > 1),
        dots=tuple(run[0] for run in runs if len(run) == 1) + ((runs[-1][-1],) if runs else ()),
        ticks=tuple(Tick(up(step), f"{step:.10g}") for step in steps),
        labels=tuple(Tick(across(n), label) for n, label in enumerate(labels) if (len(labels) - 1 - n) % each == 0),
        target=None if target is None else up(target),
    )  # fmt: skip


def _runs(values: Values) -> list[list[tuple[int, float]]]:
    """Stretches of values without a gap, each value with its number."""
    runs: list[list[tuple[int, float]]] = [[]]
    for number, value in enumerate(values):
        if value is None:
            runs.append([])
        else:
            runs[-1].append((number, value))
    return [run for run in runs if run]


def _points(run: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{x:g},{y:g}" for x, y in run)
