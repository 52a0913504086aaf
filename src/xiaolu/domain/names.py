"""Company and person names, pinyin and phones: the keys under which two spellings of one thing meet."""

import re
import unicodedata
from functools import lru_cache

from xiaolu.domain.readings import OF_NAMES, PHRASES, SURNAMES, TRADITIONAL
from xiaolu.domain.syllables import SYLLABLES

CHINESE_FORMS = """
有限责任公司 股份有限公司 有限合伙企业 普通合伙企业 集团有限公司 股份公司 集团公司 有限公司 有限责任
有限合伙 普通合伙 个体工商户 株式会社 有限会社 集团 公司
"""
_CHINESE_FORMS = CHINESE_FORMS.split()
FORMS_BEFORE = ("株式会社", "有限会社")
LATIN_FORMS = """
co ltd coltd limited inc incorporated corp corporation company llc llp plc gmbh mbh ag kg ohg sa sas sarl srl
bv nv oy aps pty pte sdn bhd kk group
"""
_LATIN_FORMS = frozenset(LATIN_FORMS.split())
CJK = "\u2e80-\u2fdf\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
RUNS = re.compile(rf"[{CJK}]+|[^{CJK}\s]+")
ABBREVIATION_POINT = re.compile(r"(?<=\b\w)\.(?=\w\b)|['’]")


class _Folding(dict[int, str]):
    """What a character becomes: simplified, kept, or a space for punctuation and symbols."""

    def __missing__(self, code: int) -> str:
        kept = unicodedata.category(chr(code))[0] in "LNM"
        self[code] = chr(code) if kept else " "
        return self[code]


_FOLDING = _Folding({ord(pair[0]): pair[1] for pair in TRADITIONAL.split()})


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())


def words(text: str) -> list[str]:
    """The words of a text in search form: narrow, small letters, simplified, no punctuation."""
    return _plain(text).translate(_FOLDING).split()


def folded(text: str) -> str:
    """A text in search form with nothing between its words: `恒力（集團）` and `恒力 集团` are the same."""
    form = "".join(words(text))
    while (again := "".join(words(form))) != form:  # a lone accent may join the letter before it
        form = again
    return form


def normalised(name: str) -> str:
    """The key under which two spellings of one company or person meet.

    Width, case, traditional signs, spaces, punctuation and legal forms make no difference; what stands in
    brackets stays. A name that is nothing but a legal form or punctuation keeps what can be seen of it.
    """
    key = name
    while (shorter := _normalised_once(key)) != key:
        key = shorter
    return key


def _normalised_once(name: str) -> str:
    plain = _plain(name)
    runs = RUNS.findall(ABBREVIATION_POINT.sub("", plain).translate(_FOLDING))
    while _without_form(runs):
        pass
    return "".join(runs) or "".join(c for c in plain if unicodedata.category(c)[0] not in "CZ")


def _without_form(runs: list[str]) -> bool:
    """Take one legal form off, if two characters stay; whether one was found."""
    if not runs:
        return False
    others = sum(map(len, runs[:-1]))
    if runs[-1] in _LATIN_FORMS and others >= 2:
        runs.pop()
        return True
    if runs[-1].endswith("分公司"):  # a branch is not its head office
        return False
    for form in _CHINESE_FORMS:
        if runs[-1].endswith(form) and others + len(runs[-1]) - len(form) >= 2:
            runs[-1] = runs[-1].removesuffix(form)
            if not runs[-1]:
                runs.pop()
            return True
    for form in FORMS_BEFORE:
        if runs[0].startswith(form) and sum(map(len, runs)) - len(form) >= 2:
            runs[0] = runs[0].removeprefix(form)
            return True
    return False


def bigrams(text: str) -> list[str]:
    """The tokens of the search index: every two neighbouring characters of each word, once each, in order.

    A word of one character is its own token. Index and query use the same function: whatever stands inside a
    word and is two characters or longer has only tokens that the word has too, in any script.
    """
    found: dict[str, None] = {}
    for word in words(text):
        for at in range(max(1, len(word) - 1)):
            found[word[at : at + 2]] = None
    return list(found)


