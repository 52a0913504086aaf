from django.apps import AppConfig
from django.db.models.signals import post_migrate


class PipelineConfig(AppConfig):
    name = "xiaolu.pipeline"
    label = "pipeline"

    def ready(self) -> None:
        from xiaolu.pipeline.triggers import guard

        post_migrate.connect(guard, sender=self)  # Django loses SQLite triggers when it rebuilds a table
