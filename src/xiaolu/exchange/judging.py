"""Batch by batch: what is to be done with each row, what it lacks, and what stands against it. Writes nothing."""

import json
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from xiaolu.domain.cells import CellInvalid
from xiaolu.domain.histories import history_of
from xiaolu.domain.periods import months_before
from xiaolu.exchange.compare import Last, changed, differing, entered_days, last_brought, standing
from xiaolu.exchange.known import SEVERAL, Known, key_of
from xiaolu.exchange.likeness import Likenesses
from xiaolu.exchange.mapping import Layout, Map
from xiaolu.exchange.models import LACKS, Import, StagedRow
from xiaolu.exchange.rows import Parsed, RowReader, days_of
from xiaolu.org.access import owners_seen_by
from xiaolu.org.models import Person
from xiaolu.pipeline.models import ExternalKey, Opportunity

STAGED = ("load_id", "row", "key", "cells", "values", "problems", "warnings", "missing", "plan", "object_id", "owner",
          "amount", "needs_card", "likeness")  # fmt: skip
OPPORTUNITY = "opportunity"
Numbered = tuple[int, Sequence[object]]


class Judge:
    """Judges the rows of one import. `counts` and `first_day` add up over the batches."""

    def __init__(self, load: Import, reader: RowReader, by: Person | None) -> None:
        self.load, self.reader, self.known = load, reader, Known()
        mapping = Map(**load.mapping)
        self.system, self.always_new = mapping.system, mapping.always_new
        self.fields = Layout.from_json(load.layout).fields
        self.today = reader.today
        self.latest_card = months_before(self.today, -12)
        owners = owners_seen_by(by, editing=True) if by else None
        self.editable = None if owners is None else set(owners.values_list("pk", flat=True))
        self.counts: Counter[str] = Counter()
        self.first_day = self.today
        self.likenesses = Likenesses(load, by)

    def judge(self, rows: Sequence[Numbered]) -> list[tuple[Any, ...]]:
        """The staged rows of a batch, as STAGED names their columns."""
        parsed = [self.reader.read(cells) for _, cells in rows]
        values = [one.values for one in parsed]
        self.known.look_up(values)
        keys = [key_of(one, self.system, self.load.method_id) for one in values]
        self._look_up(keys, values)
        verdicts = [self._verdict(one, key) for one, key in zip(parsed, keys, strict=True)]
        self._compare([verdict for verdict in verdicts if verdict["plan"] == "compare"])
        asked = [(one["parsed"], one["plan"], one["missing"]) for one in verdicts]
        numbers = self.likenesses.mark(asked, self.reader.heading_of.get("account", ""))
        return [self._staged(*one) for one in zip(rows, verdicts, numbers, strict=True)]

    def _look_up(self, keys: Sequence[str], values: Sequence[Mapping[str, Any]]) -> None:
        """Everything that the rows of a batch could mean."""
        wanted = {key for key in keys if key}
        self.seen = set(StagedRow.objects.filter(load=self.load, key__in=wanted).values_list("key", flat=True))
        self.last = last_brought(wanted)
        external = [row["external_id"] for row in values if row.get("external_id")]
        known = ExternalKey.objects.filter(system=self.system, kind=OPPORTUNITY, key__in=external)
        self.external = dict(known.values_list("key", "object_id"))
        numbers = [row["number"] for row in values if row.get("number")]
        self.numbers = set(Opportunity.objects.filter(pk__in=numbers).values_list("pk", flat=True))
        self.open: dict[tuple[int, int], list[int]] = defaultdict(list)
        accounts = {
            self.known.account(row["account"]) for row, key in zip(values, keys, strict=True) if key[:2] == "a:"
        }
        rows = Opportunity.objects.filter(account__in=accounts - {0, SEVERAL}, method=self.load.method_id)
        for id_, account, product in rows.filter(stage_kind="open", withdrawn=False).values_list(
            "pk", "account_id", "product_id"
        ):
            self.open[account, product or 0].append(id_)

    def _verdict(self, parsed: Parsed, key: str) -> dict[str, Any]:
        values = parsed.values
        verdict: dict[str, Any] = {
            "parsed": parsed,
            "key": key,
            "plan": "create",
            "target": 0,
            "missing": 0,
            "last": None,
        }
        for name, error in self.reader.default_problems:
            parsed.blame(f"[defaults] {name}", error)
        if key and key in self.seen and not (self.always_new and key[:2] == "a:"):
            self._blame(parsed, {"x": "external_id", "n": "number"}.get(key[0], "account"), "key_twice")
        self.seen.add(key)
        verdict["last"] = last = self.last.get(key)
        verdict["target"] = target = self._target(parsed, key, last)
        if target and last and last.object_id == target and not changed(values, last, self.fields):
            return {**verdict, "plan": "unchanged"}
        if target:
            return {**verdict, "plan": "compare"}
        verdict["missing"] = self._missing(parsed, parsed.values.keys())
        if not key:
            parsed.warn("", "no_key")
        self._history(parsed)
        return verdict

    def _target(self, parsed: Parsed, key: str, last: Last | None) -> int:
        """The opportunity that a row means, 0 for none."""
        values = parsed.values
        if key[:2] == "x:":
            return self.external.get(values["external_id"], 0) or (last.object_id if last else 0)
        if key[:2] == "n:":
            if values["number"] not in self.numbers:
                self._blame(parsed, "number", "number_unknown", value=f"OP{values['number']}")
                return 0
            return int(values["number"])
        if key[:2] == "a:" and not self.always_new:
            return self._by_account(parsed, last)
        return 0

    def _by_account(self, parsed: Parsed, last: Last | None) -> int:
        values = parsed.values
        product = self.known.classes["product"].find(values["product"]) if values.get("product") else 0
        fitting = self.open.get((self.known.account(values["account"]), product), [])
        if last and (last.object_id in fitting or last.values == values or self._closed(values)):
            return last.object_id
        if len(fitting) > 1:
            self._blame(parsed, "account", "several_fit", value=", ".join(f"OP{id_}" for id_ in fitting[:10]))
            return 0
        return fitting[0] if fitting else 0

    def _closed(self, values: Mapping[str, Any]) -> bool:
        return self.reader.kinds.get(values.get("stage", ""), "open") != "open"

    def _missing(self, parsed: Parsed, names: Collection[str]) -> int:
        """What these fields of a row name and Xiaolu does not know, as bits of LACKS."""
        values, missing, known = {name: parsed.values[name] for name in names if name in parsed.values}, 0, self.known
        if owner := values.get("owner"):
            found = known.owners.find(owner)
            missing |= 0 if found else LACKS["owners"]
            if found == SEVERAL:
                self._blame(parsed, "owner", "several_owners", value=owner)
            elif found and self.editable is not None and found not in self.editable:
                self._blame(parsed, "owner", "not_yours", value=owner)
        if (team := values.get("team")) and not known.teams.find(team):
            missing |= LACKS["teams"]
        for name, lack in (("industry", "industries"), ("source", "sources"), ("product", "products")):
            if (said := values.get(name)) and not (found := known.classes[name].find(said)):
                missing |= LACKS[lack]
            elif said and found == SEVERAL:
                self._blame(parsed, name, "several_called", value=said)
        return missing | (self._missing_customer(parsed) if {"account", "contact"} & set(names) else 0)

    def _missing_customer(self, parsed: Parsed) -> int:
        values, known = parsed.values, self.known
        contact = values.get("contact", "")
        if not values.get("account"):
            if contact:
                parsed.warn(self.reader.heading_of.get("contact", ""), "contact_without_account")
            return 0
        account = known.account(values["account"])
        if account == SEVERAL:
            ids = ", ".join(f"#{id_}" for id_ in known.accounts_called(values["account"])[:10])
            self._blame(parsed, "account", "several_accounts", value=values["account"], found=ids)
            return 0
        missing = 0 if account else LACKS["accounts"]
        if contact and not (account and known.contact(account, contact, values.get("phone", ""))):
            missing |= LACKS["contacts"]
        return missing

    def _history(self, parsed: Parsed) -> None:
        """Check the dates of a row that will be new."""
        values = parsed.values
        if "stage" not in values:
            return
        created = date.fromisoformat(values["created_on"]) if values.get("created_on") else self.today
        try:
            history = history_of(
                values["stage"], days_of(values), created, self.reader.order, closed=self._closed(values)
            )
        except CellInvalid as error:
            parsed.blame(self.reader.heading_of.get("stage", ""), error)
            return
        self.first_day = min(self.first_day, history.entries[0][0])
        if history.undated:
            parsed.warn(
                self.reader.heading_of.get("stage", ""), "undated_stage", day=history.entries[-1][0].isoformat()
            )

    def _compare(self, verdicts: Sequence[dict[str, Any]]) -> None:
        """Decide between update and unchanged for rows that mean an opportunity."""
        ids = {verdict["target"] for verdict in verdicts}
        rows = Opportunity.objects.select_related("contact", "account").in_bulk(ids)
        days = entered_days(ids)
        for verdict in verdicts:
            parsed, found = verdict["parsed"], rows.get(verdict["target"])
            names = changed(parsed.values, verdict["last"], self.fields)
            if found is None:
                self._blame(parsed, "external_id", "gone")
                verdict["plan"] = "failed"
                continue
            if found.method_id != self.load.method_id:
                self._blame(parsed, "", "other_method", value=found.number)
            elif self.editable is not None and found.owner_id not in self.editable:
                self._blame(parsed, "", "number_unknown", value=found.number)
            else:
                now = standing(found, days.get(found.pk, {}), self.reader.order, self.reader.own)
                names = differing(names, parsed.values, verdict["last"], now, self.known)
                if found.withdrawn and names:
                    self._blame(parsed, "", "withdrawn", value=found.number)
                elif names & {"stage", "entries"}:
                    self._history(parsed)
                verdict["missing"] = self._missing(parsed, names)
            verdict["plan"] = "update" if names else "unchanged"

    def _staged(self, row: Numbered, verdict: dict[str, Any], likeness: int) -> tuple[Any, ...]:
        parsed: Parsed = verdict["parsed"]
        values = parsed.values
        if (card := values.get("next_date")) and date.fromisoformat(card) > self.latest_card:
            parsed.warn(self.reader.heading_of.get("next_date", ""), "next_date_too_far", value=card)
        plan = "failed" if parsed.problems else verdict["plan"]
        self.counts[plan] += 1
        self.counts["read"] += 1
        self.counts["warnings"] += len(parsed.warnings)
        needs_card = plan == "create" and not card and not self._closed(values)
        notes = parsed.problems + [{**warning, "warning": True} for warning in parsed.warnings]
        return (
            self.load.pk, row[0], verdict["key"], as_json(row[1]), as_json(values), as_json(notes) if notes else "[]",
            len(parsed.warnings), verdict["missing"], plan, verdict["target"], values.get("owner", ""),
            values.get("amount", 0), needs_card, likeness,
        )  # fmt: skip

    def _blame(self, parsed: Parsed, field: str, code: str, **params: str) -> None:
        parsed.blame(self.reader.heading_of.get(field, ""), CellInvalid(code, **params))


def _plain(cell: object) -> str:
    """A cell that JSON does not know."""
    return cell.isoformat(sep=" ") if isinstance(cell, datetime) else str(cell)


as_json = json.JSONEncoder(ensure_ascii=False, default=_plain).encode
