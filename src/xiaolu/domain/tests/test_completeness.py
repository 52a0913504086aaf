import pytest

from xiaolu.domain.completeness import PARTS, TEN, completeness, known_of

EVERYTHING = {name for groups in PARTS.values() for group in groups for name in group}


def test_ten_parts_none_of_them_is_nothing():
    assert TEN == 10
    assert completeness(()).filled == 0
    assert completeness(()).missing == tuple(PARTS)
    assert (completeness(EVERYTHING).filled, completeness(EVERYTHING).percent) == (10, 100)


@pytest.mark.parametrize("part", PARTS)
def test_a_part_is_missing_as_long_as_one_of_its_groups_is_unknown(part):
    for group in PARTS[part]:
        assert completeness(EVERYTHING - set(group)).missing == (part,)


def test_one_of_a_group_is_enough():
    assert "use" not in completeness({"product", "yearly_volume"}).missing
    assert "use" in completeness({"product", "products_used"}).missing


def test_zero_says_something_and_an_empty_text_does_not():
    assert known_of({"credit_limit": 0, "phone": "", "region": None, "address": "x"}) == {"credit_limit", "address"}
