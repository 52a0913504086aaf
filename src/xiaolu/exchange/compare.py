"""What a row brings against what the same key brought last time, and against what stands in Xiaolu."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from xiaolu.domain.custom_fields import EMPTY, PREFIX, Definition
from xiaolu.exchange.known import Known
from xiaolu.exchange.mapping import Layout
from xiaolu.exchange.models import StagedRow
from xiaolu.exchange.own_fields import own_values
from xiaolu.pipeline.models import Opportunity, Passage

REFERENCES = ("owner", "account", "industry", "source", "product")
NOT_COMPARED = {"number", "external_id", "team", "created_on"}
NOT_GIVEN = "not_given"  # the reason of a lost one that an import brought without


@dataclass(frozen=True)
class Last:
    """What a key brought the last time that it was loaded."""

    object_id: int
    values: Mapping[str, Any]
    fields: frozenset[str]


def last_brought(keys: Iterable[str]) -> dict[str, Last]:
    """For each of these keys the row of the latest import that was written."""
    rows = StagedRow.objects.filter(key__in=list(keys), load__state="done", object_id__gt=0)
    fields: dict[int, frozenset[str]] = {}
    found = {}
    for key, id_, values, load, layout in rows.order_by("load_id", "row").values_list(
        "key", "object_id", "values", "load_id", "load__layout"
    ):
        if load not in fields:
            fields[load] = frozenset(_families(Layout.from_json(layout).fields))
        found[key] = Last(id_, values, fields[load])
    return found


def _families(fields: Iterable[str]) -> set[str]:
    return {"entries" if name.startswith("entered_") or name == "closed" else name for name in fields}


def changed(
    values: Mapping[str, Any], last: Last | None, fields: Iterable[str], *, besides: Collection[str] = NOT_COMPARED
) -> set[str]:
    """The fields whose cells say something else than last time.

    Without a last time, or where that file lacked the column, all that are not empty: an empty cell takes nothing away.
    """
    here = (_families(fields) | values.keys()) - set(besides)
    if last is None:
        return here & values.keys()
    return {
        name for name in here if values.get(name) != last.values.get(name) and (name in values or name in last.fields)
    }


def standing(
    opportunity: Opportunity, entered: Mapping[str, date], order: Mapping[str, int], own: Mapping[str, Definition]
) -> dict[str, Any]:
    """An opportunity as a row would bring it; what it refers to as ids. `own`: the fields of the company's own."""
    person = opportunity.contact
    account = opportunity.account
    return {
        "account": opportunity.account_id or 0,
        "contact": person.pk if person else 0,
        "phone": person.phone if person else account.phone if account else "",
        "email": person.email if person else "",
        "owner": opportunity.owner_id or 0,
        "industry": opportunity.industry_id or 0,
        "source": opportunity.source_id or 0,
        "product": opportunity.product_id or 0,
        "expected_close": opportunity.expected_close.isoformat() if opportunity.expected_close else "",
        "next_date": opportunity.next_date.isoformat() if opportunity.next_date else "",
        "lost_reason": "" if opportunity.lost_reason == NOT_GIVEN else opportunity.lost_reason,
        **own_values(own, opportunity),
        "entries": {code: day.isoformat() for code, day in entries_of(opportunity, entered, order).items()},
        **{
            name: getattr(opportunity, name)
            for name in (
                "name",
                "growth",
                "amount",
                "volume",
                "stage",
                "competitor",
                "current_supplier",
                "next_action",
                "note",
            )
        },
    }


def entries_of(opportunity: Opportunity, entered: Mapping[str, date], order: Mapping[str, int]) -> dict[str, date]:
    """When stages were first entered, and its own stage last: what fell back lets go of what came after."""
    last = (opportunity.stage_since, order[opportunity.stage])
    kept = {code: day for code, day in entered.items() if (day, order[code]) < last}
    return {**kept, opportunity.stage: opportunity.stage_since}


def differing(
    names: Iterable[str], values: Mapping[str, Any], last: Last | None, now: Mapping[str, Any], known: Known
) -> set[str]:
    """Of changed fields those that would change the opportunity."""
    return {name for name in names if not _equal(name, values, last, now, known)}


def _equal(name: str, values: Mapping[str, Any], last: Last | None, now: Mapping[str, Any], known: Known) -> bool:
    new = values.get(name)
    if name == "entries":
        before = (last.values.get("entries") or {}) if last else now["entries"]
        said = new or {}
        names = [code for code in {*said, *before} if said.get(code) != before.get(code)] if last else list(said)
        return all(said.get(code) == now["entries"].get(code) for code in names)
    if name in ("stage", "next_date") and not new:
        return True
    if name.startswith(PREFIX):
        return bool(new == now.get(name) or (new in EMPTY and now.get(name) in EMPTY))
    if new is None:
        return now.get(name) in (None, "", 0)
    if name == "owner":
        return bool(known.owners.find(new) == now[name])
    if name == "account":
        return now[name] in known.accounts_called(new)
    if name == "contact":
        return now[name] in known.contacts_called(now["account"], new)
    if name in known.classes:
        return bool(known.classes[name].find(new) == now[name])
    return bool(new == now.get(name))


def entered_days(ids: Iterable[int]) -> dict[int, dict[str, date]]:
    """For these opportunities: stage → the day of its first entry, without those that were jumped over."""
    days: dict[int, dict[str, date]] = {}
    rows = Passage.objects.filter(opportunity__in=list(ids), skipped=False).values_list("opportunity", "stage", "day")
    for id_, stage, day in rows:
        days.setdefault(id_, {})[stage] = date.fromordinal(day)
    return days
