"""Teams as a tree."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from xiaolu.org import access, actions, queries
from xiaolu.org.forms import TeamForm
from xiaolu.web.answers import see


@require_GET
def team_list(request: HttpRequest) -> HttpResponse:
    seen = set(access.teams_seen_by(request.user).values_list("pk", flat=True))
    rows = [(team, depth) for team, depth in queries.tree() if request.user.keeps_house or team.pk in seen]
    return render(request, "org/team_list.html", {"rows": rows, "sizes": queries.team_sizes(queries.today())})


@require_GET
def team_detail(request: HttpRequest, team_id: int) -> HttpResponse:
    team = access.team_for(request.user, team_id)
    context = {"team": team, "parent": queries.parent_of(team), "people": queries.people(team=team)}
    return render(request, "org/team_detail.html", context)


@require_http_methods(["GET", "POST"])
def create_team(request: HttpRequest) -> HttpResponse:
    access.require_house_keeper(request.user)
    form = TeamForm(request.POST or None)
    if not form.is_valid():
        context = {"form": form, "heading": _("New team"), "submit": _("Create"), "back": reverse("org:team_list")}
        return render(request, "web/form_page.html", context, status=422 if form.is_bound else 200)
    team = actions.create_team(by=request.user, **form.cleaned_data)
    return see(request, reverse("org:team_detail", args=[team.pk]), _("Created."))


@require_http_methods(["GET", "POST"])
def edit_team(request: HttpRequest, team_id: int) -> HttpResponse:
    team = access.team_for(request.user, team_id, to="edit")
    here = reverse("org:team_detail", args=[team_id])
    initial = {"code": team.code, "name": team.name, "parent": queries.parent_of(team)}
    form = TeamForm(request.POST or None, team=team, initial=initial)
    if not form.is_valid():
        context = {"form": form, "heading": team.name, "submit": _("Save"), "back": here}
        return render(request, "web/form_page.html", context, status=422 if form.is_bound else 200)
    actions.edit_team(team, by=request.user, **form.cleaned_data)
    return see(request, here, _("Saved. Past figures keep the tree of their day."))


@require_POST
def archive_team(request: HttpRequest, team_id: int) -> HttpResponse:
    actions.archive_team(access.team_for(request.user, team_id, to="edit"), by=request.user)
    return see(request, reverse("org:team_list"), _("Archived."))
