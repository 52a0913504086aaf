from django.apps import AppConfig


class OrgConfig(AppConfig):
    name = "xiaolu.org"
    label = "org"
