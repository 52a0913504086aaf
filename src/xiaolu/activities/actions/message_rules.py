"""The texts to begin with, and what the company rules about the messages of its methods."""

from django.db import transaction
from django.db.models import F

from xiaolu.activities.models import Message, MessageRule, MessageTemplate
from xiaolu.domain.rules import RuleBroken
from xiaolu.methods.models import Method
from xiaolu.org import audit
from xiaolu.org.actions.versions import locked, write
from xiaolu.org.models import Person


@transaction.atomic
def create_message_template(*, by: Person, person: Person | None, name: str, **texts: str) -> MessageTemplate:
    """A text to begin with, of one person or (None) of the company."""
    row = MessageTemplate.objects.create(name=name, person=person, **texts)
    audit.record(row, "create_message_template", by=by, changes={"name": ("", name)})
    return row


@transaction.atomic
def edit_message_template(template: MessageTemplate, *, by: Person, seen: int, **values: str) -> MessageTemplate:
    """Change a text. Raises Stale."""
    return write(locked(template, seen=seen), "edit_message_template", by=by, values=values)


@transaction.atomic
def archive_message_template(template: MessageTemplate, *, by: Person, seen: int) -> MessageTemplate:
    """Offer a text no more. Raises Stale, RuleBroken (template_in_use)."""
    if MessageRule.objects.filter(template=template).exists():
        raise RuleBroken("template_in_use")
    return write(locked(template, seen=seen), "archive_message_template", by=by, values={"archived": True})


@transaction.atomic
def restore_message_template(template: MessageTemplate, *, by: Person, seen: int) -> MessageTemplate:
    """Offer a text again. Raises Stale."""
    return write(locked(template, seen=seen), "restore_message_template", by=by, values={"archived": False})


@transaction.atomic
def edit_message_rule(
    method: Method,
    code: str,
    *,
    by: Person,
    seen: int,
    asks: bool,
    goes_by_itself: bool,
    template: MessageTemplate | None,
) -> MessageRule:
    """Rule about one message of a method. What is not asked for any more and waits is taken away. Raises Stale."""
    row, _made = MessageRule.objects.get_or_create(method=method, code=code)
    values = {"asks": asks, "goes_by_itself": goes_by_itself and asks, "template": template}
    row = write(locked(row, seen=seen), "edit_message_rule", by=by, values=values)
    if not asks:
        Message.objects.filter(method=method, code=code, state="due").update(state="dropped", version=F("version") + 1)
    return row
