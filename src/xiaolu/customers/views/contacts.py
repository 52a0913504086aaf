"""The people at an account."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from xiaolu.customers import access, actions
from xiaolu.customers.forms import ContactForm
from xiaolu.customers.models import Contact
from xiaolu.customers.views.pages import conflict, form_page, whole_number
from xiaolu.domain.rules import Stale
from xiaolu.org.hiding import without_hidden
from xiaolu.web.answers import see


@require_http_methods(["GET", "POST"])
def create_contact(request: HttpRequest, account_id: int) -> HttpResponse:
    account = access.account_for(request.user, account_id, to="edit")
    back = reverse("customers:account_detail", args=[account_id])
    form = ContactForm(request.POST or None)
    if not form.is_valid():
        heading = _("New contact at %(account)s") % {"account": account.name}
        return form_page(request, form, heading=heading, submit=_("Create"), back=back)
    actions.create_contact(account, by=request.user, **form.values)
    return see(request, back, _("Created."))


@require_http_methods(["GET", "POST"])
def edit_contact(request: HttpRequest, contact_id: int) -> HttpResponse:
    contact = access.contact_for(request.user, contact_id, to="edit")
    form = ContactForm(request.POST or None, subject=contact)
    without_hidden(form, request.user)
    if not form.is_valid():
        return form_page(request, form, heading=contact.name, submit=_("Save"), back=_page(contact))
    try:
        actions.edit_contact(contact, by=request.user, seen=form.seen, **form.values)
    except Stale:
        return conflict(request, form, access.contact_for(request.user, contact_id), back=_page(contact))
    return see(request, _page(contact), _("Saved."))


@require_POST
def archive_contact(request: HttpRequest, contact_id: int) -> HttpResponse:
    contact = access.contact_for(request.user, contact_id, to="edit")
    actions.archive_contact(contact, by=request.user, seen=whole_number(request.POST.get("version")))
    return see(request, _page(contact), _("Archived."))


@require_POST
def restore_contact(request: HttpRequest, contact_id: int) -> HttpResponse:
    contact = access.contact_for(request.user, contact_id, to="edit")
    actions.restore_contact(contact, by=request.user, seen=whole_number(request.POST.get("version")))
    return see(request, _page(contact), _("Restored."))


def _page(contact: Contact) -> str:
    return reverse("customers:account_detail", args=[contact.account_id])
