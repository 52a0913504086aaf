"""Grades of accounts: set one by hand, compute all anew."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from xiaolu.customers import access, actions
from xiaolu.customers.forms import GradeForm
from xiaolu.customers.views.pages import form_page
from xiaolu.web.answers import see


@require_http_methods(["GET", "POST"])
def set_grade(request: HttpRequest, account_id: int) -> HttpResponse:
    account = access.account_for(request.user, account_id, to="edit")
    form, back = (
        GradeForm(request.POST or None, subject=account),
        reverse("customers:account_detail", args=[account_id]),
    )
    if not form.is_valid():
        heading = _("Grade of %(account)s") % {"account": account.name}
        return form_page(request, form, heading=heading, submit=_("Save"), back=back)
    actions.set_grade(account, by=request.user, seen=form.seen, **form.values)
    return see(request, back, _("Saved."))


@require_POST
def grade_accounts(request: HttpRequest) -> HttpResponse:
    if request.user.edit_scope != "all":
        raise PermissionDenied
    changed = actions.grade_accounts(by=request.user)
    return see(request, reverse("customers:account_list"), _("Graded anew; %(count)s changed.") % {"count": changed})
