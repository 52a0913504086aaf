"""From the dates of one row to the entries of its stages, as the rules of imports say."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from xiaolu.domain.cells import CellInvalid

Entry = tuple[date, str]


class History(NamedTuple):
    """The stages that a row entered, in order. `undated`: its stage had no date of its own."""

    entries: list[Entry]
    undated: bool


def history_of(
    stage: str, dates: Mapping[str, date], created_on: date, order: Mapping[str, int], *, closed: bool
) -> History:
    """Entries in the order of date, then of stages; without any date the row begins, in its stage, on `created_on`.

    A stage without date of its own is entered on the last date known. Raises CellInvalid (stage_not_last) when a row
    entered another stage after the one in which it stands. `closed`: the stage is won, paid or lost.
    """
    entries = sorted(((day, code) for code, day in dates.items()), key=lambda entry: (entry[0], order[entry[1]]))
    if not entries:
        return History([(created_on, stage)], closed)
    if stage in dates:
        if entries[-1][1] != stage:
            raise CellInvalid("stage_not_last", stage=stage, last=entries[-1][1])
        return History(entries, False)
    return History([*entries, (entries[-1][0], stage)], True)


def last_stage(dates: Mapping[str, date], order: Mapping[str, int]) -> str:
    """The stage that was entered last, '' without dates."""
    return max(dates, key=lambda code: (dates[code], order[code]), default="")
