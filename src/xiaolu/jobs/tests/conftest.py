"""An embedded database has one worker: the tests of several at once belong to PostgreSQL alone."""

from django.conf import settings

EMBEDDED = settings.DATABASES["default"]["ENGINE"].endswith("sqlite3")
collect_ignore = ["test_two_workers.py"] if EMBEDDED else []
