"""One entry per action, written by the action in its own transaction."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import models

from xiaolu.domain.custom_fields import PREFIX
from xiaolu.org.models import AuditEntry, Person
from xiaolu.org.once import forget


def record(subject: models.Model, action: str, *, by: Person | None, changes: Mapping[str, Any] | None = None) -> None:
    """Keep who did what to a record; `changes` maps a field to [old, new]. `by` is None for the command line."""
    forget()
    AuditEntry.objects.create(
        person=by,
        action=action,
        kind=subject._meta.model_name or "",
        object_id=subject.pk if isinstance(subject.pk, int) else 0,
        label=str(subject)[:200],
        changes={name: [_plain(old), _plain(new)] for name, (old, new) in (changes or {}).items()},
    )


def differences(subject: models.Model, values: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """The fields that these values would change, with old and new; own fields of the company (`custom`) one by one."""
    found = {name: (getattr(subject, name), new) for name, new in values.items() if getattr(subject, name) != new}
    own = found.pop("custom", ({}, {}))
    return found | custom_differences(*own)


def custom_differences(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """What differs between the own fields of a record before and after, under their keys."""
    codes = [code for code in {**old, **new} if old.get(code) != new.get(code)]
    return {PREFIX + code: (old.get(code), new.get(code)) for code in codes}


def _plain(value: Any) -> Any:
    if isinstance(value, models.Model):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, str | int | float | bool | list | dict | None) else str(value)
