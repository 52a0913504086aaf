"""Frequency kept: accounts that got their visits ÷ accounts, beside a brute force over random histories."""

import random
from collections import Counter
from datetime import date, timedelta
from io import BytesIO

import openpyxl
import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from xiaolu.activities.models import Activity
from xiaolu.activities.queries import frequency
from xiaolu.customers.models import Account, Grade, Handover
from xiaolu.customers.tests.make import make_account, make_industry
from xiaolu.domain.frequency import frequencies, windows
from xiaolu.domain.method import Fact
from xiaolu.domain.periods import Period
from xiaolu.insight import queries
from xiaolu.insight.queries import Scope
from xiaolu.insight.tests.make import make_opportunity
from xiaolu.methods import actions as methods
from xiaolu.methods.queries import published_rules, rules_of
from xiaolu.operate.database import builtin_documents
from xiaolu.org import actions as house
from xiaolu.pipeline.queries.frames import Frame

pytestmark = [pytest.mark.django_db, pytest.mark.database]
NOW = date(2026, 11, 20)
WEEKS = Period(NOW - timedelta(days=27), NOW)
NEEDS = {"A": (28, 4, "visit"), "B": (28, 2, "visit"), "C": (28, 1, "visit"), "D": (56, 1, "call")}  # spec 9


@pytest.fixture
def method():
    document = next(one for one in builtin_documents() if one["method"]["code"] == "field-sales")
    return methods.install_builtin([document])[0].method


@pytest.fixture(autouse=True)
def friday():
    published_rules.cache_clear()
    with time_machine.travel("2026-11-20T08:00:00Z", tick=False):
        yield
    published_rules.cache_clear()


def graded(owner, grade, *, name, ago=400, **over) -> Account:
    account = make_account(owner, name=name, **over)
    Grade.objects.create(account=account, grade=grade, day=NOW - timedelta(days=ago), amount=0)
    return account


def done(account, *days_ago, kind="visit", **over) -> None:
    for ago in days_ago:
        values = {"kind": kind, "owner": account.owner, "account": account, "state": "done", "done_at": timezone.now(),
                  "day": NOW - timedelta(days=ago), **over}  # fmt: skip
        Activity.objects.create(**values)


def read(method, by="total", **given):
    found = queries.readings(queries.lens(method, **{"period": WEEKS, **given}), by)
    return {key: (one["frequency_kept"].numerator, one["frequency_kept"].denominator) for key, one in found.items()
            if one["frequency_kept"].denominator}  # fmt: skip


def test_windows_lie_wholly_inside_the_period_at_least_the_last_one(method):
    for days, expected in ((1, 1), (28, 1), (55, 1), (56, 2), (365, 13)):
        assert windows(Period(NOW - timedelta(days=days - 1), NOW), 28) == expected
    often = {one.grade: (one.kinds, one.first, one.due) for one in frequencies(rules_of(method), WEEKS)}
    assert often == {
        grade: ((kind,), NOW - timedelta(days=days - 1), due) for grade, (days, due, kind) in NEEDS.items()
    }


def test_a_month_of_two_sellers(method, lan, lei, east):
    a, b, c, d = (graded(lan, grade, name=f"客户{grade}") for grade in "ABCD")
    done(a, 0, 5, 9, 27)
    done(b, 3, 28)  # one too early
    done(c, 28)
    done(d, 50, kind="call")
    done(d, 1)  # a visit is no call
    done(graded(lei, "C", name="常熟"), 2, owner=lan)  # whoever went there
    for account in (graded(lei, "A", name="归档", archived=True), make_account(lei, name="未评级")):
        done(account, 1)
    assert read(method)["total"] == (3, 5) == read(method, scope=Scope(team=east))["total"]
    assert read(method, "person") == {lan.pk: (2, 4), lei.pk: (1, 1)}
    assert read(method, period=Period(NOW, NOW))["total"] == (3, 5)  # at least the last window


def test_owner_and_grade_are_those_of_the_day(method, lan, lei, north):
    account = graded(lan, "A", name="太仓")
    done(account, 60, 61, 62, 63)
    Grade.objects.create(account=account, grade="C", day=NOW - timedelta(days=20), amount=0)
    Handover.objects.create(account=account, before=lan, after=lei, day=NOW - timedelta(days=30))
    Account.objects.filter(pk=account.pk).update(owner=lei)
    assert read(method, "person") == {lei.pk: (0, 1)}
    then = NOW - timedelta(days=40)
    past = {"at": then, "period": Period(then - timedelta(days=27), then)}
    assert read(method, "person", **past) == {lan.pk: (1, 1)}
    assert read(method, scope=Scope(person=lei), **past) == {} and read(method, scope=Scope(team=north)) == {}
    assert read(method, at=NOW - timedelta(days=500), period=Period(NOW - timedelta(days=600), NOW)) == {}


def test_by_class_and_by_cohort(method, lan):
    industry = make_industry()
    account = graded(lan, "C", name="化工", industry=industry)
    done(account, 3)
    graded(lan, "C", name="其他")
    assert read(method, "industry") == {industry.pk: (1, 1), 0: (0, 1)} and read(method, "product") == {0: (1, 2)}
    make_opportunity(method, owner=lan, account=account, stage="PREP", on=NOW - timedelta(days=5))
    assert read(method, entered_since=NOW - timedelta(days=9))["total"] == (1, 1)
    assert read(method, entered_since=NOW) == {}


