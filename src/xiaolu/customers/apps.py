from django.apps import AppConfig


class CustomersConfig(AppConfig):
    name = "xiaolu.customers"
    label = "customers"
