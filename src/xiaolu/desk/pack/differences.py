"""What was restated since a pack was shown: its numbers counted again for the same day, told one by one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext

from xiaolu.desk.pack.document import document, lens_of
from xiaolu.desk.pack.told import Reader
from xiaolu.domain import money
from xiaolu.domain.packs import Number, Restated, restated
from xiaolu.insight import wording
from xiaolu.insight.queries.scopes import Scope
from xiaolu.methods.models import Method
from xiaolu.org.models import Person
from xiaolu.pipeline.words import CHANGE_NAMES, reason_named


@dataclass(frozen=True)
class Difference:
    """One number that reads differently now, and where it says why; '' when nothing does."""

    label: str
    then: str
    now: str
    href: str = ""


def differences(
    user: Person | None, pack: Mapping[str, Any], method: Method, scope: Scope, now: date
) -> list[Difference]:
    """The numbers of a kept pack that differ today, in the order of its parts, without what is hidden from the reader."""
    again = document(
        lens_of(method, scope, date.fromisoformat(pack["at"])), date.fromisoformat(pack["since"]), now, live=False
    )
    it = Reader(user, pack, method)
    found = [one for one in restated(pack, again) if it.amounts or not one.is_amount]
    ids = {int(one.path[1]) for one in found if one.path[0] == "person"}
    names = dict(Person.objects.filter(pk__in=ids).values_list("pk", "name"))
    told = (_told(it, one, names) for one in found)
    return [one for one in told if one is not None]


def _told(it: Reader, one: Restated, names: Mapping[int, str]) -> Difference | None:
    part, name, *rest = one.path
    if part == "kpi":
        kpi = it.kpi(name)
        if kpi is None:
            return None
        then, now = (wording.value(kpi, number, it.digits) for number in (one.then, one.now))
        return Difference(wording.named(kpi.name), then, now, it.standing(name))
    label, href = _named(it, part, name, rest, names)
    measure = rest[-1] if part in ("flow", "standing") else "count"
    return Difference(label, _size(it, one.then, measure), _size(it, one.now, measure), href)


def _named(it: Reader, part: str, name: str, rest: list[str], names: Mapping[int, str]) -> tuple[str, str]:
    """What a number is called, and where it says why."""
    if part == "flow":
        return f"{CHANGE_NAMES[name]} · {_measure(it, rest[0])}", it.change(f"change:{name}")
    if part == "standing":
        return f"{it.stage(name)} · {_measure(it, rest[0])}", it.standing(f"standing:{name}")
    if part == "person":
        link = it.standing(f"standing:{rest[0].replace('+', ',')}", by="person", key=name)
        return f"{names.get(int(name), '—')} · {rest[0]}", link
    if part == "late":
        return f"{gettext('Too long in the stage')} · {it.stage(name)}", ""
    reason = reason_named(it.rules, name) if name else gettext("none or not known")
    return f"{gettext('Lost')} · {reason}", it.change("closed:lost", by="reason", key=name)


def _measure(it: Reader, measure: str) -> str:
    return {"count": gettext("Number"), "amount": gettext("Amount")}.get(measure, it.unit or gettext("Volume"))


def _size(it: Reader, number: Number | None, measure: str) -> str:
    units = int(number or 0)
    if measure == "amount":
        return money.trimmed(units, it.digits)
    return money.trimmed(units, 3) if measure == "volume" else f"{units:,}"