def _table(lines: str) -> dict[str, str]:
    """`长:chang 曾:zeng` as a dictionary."""
    return dict(entry.split(":", 1) for entry in lines.split())


_PHRASES = _table(PHRASES)
_PHRASE = re.compile("|".join(sorted(_PHRASES, key=len, reverse=True)))
_SURNAMES = _table(SURNAMES)


def _by_syllable() -> dict[str, str]:
    """Character → reading, from the table of syllables and what names read differently."""
    readings = {}
    for entry in SYLLABLES.split():
        syllable = "".join(c for c in entry if c.isascii())
        readings.update(dict.fromkeys(entry[len(syllable) :], syllable))
    return readings | _table(OF_NAMES)


@lru_cache(maxsize=4096)
def _rare(character: str) -> str:
    """The reading of a character that our table lacks; the library is loaded when the first one comes."""
    from pypinyin import Style, lazy_pinyin

    found = lazy_pinyin(character, style=Style.NORMAL)
    return found[0] if found and found[0].isascii() else character


class _Readings(dict[int, str]):
    """Code point → reading, or its first letter; letters and digits stand for themselves."""

    def __init__(self, *, first_letter: bool) -> None:
        super().__init__()
        self.first_letter = first_letter
        self.update({ord(character): self.cut(reading) for character, reading in _by_syllable().items()})

    def cut(self, reading: str) -> str:
        return reading[:1] if self.first_letter else reading

    def __missing__(self, code: int) -> str:
        character = chr(code)
        read = self.cut(_rare(character)) if code > 0x2E7F and re.match(f"[{CJK}]", character) else character
        self[code] = read
        return read


@lru_cache(maxsize=2)
def _readings(first_letter: bool) -> _Readings:
    return _Readings(first_letter=first_letter)


def pinyin(name: str) -> str:
    """A name in pinyin, joined, without tones: `长沙恒力` → `changshahengli`; letters and digits stay."""
    return _read(name, first_letter=False)


def initials(name: str) -> str:
    """The first letter of each syllable: `上海恒力` → `shhl`; letters and digits stay."""
    return _read(name, first_letter=True)


def _read(name: str, *, first_letter: bool) -> str:
    text = folded(name)
    table = _readings(first_letter)
    surname = ""
    if 2 <= len(text) <= 3 and text[0] in _SURNAMES and not _PHRASE.match(text) and text[-1] > "\u2e80":
        surname, text = table.cut(_SURNAMES[text[0]]), text[1:]

    def phrase(found: re.Match[str]) -> str:
        return "".join(table.cut(syllable) for syllable in _PHRASES[found[0]].split("'"))

    return surname + _PHRASE.sub(phrase, text).translate(table)


EXTENSION = re.compile(r"(转|轉|分机|分機|ext|x|#|,|，|;|；|、|/|\||或).*", re.IGNORECASE | re.DOTALL)
LAND_LINE_WITH_EXTENSION = re.compile(r"^(\D*0\d{2,3}\D?\d{7,8})[-\s]\d{1,5}$", re.ASCII)
ABROAD = re.compile(r"^(\+86|0086|86(?=1[3-9]\d{9}$))")


def phone_key(text: str) -> str:
    """The digits of the first phone in a text, without China's prefix, separators and extension.

    `+86 138-0000-1234` → `13800001234`; '' when fewer than five digits are left.
    """
    first = EXTENSION.sub("", unicodedata.normalize("NFKC", text).strip().removesuffix(".0"))
    first = LAND_LINE_WITH_EXTENSION.sub(r"\1", first.strip())
    number = ABROAD.sub("", re.sub(r"[^0-9+]", "", first))
    digits = re.sub(r"[^0-9]", "", number)
    return digits if len(digits) >= 5 else ""


def looks_like_phone(text: str) -> bool:
    """Whether a search is for a phone: nothing but digits and what separates them, five digits or more."""
    return bool(re.fullmatch(r"[0-9+()\-.\s（）]+", text)) and bool(phone_key(text))
