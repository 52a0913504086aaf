import pytest
from django.urls import reverse

from xiaolu.customers import actions as customers
from xiaolu.search.actions import index

pytestmark = [pytest.mark.django_db, pytest.mark.database]
FIND = reverse("desk:find")


@pytest.fixture
def hengli(lan):
    account = customers.create_account(name="上海恒力机械有限公司", code="KH-42", owner=lan, by=None)
    customers.create_contact(account, name="张卫国", phone="138-0000-1234", by=None)
    return account


def found(client, q: str) -> dict[str, list[str]]:
    return {group.kind: [hit.label for hit in group.hits] for group in client.get(FIND, {"q": q}).context["groups"]}


@pytest.mark.parametrize("q", ["恒力", "shhl", "KH-42", "上海 机械"])
def test_a_customer_is_found(browse, lan, hengli, q):
    client = browse(lan)
    assert found(client, q) == {"account": ["上海恒力机械有限公司"]}
    assert reverse("customers:account_detail", args=[hengli.pk]) in client.get(FIND, {"q": q}).content.decode()


@pytest.mark.parametrize("q", ["卫国", "zwg", "1234", "138 0000 1234"])
def test_a_contact_is_found_with_the_account(browse, lan, hengli, q):
    assert found(browse(lan), q) == {"contact": ["张卫国"]}


@pytest.mark.parametrize("q", ["恒力", "1234", "张卫国"])
def test_only_what_may_be_seen_is_found(browse, outsider, hengli, q):
    answer = browse(outsider).get(FIND, {"q": q})
    assert answer.context["groups"] == []
    assert "138-0000" not in answer.content.decode()


def test_an_archived_customer_is_found_with_a_mark(browse, lan, hengli):
    customers.archive_account(hengli, by=None, seen=1)
    group = browse(lan).get(FIND, {"q": "恒力"}).context["groups"][0]
    assert group.hits[0].archived


def test_an_entry_of_an_opportunity_that_may_not_be_seen_is_not_shown(browse, lan):
    index("opportunity", 999, label="恒力 2026", texts=["恒力 2026"], owner_id=lan.pk)
    assert found(browse(lan), "恒力") == {}


def test_more_than_twenty_are_counted_as_more(browse, lan):
    customers.create_many([customers.NewAccount(f"恒力{n}", owner_id=lan.pk) for n in range(25)], by=None)
    group = browse(lan).get(FIND, {"q": "恒力"}).context["groups"][0]
    assert len(group.hits) == 20
    assert group.more


@pytest.mark.parametrize("q", ["", "  ", "没有的", "%", "a" * 5000, "<script>"])
def test_nothing_found_teaches(browse, lan, hengli, q):
    answer = browse(lan).get(FIND, {"q": q})
    assert answer.status_code == 200
    assert "empty-place" in answer.content.decode()
    assert "<script>" not in answer.content.decode().split("<main")[1]


def test_finding_needs_as_many_queries_for_twenty_as_for_one(browse, lan, hengli, django_assert_num_queries):
    client = browse(lan)
    with django_assert_num_queries(15):
        client.get(FIND, {"q": "恒力"})
    customers.create_many([customers.NewAccount(f"恒力{n}", owner_id=lan.pk) for n in range(20)], by=None)
    with django_assert_num_queries(15):
        client.get(FIND, {"q": "恒力"})
