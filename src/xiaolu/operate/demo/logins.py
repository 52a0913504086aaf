"""The logins of the demo company, kept beside the database so that `serve` can print them."""

import json
from pathlib import Path

from django.conf import settings

from xiaolu.operate.demo.people import NAMED
from xiaolu.org.models import Person

PASSWORD = "xiaolu-demo"  # noqa: S105


def path() -> Path:
    return Path(settings.HOME) / "demo.json"


def keep() -> None:
    path().parent.mkdir(parents=True, exist_ok=True)
    path().write_text(json.dumps({"password": PASSWORD}))


def demo_logins() -> list[tuple[str, str, str]]:
    """(login, password, who) of the demo people who can still sign in; none in a real company."""
    if not path().exists():
        return []
    there = set(Person.objects.filter(is_active=True).values_list("login", flat=True))
    shown = [worker for worker in NAMED if worker.says and worker.login in there]
    return [(worker.login, PASSWORD, worker.says) for worker in shown[:5]]
