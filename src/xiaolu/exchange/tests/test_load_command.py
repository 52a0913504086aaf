"""xiaolu load and unload: JSON in every case, exit 1 when a row failed."""

import json

import pytest

from xiaolu.customers.models import Account
from xiaolu.customers.tests.make import make_account
from xiaolu.exchange.tests.make import HEADINGS, csv_file, method
from xiaolu.operate import cli
from xiaolu.pipeline.actions import edit_opportunity
from xiaolu.pipeline.models import Opportunity

pytestmark = [pytest.mark.django_db, pytest.mark.database]
SHAPE = ["import", "read", "created", "updated", "unchanged", "failed", "skipped", "warnings", "errors"]


@pytest.fixture
def xiaolu(capsys, monkeypatch):
    """xiaolu(words …) → exit status and the JSON on stdout."""
    monkeypatch.setattr("xiaolu.operate.database.ready", lambda command: method())

    def run(*words: object) -> tuple[int, dict]:
        status = cli.run([*map(str, words), "--json"])
        return status, json.loads(capsys.readouterr().out)

    return run


def test_load_prints_its_result(xiaolu, tmp_path):
    path = csv_file(tmp_path, [HEADINGS, ["E1", "恒力", "王芳", "P", "100", "2026-01-05", ""]])
    status, said = xiaolu(
        "load", path, "--as", "opportunities", "--method", "spancop", "--create-missing", "owners,accounts"
    )
    assert (status, list(said), said["created"], said["errors"]) == (0, SHAPE, 1, [])


@pytest.mark.parametrize(
    ("words", "created", "skipped", "warnings"),
    [((), 1, 0, 1), (("--likely", "create"), 1, 0, 1), (("--likely", "skip"), 0, 1, 1), (("--likely", "use"), 1, 0, 1)],
)
def test_what_looks_like_a_customer_that_is_there_is_counted_and_done_as_said(
    xiaolu, tmp_path, words, created, skipped, warnings
):
    make_account(name="苏州恒力机械制造有限公司")
    path = csv_file(tmp_path, [HEADINGS, ["E1", "苏州恒力机械有限公司", "", "P", "100", "2026-01-05", ""]])
    status, said = xiaolu("load", path, "--method", "spancop", "--create-missing", "accounts", *words)
    assert (status, list(said)) == (0, SHAPE)
    assert (said["created"], said["skipped"], said["warnings"]) == (created, skipped, warnings)
    assert Account.objects.count() == (1 if words and words[1] in ("skip", "use") else 2)


def test_a_failed_row_is_said_with_row_column_code_and_message(xiaolu, tmp_path):
    path = csv_file(tmp_path, [HEADINGS, ["E1", "恒力", "", "P", "-1", "", ""]])
    status, said = xiaolu("load", path, "--create-missing", "accounts", "--errors", tmp_path / "errors.xlsx")
    assert (status, said["failed"], said["created"]) == (1, 1, 0)
    assert [list(one) for one in said["errors"]] == [["row", "column", "code", "message"]]
    assert (said["errors"][0]["row"], said["errors"][0]["column"], said["errors"][0]["code"]) == (2, "金额", "negative")
    assert (tmp_path / "errors.xlsx").exists()
    assert not Opportunity.objects.exists()


@pytest.mark.parametrize(
    "words",
    [("nothing.xlsx",), ("x.csv", "--map", "nothing.toml"), ("x.csv", "--method", "none"), ("x.csv", "--as-user", "x")],
)
def test_the_json_comes_also_when_nothing_could_be_read(xiaolu, words):
    status, said = xiaolu("load", *words)
    assert (status, list(said), len(said["errors"])) == (1, SHAPE, 1)


def test_unload_and_load_again(xiaolu, tmp_path):
    path = csv_file(tmp_path, [HEADINGS, ["E1", "恒力", "王芳", "P", "100", "2026-01-05", ""]])
    xiaolu("load", path, "--create-missing", "owners,accounts")
    assert xiaolu("unload", "--as", "opportunities", tmp_path / "out.xlsx") == (
        0,
        {"file": str(tmp_path / "out.xlsx"), "rows": 1},
    )
    status, said = xiaolu("load", tmp_path / "out.xlsx")
    assert (status, said["unchanged"]) == (0, 1)


def test_imports_are_listed_and_taken_back_by_their_number(xiaolu, tmp_path):
    path = csv_file(tmp_path, [HEADINGS, ["E1", "恒力", "王芳", "P", "100", "2026-01-05", ""]])
    number = xiaolu("load", path, "--create-missing", "owners,accounts")[1]["import"]
    status, listed = xiaolu("imports")
    assert status == 0
    assert [(one["import"], one["state"], one["created"], one["undo"]) for one in listed["imports"]] == [
        (number, "done", 1, True)
    ]
    status, undone = xiaolu("undo", number)
    assert (status, undone["undone"], undone["reasons"]) == (0, True, [])
    assert undone["taken_back"]["opportunity"] == {"made": 1, "changed": 0}
    assert not Opportunity.objects.exists()
    assert xiaolu("imports")[1]["imports"][0]["state"] == "undone"


def test_a_refused_undo_exits_with_1_and_names_what(xiaolu, tmp_path):
    path = csv_file(tmp_path, [HEADINGS, ["E1", "恒力", "", "P", "100", "2026-01-05", ""]])
    number = xiaolu("load", path, "--create-missing", "accounts")[1]["import"]
    edit_opportunity(Opportunity.objects.get(), by=None, note="mine")
    status, refused = xiaolu("undo", number)
    assert (status, refused["undone"], refused["state"]) == (1, False, "done")
    assert [one["code"] for one in refused["reasons"]] == ["undo_changed"]
    assert Opportunity.objects.get().number in refused["reasons"][0]["message"]


def test_undoing_what_there_is_not_says_so(xiaolu, capsys):
    assert cli.run(["undo", "99"]) == 1
    assert "99" in capsys.readouterr().err
