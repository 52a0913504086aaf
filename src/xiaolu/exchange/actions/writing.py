"""Step two: everything that the staged rows ask for, in one transaction; whole or not at all."""

from array import array
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import islice
from typing import Any

from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone

from xiaolu.domain.custom_fields import patch_of
from xiaolu.domain.headings import ACTIVITIES, OPPORTUNITIES
from xiaolu.domain.histories import history_of
from xiaolu.domain.periods import months_before
from xiaolu.domain.rules import RuleBroken
from xiaolu.domain.workdays import working_days_from
from xiaolu.exchange import queries
from xiaolu.exchange.actions.activity_writing import ActivityWriter
from xiaolu.exchange.actions.likenesses import call_used, decide
from xiaolu.exchange.actions.making import class_of, make_customers, make_missing, owner_of, require_creator
from xiaolu.exchange.actions.memory import rarely_collected
from xiaolu.exchange.actions.record_writing import RecordWriter
from xiaolu.exchange.actions.tracing import note_made, note_rows, note_versions
from xiaolu.exchange.actions.updating import Updater
from xiaolu.exchange.compare import NOT_GIVEN
from xiaolu.exchange.known import Known
from xiaolu.exchange.mapping import Map
from xiaolu.exchange.models import Import, StagedRow
from xiaolu.exchange.rows import days_of
from xiaolu.methods.queries import rules_of
from xiaolu.org import audit
from xiaolu.org.queries import today
from xiaolu.pipeline import bulk
from xiaolu.pipeline.actions import index_many
from xiaolu.pipeline.models import Opportunity

BATCH = 2_000
CARD_DAYS = 20  # an owner's cards without a date are spread over so many working days
TEXTS = ("name", "next_action", "competitor", "current_supplier", "note", "lost_reason")
EXTERNAL_KEYS = """
INSERT INTO pipeline_externalkey (system, kind, "key", object_id)
SELECT %s, 'opportunity', substr("key", %s), object_id FROM exchange_stagedrow
WHERE load_id = %s AND plan = 'create' AND object_id > 0 AND "key" LIKE 'x:%%'
"""
CARDS = """
SELECT "row", ROW_NUMBER() OVER one_owner - 1, COUNT(*) OVER (PARTITION BY owner) FROM exchange_stagedrow
WHERE load_id = %s AND needs_card AND plan = 'create'
WINDOW one_owner AS (PARTITION BY owner ORDER BY amount DESC, "row")
"""


def write_import(load: Import) -> Import:
    """Write the good rows of a checked import. Run again after it was done, it does nothing.

    Raises RuleBroken: bad_rows when some cannot be written and were not left out by choice, may_not_create.
    """
    Import.objects.filter(pk=load.pk, state="checked").update(state="writing")
    with transaction.atomic():
        load = Import.objects.select_for_update(of=("self",)).select_related("created_by", "method").get(pk=load.pk)
        if load.state != "writing":
            return load
        require_creator(load.create_missing, load.created_by)
        decide(load)
        if not load.skip_bad and queries.bad(load).exists():
            raise RuleBroken("bad_rows")
        with rarely_collected():
            _Writer(load).write()
    return load


