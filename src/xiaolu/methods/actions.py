"""Adding and publishing methods. Every document passes the one validating door, `domain.method.read_method`."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from xiaolu.domain.method import MethodInvalid, changes_meaning, read_method
from xiaolu.domain.rules import RuleBroken, Stale
from xiaolu.methods import access
from xiaolu.methods.models import Method, MethodVersion
from xiaolu.org import audit
from xiaolu.org.models import Person

# Filled by wiring.py: what higher apps do, in the same transaction, when a version is published.
when_published: list[Callable[[MethodVersion], None]] = []


@transaction.atomic
def add_version(document: Mapping[str, Any], *, by: Person | None, builtin: bool = False) -> MethodVersion:
    """Keep a document as the draft of its method, replacing an earlier draft. Raises MethodInvalid.

    A document equal to the newest published version gives that version back.
    """
    rules = read_method(document)
    method, _ = Method.objects.get_or_create(code=rules.code, defaults={"builtin": builtin})
    Method.objects.select_for_update().get(pk=method.pk)  # two files at once get two numbers
    published = method.versions.filter(state="published").order_by("-number").first()
    if published:
        if published.document == document:
            return published
        if problems := changes_meaning(published.rules, rules):
            raise MethodInvalid(problems)
    method.versions.filter(state="draft").delete()
    number = published.number + 1 if published else 1
    version = MethodVersion.objects.create(method=method, number=number, document=document)
    audit.record(version, "add_version", by=by)
    return version


@transaction.atomic
def publish_version(version: MethodVersion, *, by: Person | None) -> MethodVersion:
    """From now on new opportunities run under this version; nobody can change it any more. Raises RuleBroken, Stale."""
    version = _locked(version)
    if version.state != "draft":
        raise RuleBroken("already_published")
    version.state, version.published_at = "published", timezone.now()
    version.save(update_fields=["state", "published_at"])
    audit.record(version, "publish_version", by=by)
    for react in when_published:
        react(version)
    return version


@transaction.atomic
def discard_draft(version: MethodVersion, *, by: Person | None) -> None:
    """Throw a draft away. Raises RuleBroken for a published version, Stale when it is gone."""
    version = _locked(version)
    if version.state != "draft":
        raise RuleBroken("already_published")
    audit.record(version, "discard_draft", by=by)
    version.delete()


def _locked(version: MethodVersion) -> MethodVersion:
    """The row as it is now. Raises Stale when another file replaced the draft."""
    now = MethodVersion.objects.select_for_update(of=("self",)).select_related("method").filter(pk=version.pk).first()
    if now is None:
        raise Stale(str(version), version.number, 0)
    return now


def install_builtin(documents: Sequence[Mapping[str, Any]]) -> list[MethodVersion]:
    """Add and publish what ships with Xiaolu, through the same door as a user's file."""
    installed = []
    for document in documents:
        version = add_version(document, by=None, builtin=True)
        installed.append(version if version.state == "published" else publish_version(version, by=None))
    return installed


@transaction.atomic
def archive_method(method: Method, *, by: Person | None) -> Method:
    """Take a method out of lists and choices. Raises RuleBroken while something open runs under it."""
    if any(runs_under(method) for runs_under in access.in_use):
        raise RuleBroken("method_in_use")
    return _set_archived(method, True, action="archive_method", by=by)


@transaction.atomic
def restore_method(method: Method, *, by: Person | None) -> Method:
    """Offer an archived method again."""
    return _set_archived(method, False, action="restore_method", by=by)


def _set_archived(method: Method, archived: bool, *, action: str, by: Person | None) -> Method:
    method = Method.objects.select_for_update().get(pk=method.pk)
    if method.archived != archived:
        method.archived = archived
        method.save(update_fields=["archived"])
        audit.record(method, action, by=by)
    return method
