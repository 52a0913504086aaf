"""Clocks start, stand still, go on, change hands and end; the worker takes their steps once each."""

from datetime import timedelta

import pytest
from django.utils import timezone

from xiaolu.activities.tests.make import make_done
from xiaolu.clocks import actions, checks
from xiaolu.clocks.models import ClockStep, Notice, RunningClock
from xiaolu.clocks.queries import calendar_of
from xiaolu.clocks.tests.make import make_clock
from xiaolu.customers.actions import hand_over_account
from xiaolu.customers.tests.make import make_account
from xiaolu.domain.method import read_span
from xiaolu.org.actions import hand_over
from xiaolu.org.models import Deputy
from xiaolu.org.queries import today
from xiaolu.pipeline import actions as pipeline
from xiaolu.pipeline.models import Opportunity
from xiaolu.pipeline.tests.make import days_ago, make_opportunity, spancop

pytestmark = [pytest.mark.django_db, pytest.mark.database]
HOUR = timedelta(hours=1)


def state(clock: RunningClock) -> str:
    clock.refresh_from_db()
    return clock.state


def whole() -> None:
    assert [problem for check in checks.CHECKS for problem in check()] == []


def told(clock: RunningClock) -> list[tuple[str, str]]:
    rows = Notice.objects.filter(key__startswith=f"clock:{clock.pk}:").order_by("code")
    return [(one.code, one.person.name) for one in rows.select_related("person")]


def test_a_clock_that_is_stopped_in_time_is_kept_and_says_nothing(lan):
    clock = make_clock(lan, hours_ago=19)
    assert actions.run_due() == 0
    actions.stop(clock, by=lan)
    assert state(clock) == "kept" and clock.next_at is None
    assert actions.run_due(clock.due_at + 100 * HOUR) == 0 and not Notice.objects.exists()
    assert [one.what for one in clock.moments.all()] == ["started", "kept"]


def test_steps_speak_one_after_the_other(lan, min_, admin):
    deal = make_opportunity(spancop(), owner=lan)
    clock = make_clock(lan, object_id=deal.pk)
    for hours, code, who in (
        (20, "clock_warn_owner", lan), (24, "clock_manager_owner", lan), (24, "clock_manager_above", min_),
    ):  # fmt: skip
        actions.run_due(clock.started_at + hours * HOUR)
        assert (code, who.name) in told(clock)
        whole()
    assert state(clock) == "broken" and clock.is_open
    assert actions.run_due(clock.started_at + 24 * HOUR) == 0
    assert len(told(clock)) == 3
    actions.stop(clock, by=lan, at=clock.due_at + HOUR)
    assert state(clock) == "broken" and not clock.is_open


def test_catching_up_records_all_steps_and_only_the_highest_speaks(lan, min_):
    clock = make_clock(lan, hours_ago=30)
    assert actions.run_due() == 1
    assert set(clock.steps.values_list("key", "spoke")) == {
        ("warn", False),
        ("due", False),
        ("0:manager", True),
        ("1:pool", False),
    }
    assert clock.steps.filter(done_at__isnull=False).count() == 3
    assert told(clock) == [("clock_manager_above", "周敏"), ("clock_manager_owner", "林岚")]


def test_a_record_nobody_cared_for_goes_back_to_the_pool(lan, min_):
    deal = make_opportunity(spancop(), owner=lan)
    clock = make_clock(lan, object_id=deal.pk, hours_ago=49)
    assert actions.run_due() == 1
    deal.refresh_from_db()
    assert deal.owner is None and state(clock) == "broken" and not clock.is_open
    assert told(clock) == [("clock_pool_above", "周敏"), ("clock_pool_owner", "林岚")]
    assert set(Notice.objects.filter(kind="").values_list("person", flat=True)) == {
        lan.pk
    }  # no link to what is not hers
    assert actions.run_due() == 0
    whole()


def test_a_clock_stands_still_and_goes_on_with_what_was_left(lan):
    deal = make_opportunity(spancop(), owner=lan)
    clock = make_clock(lan, object_id=deal.pk, due=read_span("4 working hours"), warn=None, escalate=())
    begun, was_due = clock.started_at, clock.due_at
    actions.pause(clock, by=lan, at=begun)
    assert actions.run_due(clock.due_at + HOUR) == 0 and state(clock) == "paused"
    whole()
    actions.resume(clock, by=lan, at=begun + 7 * timedelta(days=7))
    clock.refresh_from_db()
    calendar = calendar_of(lan)
    assert calendar.working_time(begun + 7 * timedelta(days=7), clock.due_at) == 4 * HOUR and clock.due_at > was_due
    assert clock.next_at == clock.due_at and state(clock) == "running"
    whole()
    plain = make_clock(lan, code="plain", object_id=deal.pk)
    due, begun = plain.due_at, plain.started_at + 20 * HOUR
    actions.pause(plain, by=lan, at=begun)
    actions.resume(plain, by=lan, at=begun + 5 * HOUR)
    plain.refresh_from_db()
    assert plain.due_at == due + 5 * HOUR


