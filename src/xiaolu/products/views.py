"""Pages of products."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from xiaolu.products import access, actions, queries
from xiaolu.products.forms import ProductForm
from xiaolu.web.answers import page_of, see
from xiaolu.web.asked import seen_version


@require_GET
def product_list(request: HttpRequest) -> HttpResponse:
    archived = request.GET.get("archived") == "1"
    rows = queries.products(q=request.GET.get("q", "").strip(), archived=archived)
    context = {
        "page": page_of(request, rows),
        "archived": archived,
        "may_edit": access.keeps_products(request.user),
    }
    return render(request, "products/product_list.html", context)


@require_http_methods(["GET", "POST"])
def create_product(request: HttpRequest) -> HttpResponse:
    access.require_product_keeper(request.user)
    form = ProductForm(request.POST or None)
    if not form.is_valid():
        return _form_page(request, form, _("New product"), _("Create"))
    actions.create_product(by=request.user, **form.values)
    return see(request, reverse("products:product_list"), _("Created."))


@require_http_methods(["GET", "POST"])
def edit_product(request: HttpRequest, product_id: int) -> HttpResponse:
    product = access.product_for(request.user, product_id, to="edit")
    initial = {"code": product.code, "name": product.name, "version": product.version}
    form = ProductForm(request.POST or None, product=product, initial=initial)
    if not form.is_valid():
        return _form_page(request, form, product.name, _("Save"))
    actions.edit_product(product, by=request.user, seen=form.seen, **form.values)
    return see(request, reverse("products:product_list"), _("Saved."))


@require_POST
def archive_product(request: HttpRequest, product_id: int) -> HttpResponse:
    product = access.product_for(request.user, product_id, to="edit")
    actions.archive_product(product, by=request.user, seen=seen_version(request))
    return see(request, reverse("products:product_list"), _("Archived. Past figures keep it."))


@require_POST
def restore_product(request: HttpRequest, product_id: int) -> HttpResponse:
    product = access.product_for(request.user, product_id, to="edit")
    actions.restore_product(product, by=request.user, seen=seen_version(request))
    return see(request, reverse("products:product_list"), _("Restored."))


def _form_page(request: HttpRequest, form: ProductForm, heading: str, submit: str) -> HttpResponse:
    back = reverse("products:product_list")
    context = {"form": form, "heading": heading, "submit": submit, "back": back}
    return render(request, "web/form_page.html", context, status=422 if form.is_bound else 200)
