"""Writing rows of activities: made in sets, changed one by one, every one traced."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, time
from typing import Any

from django.db.models import QuerySet

from xiaolu.activities import actions as activities
from xiaolu.activities.actions import NewActivity
from xiaolu.activities.models import Activity
from xiaolu.customers import actions as customers
from xiaolu.customers.actions import NewContact
from xiaolu.customers.models import Account, Contact
from xiaolu.domain.activity_cells import state_of
from xiaolu.domain.rules import RuleBroken
from xiaolu.exchange import queries
from xiaolu.exchange.actions.tracing import note_changed, note_made, note_rows
from xiaolu.exchange.compare import last_brought
from xiaolu.exchange.known import Known
from xiaolu.exchange.mapping import Layout, Map
from xiaolu.exchange.models import Import, StagedRow
from xiaolu.exchange.records.activity_rows import compared, differing
from xiaolu.exchange.records.activity_standing import FoundActivities
from xiaolu.org.models import Person
from xiaolu.org.queries import today
from xiaolu.pipeline.models import ExternalKey, Opportunity

BATCH = 2_000
TEXTS = ("subject", "result", "words", "cancelled_because", "time_kind")
COLUMNS = (*TEXTS, "kind", "state", "owner_id", "account_id", "opportunity_id", "day", "start", "minutes", "planned_for",
           "key_activity", "reached", "in_charge_met", "signals", "done_at")  # fmt: skip
YES_NO = {"yes": True, "no": False}


class ActivityWriter:
    """One import of activities in its transaction."""

    def __init__(self, load: Import, known: Known, by: Person | None) -> None:
        self.load, self.known, self.by, self.today = load, known, by, today()
        self.fields = Layout.from_json(load.layout).fields
        self.system = Map(**load.mapping).system

    def create_all(self) -> int:
        """Make the new ones; how many."""
        count = 0
        for batch in self._batches("create"):
            rows = [row.values for row in batch]
            there = FoundActivities(self.known, self.by, self.system, rows)
            self._make_contacts(there, [(there.meant[id(values)].account, values) for values in rows])
            ids = activities.create_many([self._new(values, there) for values in rows], by=self.by)
            note_rows(self.load, [row.row for row in batch], ids)
            note_made(self.load, "activity", ids)
            ExternalKey.objects.bulk_create(
                [ExternalKey(system=self.system, kind="activity", key=values["external_id"], object_id=pk)
                 for values, pk in zip(rows, ids, strict=True) if values.get("external_id")], batch_size=BATCH,
            )  # fmt: skip
            count += len(ids)
        return count

    def update_all(self) -> int:
        """Apply the changed cells to those that are known; how many activities changed."""
        count = 0
        for batch in self._batches("update"):
            rows = [row.values for row in batch]
            last = last_brought({row.key for row in batch if row.key})
            there = FoundActivities(self.known, self.by, self.system, rows)
            there.hold(row.object_id for row in batch)
            changing = []
            for row in batch:
                names = compared(row.values, last.get(row.key), row.object_id, self.fields)
                names = differing(names, row.values, there.now(row.object_id), there, self.load.method_id)
                changing += [(there.records[row.object_id], names, row.values)] if names else []
            met = [(there.account_of(values, one), values) for one, names, values in changing if "contact" in names]
            self._make_contacts(there, met)
            for one, names, values in changing:
                self._change(one, names, values, there)
            count += len(changing)
        return count

    def _batches(self, plan: str) -> Iterator[list[StagedRow]]:
        rows: QuerySet[StagedRow] = queries.good(self.load).filter(plan=plan).order_by("row")
        after = 0
        while batch := list(rows.filter(row__gt=after)[:BATCH]):
            after = batch[-1].row
            yield batch

    def _make_contacts(self, there: FoundActivities, rows: Sequence[tuple[int, Mapping[str, Any]]]) -> None:
        """Make the contacts that rows name and their customers (by id) lack."""
        lacking = {
            (account, name): NewContact(name=name, account_id=account)
            for account, values in rows
            if account > 0
            for name, ids in there.contacts_called(account, values.get("contact", "")).items()
            if not ids
        }
        if lacking:
            made = customers.create_many([], list(lacking.values()), by=self.by, label=self.load.file_name)
            note_made(self.load, "contact", made.contacts)
            for (account, name), pk in zip(lacking, made.contacts, strict=True):
                there.contacts[account][name].append(pk)

    def _new(self, values: Mapping[str, Any], there: FoundActivities) -> NewActivity:
        meant, day = there.meant[id(values)], date.fromisoformat(values["day"])
        if meant.owner <= 0 or meant.account < 0 or meant.deal_id < 0:
            raise RuleBroken("bad_rows")  # what the row names is not to be seen any more
        columns = {
            **{name: values[name] for name in TEXTS if values.get(name)},
            "kind": values["kind"], "state": values.get("state") or state_of(day, self.today), "day": day,
            "owner_id": meant.owner, "account_id": meant.account or None, "opportunity_id": meant.deal_id or None,
            "start": _start(values), "minutes": values.get("minutes"), "signals": values.get("signals", []),
            "reached": YES_NO.get(values.get("reached", "")), "in_charge_met": YES_NO.get(values.get("in_charge_met", "")),
            "key_activity": there.key_activity(values.get("key_activity", ""), meant.deal, self.load.method_id),
        }  # fmt: skip
        return NewActivity(columns, self._met(values, meant.account, there))

    def _met(self, values: Mapping[str, Any], account: int, there: FoundActivities) -> list[int]:
        called = there.contacts_called(account, values.get("contact", "")) if account > 0 else {}
        return sorted({ids[0] for ids in called.values() if ids})

    def _change(self, one: Activity, names: set[str], values: Mapping[str, Any], there: FoundActivities) -> None:
        former = {name: getattr(one, name) for name in COLUMNS}
        former |= {"start": one.start.isoformat() if one.start else None}
        note_changed(self.load, one, {**former, "contacts": [person.pk for person in one.contacts.all()]})
        given = {name: self._given(name, one, values, there) for name in names}
        if "contact" in given:
            given["contacts"] = given.pop("contact")
        if "opportunity" in given and given["opportunity"] is not None:
            given["account"] = given["opportunity"].account
        account = given.get("account", one.account)
        if "account" in given and "contacts" not in given:
            given["contacts"] = [person for person in one.contacts.all() if account and person.account_id == account.pk]
        activities.edit_loaded(one, by=self.by, seen=one.version, **given)

    def _given(self, name: str, one: Activity, values: Mapping[str, Any], there: FoundActivities) -> Any:
        """The new value of a field, as the model takes it."""
        meant, said = there.meant[id(values)], values.get(name)
        if name == "owner":
            return Person.objects.get(pk=meant.owner)
        if name == "account":
            return Account.objects.filter(pk=meant.account).first()
        if name == "opportunity":
            return Opportunity.objects.select_related("account").filter(pk=meant.deal_id).first()
        if name == "contact":
            ids = self._met(values, there.account_of(values, one), there)
            return list(Contact.objects.filter(pk__in=ids))
        if name == "key_activity":
            return there.key_activity(said or "", meant.deal, self.load.method_id)
        if name in ("reached", "in_charge_met"):
            return YES_NO.get(said or "")
        if name == "day":
            return date.fromisoformat(values["day"])
        if name == "start":
            return _start(values)
        if name == "minutes":
            return said
        return (said or []) if name == "signals" else said or ""


def _start(values: Mapping[str, Any]) -> time | None:
    return time.fromisoformat(values["start"]) if values.get("start") else None
