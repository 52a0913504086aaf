"""Which names in a file would become new customers and look like one that is there. Set by set, whatever the number.

What whoever loads may not see is told as everywhere: only that it exists and to which team it belongs, and only when a
whole name, phone or credit code agrees.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from xiaolu.customers.access import Told, told_of
from xiaolu.customers.queries.duplicates import likely
from xiaolu.domain.duplicates import Card
from xiaolu.domain.headings import OPPORTUNITIES
from xiaolu.exchange.known import name_key
from xiaolu.exchange.models import LACKS, Import, Likeness
from xiaolu.exchange.rows import Parsed
from xiaolu.org.models import Person

NAMED = {OPPORTUNITIES: "account", "contacts": "account", "accounts": "name"}  # the field that names the customer
COLUMNS = ("load_id", "number", "key", "said", "account_id", "account_name", "team", "percent", "reasons", "choice")
Key = Callable[[Mapping[str, Any], str], str]


class Likenesses:
    """Those of one import. `fresh`: found since it was last emptied, to be kept with the rows of their batch."""

    def __init__(self, load: Import, by: Person | None) -> None:
        self.load, self.by, self.field = load, by, NAMED.get(load.kind, "")
        kept = list(Likeness.objects.filter(load=load))  # of an earlier check: what was chosen holds
        self.chosen = {(one.key, one.account_id): one.choice for one in kept if one.choice}
        self.first = self.last = max((one.number for one in kept), default=0)
        self.number_of: dict[str, int] = {}
        self.notes: dict[int, tuple[str, dict[str, Any]]] = {}
        self.fresh: list[Likeness] = []

    def mark(self, rows: Sequence[tuple[Parsed, str, int]], heading: str) -> list[int]:
        """For each row (what it says, its plan, what it lacks) the number of its likeness, 0 for none; it gets a warning."""
        asked = [self._key(parsed.values) if self._makes(parsed, plan, lack) else "" for parsed, plan, lack in rows]
        new = {key: parsed.values for (parsed, _, _), key in zip(rows, asked, strict=True) if key not in self.number_of}
        new.pop("", None)
        cards = [self._card(values) for values in new.values()]
        found = told_of(self.by, likely(cards), kind="account" if self.field == "name" else self.load.kind)
        for (key, values), one in zip(new.items(), found, strict=True):
            self.number_of[key] = self._keep(key, values, one) if one else 0
        numbers = [self.number_of.get(key, 0) for key in asked]
        for (parsed, _, _), number in zip(rows, numbers, strict=True):
            if number:
                code, params = self.notes[number]
                parsed.warn(heading, code, **params)
        return numbers

    def _makes(self, parsed: Parsed, plan: str, missing: int) -> bool:
        """Whether a row would make a customer."""
        if parsed.problems or not parsed.values.get(self.field):
            return False
        return plan == "create" if self.field == "name" else bool(missing & LACKS["accounts"])

    def _key(self, values: Mapping[str, Any]) -> str:
        """Rows of one customer share a key; of a table of customers every row is one."""
        own = ":".join(str(values.get(name, "")) for name in ("code", "credit_code")) if self.field == "name" else ""
        return f"{name_key(values[self.field])}:{own}"[:400]

    def _card(self, values: Mapping[str, Any]) -> Card:
        """What is compared: of other tables the name only, for a phone there is a person's and says nothing against it."""
        own = values if self.field == "name" else {}
        phones, emails = (tuple(filter(None, [own.get(name)])) for name in ("phone", "email"))
        return Card(
            values[self.field], own.get("kind") or "organisation", phones, emails, own.get("website", ""),
            own.get("region", ""), own.get("address", ""), own.get("credit_code", ""),
        )  # fmt: skip

    def _keep(self, key: str, values: Mapping[str, Any], one: Told) -> int:
        self.last += 1
        usable = one.account_id if one.usable else 0
        self.fresh.append(
            Likeness(
                load=self.load, number=self.last, key=key, said=values[self.field][:200], account_id=usable,
                account_name=one.name, team=one.team, percent=one.percent, reasons=one.reasons,
                choice=self.chosen.get((key, usable), ""),
            )
        )  # fmt: skip
        if one.name:
            self.notes[self.last] = "looks_like", {"value": one.name, "percent": one.percent}
        else:
            self.notes[self.last] = ("belongs_to_team", {"value": one.team}) if one.team else ("belongs_to_others", {})
        return self.last
