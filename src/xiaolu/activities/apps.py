from django.apps import AppConfig


class ActivitiesConfig(AppConfig):
    name = "xiaolu.activities"
    label = "activities"
