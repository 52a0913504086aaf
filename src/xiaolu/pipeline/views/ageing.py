"""Ageing: how long deals stand in their stage, and those that fizzled out 不了了之, to be revived, moved back or lost."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from xiaolu.methods.queries import shades
from xiaolu.org.access import require_exporter
from xiaolu.org.queries import today
from xiaolu.pipeline import access, actions, ageing_workbook
from xiaolu.pipeline.far_dates import ask_why_late, why_late
from xiaolu.pipeline.forms.opportunity import ReviveForm
from xiaolu.pipeline.models import Opportunity
from xiaolu.pipeline.queries import ageing
from xiaolu.pipeline.queries.choices import filter_choices, owners_named
from xiaolu.pipeline.views.board import rows_of
from xiaolu.pipeline.views.chosen import Chosen, bar_context, chosen
from xiaolu.web.answers import done, page_of

ROWS = 30


@dataclass(frozen=True)
class Silent:
    """One deal of the list: how long it stands there, when something was last done, and what may be done with it."""

    opportunity: Opportunity
    days: int
    limit: int | None
    touched: date | None
    editable: bool
    back: str


def kind_of(request: HttpRequest) -> str:
    return "late" if request.GET.get("show") == "late" else "fizzled"


def listed(request: HttpRequest, it: Chosen, rows: QuerySet[Opportunity]) -> QuerySet[Opportunity]:
    """Of the rows those that stand too long or fizzled out, the longest silent first."""
    condition = ageing.late if kind_of(request) == "late" else ageing.fizzled
    stage = request.GET.get("stage", "")
    codes = [stage] if stage in it.rules.codes else []
    found = rows.filter(condition(it.rules, it.today, codes=codes), stage_kind="open")
    return found.select_related("account", "owner", "industry").order_by("stage_since", "pk")


def told(request: HttpRequest, it: Chosen, rows: list[Opportunity]) -> list[Silent]:
    touched, editable = (
        ageing.touched_on(row.pk for row in rows),
        access.editable_ids(request.user, [r.pk for r in rows]),
    )
    limits = {stage.code: stage.rots_after_days for stage in it.rules.stages}
    return [
        Silent(row, (it.today - row.stage_since).days, limits.get(row.stage), touched.get(row.pk), row.pk in editable,
               ageing.stage_before(it.rules, row.stage))
        for row in rows
    ]  # fmt: skip


@require_GET
def opportunity_ageing(request: HttpRequest) -> HttpResponse:
    it = chosen(request)
    rows, filtered = rows_of(request, it, without=("stage",))
    page = page_of(request, listed(request, it, rows), ROWS)
    people = ageing.fizzled_by_person(rows, it.rules, it.today)
    names = owners_named(set(people))
    context = {
        **bar_context(request, it, "ageing"), "ages": ageing.ages(rows, it.rules, it.today), "show": kind_of(request),
        "page": page, "rows": told(request, it, list(page)), "filtered": filtered or bool(request.GET.get("stage")),
        "choices": filter_choices(request.user), "ramp": shades(it.rules), "open_codes": ",".join(it.rules.of_kind("open")),
        "people": sorted(
            ((names.get(owner), owner, counts, sum(counts.values())) for owner, counts in people.items()),
            key=lambda one: -one[3],
        ),
        "lost": next((stage.code for stage in it.rules.stages if stage.kind == "lost" and not stage.retired), ""),
    }  # fmt: skip
    return render(request, "pipeline/opportunity_ageing.html", context)


@require_GET
def export_ageing(request: HttpRequest) -> HttpResponse:
    """The list with its filters, the stages with their ages, and what the columns mean."""
    require_exporter(request.user)
    it = chosen(request)
    rows, _filtered = rows_of(request, it, without=("stage",))
    found = told(request, it, list(listed(request, it, rows)))
    actions.note_export(
        it.method, what=f"ageing_{kind_of(request)}", scope=it.scope.key, rows=len(found), by=request.user
    )
    ages = ageing.ages(rows, it.rules, it.today)
    book = ageing_workbook.of_ageing(
        [(one.opportunity, one.days, one.limit, one.touched) for one in found], ages, it.rules,
        amounts=not request.user.hides("amounts"),
    )  # fmt: skip
    response = HttpResponse(book, content_type=ageing_workbook.TYPE)
    response["Content-Disposition"] = f'attachment; filename="{it.method.code}-ageing-{it.today.isoformat()}.xlsx"'
    return response


@require_http_methods(["GET", "POST"])
def revive_opportunity(request: HttpRequest, opportunity_id: int) -> HttpResponse:
    """A new next date, and what is to be done then; in the drawer or as a page."""
    opportunity = access.opportunity_for(request.user, opportunity_id, to="edit")
    form = ReviveForm(request.POST or None, initial={"seen": opportunity.version, "next_date": today()})
    ask_why_late(form, opportunity)
    if form.is_valid():
        actions.edit_opportunity(opportunity, by=request.user, because=why_late(form), **form.values)
        back = reverse("pipeline:opportunity_ageing") + f"?method={opportunity.method.code}"
        return done(request, back, _("Revived."), event="pipeline-changed")
    part = "#panel" if request.headers.get("HX-Request") else ""
    status = 422 if form.is_bound else 200
    return render(
        request, f"pipeline/revive_opportunity.html{part}", {"form": form, "opportunity": opportunity}, status=status
    )
