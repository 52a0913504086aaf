"""What the people of the demo company did with their customers, and what they plan: calls, visits, messages."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from django.db import connection
from django.utils import timezone

from xiaolu.activities.actions.keeping import search_entry
from xiaolu.activities.actions.messages import ask_after, ask_around
from xiaolu.activities.models import Activity, MessageTemplate
from xiaolu.domain.activities import usual_time
from xiaolu.org.queries import zone
from xiaolu.pipeline.bulk import copy_rows
from xiaolu.pipeline.models import Opportunity
from xiaolu.search.actions import index_many

KINDS = ("call", "call", "call", "visit", "visit", "message", "message", "demonstration", "meeting")
SAID = {
    "call": ("约了下周见面。", "采购说预算要到下季度。", "没人接，改天再打。", "问了交货期和账期，要书面答复。", "对方在开会，约明天上午再打。"),
    "visit": ("看了车间，三台设备换油周期偏短。", "见了设备科长，愿意试一桶。", "老板不在，和采购谈了价格构成。", "带了样品和化验报告，对方留下研究。"),
    "message": ("发了产品资料和两家样板客户。", "发了会面纪要，请对方确认。", "节前问候，约节后拜访。"),
    "demonstration": ("现场演示了油品检测，对比明显。",),
    "meeting": ("三方开会定了试用方案。", "和技术、采购一起过了总成本对比。"),
}  # fmt: skip
COLUMNS = ("id", "kind", "state", "subject", "owner_id", "account_id", "opportunity_id", "day", "start", "minutes",
           "planned_for", "repeats", "key_activity", "result", "words", "reached", "in_charge_met", "signals", "time_kind",
           "cancelled_because", "done_at", "withdrawn", "version", "created_at", "preparation")  # fmt: skip
OWN_TIME = (
    ("task", "写方案、备样品", "t2", (40, 60, 90)),
    ("other", "路上", "t3", (60, 90, 150)),
    ("meeting", "周会", "t4", (45, 60)),
)
WEEKS_LOGGED = 8
MOST = 5  # at one opportunity
ASKED = 40
TEXTS = (
    ("寄送资料", "{联系人}您好，{商机}的资料已寄出，预计…到。收到后请告诉我一声，有问题我随时来讲。{公司} {我} {我的电话}",
     "Dear {contact}, the papers on {opportunity} are in the post and should arrive on …. {me}, {company}"),
    ("样品到货", "{联系人}您好，样品今天到贵司，请安排…签收。{下次日期}我来看试用情况。{我} {我的电话}",
     "Dear {contact}, the sample arrives today. On {next day} I will come to see how it does. {me}"),
)  # fmt: skip
PLANS_WITHIN = 10  # days: what lies nearer stands in the calendar with its time


def follow_up(random: Random, until: date) -> int:
    """Activities along every opportunity, and a plan for the next step of those that are due soon; how many."""
    place, now = zone(), timezone.now()
    rows: list[tuple[Any, ...]] = []
    deals: Any = Opportunity.objects.order_by("pk").values_list(
        "pk", "owner_id", "account_id", "created_on", "stage_since", "stage_kind", "next_date", "next_action"
    )
    for pk, owner, account, begun, since, kind, due, action in deals.iterator(chunk_size=5_000):
        about = (owner, account, pk)
        for day in _days(random, begun, max(since, begun), until):
            at = datetime.combine(day, time(random.randrange(9, 17), random.choice((0, 15, 30))), place)
            rows.append(_done(random, about, day, min(at, now.astimezone(place))))
        if kind == "open" and due and until <= due <= until + timedelta(days=PLANS_WITHIN):
            rows.append(_planned(random, about, due, action, now))
    rows += _own_time(Random(len(rows)), until)  # noqa: S311
    first = (Activity.objects.order_by("-pk").values_list("pk", flat=True).first() or 0) + 1
    copy_rows("activities_activity", COLUMNS, ((first + place, *row) for place, row in enumerate(rows)))
    _reset_sequence()
    index_many(_entries(), fresh=True)
    _ask_for_messages(until)
    return len(rows)


def _ask_for_messages(until: date) -> None:
    """Messages to customers for some calls and visits of today and the next days, and texts to begin with."""
    done = Activity.objects.filter(
        day=until.toordinal(), state="done", kind__in=("call", "visit"), account__isnull=False
    )
    soon = Activity.objects.filter(
        state="planned", kind="visit", start__isnull=False, day__gt=until.toordinal(),
        day__lte=(until + timedelta(days=4)).toordinal(),
    )  # fmt: skip
    for activity in done.select_related("account", "opportunity__method", "owner").order_by("pk")[:ASKED]:
        ask_after(activity)
    for activity in soon.select_related("account", "opportunity__method", "owner").order_by("day", "pk")[:ASKED]:
        ask_around(activity)
    MessageTemplate.objects.bulk_create(MessageTemplate(name=name, text_zh=zh, text_en=en) for name, zh, en in TEXTS)


def _own_time(random: Random, until: date) -> list[tuple[Any, ...]]:
    """What sellers logged of their time without a customer in the last weeks: preparing, the road, the rest."""
    place, rows = zone(), []
    monday = until - timedelta(days=until.weekday())
    sellers = Opportunity.objects.order_by("owner").values_list("owner", flat=True).distinct()
    for owner in (one for one in sellers if one):
        for week in range(WEEKS_LOGGED):
            for kind, what, time_kind, minutes in OWN_TIME:
                day = monday - timedelta(weeks=week) + timedelta(days=random.randrange(5))
                if day >= until:
                    continue
                at = datetime.combine(day, time(random.choice((8, 17)), 0), place)
                rows.append((
                    kind, "done", what, owner, None, None, day.toordinal(), at.time().isoformat(), random.choice(minutes), None, "", "",
                    "", "", None, None, "[]", time_kind, "", at, False, 1, at, "{}",
                ))  # fmt: skip
    return rows


def _days(random: Random, begun: date, since: date, until: date) -> list[date]:
    span = min((since - begun).days + 45, (until - begun).days)
    return sorted(begun + timedelta(days=random.randint(0, max(span, 0))) for _ in range(random.randint(1, MOST)))


def _done(random: Random, about: tuple[int, int, int], day: date, at: datetime) -> tuple[Any, ...]:
    kind = random.choice(KINDS)
    reached = random.random() < 0.7 if kind == "call" else True
    met = random.random() < 0.6 if kind == "visit" else None
    said = random.choice(SAID[kind])
    minutes = random.choice((5, 10, 15)) if kind in ("call", "message") else random.choice((30, 45, 60, 90))
    return (
        kind, "done", "", *about, day.toordinal(), at.time().isoformat(), minutes, day.toordinal() if random.random() < 0.5 else None, "",
        "", said, "", reached, met, "[]", usual_time(kind, with_customer=True), "", at, False, 1, at, "{}",
    )  # fmt: skip


def _planned(random: Random, about: tuple[int, int, int], day: date, action: str, now: datetime) -> tuple[Any, ...]:
    kind = "call" if "电话" in action or "催" in action else random.choice(("visit", "visit", "call"))
    start = time(random.randrange(9, 17), random.choice((0, 30))).isoformat() if kind == "visit" else None
    return (
        kind, "planned", action, *about, day.toordinal(), start, 60 if kind == "visit" else None, day.toordinal(), "", "",
        "", "", None, None, "[]", "", "", None, False, 1, now, "{}",
    )  # fmt: skip


def _entries() -> Iterator[Any]:
    for activity in Activity.objects.select_related("account").iterator(chunk_size=5_000):
        yield search_entry(activity)


def _reset_sequence() -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT setval(pg_get_serial_sequence('activities_activity', 'id'), max(id)) FROM activities_activity"
            )
