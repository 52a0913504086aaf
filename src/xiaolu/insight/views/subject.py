"""The one figure that an address names: a KPI of the method, or something counted; as far as the reader may see it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from django.http import Http404

from xiaolu.domain.kpi import Reading
from xiaolu.domain.method import Kpi, tells_amounts
from xiaolu.domain.method import Method as Rules
from xiaolu.insight import access, wording
from xiaolu.insight.counted_wording import title
from xiaolu.insight.queries import counted, figures
from xiaolu.insight.queries.account_rows import is_of_accounts
from xiaolu.insight.queries.activity_rows import Behind, is_of_activities
from xiaolu.insight.queries.counted import Counted
from xiaolu.insight.queries.readings import readings_of
from xiaolu.insight.views.chosen import Chosen, chosen_for, method_for
from xiaolu.methods.models import Method
from xiaolu.methods.queries import rules_of
from xiaolu.org.models import Person
from xiaolu.org.queries import company, today


@dataclass(frozen=True)
class Subject:
    """A figure under its lens: either `kpi` or `counted` is there."""

    method: Method
    code: str
    it: Chosen
    kpi: Kpi | None
    counted: Counted | None
    title: str

    @property
    def of_activities(self) -> bool:
        """Whether activities stand behind it, and not opportunities."""
        return self.kpi is not None and is_of_activities(self.kpi)

    @property
    def of_accounts(self) -> bool:
        """Whether accounts stand behind it."""
        return self.kpi is not None and is_of_accounts(self.kpi)

    @cached_property
    def readings(self) -> dict[str, Reading]:
        """The KPI, and all others of its method beside it, which its diagnosis needs."""
        return readings_of(self.it.look, [*self.it.look.rules.kpis, *([self.kpi] if self.kpi else [])])

    @cached_property
    def reading(self) -> Reading:
        if self.kpi:
            return readings_of(self.it.look, [self.kpi])[self.code]
        assert self.counted
        return self.counted.share or Reading(self.counted.sums.count, self.counted.sums.count)

    @property
    def behind(self) -> Behind:
        if self.kpi:
            return figures.rows_behind(self.it.look, self.kpi)
        assert self.counted
        share = self.counted.share
        return Behind(self.counted.rows, (lambda row: row.part == "won") if share else None)

    def text(self, number: float | None) -> str:
        """A value of this figure as people read it."""
        if self.kpi:
            return wording.value(self.kpi, number, company().digits)
        return wording.counted_value(number, percent=self.counted is not None and self.counted.share is not None)


def subject_for(user: Person, method_code: str, code: str, asked: Mapping[str, str]) -> Subject:
    """The figure that an address names. Raises Http404 for one that is not there or may not be seen."""
    method = method_for(method_code)
    if method is None:
        raise Http404
    rules = rules_of(method)
    try:
        name = counted.named(code, rules)
        if name is None:
            return _of_kpi(user, method, figures.figure(rules, code), asked)
        access.require_parts(user, asked)
        it = chosen_for(user, asked, method, also=counted.KEPT)
        return Subject(method, code, it, None, _counted(user, it, name, asked), title(name, rules, asked))
    except (KeyError, ValueError):
        raise Http404 from None


def _of_kpi(user: Person, method: Method, kpi: Kpi, asked: Mapping[str, str]) -> Subject:
    if user.hides("amounts") and tells_amounts(kpi):
        raise Http404
    it = chosen_for(user, asked, method, parts=True)
    return Subject(method, kpi.code, it, kpi, None, wording.named(kpi.name))


def _counted(user: Person, it: Chosen, name: counted.Name, asked: Mapping[str, str]) -> Counted:
    look, rules = it.look, _rules(it)
    if name.is_live:
        rows = access.live_rows(user, look.scope, look.method)
        return counted.read_live(name, rows, rules, today(), asked)
    return counted.read(name, look.frame(), rules, look.period, asked)


def _rules(it: Chosen) -> Rules:
    return rules_of(it.look.method)
