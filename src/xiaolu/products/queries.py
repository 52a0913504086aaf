"""Reading products."""

from django.db.models import Q, QuerySet

from xiaolu.products.models import Product


def products(*, q: str = "", archived: bool = False) -> QuerySet[Product]:
    """Products by code or name; archived ones only when asked for."""
    rows = Product.objects.order_by("code")
    if not archived:
        rows = rows.filter(archived=False)
    if q:
        rows = rows.filter(Q(name__icontains=q) | Q(code__icontains=q))
    return rows


def product_by(code_or_name: str) -> Product | None:
    """A product by code, else by a name that only one product has."""
    wanted = code_or_name.strip()
    found = Product.objects.filter(code__iexact=wanted).first()
    if found is None:
        named = list(Product.objects.filter(name__iexact=wanted)[:2])
        found = named[0] if len(named) == 1 else None
    return found
