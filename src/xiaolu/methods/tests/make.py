"""Methods for the tests."""

import tomllib
from copy import deepcopy
from pathlib import Path
from typing import Any

from xiaolu.methods import actions
from xiaolu.methods.models import Method, MethodVersion
from xiaolu.org.models import AuditEntry, Person

BUILT_IN = Path(__file__).parents[2] / "methods_builtin"
NAMES = ("spancop", "nine-step", "showroom", "sales-platform", "field-sales")


def document(name: str = "spancop") -> dict[str, Any]:
    return tomllib.loads((BUILT_IN / f"{name}.toml").read_text(encoding="utf-8"))


def changed(**stage: object) -> dict[str, Any]:
    """SPANCOP with something else said of its first stage."""
    found = deepcopy(document())
    found["stage"][0] |= stage or {"cadence": {"every": "21 days"}}
    return found


def make_draft(given: dict[str, Any] | None = None, *, by: Person | None = None) -> MethodVersion:
    return actions.add_version(given or document(), by=by)


def make_published(given: dict[str, Any] | None = None, *, by: Person | None = None) -> MethodVersion:
    return actions.publish_version(make_draft(given, by=by), by=by)


def install_all() -> list[Method]:
    return [version.method for version in actions.install_builtin([document(name) for name in NAMES])]


def entries(action: str, by: Person | None = None) -> int:
    return AuditEntry.objects.filter(action=action, person=by).count()
