from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "xiaolu.search"
    label = "search"
