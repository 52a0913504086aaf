from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "xiaolu.outbox"
    label = "outbox"
