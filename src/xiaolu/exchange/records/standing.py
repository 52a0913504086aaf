"""What stands in Xiaolu: customers, contacts, competitors, people and teams found by their keys, and their values as a row brings them."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from xiaolu.customers.models import Account, Competitor, Contact
from xiaolu.domain.cells import CellInvalid
from xiaolu.domain.names import phone_key
from xiaolu.exchange.known import SEVERAL, Known, Names, aliases, folded, name_key
from xiaolu.exchange.own_fields import own_fields, own_values
from xiaolu.org.models import Membership, Person, Team, TeamPlace
from xiaolu.org.queries import today

ACCOUNT = ("code", "credit_code", "name", "kind", "phone", "region", "address", "website", "products_used", "yearly_volume",
           "current_supplier", "supplier_price", "payment_terms", "credit_limit", "business", "organisation", "employees",
           "purchasing_habits", "relationship", "note")  # fmt: skip
CONTACT = ("name", "post", "phone", "email", "wechat", "no_messages", "note")
PERSON = ("login", "name", "email", "phone")


def key_of(kind: str, values: Mapping[str, Any]) -> str:
    """By what a row of a kind is recognised, '' when it brings nothing for it."""
    if kind == "accounts":
        return _account_key(values)
    if kind == "contacts":
        own = phone_key(values.get("phone", "")) or folded(values.get("name", ""))
        return f"k:{name_key(values.get('account', ''))}:{own}" if own else ""
    if kind == "competitors":
        own, called = values.get("code", ""), values.get("name", "")
        return f"v:{folded(own) or own}" if own else f"w:{folded(called) or called}" if called else ""
    name = "login" if kind == "people" else "code"
    return f"{name[0]}:{folded(values[name]) or values[name]}" if values.get(name) else ""


def _account_key(values: Mapping[str, Any]) -> str:
    """An account's own code, else its credit code, else its normalised name."""
    if values.get("code"):
        return f"c:{values['code']}"
    if values.get("credit_code"):
        return f"u:{values['credit_code']}"
    return f"m:{name_key(values['name'])}" if values.get("name") else ""


