"""What a customer was called before it went into another still finds it in files."""

import pytest

from xiaolu.customers import actions as customers
from xiaolu.customers.models import Account, Alias, Merge
from xiaolu.customers.tests.make import make_account
from xiaolu.domain.credit_codes import check_sign
from xiaolu.exchange.tests.make import load_rows
from xiaolu.pipeline.models import Opportunity

pytestmark = [pytest.mark.django_db, pytest.mark.database]
CREDIT = "91320500MA1MXXXX1"
CREDIT += check_sign(CREDIT)
HEADS = ["客户名称", "客户编号", "统一社会信用代码", "地址"]


def merge(winner: Account, loser: Account) -> Merge:
    for one in (winner, loser):
        one.refresh_from_db()
    return customers.merge_accounts(winner, loser, by=None, seen=(winner.version, loser.version), chosen={})


@pytest.fixture
def merged(lan) -> tuple[Account, Merge]:
    winner = make_account(lan, name="苏州恒力机械", code="W1")
    return winner, merge(winner, make_account(lan, name="老恒力厂", code="L1", credit_code=CREDIT))


@pytest.mark.parametrize(
    "said", [["老恒力厂", "", ""], ["老 恒力厂", "L1", ""], ["别的叫法", "L1", ""], ["别的叫法", "", CREDIT]]
)
def test_its_old_name_code_or_credit_code_leads_to_the_one_that_it_went_into(tmp_path, merged, said):
    winner, _ = merged
    result = load_rows(tmp_path, [HEADS, [*said, "人民路9号"]], kind="accounts")
    assert (result.errors, result.counts["created"], result.counts["updated"]) == ([], 0, 1)
    winner.refresh_from_db()
    assert (winner.code, winner.address) == ("W1", "人民路9号")
    assert said[0] == "别的叫法" or winner.name == "苏州恒力机械"


@pytest.mark.parametrize("said", ["老恒力厂", "L1"])
def test_opportunities_and_contacts_of_the_old_name_go_there(tmp_path, merged, said):
    winner, _ = merged
    load_rows(tmp_path, [["外部编号", "客户名称", "阶段"], ["E1", said, "P"]])
    load_rows(tmp_path, [["客户", "联系人"], [said, "李四"]], kind="contacts")
    assert Opportunity.objects.get().account == winner
    assert winner.contacts.get().name == "李四"
    assert Account.objects.count() == 2


def test_the_file_that_brought_the_old_one_changes_nothing_when_it_is_loaded_again(tmp_path, lan):
    rows = [HEADS, ["老恒力厂", "L1", "", "旧路1号"]]
    load_rows(tmp_path, rows, kind="accounts")
    winner = make_account(lan, name="苏州恒力机械", address="新路2号")
    merge(winner, Account.objects.get(code="L1"))
    again = load_rows(tmp_path, rows, kind="accounts")
    assert (again.counts["unchanged"], again.counts["updated"], again.counts["created"]) == (1, 0, 0)
    moved = load_rows(tmp_path, [HEADS, ["老恒力厂", "L1", "", "旧路3号"]], kind="accounts")
    assert moved.counts["updated"] == 1
    winner.refresh_from_db()
    assert (winner.name, winner.address) == ("苏州恒力机械", "旧路3号")


def test_names_follow_a_chain_of_merges_and_come_back_one_by_one(tmp_path, lan):
    first, second, third = (make_account(lan, name=name) for name in ("甲公司", "乙厂", "丙集团"))
    inner, outer = merge(second, first), merge(third, second)
    assert set(Alias.objects.values_list("account", "said")) == {(third.pk, "甲公司"), (third.pk, "乙厂")}
    customers.unmerge_accounts(outer, by=None)
    assert set(Alias.objects.values_list("account", flat=True)) == {second.pk}
    customers.unmerge_accounts(inner, by=None)
    assert not Alias.objects.exists()
    result = load_rows(tmp_path, [["外部编号", "客户名称", "阶段"], ["E1", "甲公司", "P"]])
    assert result.ok and Opportunity.objects.get().account == first


def test_a_customer_that_is_called_so_now_comes_first(tmp_path, merged, lan):
    namesake = make_account(lan, name="老恒力厂")
    load_rows(tmp_path, [["外部编号", "客户名称", "阶段"], ["E1", "老恒力厂", "P"]])
    assert Opportunity.objects.get().account == namesake


def test_an_old_name_of_two_fails_and_lists_them(tmp_path, merged, lan):
    other = make_account(lan, name="别家")
    merge(other, make_account(lan, name="老恒力厂"))
    result = load_rows(tmp_path, [["外部编号", "客户名称", "阶段"], ["E1", "老恒力厂", "P"]])
    assert [one["code"] for one in result.errors] == ["several_accounts"]
