"""What the opportunities on a customer say for its file: stage history, demand, supplier, competitor, next step."""

from collections.abc import Sequence

from django.db.models import Count, Max, Q

from xiaolu.org.models import Person
from xiaolu.pipeline.access import visible_to


def known_by_deals(user: Person, accounts: Sequence[int]) -> dict[int, set[str]]:
    """For each of these accounts with an opportunity that the person sees: what is known (domain.completeness)."""
    rows = visible_to(user).filter(account__in=accounts).order_by().values_list("account")
    found = rows.annotate(
        volume=Max("volume"),
        product=Count("product"),
        supplier=Max("current_supplier"),
        competitor=Max("competitor"),
        next_step=Count("pk", filter=Q(stage_kind="open") & ~Q(next_action="")),
    )
    names = ("volume", "product", "supplier", "competitor", "next_step")
    return {pk: {"stage", *(name for name, value in zip(names, values, strict=True) if value)} for pk, *values in found}
