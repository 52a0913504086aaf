from datetime import timedelta
from io import BytesIO

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone

from xiaolu.customers.actions import create_note
from xiaolu.customers.models import Account
from xiaolu.customers.queries import silence
from xiaolu.customers.queries.silence import SilentFilters
from xiaolu.customers.tests.make import make_account
from xiaolu.org.models import AuditEntry
from xiaolu.org.queries import today
from xiaolu.pipeline import actions
from xiaolu.pipeline.models import Opportunity
from xiaolu.pipeline.queries import ageing
from xiaolu.pipeline.tests.make import days_ago, make_opportunity, spancop

pytestmark = [pytest.mark.django_db, pytest.mark.database]
PAGE, EXPORT = (reverse(f"pipeline:{name}") for name in ("opportunity_ageing", "export_ageing"))


@pytest.fixture
def method(db):
    return spancop()


@pytest.fixture
def limit(method):
    from xiaolu.methods.queries import rules_of

    return rules_of(method).stage("P").rots_after_days


def silent(method, owner, days, **over):
    return make_opportunity(method, owner=owner, stage="P", on=days_ago(days), next_date=days_ago(1), **over)


def shown(browse, who, **asked):
    return {one.opportunity.pk for one in browse(who).get(PAGE, asked).context["rows"]}


def test_buckets_and_median_are_against_the_methods_limit(browse, method, lan, limit):
    for days in (1, limit // 2, limit, limit + 1, 2 * limit, 2 * limit + 1):
        make_opportunity(method, owner=lan, stage="P", on=days_ago(days))
    age = next(one for one in browse(lan).get(PAGE).context["ages"] if one.stage.code == "P")
    assert (age.count, age.buckets, age.late, age.median) == (6, (2, 1, 2, 1), 3, limit)
    for bucket, count in zip(ageing.BUCKETS, age.buckets, strict=True):
        address = reverse("insight:why", args=["spancop", "live:P"])
        assert browse(lan).get(address, {"age": bucket}).context["counted"].sums.count == count, bucket


def test_fizzled_out_is_nothing_done_in_time_and_an_overdue_date(browse, method, lan, limit):
    account = make_account(lan)
    gone = silent(method, lan, limit + 5)
    silent(method, lan, limit)  # changed on the last day of the limit
    make_opportunity(method, owner=lan, stage="P", on=days_ago(limit + 5))  # its date is still to come
    noted = silent(method, lan, limit + 5, account=account)
    create_note(account, by=lan, text="拜访", day=days_ago(2))
    grown = silent(method, lan, limit + 5)
    actions.edit_opportunity(grown, by=None, amount=7)
    found = shown(browse, lan)
    assert gone.pk in found and noted.pk not in found and grown.pk not in found
    assert shown(browse, lan, show="late") >= {gone.pk, noted.pk, grown.pk}
    figure = browse(lan).get(reverse("insight:why", args=["spancop", "fizzled:P"])).context["counted"]
    assert {row.opportunity for row in figure.rows} == found


def test_it_is_revived_from_the_list(browse, method, lan, limit):
    gone = silent(method, lan, limit + 5)
    address = reverse("pipeline:revive_opportunity", args=[gone.pk])
    for bad in ({"next_action": "", "next_date": today()}, {"next_action": "约", "next_date": days_ago(1)},
                {"next_action": "约", "next_date": today() + timedelta(days=400)}, {"next_action": "约", "next_date": ""}):  # fmt: skip
        assert browse(lan).post(address, {**bad, "seen": gone.version}).status_code == 422
    assert browse(lan).post(address, {"next_action": "约拜访", "next_date": today(), "seen": 1}).status_code == 303
    gone.refresh_from_db()
    assert (gone.next_action, gone.next_date) == ("约拜访", today())
    assert shown(browse, lan) == set()
    assert AuditEntry.objects.filter(action="edit_opportunity").count() == 1
    assert browse(lan).post(address, {"next_action": "x", "next_date": today(), "seen": 1}).status_code == 409


def test_the_list_offers_back_and_lost(browse, method, lan, limit):
    gone = silent(method, lan, limit + 5)
    text = browse(lan).get(PAGE).content.decode()
    move = reverse("pipeline:move_opportunity", args=[gone.pk])
    assert f"{move}?to=S" in text and f"{move}?to=X" in text


def test_filters_and_rights_hold(browse, method, lan, lei, min_, outsider, trainer, limit):
    mine, hers = silent(method, lan, limit + 5), silent(method, lei, limit + 5)
    assert shown(browse, lan) == {mine.pk}
    assert shown(browse, min_) == {mine.pk, hers.pk}
    assert shown(browse, min_, owner=lei.pk) == {hers.pk}
    assert shown(browse, min_, stage="A") == set()
    assert shown(browse, outsider) == set()
    people = browse(min_).get(PAGE).context["people"]
    assert {(person.pk, counts["P"]) for person, _, counts, _ in people} == {(lan.pk, 1), (lei.pk, 1)}
    assert "revive" not in browse(trainer).get(PAGE).content.decode()
    answer = browse(min_).get(EXPORT)
    assert openpyxl.load_workbook(BytesIO(answer.content)).worksheets[0].max_row == 3


@pytest.mark.parametrize("rows", [1, 20])
def test_it_needs_as_many_queries_for_twenty_as_for_one(
    browse, method, min_, lan, limit, rows, django_assert_max_num_queries
):
    for _ in range(rows):
        silent(method, lan, limit + 5)
    client = browse(min_)
    client.get(PAGE)
    with django_assert_max_num_queries(35):
        assert client.get(PAGE).status_code == 200


def test_silent_customers_are_those_without_any_touch(browse, method, lan, outsider, limit):
    made = [make_account(lan, name=f"客户{number}") for number in range(4)]
    Account.objects.update(created_at=timezone.now() - timedelta(days=100))
    create_note(made[0], by=lan, text="拜访", day=days_ago(40))
    make_opportunity(method, owner=lan, account=made[1], stage="P", on=days_ago(70))
    create_note(made[2], by=lan, text="拜访", day=days_ago(3))
    fresh = make_account(lan, name="新客户")
    rows = Account.objects.all()
    for days, expected in ((30, {0, 1, 3}), (60, {1, 3}), (90, {3})):
        found = {one.pk for one in silence.silent(rows, today(), SilentFilters(days=days))}
        assert found == {made[place].pk for place in expected}, days
    context = browse(lan).get(reverse("customers:silent_list"), {"days": 30}).context
    assert context["by_owner"] == [(lan.pk, "林岚", [(30, 3), (60, 2), (90, 1)])]
    assert context["touched"][made[1].pk] == days_ago(70)
    assert fresh.name not in browse(lan).get(reverse("customers:silent_list")).content.decode()
    assert browse(outsider).get(reverse("customers:silent_list")).context["page"].paginator.count == 0
    assert Opportunity.objects.count() == 1
