from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "xiaolu.web"
    label = "web"
