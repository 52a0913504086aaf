"""A company name taken apart: region, core (字号), trade, form, group, branch.

Source of the order: 企业名称登记管理规定 (administrative region, core, trade, form of organisation).
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from xiaolu.domain.duplicates import lexicon
from xiaolu.domain.names import CJK, folded, normalised, pinyin, words

PROVINCE_OF: dict[str, str] = {}
for _line in lexicon.REGIONS.strip().splitlines():
    _province, _, _cities = _line.partition(":")
    PROVINCE_OF[_province] = _province
    PROVINCE_OF.update(dict.fromkeys(_cities.split(), _province))
_REGION = re.compile(f"({'|'.join(sorted(PROVINCE_OF, key=len, reverse=True))})(?:{'|'.join(lexicon.AFTER_REGION)})?")
_TRADES = sorted(lexicon.TRADES.split(), key=len, reverse=True)
_TRADE = re.compile(f"(?:{'|'.join(_TRADES)})$")
_SAME = dict(pair.split("=") for pair in lexicon.SAME_TRADE.split())
_EMPTY = frozenset(lexicon.EMPTY_TRADES.split())
_BRANCH = re.compile(lexicon.BRANCH + "$")
_BRACKETS = re.compile(r"[(\[【「〔]([^)\]】」〕]*)[)\]】」〕]")
_CHINESE = re.compile(f"[{CJK}]")


@dataclass(frozen=True, slots=True)
class Parts:
    """What a name says. Any part may be ''; `core` is ''-less for every name that has a letter or sign."""

    key: str
    region: str = ""
    core: str = ""
    trade: tuple[str, ...] = ()
    form: str = ""
    group: bool = False
    branch: str = ""
    core_sound: str = ""
    trade_sound: str = ""
    words: tuple[str, ...] = ()
    chinese: bool = True


def region_of(text: str) -> str:
    """The narrowest region that a text begins with: `江苏省苏州市吴中区` → `苏州`; '' for none."""
    found, text = "", folded(text)
    while (here := _REGION.match(text)) and (not found or PROVINCE_OF[here[1]] == PROVINCE_OF[found]):
        found, text = here[1], text[here.end() :]
    return found


@lru_cache(maxsize=4096)
def parts_of(name: str) -> Parts:
    """The parts of an organisation's name, in either script."""
    if not _CHINESE.search(name):
        return Parts(normalised(name), words=tuple(latin_words(name)), chinese=False)
    plain = unicodedata.normalize("NFKC", name)
    inside = [folded(found) for found in _BRACKETS.findall(plain)]
    text = folded(_BRACKETS.sub("", plain))
    group, region = False, ""
    for one in inside:
        if one in lexicon.GROUP:
            group = True
        elif (found := _REGION.fullmatch(one)) and not region:
            region = found[1]
        else:
            text += one if _BRANCH.search(one) else ""
    text, branch = _without_branch(text)
    text, form, told = _without_form(text)
    before, core, trade = _region_core_trade(text)
    full = "".join((before or region, core, *trade, branch)) or folded(name)
    return Parts(
        full, before or region, core, tuple(trade), form, group or told, branch,
        pinyin(core), "".join(pinyin(one) for one in same_words(tuple(trade))),
    )  # fmt: skip


def latin_words(name: str) -> list[str]:
    """The words of a name in letters, without its legal form: `The Heng-Li Co., Ltd.` → heng li."""
    kept = normalised(name)
    found = [word for word in words(name.replace("'", "").replace("’", "")) if word in kept and word != "the"]
    return found or [kept]


def _without_branch(text: str) -> tuple[str, str]:
    """A branch and what stands before it: `上海恒力有限公司苏州分公司` → (`上海恒力有限公司`, `苏州分公司`)."""
    end = _BRANCH.search(text)
    if end is None:
        return text, ""
    head, tail = text[: end.start()], end[0]
    for form in (*lexicon.COMPANY_FORMS, "集团", "厂"):
        at = head.rfind(form)
        if at >= 2:
            return head[: at + len(form)], head[at + len(form) :] + tail
    for region in PROVINCE_OF:
        if head.endswith(region) and len(head) - len(region) >= 2:
            return head.removesuffix(region), region + tail
    return head, tail


def _without_form(text: str) -> tuple[str, str, bool]:
    """The text before its form, the form that is not a company's, and whether it says group."""
    kind, group, again = "", False, True
    while again:
        again = False
        for form in (*lexicon.COMPANY_FORMS, *lexicon.GROUP, *lexicon.OTHER_FORMS):
            if text.endswith(form) and len(text) - len(form) >= 2:
                text, again = text.removesuffix(form), True
                group = group or form in lexicon.GROUP
                kind = kind or ("" if form in (*lexicon.COMPANY_FORMS, *lexicon.GROUP) else form)
                break
    return text, kind, group


def _region_core_trade(text: str) -> tuple[str, str, list[str]]:
    """The narrowest region in front that leaves a core: 金山 is one in 苏州金山机械, 上海 in 上海机床."""
    ends = [(0, "")]
    while (found := _REGION.match(text, ends[-1][0])) and len(text) - found.end(1) >= 2:
        end = found.end() if len(text) - found.end() >= 2 else found.end(1)
        ends.append((end, found[1]))
    for end, region in reversed(ends):
        core, trades = _without_trades(text[end:])
        if core:
            return region, core, trades
    return "", text, []


def _without_trades(text: str) -> tuple[str, list[str]]:
    """The core and the trade words behind it; nothing but trades leaves no core."""
    trades: list[str] = []
    while found := _TRADE.search(text):
        if found.start() == 1:  # one character alone is no core: try a shorter word
            shorter = next((word for word in _TRADES if text.endswith(word) and len(text) - len(word) >= 2), "")
            if not shorter:
                break
            trades.insert(0, shorter)
            text = text.removesuffix(shorter)
            continue
        trades.insert(0, found[0])
        text = text[: found.start()]
    return text, trades


def meaningful(trade: tuple[str, ...]) -> tuple[str, ...]:
    """The trade words that tell companies apart; all of them when none does."""
    return tuple(one for one in trade if one not in _EMPTY) or trade


def same_words(trade: tuple[str, ...]) -> tuple[str, ...]:
    """Trade words with one spelling for those that say the same."""
    return tuple(_SAME.get(one, one) for one in trade)
