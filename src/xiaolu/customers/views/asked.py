"""What the address of the customer list asks for."""

from django.http import QueryDict

from xiaolu.customers import queries
from xiaolu.customers.advice import SHORT, SIZE_NAMES
from xiaolu.customers.views.pages import whole_number
from xiaolu.domain.grading import GRADES
from xiaolu.org.custom_fields import seen_custom_fields
from xiaolu.org.custom_filters import custom_filters
from xiaolu.org.models import Person


def asked_of(user: Person, given: QueryDict) -> queries.Filters:
    """The filters of a query string; what makes no sense, or what the reader may not see, asks for nothing."""
    numbers = {name: whole_number(given.get(name)) for name in ("industry", "source", "owner")}
    man = given.get("man", "") if given.get("man") in SHORT else ""
    grade = given.get("grade", "") if given.get("grade") in tuple(GRADES) else ""
    rating = given.get("rating", "") if given.get("rating") in SIZE_NAMES else ""
    return queries.Filters(
        q=given.get("q", "").strip(), man=man, grade=grade, rating=rating, archived=given.get("archived") == "1",
        sort=given.get("sort", ""), private=user.sees_private,
        own=custom_filters(given.dict(), seen_custom_fields("account", user)), **numbers,
    )  # fmt: skip
