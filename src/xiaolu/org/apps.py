from django.apps import AppConfig


class OrgConfig(AppConfig):
    name = "xiaolu.org"
    label = "org"

    def ready(self) -> None:
        from xiaolu.org import models, queries

        models.absent_with_deputy.append(queries.absent_with_deputy)
