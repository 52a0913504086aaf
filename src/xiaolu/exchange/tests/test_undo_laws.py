"""The law of undo: after any import onto any state, undone, everything is as before — rows, figures of every day, search,
export — and the invariants hold. Then the file loads again."""

import io
import json
from contextlib import redirect_stdout
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from xiaolu.customers.models import Account, Contact, Industry, Source
from xiaolu.domain.periods import Period
from xiaolu.exchange import actions
from xiaolu.exchange.models import Import
from xiaolu.exchange.obstacles import obstacles
from xiaolu.exchange.tests.make import load_rows, method
from xiaolu.exchange.unloading import unload
from xiaolu.operate.commands import kpis
from xiaolu.org.models import Membership, Person, RoleGrant, Team, TeamClosure, TeamPlace
from xiaolu.org.queries import today
from xiaolu.pipeline import actions as pipeline
from xiaolu.pipeline import caches, checks
from xiaolu.pipeline.models import ExternalKey, Opportunity, Passage
from xiaolu.pipeline.queries import sums
from xiaolu.pipeline.queries.frames import Frame, of_team
from xiaolu.products.models import Product
from xiaolu.search.models import SearchEntry
from xiaolu.search.queries import find

pytestmark = [pytest.mark.django_db, pytest.mark.database]
SPAN = 300  # days of history
TABLES = (Opportunity, Account, Contact, Industry, Source, Product, Person, Team, Membership, RoleGrant, TeamPlace,
          TeamClosure, ExternalKey, Passage, SearchEntry)  # fmt: skip
NOT_COMPARED = {"version", "id", "sub"}  # sub: the stage beside a search result follows an edit, not a move
HEADS = ["外部编号", "客户名称", "联系人", "手机", "邮箱", "负责人", "团队", "行业", "来源", "产品", "阶段", "金额", "用量",
         "预计成交日期", "下一步", "备注", "流失原因", "入P", "入A", "入N", "成交日期"]  # fmt: skip
CODES = ("P", "A", "N", "C", "X")


def some(*values: str):
    return st.sampled_from(("", *values))


@st.composite
def rows(draw, keys=tuple(range(6))):
    """A table as a sales assistant keeps it: some cells empty, stage dates in order, keys that may be known."""
    found = []
    for key in draw(st.lists(st.sampled_from(keys), min_size=1, max_size=6, unique=True)):
        stage = draw(st.sampled_from(CODES))
        days = sorted(draw(st.lists(st.integers(0, SPAN), min_size=4, max_size=4)), reverse=True)
        dates = [(today() - timedelta(days=day)).isoformat() for day in days]
        place = min(CODES.index(stage), 3)
        closed = dates[3] if stage in "CX" and draw(st.booleans()) else ""
        entered = [date if at <= place and at < 3 and draw(st.booleans()) else "" for at, date in enumerate(dates[:3])]
        account = draw(some("恒力", "东方", "西部"))
        found.append([
            f"E{key}", account, draw(some("张三", "李四")) if account else "", draw(some("13800001234", "13900005678")),
            draw(some("a@b.cn")), draw(some("王芳", "李强")), draw(some("华东", "华北")), draw(some("机械", "化工")),
            draw(some("展会", "电话")), draw(some("切削液")), stage, draw(some("100", "2500")), draw(some("7.5")),
            draw(some("2027-01-15", "2027-03-01")), draw(some("打电话")), draw(some("备注")),
            draw(some("价格")) if stage == "X" else "", *entered, closed,
        ])  # fmt: skip
    return found


manual = st.lists(
    st.tuples(st.integers(0, 5), st.sampled_from(["edit", "move", "withdraw"]), st.integers(0, 4)), max_size=3
)


def by_hand(acts) -> None:
    """What people did in Xiaolu before."""
    for place, act, number in acts:
        rows_ = list(Opportunity.objects.filter(withdrawn=False).order_by("id"))
        if not rows_:
            return
        one = rows_[place % len(rows_)]
        if act == "edit":
            pipeline.edit_opportunity(one, by=None, amount=number * 77, note=f"mine {number}")
        elif act == "move":
            pipeline.move_opportunity(one, to=CODES[number], by=None, reason="price")
        else:
            pipeline.withdraw_opportunity(one, by=None, reason="twice")


