"""The shape of the code is a test: sizes, who writes, names, colours, templates. Lifting one needs an ADR."""

import ast
import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models
from django.urls import URLPattern, URLResolver, get_resolver

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "xiaolu"
MOST_LINES, MOST_FUNCTION, MOST_TEMPLATE = 400, 60, 150
PYTHON = sorted(path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts)
CODE = [path for path in PYTHON if "tests" not in path.parts and path.name != "conftest.py"]
TEMPLATES = sorted(SOURCE.rglob("templates/**/*.html"))
STYLES = sorted(path for path in SOURCE.rglob("static/**/*.css") if "vendor" not in path.parts)

# Who may write: actions, and what actions are made of.
WRITERS = re.compile(
    r"(^|/)(actions(/|\.py)|(ledger|bulk|caches|audit|triggers)\.py|operate/|search/(sqlite|postgresql|engines)\.py)"
)
WRITES = {"create", "update", "delete", "bulk_create", "bulk_update", "get_or_create", "update_or_create", "save",
          "acreate", "aupdate", "adelete", "asave"}  # fmt: skip
QUERYSETS = {"filter", "exclude", "all", "objects", "order_by", "select_for_update", "select_related", "annotate",
             "grants", "links", "versions", "memberships", "places", "contacts", "using"}  # fmt: skip

BANNED = {"utils", "util", "common", "helpers", "helper", "manager", "managers", "data", "info", "misc"}
OF_DJANGO = {"handle_no_permission", "handle", "process_exception"}
COLOUR = re.compile(r"#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|hwb|lab|lch|oklab|oklch|color)a?\(", re.I)
STYLE = re.compile(r"\sstyle\s*=", re.I)
TAG = re.compile(r"\{[%{].*?[%}]\}")
HANDLER = re.compile(r"\son[a-z]+\s*=", re.I)
INLINE_SCRIPT = re.compile(r"<script(?![^>]*\bsrc=)", re.I)
OPENING = re.compile(r"\A(?:\s*\{% (?:extends|load) [^%]*%\})*\s*(\{% comment %\}|\{#)")


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def functions(paths: Iterable[Path]) -> Iterator[tuple[Path, ast.FunctionDef | ast.AsyncFunctionDef]]:
    for path in paths:
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield path, node


def none(offenders: Iterable[str]) -> None:
    found = sorted(set(offenders))
    assert not found, f"{len(found)}:\n" + "\n".join(found)


def test_files_are_short():
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in PYTHON}
    none(f"{name(path)}: {length} lines" for path, length in lengths.items() if length > MOST_LINES)


def test_functions_are_short():
    none(
        f"{name(path)}:{node.lineno} {node.name}: {length} lines"
        for path, node in functions(PYTHON)
        if (length := (node.end_lineno or 0) - node.lineno + 1) > MOST_FUNCTION
    )


def test_templates_are_short():
    none(name(path) for path in TEMPLATES if len(path.read_text(encoding="utf-8").splitlines()) > MOST_TEMPLATE)


def chain(node: ast.expr) -> list[str]:
    """The names of a chain of attributes and calls, outermost last: Person.objects.filter(…).update."""
    names: list[str] = []
    while True:
        if isinstance(node, ast.Attribute):
            names.append(node.attr)
            node = node.value
        elif isinstance(node, ast.Call):
            node = node.func
        elif isinstance(node, ast.Subscript):
            node = node.value
        else:
            return [*([node.id] if isinstance(node, ast.Name) else []), *reversed(names)]


def writes(call: ast.Call) -> str:
    """What a call writes: by managers and querysets, or by an object's own save and delete; '' for nothing."""
    if not isinstance(call.func, ast.Attribute) or call.func.attr not in WRITES:
        return ""
    names = chain(call.func)
    if QUERYSETS & set(names[:-1]):
        return ".".join(names)
    own = call.func.attr in ("save", "asave") or (call.func.attr in ("delete", "adelete") and not call.args)
    return ".".join(names) if own and isinstance(call.func.value, ast.Name) else ""


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Person.objects.filter(pk=1).update(name='x')", True),
        ("Person.objects.create()", True),
        ("team.memberships.all().delete()", True),
        ("person.save(update_fields=['name'])", True),
        ("person.delete()", True),
        ("context.update(form=form)", False),
        ("found.setdefault(1, {}).update(a=1)", False),
        ("hashlib.sha256(b'').update(b'x')", False),
        ("workbook.save", False),
    ],
)
def test_what_counts_as_writing(line, expected):
    calls = [node for node in ast.walk(ast.parse(line)) if isinstance(node, ast.Call)]
    assert any(writes(call) for call in calls) is expected


def test_only_actions_write():
    none(
        f"{name(path)}:{node.lineno} {what}"
        for path in CODE
        if not WRITERS.search(path.relative_to(SOURCE).as_posix())
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and (what := writes(node))
    )


def test_views_do_not_query():
    views = [path for path in CODE if path.name == "views.py" or "views" in path.parts]
    none(
        f"{name(path)}:{node.lineno} {'.'.join(chain(node))}"
        for path in views
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute) and node.attr == "objects"
    )


