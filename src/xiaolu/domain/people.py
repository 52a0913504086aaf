"""Roles of people: what each lets them see, change and do, and which fields it hides. A company may change them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

Scope = Literal["own", "subtree", "all"]
SCOPES: tuple[Scope, ...] = ("own", "subtree", "all")
Kind = Literal["account", "opportunity"]  # contacts go with their account, figures with opportunities
KINDS: tuple[Kind, ...] = ("account", "opportunity")
FIELDS = ("amounts", "phones", "emails")  # what a role may hide
FIELD_OF = {
    "amount": "amounts",
    "price": "amounts",
    "supplier_price": "amounts",
    "credit_limit": "amounts",
    "phone": "phones",
    "wechat": "phones",
    "email": "emails",
}  # by the name of a column
# People, teams, company, audit trail; methods and products; lists as files; closed gates, and losses to sign off.
ABILITIES = ("keeps_house", "keeps_methods", "exports", "overrides_gates")
WIDTH = {None: -1, "own": 0, "subtree": 1, "all": 2}


class Reach(NamedTuple):
    """Whose records of one kind are seen and may be changed. None: nobody's."""

    see: Scope | None = None
    edit: Scope | None = None


@dataclass(frozen=True)
class Role:
    """What a role gives. A person with several has the widest of each; hidden is what all of them hide."""

    reach: Mapping[Kind, Reach]
    abilities: frozenset[str] = frozenset()
    hidden: frozenset[str] = frozenset()

    def of(self, kind: Kind) -> Reach:
        return self.reach.get(kind, Reach())


def role(scope: Scope, *abilities: str, edits: bool = True) -> Role:
    """A role that reaches equally far for every kind of record."""
    return Role({kind: Reach(scope, scope if edits else None) for kind in KINDS}, frozenset(abilities))


ROLES: dict[str, Role] = {
    "seller": role("own", "exports"),
    "channel_manager": role("own", "exports"),
    "manager": role("subtree", "exports", "overrides_gates"),
    "director": role("all", "exports", "overrides_gates"),
    "trainer": role("all", edits=False),
    "method_owner": role("all", "keeps_methods", edits=False),
    "administrator": role("all", "keeps_house", "keeps_methods", "exports", "overrides_gates"),
}
NOTHING_GIVEN = Role({kind: Reach("own") for kind in KINDS})  # somebody without a role still sees what is theirs


def united(roles: Iterable[Role]) -> Role:
    """Several roles of one person as one. Nobody changes what they do not see."""
    held = list(roles) or [NOTHING_GIVEN]
    reach = {}
    for kind in KINDS:
        see = widest(one.of(kind).see for one in held)
        edit = widest(one.of(kind).edit for one in held)
        reach[kind] = Reach(see, edit if WIDTH[edit] <= WIDTH[see] else see)
    abilities = frozenset[str]().union(*(one.abilities for one in held))
    return Role(reach, abilities, frozenset.intersection(*(one.hidden for one in held)))


def widest(scopes: Iterable[Scope | None]) -> Scope | None:
    """The widest of some scopes, None for none."""
    return max(scopes, key=lambda scope: WIDTH[scope], default=None)
