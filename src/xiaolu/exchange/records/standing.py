"""What stands in Xiaolu: customers, contacts, people and teams found by their keys, and their values as a row brings them."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from xiaolu.customers.models import Account, Contact
from xiaolu.domain.cells import CellInvalid
from xiaolu.domain.names import phone_key
from xiaolu.exchange.known import SEVERAL, Known, folded, name_key
from xiaolu.exchange.own_fields import own_fields, own_values
from xiaolu.org.models import Membership, Person, Team, TeamPlace
from xiaolu.org.queries import today

ACCOUNT = ("code", "credit_code", "name", "kind", "phone", "region", "address", "website", "products_used", "yearly_volume",
           "current_supplier", "supplier_price", "payment_terms", "credit_limit", "business", "organisation", "employees",
           "purchasing_habits", "relationship", "note")  # fmt: skip
CONTACT = ("name", "post", "phone", "email", "wechat", "note")
PERSON = ("login", "name", "email", "phone")


def key_of(kind: str, values: Mapping[str, Any]) -> str:
    """By what a row of a kind is recognised, '' when it brings nothing for it."""
    if kind == "accounts":
        return _account_key(values)
    if kind == "contacts":
        own = phone_key(values.get("phone", "")) or folded(values.get("name", ""))
        return f"k:{name_key(values.get('account', ''))}:{own}" if own else ""
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
        {"accounts": self._accounts, "contacts": self._contacts, "people": self._people, "teams": self._teams}[kind](
            rows
        )

    def _accounts(self, rows: Collection[Mapping[str, Any]]) -> None:
        names = {name_key(row["name"]) for row in rows if row.get("name")}
        codes = {row["code"] for row in rows if row.get("code")}
        credit = {row["credit_code"] for row in rows if row.get("credit_code")}
        there = Account.objects.filter(merged_into__isnull=True)
        found = [
            *there.filter(normal_name__in=names), *there.filter(code__in=codes), *there.filter(credit_code__in=credit)
        ]  # fmt: skip
        self.records = {one.pk: one for one in found}
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
        if self.kind == "people":
            return self.known.owners.by_code.get(folded(values.get("login", "")), 0)
        return self.known.teams.by_code.get(folded(values.get("code", "")), 0)

    def _account(self, values: Mapping[str, Any]) -> int:
        code = values.get("code", "")
        if code in self.by_code:
            return self.by_code[code]
        fitting = self.by_credit.get(values.get("credit_code", ""), [])
        fitting = fitting or self.by_name.get(name_key(values.get("name", "")), [])
        if code:  # one with another code is another customer
            fitting = [id_ for id_ in fitting if not self.records[id_].code]
        if len(fitting) > 1:
            found = ", ".join(f"#{id_}" for id_ in fitting[:10])
            raise CellInvalid("several_accounts", value=values["name"], found=found)
        return fitting[0] if fitting else 0

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
