"""Make the demo company: deterministic for a seed, its last day today (or `until`), shifted by whole weeks."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any, NamedTuple

from django.contrib.auth.hashers import make_password
from django.db import transaction

from xiaolu.customers.actions import NewAccount, NewContact, create_industry, create_many, create_source
from xiaolu.domain.periods import month_of
from xiaolu.insight.actions import Entry, set_increase_targets
from xiaolu.methods.models import Method
from xiaolu.operate.demo import words
from xiaolu.operate.demo.clocks import lay_clocks
from xiaolu.operate.demo.files import lay_files
from xiaolu.operate.demo.follow_ups import follow_up
from xiaolu.operate.demo.gates import passed, prove
from xiaolu.operate.demo.history import WEEKS, Walk, arrivals, next_step, walk
from xiaolu.operate.demo.logins import PASSWORD, keep
from xiaolu.operate.demo.market import know_markets
from xiaolu.operate.demo.meeting import lay_meeting
from xiaolu.operate.demo.own_fields import define_fields, file_of
from xiaolu.operate.demo.people import Skill, Worker, workers
from xiaolu.operate.demo.week_plans import lay_week_plans
from xiaolu.org import actions as org
from xiaolu.org.models import Person, Team
from xiaolu.org.queries import company
from xiaolu.pipeline import bulk
from xiaolu.pipeline.actions import index_many
from xiaolu.pipeline.models import Opportunity
from xiaolu.products.actions import create_product

SIZES = {"small": (10, 2_000, 1_300), "medium": (200, 100_000, 20_000), "large": (2_000, 1_000_000, 200_000)}
ANCHOR = date(2026, 11, 22)  # the day that the history is told for; a run on another day shifts it by whole weeks

AUTHORITY = ("decides", "advises", "", "decides", "may_refuse")
FIRST_WITH_AUTHORITY = 400  # the first so many contacts say which part they have in the decision


@dataclass
class Company:
    """What was made, for the history to refer to."""

    people: list[tuple[Person, Skill | None]]
    teams: dict[str, Team]
    industries: list[tuple[int, str]]
    sources: list[int]
    products: list[int]


class Customer(NamedTuple):
    """An account with its contact and industry."""

    account: int
    contact: int
    industry: int


@transaction.atomic
def make(method: Method, *, size: str = "small", seed: int = 1, until: date, guests: bool = True) -> int:
    """People, customers and two years of history. Gives how many opportunities.

    `guests`: the people sign in with a password that everybody knows, and the company takes the demo's name.
    """
    people_count, how_many, account_count = SIZES[size]
    random = Random(seed)  # noqa: S311
    last = ANCHOR + timedelta(weeks=(until - ANCHOR).days // 7, days=6)
    first = last - timedelta(weeks=WEEKS)
    house = build_house(people_count, random, first, guests)
    accounts = make_accounts(account_count, house, random)
    written = bulk.insert(told(house, accounts, how_many, random, first, until), method=method, by=None, import_id=0)
    prove(method, Random(seed))  # noqa: S311
    index_many(Opportunity.objects.filter(pk__gte=written.ids[0], pk__lte=written.ids[-1]))
    set_targets(house, until)
    lay_files(Random(seed), until)  # noqa: S311
    know_markets(Random(seed), until)  # noqa: S311
    follow_up(Random(seed), until)  # noqa: S311
    lay_clocks(method, Random(seed), until)  # noqa: S311
    lay_week_plans([person for person, skill in house.people if skill], until)
    lay_meeting(method, {person.login: person for person, _ in house.people}, house.teams, until)
    if guests:
        keep()
    return len(written.ids)


def build_house(how_many: int, random: Random, first: date, guests: bool) -> Company:
    if guests:
        org.edit_company(company(), by=None, name=words.COMPANY, approves_week_plans=True)
    staff, team_rows = workers(how_many, random)
    define_fields()
    teams: dict[str, Team] = {}
    for code, name, parent in team_rows:
        teams[code] = org.create_team(code=code, name=name, parent=teams.get(parent), by=None, since=first)
    hashed = make_password(PASSWORD) if guests else ""
    people = [(hire(worker, teams, hashed, first), worker.skill) for worker in staff]
    return Company(
        people, teams,
        [(create_industry(code=code, name=name, by=None).pk, code) for code, name, _ in words.INDUSTRIES],
        [create_source(code=code, name=name, by=None).pk for code, name in words.SOURCES],
        [create_product(code=code, name=name, by=None).pk for code, name in words.PRODUCTS],
    )  # fmt: skip


def hire(worker: Worker, teams: dict[str, Team], hashed: str, first: date) -> Person:
    since = first + timedelta(weeks=worker.skill.from_week if worker.skill else 0)
    if there := Person.objects.filter(login=worker.login).first():
        return there  # who set Xiaolu up keeps login, password and roles
    person = org.create_person(
        login=worker.login, name=worker.name, roles=[worker.role], team=teams.get(worker.team), since=since, by=None
    )
    Person.objects.filter(pk=person.pk).update(password=hashed)
    return person


def make_accounts(how_many: int, house: Company, random: Random) -> dict[int, list[Customer]]:
    """Fictitious companies with names that do not repeat, by the seller who looks after them."""
    seen: set[str] = set()
    rows: list[tuple[str, int]] = []
    while len(rows) < how_many:
        place = random.randrange(len(words.INDUSTRIES))
        name = random.choice(words.PLACES) + random.choice(words.NAMES) + random.choice(words.INDUSTRIES[place][2])
        name += random.choice(words.ENDINGS) if len(seen) < 9 * len(words.PLACES) * len(words.NAMES) else str(len(seen))
        if name not in seen:
            seen.add(name)
            rows.append((name, house.industries[place][0]))
    sellers = [(person.pk, skill.busy) for person, skill in house.people if skill]
    owners = [key for key, _ in sellers] + random.choices(
        *zip(*sellers, strict=True), k=max(how_many - len(sellers), 0)
    )
    facts = Random(how_many)  # noqa: S311 — of its own, so that the rest of the history stays as it is
    accounts = [
        NewAccount(
            name=name, industry_id=industry, source_id=random.choice(house.sources), owner_id=owner, **file_of(facts)
        )
        for (name, industry), owner in zip(rows, owners, strict=True)
    ]
    contacts = [
        NewContact(
            new_account=place, name=random.choice(words.SURNAMES) + random.choice(words.GIVEN), post=random.choice(words.POSTS),
            phone=f"1{random.choice('3578')}{random.randrange(10**9):09}",
            authority=AUTHORITY[place % len(AUTHORITY)] if place < FIRST_WITH_AUTHORITY else "",
        )
        for place in range(len(accounts))
    ]  # fmt: skip
    made = create_many(accounts, contacts, by=None)
    customers: dict[int, list[Customer]] = {}
    for account, contact, (_, industry), owner in zip(made.accounts, made.contacts, rows, owners, strict=True):
        customers.setdefault(owner, []).append(Customer(account, contact, industry))
    return customers


def told(
    house: Company, customers: dict[int, list[Customer]], how_many: int, random: Random, first: date, until: date
) -> Iterator[bulk.NewOpportunity]:
    """The opportunities, each with its whole history."""
    sellers = [(person, skill) for person, skill in house.people if skill]
    for who, day in arrivals([skill for _, skill in sellers], how_many, first, random):
        person, skill = sellers[who]
        customer = random.choice(customers[person.pk])
        yield row(walk(skill, random, min(day, until), until), person.pk, customer, house, random, until)


def row(one: Walk, owner: int, customer: Customer, house: Company, random: Random, until: date) -> bulk.NewOpportunity:
    action, due = next_step(random, until)
    close: Any = next((said["close_month"] for _, said in reversed(one.later) if "close_month" in said), None)
    product = random.randrange(len(house.products))
    fields = {
        "account_id": customer.account, "contact_id": customer.contact, "name": words.PRODUCTS[product][1], "lost_reason": one.reason,
        "expected_close": date(int(close) // 100, int(close) % 100, 15) if close else one.close,
        "competitor": one.competitor or met_there(customer.account), "current_supplier": random.choice(("", "", *words.COMPETITORS)),
        "next_action": action if one.is_open else "", "next_date": due if one.is_open else None,
    }  # fmt: skip
    if len(one.entries) > 2:
        fields["custom"] = {"trial": customer.account % 3 > 0}
    first_close = one.close if close is None else None
    facts = {
        "owner": owner, "industry": customer.industry, "source": random.choice(house.sources), "product": house.products[product],
        "growth": random.choice(("keep", "grow", "grow", "new", "new", "new")), "amount": one.amount, "volume": one.volume,
        "close_month": month_of(first_close or one.entries[0][0] + timedelta(days=90)),
    }  # fmt: skip
    return bulk.NewOpportunity(fields, facts, one.entries, one.later, passed(one, customer.account))


def met_there(account: int) -> str:
    """The competitor that is named in what is open or was won at every third customer; by number, not by chance."""
    return words.COMPETITORS[account % len(words.COMPETITORS)] if account % 3 == 0 else ""


def set_targets(house: Company, until: date) -> None:
    """The yearly increase of each team: about a fifth of what is open now, so that strength lies around its target."""
    entries = []
    for code, team in house.teams.items():
        people = [person for person, _ in house.people if person.memberships.filter(team=team).exists()]
        volumes = Opportunity.objects.filter(owner__in=people, stage__in=("P", "A", "N")).values_list(
            "volume", flat=True
        )
        share = {"east1": 0.19, "east2": 0.30}.get(code, 0.22)
        if total := sum(volumes):
            entries.append(Entry(team, 0, max(1, round(total * share / 10_000)) * 10_000))
    set_increase_targets(entries, year=until.year, by=None)
