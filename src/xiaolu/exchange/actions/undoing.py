"""Taking a whole import back: what it made is removed, what it changed gets its former values. One transaction."""

from datetime import date
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from xiaolu.activities import actions as activities
from xiaolu.customers import actions as customers
from xiaolu.customers.actions.accounts import find_anew
from xiaolu.customers.entries import contact_row
from xiaolu.customers.models import Contact
from xiaolu.domain.headings import OPPORTUNITIES
from xiaolu.domain.rules import RuleBroken
from xiaolu.exchange.actions.memory import rarely_collected
from xiaolu.exchange.kinds import MODELS, VERSION_NOW
from xiaolu.exchange.models import Import, Trace
from xiaolu.exchange.obstacles import obstacles, summary, traced
from xiaolu.exchange.records.fields import TRACE
from xiaolu.exchange.sentences import message
from xiaolu.jobs import actions as jobs
from xiaolu.org import actions as org
from xiaolu.org import audit
from xiaolu.org.models import Membership, Person, RoleGrant, Team, TeamPlace
from xiaolu.pipeline import actions as pipeline
from xiaolu.pipeline import bulk
from xiaolu.pipeline.models import ExternalKey, Opportunity
from xiaolu.search.actions import forget, index_many

BATCH = 2_000
SAID = 5  # obstacles named in a refusal
DAYS = ("next_date", "expected_close", "day", "planned_for")
SETS = ("roles", "places", "contacts")  # what lies in rows of its own
LEDGER = ("stage", "stage_kind", "stage_since", "owner_id", "industry_id", "source_id", "product_id", "growth", "amount",
          "volume", "created_on", "expected_close")  # fmt: skip
PLAIN = ("industry", "source", "product", "competitor", "person", "team")  # kinds on which nothing of their own stands
MADE = "SELECT object_id FROM exchange_trace WHERE load_id = %s AND kind = 'opportunity' AND made"
LOADED_AS = {OPPORTUNITIES: "opportunity", **TRACE}
UNTIED = """
UPDATE exchange_stagedrow SET object_id = 0
WHERE load_id <> %s AND load_id IN (SELECT id FROM exchange_import WHERE kind = %s)
AND object_id IN (SELECT object_id FROM exchange_trace WHERE load_id = %s AND kind = %s AND made)
"""
AGAIN = """
UPDATE exchange_trace SET version = {now}
WHERE kind = %s AND load_id <> %s AND EXISTS (
    SELECT 1 FROM exchange_trace AS mine WHERE mine.load_id = %s AND mine.kind = exchange_trace.kind
    AND mine.object_id = exchange_trace.object_id AND NOT mine.made AND mine.version_before = exchange_trace.version)
"""


def undo_import(load: Import, *, by: Person | None) -> Import:
    """Take an import back. Run again after it was undone, it does nothing.

    Raises RuleBroken: undo_not_done when it was never written, undo_refused with what stands against it.
    """
    with transaction.atomic(), rarely_collected():
        load = Import.objects.select_for_update(of=("self",)).get(pk=load.pk)
        if load.state == "undone":
            return load
        if load.state not in ("done", "undoing"):
            raise RuleBroken("undo_not_done")
        bulk.hold_still()
        require_free(load)
        _restore(load, by)
        _remove(load, by)
        load.state, load.undone_at, load.error = "undone", timezone.now(), {}
        load.save(update_fields=["state", "undone_at", "error"])
        counts = {name: (load.counts.get(name, 0), None) for name in ("created", "updated")}
        audit.record(load, "undo_import", by=by, changes=counts)
    return load


def require_free(load: Import) -> None:
    """Raises RuleBroken with the first obstacles in words."""
    if found := obstacles(load):
        more = f" … +{len(found) - SAID}" if len(found) > SAID else ""
        raise RuleBroken("undo_refused", value=" ".join(message(one) for one in found[:SAID]) + more)


@transaction.atomic
def start_undo(load: Import, *, by: Person) -> Import:
    """Have the worker take an import back. Raises RuleBroken as undo_import does."""
    load = Import.objects.select_for_update(of=("self",)).get(pk=load.pk)
    if load.state != "done":
        raise RuleBroken("undo_not_done")
    require_free(load)
    load.state, load.error = "undoing", {}
    load.job = jobs.enqueue("exchange.undo", import_id=load.pk, person_id=by.pk)
    load.save(update_fields=["state", "error", "job"])
    audit.record(load, "start_undo", by=by)
    return load


@transaction.atomic
def keep_done(load: Import, code: str, **params: object) -> None:
    """The undo did not happen: the import stays as it is, and says why."""
    Import.objects.filter(pk=load.pk, state="undoing").update(state="done", error={"code": code, **params})


def _restore(load: Import, by: Person | None) -> None:
    """Give what the import changed its former values."""
    _opportunities_back(load, by)
    for kind in summary(load):
        if kind != "opportunity":
            _values_back(load, kind)
    for kind, now in VERSION_NOW.items():
        with connection.cursor() as cursor:
            cursor.execute(AGAIN.format(now=now), [kind, load.pk, load.pk])


