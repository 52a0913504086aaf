"""The first run: company, method, data. Three pages, then the first figure."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from xiaolu.desk import access, actions, queries
from xiaolu.desk.forms import MethodsForm
from xiaolu.jobs.queries import job_of
from xiaolu.methods.queries import lines
from xiaolu.org.actions import edit_company
from xiaolu.org.forms import CompanyForm
from xiaolu.org.queries import company
from xiaolu.web.answers import see


@require_http_methods(["GET", "POST"])
def welcome_company(request: HttpRequest) -> HttpResponse:
    access.require_first_run(request.user)
    form = CompanyForm(request.POST or None, instance=company())
    if not form.is_valid():
        return render(request, "desk/welcome_company.html", {"form": form}, status=422 if form.is_bound else 200)
    edit_company(company(), by=request.user, **form.cleaned_data)
    return see(request, reverse("desk:welcome_method"))


@require_http_methods(["GET", "POST"])
def welcome_method(request: HttpRequest) -> HttpResponse:
    access.require_first_run(request.user)
    offered = lines(access.methods_offered(), archived=True)
    form = MethodsForm(request.POST if request.method == "POST" else None, lines=offered)
    if not form.is_valid():
        context = {"form": form, "lines": offered}
        return render(request, "desk/welcome_method.html", context, status=422 if form.is_bound else 200)
    actions.work_by(form.cleaned_data["methods"], by=request.user)
    return see(request, reverse("desk:welcome_data"))


@require_GET
def welcome_data(request: HttpRequest) -> HttpResponse:
    access.require_first_run(request.user)
    return render(request, "desk/welcome_data.html", {"can_demo": queries.can_make_demo()})


@require_POST
def make_demo(request: HttpRequest) -> HttpResponse:
    """The fictitious company, made by the worker; its people cannot sign in."""
    access.require_first_run(request.user)
    request.session["demo_job"] = actions.order_demo(by=request.user).pk
    return see(request, reverse("desk:demo_progress"))


@require_GET
def demo_progress(request: HttpRequest) -> HttpResponse:
    access.require_keeper(request.user)
    job = job_of(request.session.get("demo_job", 0), "operate.demo")
    if job is None or job.state == "done":
        return see(
            request, reverse("insight:kpi_page"), _("This is the fictitious company. Look around.") if job else ""
        )
    part = "#bar" if request.headers.get("HX-Request") else ""
    return render(request, f"desk/demo_progress.html{part}", {"job": job})
