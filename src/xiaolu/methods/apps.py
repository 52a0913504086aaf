from django.apps import AppConfig
from django.db.models.signals import post_migrate


class MethodsConfig(AppConfig):
    name = "xiaolu.methods"
    label = "methods"

    def ready(self) -> None:
        from xiaolu.methods.triggers import guard

        post_migrate.connect(guard, sender=self)  # Django loses SQLite triggers when it rebuilds a table
