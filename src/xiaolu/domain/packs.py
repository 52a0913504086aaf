"""What a meeting's pack keeps of its numbers, and which of them read differently when they are counted again.

A pack is a document of plain values (see `desk.pack.document`). Its numbers are named by a path: `flow:new:amount`,
`standing:P:count`, `kpi:hit_rate`, `person:7:P+A`, `late:N`, `lost:price`. Amounts are minor units, volumes thousandths.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import isclose
from typing import Any

Number = int | float
MEASURES = ("count", "amount", "volume")


@dataclass(frozen=True)
class Restated:
    """One number as the meeting saw it and as it reads now, of the same day; None where there was or is none."""

    path: tuple[str, ...]
    then: Number | None
    now: Number | None

    @property
    def is_amount(self) -> bool:
        return self.path[-1] == "amount"


def numbers(pack: Mapping[str, Any]) -> dict[tuple[str, ...], Number | None]:
    """Every number of a pack that the ledger can count again, by its path."""
    return dict(_numbers(pack))


def _numbers(pack: Mapping[str, Any]) -> Iterator[tuple[tuple[str, ...], Number | None]]:
    yield from _sums(pack)
    for kpi in (*pack["kpis"], *pack["chain"]):
        yield ("kpi", kpi["code"]), kpi["reading"]["value"]
    for line in pack["people"]:
        yield from ((("person", str(line["person"]), column), count) for column, count in line["counts"].items())
    yield from ((("late", stage), count) for stage, count in pack["late"]["counts"].items())
    yield from ((("lost", reason), count) for reason, count, *_sums in pack["lost"]["reasons"])


def _sums(pack: Mapping[str, Any]) -> Iterator[tuple[tuple[str, ...], Number]]:
    flow = pack["flow"]
    whole = {"opening": flow["opening"], **flow["changes"], **flow["moves"], "closing": flow["closing"]}
    for part, named in (("flow", whole), ("standing", pack["standing"])):
        for name, sums in named.items():
            yield from (((part, name, measure), number) for measure, number in zip(MEASURES, sums, strict=True))


def restated(shown: Mapping[str, Any], again: Mapping[str, Any]) -> list[Restated]:
    """The numbers of a pack that differ from the same pack counted again, in the order in which they were shown."""
    then, now = numbers(shown), numbers(again)
    return [
        Restated(path, then.get(path), now.get(path))
        for path in {**then, **now}
        if not _same(then.get(path), now.get(path))
    ]


def _same(one: Number | None, other: Number | None) -> bool:
    if one is None or other is None:
        return not one and not other
    return one == other if isinstance(one, int) and isinstance(other, int) else isclose(one, other, rel_tol=1e-9)
