"""What Xiaolu knows already: people, teams, classes, accounts and contacts by the names that files use."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache
from typing import Any

from django.db.models import Q

from xiaolu.customers import models
from xiaolu.customers.models import Account, Alias, Contact, Industry, Source
from xiaolu.domain import names
from xiaolu.domain.names import phone_key
from xiaolu.org.models import Person, Team
from xiaolu.products.models import Product

folded = lru_cache(maxsize=20_000)(names.folded)  # the same names come again and again in a file
name_key = lru_cache(maxsize=20_000)(models.name_key)
CLASSES = {"industry": Industry, "source": Source, "product": Product}
SEVERAL = -1  # a name that more than one has


class Names:
    """Everything that has a code (or login) and a name, found by either."""

    def __init__(self, rows: Iterable[tuple[int, str, str]]) -> None:
        self.by_code: dict[str, int] = {}
        self.by_name: dict[str, int] = {}
        self.said: dict[int, tuple[str, str]] = {}
        for id_, code, name in rows:
            self.add(id_, code, name)

    def add(self, id_: int, code: str, name: str) -> None:
        self.said[id_] = (code, name)
        self.by_code.setdefault(folded(code) or code, id_)
        key = folded(name) or name
        self.by_name[key] = id_ if self.by_name.get(key, id_) == id_ else SEVERAL

    def find(self, said: str) -> int:
        """The id, 0 when nobody is called so, SEVERAL when more than one is."""
        key = folded(said) or said
        return self.by_code.get(key) or self.by_name.get(key) or 0

    def called(self, id_: int) -> str:
        """A name that leads back to what is called so, else the code; '' for none."""
        code, name = self.said.get(id_, ("", ""))
        return name if self.find(name) == id_ else code


def aliases(wanted: Mapping[str, Iterable[str]]) -> dict[tuple[str, str], list[int]]:
    """(kind, key) → the accounts that are called so besides, for each kind and its keys."""
    asked = Q()
    for kind, keys in wanted.items():
        asked |= Q(kind=kind, key__in=[key[:400] for key in keys])
    found: dict[tuple[str, str], list[int]] = defaultdict(list)
    for kind, key, account in Alias.objects.filter(asked).order_by("account").values_list("kind", "key", "account"):
        if account not in found[kind, key]:
            found[kind, key].append(account)
    return found


class Known:
    """A picture taken once, and what an import adds to it; accounts and contacts are asked for batch by batch."""

    def __init__(self) -> None:
        self.owners = Names(Person.objects.values_list("pk", "login", "name"))
        self.teams = Names(Team.objects.values_list("pk", "code", "name"))
        self.classes = {
            field: Names(model._default_manager.values_list("pk", "code", "name")) for field, model in CLASSES.items()
        }
        self.accounts: dict[str, list[int]] = {}
        self.contacts: dict[int, list[tuple[int, str, str]]] = {}

    def look_up(self, rows: Collection[Mapping[str, Any]]) -> None:
        """Fetch the accounts and contacts that these rows name."""
        keys = {name_key(row["account"]): row["account"] for row in rows if row.get("account")}
        self.accounts = defaultdict(list)
        for id_, key in Account.objects.filter(normal_name__in=list(keys)).values_list("pk", "normal_name"):
            self.accounts[key].append(id_)
        lacking = {name: key for key, name in keys.items() if key not in self.accounts}
        for id_, code in Account.objects.filter(code__in=[name[:40] for name in lacking]).values_list("pk", "code"):
            self.accounts[lacking[code]].append(id_) if code in lacking else None
        self._look_up_aliases({name: key for name, key in lacking.items() if key not in self.accounts})
        ids = {id_ for ids in self.accounts.values() for id_ in ids}
        self.contacts = defaultdict(list)
        if any(row.get("contact") for row in rows):
            people = Contact.objects.filter(account__in=ids).values_list("account_id", "pk", "name", "phone_key")
            for account, id_, name, phone in people:
                self.contacts[account].append((id_, name, phone))

    def _look_up_aliases(self, lacking: Mapping[str, str]) -> None:
        """What these names (with their keys) were called once, before a merge or by an earlier load."""
        if not lacking:
            return
        said = aliases({Alias.Kind.NAME: lacking.values(), Alias.Kind.CODE: lacking})
        for name, key in lacking.items():
            self.accounts[key] += sorted(
                {*said.get((Alias.Kind.NAME, key), ()), *said.get((Alias.Kind.CODE, name), ())}
            )

    def account(self, name: str) -> int:
        """The id of an account, 0 when there is none, SEVERAL when the name fits more than one."""
        found = self.accounts.get(name_key(name), ())
        return SEVERAL if len(found) > 1 else found[0] if found else 0

    def met(self, key: str, contact: int, name: str, phone: str) -> None:
        """A contact was made at the account of this key."""
        self.contacts.setdefault(self.accounts[key][0], []).append((contact, name, phone_key(phone)))

    def accounts_called(self, name: str) -> list[int]:
        """Every account that a name fits."""
        return list(self.accounts.get(name_key(name), ()))

    def contacts_called(self, account: int, name: str) -> list[int]:
        return [id_ for id_, called, _ in self.contacts.get(account, ()) if called == name]

    def contact(self, account: int, name: str, phone: str) -> int:
        """The id of a contact of an account by phone, else by name; 0 when there is none."""
        number = phone_key(phone) if phone else ""
        people = self.contacts.get(account, ())
        fits = [id_ for id_, called, key in people if number and key == number and called == name]
        fits = fits or [id_ for id_, called, _ in people if called == name]
        fits = fits or [id_ for id_, _, key in people if number and key == number]
        return fits[0] if fits else 0


def account_key(method_id: int, account: str, product: str) -> str:
    """The key of a row that brings no other: account, method and product."""
    return f"a:{method_id}:{name_key(account)}:{folded(product)}"


def key_of(values: Mapping[str, Any], system: str, method_id: int) -> str:
    """By what a row is recognised, '' when it brings nothing for it."""
    if external := values.get("external_id"):
        return f"x:{system}:{external}"
    if number := values.get("number"):
        return f"n:{number}"
    if account := values.get("account"):
        return account_key(method_id, account, values.get("product", ""))
    return ""