def _opportunities_back(load: Import, by: Person | None) -> None:
    taken, traces = [], Trace.objects.filter(load=load, kind="opportunity").order_by("object_id")
    after = 0
    while batch := list(traces.filter(object_id__gt=after)[:BATCH]):
        after = batch[-1].object_id
        rows = Opportunity.objects.in_bulk([one.object_id for one in batch])
        for made in (True, False):
            mine = [rows[one.object_id] for one in batch if one.made is made]
            if mine:
                taken.append(bulk.take_back(mine, import_id=load.pk, made=made, by=by))
        former = {one.object_id: one.former for one in batch if not one.made}
        for id_, values in former.items():
            give_back(rows[id_], values)
        names = {name for values in former.values() for name in values}
        _save([rows[id_] for id_ in former], [*names, *LEDGER] if former else [])
        ids = list(former)
        if ids:
            pipeline.index_many(Opportunity.objects.filter(pk__in=ids), fresh=False)
    bulk.settle(taken)


def give_back(record: Any, values: dict[str, Any]) -> None:
    """Set former values on a record and raise its version, so that a page opened meanwhile is stale."""
    for name, value in values.items():
        if name == "contacts":
            record.contacts.set(value)
            continue
        if name in SETS:
            _places_back(record, name, value)
            continue
        setattr(record, name, date.fromisoformat(value) if value and name in DAYS else value)
    if hasattr(record, "version"):
        record.version += 1


def _places_back(record: Person | Team, name: str, value: list[Any]) -> None:
    """The roles of a person, and where a person or team belonged, day by day."""
    if name == "roles" and isinstance(record, Person):
        record.grants.all().delete()
        RoleGrant.objects.bulk_create(RoleGrant(person=record, role=role) for role in value)
        record.__dict__.pop("roles", None)
    elif isinstance(record, Person):
        Membership.objects.filter(person=record).delete()
        Membership.objects.bulk_create(
            Membership(person=record, team_id=team, from_day=date.fromordinal(first), to_day=date.fromordinal(last))
            for team, first, last in value
        )
    else:
        TeamPlace.objects.filter(team=record).delete()
        TeamPlace.objects.bulk_create(
            TeamPlace(team=record, parent_id=parent, from_day=date.fromordinal(first), to_day=date.fromordinal(last))
            for parent, first, last in value
        )


def _save(records: list[Any], names: list[str]) -> None:
    names = [name for name in names if name not in SETS]
    if records and names:
        fields = [name.removesuffix("_id") for name in dict.fromkeys(names)]
        versions = ["version"] if hasattr(records[0], "version") else []
        type(records[0])._default_manager.bulk_update(records, [*dict.fromkeys(fields), *versions], batch_size=200)


def _values_back(load: Import, kind: str) -> None:
    traces = list(Trace.objects.filter(load=load, kind=kind, made=False))
    rows: dict[int, Any] = MODELS[kind]._default_manager.in_bulk([one.object_id for one in traces])
    for one in traces:
        give_back(rows[one.object_id], one.former)
    _save(list(rows.values()), [name for one in traces for name in one.former])
    if kind == "account":
        for account in rows.values():
            find_anew(account)
    elif kind == "activity":
        activities.index_again(list(rows))
    elif kind == "contact":
        found = Contact.objects.filter(pk__in=list(rows)).select_related("account")
        index_many([contact_row(contact, contact.account) for contact in found])


def _remove_activities(load: Import) -> None:
    made = list(traced(load, "activity", made=True).values_list("object_id", flat=True))
    if made:
        activities.remove_many(made)
        ExternalKey.objects.filter(kind="activity", object_id__in=traced(load, "activity", made=True)).delete()


def _remove(load: Import, by: Person | None) -> None:
    """Take away what the import made: activities, then opportunities, then what they stand on."""
    _remove_activities(load)
    with connection.cursor() as cursor:
        ids = list(traced(load, "opportunity", made=True).values_list("object_id", flat=True))
        forget("opportunity", ids)
        cursor.execute(
            f"DELETE FROM pipeline_externalkey WHERE kind = 'opportunity' AND object_id IN ({MADE})", [load.pk]
        )
        for rows, kind in LOADED_AS.items():
            cursor.execute(UNTIED, [load.pk, rows, load.pk, kind])
        cursor.execute(f"DELETE FROM pipeline_opportunity WHERE id IN ({MADE})", [load.pk])
    accounts, contacts = (
        list(traced(load, kind, made=True).values_list("object_id", flat=True)) for kind in ("account", "contact")
    )
    if accounts or contacts:
        customers.remove_many(accounts, contacts, by=by, label=load.file_name)
    customers.forget_import(load.pk)
    for kind in PLAIN:
        MODELS[kind]._default_manager.filter(pk__in=traced(load, kind, made=True)).delete()
    if traced(load, "team").exists():
        org.rebuild_closure()
