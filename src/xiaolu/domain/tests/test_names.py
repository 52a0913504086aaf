import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiaolu.domain.names import (
    bigrams,
    folded,
    initials,
    looks_like_phone,
    normalised,
    phone_key,
    pinyin,
    words,
)
from xiaolu.domain.readings import OF_NAMES, PHRASES, SURNAMES, TRADITIONAL

COMPANY = st.text(alphabet="上海恒力機机械集團团有限责任公司厂分（）()·株式会社 AaBbCoLtd.,&'gmbhＣ１2", max_size=20)
ANY = st.one_of(st.text(max_size=30), COMPANY)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("上海恒力机械有限公司", "上海恒力機械有限公司"),
        ("上海恒力机械有限公司", "上海恒力机械有限责任公司"),
        ("上海恒力（集团）股份有限公司", "上海恒力集团"),
        ("上海 恒力 机械", "上海恒力机械"),
        ("苏州（昆山）精工", "苏州昆山精工有限公司"),
        ("ＡＢＢ Co., Ltd.", "abb"),
        ("Siemens A.G.", "SIEMENS AG"),
        ("Müller G.m.b.H.", "müller"),
        ("株式会社トヨタ", "トヨタ"),
        ("O'Neil & Co", "ONEIL"),
    ],
)
def test_two_spellings_of_one_company_meet(one, other):
    assert normalised(one) == normalised(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("昆山模具厂", "昆山模具"),
        ("上海恒力有限公司北京分公司", "上海恒力有限公司"),
        ("Texaco", "Texa"),
        ("上海恒力", "上海恒立"),
    ],
)
def test_different_companies_stay_apart(one, other):
    assert normalised(one) != normalised(other)


@pytest.mark.parametrize("name", ["有限公司", "集团", "Co., Ltd.", "华公司", "A Co", "😀", "（）", "&"])
def test_what_is_only_form_or_punctuation_is_not_stripped_to_nothing(name):
    assert normalised(name)


@given(ANY)
def test_a_key_is_its_own_key(text):
    assert normalised(normalised(text)) == normalised(text)


@given(ANY)
def test_search_form_is_its_own_search_form(text):
    assert folded(folded(text)) == folded(text)


def test_no_simplified_character_is_simplified_again():
    pairs = TRADITIONAL.split()
    assert all(len(pair) == 2 for pair in pairs)
    assert not {pair[1] for pair in pairs} & {pair[0] for pair in pairs}
    assert len({pair[0] for pair in pairs}) == len(pairs)


@given(ANY, st.integers(0, 30), st.integers(2, 10))
def test_every_piece_of_two_characters_and_more_has_only_tokens_of_the_whole(text, start, length):
    whole = folded(text)
    piece = whole[start : start + length]
    if len(piece) >= 2:
        assert set(bigrams(piece)) <= set(bigrams(whole))


def test_tokens_of_chinese_latin_and_single_characters():
    assert bigrams("上海恒力") == ["上海", "海恒", "恒力"]
    assert bigrams("ABB上海") == ["ab", "bb", "b上", "上海"]
    assert bigrams("恒 A 3") == ["恒", "a", "3"]
    assert bigrams("（）") == []


def test_words_are_narrow_small_and_simplified():
    assert words("ＡＢＣ　國際-机械") == ["abc", "国际", "机械"]


@pytest.mark.parametrize(
    ("name", "full", "short"),
    [
        ("上海恒力", "shanghaihengli", "shhl"),
        ("长沙", "changsha", "cs"),
        ("长江商学院院长", "changjiangshangxueyuanyuanzhang", "cjsxyyz"),
        ("重庆重型", "chongqingzhongxing", "cqzx"),
        ("厦门大厦", "xiamendasha", "xmds"),
        ("朝阳盛华", "chaoyangshenghua", "cysh"),
        ("单雄信", "shanxiongxin", "sxx"),
        ("单向阀门", "danxiangfamen", "dxfm"),
        ("曾国藩", "zengguofan", "zgf"),
        ("仇英", "qiuying", "qy"),
        ("解珍", "xiezhen", "xz"),
        ("解放汽车", "jiefangqiche", "jfqc"),
        ("乐毅", "yueyi", "yy"),
        ("乐山", "leshan", "ls"),
        ("招商银行", "zhaoshangyinhang", "zsyh"),
        ("昆山模具", "kunshanmuju", "ksmj"),
        ("長沙國際", "changshaguoji", "csgj"),
        ("ABB（中国）3厂", "abbzhongguo3chang", "abbzg3c"),
        ("", "", ""),
    ],
)
def test_pinyin_of_names(name, full, short):
    assert (pinyin(name), initials(name)) == (full, short)


def test_a_character_outside_the_table_does_not_stop_a_name():
    assert pinyin("𠮷野家").endswith("yejia")
    assert pinyin("㐂寿") in {"xishou", "qishou", "㐂shou"}


def test_every_phrase_has_one_syllable_for_each_character():
    for entry in PHRASES.split():
        characters, syllables = entry.split(":")
        assert len(characters) == len(syllables.split("'")), entry
    assert all(re.fullmatch(r".:[a-z]+", entry) for entry in [*OF_NAMES.split(), *SURNAMES.split()])


@given(ANY)
def test_pinyin_of_anything_is_text_without_spaces(text):
    assert not re.search(r"\s", pinyin(text) + initials(text))


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("+86 138-0000-1234", "13800001234"),
        ("0086 138 0000 1234", "13800001234"),
        ("8613800001234", "13800001234"),
        ("１３８００００１２３４", "13800001234"),
        ("13800001234.0", "13800001234"),
        ("021-5888 1234 转 808", "02158881234"),
        ("021-58881234-808", "02158881234"),
        ("021-5888-1234", "02158881234"),
        ("(021) 58881234 ext 3", "02158881234"),
        ("+86 (0)21 58881234", "02158881234"),
        ("13800001111/13900002222", "13800001111"),
        ("+1 (212) 555-0100", "12125550100"),
        ("95588", "95588"),
        ("1234", ""),
        ("没有", ""),
        ("", ""),
    ],
)
def test_phone_keys(text, key):
    assert phone_key(text) == key


@given(st.text(alphabet="0123456789+-() 转xext/", max_size=30))
def test_a_phone_key_is_digits_or_nothing(text):
    assert re.fullmatch(r"([0-9]{5,})?", phone_key(text))


def test_a_search_for_a_phone_is_recognised():
    assert looks_like_phone("138 0000 1234")
    assert not looks_like_phone("1234")
    assert not looks_like_phone("A-12345")
