"""The texts to begin with, and what the company rules about messages."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from xiaolu.activities import access, actions
from xiaolu.activities.forms import MessageRuleForm, MessageTemplateForm
from xiaolu.activities.queries import messages as texts
from xiaolu.web.answers import page_of, see
from xiaolu.web.asked import seen_version


@require_GET
def message_template_list(request: HttpRequest) -> HttpResponse:
    access.require_editor(request.user)
    archived = request.GET.get("archived") == "1"
    rows = texts.templates_for(request.user)
    keeps = access.keeps_messages(request.user)
    page = page_of(request, rows if archived else rows.filter(archived=False))
    context = {"page": page, "archived": archived, "keeps": keeps, "ruled": texts.every_rule()}
    return render(request, "activities/message_template_list.html", context)


@require_http_methods(["GET", "POST"])
def create_message_template(request: HttpRequest) -> HttpResponse:
    access.require_editor(request.user)
    may_share = access.keeps_messages(request.user)
    form = MessageTemplateForm(request.POST or None, may_share=may_share)
    if not form.is_valid():
        return _form_page(request, form, _("New text"))
    person = None if form.cleaned_data.get("for_everybody") else request.user
    actions.create_message_template(by=request.user, person=person, **form.values)
    return see(request, reverse("activities:message_template_list"), _("Created."))


@require_http_methods(["GET", "POST"])
def edit_message_template(request: HttpRequest, template_id: int) -> HttpResponse:
    template = access.message_template_for(request.user, template_id)
    form = MessageTemplateForm(request.POST or None, subject=template, may_share=False)
    if not form.is_valid():
        return _form_page(request, form, template.name)
    actions.edit_message_template(template, by=request.user, seen=form.seen, **form.values)
    return see(request, reverse("activities:message_template_list"), _("Saved."))


@require_POST
def archive_message_template(request: HttpRequest, template_id: int) -> HttpResponse:
    template = access.message_template_for(request.user, template_id)
    actions.archive_message_template(template, by=request.user, seen=seen_version(request))
    return see(request, reverse("activities:message_template_list"), _("Archived."))


@require_POST
def restore_message_template(request: HttpRequest, template_id: int) -> HttpResponse:
    template = access.message_template_for(request.user, template_id)
    actions.restore_message_template(template, by=request.user, seen=seen_version(request))
    return see(request, reverse("activities:message_template_list"), _("Restored."))


@require_http_methods(["GET", "POST"])
def edit_message_rule(request: HttpRequest, method_id: int, code: str) -> HttpResponse:
    access.require_message_keeper(request.user)
    found = next((one for one in texts.every_rule() if one.method.pk == method_id and one.cadence.code == code), None)
    if found is None:
        raise Http404
    form = MessageRuleForm(request.POST or None, subject=found.rule)
    if not form.is_valid():
        return _form_page(request, form, found.cadence.name.into(request.user.language))
    actions.edit_message_rule(found.method, code, by=request.user, seen=form.seen, **form.values)
    return see(request, reverse("activities:message_template_list"), _("Saved."))


def _form_page(request: HttpRequest, form: MessageTemplateForm | MessageRuleForm, heading: str) -> HttpResponse:
    back = reverse("activities:message_template_list")
    context = {"form": form, "heading": heading, "submit": _("Save"), "back": back}
    return render(request, "web/form_page.html", context, status=422 if form.is_bound else 200)
