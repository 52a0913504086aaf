"""The tickler box: slots, cards, three ways out of a card; yellow cards on screen and on paper."""

import re
import zlib
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, timedelta

import pytest
import time_machine
from django.db import transaction
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from xiaolu.activities.models import Activity
from xiaolu.activities.queries import tickler
from xiaolu.activities.tests.make import make_done
from xiaolu.customers.actions import create_competitor, create_foothold
from xiaolu.customers.tests.make import entries, make_account, make_contact
from xiaolu.domain.rules import RuleBroken
from xiaolu.domain.tickler import next_working_day
from xiaolu.org.queries import today
from xiaolu.pipeline import actions
from xiaolu.pipeline.checks import open_ones_have_a_next_date
from xiaolu.pipeline.models import Opportunity
from xiaolu.pipeline.tests.make import days_ago, make_opportunity, spancop

pytestmark = pytest.mark.django_db
BOX = reverse("activities:tickler_box")


def unpacked(pdf: bytes) -> Iterator[bytes]:
    """The texts of a PDF's streams."""
    for stream in re.findall(rb"stream\r?\n(.*?)endstream", pdf, re.S):
        with suppress(zlib.error):
            yield zlib.decompressobj().decompress(stream)


def card(owner, **over) -> Opportunity:
    values = {"owner": owner, "account": make_account(owner), "stage": "P", "next_date": today(), **over}
    return make_opportunity(spancop(), **values)


def address(name: str, deal: Opportunity) -> str:
    return reverse(f"activities:{name}", args=[deal.pk])


def test_overdue_cards_come_to_today_in_red(browse, lan):
    card(lan, next_date=today() - timedelta(days=3)), card(lan, next_date=today() + timedelta(days=40))
    shown = browse(lan).get(BOX).content.decode()
    assert shown.count('<article class="tickler-card') == 1 and "tickler-late" in shown
    month = (today() + timedelta(days=40)).month
    assert browse(lan).get(BOX, {"slot": f"m{month}"}).content.decode().count('<article class="tickler-card') == 1


def test_nobody_sees_another_teams_cards(browse, lan, lei, min_, outsider):
    deal = card(lan)
    assert browse(outsider).get(BOX, {"scope": f"person:{lan.pk}"}).status_code == 404
    assert deal.account.name not in browse(outsider).get(BOX, {"scope": ""}).content.decode()
    assert deal.account.name not in browse(lei).get(BOX, {"scope": ""}).content.decode()
    assert deal.account.name in browse(min_).get(BOX, {"scope": f"person:{lan.pk}"}).content.decode()
    assert [browse(who).get(address("yellow_card", deal)).status_code for who in (lan, min_, lei, outsider)] == [
        200, 200, 404, 404,
    ]  # fmt: skip


def test_a_card_is_put_into_a_day_with_a_reason(browse, lan):
    deal, later = card(lan), today() + timedelta(days=9)
    client = browse(lan)
    given = {"day": later.isoformat(), "because": "客户出差", "version": deal.version}
    assert client.post(address("put_card", deal), given | {"because": ""}).status_code == 422
    assert client.post(address("put_card", deal), given | {"day": "2020-01-01"}).status_code == 422
    assert client.post(address("put_card", deal), given | {"day": "2999-01-01"}).status_code == 422
    assert client.post(address("put_card", deal), given | {"month": "202613"}).status_code == 422
    assert client.post(address("put_card", deal), given).status_code == 303
    assert client.post(address("put_card", deal), given).status_code == 409
    deal.refresh_from_db()
    assert (deal.next_date, deal.for_month) == (later, False) and entries("put_card", lan) == 1


@time_machine.travel("2026-09-20 09:00+08:00")
@pytest.mark.database
def test_a_card_for_a_month_is_dealt_out_on_its_first_working_day(browse, lan):
    deals = [card(lan, amount=amount) for amount in (300, 200, 100)]
    for deal in deals:
        given = {"month": "202610", "because": "节后再谈", "version": deal.version}
        assert browse(lan).post(address("put_card", deal), given).status_code == 303
    assert set(Opportunity.objects.values_list("next_date", "for_month")) == {(date(2026, 10, 8), True)}
    assert actions.deal_out_months() == 0
    with time_machine.travel("2026-10-07 09:00+08:00"):
        assert actions.deal_out_months() == 0
    with time_machine.travel("2026-10-08 09:00+08:00"):
        assert actions.deal_out_months() == 3 and actions.deal_out_months() == 0
    dealt = list(Opportunity.objects.order_by("-amount").values_list("next_date", "for_month"))
    assert [mark for _, mark in dealt] == [False] * 3
    assert dealt[0][0] == date(2026, 10, 8) and dealt == sorted(dealt) and dealt[-1][0] > date(2026, 10, 15)


