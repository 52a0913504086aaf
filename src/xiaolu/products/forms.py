"""Parse and check what the pages of products send."""

from django import forms
from django.utils.translation import gettext_lazy as _

from xiaolu.products.models import Product


class ProductForm(forms.Form):
    code = forms.CharField(label=_("Code"), max_length=40)
    name = forms.CharField(label=_("Name"), max_length=120)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, product: Product | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.product = product

    def clean_code(self) -> str:
        code = self.cleaned_data["code"]
        taken = Product.objects.filter(code__iexact=code)
        if self.product:
            taken = taken.exclude(pk=self.product.pk)
        if taken.exists():
            raise forms.ValidationError(_("Another product has this code."))
        return code

    @property
    def values(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in ("code", "name")}

    @property
    def seen(self) -> int:
        """The version that the page showed; 0 when it said none."""
        return self.cleaned_data["version"] or 0
