"""Who may set Xiaolu up, and while what."""

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404

from xiaolu.methods.models import Method
from xiaolu.org.access import require_house_keeper
from xiaolu.org.models import Person
from xiaolu.pipeline.models import Opportunity


def is_first_run() -> bool:
    """Whether there is nothing to work with yet."""
    return not Opportunity.objects.exists()


def require_first_run(user: Person) -> None:
    """Raises PermissionDenied for all but administrators, Http404 when the company is at work already."""
    require_keeper(user)
    if not is_first_run():
        raise Http404


def require_keeper(user: Person) -> None:
    require_house_keeper(user)
    if not user.keeps_methods:
        raise PermissionDenied


def methods_offered() -> QuerySet[Method]:
    return Method.objects.filter(versions__state="published").distinct()
