from importlib import import_module

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "xiaolu.exchange"
    label = "exchange"

    def ready(self) -> None:
        import_module("xiaolu.exchange.jobs")  # registers the kinds of queued work