@pytest.mark.parametrize("seed", range(6))
def test_a_brute_force_agrees(method, lan, lei, outsider, east, north, seed):
    random_ = random.Random(seed)
    people = [lan, lei, outsider]
    house.move_person(lei, to=north, on=NOW - timedelta(days=random_.randint(1, 60)), by=None)
    accounts, grades, owners, visits = [], {}, {}, {}
    for number in range(40):
        chain = [random_.choice(people) for _ in range(random_.randint(1, 3))]
        account = make_account(chain[-1], name=f"客户{number}", archived=random_.random() < 0.1)
        days = sorted(random_.sample(range(120), len(chain) - 1), reverse=True)
        for ago, before, after in zip(days, chain, chain[1:], strict=False):
            Handover.objects.create(account=account, before=before, after=after, day=NOW - timedelta(days=ago))
        owners[account] = (
            chain[0],
            [(NOW - timedelta(days=ago), who) for ago, who in zip(days, chain[1:], strict=True)],
        )
        grades[account] = sorted((NOW - timedelta(days=random_.randint(0, 150)), random_.choice("ABCD"))
                                 for _ in range(random_.randint(0, 3)))  # fmt: skip
        for day, grade in grades[account]:
            Grade.objects.create(account=account, grade=grade, day=day, amount=0)
        visits[account] = [(random_.randint(0, 160), random_.choice(["visit", "visit", "call"]), random_.random() < 0.9)
                           for _ in range(random_.randint(0, 24))]  # fmt: skip
        for ago, kind, stays in visits[account]:
            done(account, ago, kind=kind, withdrawn=not stays)
        accounts.append(account)
    end = NOW - timedelta(days=random_.randint(0, 50))
    length = random_.randint(1, 130)
    period, expected = Period(end - timedelta(days=length - 1), end), Counter()
    for account in accounts:
        owner = owners[account][0]
        for day, who in owners[account][1]:
            owner = who if day <= end else owner
        held = [grade for day, grade in sorted(grades[account], key=lambda one: one[0]) if day <= end]
        if account.archived or not held:
            continue
        every, times, kind = NEEDS[held[-1]]
        number = max(length // every, 1)
        got = sum(1 for ago, what, stays in visits[account]
                  if stays and what == kind and 0 <= (end - (NOW - timedelta(days=ago))).days < number * every)  # fmt: skip
        expected[owner.pk, "all"] += 1
        expected[owner.pk, "enough"] += got >= number * times
    found = read(method, "person", at=end, period=period)
    assert found == {who: (expected[who, "enough"], count) for (who, side), count in expected.items() if side == "all"}
    whole = tuple(sum(one[side] for one in found.values()) for side in (0, 1))
    assert read(method, at=end, period=period).get("total", (0, 0)) == whole
    teams = read(method, "team", at=end, period=period)
    assert tuple(sum(one[side] for one in teams.values()) for side in (0, 1)) == whole


def test_the_rows_behind_are_accounts_with_what_they_lack(browse, method, lan, lei, min_, outsider):
    done(graded(lan, "B", name="昆山精密"), 3)
    done(graded(lei, "C", name="常熟力诺"), 3)
    asked = {"scope": "team:east", "start": WEEKS.start, "end": WEEKS.end}
    address = reverse("insight:why", args=["field-sales", "frequency_kept"])
    page = browse(min_).get(address, asked | {"side": "below"})
    text = page.content.decode()
    assert page.context["counts"] == {"above": 1, "below": 1, "all": 2} and page.context["accounts"] == 1
    assert "昆山精密" in text and "1 / 2" in text and "常熟力诺" not in text
    assert "昆山精密" not in browse(min_).get(address, asked | {"side": "all", "q": "常熟"}).content.decode()
    book = openpyxl.load_workbook(
        BytesIO(
            browse(min_)
            .get(reverse("insight:export_why", args=["field-sales", "frequency_kept"]), asked | {"side": "all"})
            .content
        )
    )
    rows = list(book.worksheets[0].iter_rows(min_row=2, values_only=True))
    assert rows == [("昆山精密", "B", "林岚", 2, 1), ("常熟力诺", "C", "赵磊", 1, 1)]
    mine = browse(lan).get(address, {"start": WEEKS.start, "end": WEEKS.end, "side": "all"})
    assert mine.context["page"].paginator.count == 1 and "常熟力诺" not in mine.content.decode()
    assert browse(outsider).get(address, asked).status_code == 404


def test_it_costs_one_statement_however_many_accounts(method, lan, lei, django_assert_num_queries):
    facts = [Fact(code) for code in frequency.FACTS]
    frame, rules = Frame(method, "person", Scope(person=lan).spans), rules_of(method)
    for number in range(30):
        done(graded(lan, "C", name=f"客户{number}"), 1)
        with django_assert_num_queries(1):
            found = frequency.counted(frame, facts, rules, WEEKS)
        assert set(found[lan.pk].values()) == {number + 1}
    with django_assert_num_queries(0):
        assert frequency.counted(frame, [], rules, WEEKS) == {}
