"""MAN: could they use and buy it, can they pay (M), do we know who decides (A), is the need large (N).

Source: spec 5 "Qualification: MAN" and the exact numbers of spec 9. All of it counts what was answered; what was not
counts nothing, and stands beside as what is still to be asked.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

DESIRE = ("cares_product", "cares_buying", "fits_needs", "trusts_product", "thinks_well")  # 0–2 each
ABILITY = ("credit", "payment_plan")  # 0–2 each
FIRST = ("could_use", "could_buy")
AUTHORITY = {"decides": 60, "advises": 40, "may_refuse": 20, "none": 0}  # half points: 30 / 20 / 10 / 0
MOST = 2
NEED_LARGE, CAN_PAY = 6, 3
DESIRE_WEIGHT, ABILITY_WEIGHT = 8, 15  # half points: 4 × desire, 7.5 × ability

ACTIONS = {
    "MAN": "sell_now",
    "MAn": "use_skill",
    "MaN": "find_authority",
    "mAN": "check_credit",
    "maN": "develop_missing",
    "mAn": "develop_missing",
    "Man": "develop_missing",
    "man": "stop",
}


@dataclass(frozen=True)
class Qualified:
    """`letters` like MaN; scores in half points (0–200), so that they stay whole; `unknown` in the order of asking."""

    letters: str
    half_points: int
    reachable: int
    action: str
    unknown: tuple[str, ...]

    @property
    def score(self) -> float:
        return self.half_points / 2


def best_authority(roles: Iterable[str]) -> str:
    """What the contacts together have: the strongest role that one of them has; '' when nobody's is known."""
    known = [role for role in roles if role in AUTHORITY]
    return max(known, key=lambda role: AUTHORITY[role]) if known else ""


def qualify(answers: Mapping[str, int | bool | None], authority: str) -> Qualified:
    """MAN from the answers (0–2, or yes and no; None or absent: not asked yet) and the contacts' strongest role."""
    desire, ability = _sum(answers, DESIRE), _sum(answers, ABILITY)
    open_desire = sum(answers.get(name) is None for name in DESIRE)
    open_ability = sum(answers.get(name) is None for name in ABILITY)
    points = DESIRE_WEIGHT * desire + ABILITY_WEIGHT * ability + AUTHORITY.get(authority, 0)
    more = MOST * (DESIRE_WEIGHT * open_desire + ABILITY_WEIGHT * open_ability) + (
        0 if authority else AUTHORITY["decides"]
    )
    letters = (
        ("M" if ability >= CAN_PAY else "m")
        + ("A" if AUTHORITY.get(authority, 0) else "a")
        + ("N" if desire >= NEED_LARGE else "n")
    )
    unknown = [name for name in (*FIRST, *DESIRE, *ABILITY) if answers.get(name) is None]
    refused = any(answers.get(name) is False for name in FIRST)
    action = "stop" if refused else ACTIONS[letters]
    if action == "stop" and not refused and _is_open(desire, open_desire, ability, open_ability, authority):
        action = "ask_first"  # nobody is sent away because nobody asked
    return Qualified(letters, points, points + more, action, (*unknown, *(() if authority else ("authority",))))


def _is_open(desire: int, open_desire: int, ability: int, open_ability: int, authority: str) -> bool:
    """Whether one of the three could still turn out large when everything was asked."""
    return desire + MOST * open_desire >= NEED_LARGE or ability + MOST * open_ability >= CAN_PAY or not authority


def _sum(answers: Mapping[str, int | bool | None], names: Iterable[str]) -> int:
    return sum(int(answers.get(name) or 0) for name in names)
