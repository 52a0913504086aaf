from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "xiaolu.desk"
    label = "desk"
