"""Grades A to D: computed from what was won in twelve months, or set by hand for a time."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from xiaolu.customers import actions
from xiaolu.customers.actions.grading import grade_when_due
from xiaolu.customers.models import Account, Grade, Grading
from xiaolu.customers.tests.make import entries, make_account
from xiaolu.domain.rules import RuleBroken
from xiaolu.org.models import AuditEntry
from xiaolu.org.queries import today
from xiaolu.pipeline.queries.purchases import amounts_by_account
from xiaolu.pipeline.tests.make import make_opportunity, spancop

pytestmark = [pytest.mark.django_db, pytest.mark.database]
LIST = reverse("customers:account_list")


@pytest.fixture
def graded(lan):
    """Sixty, thirty, ten and nothing bought, an open deal and one of long ago that do not count."""
    method = spancop()
    accounts = [make_account(lan, name=name) for name in ("甲公司", "乙公司", "丙公司", "丁公司")]
    for account, amount in zip(accounts, (60, 30, 10), strict=False):
        make_opportunity(method, owner=lan, account=account, stage="O", amount=amount, on=today() - timedelta(days=30))
    make_opportunity(method, owner=lan, account=accounts[3], stage="P", amount=10**6)
    make_opportunity(method, owner=lan, account=accounts[3], stage="O", amount=10**6, on=today() - timedelta(days=400))
    return accounts


def letters() -> str:
    return "".join(Account.objects.order_by("pk").values_list("grade", flat=True))


def address(account) -> str:
    return reverse("customers:set_grade", args=[account.pk])


def by_hand(**over) -> dict:
    return {
        "grade": "B",
        "reason": "战略客户",
        "until": (today() + timedelta(days=60)).isoformat(),
        "version": 1,
        **over,
    }


def test_what_was_won_in_twelve_months_is_what_counts(graded):
    found = amounts_by_account(today() - timedelta(days=364), today())
    assert [found.get(account.pk) for account in graded] == [60, 30, 10, None]


def test_all_are_graded_with_history_and_one_audit_entry(graded, admin):
    assert actions.grade_accounts(by=admin) == 4
    assert letters() == "ABCD"
    assert sorted(Grade.objects.values_list("grade", "amount")) == [("A", 60), ("B", 30), ("C", 10), ("D", 0)]
    assert entries("grade_accounts", admin) == 1


def test_a_second_time_writes_no_history_that_says_the_same(graded):
    actions.grade_accounts(by=None)
    assert actions.grade_accounts(by=None) == 0
    assert Grade.objects.count() == 4


def test_high_potential_raises_by_one(graded):
    actions.edit_account(graded[3], by=None, seen=1, high_potential=True)
    actions.grade_accounts(by=None)
    assert letters() == "ABCC"


def test_the_worker_grades_once_a_month(graded):
    assert grade_when_due() == 4
    assert grade_when_due() == 0
    assert Grading.objects.count() == 1
    with time_machine.travel(today() + timedelta(days=32)):
        grade_when_due()
    assert Grading.objects.count() == 2


def test_a_house_without_customers_is_not_graded(db):
    assert grade_when_due() == 0
    assert not AuditEntry.objects.exists()


def test_a_grade_set_by_hand_stays_until_its_day_and_is_computed_again_after(browse, lan, graded):
    assert browse(lan).post(address(graded[3]), by_hand()).status_code == 303
    actions.grade_accounts(by=None)
    assert letters() == "ABCB"
    assert entries("set_grade", lan) == 1
    kept = Grade.objects.get(until__isnull=False)
    assert (kept.reason, kept.by, kept.grade) == ("战略客户", lan, "B")
    with time_machine.travel(today() + timedelta(days=61)):
        grade_when_due()
    assert letters() == "ABCD"


@pytest.mark.parametrize("wrong", [{"reason": " "}, {"until": ""}, {"grade": "E"}, {"until": "soon"}])
def test_without_reason_end_or_letter_it_is_refused(browse, lan, graded, wrong):
    assert browse(lan).post(address(graded[0]), by_hand(**wrong)).status_code == 422
    assert letters() == ""


@pytest.mark.parametrize("days", [-1, 400])
def test_the_end_lies_within_a_year(browse, lan, graded, days):
    end = (today() + timedelta(days=days)).isoformat()
    assert browse(lan).post(address(graded[0]), by_hand(until=end)).status_code == 422
    with pytest.raises(RuleBroken, match="grade_needs_reason"):
        actions.set_grade(graded[0], grade="A", reason="", until=today(), by=None, seen=1)


def test_others_set_no_grade_and_only_who_edits_everything_grades_all(browse, lan, outsider, trainer, admin, graded):
    assert [browse(who).post(address(graded[0]), by_hand()).status_code for who in (outsider, trainer)] == [404, 403]
    again = reverse("customers:grade_accounts")
    assert [browse(who).post(again).status_code for who in (lan, trainer, admin)] == [403, 403, 303]
    assert browse(admin).get(again).status_code == 405


def test_a_stale_page_sets_nothing(browse, lan, graded):
    actions.edit_account(graded[0], by=None, seen=1, region="上海")
    assert browse(lan).post(address(graded[0]), by_hand()).status_code == 409
    assert letters() == ""


def test_list_and_page_show_the_grade_with_its_word(browse, lan, graded):
    actions.grade_accounts(by=None)
    client = browse(lan)
    assert [account.name for account in client.get(LIST, {"grade": "A"}).context["page"]] == ["甲公司"]
    assert len(client.get(LIST, {"grade": "AB"}).context["page"]) == 4
    assert client.get(LIST, {"sort": "-grade"}).context["page"][0].name == "丁公司"
    assert "等级 B" in client.get(reverse("customers:account_detail", args=[graded[1].pk])).content.decode()
