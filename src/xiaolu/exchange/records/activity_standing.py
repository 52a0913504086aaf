"""Activities and what their rows name, as whoever loads may see it: what is hidden is not found, like what is not there."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from django.db.models import QuerySet

from xiaolu.activities.models import Activity
from xiaolu.customers.access import visible_to as visible_accounts
from xiaolu.customers.models import Account, Contact
from xiaolu.domain import activity_cells
from xiaolu.domain.activity_cells import PARAGRAPHS, names_in
from xiaolu.domain.cells import CellInvalid, paragraph, text
from xiaolu.domain.headings import OPPORTUNITY_NUMBER
from xiaolu.domain.method import Method as MethodRules
from xiaolu.exchange.compare import Last
from xiaolu.exchange.known import SEVERAL, Known, folded, name_key
from xiaolu.methods.queries import rules_of
from xiaolu.org.models import Person
from xiaolu.pipeline.access import visible_to as visible_deals
from xiaolu.pipeline.models import ExternalKey, Opportunity

UNSEEN = -2  # not there, or not to be seen: nobody learns which
CONTENT = ("owner", "account", "opportunity", "day", "kind", "start", "subject", "result")


def key_of_row(values: Mapping[str, Any], system: str) -> str:
    """By what a row is recognised: our number, another system's key, else everything that makes it this one."""
    if values.get("number"):
        return f"n:{values['number']}"
    if values.get("external_id"):
        return f"y:{system}:{values['external_id']}"
    if not values.get("day"):
        return ""
    said = [values.get(name, "") for name in CONTENT]
    said[0], said[1], said[2] = folded(said[0]), name_key(said[1]) if said[1] else "", said[2].casefold()
    return "h:" + sha256("\x1f".join(said).encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True)
class Deal:
    """An opportunity that a row names: whose it is, and of which customer and method."""

    pk: int
    account: int
    owner: int
    method: int


@dataclass(frozen=True)
class Meant:
    """Whom and what a row means, as ids: 0 nothing said, SEVERAL, or UNSEEN."""

    owner: int
    account: int
    deal: Deal | None
    deal_id: int


