from django.db import migrations

from xiaolu.search import postgresql, sqlite


def create(apps, schema_editor):
    statements = postgresql.CREATE if schema_editor.connection.vendor == "postgresql" else [sqlite.CREATE]
    for statement in statements:
        schema_editor.execute(statement)


def drop(apps, schema_editor):
    statements = postgresql.DROP if schema_editor.connection.vendor == "postgresql" else [sqlite.DROP]
    for statement in statements:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("search", "0001_what_can_be_found")]
    operations = [migrations.RunPython(create, drop)]
