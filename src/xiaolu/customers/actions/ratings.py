"""How attractive an industry or an account is: keep what was answered; the score follows the answers and the method."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.db.models import Max

from xiaolu.customers.models import Account, Industry, Rating
from xiaolu.customers.queries.ratings import ABOUT, asked_about
from xiaolu.domain.attractiveness import rate, scored
from xiaolu.domain.method import Questionnaire
from xiaolu.domain.rules import RuleBroken, Stale
from xiaolu.org import audit
from xiaolu.org.models import Person
from xiaolu.org.queries import today

AT_ONCE = 2_000
COLUMN = {Industry: "attractiveness", Account: "rating"}


@transaction.atomic
def rate_industry(industry: Industry, *, by: Person | None, seen: int, answers: Mapping[str, int]) -> Rating:
    """Keep the scores of an industry by the code of their questions. `seen`: the latest rating, 0 for none.

    Raises Stale, RuleBroken (nothing_to_rate, nothing_answered).
    """
    return _rate(industry, "rate_industry", by=by, seen=seen, answers=answers)


@transaction.atomic
def rate_account(account: Account, *, by: Person | None, seen: int, answers: Mapping[str, int]) -> Rating:
    """Keep the scores of an account by the code of their questions. `seen`: the latest rating, 0 for none.

    Raises Stale, RuleBroken (nothing_to_rate, nothing_answered).
    """
    return _rate(account, "rate_account", by=by, seen=seen, answers=answers)


def _rate(
    subject: Industry | Account, action: str, *, by: Person | None, seen: int, answers: Mapping[str, int]
) -> Rating:
    kind = type(subject)
    asked = asked_about(kind)
    if asked is None:
        raise RuleBroken("nothing_to_rate")
    kind._default_manager.select_for_update().get(pk=subject.pk)
    before = Rating.objects.filter(**{ABOUT[kind].name: subject.pk}).order_by("-pk").first()
    if (before.pk if before else 0) != seen:
        raise Stale(str(subject), seen, before.pk if before else 0)
    given = {one.code: answers[one.code] for one in scored(asked) if answers.get(one.code) is not None}
    rated = rate(scored(asked), given)
    if rated is None:
        raise RuleBroken("nothing_to_rate")
    if len(rated.unanswered) == rated.asked:
        raise RuleBroken("nothing_answered")
    rating = Rating.objects.create(
        **{f"{ABOUT[kind].name}_id": subject.pk}, questionnaire=asked.code, answers=given, score=rated.score,
        reachable=rated.reachable, day=today(), by=by,
    )  # fmt: skip
    kind._default_manager.filter(pk=subject.pk).update(**{COLUMN[kind]: rated.score})
    changes: dict[str, Any] = {"rating": (before.score if before else None, rated.score)}
    audit.record(subject, action, by=by, changes=changes)
    return rating


@transaction.atomic
def rate_again() -> int:
    """For the worker: the method asks or weighs differently now, so scores follow; how many changed.

    What was answered stays; a score that changed is a new rating of today, by nobody.
    """
    changed = 0
    for kind in (Industry, Account):
        if asked := asked_about(kind):
            changed += _rate_all(kind, asked)
    if changed:
        audit.record(Industry(name=""), "rate_again", by=None, changes={"ratings": (None, changed)})
    return changed


def _rate_all(kind: type[Industry] | type[Account], asked: Questionnaire) -> int:
    name, questions, changed = ABOUT[kind].name, scored(asked), 0
    rows = Rating.objects.filter(**{f"{name}__isnull": False}).order_by().values(name)
    latest = sorted(rows.annotate(latest=Max("pk")).values_list("latest", flat=True))
    for start in range(0, len(latest), AT_ONCE):
        new = [
            Rating(**{f"{name}_id": getattr(old, f"{name}_id")}, questionnaire=asked.code, answers=old.answers,
                   score=rated.score, reachable=rated.reachable, day=today())
            for old in Rating.objects.filter(pk__in=latest[start : start + AT_ONCE])
            if (rated := rate(questions, old.answers)) and (rated.score, rated.reachable) != (old.score, old.reachable)
        ]  # fmt: skip
        Rating.objects.bulk_create(new, batch_size=AT_ONCE)
        _follow(kind, name, new)
        changed += len(new)
    return changed


def _follow(kind: type[Industry] | type[Account], name: str, new: Iterable[Rating]) -> None:
    score_of = {getattr(one, f"{name}_id"): one.score for one in new}
    subjects: list[Any] = list(kind._default_manager.filter(pk__in=list(score_of)).only("pk"))
    for subject in subjects:
        setattr(subject, COLUMN[kind], score_of[subject.pk])
    kind._default_manager.bulk_update(subjects, [COLUMN[kind]], batch_size=500)