class FoundActivities:
    """What the rows of a batch may mean. `by`: with whose eyes; None sees everything."""

    def __init__(self, known: Known, by: Person | None, system: str, rows: Sequence[Mapping[str, Any]]) -> None:
        self.known, self.by, self.system = known, by, system
        known.look_up([{"account": row["account"]} for row in rows if row.get("account")])
        self._see_deals({row["opportunity"] for row in rows if row.get("opportunity")})
        called = {id_ for row in rows if row.get("account") for id_ in known.accounts_called(row["account"])}
        there = visible_accounts(by) if by else Account.objects.filter(merged_into__isnull=True)
        self.seen = dict(there.filter(pk__in=called).values_list("pk", "owner_id"))
        self.meant = {id(row): self._meant(row) for row in rows}
        self.contacts: dict[int, dict[str, list[int]]] = {}
        self.rules: dict[int, MethodRules] = {}
        self._meet({one.account for one in self.meant.values()})

    def _see_deals(self, said: set[str]) -> None:
        """The opportunities of these numbers, and of these keys of the other system."""
        numbers = {one: int(found[1]) for one in said if (found := OPPORTUNITY_NUMBER.fullmatch(one))}
        known = ExternalKey.objects.filter(system=self.system, kind="opportunity", key__in=said - numbers.keys())
        ids = numbers | dict(known.values_list("key", "object_id"))
        there: QuerySet[Opportunity] = visible_deals(self.by) if self.by else Opportunity.objects.all()
        rows = there.filter(pk__in=set(ids.values()), withdrawn=False)
        deals = {
            one[0]: Deal(one[0], one[1] or 0, one[2] or 0, one[3])
            for one in rows.values_list("pk", "account_id", "owner_id", "method_id")
        }
        self.deals = {one: deals[id_] for one, id_ in ids.items() if id_ in deals}

    def _meet(self, accounts: set[int]) -> None:
        """The contacts of these customers by name."""
        new = {account for account in accounts if account > 0} - self.contacts.keys()
        self.contacts |= {account: defaultdict(list) for account in new}
        for id_, account, name in Contact.objects.filter(account__in=new).values_list("pk", "account_id", "name"):
            for one in names_in(name):
                self.contacts[account][one].append(id_)

    def _meant(self, row: Mapping[str, Any]) -> Meant:
        said = row.get("opportunity", "")
        deal = self.deals.get(said)
        account = deal.account if deal else 0
        if row.get("account"):
            fits = [id_ for id_ in self.known.accounts_called(row["account"]) if id_ in self.seen]
            account = UNSEEN if not fits else fits[0] if len(fits) == 1 else SEVERAL
            if account == SEVERAL and deal and deal.account in fits:
                account = deal.account
        return Meant(self._owner(row, deal, account), account, deal, deal.pk if deal else UNSEEN if said else 0)

    def _owner(self, row: Mapping[str, Any], deal: Deal | None, account: int) -> int:
        """Whom the row names; else whoever loads, if only for oneself; else who looks after the opportunity or customer."""
        if row.get("owner"):
            return self.known.owners.find(row["owner"]) or UNSEEN
        if self.by and self.by.edit_scope != "all":
            return self.by.pk
        return (deal.owner if deal else 0) or self.seen.get(account, 0) or (self.by.pk if self.by else 0)

    def contacts_called(self, account: int, said: str) -> dict[str, list[int]]:
        """The contacts of a customer by each of these names."""
        return {name: self.contacts[account].get(name, []) for name in names_in(said)}

    def key_activity(self, said: str, deal: Deal | None, method: int) -> str:
        """The code of a key activity by its code or name; '' when the method has none of it."""
        method = deal.method if deal else method
        if said and method not in self.rules:
            self.rules[method] = rules_of(method)
        for one in self.rules[method].activities if said else ():
            if folded(said) in {folded(one.code), folded(one.name.zh), folded(one.name.en)}:
                return one.code
        return ""

    def recognise(
        self, rows: Sequence[Mapping[str, Any]], keys: Sequence[str], last: Mapping[str, Last], owners: set[int] | None
    ) -> None:
        """Find the activities that the rows mean. `owners`: whose may be changed, None for everybody's."""
        external = [row["external_id"] for row in rows if row.get("external_id") and not row.get("number")]
        known = ExternalKey.objects.filter(system=self.system, kind="activity", key__in=external)
        self.keyed = dict(known.values_list("key", "object_id"))
        self._alike([row for row, key in zip(rows, keys, strict=True) if key[:2] == "h:" and key not in last])
        ids = {row["number"] for row in rows if row.get("number")} | {*self.keyed.values()}
        ids |= {one.object_id for one in last.values()} | {id_ for ids in self.alike.values() for id_ in ids}
        self.owners = owners
        self.hold(ids)

    def hold(self, ids: Iterable[int]) -> None:
        """Have these activities at hand, and the contacts of their customers."""
        there = Activity.objects.filter(pk__in=list(ids)).select_related("account").prefetch_related("contacts")
        self.records = {one.pk: one for one in there}
        self._meet({one.account_id or 0 for one in self.records.values()})

    def account_of(self, row: Mapping[str, Any], one: Activity) -> int:
        """The customer of an activity after a row: whom it names, else whom it has."""
        return self.meant[id(row)].account or one.account_id or 0

    def _alike(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """What is there already and says the same as rows without a key."""
        self.alike: dict[tuple[Any, ...], list[int]] = defaultdict(list)
        meant = [self.meant[id(row)] for row in rows]
        days = {date.fromisoformat(row["day"]).toordinal() for row in rows if row.get("day")}
        owners = {one.owner for one in meant} - {0, SEVERAL, UNSEEN}
        there = Activity.objects.filter(owner__in=owners, day__in=days, withdrawn=False)
        accounts = {one.account for one in meant}
        rest = there.filter(account__isnull=True) if 0 in accounts else there.none()
        wanted = {self.content_of(row)[:6] for row in rows}
        names = ("pk", "owner_id", "account_id", "opportunity_id", "day", "kind", "start", "subject", "result")
        for some in (there.filter(account__in=accounts - {0, SEVERAL, UNSEEN}), rest):
            for pk, owner, account, deal, day, kind, start, subject, result in some.order_by("pk").values_list(*names):
                content = (owner, account or 0, deal or 0, day.isoformat(), kind, _clock(start))
                if content in wanted:
                    self.alike[*content, _line(subject), _lines("result", result)].append(pk)

    def content_of(self, row: Mapping[str, Any]) -> tuple[Any, ...]:
        """What makes a row without a key this one."""
        meant = self.meant[id(row)]
        owner = meant.owner if meant.owner > 0 else folded(row.get("owner", ""))  # two who are unknown are not one
        return (owner, meant.account, meant.deal_id, *(row.get(name, "") for name in CONTENT[3:]))

    def target(self, row: Mapping[str, Any], key: str, last: Last | None) -> int:
        """The activity that a row means, 0 for none. Raises CellInvalid."""
        before = last.object_id if last and last.object_id in self.records else 0
        if row.get("number"):
            one = self.records.get(row["number"])
            if one is None or not self.is_editable(one.owner_id):
                raise CellInvalid("activity_unknown", value=f"AC{row['number']}")
            return one.pk
        if row.get("external_id"):
            found = self.keyed.get(row["external_id"], before)
            return found if found in self.records else 0
        fits = [before] if before else self.alike.get(self.content_of(row), [])
        if len(fits) > 1:
            raise CellInvalid("several_activities", value=", ".join(f"AC{id_}" for id_ in fits[:10]))
        return fits[0] if fits else 0

    def is_editable(self, owner: int) -> bool:
        return self.owners is None or owner in self.owners

    def now(self, id_: int) -> dict[str, Any]:
        """An activity as a row would bring it; what it refers to as ids."""
        return said_by(self.records[id_])


def said_by(one: Activity) -> dict[str, Any]:
    """An activity as a row would bring it; what it refers to as ids."""
    yes_no = {name: {True: "yes", False: "no"}.get(getattr(one, name), "") for name in ("reached", "in_charge_met")}
    return yes_no | {
        "day": one.day.isoformat(), "kind": one.kind, "state": one.state, "owner": one.owner_id,
        "account": one.account_id or 0, "opportunity": one.opportunity_id or 0, "subject": _line(one.subject),
        "start": _clock(one.start), "minutes": one.minutes or "", "result": _lines("result", one.result),
        "words": _lines("words", one.words), "signals": [code for code in activity_cells.SIGNALS if code in one.signals],
        "contact": "、".join(names_in("、".join(person.name for person in one.contacts.all()))), "time_kind": one.time_kind,
        "key_activity": one.key_activity, "cancelled_because": _line(one.cancelled_because),
    }  # fmt: skip


def _clock(start: Any) -> str:
    return activity_cells.clock_time(start) if start else ""


def _line(said: str) -> str:
    return text(said)


def _lines(name: str, said: str) -> str:
    return paragraph(said).strip()[: PARAGRAPHS[name]]
