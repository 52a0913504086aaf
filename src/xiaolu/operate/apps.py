from django.apps import AppConfig


class OperateConfig(AppConfig):
    name = "xiaolu.operate"
    label = "operate"
