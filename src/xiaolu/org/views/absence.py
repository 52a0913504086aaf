"""Who stands in for somebody, and who takes over when somebody leaves."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from xiaolu.org import access, actions, queries
from xiaolu.org.models import Person
from xiaolu.org.rights_forms import HandOverForm, StandInForm
from xiaolu.web.answers import see


def home_of(request: HttpRequest, person: Person) -> str:
    return reverse("org:profile") if person == request.user else reverse("org:person_detail", args=[person.pk])


@require_http_methods(["GET", "POST"])
def stand_in(request: HttpRequest, person_id: int) -> HttpResponse:
    person = access.person_led_by(request.user, person_id)
    now, back = queries.today(), home_of(request, person)
    form = StandInForm(
        request.POST or None, people=access.possible_deputies(person), initial={"first": now, "last": now}
    )
    if not form.is_valid():
        context = {
            "form": form, "heading": _("%(name)s is absent") % {"name": person.name}, "submit": _("Save"), "back": back,
            "text": _("On these days the other person sees and may change the same customers and opportunities."),
        }  # fmt: skip
        return render(request, "web/form_page.html", context, status=422 if form.is_bound else 200)
    actions.stand_in(person, by=request.user, **form.cleaned_data)
    return see(request, back, _("Saved."))


@require_POST
def end_stand_in(request: HttpRequest, stand_in_id: int) -> HttpResponse:
    row = access.stand_in_for(request.user, stand_in_id)
    actions.end_stand_in(row, by=request.user)
    return see(request, home_of(request, row.absent), _("Ended."))


@require_http_methods(["GET", "POST"])
def hand_over_person(request: HttpRequest, person_id: int) -> HttpResponse:
    """Everything that somebody looks after goes to another, in one go."""
    person = access.person_led_by(request.user, person_id)
    access.require_successor_giver(request.user, person)
    back = reverse("org:person_detail", args=[person.pk])
    form = HandOverForm(
        request.POST or None, people=access.successors(request.user, person), may_switch_off=request.user.keeps_house
    )
    if not form.is_valid():
        counts = [(kind.name, kind.count(person)) for kind in actions.BELONGINGS]
        context = {"form": form, "person": person, "counts": counts, "back": back}
        return render(request, "org/hand_over_person.html", context, status=422 if form.is_bound else 200)
    moved = actions.hand_over(person, by=request.user, **form.cleaned_data)
    what = ", ".join(f"{name} {many}" for name, many in moved.items())
    return see(request, back, _("Handed over: %(what)s.") % {"what": what})
