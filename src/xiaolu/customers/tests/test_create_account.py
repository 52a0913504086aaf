import pytest
from django.urls import reverse

from xiaolu.customers.models import Account
from xiaolu.customers.tests.make import entries, make_account, make_industry

pytestmark = pytest.mark.django_db
CREATE = reverse("customers:create_account")
GIVEN = {"name": "长沙恒力机械有限公司", "code": "", "kind": "organisation", "website": "www.hengli.cn"}


def test_a_seller_creates_a_customer_of_their_own(browse, lan):
    answer = browse(lan).post(CREATE, {**GIVEN, "owner": lan.pk, "industry": make_industry().pk})
    account = Account.objects.get()
    assert answer.status_code == 303
    assert answer["Location"] == reverse("customers:account_detail", args=[account.pk])
    assert (account.normal_name, account.initials) == ("长沙恒力机械", "cshljxyxgs")
    assert (account.owner, account.version, account.website) == (lan, 1, "https://www.hengli.cn")
    assert entries("create_account", lan) == 1


def test_a_seller_gives_it_to_nobody_else(browse, lan, lei):
    client = browse(lan)
    assert client.post(CREATE, {**GIVEN, "owner": lei.pk}).status_code == 422
    assert client.post(CREATE, GIVEN).status_code == 422
    assert not Account.objects.exists()


def test_an_administrator_may_leave_it_without_owner(browse, admin):
    assert browse(admin).post(CREATE, GIVEN).status_code == 303
    assert Account.objects.get().owner is None


@pytest.mark.parametrize(
    "wrong",
    [{"name": ""}, {"name": "  "}, {"name": "a\0b"}, {"name": "x" * 201}, {"code": "KH-1"}, {"code": "kh-1"},
     {"kind": "cat"}, {"industry": "99"}, {"website": "javascript:alert(1)"}],
)  # fmt: skip
def test_bad_input_is_said_and_changes_nothing(browse, lan, wrong):
    make_account(lan, code="KH-1")
    assert browse(lan).post(CREATE, {**GIVEN, "owner": lan.pk, **wrong}).status_code == 422
    assert Account.objects.count() == 1


def test_two_customers_may_both_have_no_code(lan):
    make_account(lan)
    make_account(lan)


def test_a_trainer_may_not(browse, trainer):
    assert browse(trainer).get(CREATE).status_code == 403
    assert browse(trainer).post(CREATE, GIVEN).status_code == 403
