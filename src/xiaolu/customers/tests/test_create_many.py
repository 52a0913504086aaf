import pytest

from xiaolu.customers import actions, queries
from xiaolu.customers.models import Account, Contact
from xiaolu.customers.tests.make import entries, make_account
from xiaolu.search.models import SearchEntry
from xiaolu.search.queries import matching_ids

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_many_accounts_and_contacts_are_written_at_once(lan):
    there = make_account(lan, name="老客户")
    accounts = [actions.NewAccount(f"客户{n}有限公司", code=f"K{n}", owner_id=lan.pk) for n in range(50)]
    contacts = [
        actions.NewContact("张三", new_account=49, phone="138 0000 1234"),
        actions.NewContact("李四", account_id=there.pk),
    ]
    made = actions.create_many(accounts, contacts, by=lan, label="客户.xlsx")
    assert len(made.accounts) == 50
    assert Account.objects.get(pk=made.accounts[49]).normal_name == "客户49"
    first, second = (Contact.objects.get(pk=pk) for pk in made.contacts)
    assert (first.account_id, first.phone_key) == (made.accounts[49], "13800001234")
    assert second.account == there
    assert list(matching_ids("account", "客户49")) == [made.accounts[49]]
    assert SearchEntry.objects.get(kind="contact", object_id=first.pk).sub == "客户49有限公司"
    assert entries("create_accounts", lan) == 1


def test_as_many_queries_for_five_hundred_as_a_few_batches(lan, django_assert_max_num_queries):
    with django_assert_max_num_queries(40):
        actions.create_many([actions.NewAccount(f"客户{n}") for n in range(500)], by=lan)


def test_a_code_that_is_taken_writes_nothing(lan):
    make_account(lan, code="K1")
    with pytest.raises(Exception, match=r"one_account_per_code|UNIQUE"):
        actions.create_many([actions.NewAccount("甲"), actions.NewAccount("乙", code="K1")], by=lan)


def test_many_are_edited_at_once(lan, lei):
    made = actions.create_many([actions.NewAccount("甲厂"), actions.NewAccount("乙厂")], by=lan)
    values = {made.accounts[0]: {"name": "丙厂"}, made.accounts[1]: {"owner_id": lei.pk}}
    assert actions.edit_many(values, by=lan) == 2
    assert list(matching_ids("account", "丙厂")) == made.accounts[:1]
    assert Account.objects.get(pk=made.accounts[1]).owner == lei
    assert entries("edit_accounts", lan) == 1


def test_what_was_made_can_be_taken_away_without_a_trace_in_the_search(lan):
    there = make_account(lan)
    made = actions.create_many([actions.NewAccount("甲厂")], [actions.NewContact("张三", new_account=0)], by=lan)
    actions.remove_many(made.accounts, made.contacts, by=lan)
    assert list(Account.objects.all()) == [there]
    assert not Contact.objects.exists()
    assert SearchEntry.objects.count() == 1
    assert entries("remove_accounts", lan) == 1


def test_another_spelling_is_the_same_name(lan):
    account = make_account(lan, name="上海恒力（集团）有限公司")
    assert list(queries.same_name(Account.objects.all(), "上海恒力集團")) == [account]
    assert list(queries.same_name(Account.objects.all(), "上海恒力集團", besides=account.pk)) == []
