"""How attractive a customer is within its industry: the questions, and what follows from the answers."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from xiaolu.customers import access, actions, queries
from xiaolu.customers.file_forms import RatingForm
from xiaolu.customers.models import Account
from xiaolu.customers.views.pages import form_page
from xiaolu.web.answers import see


@require_http_methods(["GET", "POST"])
def rate_account(request: HttpRequest, account_id: int) -> HttpResponse:
    account = access.account_for(request.user, account_id, to="edit")
    asked = queries.asked_about(Account)
    if asked is None:
        raise Http404
    form = RatingForm(request.POST or None, asked=asked, standing=queries.standing(account, asked))
    back = reverse("customers:account_detail", args=[account_id])
    if not form.is_valid():
        heading = _("How attractive is %(account)s?") % {"account": account.name}
        return form_page(request, form, heading=heading, submit=_("Save"), back=back, text=asked.hint)
    actions.rate_account(account, by=request.user, seen=form.seen, answers=form.answers)
    return see(request, back + "#rating", _("Saved."))
