"""What stands against undoing an import: whatever another person or a later import did to what it made or changed.

Found by set-based queries over its traces; each obstacle is a note with the record, a code and who or what it was.
"""

from collections.abc import Iterator
from datetime import timedelta
from itertools import islice
from typing import Any

from django.db.models import Count, Exists, Model, OuterRef, QuerySet
from django.db.models.fields.reverse_related import ForeignObjectRel
from django.utils import timezone

from xiaolu.customers.models import DuplicateKey, Grade
from xiaolu.exchange.kinds import MODELS, VERSIONED
from xiaolu.exchange.models import Import, StagedRow, Trace
from xiaolu.org.models import AuditEntry, Membership, RoleGrant, TeamClosure, TeamPlace
from xiaolu.org.queries import day_of

UNDO_FOR = timedelta(days=90)
SHOWN = 20  # of each sort
HARMLESS = {"follow_method"}  # done by Xiaolu itself: nobody's facts change
# Rows that belong to a record and go with it: the field that says to which, and its kind.
PARTS: dict[type[Model], tuple[str, str]] = {
    RoleGrant: ("person", "person"), Membership: ("person", "person"), TeamPlace: ("team", "team"),
    TeamClosure: ("below", "team"),
}  # fmt: skip
OWN = (StagedRow, Trace, DuplicateKey)  # and what Xiaolu computed by itself: it is no use by anybody


def in_time(load: Import) -> bool:
    """Whether the copies that undo needs are still kept."""
    return load.copies_kept and load.done_at is not None and timezone.now() - load.done_at < UNDO_FOR


def obstacles(load: Import) -> list[dict[str, Any]]:
    """Every obstacle of an import that is done: code, what, value. Empty: it can be undone."""
    if not in_time(load):
        return [{"code": "undo_too_late", "what": load.file_name}]
    found: list[dict[str, Any]] = []
    for kind in summary(load):
        found += islice(_gone(load, kind), SHOWN)
        found += islice(_changed(load, kind), SHOWN)
        found += islice(_in_use(load, kind), SHOWN)
    return found


def summary(load: Import) -> dict[str, dict[str, int]]:
    """How many records of each kind an import made and changed: kind → {"made", "changed"}."""
    found: dict[str, dict[str, int]] = {}
    rows = Trace.objects.filter(load=load).values_list("kind", "made").annotate(rows=Count("object_id"))
    for kind, made, count in rows:
        found.setdefault(kind, {"made": 0, "changed": 0})["made" if made else "changed"] = count
    return {kind: found[kind] for kind in MODELS if kind in found}


def traced(load: Import, kind: str, *, made: bool | None = None) -> QuerySet[Trace, Any]:
    """The ids of what an import made or changed of one kind."""
    rows = Trace.objects.filter(load=load, kind=kind)
    return (rows if made is None else rows.filter(made=made)).values("object_id")


def _note(code: str, kind: str, record: Model | None, id_: int, value: str = "") -> dict[str, Any]:
    number = f"OP{id_}" if kind == "opportunity" else ""
    said = f"{number} {record}" if number and record else str(record or number or f"#{id_}")
    return {"code": code, "kind": kind, "what": said, "value": value}


def _gone(load: Import, kind: str) -> Iterator[dict[str, Any]]:
    there = MODELS[kind]._default_manager.filter(pk=OuterRef("object_id"))
    for id_ in traced(load, kind).filter(~Exists(there)).values_list("object_id", flat=True)[:SHOWN]:
        yield _note("undo_gone", kind, None, id_)


def _changed(load: Import, kind: str) -> Iterator[dict[str, Any]]:
    """Records that have another version than the import left, or about which the audit trail says more."""
    model = MODELS[kind]
    traces = Trace.objects.filter(load=load, kind=kind)
    if kind in VERSIONED:
        now = model._default_manager.filter(pk=OuterRef("object_id")).exclude(version=OuterRef("version"))
        ids = list(traces.filter(Exists(now)).values_list("object_id", flat=True)[: 10 * SHOWN])
    else:
        said = AuditEntry.objects.filter(kind=kind, object_id=OuterRef("object_id"), pk__gt=OuterRef("version"))
        ids = list(traces.filter(Exists(said)).values_list("object_id", flat=True)[: 10 * SHOWN])
    if kind == "person":
        signed_in = model._default_manager.filter(last_login__isnull=False, pk__in=traced(load, kind, made=True))
        ids += list(signed_in.exclude(pk__in=ids).values_list("pk", flat=True)[:SHOWN])
    records = model._default_manager.in_bulk(ids)
    for id_ in ids:
        if id_ in records and (note := _who(load, kind, records[id_])):
            yield note


def _who(load: Import, kind: str, record: Model) -> dict[str, Any] | None:
    later = Trace.objects.filter(kind=kind, object_id=record.pk, load__gt=load.pk, load__state="done")
    if found := later.select_related("load").order_by("-load").first():
        return _note("undo_later_import", kind, record, record.pk, f"#{found.load_id} {found.load.file_name}")
    entries = AuditEntry.objects.filter(kind=kind, object_id=record.pk, at__gt=load.done_at).select_related("person")
    if kind not in VERSIONED:  # those of a later import that was taken back do not count
        left = Trace.objects.filter(load=load, kind=kind, object_id=record.pk).values_list("version", flat=True)
        entries = entries.filter(pk__gt=left[0])
    said = list(entries.order_by("-id")[:10])
    if said and {entry.action for entry in said} <= HARMLESS:
        return None
    entry = next((one for one in said if one.action not in HARMLESS), None)
    by = f"{entry.person or '—'} {day_of(entry.at)}" if entry else "—"
    return _note("undo_changed", kind, record, record.pk, by)


def _in_use(load: Import, kind: str) -> Iterator[dict[str, Any]]:
    """What the import did not make stands on what it made: any row of any table that refers to it."""
    made = traced(load, kind, made=True)
    if not made.exists():
        return
    for relation in MODELS[kind]._meta.related_objects:
        rows = _referring(load, relation, made)
        for row in rows[:SHOWN] if rows is not None else ():
            record = getattr(row, relation.field.name)
            yield _note("undo_in_use", kind, record, record.pk, f"{row._meta.verbose_name}: {row}"[:120])


def _referring(load: Import, relation: ForeignObjectRel, made: QuerySet[Trace, Any]) -> QuerySet[Any] | None:
    model, name = relation.related_model, relation.field.name
    if model in OWN or relation.many_to_many:
        return None
    rows = model._default_manager.filter(**{f"{name}__in": made}).select_related(name).order_by()
    if model is Grade:
        return rows.filter(by__isnull=False)  # set by hand; the others were computed
    if part := PARTS.get(model):
        return rows.exclude(**{f"{part[0]}__in": traced(load, part[1], made=True)})
    kind = next((kind for kind, one in MODELS.items() if one is model), "")
    return rows.exclude(pk__in=traced(load, kind)) if kind else rows
