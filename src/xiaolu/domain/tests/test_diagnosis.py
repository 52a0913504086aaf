import tomllib
from pathlib import Path

import pytest

from xiaolu.domain import method as methods
from xiaolu.domain.diagnosis import applies, diagnose, lowest, sign_shows
from xiaolu.domain.kpi import judge_duration, judge_plain, judge_share, waits_for
from xiaolu.domain.method import read_method

BUILTIN = Path(methods.__file__).parents[2] / "methods_builtin"
SPANCOP = read_method(tomllib.loads((BUILTIN / "spancop.toml").read_text()))


def readings(a=(66, 100), n=(45, 90), c=(30, 50), **over):
    found = {
        "conversion_P_A": judge_share(*a, 0.60),
        "conversion_A_N": judge_share(*n, 0.50),
        "conversion_N_C": judge_share(*c, 0.60),
        "hit_rate": judge_share(15, 75, 0.20),
        "pipeline_strength": judge_plain(500, 100, 5),
        "churn": judge_share(1, 40, 0.05, "lower"),
    }
    return found | over


def codes(diagnosis):
    return [finding.rule.code for finding in diagnosis.findings]


def test_with_everything_on_target_nothing_is_found():
    found = diagnose(SPANCOP, readings())
    assert found.weakest is None
    assert codes(found) == []
    assert [link.reading.status for link in found.links] == ["good", "good", "good"]


def test_the_first_surely_weak_link_is_named_and_only_that_one():
    found = diagnose(SPANCOP, readings(n=(38, 187), c=(5, 60)))
    assert found.weakest.kpi.code == "conversion_A_N"
    assert codes(found) == ["weak_needs"]
    assert found.first.cards == ("need_discovery",)
    assert [code for code, _ in found.first.rests_on] == ["conversion_A_N"]


def test_a_link_that_cannot_be_told_is_not_accused():
    found = diagnose(SPANCOP, readings(n=(1, 12)))
    assert found.weakest is None
    assert "weak_needs" in [rule.code for rule in found.unclear]
    assert not found.says_nothing


def test_too_few_everywhere_says_nothing():
    found = diagnose(SPANCOP, readings(a=(1, 5), n=(0, 1), c=(0, 0)))
    assert found.says_nothing


def test_a_thin_pipeline():
    assert codes(diagnose(SPANCOP, readings(pipeline_strength=judge_plain(300, 100, 5)))) == ["thin_pipeline"]


def test_a_list_that_is_not_cleaned_is_far_over_strength_with_a_low_hit_rate():
    over = {"pipeline_strength": judge_plain(1000, 100, 5), "hit_rate": judge_share(5, 150, 0.20)}
    assert codes(diagnose(SPANCOP, readings(**over))) == ["unclean_list", "low_hit_rate"]
    over["hit_rate"] = judge_share(40, 150, 0.20)
    assert codes(diagnose(SPANCOP, readings(**over))) == []


def test_three_of_forty_lost_is_over_the_target_but_not_surely():
    found = diagnose(SPANCOP, readings(churn=judge_share(3, 40, 0.05, "lower")))
    assert codes(found) == []
    assert codes(diagnose(SPANCOP, readings(churn=judge_share(12, 40, 0.05, "lower")))) == ["high_churn"]


def test_a_stage_is_long_beside_its_target_or_beside_the_company():
    slow = judge_duration({150: 30}, 0, 120)
    assert codes(diagnose(SPANCOP, readings(cycle_P_O=slow))) == ["long_cycle"]
    own = judge_duration({31: 30}, 0, None)
    assert codes(diagnose(SPANCOP, readings(cycle_A_N=own), {"cycle_A_N": 20})) == ["long_analysis"]
    assert codes(diagnose(SPANCOP, readings(cycle_A_N=own), {"cycle_A_N": 21})) == []
    assert codes(diagnose(SPANCOP, readings(cycle_A_N=own))) == []


def test_a_long_stage_of_a_few_is_not_told():
    few = judge_duration({200: 19}, 0, None)
    rule = next(one for one in SPANCOP.diagnosis if one.code == "long_analysis")
    assert applies(rule, SPANCOP, readings(cycle_A_N=few), {"cycle_A_N": 20}) is None


def test_a_figure_that_waits_for_its_facts_is_not_told():
    rule = next(one for one in SPANCOP.diagnosis if one.code == "high_churn")
    assert applies(rule, SPANCOP, readings(churn=waits_for("activities", 0.05, "lower")), {}) is None


def test_the_sign_tells_which_of_two_causes_it_is():
    rule = next(one for one in SPANCOP.diagnosis if one.code == "weak_contact")
    many = rule.signs[0]
    found = diagnose(SPANCOP, readings(a=(20, 100)), signs={many: True})
    assert found.first.causes == (many.cause,)
    assert found.first.cards == ("focus",)
    plain = diagnose(SPANCOP, readings(a=(20, 100)), signs={many: False})
    assert plain.first.causes == (rule.cause,)


@pytest.mark.parametrize(("own", "shows"), [(61, True), (60, False)])
def test_too_many_are_followed_over_one_and_a_half_times_the_teams_median(own, shows):
    many = next(one for one in SPANCOP.diagnosis if one.code == "weak_contact").signs[0]
    assert sign_shows(many, own, [30, 40, 50]) is shows
    assert sign_shows(many, own, [own]) is None


def test_losses_concentrate_where_the_share_is_lowest_among_those_large_enough():
    whole = judge_share(70, 187, 0.5)
    parts = {"zhaolei": judge_share(12, 44, 0.5), "liqiang": judge_share(0, 4, 0.5), "linlan": judge_share(30, 41, 0.5)}
    assert lowest(parts, whole)[0] == "zhaolei"
    assert lowest({"linlan": parts["linlan"]}, whole) is None