def test_not_reached_is_one_press_and_the_card_comes_back(browse, lan, trainer):
    deal = card(lan, next_action="谈年度协议")
    assert browse(trainer).post(address("not_reached", deal)).status_code == 403
    assert browse(lan).post(address("not_reached", deal)).status_code == 303
    deal.refresh_from_db()
    assert (deal.next_date, deal.next_action) == (next_working_day(today()), "谈年度协议")
    done = Activity.objects.get(state="done")
    assert (done.kind, done.reached, done.opportunity) == ("call", False, deal)


def test_a_closed_deal_has_no_card(lan):
    deal = card(lan)
    actions.move_opportunity(deal, to="X", by=None, on=today(), reason="price", competitor="甲")
    assert not tickler.open_cards(Opportunity.objects.all()).exists()
    with pytest.raises(RuleBroken, match="not_open"):
        actions.put_card(deal, by=lan, seen=None, because="x", day=today())


def test_a_silent_card_says_so(browse, lan):
    deal = card(lan, on=days_ago(80))
    shown = tickler.cards(Opportunity.objects.all(), today())[0]
    assert shown.is_silent and shown.days_in_stage == 80
    make_done(lan, opportunity=deal, account=deal.account)
    assert not tickler.cards(Opportunity.objects.all(), today())[0].is_silent


@settings(max_examples=30, deadline=None)
@given(st.data())
def test_every_open_card_lies_in_exactly_one_slot_whatever_happens(data):
    with transaction.atomic():
        deals = [
            card(None, account=None, next_date=today() + timedelta(days=data.draw(st.integers(-30, 360))))
            for _ in range(3)
        ]
        for _ in range(data.draw(st.integers(0, 6))):
            deal = data.draw(st.sampled_from(deals))
            step = data.draw(st.sampled_from(("put", "month", "move", "lose", "deal", "record")))
            act(step, deal, data)
        rows = Opportunity.objects.all()
        drawers, cards = tickler.drawers(rows, today()), tickler.open_cards(rows).count()
        assert sum(one.cards for one in drawers) == cards
        assert [tickler.in_span(rows, one.span).count() for one in drawers] == [one.cards for one in drawers]
        assert not list(open_ones_have_a_next_date())
        transaction.set_rollback(True)


def act(step: str, deal: Opportunity, data) -> None:
    """One thing that may happen to a card; what a rule refuses changes nothing."""
    try:
        if step == "put":
            day = today() + timedelta(days=data.draw(st.integers(-2, 370)))
            actions.put_card(deal, by=None, seen=None, because="x", day=day)
        elif step == "month":
            month = data.draw(
                st.sampled_from([one.span.last for one in tickler.drawers(Opportunity.objects.none(), today())][-12:])
            )
            actions.put_card(deal, by=None, seen=None, because="x", month=month.year * 100 + month.month)
        elif step in ("move", "lose"):
            actions.move_opportunity(
                deal, to="X" if step == "lose" else "A", by=None, on=today(), reason="price", override="x"
            )
        elif step == "deal":
            actions.deal_out_months()
        else:
            actions.edit_opportunity(deal, by=None, next_date=data.draw(st.sampled_from((None, today()))))
    except RuleBroken:
        pass


def test_the_yellow_card_says_who_what_and_when(browse, lan):
    deal = card(lan, amount=86_000_000, name="液压油")
    make_contact(deal.account, authority="decides", post="总经理")
    create_foothold(deal.account, competitor=create_competitor(code="k", name="某国际品牌", by=None), by=None)
    make_done(lan, opportunity=deal, account=deal.account, result="谈了年度协议")
    shown = browse(lan).get(address("yellow_card", deal)).content.decode()
    for text in ("张卫国", "总经理", "某国际品牌", "谈了年度协议", "液压油", "86 万"):
        assert text in shown


def test_hidden_amounts_and_phones_stay_hidden_on_paper(browse, lan, monkeypatch):
    deal = card(lan, amount=86_000_000)
    make_contact(deal.account)
    printed = []
    monkeypatch.setattr("xiaolu.web.pdf.printed", lambda html: printed.append(html) or b"%PDF-")
    client = browse(lan)
    assert client.get(address("yellow_card", deal), {"pdf": "1"}).status_code == 200
    monkeypatch.setattr(type(lan), "hides", lambda self, field: field in ("amounts", "phones"))
    assert client.get(reverse("activities:yellow_cards")).status_code == 200
    assert "86 万" in printed[0] and "1234" in printed[0] and "上海恒力" in printed[1]
    assert "86 万" not in printed[1] and "1234" not in printed[1]


@pytest.mark.slow
def test_a_slot_of_yellow_cards_is_a_pdf_of_as_many_a5_pages(browse, lan):
    card(lan), card(lan)
    answer = browse(lan).get(reverse("activities:yellow_cards"))
    assert answer["Content-Type"] == "application/pdf"
    pages = re.findall(rb"/MediaBox ?\[([^\]]+)\]", b"".join(unpacked(answer.content)))
    assert answer.content.startswith(b"%PDF-") and len(pages) == 2
    assert [round(float(one)) for one in pages[0].split()] == [0, 0, 420, 595]  # A5 in points
