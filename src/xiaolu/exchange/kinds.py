"""The kinds of records that an import can make or change, in the order in which they are taken away again."""

from django.db.models import Model

from xiaolu.customers.models import Account, Contact, Industry, Source
from xiaolu.org.models import Person, Team
from xiaolu.pipeline.models import Opportunity
from xiaolu.products.models import Product

MODELS: dict[str, type[Model]] = {
    "opportunity": Opportunity, "contact": Contact, "account": Account, "industry": Industry, "source": Source,
    "product": Product, "person": Person, "team": Team,
}  # fmt: skip
VERSIONED = {kind: model._meta.db_table for kind, model in MODELS.items() if kind not in ("person", "team")}
