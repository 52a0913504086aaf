import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiaolu.domain.credit_codes import ALPHABET, check_sign, is_credit_code, tidy_code

CODES = ["91350100M000100Y43", "91110000600037341L"]  # the example of GB 32100-2015, and a public company's


@pytest.mark.parametrize("code", CODES)
def test_real_codes_are_right(code):
    assert is_credit_code(code)


@pytest.mark.parametrize(
    "code", ["91350100M000100Y44", "91350100M000100Y4", "", "9135010OM000100Y43", "00350100M000100Y43", "九一"]
)
def test_wrong_ones_are_not(code):
    assert not is_credit_code(code)


def test_a_code_is_read_however_it_is_written():
    assert tidy_code(" ９１３５０１００-m000100y43 ") == CODES[0]


@given(
    st.text(alphabet="123456789", min_size=8, max_size=8), st.text(alphabet=ALPHABET, min_size=9, max_size=9), st.data()
)
def test_one_wrong_sign_is_noticed(digits, rest, data):
    first = "91" + digits[:6] + rest
    code = first + check_sign(first)
    assert is_credit_code(code)
    place = data.draw(st.integers(2, 16))
    other = data.draw(st.sampled_from([sign for sign in ALPHABET if sign != code[place]]))
    assert not is_credit_code(code[:place] + other + code[place + 1 :])
