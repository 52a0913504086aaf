"""What the demo company knows of its markets: how attractive industries and prospects are, and who sells there."""

from datetime import date, timedelta
from random import Random
from typing import Any

from xiaolu.customers.actions import edit_industry
from xiaolu.customers.models import Account, Competitor, Industry, IndustryFoothold, Rating
from xiaolu.customers.queries import asked_about
from xiaolu.domain.attractiveness import rate, scored
from xiaolu.operate.demo import words
from xiaolu.operate.demo.files import STRENGTHS
from xiaolu.org.models import Person

LEANS = {"machinery": 4, "wind": 5, "marine": 4, "steel": 3, "food": 2, "textile": 2}  # about which score it lies
AT_ONCE = 2_000


def know_markets(random: Random, until: date) -> None:
    """Companies estimated, two ratings of each industry, two competitors in it, a rating of every second customer."""
    director = Person.objects.filter(grants__role="director").order_by("pk").first()
    rivals = list(Competitor.objects.order_by("pk"))
    for industry in Industry.objects.order_by("pk"):
        there = Account.objects.filter(industry=industry).count()
        edit_industry(
            industry, by=None, seen=industry.version, estimated_companies=round(there * random.uniform(1.3, 5))
        )
        lean = LEANS.get(industry.code, 3)
        for days, known in ((300, 3), (40, 6)):
            _rate(random, Industry, [industry.pk], until - timedelta(days=days), lean=lean, known=known, by=director)
        IndustryFoothold.objects.bulk_create(
            IndustryFoothold(
                industry=industry, competitor=rival, product=random.choice(words.PRODUCTS)[1], share=share,
                price=random.randrange(1_200, 6_000), strengths=random.choice(STRENGTHS),
            )
            for rival, share in zip(random.sample(rivals, 2), (35, 15), strict=True)
        )  # fmt: skip
    accounts = list(Account.objects.order_by("pk").values_list("pk", flat=True))[::2]
    for start in range(0, len(accounts), AT_ONCE):
        _rate(
            random, Account, accounts[start : start + AT_ONCE], until - timedelta(days=30), lean=3, known=7, by=director
        )


def _rate(
    random: Random,
    kind: type[Industry] | type[Account],
    ids: list[int],
    day: date,
    *,
    lean: int,
    known: int,
    by: Person | None,
) -> None:
    """Answer the first `known` questions about each, and let the score follow."""
    asked = asked_about(kind)
    if asked is None:
        return
    name, column = ("industry", "attractiveness") if kind is Industry else ("account", "rating")
    rows: list[Rating] = []
    subjects: list[Any] = []
    for id_ in ids:
        answers = {one.code: min(5, max(1, lean + random.randrange(-2, 3))) for one in scored(asked)[:known]}
        rated = rate(scored(asked), answers)
        assert rated is not None
        rows.append(
            Rating(**{f"{name}_id": id_}, questionnaire=asked.code, answers=answers, score=rated.score,
                   reachable=rated.reachable, day=day, by=by)
        )  # fmt: skip
        subjects.append(kind(pk=id_, **{column: rated.score}))
    Rating.objects.bulk_create(rows, batch_size=AT_ONCE)
    kind._default_manager.bulk_update(subjects, [column], batch_size=500)