def test_leave_and_absence_are_no_working_time(lan, lei):
    usual = make_clock(lan, code="usual", due=read_span("1 working day"), escalate=())
    actions.take_leave(lan, first=today(), last=today() + timedelta(days=13), reason="年假", by=lan)
    Deputy.objects.create(
        absent=lan, deputy=lei, from_day=today() + timedelta(days=14), to_day=today() + timedelta(days=21)
    )
    later = make_clock(lan, code="later", due=read_span("1 working day"), escalate=())
    assert (later.due_at - usual.due_at).days >= 18


def test_handing_a_deal_to_somebody_starts_the_clock_and_a_call_stops_it(lan, lei, min_):
    deal = make_opportunity(spancop(), owner=lan, by=lan)
    assert not RunningClock.objects.exists()  # she made it for herself
    pipeline.reassign_opportunities([deal], to=lei, by=min_)
    clock = RunningClock.objects.get()
    assert (clock.owner, clock.code, clock.object_id, clock.state) == (lei, "first_contact", deal.pk, "running")
    deal.refresh_from_db()
    make_done(lei, kind="task", opportunity=deal, result="准备资料")
    make_done(lei, kind="call", opportunity=deal, day=days_ago(1))  # before it was his to call
    assert state(clock) == "running"
    make_done(lei, kind="call", opportunity=deal, reached=False)
    assert state(clock) == "kept"
    whole()


def test_a_deal_handed_on_drops_the_first_contact_of_the_one_before(lan, lei, min_):
    deal = make_opportunity(spancop(), owner=lan, by=min_)
    first = RunningClock.objects.get()
    actions.run_due(first.started_at + 21 * HOUR)
    assert Notice.objects.filter(person=lan, code="clock_warn_owner").count() == 1
    pipeline.edit_opportunity(deal, by=min_, owner=lei)
    assert state(first) == "dropped" and not Notice.objects.filter(person=lan).exists()
    assert RunningClock.objects.get(ended_at__isnull=True).owner == lei
    pipeline.move_opportunity(Opportunity.objects.get(), to="X", by=None, reason="price")
    assert not RunningClock.objects.filter(ended_at__isnull=True).exists()


def test_a_leaver_hands_clocks_over_as_they_are(lan, lei, min_):
    make_opportunity(spancop(), owner=lan, by=min_)
    clock = RunningClock.objects.get()
    due = clock.due_at
    hand_over(lan, to=lei, by=min_)
    clock.refresh_from_db()
    assert (clock.owner, clock.due_at, RunningClock.objects.count()) == (lei, due, 1)


def test_a_customer_handed_over_starts_the_clock_of_the_method_in_use(lan, lei, min_):
    spancop()
    account = make_account(lan)
    hand_over_account(account, to=lei, by=min_, seen=account.version)
    clock = RunningClock.objects.get()
    assert (clock.kind, clock.object_id, clock.owner) == ("account", account.pk, lei)
    make_done(lei, kind="visit", account=account)
    assert state(clock) == "kept"


def test_a_withdrawn_deal_has_no_clock_and_a_vanished_one_is_found(lan, min_):
    deal = make_opportunity(spancop(), owner=lan, by=min_)
    clock = make_clock(lan, object_id=99_999)
    assert len(list(checks.clocks_run_on_records_that_are_there())) == 1
    assert actions.drop_where_gone() == 1 and state(clock) == "dropped"
    pipeline.withdraw_opportunity(deal, by=min_, reason="重复")
    assert not RunningClock.objects.filter(ended_at__isnull=True).exists()
    whole()


def test_verify_finds_a_clock_that_waits_for_nothing(lan):
    clock = make_clock(lan, object_id=make_opportunity(spancop(), owner=lan).pk)
    RunningClock.objects.filter(pk=clock.pk).update(next_at=None)
    assert len(list(checks.clocks_wait_for_their_next_step())) == 1
    ClockStep.objects.filter(clock=clock, key="due").update(done_at=timezone.now())
    assert len(list(checks.missed_clocks_say_so())) == 1


def test_taking_a_batch_asks_the_same_for_one_and_twenty(lan, min_, django_assert_num_queries):
    for rows in (1, 20):
        for number in range(rows):
            make_clock(lan, object_id=1000 * rows + number, hours_ago=25)
        with django_assert_num_queries(32):
            actions.run_due()
