import pytest
from django.urls import reverse

from xiaolu.customers import access, actions, queries
from xiaolu.customers.models import Account
from xiaolu.customers.tests.make import make_account, make_industry

pytestmark = [pytest.mark.django_db, pytest.mark.database]
LIST = reverse("customers:account_list")


def shown(client, **asked) -> list[str]:
    return [account.name for account in client.get(LIST, asked).context["page"]]


@pytest.fixture
def three(lan, lei, outsider):
    make_account(lan, name="上海恒力", code="KH-1", industry=make_industry())
    make_account(lei, name="长沙远洋", phone="0731-88886666")
    make_account(outsider, name="北京化纤")
    make_account(None, name="无主")


def test_each_sees_what_the_scope_lets(browse, three, lan, min_, outsider, trainer, admin):
    assert shown(browse(lan)) == ["上海恒力"]
    assert shown(browse(min_)) == ["长沙远洋", "上海恒力"]
    assert shown(browse(outsider)) == ["北京化纤"]
    assert shown(browse(trainer)) == shown(browse(admin)) == ["北京化纤", "长沙远洋", "上海恒力", "无主"]


def test_a_higher_app_lets_see_more(browse, three, lan, monkeypatch):
    monkeypatch.setattr(access, "also_visible", [lambda user: Account.objects.filter(name="北京化纤").values("pk")])
    assert shown(browse(lan)) == ["北京化纤", "上海恒力"]


def test_filters_and_search_narrow_the_list(browse, three, admin, lei):
    client = browse(admin)
    assert shown(client, q="恒力") == shown(client, q="shhl") == shown(client, q="kh-1") == ["上海恒力"]
    assert shown(client, q="6666") == shown(client, owner=lei.pk) == ["长沙远洋"]
    assert shown(client, industry=queries.industry_by("机械").pk) == ["上海恒力"]
    assert shown(client, q="没有") == []


def test_search_finds_nothing_that_may_not_be_seen(browse, three, outsider):
    assert shown(browse(outsider), q="恒力") == []


def test_archived_ones_only_when_asked_for(browse, lan):
    account = make_account(lan)
    actions.archive_account(account, by=None, seen=1)
    assert shown(browse(lan)) == []
    assert shown(browse(lan), archived=1) == [account.name]


def test_heads_sort_both_ways_and_nonsense_is_ignored(browse, three, admin):
    client = browse(admin)
    assert shown(client, sort="created") == ["上海恒力", "长沙远洋", "北京化纤", "无主"]
    assert shown(client, sort="-name") == ["无主", "上海恒力", "长沙远洋", "北京化纤"]
    assert shown(client, sort="industry")[0] == "上海恒力"
    assert shown(client, sort="owner")[-1] == "无主"
    assert len(shown(client, sort="password", owner="x", industry="²", page="-1")) == 4


def test_the_list_needs_as_many_queries_for_twenty_as_for_one(browse, min_, lan, django_assert_num_queries):
    make_account(lan)
    client = browse(min_)
    with django_assert_num_queries(20):
        client.get(LIST)
    for number in range(20):
        make_account(lan, name=f"客户{number}", industry=make_industry(f"i{number}", f"行{number}"))
    with django_assert_num_queries(20):
        client.get(LIST)


def test_an_empty_list_teaches_and_an_empty_search_offers_all(browse, lan, trainer):
    create = reverse("customers:create_account")
    assert create in browse(lan).get(LIST).content.decode()
    assert create not in browse(trainer).get(LIST).content.decode()
    assert LIST + '"' in browse(lan).get(LIST, {"q": "没有"}).content.decode()