def patterns(resolver: URLResolver, space: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from patterns(entry, entry.namespace or space)
        else:
            yield space, entry


def test_every_address_is_named_after_its_view_and_lives_in_its_app():
    for space, pattern in patterns(get_resolver()):
        view = pattern.callback
        assert pattern.name, f"{pattern.pattern} has no name"
        assert view.__name__ == pattern.name, f"{space}:{pattern.name} leads to {view.__name__}"
        assert view.__module__.startswith(f"xiaolu.{space}.views"), f"{space}:{pattern.name} is {view.__module__}"


def test_every_public_view_has_an_address():
    reached = {(space, pattern.name) for space, pattern in patterns(get_resolver())}
    offenders = []
    for path in CODE:
        if path.name != "views.py" and "views" not in path.parts:
            continue
        app = path.relative_to(SOURCE).parts[0]
        for node in tree(path).body:
            takes_request = isinstance(node, ast.FunctionDef) and node.args.args and node.args.args[0].arg == "request"
            answers = takes_request and "Response" in ast.unparse(node.returns or ast.Constant(""))
            decorated = answers and any("require_" in ast.unparse(one) for one in node.decorator_list)
            if decorated and not node.name.startswith("_") and (app, node.name) not in reached:
                offenders.append(f"{name(path)}:{node.lineno} {node.name}")
    none(offenders)


def test_views_say_which_methods_they_answer():
    """One page answers by GET alone; a change by POST alone; a form by both. Health and redirects answer anything."""
    free = {"desk:home", "desk:find", "desk:healthz"}
    offenders = []
    for space, pattern in patterns(get_resolver()):
        module = find_spec(pattern.callback.__module__)
        body = tree(Path(module.origin)).body if module and module.origin else []
        view = next((one for one in body if isinstance(one, ast.FunctionDef) and one.name == pattern.name), None)
        said = view and any("require_" in ast.unparse(one) for one in view.decorator_list)
        if not said and f"{space}:{pattern.name}" not in free:
            offenders.append(f"{space}:{pattern.name}")
    none(offenders)


def test_migrations_are_named():
    files = [path for path in SOURCE.rglob("migrations/[0-9]*.py")]
    none(
        name(path)
        for path in files
        if re.search(r"_auto_|^\d+_initial$", path.stem) or not re.match(r"\d{4}_[a-z]", path.stem)
    )


def colours(path: Path) -> list[str]:
    """Where a file names a colour: in the declarations of a stylesheet, in attributes, in texts of Python."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".css":
        declared = " ".join(re.findall(r"\{([^{}]*)\}", re.sub(r"/\*.*?\*/", "", text, flags=re.S)))
        return COLOUR.findall(declared)
    if path.suffix == ".py":
        return re.findall(r"[\"'](#(?:[0-9a-f]{3}|[0-9a-f]{6}))[\"']", text, re.I)
    return [one for one in re.findall(r"(?:fill|stroke|color)=[\"']([^\"']+)", text) if COLOUR.match(one)]


def test_colours_stand_in_the_tokens_only():
    files = [path for path in [*STYLES, *TEMPLATES, *CODE] if path.name != "tokens.css"]
    none(f"{name(path)} {one}" for path in files for one in colours(path))


@pytest.mark.parametrize(
    ("what", "pattern"),
    [("style", STYLE), ("handler", HANDLER), ("script", INLINE_SCRIPT)],
    ids=["style", "handler", "script"],
)
def test_templates_hold_no_styles_handlers_or_scripts(what, pattern):
    none(
        f"{name(path)}:{number} {line.strip()[:80]}"
        for path in TEMPLATES
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if pattern.search(TAG.sub("", line))
    )


def test_every_template_says_its_context_first():
    none(name(path) for path in TEMPLATES if not OPENING.match(path.read_text(encoding="utf-8")))


def test_names_say_what_is_in_them():
    files = [
        f"{name(path)}" for path in [*PYTHON, *SOURCE.rglob("*.js"), *TEMPLATES]
        if "vendor" not in path.parts and {*path.stem.split("."), *path.relative_to(SOURCE).parts[:-1]} & BANNED
    ]  # fmt: skip
    banned = re.compile(r"^_*(process|handle)_|^(utils|common|helpers?|misc)$")
    none(
        files
        + [
            f"{name(path)}:{node.lineno} {node.name}"
            for path, node in functions(PYTHON)
            if banned.search(node.name) and node.name not in OF_DJANGO
        ]
    )


def test_texts_are_empty_never_null():
    ours = [model for model in apps.get_models() if model.__module__.startswith("xiaolu.")]
    none(
        f"{model._meta.label}.{field.name}"
        for model in ours
        for field in model._meta.get_fields()
        if isinstance(field, models.CharField | models.TextField) and field.null
    )


def test_every_module_says_what_it_is_for():
    """Modules of more than a few lines begin with a sentence; tests, urls and apps speak for themselves."""
    quiet = {"__init__.py", "apps.py", "urls.py", "conftest.py"}
    none(
        name(path) for path in CODE
        if path.name not in quiet and len(tree(path).body) > 3 and ast.get_docstring(tree(path)) is None
    )  # fmt: skip
