"""How attractive an industry is, or a prospect within it: scores of 1–5 each, weighed by the method, made 0–100.

Source: spec 1 "Market plan" (each 1–5, weights in the method, score 0–100; large, medium, small by thirds).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from xiaolu.domain.method import Question, Questionnaire

Size = Literal["large", "medium", "small"]
SIZES: tuple[Size, ...] = ("large", "medium", "small")


@dataclass(frozen=True)
class Rated:
    """A score and what it rests on. `reachable`: the score if all that is open were answered best.

    `unanswered`: the codes of the scored questions without an answer, in the order of asking; `asked`: how many there are.
    """

    score: int
    reachable: int
    unanswered: tuple[str, ...]
    asked: int


def scored(asked: Questionnaire) -> tuple[Question, ...]:
    """The questions that are answered by a score."""
    return tuple(question for question in asked.questions if question.answer == "score")


def rate(questions: Iterable[Question], answers: Mapping[str, int]) -> Rated | None:
    """What answers make of 100, by the weights of the questions; None where nothing is scored.

    100 × Σ weight × (answer − least) ÷ Σ weight × (most − least), rounded to the nearest whole, half up. An answer that is
    missing counts like the least one. An answer out of range counts as missing: the method may have changed since.
    """
    reached, open_, most, unanswered, count = 0, 0, 0, [], 0
    for question in questions:
        count += 1
        span = question.weight * (question.most - question.least)
        most += span
        answer = answers.get(question.code)
        if answer is None or not question.least <= answer <= question.most:
            open_ += span
            unanswered.append(question.code)
        else:
            reached += question.weight * (answer - question.least)
    if not most:
        return None
    return Rated(_percent(reached, most), _percent(reached + open_, most), tuple(unanswered), count)


def _percent(part: int, whole: int) -> int:
    """Of 100, half up, in whole numbers."""
    return (200 * part + whole) // (2 * whole)


def size(score: int) -> Size:
    """The third of the scale in which a score lies: large above two thirds of 100, small below one third."""
    return "large" if 3 * score >= 200 else "medium" if 3 * score >= 100 else "small"


def bounds(wanted: str) -> tuple[int, int] | None:
    """The lowest and the highest score of a size, for the query that filters by it; None for no size."""
    return {"large": (67, 100), "medium": (34, 66), "small": (0, 33)}.get(wanted)
