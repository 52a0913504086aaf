"""Who may see and change methods: everyone who is signed in sees them, their keepers change them."""

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404

from xiaolu.methods.models import Method, MethodVersion
from xiaolu.org.models import Person

# Filled by wiring.py: each tells whether something open still runs under a method.
in_use: list[Callable[[Method], bool]] = []


def visible_to(user: Person) -> QuerySet[Method]:
    """The methods that a person sees: all, archived ones included."""
    return Method.objects.all()


def require_keeper(user: Person) -> None:
    """Raises PermissionDenied for all but method owners and administrators."""
    if not user.keeps_methods:
        raise PermissionDenied


def method_for(user: Person, method_id: int, *, to: str = "see") -> Method:
    """A method. Raises Http404, or PermissionDenied when the person may not edit it."""
    found = visible_to(user).filter(pk=method_id).first()
    if found is None:
        raise Http404
    if to == "edit":
        require_keeper(user)
    return found


def version_for(user: Person, version_id: int, *, to: str = "see") -> MethodVersion:
    """A version of a method. Raises Http404, or PermissionDenied when the person may not edit it."""
    rows = MethodVersion.objects.filter(method__in=visible_to(user)).select_related("method")
    found = rows.filter(pk=version_id).first()
    if found is None:
        raise Http404
    if to == "edit":
        require_keeper(user)
    return found
