"""Messages to customers: which are due, with what they are filled, which texts there are to begin with."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import get_language, override

from xiaolu.activities.models import Activity, Message, MessageRule, MessageTemplate
from xiaolu.activities.queries.cadence import method_of
from xiaolu.customers.models import Account, Contact
from xiaolu.domain.messages import as_points
from xiaolu.domain.method import MessageCadence, Method, Text
from xiaolu.methods.models import Method as MethodRow
from xiaolu.methods.queries import methods, rules_of
from xiaolu.org.models import Person
from xiaolu.org.queries import company
from xiaolu.pipeline.models import Opportunity


@dataclass(frozen=True)
class Writing:
    """Whom and what a message is about."""

    author: Person
    account: Account
    contact: Contact | None = None
    opportunity: Opportunity | None = None
    event: Activity | None = None


@dataclass(frozen=True)
class Draft:
    """A text to begin with: `key` names it in a form."""

    key: str
    name: str
    subject: Text
    text: Text
    cadence: MessageCadence | None = None


def cadences(rules: Method) -> list[MessageCadence]:
    """The messages of a method."""
    return [one for one in rules.cadences if isinstance(one, MessageCadence)]


def rules_by_code(method: int) -> dict[str, MessageRule]:
    """What the company ruled about the messages of a method."""
    return {row.code: row for row in MessageRule.objects.filter(method=method).select_related("template")}


@dataclass(frozen=True)
class Ruled:
    """A message that a published method asks for, and the rule about it (not kept where nothing was ruled)."""

    method: MethodRow
    method_name: Text
    cadence: MessageCadence
    rule: MessageRule


def every_rule() -> list[Ruled]:
    """All messages that the published methods ask for."""
    found = []
    for method in methods():
        kept, rules = rules_by_code(method.pk), rules_of(method)
        for one in cadences(rules):
            if one.event:
                rule = kept.get(one.code) or MessageRule(method=method, code=one.code)
                found.append(Ruled(method, rules.name, one, rule))
    return found


def templates_for(user: Person) -> QuerySet[MessageTemplate]:
    """The company's texts and one's own."""
    return MessageTemplate.objects.filter(Q(person__isnull=True) | Q(person=user))


def drafts(user: Person, opportunity: Opportunity | None) -> list[Draft]:
    """The texts to choose from: the company's and one's own, then the method's."""
    language = get_language() or "zh-hans"
    found = [
        Draft(f"template:{row.pk}", row.name, row.subject, row.text)
        for row in templates_for(user).filter(archived=False)
    ]
    under = method_of(opportunity)
    if under:
        found += [
            Draft(f"cadence:{one.code}", one.name.into(language), Text("", ""), one.text, one)
            for one in cadences(under[1])
            if one.text
        ]
    return found


def cadence_of(message: Message) -> MessageCadence | None:
    """By which message of its method it is asked for; None where the method has it no more."""
    return next((one for one in cadences(rules_of(message.method_id)) if one.code == message.code), None)


def draft_of(message: Message) -> Draft | None:
    """The text that is ruled for a message that is due, else the method's."""
    cadence = cadence_of(message)
    rule = rules_by_code(message.method_id).get(message.code)
    if rule and rule.template:
        return Draft(
            f"template:{rule.template.pk}", rule.template.name, rule.template.subject, rule.template.text, cadence
        )
    if cadence and cadence.text:
        return Draft(f"cadence:{cadence.code}", "", Text("", ""), cadence.text, cadence)
    return None


def values_for(it: Writing, language: str) -> Mapping[str, str]:
    """What fills the placeholders of a text, in a language; '' for what is not known."""
    event, deal = it.event, it.opportunity
    step = _next_step(it)
    planned = event is not None and event.state == "planned"
    points = (event.subject if planned else as_points(event.result)) if event else ""
    with override(language):
        return {
            "customer": it.account.name,
            "contact": it.contact.name if it.contact else "",
            "post": it.contact.post if it.contact else "",
            "me": it.author.name,
            "my_phone": it.author.phone,
            "company": company().name,
            "opportunity": deal.title if deal else "",
            "day": _day(event.day) if event else "",
            "time": event.start.strftime("%H:%M") if event and event.start else "",
            "points": points,
            "next_step": (step.subject or str(step.get_kind_display())) if step else "",
            "next_day": _day(step.day) if step else "",
        }


def _next_step(it: Writing) -> Activity | None:
    """What was planned next when the event was recorded, else the next thing that the author plans there."""
    rows = Activity.objects.filter(state="planned", withdrawn=False).order_by("day", "pk")
    if it.event and (found := rows.filter(follows=it.event).first()):
        return found
    return rows.filter(owner=it.author, account=it.account).exclude(pk=it.event.pk if it.event else 0).first()


def _day(day: Any) -> str:
    chinese = (get_language() or "zh").startswith("zh")
    return f"{day.month}月{day.day}日" if chinese else f"{day.day} {day:%B}"


def due_of(rows: QuerySet[Message]) -> QuerySet[Message]:
    """Those that are still to be sent, to who wants them, the most urgent first."""
    wanted = rows.filter(state="due").exclude(contact__no_messages=True)
    return wanted.select_related("owner", "account", "contact", "opportunity").order_by("due_at", "pk")


def reachable(account: Account) -> QuerySet[Contact]:
    """To whom at a customer one may write."""
    return account.contacts.filter(archived=False, no_messages=False).order_by("name", "pk")


def contact_to_write(account: Account, met: Iterable[Contact]) -> Contact | None:
    """Whoever was met; the only contact where nobody was named. None: nobody is known, or no one is to be written to."""
    among = [one for one in met if not one.no_messages and not one.archived]
    if among:
        return among[0]
    known = list(reachable(account)[:2])
    return known[0] if len(known) == 1 else None


def nobody_to_write(account: Account, met: Iterable[Contact]) -> bool:
    """Whether all who were met, or all who are known there where nobody was named, want no messages."""
    among = list(met) or list(account.contacts.filter(archived=False))
    return bool(among) and all(one.no_messages or one.archived for one in among)
