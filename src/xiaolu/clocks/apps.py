from django.apps import AppConfig


class ClocksConfig(AppConfig):
    name = "xiaolu.clocks"
    label = "clocks"
