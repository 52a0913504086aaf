from importlib import import_module

from django.apps import AppConfig


class OperateConfig(AppConfig):
    name = "xiaolu.operate"
    label = "operate"

    def ready(self) -> None:
        import_module("xiaolu.operate.demo.job")  # registers the kind of queued work
