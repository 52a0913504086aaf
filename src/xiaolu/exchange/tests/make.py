"""Plain functions that make files and load them."""

import csv
from datetime import date
from pathlib import Path

import xlsxwriter

from xiaolu.domain.ledger import taken_back
from xiaolu.exchange import actions
from xiaolu.exchange.actions import LoadResult
from xiaolu.methods.models import Method
from xiaolu.pipeline.models import Change, Opportunity
from xiaolu.pipeline.tests.make import spancop

EVERYTHING = ("owners", "teams", "accounts", "contacts", "industries", "sources", "products", "competitors")
HEADINGS = ["外部编号", "客户名称", "负责人", "阶段", "金额", "入P", "入A"]


def csv_file(folder: Path, rows: list[list], *, encoding: str = "utf-8", name: str = "table.csv") -> Path:
    path = folder / name
    with path.open("w", newline="", encoding=encoding) as file:
        csv.writer(file).writerows(rows)
    return path


def xlsx_file(folder: Path, rows: list[list], *, name: str = "table.xlsx") -> Path:
    path = folder / name
    book = xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"})
    sheet = book.add_worksheet()
    for number, row in enumerate(rows):
        for place, cell in enumerate(row):
            sheet.write(number, place, cell)
    book.close()
    return path


def load_rows(folder: Path, rows: list[list], **over) -> LoadResult:
    """Load rows (the headings first) as a CSV file under SPANCOP, creating what is missing."""
    return load_file(csv_file(folder, rows), **over)


def load_file(path: Path, **over) -> LoadResult:
    return actions.load(path, **{"method": method(), "create_missing": EVERYTHING, **over})


def method() -> Method:
    return Method.objects.filter(code="spancop").first() or spancop()


def codes(result: LoadResult) -> list[tuple[int, str, str]]:
    """Row, column and code of each error."""
    return [(one["row"], one["column"], one["code"]) for one in result.errors]


def history(opportunity: Opportunity) -> list[tuple[str, str]]:
    """Day and stage of the stage changes that hold, in order."""
    changes = Change.objects.filter(opportunity=opportunity.pk)
    gone = taken_back(changes.values_list("pk", "cancels"))
    kept = [one for one in changes.order_by("day", "id") if one.pk not in gone and "stage" in one.sets]
    return [(date.fromordinal(one.day).isoformat(), one.sets["stage"]) for one in kept]
