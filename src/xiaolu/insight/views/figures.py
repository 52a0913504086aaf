"""Why a figure is what it is: definition, numbers, course by week, diagnosis and the rows behind it; in one drawer."""

from collections.abc import Sequence
from types import ModuleType

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from xiaolu.insight import access, actions, workbook
from xiaolu.insight.counted_wording import says
from xiaolu.insight.queries import account_rows, activity_rows, figures
from xiaolu.insight.queries.diagnoses import concentrations, diagnosis_of
from xiaolu.insight.queries.readings import names
from xiaolu.insight.views.subject import Subject, subject_for
from xiaolu.insight.wording import definition, is_percent
from xiaolu.methods.queries import rules_of, shades
from xiaolu.pipeline.queries.behind import Row, Seen
from xiaolu.pipeline.queries.choices import owners_named
from xiaolu.web.answers import page_of
from xiaolu.web.workbooks import TYPE

PAGE = 15


@require_GET
def why(request: HttpRequest, method: str, kpi: str) -> HttpResponse:
    subject = subject_for(request.user, method, kpi, request.GET)
    told = _kpi_context(subject) if subject.kpi else _counted_context(subject)
    side, shown, counts = _shown(request, subject)
    page, rules = page_of(request, shown.rows, PAGE), rules_of(subject.method)
    context = {
        "subject": subject, "it": subject.it, "rules": rules, "code": subject.code, "reading": subject.reading, **told,
        "side": side, "counts": counts, "hidden": shown.hidden, "page": page, "ramp": shades(rules),
        **_records(subject, page.object_list), "q": request.GET.get("q", "").strip(), "may_act": request.user.edit_scope is not None,
        "accounts": _kind(subject).accounts_of(shown.rows),
    }  # fmt: skip
    return render(request, f"insight/why.html{'#panel' if request.headers.get('HX-Request') else ''}", context)


def _kind(subject: Subject) -> ModuleType:
    """What reads the rows behind a figure: accounts, activities or opportunities stand there."""
    return account_rows if subject.of_accounts else activity_rows if subject.of_activities else figures


def _records(subject: Subject, rows: Sequence[Row]) -> dict[str, object]:
    """The records that the rows of a page name, by id."""
    found: dict[str, object] = {"opportunities": {}, "activities": {}, "customers": {}, "owners": {}}
    if subject.of_accounts:
        return found | {"customers": account_rows.accounts(rows), "owners": owners_named({row.owner for row in rows})}
    if subject.of_activities:
        return found | {"activities": activity_rows.activities(rows)}
    return found | {"opportunities": workbook.opportunities(rows)}


def _kpi_context(subject: Subject) -> dict[str, object]:
    """What only a KPI has: target, course by week, diagnosis."""
    it, kpi, reading = subject.it, subject.kpi, subject.readings[subject.code]
    diagnosis = diagnosis_of(it.look, subject.readings)
    course = figures.by_week(it.look, kpi)
    weakest = diagnosis.weakest if diagnosis.weakest and diagnosis.weakest.kpi.code == kpi.code else None
    places = concentrations(it.look, weakest) if weakest else {}
    return {
        "kpi": kpi, "is_percent": is_percent(kpi), "findings": diagnosis.of_kpi(kpi.code),
        "first_link": diagnosis.weakest if reading.gap and not weakest else None,
        "places": {by: (names(by, [key])[key], one) for by, (key, one) in places.items()},
        "weeks": [f"{day:%m-%d}" for day, _ in course], "values": [one.value for _, one in course],
        "target": course[-1][1].target if course else None, "of_period": figures.is_of_period(kpi),
        "stood": figures.standing_sums(it.look, kpi),
    }  # fmt: skip


def _counted_context(subject: Subject) -> dict[str, object]:
    """What a counted figure has instead: sums, and the sentence that says what is counted."""
    counted = subject.counted
    return {"counted": counted, "says": says(counted.name), "of_period": not counted.name.is_live}


@require_GET
def kpi_trend(request: HttpRequest, method: str, kpi: str) -> HttpResponse:
    """The course of a figure for its card; a browser that asks for it as a page is sent to the whole answer."""
    subject = subject_for(request.user, method, kpi, request.GET)
    if not request.headers.get("HX-Request") or subject.kpi is None:
        return redirect(f"{reverse('insight:why', args=[method, kpi])}?{request.GET.urlencode()}")
    course = figures.by_week(subject.it.look, subject.kpi)
    return render(request, "insight/trend.html", {"values": [one.value for _, one in course], "kpi": subject.kpi})


@require_GET
def export_why(request: HttpRequest, method: str, kpi: str) -> HttpResponse:
    """The rows behind a figure as a workbook with its definition, as far as the person may see them."""
    access.require_exporter(request.user)
    subject = subject_for(request.user, method, kpi, request.GET)
    _, shown, _ = _shown(request, subject)
    it, rules = subject.it, rules_of(subject.method)
    actions.note_export(
        subject.method, kpi=subject.code, scope=it.look.scope.code, rows=len(shown.rows), by=request.user
    )
    said = definition(subject.kpi, rules) if subject.kpi else says(subject.counted.name)
    about = [(subject.title, f"{subject.text(subject.reading.value)} · {said}", it.look)]
    if subject.of_accounts:
        book = workbook.of_accounts(shown.rows, about)
    elif subject.of_activities:
        book = workbook.of_activities(shown.rows, about)
    else:
        book = workbook.of_rows(shown.rows, rules, about, amounts=not request.user.hides("amounts"))
    response = HttpResponse(book, content_type=TYPE)
    name = subject.code.replace(":", "-").replace(",", "-")
    file = f"{subject.method.code}-{name}-{it.look.at.isoformat()}.xlsx"
    response["Content-Disposition"] = f'attachment; filename="{file}"'
    return response


def _shown(request: HttpRequest, subject: Subject) -> tuple[str, Seen, dict[str, int]]:
    """The rows on the chosen side of the line that the person may see, how many there are on each, what is hidden."""
    every = subject.behind
    above = [row for row in every.rows if every.above and every.above(row)]
    below = [row for row in every.rows if every.above and not every.above(row)]
    sides = {"above": above, "below": below, "all": every.rows} if every.above else {"all": every.rows}
    asked = request.GET.get("side", "")
    side = asked if asked in sides else next(iter(sides))
    q, counts = request.GET.get("q", "").strip(), {name: len(rows) for name, rows in sides.items()}
    if subject.of_accounts:
        return side, account_rows.seen(sides[side], access.accounts_visible_to(request.user), q), counts
    if subject.of_activities:
        return side, activity_rows.seen(sides[side], access.activities_seen_by(request.user), q), counts
    seen = figures.seen(sides[side], access.opportunities_seen_by(request.user), q,
                        by_amount=not request.user.hides("amounts"))  # fmt: skip
    return side, seen, counts
