"""Batch by batch: what is to be done with each row of a table of activities. Writes nothing."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from xiaolu.customers.models import Account
from xiaolu.domain.activity_cells import state_of, time_beside
from xiaolu.domain.cells import CellInvalid
from xiaolu.exchange.compare import Last, changed
from xiaolu.exchange.known import SEVERAL
from xiaolu.exchange.mapping import Map
from xiaolu.exchange.models import LACKS, Import
from xiaolu.exchange.records.activity_standing import UNSEEN, FoundActivities, Meant, key_of_row
from xiaolu.exchange.records.judging import RecordJudge, RecordReader
from xiaolu.exchange.rows import Parsed
from xiaolu.org.access import owners_seen_by
from xiaolu.org.models import Person

KEYS = {"number", "external_id"}  # by which a row is recognised; never changed
NEVER_EMPTY = ("day", "kind", "state", "owner")
MOST_DAYS_AHEAD = 366


def differing(
    names: set[str], values: Mapping[str, Any], now: Mapping[str, Any], there: FoundActivities, method: int
) -> set[str]:
    """Of these fields those that would change the activity."""
    return {name for name in names - KEYS if not _same(name, values, now, there, method)}


def _same(name: str, values: Mapping[str, Any], now: Mapping[str, Any], there: FoundActivities, method: int) -> bool:
    said, meant = values.get(name), there.meant[id(values)]
    if not said and name in NEVER_EMPTY:
        return True
    if name == "owner":
        return bool(meant.owner == now[name])
    if name == "account" and said:
        return now[name] in there.known.accounts_called(said)
    if name == "account" and now["opportunity"] and meant.deal_id in (0, now["opportunity"]):
        return True  # the opportunity says the customer
    if name == "opportunity":
        return meant.deal_id == now[name] or said == f"OP{now[name]}"
    if name == "key_activity" and said and said != now[name]:
        said = there.key_activity(said, meant.deal, method)
    return bool((said or "") == (now[name] or ""))


def compared(values: Mapping[str, Any], last: Last | None, target: int, fields: set[str]) -> set[str]:
    """The fields whose cells say something else than last time, or, without a last time, all that are not empty."""
    return changed(values, last if last and last.object_id == target else None, fields, besides=KEYS)


class ActivityReader(RecordReader):
    """Reads rows of activities: where no column is the time, the one that comes with the day counts."""

    def read(self, row: Sequence[object]) -> Parsed:
        parsed = super().read(row)
        if "start" not in self.heading_of and "day" in parsed.values:
            cells = (row[place] for place, _, name, _ in self.columns if name == "day" and place < len(row))
            if start := next((found for cell in cells if (found := time_beside(cell))), ""):
                parsed.values["start"] = start
        return parsed


class ActivityJudge(RecordJudge):
    """Judges the rows of one import of activities."""

    def __init__(self, load: Import, reader: RecordReader, by: Person | None) -> None:
        super().__init__(load, reader, by)
        owners = owners_seen_by(by, editing=True) if by else None
        self.editable = None if owners is None else set(owners.values_list("pk", flat=True))
        self.system = Map(**load.mapping).system
        self.contents: set[tuple[Any, ...]] = set()  # of all rows without a key so far

    def _key(self, values: Mapping[str, Any]) -> str:
        return key_of_row(values, self.system)

    def _look_up(self, rows: Sequence[Mapping[str, Any]], keys: Sequence[str]) -> None:
        self.there = FoundActivities(self.known, self.by, self.system, rows)
        self.there.recognise(rows, keys, self.last, self.editable)

    def _verdict(self, parsed: Parsed, key: str) -> tuple[int, str, int]:
        values = parsed.values
        if day := values.get("day"):
            self.first_day = min(self.first_day, date.fromisoformat(day))
        self._once(parsed, key)
        last = self.last.get(key)
        try:
            target = self.there.target(values, key, last)
        except CellInvalid as error:
            parsed.blame(self.reader.heading_of.get("number" if values.get("number") else "day", ""), error)
            return 0, "failed", 0
        names = compared(values, last, target, self.fields) if target else values.keys() - KEYS
        if target:
            if not names:
                return target, "unchanged", 0
            now = self.there.now(target)
            names = differing(names, values, now, self.there, self.load.method_id)
            if not names:
                return target, "unchanged", 0
            self._require_changeable(parsed, target)
            return target, "update", self._check(parsed, names, now)
        return 0, "create", self._check(parsed, {*names, "owner"}, {})

    def _once(self, parsed: Parsed, key: str) -> None:
        """The same row stands in a file once: by its key, or by everything that it says."""
        content = self.there.content_of(parsed.values) if key[:2] == "h:" else ()
        if content and (key in self.seen or content in self.contents):
            self._blame(parsed, "day", "row_twice")
        elif key and key in self.seen:
            self._blame(parsed, "number" if key[:2] == "n:" else "external_id", "key_twice")
        self.seen.add(key)
        if content:
            self.contents.add(content)

    def _require_changeable(self, parsed: Parsed, target: int) -> None:
        one, values = self.there.records[target], parsed.values
        if not self.there.is_editable(one.owner_id):
            self._blame(parsed, "external_id", "record_not_yours", value=str(values.get("external_id", "")))
        elif one.withdrawn:
            self._blame(parsed, "day", "withdrawn", value=f"AC{target}")

    def _check(self, parsed: Parsed, names: set[str], now: Mapping[str, Any]) -> int:
        """Blame what stands against these fields; gives what the row lacks."""
        meant = self.there.meant[id(parsed.values)]
        self._check_day(parsed, names, now)
        if names & {"account", "opportunity"}:
            self._check_customer(parsed, meant, now)
        key, method = parsed.values.get("key_activity", ""), self.load.method_id
        if "key_activity" in names and key and not self.there.key_activity(key, meant.deal, method):
            self._blame(parsed, "key_activity", "unknown_key_activity", value=key)
        missing = self._check_owner(parsed, meant) if "owner" in names else 0
        return missing | (self._check_contacts(parsed, meant, now) if "contact" in names else 0)

    def _check_owner(self, parsed: Parsed, meant: Meant) -> int:
        said = parsed.values.get("owner", "")
        if meant.owner == UNSEEN:
            return LACKS["owners"]
        if meant.owner == SEVERAL:
            self._blame(parsed, "owner", "several_owners", value=said)
        elif not meant.owner:
            self._blame(parsed, "owner", "required", value="owner")
        elif not self.there.is_editable(meant.owner):
            self._blame(parsed, "owner", "not_yours", value=said)
        return 0

    def _check_customer(self, parsed: Parsed, meant: Meant, now: Mapping[str, Any]) -> None:
        """Customer and opportunity are there for whoever loads, and belong together."""
        values = parsed.values
        account = meant.account or now.get("account", 0)
        if meant.account == SEVERAL:
            self._blame(parsed, "account", "several_called", value=values["account"])
        elif meant.account == UNSEEN:
            self._blame(parsed, "account", "customer_unseen", value=values["account"])
        if meant.deal_id == UNSEEN:
            self._blame(parsed, "opportunity", "deal_unseen", value=values["opportunity"])
        elif meant.deal and account > 0 and meant.deal.account != account:
            self._blame(parsed, "opportunity", "other_customers_deal", value=values["opportunity"])

    def _check_contacts(self, parsed: Parsed, meant: Meant, now: Mapping[str, Any]) -> int:
        """Who was met is known at the customer, or may be made there."""
        said, account = parsed.values.get("contact", ""), meant.account or now.get("account", 0)
        if said and not account:
            parsed.warn(self.reader.heading_of.get("contact", ""), "contact_without_account")
        if not said or account <= 0:
            return 0
        called = self.there.contacts_called(account, said)
        if several := [name for name, ids in called.items() if len(ids) > 1]:
            self._blame(parsed, "contact", "several_contacts", value=several[0])
        unknown = [name for name, ids in called.items() if not ids]
        if unknown and not self._may_add_to(account):
            self._blame(parsed, "contact", "unknown_contact", value=unknown[0])
            return 0
        return LACKS["contacts"] if unknown else 0

    def _may_add_to(self, account: int) -> bool:
        if self.editable is None:
            return True
        return Account.objects.filter(pk=account, owner__in=self.editable).exists()

    def _check_day(self, parsed: Parsed, names: set[str], now: Mapping[str, Any]) -> None:
        """What was done has a day up to today; plans lie at most a year ahead."""
        values, today = parsed.values, self.reader.today
        said = values.get("day") or now.get("day", "")
        if not said or not names & {"day", "state"}:
            return
        day = date.fromisoformat(said)
        state = values.get("state") or now.get("state") or state_of(day, today)
        if state == "done" and day > today:
            self._blame(parsed, "day", "day_in_future", value=said)
        elif (day - today).days > MOST_DAYS_AHEAD:
            self._blame(parsed, "day", "too_far_ahead")
