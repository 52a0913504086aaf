"""What the URL of every view of the pipeline chooses: method, scope, days, filters."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.http import Http404, HttpRequest

from xiaolu.domain.method import Method as MethodRules
from xiaolu.domain.periods import Period
from xiaolu.methods.models import Method
from xiaolu.methods.queries import methods, rules_of
from xiaolu.org.queries import today
from xiaolu.pipeline import scopes
from xiaolu.pipeline.forms import PeriodForm
from xiaolu.pipeline.queries.frames import Frame
from xiaolu.pipeline.queries.methods import in_use
from xiaolu.pipeline.scopes import Scope


@dataclass(frozen=True)
class Chosen:
    method: Method
    rules: MethodRules
    scope: Scope
    today: date

    @property
    def frame(self) -> Frame:
        return Frame(self.method, "total", self.scope.spans)


def chosen(request: HttpRequest) -> Chosen:
    """The method (the most used one without) and the scope that the URL names. Raises Http404."""
    code = request.GET.get("method", "")
    found = methods().filter(code=code).first() if code else in_use()
    if found is None:
        raise Http404
    return Chosen(found, rules_of(found), scopes.scope_for(request.user, request.GET.get("scope", "")), today())


def bar_context(request: HttpRequest, it: Chosen, here: str) -> dict[str, object]:
    """The context that the pipeline's bar needs."""
    return {
        "chosen": it,
        "here": here,
        "methods": [(method, rules_of(method)) for method in methods()],
        "scopes": scopes.choices(request.user),
    }


def day_of(request: HttpRequest, name: str, otherwise: date, latest: date) -> date:
    """A day of the URL, not after `latest`; what makes no sense is the other one."""
    form = PeriodForm(request.GET)
    form.is_valid()
    return min(form.cleaned_data.get(name) or otherwise, latest)


def period_of(request: HttpRequest, now: date) -> Period:
    """The period of the URL; the last seven days without."""
    end = day_of(request, "end", now, now)
    start = day_of(request, "start", end - timedelta(days=6), end)
    return Period(start, end)
