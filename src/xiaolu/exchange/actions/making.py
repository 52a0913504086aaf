"""What rows name and Xiaolu lacks, made in the import's own transaction: people and teams, classes, customers."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models.fields.json import KT

from xiaolu.customers import actions as customers
from xiaolu.customers.actions import NewAccount, NewContact
from xiaolu.domain.names import pinyin
from xiaolu.domain.rules import RuleBroken
from xiaolu.exchange.actions.tracing import note_made
from xiaolu.exchange.known import SEVERAL, Known, name_key
from xiaolu.exchange.models import Import
from xiaolu.exchange.queries import good, names_lacking
from xiaolu.exchange.records.fields import HOUSE as RECORDS_OF_HOUSE
from xiaolu.org import actions as org
from xiaolu.org.models import Person, Team
from xiaolu.products import actions as products

HOUSE, CLASSES = {"owners", "teams"}, {"industries", "sources", "products"}
CREATE: dict[str, Callable[..., Any]] = {
    "industry": customers.create_industry,
    "source": customers.create_source,
    "product": products.create_product,
}


def require_creator(names: Sequence[str], by: Person | None) -> None:
    """Raises RuleBroken when the person may not create all of these."""
    refused = set(names) & HOUSE if by and not by.keeps_house else set()
    refused |= set(names) & CLASSES if by and by.edit_scope != "all" else set()
    if refused:
        raise RuleBroken("may_not_create", value=", ".join(sorted(refused)))


def require_loader(kind: str, by: Person | None) -> None:
    """People, teams and competitors are loaded by administrators only. Raises RuleBroken."""
    if kind in RECORDS_OF_HOUSE and by and not by.keeps_house:
        raise RuleBroken("may_not_load")


def make_missing(load: Import, known: Known, *, by: Person | None) -> None:
    """Teams, owners and classes; an owner cannot sign in, and belongs to the team from the first day of the data."""
    first_day = date.fromisoformat(load.counts["first_day"])
    require_loader(load.kind, by)
    for name in names_lacking(load, "team", "teams"):
        team = org.create_team(code=free_code(name, known.teams.by_code), name=name, by=by, since=first_day)
        known.teams.add(team.pk, team.code, team.name)
        note_made(load, "team", [team.pk])
    _make_owners(load, known, by, first_day)
    for field, lack in (("industry", "industries"), ("source", "sources"), ("product", "products")):
        names = known.classes[field]
        for name in names_lacking(load, field, lack):
            if not names.find(name):
                made = CREATE[field](code=free_code(name, names.by_code), name=name, by=by)
                names.add(made.pk, made.code, made.name)
                note_made(load, field, [made.pk])


def _make_owners(load: Import, known: Known, by: Person | None, first_day: date) -> None:
    wanted = set(names_lacking(load, "owner", "owners"))
    rows = good(load).values_list(KT("values__owner"), KT("values__team")).distinct() if wanted else ()
    team_of = {owner: team for owner, team in sorted(rows, key=str, reverse=True) if team}
    for name in sorted(wanted):
        if not known.owners.find(name):
            team = Team.objects.filter(pk=known.teams.find(team_of[name])).first() if name in team_of else None
            login = free_code(name, known.owners.by_code, separator=".")
            person = org.create_person(login=login, name=name, team=team, since=first_day, by=by)
            known.owners.add(person.pk, person.login, person.name)
            note_made(load, "person", [person.pk])


def free_code(name: str, taken: Mapping[str, int], *, separator: str = "-") -> str:
    """A code in letters and digits that nobody has: the name's own, else in pinyin, numbered when needed."""
    words = re.findall(r"[a-z0-9]+", name.lower()) if name.isascii() else [pinyin(name)]
    wish = separator.join(word for word in words if word)[:30] or "x"
    code, number = wish, 1
    while re.sub(r"[^a-z0-9]", "", code) in taken:
        number += 1
        code = f"{wish}{number}"
    return code


def make_customers(rows: Sequence[Mapping[str, Any]], known: Known, load: Import, *, by: Person | None) -> None:
    """The accounts and contacts that a batch of rows names and that are not there yet."""
    allowed = set(load.create_missing)
    accounts: dict[str, NewAccount] = {}
    contacts: dict[tuple[str, str, str], NewContact] = {}
    for values in rows:
        name = values.get("account")
        if not name:
            continue
        key = name_key(name)
        if known.account(name) == 0 and key not in accounts and "accounts" in allowed:
            accounts[key] = _new_account(values, known, by)
        person = _new_contact(values, key, accounts, known) if "contacts" in allowed else None
        if person:
            contacts.setdefault((key, person.name, person.phone), person)
    places = {key: place for place, key in enumerate(accounts)}
    wanted = [
        NewContact(**{**vars(person), "new_account": places[key]}) if key in places else person
        for (key, _, _), person in contacts.items()
    ]
    if accounts or wanted:
        made = customers.create_many(accounts.values(), wanted, by=by, label=load.file_name)
        known.accounts.update({key: [id_] for key, id_ in zip(accounts, made.accounts, strict=True)})
        for (key, name, phone), id_ in zip(contacts, made.contacts, strict=True):
            known.met(key, id_, name, phone)
        note_made(load, "account", made.accounts)
        note_made(load, "contact", made.contacts)


def _new_account(values: Mapping[str, Any], known: Known, by: Person | None) -> NewAccount:
    return NewAccount(
        name=values["account"], phone="" if values.get("contact") else values.get("phone", ""),
        owner_id=owner_of(values, known, by), industry_id=class_of(values, "industry", known),
        source_id=class_of(values, "source", known),
    )  # fmt: skip


def _new_contact(
    values: Mapping[str, Any], key: str, accounts: Mapping[str, NewAccount], known: Known
) -> NewContact | None:
    """A contact that is named and unknown; or, at a new account, the one whom its phone and e-mail belong to."""
    phone, email = values.get("phone", ""), values.get("email", "")
    name = values.get("contact") or (values["account"][:80] if key in accounts and (phone or email) else "")
    account = known.account(values["account"])
    if not name or account == SEVERAL or (account and known.contact(account, name, phone)):
        return None
    return NewContact(name=name, account_id=account, phone=phone, email=email)


def owner_of(values: Mapping[str, Any], known: Known, by: Person | None) -> int | None:
    """The owner that a row names; without one, a person who may not give rows away gets it."""
    if values.get("owner"):
        found = known.owners.find(values["owner"])
        return found if found > 0 else None
    return by.pk if by and by.edit_scope != "all" else None


def class_of(values: Mapping[str, Any], field: str, known: Known) -> int | None:
    found = known.classes[field].find(values[field]) if values.get(field) else 0
    return found if found > 0 else None
