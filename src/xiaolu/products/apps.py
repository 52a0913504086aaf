from django.apps import AppConfig


class ProductsConfig(AppConfig):
    name = "xiaolu.products"
    label = "products"
