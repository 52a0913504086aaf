"""How attractive industries and accounts are: what the method asks, what was answered, and the market around it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Count, F, QuerySet

from xiaolu.customers.models import Account, Foothold, Industry, IndustryFoothold, Rating
from xiaolu.domain.attractiveness import Rated, rate, scored, size
from xiaolu.domain.method import Questionnaire, Text
from xiaolu.methods.queries import questionnaire
from xiaolu.org.models import Person


class About(NamedTuple):
    """The field of Rating for a kind of subject, and the code of the questionnaire of the method file."""

    name: str
    code: str


ABOUT: dict[type, About] = {
    Industry: About("industry", "industry_attractiveness"),
    Account: About("account", "suspect_or_prospect"),
}


class Worth(NamedTuple):
    """What opportunities in an industry come to, in minor units: those that are open, and those that were won."""

    open: int = 0
    open_amount: int = 0
    won: int = 0
    won_amount: int = 0


# Filled by wiring.py: what the opportunities in an industry that a person sees come to.
worth: list[Callable[[Person, Industry], Worth]] = []


def asked_about(kind: type[Industry] | type[Account]) -> Questionnaire | None:
    """What the method asks about an industry or an account, None when it asks nothing that is scored."""
    asked = questionnaire(ABOUT[kind].code)
    return asked if asked and asked.about == ABOUT[kind].name and scored(asked) else None


@dataclass(frozen=True)
class Answer:
    """One question with what was answered, None when nothing was."""

    text: Text
    weight: int
    most: int
    given: int | None


@dataclass(frozen=True)
class Standing:
    """How attractive something is: the rating that holds, what it says now, and how it came about, newest first."""

    rating: Rating
    rated: Rated
    answers: list[Answer]
    history: list[Rating]

    @property
    def size(self) -> str:
        return size(self.rating.score)

    @property
    def unanswered(self) -> list[Text]:
        return [answer.text for answer in self.answers if answer.given is None]


def standing(subject: Industry | Account, asked: Questionnaire | None, most: int = 12) -> Standing | None:
    """The rating of an industry or an account, None before anybody answered."""
    about = ABOUT[type(subject)]
    rows = Rating.objects.filter(**{about.name: subject.pk}).select_related("by").order_by("-pk")
    history = list(rows[:most])
    if not history or asked is None:
        return None
    answers = history[0].answers
    rated = rate(scored(asked), answers)
    if rated is None:
        return None
    said = [Answer(one.text, one.weight, one.most, answers.get(one.code)) for one in scored(asked)]
    return Standing(history[0], rated, said, history)


@dataclass(frozen=True)
class Market:
    """How much of a market is known: companies in the table ÷ companies estimated."""

    accounts: int
    estimated: int | None

    @property
    def known(self) -> float | None:
        """A ratio; above 1 the estimate is too low. None without an estimate."""
        return self.accounts / self.estimated if self.estimated else None


def accounts_in(industry: Industry, accounts: QuerySet[Account]) -> QuerySet[Account]:
    """Of these accounts those in an industry, the most attractive first."""
    rows = accounts.filter(industry=industry, archived=False).select_related("owner", "qualification")
    return rows.order_by(F("rating").desc(nulls_last=True), "pinyin", "id")


def footholds_in(industry: Industry) -> QuerySet[IndustryFoothold]:
    """What competitors sell in an industry, the largest share first."""
    rows = IndustryFoothold.objects.filter(industry=industry, archived=False).select_related("competitor", "industry")
    return rows.order_by(F("share").desc(nulls_last=True), "competitor__name", "pk")


@dataclass(frozen=True)
class Rival:
    """A competitor in an industry: at how many of the customers that the reader sees it stands."""

    pk: int
    name: str
    customers: int


def rivals_in(industry: Industry, accounts: QuerySet[Account], most: int = 20) -> list[Rival]:
    """Who stands at these accounts of an industry, the most frequent first."""
    rows = Foothold.objects.filter(account__in=accounts.filter(industry=industry, archived=False).values("pk"))
    counted = rows.filter(archived=False).order_by().values_list("competitor", "competitor__name")
    found = counted.annotate(customers=Count("account", distinct=True)).order_by("-customers", "competitor__name")
    return [Rival(*row) for row in found[:most]]


def markets_of(competitor_id: int) -> QuerySet[IndustryFoothold]:
    """The industries in which a competitor sells, the largest share first."""
    rows = IndustryFoothold.objects.filter(competitor=competitor_id, archived=False).select_related("industry")
    return rows.order_by(F("share").desc(nulls_last=True), "industry__name", "pk")


def worth_in(user: Person, industry: Industry) -> Worth:
    """What the opportunities in an industry come to, as far as the person sees them."""
    found = [source(user, industry) for source in worth]
    return Worth(*map(sum, zip(*found, strict=True))) if found else Worth()
