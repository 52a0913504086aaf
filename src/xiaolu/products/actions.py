"""Every change to products."""

from django.db import transaction

from xiaolu.org import audit
from xiaolu.org.actions.versions import locked, write
from xiaolu.org.models import Person
from xiaolu.products.models import Product


@transaction.atomic
def create_product(*, code: str, name: str, by: Person | None) -> Product:
    product = Product.objects.create(code=code, name=name)
    audit.record(product, "create_product", by=by, changes={"code": ("", code), "name": ("", name)})
    return product


@transaction.atomic
def edit_product(product: Product, *, by: Person | None, seen: int, **values: object) -> Product:
    """Change code or name. Raises Stale."""
    return _change(product, "edit_product", by=by, seen=seen, **values)


@transaction.atomic
def archive_product(product: Product, *, by: Person | None, seen: int) -> Product:
    """Take a product out of lists and choices; past figures keep it. Raises Stale."""
    return _change(product, "archive_product", by=by, seen=seen, archived=True)


@transaction.atomic
def restore_product(product: Product, *, by: Person | None, seen: int) -> Product:
    """Offer an archived product again. Raises Stale."""
    return _change(product, "restore_product", by=by, seen=seen, archived=False)


def _change(product: Product, action: str, *, by: Person | None, seen: int, **values: object) -> Product:
    return write(locked(product, seen=seen), action, by=by, values=values)
