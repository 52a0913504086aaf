"""What waits for a second person: confirmations of milestones and sign-offs of losses."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from xiaolu.pipeline import access, actions
from xiaolu.pipeline.forms import AnswerForm
from xiaolu.pipeline.words import Told, told
from xiaolu.web.answers import back_to, see

MOST = 200


@require_GET
def request_list(request: HttpRequest) -> HttpResponse:
    context = {
        "to_decide": lines(access.requests_to_decide(request.user)),
        "to_read": lines(access.answers_to_read(request.user)),
        "asked": lines(access.requests_asked_by(request.user)),
    }
    return render(request, "pipeline/request_list.html", context)


def lines(rows) -> list[Told]:
    return [told(row) for row in rows[:MOST]]


@require_POST
def accept_request(request: HttpRequest, request_id: int) -> HttpResponse:
    found = access.request_for(request.user, request_id)
    actions.accept_request(found, by=request.user)
    return see(request, back_to(request, reverse("pipeline:request_list")), _("Agreed."))


@require_http_methods(["GET", "POST"])
def refuse_request(request: HttpRequest, request_id: int) -> HttpResponse:
    found = access.request_for(request.user, request_id)
    form = AnswerForm(request.POST or None)
    back = back_to(request, reverse("pipeline:request_list"))
    if not form.is_valid():
        context = {
            "form": form,
            "heading": _("Refuse"),
            "submit": _("Refuse"),
            "back": back,
            "text": told(found).sentence,
        }
        return render(request, "web/form_page.html", context, status=422 if form.is_bound else 200)
    actions.refuse_request(found, by=request.user, answer=form.cleaned_data["answer"])
    return see(request, reverse("pipeline:request_list"), _("Refused. Who asked is told why."))


@require_POST
def drop_request(request: HttpRequest, request_id: int) -> HttpResponse:
    actions.drop_request(access.request_for(request.user, request_id, to="drop"), by=request.user)
    return see(request, back_to(request, reverse("pipeline:request_list")), _("Not asked any more."))


@require_POST
def notice_answers(request: HttpRequest) -> HttpResponse:
    actions.notice_answers(by=request.user)
    return see(request, reverse("pipeline:request_list"))
