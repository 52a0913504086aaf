"""Reading methods."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, cast

from django.db.models import QuerySet

from xiaolu.domain.method import Method as MethodRules
from xiaolu.domain.method import Questionnaire, Stage, document_of
from xiaolu.methods.models import Method, MethodVersion
from xiaolu.org.models import Person
from xiaolu.org.once import once_a_page
from xiaolu.org.queries import audit

RAMP = 7


def methods() -> QuerySet[Method]:
    """The methods that can be worked with: those with a published version."""
    return Method.objects.filter(archived=False, versions__state="published").distinct().order_by("id")


def newest(method: Method | int) -> MethodVersion:
    """The newest published version. Raises MethodVersion.DoesNotExist."""
    return (
        MethodVersion.objects.filter(method=method, state="published")
        .select_related("method")
        .order_by("-number")[:1]
        .get()
    )


@once_a_page
def rules_of(method: Method | int) -> MethodRules:
    """What the newest published version says: order, KPIs and targets."""
    versions = MethodVersion.objects.filter(method=method, state="published").order_by("-number")
    return published_rules(*versions.values_list("pk", "published_at")[:1].get())


@lru_cache(maxsize=64)
def published_rules(version_id: int, published_at: datetime) -> MethodRules:
    """A published version never changes, so it is read once in a process; the moment tells databases apart."""
    return MethodVersion.objects.get(pk=version_id, state="published").rules


def method_by_code(code: str) -> Method | None:
    return Method.objects.filter(code=code).first()


def require(code: str) -> Method:
    """A method by its code. Raises ValueError with the codes that there are."""
    method = method_by_code(code)
    if method is None:
        known = ", ".join(Method.objects.order_by("id").values_list("code", flat=True))
        raise ValueError(f"no method has the code {code} (there are: {known})")
    return method


def says(version: MethodVersion) -> MethodRules:
    """What a version says; a published one is read once in a process."""
    return published_rules(version.pk, version.published_at) if version.published_at else version.rules


@dataclass(frozen=True)
class Line:
    """A method in the list: its newest published version (else its draft), and the draft beside it."""

    method: Method
    version: MethodVersion
    draft: MethodVersion | None
    rules: MethodRules

    @property
    def strip(self) -> list[tuple[Stage, str]]:
        """The stages that are in use, each with its shade."""
        shade = shades(self.rules)
        return [(stage, shade[stage.code]) for stage in self.rules.stages if not stage.retired]


def lines(methods: QuerySet[Method], *, archived: bool = False) -> list[Line]:
    """The methods with what they say now, those of Xiaolu first; archived ones only when asked for."""
    rows = methods if archived else methods.filter(archived=False)
    versions: dict[int, dict[str, MethodVersion]] = {}
    for version in MethodVersion.objects.filter(method__in=rows).defer("document").order_by("number"):
        versions.setdefault(version.method_id, {})[version.state] = version
    found = []
    for method in rows.order_by("archived", "-builtin", "id"):
        states = versions.get(method.pk, {})
        if shown := states.get("published") or states.get("draft"):
            found.append(Line(method, shown, states.get("draft"), says(shown)))
    return found


def versions_of(method: Method) -> list[tuple[MethodVersion, Person | None]]:
    """All versions, newest first, each with who published it (None: the command line, or nobody yet)."""
    versions = list(method.versions.defer("document").order_by("-number"))
    entries = audit(kind="methodversion").filter(action="publish_version", object_id__in=[one.pk for one in versions])
    by = {entry.object_id: entry.person for entry in entries}
    return [(version, by.get(version.pk)) for version in versions]


def shades(rules: MethodRules) -> dict[str, str]:
    """The shade of the blue ramp of each stage: from light to dark along the method, grey for lost."""
    ahead = [stage.code for stage in rules.stages if stage.kind != "lost"]
    steps = {code: f"ramp-{1 + round(place * (RAMP - 1) / max(len(ahead) - 1, 1))}" for place, code in enumerate(ahead)}
    return {stage.code: steps.get(stage.code, "ramp-lost") for stage in rules.stages}


@dataclass(frozen=True)
class StageLine:
    """A stage with its shade and the share of the way that is done when it is left."""

    stage: Stage
    shade: str
    done: int


def stage_lines(rules: MethodRules) -> list[StageLine]:
    """The stages in the method's order, retired ones included."""
    shade, done, found = shades(rules), 0, []
    for stage in rules.stages:
        done += stage.share
        found.append(StageLine(stage, shade[stage.code], done if stage.share else 0))
    return found


def document_in_order(version: MethodVersion) -> Mapping[str, Any]:
    """The document as it was given, its keys in the order of a method file (PostgreSQL keeps none)."""
    return cast("Mapping[str, Any]", _ordered(version.document, document_of(version.rules)))


def _ordered(value: object, like: object) -> object:
    if isinstance(value, Mapping):
        guide = like if isinstance(like, Mapping) else {}
        keys = [*(key for key in guide if key in value), *(key for key in value if key not in guide)]
        return {key: _ordered(value[key], guide.get(key)) for key in keys}
    if isinstance(value, list):
        guides = like if isinstance(like, list) and len(like) == len(value) else [None] * len(value)
        return [_ordered(one, guide) for one, guide in zip(value, guides, strict=True)]
    return value


def questionnaire(code: str) -> Questionnaire | None:
    """The questionnaire with a code, as the newest version of the first method that has it asks; None when none has."""
    rows = MethodVersion.objects.filter(state="published", method__archived=False).order_by("method", "-number")
    newest_of: dict[int, tuple[int, datetime | None]] = {}
    for method, version, published in rows.values_list("method", "pk", "published_at"):
        newest_of.setdefault(method, (version, published))
    for version, published in newest_of.values():
        if published:
            asked = (one for one in published_rules(version, published).questionnaires if one.code == code)
            if found := next(asked, None):
                return found
    return None