class Found:
    """The records that a batch of rows may mean."""

    def __init__(self, kind: str, known: Known, rows: Collection[Mapping[str, Any]]) -> None:
        self.kind, self.known, self.own = kind, known, own_fields(kind)
        self.records: dict[int, Any] = {}
        {
            "accounts": self._accounts, "contacts": self._contacts, "competitors": self._competitors,
            "people": self._people, "teams": self._teams,
        }[kind](rows)  # fmt: skip

    def _accounts(self, rows: Collection[Mapping[str, Any]]) -> None:
        names = {name_key(row["name"]) for row in rows if row.get("name")}
        codes = {row["code"] for row in rows if row.get("code")}
        credit = {row["credit_code"] for row in rows if row.get("credit_code")}
        there = Account.objects.filter(merged_into__isnull=True)
        found = [
            *there.filter(normal_name__in=names), *there.filter(code__in=codes), *there.filter(credit_code__in=credit)
        ]  # fmt: skip
        said = aliases({"name": names, "code": codes, "credit_code": credit})
        further = {id_ for ids in said.values() for id_ in ids} - {one.pk for one in found}
        self.records = {one.pk: one for one in (*found, *there.filter(pk__in=further))}
        self.aliases = {place: [id_ for id_ in ids if id_ in self.records] for place, ids in said.items()}
        self.by_code = {one.code: one.pk for one in self.records.values() if one.code}
        self.by_credit: dict[str, list[int]] = defaultdict(list)
        for one in self.records.values():
            if one.credit_code:
                self.by_credit[one.credit_code].append(one.pk)
        self.by_name: dict[str, list[int]] = defaultdict(list)
        for one in self.records.values():
            self.by_name[one.normal_name].append(one.pk)

    def _contacts(self, rows: Collection[Mapping[str, Any]]) -> None:
        ids = {self.known.account(row["account"]) for row in rows if row.get("account")} - {0, SEVERAL}
        self.records = {one.pk: one for one in Contact.objects.filter(account__in=ids).select_related("account")}

    def _competitors(self, rows: Collection[Mapping[str, Any]]) -> None:
        self.records = Competitor.objects.in_bulk()
        self.rivals = Names((one.pk, one.code, one.name) for one in self.records.values())

    def _people(self, rows: Collection[Mapping[str, Any]]) -> None:
        ids = {self.known.owners.by_code.get(folded(row["login"]), 0) for row in rows if row.get("login")}
        self.records = {one.pk: one for one in Person.objects.filter(pk__in=ids).prefetch_related("grants")}
        now = today()
        places = Membership.objects.filter(person__in=ids, from_day__lte=now, to_day__gt=now)
        self.home = dict(places.values_list("person_id", "team_id"))

    def _teams(self, rows: Collection[Mapping[str, Any]]) -> None:
        self.records, now = {one.pk: one for one in Team.objects.all()}, today()
        self.parents = dict(
            TeamPlace.objects.filter(from_day__lte=now, to_day__gt=now).values_list("team_id", "parent_id")
        )

    def target(self, values: Mapping[str, Any]) -> int:
        """The record that a row means, 0 for none. Raises CellInvalid when several fit."""
        if self.kind == "accounts":
            return self._account(values)
        if self.kind == "contacts":
            account = self.known.account(values.get("account", "")) if values.get("account") else 0
            return self._contact(account, values) if account > 0 else 0
        if self.kind == "competitors":
            return self._competitor(values)
        if self.kind == "people":
            return self.known.owners.by_code.get(folded(values.get("login", "")), 0)
        return self.known.teams.by_code.get(folded(values.get("code", "")), 0)

    def _account(self, values: Mapping[str, Any]) -> int:
        code = values.get("code", "")
        if code in self.by_code:
            return self.by_code[code]
        if once := self.aliases.get(("code", code)):
            return self._one(once, values)
        credit, name = values.get("credit_code", ""), name_key(values.get("name", ""))
        fitting = self.by_credit.get(credit, []) or self.by_name.get(name, [])
        fitting = fitting or self.aliases.get(("credit_code", credit), []) or self.aliases.get(("name", name), [])
        if code:  # one with another code is another customer
            fitting = [id_ for id_ in fitting if not self.records[id_].code]
        return self._one(fitting, values)

    def once(self, values: Mapping[str, Any], target: int) -> set[str]:
        """The cells that say what a customer was called once: it is found by them, and keeps what it is called now."""
        if self.kind != "accounts":
            return set()
        keys = {name: values.get(name, "") for name in ("code", "credit_code")} | {
            "name": name_key(values.get("name", ""))
        }
        return {name for name, key in keys.items() if target in self.aliases.get((name, key), ())}

    def _one(self, fitting: list[int], values: Mapping[str, Any]) -> int:
        if len(fitting) > 1:
            found = ", ".join(f"#{id_}" for id_ in fitting[:10])
            raise CellInvalid("several_accounts", value=values["name"], found=found)
        return fitting[0] if fitting else 0

    def _competitor(self, values: Mapping[str, Any]) -> int:
        """By its code; without one by a name that only one has."""
        if code := values.get("code", ""):
            return self.rivals.by_code.get(folded(code) or code, 0)
        found = self.rivals.find(values.get("name", ""))
        if found == SEVERAL:
            raise CellInvalid("several_called", value=values["name"])
        return found

    def _contact(self, account: int, values: Mapping[str, Any]) -> int:
        people = [one for one in self.records.values() if one.account_id == account]
        number = phone_key(values["phone"]) if values.get("phone") else ""
        fits = [one for one in people if number and one.phone_key == number]
        fits = fits or [one for one in people if one.name == values.get("name")]
        if len(fits) > 1:
            fits = [one for one in fits if one.name == values.get("name")] or fits
        if len(fits) > 1:
            raise CellInvalid("several_called", value=values.get("name", ""))
        return fits[0].pk if fits else 0

    def now(self, id_: int) -> dict[str, Any]:
        """A record as a row would bring it; what it refers to as ids."""
        one = self.records[id_]
        if self.kind == "accounts":
            refers = {"owner": one.owner_id or 0, "industry": one.industry_id or 0, "source": one.source_id or 0}
            return _values(one, ACCOUNT) | own_values(self.own, one) | refers
        if self.kind == "contacts":
            return _values(one, CONTACT) | own_values(self.own, one) | {"account": one.account_id}
        if self.kind == "competitors":
            return _values(one, ("code", "name", "note"))
        if self.kind == "people":
            return _values(one, PERSON) | {"team": self.home.get(id_, 0), "roles": sorted(one.roles)}
        return {"code": one.code, "name": one.name, "parent": self.parents.get(id_) or 0}

    def owner_of(self, id_: int) -> int:
        """Whose a record is, for the right to change it."""
        one = self.records[id_]
        return (one.account.owner_id if self.kind == "contacts" else getattr(one, "owner_id", 0)) or 0


def _values(record: Any, names: Sequence[str]) -> dict[str, Any]:
    return {name: getattr(record, name) for name in names}


def refer(values: Mapping[str, Any], name: str, known: Known) -> int:
    """The id that a reference of a row leads to, 0 for none, SEVERAL for more than one."""
    said = values.get(name)
    if not said:
        return 0
    if name == "owner":
        return known.owners.find(said)
    if name in ("team", "parent"):
        return known.teams.find(said)
    if name == "account":
        return known.account(said)
    return known.classes[name].find(said)
