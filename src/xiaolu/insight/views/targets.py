"""The yearly increase targeted, entered per team and person."""

from collections.abc import Mapping

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from xiaolu.insight import access, actions
from xiaolu.insight.actions import Entry
from xiaolu.insight.forms import YearForm, increase_in
from xiaolu.insight.queries.targets import Field, fields_of
from xiaolu.org.queries import home_teams, today
from xiaolu.web.answers import page_of, see

PAGE = 60


@require_http_methods(["GET", "POST"])
def increase_targets(request: HttpRequest) -> HttpResponse:
    access.require_target_keeper(request.user)
    asked = YearForm(request.GET)
    year = asked.cleaned_data["year"] if asked.is_valid() else today().year
    page = page_of(request, access.people_to_target(request.user), PAGE)
    teams = list(access.teams_to_target(request.user)) if page.number == 1 else []
    fields = fields_of(teams, list(page.object_list), year)
    if request.method == "POST":
        entries = read(fields, request.POST)
        if not any(field.error for field in fields):
            changed = actions.set_increase_targets(entries, year=year, by=request.user)
            here = f"{reverse('insight:increase_targets')}?year={year}&page={page.number}"
            return see(request, here, _("Saved.") if changed else _("Nothing was changed."))
    context = {
        "fields": fields, "page": page, "year": year, "years": range(today().year - 1, today().year + 3),
        "homes": home_teams([person.pk for person in page.object_list], today()),
    }  # fmt: skip
    status = 422 if any(field.error for field in fields) else 200
    return render(request, "insight/increase_targets.html", context, status=status)


def read(fields: list[Field], sent: Mapping[str, str]) -> list[Entry]:
    """What the page sent, field by field; what cannot be read is marked and nothing of the page is kept."""
    entries = []
    for field in fields:
        if field.name not in sent:
            continue
        field.text = sent[field.name]
        seen = sent.get(f"{field.name}_seen", "")
        try:
            volume = increase_in(field.text)
        except forms.ValidationError as error:
            field.error = error.messages[0]
            continue
        entries.append(Entry(field.holder, int(seen) if seen.isdecimal() else field.volume, volume))
    return entries
