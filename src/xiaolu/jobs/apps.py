from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "xiaolu.jobs"
    label = "jobs"
