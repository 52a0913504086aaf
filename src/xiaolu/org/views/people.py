"""People: list, one, and what an administrator does with them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from xiaolu.org import access, actions, queries
from xiaolu.org.forms import PersonForm
from xiaolu.org.roles import role_names
from xiaolu.web.answers import page_of, see


@require_GET
def person_list(request: HttpRequest) -> HttpResponse:
    inactive = request.GET.get("inactive") == "1"
    rows = queries.people(q=request.GET.get("q", "").strip(), inactive=inactive)
    page = page_of(request, rows.filter(pk__in=access.visible_people(request.user).values("pk")))
    teams = queries.home_teams([person.pk for person in page], queries.today())
    return render(
        request,
        "org/person_list.html",
        {"page": page, "teams": teams, "role_names": role_names(), "inactive": inactive},
    )


@require_GET
def person_detail(request: HttpRequest, person_id: int) -> HttpResponse:
    person = access.person_for(request.user, person_id)
    names = role_names()
    context = {
        "person": person,
        "role_names": [names[role] for role in sorted(person.roles) if role in names],
        "stand_ins": queries.stand_ins(person),
        "may_arrange": access.leads(request.user, person),
        "memberships": queries.memberships_of(person),
        "link": request.session.pop(f"link_{person_id}", ""),
    }
    return render(request, "org/person_detail.html", context)


@require_http_methods(["GET", "POST"])
def create_person(request: HttpRequest) -> HttpResponse:
    access.require_house_keeper(request.user)
    form = PersonForm(request.POST or None, initial={"language": queries.company().language})
    if not form.is_valid():
        context = {"form": form, "heading": _("New person"), "submit": _("Create"), "back": reverse("org:person_list")}
        return render(request, "web/form_page.html", context, status=422 if form.is_bound else 200)
    person = actions.create_person(by=request.user, **form.cleaned_data)
    return see(
        request, reverse("org:person_detail", args=[person.pk]), _("Created. Invite the person to let them sign in.")
    )


@require_http_methods(["GET", "POST"])
def edit_person(request: HttpRequest, person_id: int) -> HttpResponse:
    person = access.person_for(request.user, person_id, to="edit")
    here = reverse("org:person_detail", args=[person_id])
    team = queries.home_team(person, queries.today())
    own = {name: getattr(person, name) for name in ("login", "name", "email", "phone", "language")}
    form = PersonForm(request.POST or None, person=person, initial={**own, "team": team, "roles": sorted(person.roles)})
    if not form.is_valid():
        context = {"form": form, "heading": person.name, "submit": _("Save"), "back": here}
        return render(request, "web/form_page.html", context, status=422 if form.is_bound else 200)
    values = dict(form.cleaned_data)
    actions.move_person(person, to=values.pop("team"), by=request.user)
    actions.edit_person(person, by=request.user, **values)
    return see(request, here, _("Saved."))


@require_POST
def invite_person(request: HttpRequest, person_id: int) -> HttpResponse:
    person = access.person_for(request.user, person_id, to="edit")
    token = actions.make_link(person, by=request.user)
    request.session[f"link_{person_id}"] = request.build_absolute_uri(reverse("org:join", args=[token]))
    return see(request, reverse("org:person_detail", args=[person_id]))


@require_POST
def switch_off_person(request: HttpRequest, person_id: int) -> HttpResponse:
    person = actions.switch_off_person(access.person_for(request.user, person_id, to="edit"), by=request.user)
    return see(request, reverse("org:person_detail", args=[person.pk]), _("Switched off. The records stay."))


@require_POST
def switch_on_person(request: HttpRequest, person_id: int) -> HttpResponse:
    person = actions.switch_on_person(access.person_for(request.user, person_id, to="edit"), by=request.user)
    return see(request, reverse("org:person_detail", args=[person.pk]), _("Switched on."))
