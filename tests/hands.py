"""A process that has everything loaded and forks one pair of hands per word it is given, each a process to be killed.

Run as a script; see houses.py. A line on stdin is a JSON list: place, function, arguments. The pid of the new process is
answered on stdout; what it says goes to `<place>.out`, its exit status to `<place>.code`.
"""

import json
import os
import random
import signal
import sys
import time
import traceback
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import django

STAGES = ("S", "P", "A", "N", "C")
PAUSE = 0.002


class Turn:
    """Where hands say how far they are and wait to be told to go on: files beside their place."""

    def __init__(self, place: str) -> None:
        self.place = place

    def say(self, word: str) -> None:
        Path(f"{self.place}.{word}").touch()

    def wait(self, word: str) -> None:
        while not Path(f"{self.place}.{word}").exists():
            time.sleep(PAUSE)


def xiaolu(turn: Turn, *words: str) -> int:
    """A command of the command line."""
    from xiaolu.operate import cli

    return cli.run(list(words))


def prepare(turn: Turn, many: int) -> list[int]:
    """So many opportunities in one stage, each worth 100."""
    from xiaolu.methods.queries import require
    from xiaolu.org.queries import today
    from xiaolu.pipeline.actions import create_opportunity

    values = {"method": require("spancop"), "by": None, "next_date": today() + timedelta(days=1), "amount": 100}
    return [create_opportunity(name=f"商机{number}", **values).pk for number in range(many)]


def make_account(turn: Turn) -> int:
    from xiaolu.customers.actions import create_account

    return create_account(name="恒力化工", by=None).pk


