import json
from datetime import timedelta

import pytest

from xiaolu.operate import cli
from xiaolu.operate.database import builtin_documents, migrate
from xiaolu.org.models import Person, SignInLink
from xiaolu.org.queries import today
from xiaolu.pipeline.models import Passage
from xiaolu.pipeline.tests.make import days_ago, make_opportunity, spancop

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def method(db):
    return spancop()


def said(capsys, *words: str) -> dict:
    assert cli.run([*words, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_a_person_is_added_and_gets_a_one_time_address(capsys, east):
    assert cli.run(["person", "add", "wang", "--name", "王芳", "--role", "manager", "--team", "east"]) == 0
    assert "/house/join/" in capsys.readouterr().out
    person = Person.objects.get(login="wang")
    assert person.roles == {"manager"}
    assert cli.run(["person", "link", "wang"]) == 0
    assert SignInLink.objects.filter(person=person).count() == 1


@pytest.mark.parametrize(
    "words",
    [["person", "link", "nobody"], ["person", "add", "x", "--team", "none"], ["balances", "none"], ["method", "publish", "spancop"],
     ["flow", "spancop"], ["kpis", "spancop", "--from", "2026-01-01"], ["balances", "spancop", "--team", "none"]],
)  # fmt: skip
def test_what_cannot_be_done_is_said_in_a_line_and_exits_with_1(capsys, method, words):
    assert cli.run(words) == 1
    assert capsys.readouterr().err.startswith("xiaolu: ")


@pytest.mark.parametrize("words", [["balances", "spancop", "--at", "31.12.2026"], ["nonsense"], []])
def test_a_call_that_cannot_be_read_exits_with_2(words):
    with pytest.raises(SystemExit) as ended:
        cli.run(words)
    assert ended.value.code == 2


def test_balances_name_every_stage_that_holds_something(capsys, method, lan):
    make_opportunity(method, owner=lan, amount=5_00, volume=2_000, stage="N")
    document = said(capsys, "balances", "spancop", "--by", "person")
    assert document == {
        "at": today().isoformat(),
        "rows": [{"key": "linlan", "stages": {"N": {"count": 1, "amount": 5_00, "volume": 2_000}}}],
    }


def test_flow_adds_up_and_names_every_change(capsys, method, lan):
    make_opportunity(method, owner=lan, amount=7_00, on=days_ago(3))
    start = (today() - timedelta(days=10)).isoformat()
    document = said(capsys, "flow", "spancop", "--from", start, "--to", today().isoformat(), "--by", "team")
    (row,) = document["rows"]
    assert row["key"] == "east"
    assert list(row["changes"]) == ["new", "reopened", "pulled_in", "pushed_out", "bigger", "smaller", "won", "lost",
                                    "reassigned_in", "reassigned_out", "reclassified_in", "reclassified_out"]  # fmt: skip
    assert (
        row["opening"]["amount"] + sum(change["amount"] for change in row["changes"].values())
        == row["closing"]["amount"]
        == 7_00
    )


def test_flow_restricted_to_closing_months(capsys, method, lan):
    make_opportunity(method, owner=lan, amount=7_00, expected_close=today())
    make_opportunity(method, owner=lan, amount=9_00)
    month = f"{today():%Y-%m}"
    words = [
        "flow",
        "spancop",
        "--from",
        today().isoformat(),
        "--to",
        today().isoformat(),
        "--closing",
        f"{month}..{month}",
    ]
    assert said(capsys, *words)["rows"][0]["closing"]["amount"] == 7_00


def test_kpis_have_the_shape_that_integrators_rely_on(capsys, method, lan):
    for stage in ("P", "C"):
        make_opportunity(method, owner=lan, stage=stage)
    document = said(capsys, "kpis", "spancop", "--by", "total")
    assert set(document) == {"method", "at", "from", "to", "by", "rows"}
    (row,) = document["rows"]
    assert row["key"] == "total"
    assert row["kpis"]["hit_rate"] | {"low": 0, "high": 1} == {
        "value": 0.5, "numerator": 1, "denominator": 2, "target": 0.2, "low": 0, "high": 1, "status": "few",
    }  # fmt: skip
    assert {"conversion_P_A", "snapshot_P_A", "cycle_P_O", "pipeline_strength", "churn"} <= set(row["kpis"])
    assert {"mean", "median", "p80", "n", "skipped"} <= set(row["kpis"]["cycle_P_O"])


def test_verify_names_what_is_broken(capsys, method, lan):
    opportunity = make_opportunity(method, owner=lan)
    assert cli.run(["verify"]) == 0
    Passage.objects.filter(opportunity=opportunity.pk).delete()
    assert cli.run(["verify"]) == 1
    assert f"opportunity {opportunity.pk}" in capsys.readouterr().out


def test_a_method_goes_out_and_comes_back_as_the_same_document(capsys, method, tmp_path):
    out = tmp_path / "my.toml"
    assert cli.run(["method", "get", "spancop", str(out)]) == 0
    assert cli.run(["method", "add", str(out), "--publish"]) == 0
    assert method.versions.count() == 1


def test_a_method_file_with_mistakes_is_refused_with_every_place(capsys, db, tmp_path):
    broken = tmp_path / "broken.toml"
    broken.write_text('[method]\ncode = "x"\n')
    assert cli.run(["method", "add", str(broken)]) == 1
    assert "the method file is not valid" in capsys.readouterr().err


def test_migrating_twice_changes_nothing(method):
    migrate()
    assert method.versions.count() == 1
    assert len(builtin_documents()) == 5


def test_the_demo_refuses_a_database_with_people(capsys, lan):
    assert cli.run(["demo"]) == 1
    assert cli.run(["demo", "--unless-there"]) == 0


def test_duplicates_are_compared_and_listed_with_score_and_reasons(capsys, lan):
    from xiaolu.customers.tests.make import make_account

    first = make_account(lan, name="无锡远洋润滑油有限公司", code="KH-1", phone="0510-88886666")
    second = make_account(lan, name="无锡远洋润滑", phone="88886666")
    document = said(capsys, "duplicates")
    assert document["compared"] == 2
    (pair,) = document["pairs"]
    assert (pair["first"]["id"], pair["first"]["code"], pair["second"]["id"]) == (first.pk, "KH-1", second.pk)
    assert pair["score"] >= 0.8
    assert {"code": "same_core", "value": "远洋"} in pair["reasons"]
    assert said(capsys, "duplicates", "--least", "100") == {"compared": 0, "pairs": []}
    assert cli.run(["duplicates", "--all-again"]) == 0
    assert "无锡远洋润滑油有限公司 (KH-1)" in capsys.readouterr().out
