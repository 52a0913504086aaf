"""Mappings kept under a name: kept, used for another file, forgotten."""

from dataclasses import replace

from django.db import transaction

from xiaolu.domain.headings import plain
from xiaolu.domain.rules import RuleBroken
from xiaolu.exchange.mapping import Layout
from xiaolu.exchange.models import Import, SavedMapping
from xiaolu.org import audit
from xiaolu.org.models import Person


@transaction.atomic
def save_mapping(load: Import, name: str, *, by: Person) -> SavedMapping:
    """Keep how an import's columns are read; one of the same name is replaced."""
    columns = {plain(one.heading): one.field for one in Layout.from_json(load.layout).columns if one.heading}
    values = {"columns": columns, "mapping": load.mapping, "created_by": by}
    saved, _ = SavedMapping.objects.update_or_create(kind=load.kind, name=name, defaults=values)
    audit.record(saved, "save_mapping", by=by)
    return saved


@transaction.atomic
def use_mapping(load: Import, saved: SavedMapping, *, by: Person) -> Import:
    """Read the columns of an import as a kept mapping says. Raises RuleBroken when the import is past that."""
    load = Import.objects.select_for_update(of=("self",)).get(pk=load.pk)
    if load.state not in ("uploaded", "checked") or load.kind != saved.kind:
        raise RuleBroken("import_not_waiting")
    layout = Layout.from_json(load.layout)
    columns = [replace(one, field=saved.columns.get(plain(one.heading), "")) for one in layout.columns]
    load.layout = {**load.layout, **Layout(layout.row, columns, layout.kind).as_json()}
    load.mapping = {**saved.mapping, "encoding": load.mapping.get("encoding", "")}
    load.save(update_fields=["layout", "mapping"])
    audit.record(load, "use_mapping", by=by, changes={"mapping": (None, saved.name)})
    return load


@transaction.atomic
def forget_mapping(saved: SavedMapping, *, by: Person) -> None:
    audit.record(saved, "forget_mapping", by=by)
    saved.delete()