class _Writer:
    """One import in its transaction."""

    def __init__(self, load: Import) -> None:
        self.load, self.by, self.known = load, load.created_by, Known()
        self.rules = rules_of(load.method_id)
        self.order = {code: place for place, code in enumerate(self.rules.codes)}
        self.kinds = {stage.code: stage.kind for stage in self.rules.stages}
        self.today = today()
        self.latest_card = months_before(self.today, -12)
        self.rows = array("q")

    def write(self) -> None:
        counted = queries.counts(self.load)
        call_used(self.load, by=self.by)
        make_missing(self.load, self.known, by=self.by)
        created, updated = self._records() if self.load.kind != OPPORTUNITIES else self._opportunities()
        self._forget_unwritten()
        note_versions(self.load)
        planned, changing = counted["update"], self.load.existing == "update"
        self.load.counts |= {
            "created": created, "updated": updated, "failed": counted["failed"],
            "unchanged": counted["unchanged"] + (planned - updated if changing else 0),
            "skipped": counted["skipped"] + (0 if changing else planned),
        }  # fmt: skip
        self.load.state, self.load.done_at = "done", timezone.now()
        self.load.save()
        audit.record(
            self.load,
            "import",
            by=self.by,
            changes={name: (None, self.load.counts[name]) for name in ("created", "updated")},
        )

    def _records(self) -> tuple[int, int]:
        """How many customers, contacts, activities, people or teams were made, and changed."""
        writer = (ActivityWriter if self.load.kind == ACTIVITIES else RecordWriter)(self.load, self.known, self.by)
        return writer.create_all(), writer.update_all() if self.load.existing == "update" else 0

    def _opportunities(self) -> tuple[int, int]:
        """How many opportunities were made, and changed."""
        self.cards = self._spread_cards()
        self.days = list(islice((d for d in working_days_from(self.today) if d > self.today), CARD_DAYS))
        written = bulk.insert(self._new(), method=self.load.method, by=self.by, import_id=self.load.pk)
        self._note_ids(written.ids)
        note_made(self.load, "opportunity", written.ids)
        self.load.first_change, self.load.last_change = written.first_change, written.last_change
        if self.load.existing != "update":
            return len(written.ids), 0
        rows = queries.good(self.load).filter(plan="update")
        return len(written.ids), Updater(self.load, self.known, self.by).update_all(rows)

    def _new(self) -> Iterator[bulk.NewOpportunity]:
        """The rows that become opportunities; what they name and is missing is made batch by batch."""
        rows, after = queries.good(self.load).filter(plan="create").order_by("row").values_list("row", "values"), 0
        while batch := list(rows.filter(row__gt=after)[:BATCH]):
            after, values = batch[-1][0], [one for _, one in batch]
            self.known.look_up(values)
            make_customers(values, self.known, self.load, by=self.by)
            for row, one in batch:
                self.rows.append(row)
                yield self._opportunity(row, one)

    def _opportunity(self, row: int, values: Mapping[str, Any]) -> bulk.NewOpportunity:
        known = self.known
        closed = self.kinds[values["stage"]] != "open"
        created = date.fromisoformat(values["created_on"]) if values.get("created_on") else self.today
        history = history_of(values["stage"], days_of(values), created, self.order, closed=closed)
        account = known.account(values["account"]) if values.get("account") else 0
        contact = known.contact(account, self._called(values), values.get("phone", "")) if account > 0 else 0
        fields: dict[str, Any] = {name: values[name] for name in TEXTS if values.get(name)}
        if own := patch_of(values):
            fields["custom"] = own
        fields |= {"account_id": account if account > 0 else None, "contact_id": contact or None}
        if self.kinds[values["stage"]] == "lost":
            fields["lost_reason"] = values.get("lost_reason") or NOT_GIVEN
        if values.get("expected_close"):
            fields["expected_close"] = date.fromisoformat(values["expected_close"])
        if not closed:
            fields["next_date"] = self._card(row, values)
        facts = {
            "owner": owner_of(values, known, self.by) or 0, "growth": values.get("growth", ""),
            "amount": values.get("amount", 0), "volume": values.get("volume", 0),
            **{name: class_of(values, name, known) or 0 for name in ("industry", "source", "product")},
        }  # fmt: skip
        return bulk.NewOpportunity(fields=fields, facts=facts, entries=history.entries)

    def _called(self, values: Mapping[str, Any]) -> str:
        """Whom a row names; the contact that was made for a customer's own phone is called like the customer."""
        return str(
            values.get("contact") or (values["account"][:80] if values.get("phone") or values.get("email") else "")
        )

    def _card(self, row: int, values: Mapping[str, Any]) -> date:
        """When an open one comes to hand again: its own date, else its place among the owner's cards."""
        if values.get("next_date"):
            return min(date.fromisoformat(values["next_date"]), self.latest_card)
        return self.days[self.cards[row]]

    def _spread_cards(self) -> "array[int]":
        """By row: on which of the next working days its card lies, largest amount first, evenly."""
        places = array("b", bytes(1 + (self.load.rows.aggregate(last=Max("row"))["last"] or 0)))
        with connection.cursor() as cursor:
            cursor.execute(CARDS, [self.load.pk])
            while found := cursor.fetchmany(BATCH):
                for row, place, many in found:
                    places[row] = place * CARD_DAYS // many if many > CARD_DAYS else place
        return places

    def _note_ids(self, ids: list[int]) -> None:
        """Keep which row made which opportunity, under which external key, and make all findable."""
        note_rows(self.load, list(self.rows), ids)
        with connection.cursor() as cursor:
            system = Map(**self.load.mapping).system
            cursor.execute(EXTERNAL_KEYS, [system, len(f"x:{system}:") + 1, self.load.pk])
        if ids:
            index_many(Opportunity.objects.filter(pk__gte=ids[0], pk__lte=ids[-1]))

    def _forget_unwritten(self) -> None:
        """A row that was left out brought nothing: the next load is not compared with it."""
        rows = StagedRow.objects.filter(load=self.load, object_id__gt=0)
        written = queries.good(self.load).filter(
            plan__in=queries.PLANNED if self.load.existing == "update" else ["create", "unchanged"]
        )
        rows.exclude(row__in=written.values("row")).update(object_id=0)
