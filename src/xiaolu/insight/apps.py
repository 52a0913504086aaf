from django.apps import AppConfig


class InsightConfig(AppConfig):
    name = "xiaolu.insight"
    label = "insight"
