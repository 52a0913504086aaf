"""What the documents say is what there is."""

import re
from pathlib import Path

from xiaolu.domain.method import KPI_TYPES
from xiaolu.operate.cli import COMMANDS

ROOT = Path(__file__).resolve().parent.parent


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def test_every_setting_is_explained_and_nothing_else():
    used = set()
    for path in [*(ROOT / "src").rglob("*.py"), *(ROOT / "tooling").glob("*"), *(ROOT / "tests").rglob("*.py")]:
        if path.is_file():
            used |= set(re.findall(r"XIAOLU_[A-Z_]+\b", path.read_text(encoding="utf-8")))
    explained = set(re.findall(r"`(XIAOLU_[A-Z_]+)`", text("docs/settings.md")))
    assert used - {"XIAOLU_SOAK"} == explained


def test_the_readme_names_only_commands_that_there_are():
    for name in ("README.md", "README.zh-CN.md", "CHANGELOG.md", "docs/architecture.md"):
        assert set(re.findall(r"xiaolu ([a-z]+)(?: |`)", text(name))) <= {*COMMANDS, "xiaolu"}, name


def test_every_command_has_its_module():
    modules = {path.stem for path in (ROOT / "src/xiaolu/operate/commands").glob("[a-z]*.py")}
    assert modules == set(COMMANDS)


def test_the_how_to_names_every_kpi_type():
    line = next(line for line in text("docs/how-to/add-a-kpi.md").splitlines() if line.startswith("type ="))
    assert set(re.findall(r"\w+", line.split("#")[1])) | {"conversion"} == {kind.type for kind in KPI_TYPES}


def test_both_readmes_are_short_and_every_link_leads_somewhere():
    for name in ("README.md", "README.zh-CN.md"):
        assert len(text(name).splitlines()) <= 80
        for link in re.findall(r"\]\(([^)#]+)", text(name)):
            assert link.startswith("http") or (ROOT / link).exists(), (name, link)


def test_no_tracked_text_names_a_registry_or_a_path_of_a_machine():
    for name in (
        "package-lock.json",
        *(f"requirements/{kind}.txt" for kind in ("run", "dev", "setup", "node", "postgresql")),
    ):
        assert "resolved" not in text(name), name
        assert "index-url" not in text(name), name
        assert not re.search(r"https?://[^\s\"]*/simple", text(name)), name
