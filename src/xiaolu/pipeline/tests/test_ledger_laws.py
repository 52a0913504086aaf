"""The laws of the ledger over random histories, through the real database.

Every change sums to zero; what the postings say equals the live rows and, on every past day, an obvious replay of what
was done; the waterfall adds up for the total, each person and each team; caches may be late and change nothing.
"""

import os
from collections import Counter
from datetime import date, timedelta
from itertools import product

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from xiaolu.customers.models import Industry
from xiaolu.domain.periods import Period, month_of
from xiaolu.org import actions as org
from xiaolu.org.queries import today
from xiaolu.pipeline import actions, bulk, caches, checks, ledger
from xiaolu.pipeline.models import Opportunity
from xiaolu.pipeline.queries import sums
from xiaolu.pipeline.queries.frames import Frame, of_team
from xiaolu.pipeline.tests.make import make_opportunity, spancop

pytestmark = [pytest.mark.django_db, pytest.mark.database]
STAGES = ["S", "P", "A", "N", "C", "O", "P2", "X"]
SPAN = 100  # days of history
OPEN = {"S", "P", "A", "N"}
days = st.integers(0, SPAN)
SOAK = bool(os.environ.get("XIAOLU_SOAK"))


class Ledger(RuleBasedStateMachine):
    """Keeps beside the database a plain list of statements per opportunity, and compares."""

    @initialize()
    def house(self):
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.now = today()
        self.start = self.now - timedelta(days=SPAN)
        self.method = spancop()
        far = self.start - timedelta(days=10)
        self.teams = [org.create_team(code=f"t{n}", name=f"组{n}", by=None, since=far) for n in range(2)]
        self.people = [
            org.create_person(
                login=f"p{n}", name=f"人{n}", team=self.teams[n % 2] if n < 3 else None, since=far, by=None
            )
            for n in range(4)
        ]
        self.industries = [Industry.objects.create(code=f"i{n}", name=f"业{n}") for n in range(2)]
        self.said: dict[int, list[tuple[date, int, dict]]] = {}
        self.moves_of_people: dict[int, list[tuple[date, int]]] = {
            p.pk: [(far, self.teams[n % 2].pk if n < 3 else 0)] for n, p in enumerate(self.people)
        }

    def teardown(self):
        if hasattr(self, "savepoint"):
            try:
                self.look()
            finally:
                transaction.set_rollback(True)
                self.savepoint.__exit__(None, None, None)

    @rule()
    def look(self):
        """Every law, now and then and at the end."""
        self.nothing_is_wrong()
        self.every_day_is_as_it_was()
        self.the_waterfall_adds_up()
        self.passages_are_first_entries()

    def day(self, number: int) -> date:
        return self.start + timedelta(days=number)

    def one(self, number: int) -> Opportunity:
        return Opportunity.objects.get(pk=sorted(self.said)[number % len(self.said)])

    def note(self, opportunity: int, change: int, on: date, facts: dict) -> None:
        if change:
            self.said[opportunity].append((on, change, facts))

    @rule(on=days, stage=st.sampled_from(STAGES), owner=st.integers(0, 4), amount=st.integers(0, 10**9),
          volume=st.integers(0, 10**6), month=st.integers(0, 3), industry=st.integers(0, 2))  # fmt: skip
    def create(self, on, stage, owner, amount, volume, month, industry):
        closes = self.now + timedelta(days=31 * month) if month else None
        opportunity = make_opportunity(
            self.method, stage=stage, on=self.day(on), owner=self.people[owner - 1] if owner else None, amount=amount,
            volume=volume, expected_close=closes, industry=self.industries[industry - 1] if industry else None,
        )  # fmt: skip
        facts = {"stage": stage, "owner": opportunity.owner_id or 0, "amount": amount, "volume": volume,
                 "close_month": month_of(closes), "industry": opportunity.industry_id or 0}  # fmt: skip
        self.said[opportunity.pk] = [(self.day(on), 0, facts)]

    @rule(histories=st.lists(st.tuples(days, st.sampled_from(STAGES), st.integers(0, 4), st.integers(0, 10**6)), min_size=1,
                             max_size=3))  # fmt: skip
    def load(self, histories):
        rows = []
        for on, stage, owner, amount in histories:
            entries = [(self.day(on), "P")] + ([(self.day(min(on + 5, SPAN)), stage)] if stage != "P" else [])
            owner_id = self.people[owner - 1].pk if owner else 0
            rows.append(bulk.NewOpportunity({"next_date": self.now}, {"owner": owner_id, "amount": amount}, entries))
        written = bulk.insert(rows, method=self.method, by=None, import_id=1)
        for id_, row in zip(written.ids, rows, strict=True):
            first, *later = row.entries
            base = {"stage": first[1], "owner": row.facts["owner"], "amount": row.facts["amount"], "volume": 0,
                    "close_month": 0, "industry": 0}  # fmt: skip
            self.said[id_] = [(first[0], 0, base), *((on, 1, {"stage": stage}) for on, stage in later)]

    @precondition(lambda self: self.said)
    @rule(which=st.integers(0), on=days, stage=st.sampled_from(STAGES))
    def move(self, which, on, stage):
        self.change(which, on, {"stage": stage})

    @precondition(lambda self: self.said)
    @rule(which=st.integers(0), on=days, owner=st.integers(0, 4))
    def reassign(self, which, on, owner):
        self.change(which, on, {"owner": self.people[owner - 1].pk if owner else 0})

    @precondition(lambda self: self.said)
    @rule(which=st.integers(0), on=days, amount=st.integers(0, 10**9), volume=st.integers(0, 10**6), month=st.integers(0, 3),
          industry=st.integers(0, 2))  # fmt: skip
    def edit(self, which, on, amount, volume, month, industry):
        closes = self.now + timedelta(days=31 * month) if month else None
        self.change(which, on, {"amount": amount, "volume": volume, "close_month": month_of(closes),
                                "industry": self.industries[industry - 1].pk if industry else 0})  # fmt: skip

    def change(self, which, on, facts):
        opportunity = self.one(which)
        on = max(self.day(on), opportunity.created_on)
        now = ledger.state_of(opportunity)
        changed = {name: value for name, value in facts.items() if getattr(now, name) != value}
        written = ledger.state_facts(opportunity, facts, by=None, on=on)
        if opportunity.stage_kind == "open" and opportunity.next_date is None:
            opportunity.next_date = self.now
        opportunity.save()
        restated = on < max(day for day, *_ in self.said[opportunity.pk]) or (
            "stage" in changed and now.stage == "X" and changed["stage"] in ("C", "O", "P2")
        )
        self.note(opportunity.pk, written, on, facts if restated else changed)

    @precondition(lambda self: self.said)
    @rule(which=st.integers(0), code=st.integers(0))
    def remap(self, which, code):
        """A version's mapping calls the stage otherwise; the one it had is over, nobody moved."""
        opportunity = self.one(which)
        kinds = ledger.course_of(self.method.pk).kinds
        alike = [stage for stage in STAGES if kinds[stage] == kinds[opportunity.stage] and stage != opportunity.stage]
        if alike:
            to, since = alike[code % len(alike)], opportunity.stage_since
            written = ledger.remap(opportunity, to, by=None)
            opportunity.save()
            assert opportunity.stage_since == since
            self.note(opportunity.pk, written, self.now, {"stage": to, "remaps": True})

    @precondition(lambda self: self.said)
    @rule(which=st.integers(0))
    def withdraw(self, which):
        opportunity = self.one(which)
        actions.withdraw_opportunity(opportunity, by=None, reason="entered twice")
        del self.said[opportunity.pk]

    @rule(person=st.integers(0, 3), team=st.integers(0, 2), on=days)
    def change_team(self, person, team, on):
        person = self.people[person]
        history = self.moves_of_people[person.pk]
        on = max(self.day(on), history[-1][0] + timedelta(days=1))
        if on > self.now:
            return
        org.move_person(person, to=self.teams[team - 1] if team else None, by=None, on=on)
        history.append((on, self.teams[team - 1].pk if team else 0))

    @rule()
    def fold(self):
        caches.fold()

    # --- the obvious other way -------------------------------------------------------------------------------------

    def state_on(self, opportunity: int, day: date) -> dict:
        facts: dict = {}
        for on, _, said in sorted(self.said[opportunity], key=lambda one: (one[0], one[1])):
            if on <= day:
                facts |= said
        return facts

    def team_of(self, person: int, day: date) -> int:
        history = self.moves_of_people.get(person, [])
        return next((team for on, team in reversed(history) if on <= day), 0)

    def expected(self, day: date, by: str) -> dict:
        sums_by_key: dict = {}
        for opportunity in self.said:
            facts = self.state_on(opportunity, day)
            if facts:
                key = {"total": "total", "person": facts["owner"], "industry": facts["industry"],
                       "team": self.team_of(facts["owner"], day)}[by]  # fmt: skip
                stage = sums_by_key.setdefault(key, {}).setdefault(facts["stage"], [0, 0, 0])
                for place, more in enumerate((1, facts["amount"], facts["volume"])):
                    stage[place] += more
        return {key: {s: sums.Sums(*n) for s, n in stages.items()} for key, stages in sums_by_key.items()}

    def nothing_is_wrong(self):
        if hasattr(self, "said"):
            assert [problem for check in checks.CHECKS for problem in check()] == []

    def every_day_is_as_it_was(self):
        if not getattr(self, "said", None):
            return
        for day in {self.day(0), self.day(33), self.day(67), self.now}:
            for by in ("total", "person", "team", "industry"):
                assert sums.standing(Frame(self.method, by), day) == self.expected(day, by), (by, day)

    def the_waterfall_adds_up(self):
        if not getattr(self, "said", None):
            return
        moved = [on for history in self.moves_of_people.values() for on, _ in history[1:]]
        periods = [Period(start, max(start, self.day(70))) for start in {self.day(30), *moved[-2:]}]
        frames = [Frame(self.method, by) for by in ("total", "person", "team", "industry")]
        frames += [Frame(self.method, by, of_team(self.teams[0])) for by in ("total", "person", "team")]
        for frame, period in product(frames, periods):
            for key, flow in sums.flow(frame, period).items():
                assert flow.opening + sum(flow.changes.values(), sums.NOTHING) == flow.closing, (frame.by, key, flow)

    def passages_are_first_entries(self):
        if not getattr(self, "said", None):
            return
        with connection.cursor() as cursor:
            cursor.execute("SELECT opportunity, stage, day FROM pipeline_passage WHERE NOT skipped")
            held = Counter((row[0], row[1], date.fromordinal(row[2])) for row in cursor.fetchall())
        wanted = Counter()
        kinds = ledger.course_of(self.method.pk).kinds
        for opportunity, said in self.said.items():
            seen: dict[str, date] = {}
            stage, since = None, None
            for on, _, facts in sorted(said, key=lambda one: (one[0], one[1])):
                if facts.get("stage", stage) != stage:
                    same = facts.get("remaps") and kinds[stage] == kinds[facts["stage"]]
                    stage, since = facts["stage"], since if same else on
                    seen.setdefault(stage, since)
            wanted.update((opportunity, stage, on) for stage, on in seen.items())
        assert all(wanted[one] for one in held), held - wanted


TestLedger = Ledger.TestCase
TestLedger.settings = settings(
    max_examples=2000 if SOAK else 50,
    stateful_step_count=30,
    deadline=None,
    phases=[Phase.generate, Phase.shrink] if SOAK else [Phase.generate],
    suppress_health_check=list(HealthCheck),
)
TestLedger = pytest.mark.django_db(TestLedger)
TestLedger = pytest.mark.database(TestLedger)
