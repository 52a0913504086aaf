"""Everyone signed in sees the products; administrators and method owners keep them."""

from django.core.exceptions import PermissionDenied
from django.http import Http404

from xiaolu.org.models import Person
from xiaolu.products.models import Product


def keeps_products(person: Person) -> bool:
    return person.keeps_house or person.keeps_methods


def require_product_keeper(person: Person) -> None:
    """Raises PermissionDenied for all but administrators and method owners."""
    if not keeps_products(person):
        raise PermissionDenied


def product_for(user: Person, product_id: int, *, to: str = "see") -> Product:
    """A product. Raises Http404; PermissionDenied when the user may not edit it."""
    found = Product.objects.filter(pk=product_id).first()
    if found is None:
        raise Http404
    if to == "edit":
        require_product_keeper(user)
    return found
