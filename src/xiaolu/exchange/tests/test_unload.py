"""What unload writes, load takes: every row unchanged, and no cell can become a formula."""

from datetime import date
from pathlib import Path

import pytest
from django.utils import translation
from openpyxl import load_workbook

from xiaolu.exchange.tests.make import HEADINGS, load_file, load_rows, method
from xiaolu.exchange.unloading import unload
from xiaolu.pipeline import actions as pipeline
from xiaolu.pipeline.models import Opportunity
from xiaolu.pipeline.tests.make import make_opportunity

pytestmark = [pytest.mark.django_db, pytest.mark.database]
HEADS = [
    "外部编号",
    "商机名称",
    "客户名称",
    "联系人",
    "手机",
    "邮箱",
    "负责人",
    "团队",
    "行业",
    "来源",
    "产品",
    "增长类型",
    "金额",
    "用量",
    "预计成交日期",
    "阶段",
    "入P",
    "入A",
    "入X",
    "流失原因",
    "竞争对手",
    "现供应商",
    "下一步",
    "下次联系时间",
    "备注",
]


def rich(tmp_path: Path) -> None:
    """Opportunities that have everything, nothing, and a past of going back."""
    full = [
        "1",
        "二期",
        "恒力",
        "张三",
        "13800001234",
        "z@e.cn",
        "王芳",
        "华东",
        "机械",
        "展会",
        "切削液",
        "新业务",
        "1234.56",
        "7.5",
        "2027-01-15",
        "A",
        "2026-01-05",
        "2026-02-01",
        "",
        "",
        "壳牌",
        "美孚",
        "打电话",
        "2027-02-03",
        "两行\n备注",
    ]
    lost = ["2", *[""] * 12, "", "", "X", "2026-01-05", "", "2026-03-01", "价格", *[""] * 5]
    bare = ["3", *[""] * 24]
    assert load_rows(tmp_path, [HEADS, full, lost, bare]).ok
    back = make_opportunity(method(), on=date(2026, 1, 1))
    for stage, day in (("N", 5), ("A", 9)):
        pipeline.move_opportunity(back, to=stage, by=None, on=date(2026, 1, day), reason="price")
    withdrawn = make_opportunity(method())
    pipeline.withdraw_opportunity(withdrawn, by=None, reason="twice")


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_what_was_unloaded_loads_as_unchanged(tmp_path, language):
    rich(tmp_path)
    with translation.override(language):
        assert unload(tmp_path / "out.xlsx") == 4
    result = load_file(tmp_path / "out.xlsx")
    assert not result.errors
    assert (result.counts["unchanged"], result.counts["updated"], result.counts["created"]) == (4, 0, 0)


def test_one_cell_changed_in_the_unloaded_file_changes_one_thing(tmp_path):
    rich(tmp_path)
    unload(tmp_path / "out.xlsx")
    book = load_workbook(tmp_path / "out.xlsx")
    heads = [cell.value for cell in book.active[1]]
    book.active.cell(2, heads.index("金额") + 1).value = 2000
    book.save(tmp_path / "out.xlsx")
    assert load_file(tmp_path / "out.xlsx").counts["updated"] == 1
    assert Opportunity.objects.order_by("id")[0].amount == 200_000


def test_unloaded_opportunities_load_into_an_empty_house(tmp_path, django_db_blocker):
    rich(tmp_path)
    unload(tmp_path / "out.xlsx")
    book = load_workbook(tmp_path / "out.xlsx")
    for row in range(2, book.active.max_row + 1):
        book.active.cell(row, 1).value = f"KH-{row}"  # another system's keys
    book.save(tmp_path / "other.xlsx")
    before = [
        (one.stage, one.amount, one.created_on) for one in Opportunity.objects.filter(withdrawn=False).order_by("id")
    ]
    assert load_file(tmp_path / "other.xlsx").counts["created"] == 4
    after = [
        (one.stage, one.amount, one.created_on) for one in Opportunity.objects.filter(withdrawn=False).order_by("id")
    ]
    assert after[4:] == before


def test_no_cell_becomes_a_formula_or_a_link(tmp_path):
    load_rows(
        tmp_path,
        [HEADINGS, ["1", '=HYPERLINK("http://evil")', "", "P", "", "", ""], ["2", "http://evil", "", "P", "", "", ""]],
    )
    unload(tmp_path / "out.xlsx")
    sheet = load_workbook(tmp_path / "out.xlsx").active
    assert [(row[1].data_type, row[1].hyperlink) for row in sheet.iter_rows(min_row=2)] == [("s", None), ("s", None)]


def test_failed_rows_come_back_as_a_file_that_loads_once_corrected(tmp_path):
    rows = [HEADINGS, ["E1", "恒力", "", "P", "100", "", ""], ["E2", "=cmd|x", "", "P", "-5", "", ""]]
    load_rows(tmp_path, rows, skip_bad=True, errors_to=tmp_path / "errors.xlsx")
    book = load_workbook(tmp_path / "errors.xlsx")
    cells = [cell.value for cell in book.active[2]]
    assert cells[:2] == ["E2", "=cmd|x"] and book.active["B2"].data_type == "s"
    assert cells[-2] == 3 and "-5" in cells[-1]
    book.active["E2"].value = 5
    book.save(tmp_path / "errors.xlsx")
    assert load_file(tmp_path / "errors.xlsx").counts["created"] == 1
