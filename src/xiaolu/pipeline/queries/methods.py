"""Which methods the pipeline runs under."""

from collections.abc import Iterable

from xiaolu.methods.models import Method
from xiaolu.methods.queries import methods
from xiaolu.pipeline.models import Opportunity


def in_use() -> Method | None:
    """The method of the latest opportunity, else the first that is published."""
    latest = Opportunity.objects.select_related("method").order_by("-pk").first()
    return latest.method if latest else methods().first()


def has_open(method: Method) -> bool:
    """Whether something open still runs under a method."""
    return Opportunity.objects.filter(method=method, stage_kind="open", withdrawn=False).exists()


def codes_of(ids: Iterable[int]) -> dict[int, str]:
    """The codes of methods by id."""
    return dict(Method.objects.filter(pk__in=list(ids)).values_list("pk", "code"))
