"""Who works in the demo company, and what each of them is good and bad at."""

from dataclasses import dataclass
from random import Random

from xiaolu.operate.demo.words import GIVEN, SURNAMES


@dataclass(frozen=True)
class Skill:
    """Chances that a stage is passed, how busy (share of new customers), and how long each step takes (1 = usual)."""

    p_a: float = 0.68
    a_n: float = 0.58
    n_c: float = 0.66
    busy: float = 1.0
    pace: float = 1.0
    from_week: int = 0  # of the history: when the person came


@dataclass(frozen=True)
class Worker:
    login: str
    name: str
    role: str
    team: str
    skill: Skill | None = None
    says: str = ""


TEAMS = (
    ("sales", "销售部", ""),
    ("east1", "华东一组", "sales"),
    ("east2", "华东二组", "sales"),
    ("north", "华北组", "sales"),
)
NAMED = (
    Worker("admin", "管理员", "administrator", "", says="管理员 administrator"),
    Worker("guwei", "顾维", "director", "sales", says="销售总监 director"),
    Worker("zhoumin", "周敏", "manager", "east1", Skill(busy=0.3), says="华东一组主管 manager"),
    Worker("linlan", "林岚", "seller", "east1", Skill(0.76, 0.68, 0.72, 1.1, 0.85), says="销售，稳 seller, strong"),
    Worker(
        "zhaolei",
        "赵磊",
        "seller",
        "east1",
        Skill(0.71, 0.27, 0.66, 1.2, 1.05),
        says="销售，需求发掘弱 seller, weak needs",
    ),
    Worker(
        "wangfang",
        "王芳",
        "seller",
        "east2",
        Skill(0.36, 0.57, 0.66, 1.9, 1.0),
        says="销售，跟得太多 seller, follows too many",
    ),
    Worker(
        "chenjing",
        "陈静",
        "seller",
        "east2",
        Skill(0.70, 0.64, 0.30, 1.2, 1.1),
        says="销售，谈判弱 seller, weak negotiation",
    ),
    Worker("liqiang", "李强", "seller", "east2", Skill(busy=1.2, from_week=92), says="新人 newcomer"),
    Worker("sunyue", "孙悦", "seller", "north", Skill(0.66, 0.60, 0.66, 1.0, 2.4), says="销售，周期长 seller, slow"),
    Worker("heping", "何平", "seller", "north", Skill(0.66, 0.57, 0.65, 1.0, 1.0), says="销售 seller"),
)


def _chances(random: Random) -> tuple[float, float, float]:
    a, b, c = (round(random.betavariate(8, 6), 3) for _ in range(3))
    return a, b, c


def workers(how_many: int, random: Random) -> tuple[list[Worker], list[tuple[str, str, str]]]:
    """The named ones, and as many more as a larger company has, ten to a team; with all teams (code, name, parent)."""
    people, teams = list(NAMED), list(TEAMS)
    number = 0
    while len(people) < how_many:
        if number % 10 == 0:
            teams.append((f"team{number // 10 + 1}", f"{number // 10 + 1}组", "sales"))
        team = teams[-1][0]
        role = "manager" if number % 10 == 0 else "seller"
        skill = Skill(*_chances(random), busy=random.uniform(0.6, 1.4), pace=random.uniform(0.8, 1.4))
        people.append(Worker(f"s{number + 1:04}", random.choice(SURNAMES) + random.choice(GIVEN), role, team, skill))
        number += 1
    return people, teams
