"""Two years of one opportunity at a time: a walk through SPANCOP whose chances are the seller's."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from xiaolu.operate.demo.people import Skill
from xiaolu.operate.demo.words import COMPETITORS, LOST, NEXT

WEEKS = 104
STEPS = (("S", "P", 9), ("P", "A", 16), ("A", "N", 24), ("N", "C", 26), ("C", "O", 12), ("O", "P2", 34))  # mean days
LINGERS = 0.50  # of those that do not pass: nobody closes them
CHURN_A_YEAR = 0.06


@dataclass
class Walk:
    """What happened to one opportunity until a day."""

    entries: list[tuple[date, str]]
    amount: int
    volume: int
    close: date | None
    later: list[tuple[date, dict[str, object]]] = field(default_factory=list)
    reason: str = ""
    competitor: str = ""

    @property
    def stage(self) -> str:
        return self.entries[-1][1]

    @property
    def is_open(self) -> bool:
        return self.stage in "SPAN" and len(self.stage) == 1


def walk(skill: Skill, random: Random, start: date, until: date) -> Walk:
    """One opportunity from its first day on, cut off at `until`."""
    volume = max(2, round(random.lognormvariate(3.0, 0.8))) * 1000
    amount = volume // 1000 * random.randrange(14_000, 22_000, 500) * 100
    chance = {"S": 0.82, "P": skill.p_a, "A": skill.a_n, "N": skill.n_c, "C": 0.97, "O": 0.95}
    day, stage = start, "S" if random.random() < 0.55 else "P"
    one = Walk([(day, stage)], amount, volume, start + timedelta(days=random.randrange(60, 200)))
    for here, there, mean in STEPS:
        if here != stage:
            continue
        day += timedelta(days=max(1, round(random.gammavariate(2.2, mean * skill.pace / 2.2))))
        if random.random() < chance[here]:
            stage = there
            one.entries.append((day, there))
        else:
            if random.random() > LINGERS:
                lose(one, day + timedelta(days=random.randrange(5, 60)), random)
            break
    _resize(one, random)
    _push(one, random)
    if stage in ("C", "O", "P2") and random.random() < CHURN_A_YEAR * (until - day).days / 365:
        lose(one, day + timedelta(days=random.randrange(60, 500)), random)
    return cut(one, until)


def lose(one: Walk, day: date, random: Random) -> None:
    one.entries.append((day, "X"))
    one.reason, one.competitor = random.choice(LOST), random.choice(COMPETITORS)


def _resize(one: Walk, random: Random) -> None:
    """In negotiation the estimate becomes more exact."""
    for day, stage in one.entries:
        if stage == "N" and random.random() < 0.5:
            factor = random.choice((0.7, 0.8, 0.9, 1.1, 1.2, 1.3))
            one.later.append(
                (day + timedelta(days=2), {"amount": round(one.amount * factor), "volume": round(one.volume * factor)})
            )


def _push(one: Walk, random: Random) -> None:
    """What was expected to close does so later, seldom earlier."""
    assert one.close is not None
    for step in range(2):
        if random.random() < 0.35:
            day = one.entries[0][0] + timedelta(days=40 + 50 * step)
            one.close += timedelta(days=random.choice((30, 61, 92, -31)))
            one.later.append((day, {"close_month": one.close.year * 100 + one.close.month}))


def cut(one: Walk, until: date) -> Walk:
    """Without what lies after a day."""
    one.entries = [entry for entry in one.entries if entry[0] <= until]
    one.later = [said for said in one.later if said[0] <= until]
    if one.stage != "X":
        one.reason = one.competitor = ""
    return one


def arrivals(skills: list[Skill], how_many: int, first: date, random: Random) -> Iterator[tuple[int, date]]:
    """Who gets a new customer on which day: more later than earlier, each by how busy, none before the person came."""
    weights = [skill.busy * (WEEKS - skill.from_week) / WEEKS for skill in skills]
    for _ in range(how_many):
        who = random.choices(range(len(skills)), weights)[0]
        earliest = skills[who].from_week * 7
        share = max(random.random(), random.random() * 0.9)
        yield who, first + timedelta(days=earliest + int(share * (WEEKS * 7 - 3 - earliest)))


def next_step(random: Random, today: date) -> tuple[str, date]:
    """A next step; one in eight is overdue."""
    days = -random.randrange(1, 9) if random.random() < 0.12 else random.randrange(0, 28)
    return random.choice(NEXT), today + timedelta(days=days)
