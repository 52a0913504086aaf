"""Writing rows of customers, contacts, competitors, people and teams: made in sets, changed one by one, every record traced."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from django.db.models import QuerySet

from xiaolu.customers import actions as customers
from xiaolu.customers.actions import NewAccount, NewContact
from xiaolu.customers.models import Competitor, Contact
from xiaolu.domain.custom_fields import EMPTY, PREFIX, patch_of
from xiaolu.exchange import queries
from xiaolu.exchange.actions.making import free_code
from xiaolu.exchange.actions.tracing import note_changed, note_made, note_rows
from xiaolu.exchange.known import SEVERAL, Known, folded, name_key
from xiaolu.exchange.mapping import Layout
from xiaolu.exchange.models import Import, StagedRow
from xiaolu.exchange.records.fields import MEASURES, REFERENCES, TRACE
from xiaolu.exchange.records.judging import brought_to, to_compare
from xiaolu.exchange.records.standing import ACCOUNT, CONTACT, Found, refer
from xiaolu.org import actions as org
from xiaolu.org.models import Membership, Person, Team, TeamPlace
from xiaolu.org.queries import today

BATCH = 2_000
OF_CONTACT = ("post", "email", "wechat")
Pair = tuple[StagedRow, Mapping[str, Any]]


class RecordWriter:
    """One import of records in its transaction."""

    def __init__(self, load: Import, known: Known, by: Person | None) -> None:
        self.load, self.kind, self.known, self.by = load, load.kind, known, by
        self.fields = Layout.from_json(load.layout).fields

    def create_all(self) -> int:
        """Make the new ones; how many."""
        make = {
            "accounts": self._accounts, "contacts": self._contacts, "competitors": self._competitors,
            "people": self._people, "teams": self._teams,
        }  # fmt: skip
        count = 0
        for batch in self._batches(queries.good(self.load).filter(plan="create")):
            ids = make[self.kind]([row.values for row in batch])
            note_rows(self.load, [row.row for row in batch], ids)
            note_made(self.load, TRACE[self.kind], ids)
            count += len(ids)
        return count

    def update_all(self) -> int:
        """Apply the changed cells to those that are known; how many records changed."""
        count = 0
        for batch in self._batches(queries.good(self.load).filter(plan="update")):
            self.known.look_up([row.values for row in batch] if self.kind == "contacts" else [])
            last = brought_to(self.kind, {row.key for row in batch if row.key})
            found = Found(self.kind, self.known, [row.values for row in batch])
            for row in batch:
                if record := found.records.get(row.object_id):
                    names = to_compare(self.kind, row.values, last.get(row.key), record.pk, self.fields)
                    now = found.now(record.pk)
                    if row.likeness:  # taken for one that is there: what it lacks is filled in, nothing is overwritten
                        names = {name for name in names if _is_empty(name, now.get(name))}
                    else:
                        names -= found.once(row.values, record.pk)
                    if self._change(record, names, row.values, now):
                        count += 1
                        record.refresh_from_db()  # the next row may mean it too
        return count

    def _batches(self, rows: QuerySet[StagedRow]) -> Iterator[list[StagedRow]]:
        after = 0
        while batch := list(rows.filter(row__gt=after).order_by("row")[:BATCH]):
            after = batch[-1].row
            yield batch

    def _id(self, values: Mapping[str, Any], name: str) -> int | None:
        found = refer(values, name, self.known)
        return found if found > 0 else None

    def _owner(self, values: Mapping[str, Any]) -> int | None:
        """The owner that a row names; without one, a person who may not give rows away gets it."""
        mine = self.by.pk if self.by and self.by.edit_scope_of("account") != "all" else None
        return self._id(values, "owner") if values.get("owner") else mine

    # --- what is new ------------------------------------------------------------------------------------------------

    def _accounts(self, rows: list[dict[str, Any]]) -> list[int]:
        accounts, contacts = [], []
        for place, values in enumerate(rows):
            fields: dict[str, Any] = {name: values[name] for name in ACCOUNT if values.get(name) not in EMPTY}
            person = values.get("contact") or (
                values["name"][:80] if any(values.get(name) for name in OF_CONTACT) else ""
            )
            if person:
                own = {name: values[name] for name in OF_CONTACT if values.get(name)}
                contacts.append(NewContact(name=person, new_account=place, phone=fields.pop("phone", ""), **own))
            fields |= {f"{name}_id": self._id(values, name) for name in ("industry", "source")}
            accounts.append(NewAccount(**fields, owner_id=self._owner(values), custom=patch_of(values)))
        made = customers.create_many(accounts, contacts, by=self.by, label=self.load.file_name)
        note_made(self.load, "contact", made.contacts)
        return made.accounts

    def _contacts(self, rows: list[dict[str, Any]]) -> list[int]:
        self.known.look_up([{"account": row["account"]} for row in rows])
        lacking = {name_key(row["account"]): row["account"] for row in rows if self.known.account(row["account"]) == 0}
        new = [NewAccount(name=name, owner_id=self._owner({})) for name in lacking.values()]
        places = {key: place for place, key in enumerate(lacking)}
        contacts = []
        for values in rows:
            fields = {name: values[name] for name in CONTACT if values.get(name)}
            place = places.get(name_key(values["account"]), -1)
            contacts.append(
                NewContact(
                    **fields,
                    custom=patch_of(values),
                    new_account=place,
                    account_id=0 if place >= 0 else self.known.account(values["account"]),
                )
            )
        made = customers.create_many(new, contacts, by=self.by, label=self.load.file_name)
        note_made(self.load, "account", made.accounts)
        return made.contacts

    def _competitors(self, rows: list[dict[str, Any]]) -> list[int]:
        taken = {folded(code) or code: 1 for code in Competitor.objects.values_list("code", flat=True)}
        ids = []
        for values in rows:
            code = values.get("code") or free_code(values["name"], taken)
            taken[folded(code) or code] = 1
            ids.append(
                customers.create_competitor(code=code, name=values["name"], note=values.get("note", ""), by=self.by).pk
            )
        return ids

    def _people(self, rows: list[dict[str, Any]]) -> list[int]:
        ids = []
        for values in rows:
            team = Team.objects.filter(pk=self._id(values, "team") or 0).first()
            person = org.create_person(
                login=values["login"], name=values["name"], email=values.get("email", ""), phone=values.get("phone", ""),
                roles=values.get("roles") or ["seller"], team=team, since=_day(values.get("since")), by=self.by,
            )  # fmt: skip
            ids.append(person.pk)
        return ids

    def _teams(self, rows: list[dict[str, Any]]) -> list[int]:
        ids = []
        for values in rows:
            parent = Team.objects.filter(pk=self._id(values, "parent") or 0).first()
            team = org.create_team(
                code=values["code"], name=values["name"], parent=parent, since=_day(values.get("since")), by=self.by
            )
            self.known.teams.add(team.pk, team.code, team.name)
            ids.append(team.pk)
        return ids

    # --- what changes -----------------------------------------------------------------------------------------------

    def _change(self, record: Any, names: set[str], values: Mapping[str, Any], now: Mapping[str, Any]) -> bool:
        """Apply the changed cells to one record; whether any says something else than what stands there."""
        given: dict[str, Any] = {}
        for name in names & now.keys():
            refers = name in REFERENCES or name == "parent"
            said = refer(values, name, self.known) if refers else values.get(name, "")
            if (
                said != now[name]
                and said != SEVERAL
                and (said or name not in ("name", "code", "kind", "login", "roles"))
            ):
                given[name] = said
        if given:
            change: dict[str, Callable[[Any, dict[str, Any]], None]] = {
                "accounts": self._account, "contacts": self._contact, "competitors": self._competitor,
                "people": self._person, "teams": self._team,
            }  # fmt: skip
            change[self.kind](record, given)
        return bool(given)

    def _account(self, account: Any, given: dict[str, Any]) -> None:
        values = {f"{name}_id" if name in REFERENCES else name: said for name, said in given.items()}
        values = {name: (said or None) if name.endswith("_id") else said for name, said in values.items()}
        values = {name: None if name in MEASURES and said == "" else said for name, said in values.items()}
        values = _with_own(values)
        kept = [*values, *(["normal_name", "pinyin", "initials"] if "name" in values else [])]
        note_changed(self.load, account, {name: getattr(account, name) for name in kept})
        customers.edit_many({account.pk: values}, by=self.by, label=account.name, import_id=self.load.pk)

    def _contact(self, contact: Contact, given: dict[str, Any]) -> None:
        given = _with_own(given)
        note_changed(self.load, contact, {name: getattr(contact, name) for name in [*given, "phone_key"]})
        customers.edit_contact(contact, by=self.by, seen=contact.version, **given)

    def _competitor(self, competitor: Competitor, given: dict[str, Any]) -> None:
        note_changed(self.load, competitor, {name: getattr(competitor, name) for name in given})
        customers.edit_competitor(competitor, by=self.by, seen=competitor.version, **given)

    def _person(self, person: Person, given: dict[str, Any]) -> None:
        places = [[one.team_id, one.from_day.toordinal(), one.to_day.toordinal()]
                  for one in Membership.objects.filter(person=person)]  # fmt: skip
        fields = {name: said for name, said in given.items() if name not in ("team", "roles")}
        former = {name: getattr(person, name) for name in fields}
        note_changed(self.load, person, {**former, "roles": sorted(person.roles), "places": places})
        if fields or "roles" in given:
            org.edit_person(person, by=self.by, roles=given.get("roles"), **fields)
        if "team" in given:
            org.move_person(person, to=Team.objects.filter(pk=given["team"]).first(), by=self.by)

    def _team(self, team: Team, given: dict[str, Any]) -> None:
        places = [[one.parent_id, one.from_day.toordinal(), one.to_day.toordinal()]
                  for one in TeamPlace.objects.filter(team=team)]  # fmt: skip
        note_changed(self.load, team, {"name": team.name, "places": places})
        now = Found("teams", self.known, []).parents.get(team.pk)
        parent = Team.objects.filter(pk=given.get("parent", now) or 0).first()
        org.edit_team(team, by=self.by, parent=parent, **({"name": given["name"]} if "name" in given else {}))


def _is_empty(name: str, value: Any) -> bool:
    """Whether nothing is known yet: zero and no are known, only as an id 0 is nothing."""
    return value in EMPTY or (name in REFERENCES and not value)


def _with_own(given: dict[str, Any]) -> dict[str, Any]:
    """Fields of the company's own as one patch, as actions take them."""
    own = patch_of(given)
    plain = {name: said for name, said in given.items() if not name.startswith(PREFIX)}
    return {**plain, "custom": own} if own else plain


def _day(said: str | None) -> date:
    return date.fromisoformat(said) if said else today()
