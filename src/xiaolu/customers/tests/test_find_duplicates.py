"""While somebody types: what is there already, as far as that person may know."""

import pytest
from django.urls import reverse

from xiaolu.customers.models import Account, DuplicatePair
from xiaolu.customers.tests.make import entries, make_account

pytestmark = [pytest.mark.django_db, pytest.mark.database]
FIND = reverse("customers:find_duplicates")
CREATE = reverse("customers:create_account")
NAME = "上海恒力润滑油有限公司"


def panel(client, **typed) -> str:
    return client.post(FIND, typed, headers={"HX-Request": "true"}).content.decode()


def form(owner, **over) -> dict:
    return {"name": "恒力（上海）润滑油", "kind": "organisation", "owner": owner.pk, **over}


def test_the_own_one_is_shown_with_link_score_and_reason(browse, lan):
    account = make_account(lan, name=NAME)
    text = panel(browse(lan), name="上海恒力润滑油")
    assert reverse("customers:account_detail", args=[account.pk]) in text
    assert "%" in text
    assert "字号相同" in text


def test_somebody_elses_is_only_said_to_exist_and_whose_team_it_is(browse, lan, outsider):
    account = make_account(lan, name=NAME, phone="13912345678", code="KH-7")
    text = panel(browse(outsider), name="上海恒力润滑油")
    assert "华东一组" in text
    for secret in (NAME, "林岚", "13912345678", "KH-7", reverse("customers:account_detail", args=[account.pk])):
        assert secret not in text


@pytest.mark.parametrize(
    "typed",
    [{"name": "恒力"}, {"name": "上海恒力"}, {"name": "上海衡力润滑油"}, {"name": "恒力润滑"}, {"phone": "5678"}, {"phone": "13912345678"},
     {"name": "润滑油有限公司"}, {"name": ""}, {"name": "某某", "phone": "1391234567"}],
)  # fmt: skip
def test_half_a_name_or_number_tells_nothing_of_what_one_may_not_see(browse, lan, outsider, typed):
    make_account(lan, name=NAME, phone="13912345678", credit_code="91350100M000100Y43")
    assert panel(browse(outsider), **typed).strip() == ""


@pytest.mark.parametrize(
    "typed", [{"name": "恒力润滑", "phone": "139-1234-5678"}, {"credit_code": "91350100M000100Y43", "name": "恒力润滑"}]
)
def test_a_whole_phone_or_code_tells_that_it_exists(browse, lan, outsider, typed):
    make_account(lan, name=NAME, phone="13912345678", credit_code="91350100M000100Y43")
    assert "华东一组" in panel(browse(outsider), **typed)


def test_an_account_without_owner_belongs_to_nobody_yet(browse, outsider):
    make_account(None, name=NAME)
    assert "管理员" in panel(browse(outsider), name=NAME)


def test_the_page_works_without_htmx_and_says_when_nothing_is_there(browse, lan):
    client = browse(lan)
    assert client.get(FIND).status_code == 200
    assert "<html" in client.post(FIND, {"name": "没有的公司"}).content.decode()
    assert CREATE in client.post(FIND, {"name": "没有的公司"}).content.decode()


def test_who_only_looks_is_refused(browse, trainer):
    assert browse(trainer).post(FIND, {"name": NAME}).status_code == 403


def test_a_likely_duplicate_is_asked_about_and_nothing_is_made(browse, lan):
    make_account(lan, name=NAME)
    answer = browse(lan).post(CREATE, form(lan))
    assert answer.status_code == 422
    assert 'name="not_same"' in answer.content.decode()
    assert Account.objects.count() == 1


def test_saying_that_it_is_another_one_is_remembered(browse, lan):
    first = make_account(lan, name=NAME)
    assert browse(lan).post(CREATE, form(lan, not_same="1")).status_code == 303
    pair = DuplicatePair.objects.get()
    assert (pair.first, pair.apart, pair.decided_by) == (first, True, lan)
    assert entries("create_account", lan) == 1
    other = pair.second
    edit = reverse("customers:edit_account", args=[other.pk])
    assert browse(lan).post(edit, form(lan, name="恒力（上海）润滑油厂", version=1)).status_code == 303


def test_a_new_customer_like_nobody_is_made_at_once(browse, lan):
    make_account(lan, name=NAME)
    assert browse(lan).post(CREATE, form(lan, name="北京化纤有限公司")).status_code == 303
    assert not DuplicatePair.objects.exists()


def test_an_edit_asks_only_when_name_phone_or_code_changed(browse, lan):
    make_account(lan, name=NAME)
    other = make_account(lan, name="上海恒力润滑油")
    address = reverse("customers:edit_account", args=[other.pk])
    assert browse(lan).post(address, form(lan, name=other.name, region="上海", version=1)).status_code == 303
    assert browse(lan).post(address, form(lan, name="上海恒力润滑油厂", region="上海", version=2)).status_code == 422
    other.refresh_from_db()
    assert other.name == "上海恒力润滑油"


def test_an_account_that_one_may_not_edit_is_not_found_by_its_number(browse, lan, outsider):
    account = make_account(lan, name=NAME)
    assert browse(outsider).post(FIND, {"name": NAME, "account": account.pk}).status_code == 404


def test_a_wrong_credit_code_is_refused(browse, lan):
    answer = browse(lan).post(CREATE, form(lan, credit_code="91350100M000100Y44"))
    assert answer.status_code == 422
    assert not Account.objects.exists()


def test_a_credit_code_is_kept_tidy_and_found(browse, lan):
    browse(lan).post(CREATE, form(lan, credit_code="91350100-m000100y43"))
    assert Account.objects.get().credit_code == "91350100M000100Y43"
    assert "恒力" in browse(lan).get(reverse("customers:account_list"), {"q": "M000100Y43"}).content.decode()
