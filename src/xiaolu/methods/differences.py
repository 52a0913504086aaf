"""What changed between two versions of a method: a plain list that a person can read."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_noop as _

from xiaolu.domain.method import Method, Text, document_of
from xiaolu.methods.words import joined, named, target

What = Literal["added", "retired", "removed", "changed"]
Tree = Mapping[str, object]
SECTIONS = {
    "method": _("The method"),
    "stage": _("Stages"),
    "group": _("Groups of stages"),
    "kpi": _("Figures"),
    "diagnosis": _("Diagnosis"),
    "clock": _("Clocks"),
    "cadence": _("Cadences"),
    "questionnaire": _("Questionnaires"),
    "activities": _("Key activities"),
    "tools": _("Tools"),
    "roles": _("Roles"),
    "resources": _("Resources"),
    "sources": _("Sources"),
    "reasons": _("Reasons"),
    "cards": _("Skill cards"),
}
WHAT = {"added": _("added"), "retired": _("retired"), "removed": _("removed"), "changed": _("changed")}
PARTS = {
    "name": _("name"),
    "kind": _("kind"),
    "share": _("share"),
    "target": _("target"),
    "meaning": _("meaning"),
    "cause": _("cause"),
    "advice": _("advice"),
    "cards": _("skill cards"),
    "milestone": _("milestone"),
    "field": _("field"),
    "entered_when": _("entered when"),
    "buying_step": _("buying step"),
    "activities": _("key activities"),
    "tools": _("tools"),
    "roles": _("roles"),
    "resources": _("resources"),
    "cadence": _("cadence"),
    "every": _("every"),
    "rots_after": _("rots after"),
    "event": _("event for clocks"),
    "required": _("required"),
    "evidence": _("evidence"),
    "questions": _("question"),
    "description": _("description"),
    "unit": _("unit"),
    "lost_sign_off": _("sign-off of a loss"),
    "volume": _("volume"),
    "stages": _("stages"),
    "when": _("sign"),
    "due": _("due"),
    "warn": _("warning"),
    "text": _("text"),
    "better": _("better"),
}


@dataclass(frozen=True)
class Difference:
    """One thing that changed; `part` says what of it, "" for the whole of it."""

    what: What
    subject: str
    part: str = ""
    before: str = ""
    after: str = ""

    @property
    def said(self) -> str:
        return gettext(WHAT[self.what])


def differences(old: Method, new: Method) -> list[tuple[str, list[Difference]]]:
    """Per section of the method what changed, sections without a change left out."""
    before, after = document_of(old), document_of(new)
    found = []
    for key, title in SECTIONS.items():
        if changes := list(_section(key, _entries(before.get(key), key), _entries(after.get(key), key))):
            found.append((gettext(title), changes))
    if [code for code in old.codes if code in new.codes] != [code for code in new.codes if code in old.codes]:
        order = Difference("changed", gettext("Order of the stages"), "", " → ".join(old.codes), " → ".join(new.codes))
        found.insert(0, (gettext("Order of the stages"), [order]))
    return [(title, _with_targets(changes, old, new)) for title, changes in found]


def _entries(value: object, key: str) -> dict[str, Tree]:
    """What stands in a section by its code; the head of the method is one entry."""
    if isinstance(value, list):
        return {str(entry["code"]): entry for entry in value}
    if not isinstance(value, Mapping):
        return {}
    return {"": value} if key == "method" else dict(value)


def _section(key: str, old: dict[str, Tree], new: dict[str, Tree]) -> Iterator[Difference]:
    for code in dict.fromkeys([*old, *new]):
        label = _label(code, new.get(code) or old[code])
        if code not in old:
            yield Difference("added", label)
        elif code not in new:
            yield Difference("removed", label)
        else:
            if new[code].get("retired") and not old[code].get("retired"):
                yield Difference("retired", label)
            yield from _changed(label, old[code], new[code])


def _changed(label: str, old: Tree, new: Tree) -> Iterator[Difference]:
    before, after = dict(_leaves(old)), dict(_leaves(new))
    for path in dict.fromkeys([*before, *after]):
        if path != ("retired",) and before.get(path) != after.get(path):
            yield Difference("changed", label, _path(path), *_pair(before.get(path), after.get(path)))


def _leaves(value: Tree, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], object]]:
    """Every value of an entry with its path; a text in two languages and a list of codes are one value."""
    for key, inner in value.items():
        here = (*path, key)
        if isinstance(inner, Mapping) and "zh" not in inner:
            yield from _leaves(inner, here)
        elif isinstance(inner, list) and inner and isinstance(inner[0], Mapping):
            for number, one in enumerate(inner, 1):
                yield from _leaves(one, (*here, str(one.get("code") or one.get("field") or number)))
        else:
            yield here, inner


def _path(path: Iterable[str]) -> str:
    return " › ".join(gettext(PARTS[part]) if part in PARTS else part for part in path)


def _pair(before: object, after: object) -> tuple[str, str]:
    """Both values; texts in the reader's language unless only the other language changed."""
    language = "zh" if (get_language() or "zh").startswith("zh") else "en"
    if isinstance(before, Mapping) and isinstance(after, Mapping) and before.get(language) == after.get(language):
        language = "en" if language == "zh" else "zh"
    return _value(before, language), _value(after, language)


def _value(value: object, language: str) -> str:
    if isinstance(value, Mapping):
        return str(value.get(language, ""))
    if isinstance(value, list):
        return joined(_value(one, language) for one in value)
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    return "" if value is None else str(value)


def _label(code: str, entry: Tree) -> str:
    """The name of an entry with its code."""
    name = entry.get("name", entry)
    text = Text(str(name.get("zh", "")), str(name.get("en", ""))) if isinstance(name, Mapping) else None
    return " ".join(part for part in (code, named(text)) if part)


def _with_targets(changes: list[Difference], old: Method, new: Method) -> list[Difference]:
    """Targets as a reader knows them: ≥ 60% instead of 0.6."""
    shown = []
    for change in changes:
        code = change.subject.partition(" ")[0]
        if change.part == gettext(PARTS["target"]) and code:
            before, after = (_target(method, code) for method in (old, new))
            change = Difference(change.what, change.subject, change.part, before, after)
        shown.append(change)
    return shown


def _target(method: Method, code: str) -> str:
    return next((target(kpi) for kpi in method.kpis if kpi.code == code), "")