def rows_of(model) -> list:
    names = sorted({field.attname for field in model._meta.concrete_fields} - NOT_COMPARED)
    if model in (Opportunity, Account, Contact, Person, Team):
        names.append("id")
    return sorted(model._default_manager.values_list(*names), key=repr)


def export(folder: Path) -> list:
    unload(folder / "out.xlsx", method=method())
    return [[cell.value for cell in row] for row in load_workbook(folder / "out.xlsx").active.iter_rows()]


def figures() -> list:
    """Balances of many days, flows between them, every KPI."""
    days = [today() - timedelta(days=back) for back in (SPAN + 1, 200, 90, 31, 1, 0)]
    frames = [Frame(method(), by) for by in ("total", "person", "team", "industry", "source", "product")]
    frames += [Frame(method(), "person", of_team(team)) for team in Team.objects.order_by("id")[:1]]
    found: list = []
    for frame in frames:
        found += [sums.standing(frame, day) for day in days]
        for start, end in ((days[0], days[2]), (days[1], days[4]), (days[3], days[5])):
            flows = sums.flow(frame, Period(start, end))
            found.append({
                key: (flow.opening, flow.closing, {name: one for name, one in flow.changes.items() if one},
                      {name: one for name, one in flow.moves.items() if one}) for key, flow in flows.items()
            })  # fmt: skip
    return [*found, kpi_document()]


def kpi_document() -> dict:
    import argparse

    parser = argparse.ArgumentParser()
    kpis.add_arguments(parser)
    out = io.StringIO()
    with redirect_stdout(out):
        kpis.run(parser.parse_args(["spancop", "--by", "person", "--json"]))
    return json.loads(out.getvalue())


def picture(folder: Path) -> dict:
    """Everything that anybody can see, on any day."""
    found: dict = {model.__name__: rows_of(model) for model in TABLES}
    for words in ("恒力", "wf", "1234", "机械", "E1"):
        entries = find(words, ["opportunity", "account", "contact"])
        found[words] = {kind: [(one.object_id, one.label) for one in hits] for kind, hits in entries.items()}
    return found | {"export": export(folder), "figures": figures()}


def nothing_is_wrong() -> None:
    assert [problem for check in checks.CHECKS for problem in check()] == []


@settings(
    max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate, Phase.shrink],
)  # fmt: skip
@given(
    base=rows(), acts=manual, loaded=rows(), folded=st.booleans(), middle=rows(keys=(7, 8)), folded_again=st.booleans()
)
def test_an_undone_import_leaves_no_trace_in_anything_one_can_see(base, acts, loaded, folded, middle, folded_again):
    with TemporaryDirectory() as name, transaction.atomic():
        folder = Path(name)
        method()
        load_rows(folder, [HEADS, *base], skip_bad=True)
        by_hand(acts)
        caches.fold() if folded else None
        nothing_is_wrong()
        before = picture(folder)
        result = load_rows(folder, [HEADS, *loaded], skip_bad=True)
        nothing_is_wrong()
        between = picture(folder)
        second = load_rows(folder, [HEADS, *middle], skip_bad=True)
        caches.fold() if folded_again else None
        load, later = (Import.objects.get(pk=one.import_id) for one in (result, second))
        actions.undo_import(later, by=None)
        assert_same(picture(folder), between)
        nothing_is_wrong()
        assert obstacles(load) == []
        if load.state == "done":
            actions.undo_import(load, by=None)
        assert_same(picture(folder), before)
        nothing_is_wrong()
        caches.fold()
        assert_same(picture(folder), before)
        again = load_rows(folder, [HEADS, *loaded], skip_bad=True)
        assert {**again.counts, "warnings": 0} == {**result.counts, "warnings": 0}
        nothing_is_wrong()
        transaction.set_rollback(True)


def assert_same(after: dict, before: dict) -> None:
    for name, value in before.items():
        assert after[name] == value, name


def test_the_picture_sees_what_an_import_does(tmp_path):
    """The law could not fail if the picture were blind."""
    method()
    before = picture(tmp_path)
    load_rows(
        tmp_path, [HEADS, ["E1", "恒力", "张三", "138", "", "王芳", "华东", "机械", "展会", "切削液", "P", *[""] * 10]]
    )
    after = picture(tmp_path)
    unmoved = {"wf", "1234", "E1", "机械", "Source"} | {name for name in before if before[name] != after[name]}
    assert set(before) == unmoved
    assert connection.vendor
