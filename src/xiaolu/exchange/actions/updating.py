"""Loading again: only the cells that changed in the file, each on its own day."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import QuerySet

from xiaolu.customers import actions as customers
from xiaolu.customers.entries import contact_row
from xiaolu.customers.models import Account, Contact, Industry, Source
from xiaolu.domain.custom_fields import patch_of
from xiaolu.domain.headings import OPPORTUNITIES
from xiaolu.domain.histories import history_of
from xiaolu.domain.names import phone_key
from xiaolu.domain.periods import months_before
from xiaolu.domain.rules import RuleBroken
from xiaolu.exchange.actions.making import make_customers
from xiaolu.exchange.actions.tracing import note_changed
from xiaolu.exchange.compare import NOT_GIVEN, Last, changed, differing, entered_days, last_brought, standing
from xiaolu.exchange.known import Known
from xiaolu.exchange.mapping import Layout
from xiaolu.exchange.models import Import, StagedRow
from xiaolu.exchange.own_fields import own_fields
from xiaolu.exchange.rows import days_of
from xiaolu.methods.queries import rules_of
from xiaolu.org.models import Person
from xiaolu.org.queries import today
from xiaolu.pipeline import actions, ledger
from xiaolu.pipeline.cards import default_next_date
from xiaolu.pipeline.models import Change, Opportunity
from xiaolu.products.models import Product
from xiaolu.search.actions import index_many

BATCH = 500
TEXTS = ("name", "growth", "next_action", "competitor", "current_supplier", "note", "lost_reason")
KEPT = ("name", "account_id", "contact_id", "expected_close", "next_action", "next_date", "lost_reason", "competitor",
        "current_supplier", "note", "custom")  # fmt: skip  # what the ledger does not know of an opportunity
NUMBERS = ("amount", "volume")
CLASSES = {"industry": Industry, "source": Source, "product": Product}


class Updater:
    """Applies the changed cells of rows whose opportunity is known."""

    def __init__(self, load: Import, known: Known, by: Person | None) -> None:
        self.load, self.known, self.by = load, known, by
        self.fields = Layout.from_json(load.layout).fields
        self.rules = rules_of(load.method_id)
        self.order = {code: place for place, code in enumerate(self.rules.codes)}
        self.today, self.own = today(), own_fields(OPPORTUNITIES)

    def update_all(self, rows: QuerySet[StagedRow]) -> int:
        """How many opportunities changed."""
        count, after = 0, 0
        while batch := list(rows.filter(row__gt=after).order_by("row")[:BATCH]):
            after = batch[-1].row
            values = [row.values for row in batch]
            self.known.look_up(values)
            make_customers(values, self.known, self.load, by=self.by)
            last = last_brought(row.key for row in batch if row.key)
            days = entered_days(row.object_id for row in batch)
            for row in batch:
                count += self._update(row, last.get(row.key), days.get(row.object_id, {}))
        return count

    def _update(self, row: StagedRow, last: Last | None, days: Mapping[str, date]) -> bool:
        opportunity = Opportunity.objects.select_related("account", "contact").get(pk=row.object_id)
        now = standing(opportunity, days, self.order, self.own)
        names = differing(changed(row.values, last, self.fields), row.values, last, now, self.known)
        if not names:
            return False
        note_changed(self.load, opportunity, {name: getattr(opportunity, name) for name in KEPT})
        if names & {"stage", "entries"}:
            self._restage(opportunity, row, names)
        given = self._given(opportunity, names, row.values)
        if given:
            actions.edit_opportunity(opportunity, by=self.by, import_id=self.load.pk, **given)
        if names & {"phone", "email"}:
            self._reach(row.object_id, names, row.values)
        return True

    def _given(self, opportunity: Opportunity, names: set[str], values: Mapping[str, Any]) -> dict[str, Any]:
        """The changed cells as the fields of an opportunity."""
        given: dict[str, Any] = {name: values.get(name, "") for name in TEXTS if name in names}
        given |= {name: values.get(name, 0) for name in NUMBERS if name in names}
        if own := patch_of(values, names):
            given["custom"] = own
        if "lost_reason" in given and self.rules.stage(values["stage"]).kind == "lost":
            given["lost_reason"] = given["lost_reason"] or NOT_GIVEN
        if "expected_close" in names:
            given["expected_close"] = _day(values.get("expected_close"))
        if "next_date" in names and self.rules.stage(values["stage"]).kind == "open":
            given["next_date"] = min(_day(values["next_date"]) or self.today, months_before(self.today, -12))
        if "owner" in names:
            given["owner"] = Person.objects.filter(pk=self.known.owners.find(values.get("owner", ""))).first()
        for name, model in CLASSES.items():
            if name in names:
                found = self.known.classes[name].find(values[name]) if values.get(name) else 0
                given[name] = model._default_manager.filter(pk=found).first()
        account = self.known.account(values["account"]) if values.get("account") else 0
        if "account" in names:
            given["account"] = Account.objects.filter(pk=account).first()
        if "contact" in names:
            called = values.get("contact", "")
            contact = (
                self.known.contact(account or opportunity.account_id or 0, called, values.get("phone", ""))
                if called
                else 0
            )
            given["contact"] = Contact.objects.filter(pk=contact).first()
        return given

    def _reach(self, opportunity_id: int, names: set[str], values: Mapping[str, Any]) -> None:
        """Phone and e-mail belong to the contact; without one, the phone to the customer."""
        opportunity = Opportunity.objects.select_related("account", "contact__account").get(pk=opportunity_id)
        if person := opportunity.contact:
            note_changed(
                self.load, person, {"phone": person.phone, "phone_key": person.phone_key, "email": person.email}
            )
            for name in names & {"phone", "email"}:
                setattr(person, name, values.get(name, ""))
            person.phone_key, person.version = phone_key(person.phone), person.version + 1
            person.save(update_fields=["phone", "phone_key", "email", "version"])
            index_many([contact_row(person, person.account)])
        elif (account := opportunity.account) and "phone" in names:
            note_changed(self.load, account, {"phone": account.phone})
            customers.edit_many({account.pk: {"phone": values.get("phone", "")}}, by=self.by, label=account.name)

    def _restage(self, opportunity: Opportunity, row: StagedRow, names: set[str]) -> None:
        """Bring stage and stage dates to what the file says; what people recorded in Xiaolu stays on its days."""
        values, stage = row.values, row.values["stage"]
        opportunity = actions.locked(opportunity, seen=None)
        before = opportunity.stage
        if "entries" in names:
            self._rewrite(opportunity, row)
        if "stage" in names and opportunity.stage != stage:
            on = max(_day(values.get("entries", {}).get(stage)) or self.today, opportunity.created_on)
            ledger.rewrite(opportunity, [], [(on, {"stage": stage})], by=self.by, import_id=self.load.pk)
        kind = self.rules.stage(opportunity.stage).kind
        if kind == "lost" and not opportunity.lost_reason:
            opportunity.lost_reason = values.get("lost_reason") or NOT_GIVEN
        if kind != "open":
            opportunity.next_date = None
        elif opportunity.next_date is None:
            opportunity.next_date = default_next_date(self.rules.stage(opportunity.stage), self.today)
        actions.save_imported(opportunity, before, by=self.by)

    def _rewrite(self, opportunity: Opportunity, row: StagedRow) -> None:
        """Take back the stage entries that imports made and state those of the file, the first with all its facts."""
        closed = self.rules.stage(row.values["stage"]).kind != "open"
        created = _day(row.values.get("created_on")) or opportunity.created_on
        entries = history_of(row.values["stage"], days_of(row.values), created, self.order, closed=closed).entries
        statements = ledger.statements_of(opportunity.pk)
        loaded = set(Change.objects.filter(opportunity=opportunity.pk, import_id__gt=0).values_list("pk", flat=True))
        taken = [one for one in statements if one.id in loaded and "stage" in one.sets]
        kept = [one for one in statements if one not in taken]
        first_facts = {name: value for name, value in statements[0].sets.items() if name != "stage"}
        if statements[0] in taken:
            if kept and min(one.day for one in kept) < entries[0][0].toordinal():
                raise RuleBroken("history_conflict", value=opportunity.number)
        else:
            first_facts = {}
        said = [
            (day, {"stage": code} | (first_facts if place == 0 else {})) for place, (day, code) in enumerate(entries)
        ]
        ledger.rewrite(opportunity, [one.id for one in taken], said, by=self.by, import_id=self.load.pk)


def _day(said: str | None) -> date | None:
    return date.fromisoformat(said) if said else None
