"""Batch by batch: what is to be done with each row of a table of customers, contacts, competitors, people or teams. Writes nothing."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from xiaolu.customers.models import Account
from xiaolu.domain.cells import CellInvalid
from xiaolu.domain.custom_fields import EMPTY
from xiaolu.domain.headings import Column
from xiaolu.domain.record_headings import RECORD_HEADINGS, REQUIRED
from xiaolu.exchange.compare import Last, changed, last_brought
from xiaolu.exchange.judging import Numbered, as_json
from xiaolu.exchange.known import SEVERAL, Known, folded
from xiaolu.exchange.likeness import NAMED, Likenesses
from xiaolu.exchange.mapping import Layout, Map
from xiaolu.exchange.models import LACKS, Import, StagedRow
from xiaolu.exchange.own_fields import own_fields
from xiaolu.exchange.records.fields import MEASURES, REFERENCES, converter
from xiaolu.exchange.records.standing import Found, key_of, refer
from xiaolu.exchange.rows import Parsed
from xiaolu.org.access import owners_seen_by
from xiaolu.org.models import Person

# Used when a record is made, never to change one: what it is recognised by, and what belongs to others.
ONLY_NEW = {
    "accounts": {"contact", "email", "wechat"}, "contacts": {"account"}, "competitors": {"code"}, "people": {"login", "since"},
    "teams": {"code", "since"},
}  # fmt: skip


class RecordReader:
    """Reads rows of one file as records of one kind."""

    def __init__(self, layout: Layout, mapping: Map, *, today: date) -> None:
        self.kind, self.today, self.layout = layout.kind, today, layout
        self.keep_rest = mapping.keep_rest and "note" in RECORD_HEADINGS[layout.kind]
        self.own = own_fields(self.kind)
        read = {
            one.field: converter(
                self.kind, one.field, today, dayfirst=mapping.dayfirst, scale=one.scale, own=self.own.get(one.field)
            )
            for one in layout.filled()
        }
        self.columns = [(one.place, one.heading, one.field, read[one.field]) for one in layout.filled()]
        self.heading_of = {one.field: one.heading for one in reversed(layout.filled())}
        self.defaults = self._defaults(mapping)

    def _defaults(self, mapping: Map) -> list[tuple[Column, object]]:
        return [(Column(0, f"[defaults] {name}", name), value) for name, value in mapping.defaults.items()]

    def read(self, row: Sequence[object]) -> Parsed:
        """The values of one row, with what cannot be read or is not there as problems."""
        parsed = Parsed({})
        for place, heading, name, convert in self.columns:
            if place < len(row) and name not in parsed.values:
                self._take(parsed, heading, name, row[place], convert)
        for column, value in self.defaults:
            if column.field not in parsed.values:
                own = self.own.get(column.field)
                convert = converter(self.kind, column.field, self.today, dayfirst=False, own=own)
                self._take(parsed, column.heading, column.field, value, convert)
        if self.keep_rest and (rest := self.layout.rest(row)):
            parsed.values["note"] = "\n".join(part for part in (parsed.values.get("note"), rest) if part)
        for name in REQUIRED[self.kind]:
            if not parsed.values.get(name) and not any(
                one["column"] == self.heading_of.get(name) for one in parsed.problems
            ):
                parsed.blame(self.heading_of.get(name, ""), CellInvalid("required", value=name))
        return parsed

    def _take(self, parsed: Parsed, heading: str, name: str, cell: object, convert: Any) -> None:
        if cell is None or (isinstance(cell, str) and not cell.strip()):
            return
        try:
            found = convert(cell)
        except CellInvalid as error:
            parsed.blame(heading, error)
            return
        if found not in EMPTY:
            parsed.values[name] = found


class RecordJudge:
    """Judges the rows of one import. `counts` and `first_day` add up over the batches."""

    def __init__(self, load: Import, reader: RecordReader, by: Person | None) -> None:
        self.load, self.reader, self.kind, self.known, self.by = load, reader, load.kind, Known(), by
        self.fields = Layout.from_json(load.layout).fields
        owners = owners_seen_by(by, kind="account", editing=True) if by else None
        self.editable = None if owners is None else set(owners.values_list("pk", flat=True))
        self.counts: Counter[str] = Counter()
        self.first_day = reader.today
        self.likenesses = Likenesses(load, by)
        self.above: set[str] = set()  # the codes and names of teams that stand above in the file

    def judge(self, rows: Sequence[Numbered]) -> list[tuple[Any, ...]]:
        """The staged rows of a batch, as judging.STAGED names their columns."""
        parsed = [self.reader.read(cells) for _, cells in rows]
        values = [one.values for one in parsed]
        if self.kind == "contacts":
            self.known.look_up(values)
        keys = [self._key(one) for one in values]
        wanted = {key for key in keys if key}
        self.seen = set(StagedRow.objects.filter(load=self.load, key__in=wanted).values_list("key", flat=True))
        self.last = brought_to(self.kind, wanted)
        self._look_up(values, keys)
        verdicts = [self._verdict(one, key) for one, key in zip(parsed, keys, strict=True)]
        asked = [(one, plan, missing) for one, (_, plan, missing) in zip(parsed, verdicts, strict=True)]
        numbers = self.likenesses.mark(asked, self.reader.heading_of.get(NAMED.get(self.kind, ""), ""))
        return [self._staged(*one) for one in zip(rows, parsed, keys, verdicts, numbers, strict=True)]

    def _key(self, values: Mapping[str, Any]) -> str:
        return key_of(self.kind, values)

    def _look_up(self, rows: Sequence[Mapping[str, Any]], keys: Sequence[str]) -> None:
        """Everything that the rows of a batch could mean."""
        self.found = Found(self.kind, self.known, rows)

    def _verdict(self, parsed: Parsed, key: str) -> tuple[int, str, int]:
        """The record that a row means, what is to be done, and what the row lacks."""
        if key and key in self.seen:
            self._blame(parsed, REQUIRED[self.kind][0], "key_twice")
        self.seen.add(key)
        target = self._target(parsed)
        plan, missing = self._plan(parsed, target, self.last.get(key))
        if since := parsed.values.get("since"):
            self.first_day = min(self.first_day, date.fromisoformat(since))
        if self.kind == "teams":
            self.above |= {folded(parsed.values.get(name, "")) for name in ("code", "name")}
        return target, plan, missing

    def _staged(
        self, row: Numbered, parsed: Parsed, key: str, verdict: tuple[int, str, int], likeness: int
    ) -> tuple[Any, ...]:
        target, plan, missing = verdict
        plan = "failed" if parsed.problems else plan
        self.counts[plan] += 1
        self.counts["read"] += 1
        self.counts["warnings"] += len(parsed.warnings)
        notes = parsed.problems + [{**warning, "warning": True} for warning in parsed.warnings]
        return (self.load.pk, row[0], key, as_json(row[1]), as_json(parsed.values), as_json(notes), len(parsed.warnings),
                missing, plan, target, parsed.values.get("owner", ""), 0, False, likeness)  # fmt: skip

    def _target(self, parsed: Parsed) -> int:
        try:
            return self.found.target(parsed.values)
        except CellInvalid as error:
            parsed.blame(self.reader.heading_of.get(REQUIRED[self.kind][0], ""), error)
            return 0

    def _plan(self, parsed: Parsed, target: int, last: Last | None) -> tuple[str, int]:
        """create, update or unchanged, and what the row lacks."""
        names = set(parsed.values)
        if target:
            names = (
                changed(parsed.values, last if last and last.object_id == target else None, self.fields)
                - ONLY_NEW[self.kind]
            )
            names = self._differing(names - self.found.once(parsed.values, target), parsed.values, target)
            if not names:
                return "unchanged", 0
            if self.editable is not None and self.found.owner_of(target) not in self.editable:
                self._blame(parsed, REQUIRED[self.kind][0], "record_not_yours", value=parsed.values.get("name", ""))
        return ("update" if target else "create"), self._missing(parsed, names)

    def _differing(self, names: set[str], values: Mapping[str, Any], target: int) -> set[str]:
        now = self.found.now(target)
        return {name for name in names if name in now and now[name] != self._said(values, name, now[name])}

    def _said(self, values: Mapping[str, Any], name: str, now: object) -> Any:
        if name in REFERENCES or name == "parent":
            return refer(values, name, self.known)
        if name in (*REQUIRED[self.kind], "kind", "roles"):  # these are never emptied
            return values.get(name) or now
        return values.get(name, now if name in MEASURES and now is None else "")

    def _missing(self, parsed: Parsed, names: set[str]) -> int:
        missing = 0
        for name, lack in REFERENCES.items():
            if name not in names or not parsed.values.get(name):
                continue
            found = refer(parsed.values, name, self.known)
            if found == SEVERAL:
                self._blame(parsed, name, "several_called", value=parsed.values[name])
            elif not found:
                missing |= LACKS[lack]
            elif name == "owner" and self.editable is not None and found not in self.editable:
                self._blame(parsed, name, "not_yours", value=parsed.values[name])
        parent = parsed.values.get("parent", "")
        if "parent" in names and parent and not self.known.teams.find(parent) and folded(parent) not in self.above:
            self._blame(parsed, "parent", "parent_unknown", value=parent)
        return missing | self._missing_account(parsed, names)

    def _missing_account(self, parsed: Parsed, names: set[str]) -> int:
        """A contact of somebody else's customer is not loaded."""
        account = refer(parsed.values, "account", self.known) if self.kind == "contacts" and "account" in names else 0
        if account > 0 and self.editable is not None and not _owned(account, self.editable):
            self._blame(parsed, "account", "record_not_yours", value=parsed.values["account"])
        return 0

    def _blame(self, parsed: Parsed, field: str, code: str, **params: str) -> None:
        parsed.blame(self.reader.heading_of.get(field, ""), CellInvalid(code, **params))


def brought_to(kind: str, keys: Collection[str]) -> dict[str, Last]:
    """What these keys brought last time; to a customer that was merged since: to the one that it went into."""
    last = last_brought(keys)
    while kind == "accounts" and last:
        gone = Account.objects.filter(pk__in={one.object_id for one in last.values()}, merged_into__isnull=False)
        into = dict(gone.values_list("pk", "merged_into"))
        if not into:
            break
        last = {key: replace(one, object_id=into.get(one.object_id) or one.object_id) for key, one in last.items()}
    return last


def to_compare(kind: str, values: Mapping[str, Any], last: Last | None, target: int, fields: set[str]) -> set[str]:
    """The fields of a known record that say something else than last time, or, without a last time, anything."""
    own = last if last and last.object_id == target else None
    return changed(values, own, fields, besides=ONLY_NEW[kind])


def _owned(account: int, owners: set[int]) -> bool:
    return Account.objects.filter(pk=account, owner__in=owners).exists()
