"""Accounts, the people there, and the lists that they are sorted by."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Count, F, OrderBy, Q, QuerySet

from xiaolu.customers.models import (
    Account,
    Alias,
    Competitor,
    Contact,
    Grade,
    Industry,
    Qualification,
    Source,
    name_key,
)
from xiaolu.domain.attractiveness import bounds
from xiaolu.domain.names import phone_key
from xiaolu.org.custom_filters import CustomFilter, condition
from xiaolu.org.models import Person
from xiaolu.search.queries import matching_ids

C = TypeVar("C", Competitor, Industry, Source)

ORDERS = {"name": "pinyin", "industry": "industry__name", "owner": "owner__name", "created": "created_at",
          "man": "qualification__half_points", "grade": "grade", "rating": "rating"}  # fmt: skip


@dataclass(frozen=True)
class Filters:
    """What a list of accounts was asked for; ids are 0 for all."""

    q: str = ""
    industry: int = 0
    source: int = 0
    owner: int = 0
    man: str = ""
    grade: str = ""
    rating: str = ""  # large, medium or small by its score
    archived: bool = False
    sort: str = ""
    private: bool = True  # phones and e-mails may lead to it
    own: tuple[CustomFilter, ...] = ()  # on fields of the company's own

    @property
    def is_set(self) -> bool:
        """Whether anything narrows the list."""
        chosen = (self.q, self.industry, self.source, self.owner, self.man, self.grade, self.rating, self.is_own_set)
        return any(chosen)

    @property
    def is_own_set(self) -> bool:
        return any(one.is_set for one in self.own)


def accounts(rows: QuerySet[Account], asked: Filters) -> QuerySet[Account]:
    """Of these accounts the ones that were asked for, with industry, source and owner."""
    rows = rows.select_related("industry", "source", "owner", "qualification")
    if not asked.archived:
        rows = rows.filter(archived=False)
    for name in ("industry", "source", "owner"):
        if wanted := getattr(asked, name):
            rows = rows.filter(**{name: wanted})
    if asked.grade:
        rows = rows.filter(grade=asked.grade)
    if span := bounds(asked.rating):
        rows = rows.filter(rating__range=span)
    if asked.man:
        rows = rows.filter(qualification__action=asked.man)
    rows = rows.filter(condition(asked.own))
    if asked.q:
        rows = rows.filter(pk__in=matching_ids("account", asked.q, private=asked.private))
    return rows.order_by(*_order(asked.sort))


def _order(sort: str) -> list[str | OrderBy]:
    field = F(ORDERS.get(sort.removeprefix("-"), "pinyin"))
    first = field.desc(nulls_last=True) if sort.startswith("-") else field.asc(nulls_last=True)
    return ["pinyin", "id"] if not sort else [first, "pinyin", "id"]


def contacts(account: Account, *, archived: bool = False) -> QuerySet[Contact]:
    """The people at an account, those who left it last, if asked for."""
    rows = account.contacts.order_by("archived", "name", "id")
    return rows if archived else rows.filter(archived=False)


def same_name(rows: QuerySet[Account], name: str, *, besides: int = 0, most: int = 5) -> QuerySet[Account]:
    """Of these accounts the ones whose name is another spelling of this one."""
    return rows.filter(normal_name=name_key(name)).exclude(pk=besides).order_by("archived", "id")[:most]


def contacts_by_phone(rows: QuerySet[Contact], phone: str) -> QuerySet[Contact]:
    """Contacts with the same phone, however it is written."""
    key = phone_key(phone)
    return rows.filter(phone_key=key) if key else rows.none()


def industries(*, archived: bool = False, by_score: bool = False) -> QuerySet[Industry]:
    """Industries by code, or the most attractive first."""
    first = [F("attractiveness").desc(nulls_last=True)] if by_score else []
    rows = Industry.objects.order_by(*first, "code")
    return rows if archived else rows.filter(archived=False)


def sources(*, archived: bool = False) -> QuerySet[Source]:
    rows = Source.objects.order_by("code")
    return rows if archived else rows.filter(archived=False)


def offered(model: type[C], chosen: int | None = None) -> QuerySet[C]:
    """What a form offers: lines that are not archived, and the one that is chosen already."""
    return model._default_manager.filter(Q(archived=False) | Q(pk=chosen)).order_by("code")


def industry_by(code_or_name: str) -> Industry | None:
    """An industry by code, else by a name that only one has."""
    return _one(Industry.objects.all(), code_or_name)


def source_by(code_or_name: str) -> Source | None:
    """A source by code, else by a name that only one has."""
    return _one(Source.objects.all(), code_or_name)


def _one(rows: QuerySet[C], wanted: str) -> C | None:
    wanted = wanted.strip()
    found = rows.filter(code__iexact=wanted).first()
    if found is None:
        named = list(rows.filter(name__iexact=wanted)[:2])
        found = named[0] if len(named) == 1 else None
    return found


def account_counts(field: str, ids: Iterable[int]) -> dict[int, int]:
    """How many accounts that are not archived each industry, source or owner has."""
    rows = Account.objects.filter(archived=False, **{f"{field}__in": list(ids)}).order_by()
    return dict(rows.values_list(field).annotate(size=Count("id")))


def owner_names(owners: QuerySet[Person]) -> list[tuple[int, str]]:
    return list(owners.order_by("name", "id").values_list("pk", "name"))


def aliases_of(account: Account) -> list[str]:
    """By what names and codes files find an account besides its own."""
    rows = Alias.objects.filter(account=account).order_by("pk").values_list("said", flat=True)
    return [said for said in dict.fromkeys(rows) if said not in (account.name, account.code, account.credit_code)]


def qualification_of(account: Account) -> Qualification | None:
    """MAN of an account, None before anything was asked."""
    return Qualification.objects.filter(account=account).first()


def grades_of(account: Account, most: int = 12) -> QuerySet[Grade]:
    """The grades that an account got, newest first."""
    return Grade.objects.filter(account=account).select_related("by").order_by("-day", "-id")[:most]
