"""The mapping file: what it may say, and how its mistakes are named."""

import pytest

from xiaolu.exchange.mapping import MapInvalid, lay_out, parse_map
from xiaolu.exchange.tests.make import load_rows
from xiaolu.methods.queries import rules_of
from xiaolu.pipeline.models import Opportunity
from xiaolu.pipeline.tests.make import spancop

pytestmark = [pytest.mark.django_db]


def said(text: str):
    return parse_map(text, rules_of(spancop()), currency="CNY")


@pytest.mark.parametrize(
    "text, place, code",
    [
        ("[columns", "", "not_toml"),
        ("[colums]\na = 'stage'", "colums", "unknown_table"),
        ("columns = 3", "columns", "unknown_table"),
        ("[columns]\na = 'stge'", "columns › a", "unknown_field"),
        ("[columns]\na = 5", "columns › a", "unknown_field"),
        ("[stages]\nWon = 'Q'", "stages › Won", "unknown_stage"),
        ("[dates]\nd = 'Q'", "dates › d", "unknown_stage"),
        ("[defaults]\nx = 1", "defaults › x", "unknown_field"),
        ("[defaults]\nstage = true", "defaults › stage", "bad_value"),
        ("[options]\nx = 1", "options › x", "unknown_option"),
        ("[options]\ndayfirst = 1", "options › dayfirst", "bad_value"),
        ("[options]\ncurrency = 'USD'", "options › rate", "rate_missing"),
        ("[options]\ncurrency = 'USD'\nrate = -1", "options › rate", "bad_value"),
    ],
)
def test_each_mistake_is_named_with_its_place(text, place, code):
    with pytest.raises(MapInvalid) as found:
        said(text)
    assert [(one[0], one[1]) for one in found.value.problems] == [(place, code)]


def test_a_heading_that_the_file_lacks_is_named():
    with pytest.raises(MapInvalid) as found:
        lay_out([(1, ["客户名称", "阶段"])], said("[columns]\nAmt = 'amount'"), rules_of(spancop()))
    assert found.value.problems == [("Amt", "heading_missing", "")]


def test_the_mapping_goes_before_what_is_recognised_and_the_rest_is_recognised():
    mapping = said("[columns]\nWert = 'amount'\n\"备注\" = ''\n[dates]\nbegun = 'P'")
    layout = lay_out([(3, ["客户名称", "金额", "wert", "备注", "BEGUN"])], mapping, rules_of(spancop()))
    assert [one.field for one in layout.columns] == ["account", "", "amount", "", "entered_P"]
    assert layout.row == 3


@pytest.mark.database
def test_stages_defaults_and_days_first_are_used(tmp_path):
    mapping = "[stages]\nHeiss = 'N'\n[defaults]\nsource = '展会'\namount = 5\n[options]\ndayfirst = true"
    load_rows(tmp_path, [["外部编号", "阶段", "入P"], ["1", "heiss", "13/02/2026"]], mapping=mapping)
    made = Opportunity.objects.get()
    assert (made.stage, made.source.name, made.amount, made.created_on.isoformat()) == ("N", "展会", 500, "2026-02-13")
