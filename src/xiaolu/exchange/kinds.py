"""The kinds of records that an import can make or change, in the order in which they are taken away again."""

from django.db.models import Model

from xiaolu.activities.models import Activity
from xiaolu.customers.models import Account, Competitor, Contact, Industry, Source
from xiaolu.org.models import Person, Team
from xiaolu.pipeline.models import Opportunity
from xiaolu.products.models import Product

MODELS: dict[str, type[Model]] = {
    "activity": Activity, "opportunity": Opportunity, "contact": Contact, "account": Account, "industry": Industry, "source": Source,
    "product": Product, "competitor": Competitor, "person": Person, "team": Team,
}  # fmt: skip
VERSIONED = {kind: model._meta.db_table for kind, model in MODELS.items() if kind not in ("person", "team")}
# The version of a traced record now, as SQL. People and teams have none: the latest entry about them says it.
ENTRY = (
    "(SELECT COALESCE(MAX(id), 0) FROM org_auditentry WHERE kind = '{kind}' AND object_id = exchange_trace.object_id)"
)
VERSION_NOW = {
    kind: f"(SELECT version FROM {table} WHERE id = exchange_trace.object_id)" for kind, table in VERSIONED.items()
}
VERSION_NOW |= {kind: ENTRY.format(kind=kind) for kind in MODELS.keys() - VERSIONED.keys()}
