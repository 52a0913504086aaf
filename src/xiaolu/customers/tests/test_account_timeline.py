"""Everything about an account on one page, newest first; and who looked after it until when."""

from datetime import timedelta
from itertools import pairwise

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given as each
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from xiaolu.customers import actions, queries
from xiaolu.customers.models import Account
from xiaolu.customers.queries import moments as lines
from xiaolu.customers.tests.make import make_account, make_contact
from xiaolu.org.models import Person
from xiaolu.org.queries import today
from xiaolu.pipeline import actions as pipeline
from xiaolu.pipeline.tests.make import days_ago, make_opportunity, spancop

pytestmark = pytest.mark.django_db


def address(account: Account, **asked) -> str:
    query = "&".join(f"{name}={value}" for name, value in asked.items())
    return reverse("customers:account_timeline", args=[account.pk]) + (f"?{query}" if query else "")


@pytest.fixture
def account(lan, lei):
    """Created, a contact, a note on last week, handed over and back, with a deal that moved on."""
    account = make_account(lan, by=lan)
    make_contact(account, by=lan)
    actions.create_note(account, by=lan, text="上周拜访", day=days_ago(7))
    deal = make_opportunity(spancop(), owner=lan, account=account, stage="P", name="切削液", on=days_ago(30))
    pipeline.move_opportunity(deal, to="A", by=lan, on=days_ago(3))
    actions.hand_over_account(account, to=lei, by=lan, seen=1)
    return actions.hand_over_account(account, to=lan, by=lei, seen=2)


def test_all_kinds_stand_in_the_order_of_their_days(lan, account):
    found = queries.timeline(lan, account).moments
    assert {moment.kind for moment in found} == {"note", "change", "owner", "stage"}
    assert [moment.day for moment in found] == sorted((moment.day for moment in found), reverse=True)
    assert [(moment.tag, moment.day) for moment in found if moment.kind == "stage"] == [
        ("A", days_ago(3)),
        ("P", days_ago(30)),
    ]


@pytest.mark.parametrize(
    ("kind", "count"), [("note", 1), ("stage", 2), ("owner", 2), ("change", 2), ("file", 0), ("x", 7)]
)
def test_it_can_be_narrowed_to_one_kind(browse, lan, account, kind, count):
    answer = browse(lan).get(address(account, kind=kind))
    assert len(answer.context["timeline"].moments) == count


def test_htmx_gets_the_panel_and_a_browser_the_page(browse, lan, account):
    part = browse(lan).get(address(account), headers={"HX-Request": "true"}).content.decode()
    assert "上周拜访" in part and "潜在客户" in part and "<html" not in part
    assert "<html" in browse(lan).get(address(account)).content.decode()


def test_it_is_paged_and_no_moment_is_lost_or_shown_twice(lan):
    account = make_account(lan)
    for number in range(45):
        actions.create_note(account, by=lan, text=f"第{number}次", day=today() - timedelta(days=number % 7))
    shown, page = [], 1
    while page:
        part = queries.timeline(lan, account, kind="note", page=page)
        shown += [moment.note.text for moment in part.moments]
        page = part.older
    assert len(shown) == 45 and len(set(shown)) == 45


def test_who_sees_the_account_but_not_the_deal_does_not_see_its_stages(browse, lan, lei, account):
    actions.hand_over_account(account, to=lei, by=None, seen=account.version)
    text = browse(lei).get(address(account)).content.decode()
    assert "上周拜访" in text and "切削液" not in text


def test_an_outsider_finds_nothing(browse, outsider, account):
    assert browse(outsider).get(address(account)).status_code == 404


def test_a_stage_that_was_taken_back_is_not_told(lan, account, monkeypatch):
    from xiaolu.pipeline import moments

    everything = {pk for pk in moments.Change.objects.values_list("pk", flat=True)}
    monkeypatch.setattr(moments, "taken_back", lambda rows: everything)
    assert queries.timeline(lan, account, kind="stage").moments == []


def test_the_page_needs_as_many_queries_for_twenty_moments_as_for_a_few(
    browse, lan, account, django_assert_num_queries
):
    client = browse(lan)
    client.get(address(account))
    with CaptureQueriesContext(connection) as few:
        client.get(address(account))
    for number in range(20):
        actions.create_note(account, by=lan, text=f"第{number}次")
    with django_assert_num_queries(len(few)):
        client.get(address(account))


def test_who_looked_after_it_is_told_from_day_to_day(browse, lan, lei, account):
    cares = queries.owners_of(account)
    assert [care.owner for care in cares] == [lan, lei, lan]
    assert [care.until for care in cares] == [None, today(), today()]
    shown = browse(lan).get(reverse("customers:account_detail", args=[account.pk])).content.decode()
    assert "先后由谁负责" in shown


def test_an_account_that_never_changed_hands_has_no_history_of_owners(lan):
    account = make_account(lan)
    actions.hand_over_account(account, to=lan, by=None, seen=1)
    assert queries.owners_of(account) == []


def test_handing_over_many_and_merging_are_told_too(lan, lei):
    account, other = make_account(lan), make_account(lei, name="别家")
    actions.edit_many({account.pk: {"owner": lei}}, by=lan)
    assert [care.owner for care in queries.owners_of(account)] == [lei, lan]
    merge = actions.merge_accounts(account, other, by=None, seen=(2, 1), chosen={"owner": "winner"})
    actions.unmerge_accounts(merge, by=None)
    assert len(queries.owners_of(account)) == 2


class Merged(TestCase):
    @settings(max_examples=30, deadline=None)
    @each(st.lists(st.integers(0, 2), max_size=8))
    def test_the_last_of_the_history_is_the_owner_of_today(self, hands):
        """Whatever way an account went, the history starts with its first owner, ends with the one of today, and joins."""
        people = [Person.objects.create(login=f"p{number}", name=f"人{number}") for number in range(3)]
        account = make_account(people[0])
        for hand in hands:
            if hand == 2:
                actions.edit_many({account.pk: {"owner": people[hand]}}, by=None)
            else:
                actions.hand_over_account(account, to=people[hand], by=None, seen=account.version)
            account.refresh_from_db()
        cares = queries.owners_of(account)
        if cares:
            self.assertEqual((cares[0].owner, cares[-1].owner), (account.owner, people[0]))
            self.assertEqual([care.since for care in cares[:-1]], [care.until for care in cares[1:]])
            self.assertTrue(all(one.owner != other.owner for one, other in pairwise(cares)))
        else:
            self.assertEqual(account.owner, people[0])


def test_a_source_of_a_higher_app_is_asked_only_for_what_is_shown(lan, monkeypatch):
    asked = []
    monkeypatch.setitem(lines.more, "stage", lambda user, account, most: asked.append(most) or [])
    queries.timeline(lan, make_account(lan), page=3)
    queries.timeline(lan, make_account(lan, name="别家"), page=10**9)
    assert asked == [61, 2001]
