"""The pages about the methods say what the method files say."""

import re
import tomllib
from pathlib import Path

import pytest

from xiaolu.domain.method import Kpi, Method, read_method
from xiaolu.insight.queries.readings import missing_for
from xiaolu.methods import running

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs" / "methods"
FILES = sorted((ROOT / "src" / "xiaolu" / "methods_builtin").glob("*.toml"))
PAGES = [(file, language) for file in FILES for language in ("zh", "en")]


def method(file: Path) -> Method:
    return read_method(tomllib.loads(file.read_text(encoding="utf-8")))


def page(file: Path, language: str) -> str:
    return (DOCS / f"{file.stem}{'.zh-CN' if language == 'zh' else ''}.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(("file", "language"), PAGES, ids=[f"{file.stem}-{language}" for file, language in PAGES])
def test_a_page_names_every_stage_and_every_figure_with_its_target(file, language):
    text, rules = page(file, language), method(file)
    assert len(text.splitlines()) <= 80
    for stage in rules.stages:
        assert f"| {stage.code} | {stage.name.into(language)} |" in text
    for kpi in rules.kpis:
        lines = [line for line in text.splitlines() if line.startswith("|") and kpi.name.into(language) in line]
        assert lines, kpi.code
        assert any(number(kpi) in re.split(r"[^0-9.%]+", line) for line in lines), f"{kpi.code} {number(kpi)}"


def number(kpi: Kpi) -> str:
    """The target as the page writes it; '' where there is none."""
    if kpi.target is None:
        return ""
    if kpi.type in ("stage_share", "conversion", "churn", "clock_kept") or (kpi.type == "ratio"):
        return f"{kpi.target * 100:.10g}%"
    return f"{kpi.target:.10g}"


def test_the_example_in_the_index_is_a_method():
    example = re.findall(r"```toml\n(.*?)```", (DOCS / "README.md").read_text(encoding="utf-8"), re.S)
    assert read_method(tomllib.loads(example[0])).code == "loans"


def test_the_index_leads_to_every_page():
    text = (DOCS / "README.md").read_text(encoding="utf-8")
    links = re.findall(r"\]\(([^)#]+\.md)\)", text)
    assert {file.stem for file in FILES} == {link.split(".")[0] for link in links}
    assert all((DOCS / link).is_file() for link in links)


@pytest.mark.parametrize("file", FILES, ids=[file.stem for file in FILES])
def test_what_is_said_to_be_counted_is_what_insight_counts(file):
    for kpi in method(file).kpis:
        assert running.counts(kpi) is not bool(missing_for(kpi)), kpi.code
