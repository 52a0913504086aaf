"""The laws of tables of activities: taken out and loaded, nothing changes; loaded and undone, everything is as before."""

from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from xiaolu.activities.models import Activity
from xiaolu.customers.models import Account
from xiaolu.customers.tests.make import make_account, make_contact
from xiaolu.exchange import actions
from xiaolu.exchange.models import Import
from xiaolu.exchange.obstacles import obstacles
from xiaolu.exchange.tests.make import load_file, load_rows, method
from xiaolu.exchange.tests.test_activity_tables import HEADS, picture
from xiaolu.exchange.unloading import unload_records
from xiaolu.org.queries import today
from xiaolu.pipeline.tests.make import make_opportunity

pytestmark = [pytest.mark.django_db, pytest.mark.database]
TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=30)
FREE = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=30)


def some(*values: str) -> st.SearchStrategy[str]:
    return st.sampled_from(("", *values))


@st.composite
def rows(draw: st.DrawFn) -> list[list[str]]:
    """Rows as several programs write them: with and without keys, customers, times; some cells empty."""
    found = []
    for key in draw(st.lists(st.integers(0, 5), min_size=1, max_size=6, unique=True)):
        day = today() + timedelta(days=draw(st.integers(-90, 20)))
        given = {
            "编号": draw(some(f"H{key}")), "日期": day.isoformat(), "类型": draw(st.sampled_from(["电话", "visit", "微信", "待办"])),
            "客户": draw(some("恒力", "C2", "东方化工")), "商机": draw(some("D-1")), "负责人": draw(st.sampled_from(["林岚", "zhaolei"])),
            "状态": draw(some("取消")), "内容": draw(TEXT), "主题": draw(some("年度协议")), "时间": draw(some("9:05", "下午3点")),
            "分钟": draw(some("30", "2小时")), "联系人": draw(some("张三", "李四、张三")), "触达": draw(some("是", "no")),
            "购买信号": draw(some("点头", "calculates; nods")), "时间类别": draw(some("T1", "t3")), "客户原话": draw(some("a\nb", "=1+1")),
        }  # fmt: skip
        found.append([given.get(name, "") for name in HEADS])
    return found


def house(lan, lei) -> None:
    account = make_account(lan, name="恒力", code="C1")
    make_contact(account, name="张三")
    make_account(lei, name="东方化工", code="C2")
    load_rows_of = [["外部编号", "客户名称", "负责人", "阶段"], ["D-1", "恒力", "林岚", "P"]]
    with TemporaryDirectory() as name:
        load_rows(Path(name), load_rows_of)
    make_opportunity(method(), account=account, owner=lan)


LAWS = settings(
    max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate, Phase.shrink]
)


@LAWS
@given(base=rows(), loaded=rows())
def test_taken_out_and_loaded_nothing_changes_and_an_undo_leaves_everything_as_before(lan, lei, base, loaded):
    with TemporaryDirectory() as name, transaction.atomic():
        folder = Path(name)
        house(lan, lei)
        load_rows(folder, [HEADS, *base], kind="activities", create_missing=("contacts",), skip_bad=True)
        before = picture()
        result = load_rows(folder, [HEADS, *loaded], kind="activities", create_missing=("contacts",), skip_bad=True)
        between = picture()
        many = unload_records(folder / "out.xlsx", "activities")
        if many:
            again = load_file(folder / "out.xlsx", kind="activities", create_missing=())
            assert (again.errors, again.counts["unchanged"]) == ([], many)
        twice = load_rows(folder, [HEADS, *loaded], kind="activities", create_missing=("contacts",), skip_bad=True)
        assert (twice.counts.get("created", 0), twice.counts.get("updated", 0)) == (0, 0)
        assert picture() == between
        load = Import.objects.get(pk=result.import_id)
        if load.state == "done":
            assert obstacles(load) == []
            actions.undo_import(load, by=None)
        assert picture() == before
        transaction.set_rollback(True)


@LAWS
@given(result=FREE, subject=FREE, words=FREE)
def test_whatever_was_written_by_hand_comes_back_unchanged(lan, result, subject, words):
    with TemporaryDirectory() as name, transaction.atomic():
        account = Account.objects.filter(name="恒力").first() or make_account(lan, name="恒力")
        Activity.objects.create(
            kind="call", state="cancelled", day=today(), owner=lan, account=account, result=result, subject=subject, words=words
        )  # fmt: skip
        method()
        before = picture()
        path = Path(name) / "out.xlsx"
        assert unload_records(path, "activities") == 1
        again = load_file(path, kind="activities", create_missing=())
        assert (again.errors, again.counts["unchanged"], picture()) == ([], 1, before)
        transaction.set_rollback(True)
