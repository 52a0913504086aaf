"""What the pipeline tells of customers: stages entered, in which a competitor is named, what an industry is worth."""

from datetime import date

from django.db.models import Count, Sum
from django.urls import reverse
from django.utils.translation import get_language

from xiaolu.customers.models import Account, Industry
from xiaolu.customers.queries.competitors import Met
from xiaolu.customers.queries.moments import Moment
from xiaolu.customers.queries.ratings import Worth
from xiaolu.domain.ledger import taken_back
from xiaolu.methods.queries import rules_of, shades
from xiaolu.org.models import Person
from xiaolu.pipeline.access import visible_to
from xiaolu.pipeline.figure_links import figure_link
from xiaolu.pipeline.models import Change, Opportunity
from xiaolu.pipeline.scopes import everything


def stages_entered(user: Person, account: Account, most: int) -> list[Moment]:
    """The latest entries of a stage, of those opportunities of an account that the user sees, newest first."""
    deals = {deal.pk: deal for deal in visible_to(user).filter(account=account)}
    changes = list(Change.objects.filter(opportunity__in=list(deals)).order_by("-day", "-id")) if deals else []
    cancelled = taken_back((change.pk, change.cancels) for change in changes)
    said = [change for change in changes if change.sets.get("stage") and change.pk not in cancelled][:most]
    people = Person.objects.in_bulk({change.actor for change in said if change.actor}) if said else {}
    return [_moment(change, deals[change.opportunity], people.get(change.actor)) for change in said]


def _moment(change: Change, deal: Opportunity, who: Person | None) -> Moment:
    code, rules = change.sets["stage"], rules_of(deal.method_id)
    return Moment(
        day=date.fromordinal(change.day), at=change.recorded_at, kind="stage", who=who, tag=code,
        css=shades(rules).get(code, ""), text=deal.name or deal.number, name=rules.stage(code).name if code in rules.codes else None,
        url=reverse("pipeline:opportunity_detail", args=[deal.pk]),
    )  # fmt: skip


def deals_against(user: Person, competitor: str) -> list[Met]:
    """In how many of the opportunities that a user sees a competitor is named: per method open, won, lost."""
    rows = visible_to(user).filter(competitor__iexact=competitor).order_by()
    counts: dict[tuple[str, int], dict[str, int]] = {}
    for code, method, kind, count in rows.values_list("method__code", "method", "stage_kind").annotate(n=Count("pk")):
        found = counts.setdefault((code, method), {"open": 0, "won": 0, "lost": 0})
        found["won" if kind == "paid" else kind] += count
    scope, met = everything(user).address, []
    for (code, method), found in counts.items():
        rules = rules_of(method)
        kinds = {"open": rules.of_kind("open"), "won": rules.of_kind("won", "paid"), "lost": rules.of_kind("lost")}
        for kind, count in found.items():
            stages = ",".join(kinds[kind])
            url = figure_link(code, f"live:{stages}", scope=scope, rival=competitor) if count else ""
            met.append(Met(kind, count, url, rules.name.into(get_language() or "zh-hans") if len(counts) > 1 else ""))
    return met


def worth_of_industry(user: Person, industry: Industry) -> Worth:
    """What the opportunities in an industry that a user sees come to: those that are open, and those won or paid."""
    rows = visible_to(user).filter(industry=industry).order_by().values_list("stage_kind")
    found = {kind: (deals, amount) for kind, deals, amount in rows.annotate(deals=Count("pk"), amount=Sum("amount"))}
    won, paid = found.get("won", (0, 0)), found.get("paid", (0, 0))
    return Worth(*found.get("open", (0, 0)), won[0] + paid[0], won[1] + paid[1])
