"""Silent customers: a list with filters, and the same as a workbook."""

from tempfile import TemporaryFile
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from xiaolu.customers import access, actions, queries
from xiaolu.customers.queries import silence
from xiaolu.customers.queries.silence import LENGTHS, SilentFilters
from xiaolu.customers.views.pages import whole_number
from xiaolu.customers.workbook import write_silent
from xiaolu.domain.grading import GRADES
from xiaolu.org.queries import today
from xiaolu.web.answers import page_of


def asked_in(request: HttpRequest) -> SilentFilters:
    given = request.GET
    days = whole_number(given.get("days"))
    grade = given.get("grade", "")
    return SilentFilters(
        days=days if days in LENGTHS else SilentFilters.days, owner=whole_number(given.get("owner")),
        industry=whole_number(given.get("industry")), grade="" if grade == "none" else grade if grade in tuple(GRADES) else None,
    )  # fmt: skip


@require_GET
def silent_list(request: HttpRequest) -> HttpResponse:
    asked, rows = asked_in(request), access.visible_to(request.user)
    page = page_of(request, silence.silent(rows, today(), asked), 40)
    counts = silence.counts(rows, today(), asked)
    owners = queries.owner_names(access.owners_in_lists(request.user))
    names = dict(owners)
    context = {
        "page": page, "asked": asked, "lengths": LENGTHS, "touched": silence.touched_on([one.pk for one in page]),
        "owners": owners, "industries": queries.industries(), "grades": GRADES,
        "by_owner": [
            (key, names.get(key, ""), values) for key, values in spread(counts, 0)
        ],
        "by_grade": spread(counts, 1),
    }  # fmt: skip
    return render(request, "customers/silent_list.html", context)


def spread(counts: dict[int, dict[tuple[int, str], int]], place: int) -> list[tuple[Any, list[tuple[int, int]]]]:
    """Owner (0) or grade (1) → how many are silent for each length; most first, grades in their order."""
    keys = {key[place] for found in counts.values() for key in found}
    rows = [
        (key, [(days, sum(n for one, n in found.items() if one[place] == key)) for days, found in counts.items()])
        for key in keys
    ]
    if place == 0:
        return sorted(rows, key=lambda row: (-row[1][0][1], str(row[0])))
    return sorted(rows, key=lambda row: (not row[0], row[0]))


@require_GET
def export_silent(request: HttpRequest) -> FileResponse:
    """The filtered list as an Excel file; that it was taken is kept in the audit trail."""
    access.require_exporter(request.user)
    accounts = list(silence.silent(access.visible_to(request.user), today(), asked_in(request)))
    touched = silence.touched_on([one.pk for one in accounts])
    file = TemporaryFile()  # noqa: SIM115 — the response closes it
    write_silent(((one, touched.get(one.pk)) for one in accounts), file)
    actions.export_accounts(len(accounts), by=request.user, asked=request.GET.urlencode()[:200])
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename="xiaolu-silent-customers.xlsx")
