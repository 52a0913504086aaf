"""Tables of competitors: administrators load them, those who take lists out take them out, an undo brings all back."""

import pytest
from django.urls import reverse

from xiaolu.customers import actions as customers
from xiaolu.customers.models import Competitor
from xiaolu.customers.tests.make import make_account
from xiaolu.exchange import actions
from xiaolu.exchange.models import Import
from xiaolu.exchange.obstacles import obstacles
from xiaolu.exchange.tests.make import codes, load_rows

pytestmark = pytest.mark.django_db
HEADS = ["竞争对手", "编号", "备注"]


def rows() -> list[tuple[str, str, str]]:
    return list(Competitor.objects.order_by("pk").values_list("code", "name", "note"))


@pytest.mark.parametrize("heads", [HEADS, ["Competitor", "Code", "Note"], ["对手名称(*)", "对手编号", "优势"]])
def test_known_by_code_else_by_name_only_changed_cells_are_applied_and_undone(tmp_path, heads):
    customers.create_competitor(code="K1", name="某品牌", note="旧", by=None)
    customers.create_competitor(code="K2", name="调合厂", by=None)
    before = rows()
    table = [heads, ["某品牌（中国）", "k1", "新"], ["调合厂", "", "价格低"], ["新来的", "", ""]]
    result = load_rows(tmp_path, table, kind="competitors")
    assert (result.errors, result.counts["created"], result.counts["updated"]) == ([], 1, 2)
    assert rows()[:2] == [("K1", "某品牌（中国）", "新"), ("K2", "调合厂", "价格低")]
    assert rows()[2][1:] == ("新来的", "") and rows()[2][0]
    actions.undo_import(Import.objects.get(pk=result.import_id), by=None)
    assert rows() == before


def test_a_name_of_two_needs_the_code(tmp_path):
    for code in ("K1", "K2"):
        customers.create_competitor(code=code, name="某品牌", by=None)
    assert codes(load_rows(tmp_path, [HEADS, ["某品牌", "", ""]], kind="competitors")) == [
        (2, "竞争对手", "several_called")
    ]


def test_one_that_stands_at_a_customer_since_holds_the_undo_up(tmp_path, lan):
    result = load_rows(tmp_path, [HEADS, ["某品牌", "K1", ""]], kind="competitors")
    customers.create_foothold(make_account(lan), competitor=Competitor.objects.get(), by=None)
    found = obstacles(Import.objects.get(pk=result.import_id))
    assert [note["code"] for note in found] == ["undo_in_use"]


def test_only_administrators_load_them_and_sellers_may_take_them_out(browse, lan, trainer, tmp_path):
    refused = load_rows(tmp_path, [HEADS, ["某品牌", "", ""]], kind="competitors", by=lan, create_missing=())
    assert codes(refused) == [(0, "", "may_not_load")]
    assert 'value="competitors"' not in browse(lan).get(reverse("exchange:upload_import")).content.decode()
    address = reverse("exchange:export_records", args=["competitors"])
    assert browse(lan).get(address).status_code == 200
    assert browse(trainer).get(address).status_code == 403
