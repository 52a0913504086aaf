"""Worked examples of two names that are one company, or only look like it; and the laws of the comparison."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xiaolu.domain.duplicates import LIKELY, SHOWN, Card, compare, keys, pairs, prepare
from xiaolu.domain.duplicates.parts import parts_of, region_of


def score(one: Card | str, other: Card | str) -> float:
    return compare(*(prepare(card if isinstance(card, Card) else Card(card)) for card in (one, other))).score


def reasons(one: Card, other: Card) -> set[str]:
    return {reason.code for reason in compare(prepare(one), prepare(other)).reasons}


@pytest.mark.parametrize(
    ("name", "region", "core", "trade", "branch", "group"),
    [
        ("上海恒力润滑油有限公司", "上海", "恒力", "润滑油", "", False),
        ("恒力（上海）润滑油有限公司", "上海", "恒力", "润滑油", "", False),
        ("江苏省苏州市恒力精密机械股份有限公司", "苏州", "恒力", "精密机械", "", False),
        ("恒力润滑", "", "恒力", "润滑", "", False),
        ("上海恒力润滑油有限公司苏州分公司", "上海", "恒力", "润滑油", "苏州分公司", False),
        ("恒力集团有限公司", "", "恒力", "", "", True),
        ("恒力（集团）股份有限公司", "", "恒力", "", "", True),
        ("上海机床厂", "", "上海", "机床", "", False),
        ("苏州金山机械厂", "苏州", "金山", "机械", "", False),
    ],
)
def test_a_name_is_taken_apart(name, region, core, trade, branch, group):
    parts = parts_of(name)
    assert (parts.region, parts.core, "".join(parts.trade), parts.branch, parts.group) == (
        region, core, trade, branch, group,
    )  # fmt: skip


def test_the_narrowest_region_of_an_address_is_found_and_no_road():
    assert region_of("江苏省苏州市吴江区中山路1号") == "吴江"
    assert region_of("苏州市中山路1号") == "苏州"
    assert region_of("中华路") == ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("上海恒力润滑油有限公司", "上海恒力润滑油股份有限公司"),
        ("上海恒力润滑油有限公司", "恒力（上海）润滑油有限公司"),
        ("上海恒力润滑油有限公司", "上海　恒力 润滑油"),
        ("蘇州遠洋機械有限公司", "苏州远洋机械有限公司"),
        ("上海恒力润滑油有限公司", "上海衡力润滑油有限公司"),
        ("江苏省苏州市恒力机械有限公司", "苏州恒力机械厂"),
        ("Heng Li Lubricants Co., Ltd.", "HengLi Lubricants Limited"),
    ],
)
def test_two_spellings_are_likely_one(one, other):
    assert score(one, other) >= LIKELY


def test_a_short_name_with_the_same_phone_is_likely_the_long_one():
    one, other = Card("上海恒力润滑油有限公司", phones=("021-6234 5678",)), Card("恒力润滑", phones=("62345678",))
    assert score(one, other) >= LIKELY
    assert {"like_trade", "same_phone_tail"} <= reasons(one, other)


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ("上海恒力润滑油有限公司", "上海恒力润滑油有限公司苏州分公司", "branch"),
        ("上海恒力集团有限公司", "上海恒力有限公司", "group"),
        ("上海恒力润滑油有限公司", "苏州恒力润滑油有限公司", "other_region"),
        ("上海恒力润滑油有限公司", "上海恒力房地产有限公司", "other_trade"),
        ("上海恒力润滑油有限公司", "上海远洋润滑油有限公司", "other_core"),
    ],
)
def test_a_branch_a_group_and_namesakes_are_others(one, other, why):
    assert score(one, other) < SHOWN
    assert why in reasons(Card(one), Card(other))


def test_head_office_and_branch_stay_two_though_they_share_phone_website_and_address():
    shared = {"phones": ("021-62345678",), "website": "hengli.cn", "address": "上海市中山路1号"}
    assert score(Card("上海恒力润滑油有限公司", **shared), Card("上海恒力润滑油有限公司苏州分公司", **shared)) < SHOWN


def test_two_credit_codes_are_two_companies_and_one_code_is_one():
    card = Card("上海恒力润滑油有限公司", number="91350100M000100Y43")
    assert score(card, replace(card, number="91110000600037341L")) < SHOWN
    assert score(card, Card("恒力", number="91350100M000100Y43")) >= LIKELY


def test_people_with_one_name_need_something_else():
    one = Card("张伟", "person", phones=("138-0000-1234",))
    assert score(one, Card("张伟", "person")) < SHOWN
    assert score(one, Card("张伟", "person", phones=("+86 13800001234",))) >= LIKELY


def test_free_mail_says_nothing_a_domain_something_an_address_much():
    def score_of(mine: str, yours: str) -> float:
        return score(Card("上海恒力润滑油", emails=(mine,)), Card("恒力", emails=(yours,)))

    assert (
        score_of("a@qq.com", "b@qq.com")
        < score_of("a@hengli.cn", "b@hengli.cn")
        < score_of("a@hengli.cn", "A@hengli.cn")
    )


def test_a_number_of_another_country_is_read_with_its_stroke():
    assert "same_phone" in reasons(Card("Fenix", phones=("213/848-6677",)), Card("Fenix", phones=("213-848-6677",)))


def test_a_crowded_key_is_passed_over_and_no_pair_comes_twice():
    sharing = {"a": [1, 2, 3], "b": [3, 2], "crowded": range(10)}
    assert sorted(pairs(sharing, most=5)) == [(1, 2), (1, 3), (2, 3)]


NAMES = st.one_of(
    st.text(max_size=12),
    st.builds("".join, st.lists(st.sampled_from(["上海", "苏州", "恒力", "润滑", "油", "有限公司", "集团", "分公司", "（", "）", "厂"]), max_size=6)),
    st.builds(" ".join, st.lists(st.sampled_from(["heng", "li", "co", "ltd", "oil", "the"]), max_size=4)),
)  # fmt: skip
CARDS = st.builds(
    Card, NAMES, st.sampled_from(["organisation", "person"]),
    st.lists(st.sampled_from(["138-0000-1234", "021-62345678", "62345678", "213/848-6677", "x"]), max_size=2).map(tuple),
    st.lists(st.sampled_from(["a@qq.com", "a@hengli.cn", "b@hengli.cn", "@"]), max_size=2).map(tuple),
    st.sampled_from(["", "https://www.hengli.cn/x", "hengli"]), st.sampled_from(["", "上海", "江苏", "?"]),
    st.sampled_from(["", "上海市中山路1号", "12 slight place", "12 slight pl"]),
    st.sampled_from(["", "91350100M000100Y43", "91110000600037341L", "7364009"]),
)  # fmt: skip


@settings(deadline=None)
@given(CARDS, CARDS)
def test_the_order_of_two_makes_no_difference(one, other):
    a, b = prepare(one), prepare(other)
    verdict = compare(a, b)
    assert verdict == compare(b, a)
    assert 0 <= verdict.score <= 1


@settings(deadline=None)
@given(CARDS)
def test_every_record_can_be_looked_for_and_shares_all_keys_with_itself(card):
    record = prepare(card)
    assert all(0 < len(key) <= 30 for key in keys(record))
    assert keys(record) == keys(prepare(replace(card)))
