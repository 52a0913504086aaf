"""MAN of an account: the questions, and what follows from the answers."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from xiaolu.customers import access, actions, queries
from xiaolu.customers.forms import QualificationForm
from xiaolu.customers.views.pages import form_page
from xiaolu.web.answers import see


@require_http_methods(["GET", "POST"])
def qualify_account(request: HttpRequest, account_id: int) -> HttpResponse:
    account = access.account_for(request.user, account_id, to="edit")
    form = QualificationForm(request.POST or None, subject=queries.qualification_of(account))
    back = reverse("customers:account_detail", args=[account_id])
    if not form.is_valid():
        heading = _("MAN of %(account)s") % {"account": account.name}
        return form_page(request, form, heading=heading, submit=_("Save"), back=back)
    actions.qualify_account(account, by=request.user, seen=form.seen, **form.values)
    return see(request, back, _("Saved."))
