"""Whole pages through the application, held against their own statements sent by the bare driver."""

import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial

from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.urls import reverse

from xiaolu.operate.bench.bare import noted, send_bare
from xiaolu.operate.bench.stopwatch import cpu_milliseconds, milliseconds
from xiaolu.operate.commands.serve import collect_assets
from xiaolu.org.queries import today
from xiaolu.pipeline.models import Opportunity

PAGES = (
    ("today", "desk:home", ""),
    ("tickler box", "activities:tickler_box", "?scope="),
    ("activities", "activities:activity_list", ""),
    ("messages", "activities:message_list", ""),
    ("notices", "clocks:notice_list", ""),
    ("activities, search", "activities:activity_list", "?q=年度"),
    ("board", "pipeline:opportunity_board", ""),
    ("tracking table", "pipeline:opportunity_table", ""),
    ("changes", "pipeline:opportunity_changes", ""),
    ("as it was", "pipeline:opportunity_past", "?at={past}"),
    ("KPI page", "insight:kpi_page", ""),
    ("customers", "customers:account_list", ""),
    ("ageing", "pipeline:opportunity_ageing", ""),
    ("silent customers", "customers:silent_list", ""),
    ("report by competitor", "insight:competitor_report", ""),
    ("search", "desk:find", "?q=恒力"),
)


def run() -> None:
    """A manager's view (one team), and the director's (everything)."""
    collect_assets()
    people = get_user_model().objects
    count = Opportunity.objects.count()
    for who, login in (("one team", "zhoumin"), ("whole company", "guwei")):
        client = Client(SERVER_NAME="localhost")
        client.force_login(people.get(login=login))
        print(f"\n### pages, {who} ({connection.vendor}, {count:,} opportunities)\n")
        print(
            "| page | CPU ms | wall ms | statements | the same sent bare, ms | ratio |\n| --- | ---: | ---: | ---: | ---: | ---: |"
        )
        for name, url_name, query in PAGES:
            address = reverse(url_name) + query.format(past=past_day())
            print(line(name, partial(got, client, address)), flush=True)


def past_day() -> str:
    return (today() - timedelta(days=200)).isoformat()


def got(client: Client, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)


def line(name: str, work: Callable[[], None]) -> str:
    cpu = cpu_milliseconds(work)
    began = time.perf_counter()
    work()
    wall = (time.perf_counter() - began) * 1000
    with noted() as sent:
        work()
    floor = milliseconds(partial(send_bare, sent), times=3)
    return f"| {name} | {cpu:.0f} | {wall:.0f} | {len(sent)} | {floor:.1f} | {wall / floor:.1f} × |"
