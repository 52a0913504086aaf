from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "xiaolu.files"
    label = "files"
