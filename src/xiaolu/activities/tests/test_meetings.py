"""A meeting from calling it to closing it, and who may do what with it."""

from datetime import timedelta

import pytest
from django.urls import reverse

from xiaolu.activities import actions
from xiaolu.activities.models import Meeting
from xiaolu.activities.queries.meetings import brought_into, first_day_of
from xiaolu.activities.tests.make import make_agreement, make_meeting
from xiaolu.domain.rules import RuleBroken, Stale
from xiaolu.org.models import AuditEntry
from xiaolu.org.queries import today
from xiaolu.pipeline.tests.make import spancop

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(min_, lan, east):
    return make_meeting(spancop(), min_, east, needed=[min_, lan])


def held(meeting, by):
    day = today() - timedelta(days=1)
    return actions.keep_pack(meeting, by=by, seen=meeting.version, pack={"form": 1}, since=day, at=day)


def test_a_manager_calls_one_for_the_own_team(browse, min_, lan, lei, east):
    method = spancop()
    sent = {
        "method": method.pk, "team": "east", "day": today().isoformat(), "purpose": "看清单子",
        "needed": [min_.pk, lan.pk],
    }  # fmt: skip
    answer = browse(min_).post(reverse("activities:create_meeting"), sent)
    made = Meeting.objects.get()
    assert answer.headers["Location"] == reverse("desk:meeting_pack", args=[made.pk])
    assert (made.team, made.purpose, made.state) == (east, "看清单子", "planned")
    assert {seat.person for seat in made.seats.all()} == {min_, lan}
    assert AuditEntry.objects.filter(action="create_meeting").count() == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [("team", "north"), ("team", "all"), ("day", "9999-01-01"), ("day", "1900-01-01"), ("purpose", "长" * 301), ("purpose", "a\x00"),
     ("needed", ""), ("needed", "999999")],
)  # fmt: skip
def test_what_makes_no_sense_is_refused(browse, min_, north, field, value):
    sent = {"method": spancop().pk, "team": "east", "day": today().isoformat(), "purpose": "看", "needed": [min_.pk]}
    answer = browse(min_).post(reverse("activities:create_meeting"), {**sent, field: value})
    assert answer.status_code == 422
    assert not Meeting.objects.exists()


def test_who_is_needed_answers_the_methods_questions(browse, meeting, lan, lei):
    address = reverse("activities:answer_before_meeting", args=[meeting.pk])
    assert "为什么需要我参加" in browse(lan).get(address).content.decode()
    assert browse(lan).post(address, {"why_me": "客户是我的", "my_point": ""}).status_code == 303
    seat = meeting.seats.get(person=lan)
    assert seat.answers == {"why_me": "客户是我的"}
    assert seat.prepared_at
    assert browse(lei).post(address, {"why_me": "我"}).status_code == 422, "nobody needs him there"


def test_notes_keep_their_time_and_author(browse, meeting, min_):
    address = reverse("activities:note_in_meeting", args=[meeting.pk])
    assert browse(min_).post(address, {"text": "先谈总成本"}).status_code == 303
    note = meeting.notes.get()
    assert (note.text, note.author) == ("先谈总成本", min_)
    assert browse(min_).post(address, {"text": " "}).status_code == 422


def test_it_closes_only_when_every_agreement_was_read_back(browse, meeting, min_, lan):
    first, second = (make_agreement(meeting, lan, by=min_, text=text) for text in ("一", "二"))
    now = held(meeting, min_)
    address = reverse("activities:close_meeting", args=[meeting.pk])
    assert browse(min_).post(address, {"version": now.version, "read": [first.pk]}).status_code == 422
    assert browse(min_).post(address, {"version": now.version, "read": [first.pk, second.pk]}).status_code == 303
    now.refresh_from_db()
    assert (now.state, now.closed_by) == ("closed", min_)
    with pytest.raises(RuleBroken, match="meeting_closed"):
        actions.note_in_meeting(now, by=min_, text="太晚")
    with pytest.raises(RuleBroken, match="meeting_closed"):
        make_agreement(now, lan, by=min_)
    assert actions.reopen_meeting(now, by=min_, seen=now.version).state == "held"


def test_without_a_pack_it_does_not_close(meeting, min_):
    with pytest.raises(RuleBroken, match="no_pack"):
        actions.close_meeting(meeting, by=min_, seen=1, read_back=[])


def test_two_who_change_it_at_once(meeting, min_):
    actions.edit_meeting(meeting, by=min_, seen=1, day=today(), purpose="别的", needed=[min_])
    with pytest.raises(Stale):
        actions.edit_meeting(meeting, by=min_, seen=1, day=today(), purpose="再别的", needed=[min_])


def test_one_with_agreements_is_not_called_off(meeting, min_, lan):
    agreement = make_agreement(meeting, lan, by=min_)
    with pytest.raises(RuleBroken, match="meeting_has_agreements"):
        actions.withdraw_meeting(meeting, by=min_, seen=meeting.version)
    assert agreement.meeting == meeting


def test_the_next_meeting_opens_with_what_is_open_or_was_settled_since(meeting, min_, lan, east, north):
    meeting = held(meeting, min_)
    _left, kept = (make_agreement(meeting, lan, by=min_, text=text) for text in ("还没做", "做了"))
    actions.settle_agreement(kept, by=lan, seen=1, state="kept")
    make_agreement(None, lan, by=min_, text="别的团队", team=north)
    following = make_meeting(meeting.method, min_, east)
    make_agreement(following, lan, by=min_, text="新的")
    assert [one.text for one in brought_into(following)] == ["还没做", "做了"]
    assert [one.text for one in brought_into(meeting)] == ["新的"]


def test_a_pack_tells_what_changed_since_the_last_one(meeting, min_, east):
    now = today()
    assert first_day_of(east, now, now) == now - timedelta(days=6)
    day = now - timedelta(days=10)
    actions.keep_pack(meeting, by=min_, seen=1, pack={"form": 1}, since=day, at=day)
    assert first_day_of(east, now, now) == day + timedelta(days=1)


def test_nobody_sees_another_teams_meetings(browse, meeting, lan, lei, min_, outsider, trainer):
    seen = {
        who.login: reverse("desk:meeting_pack", args=[meeting.pk])
        in browse(who).get(reverse("activities:meeting_list")).content.decode()
        for who in (lan, lei, min_, outsider, trainer)
    }
    assert seen == {"linlan": True, "zhaolei": True, "zhoumin": True, "qianjin": False, "sunpei": True}


@pytest.mark.parametrize("many", [1, 12])
def test_the_list_asks_the_same_for_one_and_many(browse, min_, east, many, django_assert_num_queries):
    method = spancop()
    for _ in range(many):
        make_meeting(method, min_, east)
    client = browse(min_)
    client.get(reverse("activities:meeting_list"))
    with django_assert_num_queries(14):
        client.get(reverse("activities:meeting_list"))