def queue_import(turn: Turn, path: str) -> int:
    """An uploaded file whose check waits for the worker."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    from xiaolu.exchange import actions
    from xiaolu.methods.queries import require
    from xiaolu.org.actions import create_person

    by = create_person(login="keeper", name="管理员", roles=["administrator"], by=None)
    upload = SimpleUploadedFile("table.csv", Path(path).read_bytes())
    load = actions.keep_upload(upload, method=require("spancop"), by=by)
    return actions.queue_check(load).pk


def start_import(turn: Turn, load_id: int) -> int:
    """The checked import, its writing now waiting for the worker."""
    from xiaolu.exchange.actions import start_import
    from xiaolu.exchange.models import Import

    load = Import.objects.select_related("created_by").get(pk=load_id)
    choices = {"create_missing": ["accounts", "owners"], "skip_bad": False}
    return start_import(load, by=load.created_by, **choices).pk


def once(turn: Turn, hold: bool, act: str, *words: object) -> str:
    """One act of somebody: `won`, or what refused it. To hold it: its transaction stays open until told to go on."""
    from django.db import transaction

    from xiaolu.domain.rules import RuleBroken, Stale

    turn.say("ready")
    turn.wait("go")
    try:
        with transaction.atomic():
            ACTS[act](*words)
            turn.say("acted")
            if hold:
                turn.wait("commit")
    except Stale:
        return "stale"
    except RuleBroken as broken:
        return broken.code
    return "won"


def move(opportunity_id: int, seen: int, to: str) -> None:
    from xiaolu.pipeline.actions import move_opportunity
    from xiaolu.pipeline.models import Opportunity

    move_opportunity(Opportunity.objects.get(pk=opportunity_id), to=to, by=None, seen=seen, reason="other")


def edit_account(account_id: int, seen: int, name: str) -> None:
    from xiaolu.customers.actions import edit_account
    from xiaolu.customers.models import Account

    edit_account(Account.objects.get(pk=account_id), by=None, seen=seen, name=name)


def merge(winner_id: int, loser_id: int) -> None:
    from xiaolu.customers.actions import merge_accounts
    from xiaolu.customers.models import Account

    winner, loser = Account.objects.get(pk=winner_id), Account.objects.get(pk=loser_id)
    merge_accounts(winner, loser, by=None, seen=(1, 1), chosen={})


def make_link(path: str) -> None:
    from xiaolu.org.actions import make_link

    Path(path).write_text(make_link(None, by=None))


def set_up(token: str, login: str) -> None:
    from xiaolu.org.actions import set_up

    set_up(token, login=login, name=login, password="苏州-heng-li-42")


def record(login: str, key: str, result: str) -> None:
    """A record sent under a key; 303 is done, anything else refuses."""
    from django.test import Client, override_settings
    from django.urls import reverse

    from xiaolu.domain.rules import RuleBroken
    from xiaolu.org.models import Person
    from xiaolu.org.queries import today

    person = Person.objects.get(login=login)
    client = Client()
    client.force_login(person)
    given = {
        "account_name": "",
        "kind": "task",
        "owner": person.pk,
        "day": today().isoformat(),
        "result": result,
        "next_kind": "",
    }
    plain = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    with override_settings(ALLOWED_HOSTS=["testserver"], STORAGES=plain):
        answer = client.post(reverse("activities:record_activity"), given, headers={"Idempotency-Key": key})
    if answer.status_code != 303:
        raise RuleBroken(str(answer.status_code))


def make_seller(turn: Turn, login: str) -> int:
    from xiaolu.org.actions import create_person

    return create_person(login=login, name=login, roles=["seller"], by=None).pk


ACTS: dict[str, Callable[..., None]] = {
    "move": move, "edit_account": edit_account, "merge": merge, "make_link": make_link, "set_up": set_up, "record": record,
}  # fmt: skip


def move_many(turn: Turn, ids: list[int], moves: int, seed: int) -> dict[str, int]:
    """Move so many times, each time any of them to any other stage; again when somebody was faster."""
    from xiaolu.domain.rules import Stale
    from xiaolu.pipeline.models import Opportunity

    chance, did = random.Random(seed), {"moved": 0, "stale": 0}
    turn.say("ready")
    turn.wait("go")
    while did["moved"] < moves:
        stage, seen = Opportunity.objects.values_list("stage", "version").get(pk=(chosen := chance.choice(ids)))
        time.sleep(chance.random() * 0.01)  # somebody looks at the page
        try:
            move(chosen, seen, chance.choice([one for one in STAGES if one != stage]))
            did["moved"] += 1
        except Stale:
            did["stale"] += 1
    return did


def fold(turn: Turn) -> int:
    """Fold again and again until told to stop; gives how often there was something."""
    from xiaolu.pipeline.caches import fold

    folded = 0
    turn.say("ready")
    while not Path(f"{turn.place}.stop").exists():
        folded += bool(fold())
        time.sleep(0.05)  # SQLite's lock is not fair: without a pause nobody else gets it
    return folded


def fold_once(turn: Turn) -> int:
    from xiaolu.pipeline.caches import fold

    return fold()


def lay_clocks(turn: Turn, many: int) -> int:
    """So many clocks and so many silent cards that all come due in the same minute; the id of their owner."""
    from django.utils import timezone

    from xiaolu.activities.models import SilenceWatch
    from xiaolu.clocks.models import ClockStep, RunningClock
    from xiaolu.methods.queries import require
    from xiaolu.org.actions import create_person, create_team
    from xiaolu.org.queries import today
    from xiaolu.pipeline.actions import create_opportunity

    past, now = today() - timedelta(days=400), timezone.now()
    team = create_team(code="east", name="华东", by=None, since=past)
    owner = create_person(login="linlan", name="林岚", email="lan@example.com", team=team, since=past, by=None)
    create_person(
        login="zhoumin", name="周敏", email="min@example.com", roles=["manager"], team=team, since=past, by=None
    )
    since = today() - timedelta(days=20)
    values = {"method": require("spancop"), "by": None, "owner": owner, "on": since, "next_date": today()}
    deals = [create_opportunity(name=f"商机{number}", **values).pk for number in range(many)]
    due = now - timedelta(minutes=1)
    clocks = RunningClock.objects.bulk_create(
        RunningClock(
            code="first_contact", name_zh="首次跟进", name_en="First contact", kind="opportunity", object_id=pk, owner=owner,
            stops="attempted", started_at=due - timedelta(hours=24), started_on=today() - timedelta(days=1), due_at=due,
            next_at=due,
        )
        for pk in deals
    )  # fmt: skip
    steps = (("due", 1, "owner"), ("0:manager", 2, "manager"))
    ClockStep.objects.bulk_create(
        ClockStep(clock=clock, key=key, at=due, rank=rank, to=to)
        for clock in clocks for key, rank, to in steps
    )  # fmt: skip
    SilenceWatch.objects.bulk_create(SilenceWatch(opportunity_id=pk, since=since, due_on=today()) for pk in deals)
    return owner.pk


def work_clocks(turn: Turn, batch: int) -> int:
    """Take what is due of clocks and cards, in batches of a size, until nothing is left or told to stop."""
    from xiaolu.activities.actions import silence
    from xiaolu.clocks.actions import working

    working.BATCH = silence.BATCH = batch
    turn.say("ready")
    worked = idle = 0
    while idle < 3 and not Path(f"{turn.place}.stop").exists():
        taken = working.run_due(most=1) + silence.sound_alarms(most=1)
        worked, idle = worked + taken, 0 if taken else idle + 1
        time.sleep(PAUSE)
    return worked


def work(place: str, function: Callable[..., object], words: list[object]) -> None:
    """In the new process: do it, leave what came of it, end."""
    status = 1
    try:
        os.dup2(os.open(f"{place}.err", os.O_WRONLY | os.O_CREAT | os.O_TRUNC), 2)
        os.dup2(os.open(f"{place}.log", os.O_WRONLY | os.O_CREAT | os.O_TRUNC), 1)
        found = function(Turn(place), *words)
        Path(f"{place}.out").write_text(json.dumps(found))
        status = found if function is xiaolu else 0
    except BaseException:
        traceback.print_exc()
    sys.stdout.flush()
    sys.stderr.flush()
    Path(f"{place}.code").write_text(str(status))
    os._exit(status)


def main() -> None:
    django.setup()
    import xiaolu.exchange.actions
    import xiaolu.operate.commands.imports
    import xiaolu.operate.commands.load
    import xiaolu.operate.commands.undo
    import xiaolu.operate.commands.verify
    import xiaolu.operate.commands.worker
    import xiaolu.operate.database
    import xiaolu.urls  # noqa: F401

    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for them
    print("ready", flush=True)
    for line in sys.stdin:
        place, function, words = json.loads(line)
        pid = os.fork()
        if not pid:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            work(place, globals()[function], words)
        print(pid, flush=True)


if __name__ == "__main__":
    main()
