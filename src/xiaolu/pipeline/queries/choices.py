"""What filters and forms may choose from, by the person's rights."""

from django.db.models import QuerySet

from xiaolu.customers.models import Industry, Source
from xiaolu.org.access import owners_seen_by
from xiaolu.org.models import Person
from xiaolu.products.models import Product


def owners(user: Person, *, editing: bool = False) -> QuerySet[Person]:
    """The people whose opportunities a person sees, or may hand out."""
    seen = owners_seen_by(user, editing=editing)
    return (Person.objects.all() if seen is None else seen).filter(is_active=True).order_by("name")


def filter_choices(user: Person) -> dict[str, list[tuple[int, str]]]:
    """Industries, sources, products and owners as (id, name)."""
    return {
        "industry": list(Industry.objects.filter(archived=False).values_list("pk", "name")),
        "source": list(Source.objects.filter(archived=False).values_list("pk", "name")),
        "product": list(Product.objects.filter(archived=False).values_list("pk", "name")),
        "owner": list(owners(user).values_list("pk", "name")),
    }


def owners_named(ids: set[int]) -> dict[int, Person]:
    """These people by id, those who left included."""
    return Person.objects.in_bulk(ids)
