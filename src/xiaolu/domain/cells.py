"""One cell of a table that somebody made: text, day, number, growth or stage. What cannot be read is a code."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal

from xiaolu.domain.headings import plain
from xiaolu.domain.method import Method
from xiaolu.domain.money import LARGEST, whole

EPOCH = date(1899, 12, 30)  # day 0 of Excel's serial numbers
FIRST_DAY = date(1970, 1, 1)
LAST_DAY = date(2100, 12, 31)
SERIALS = (1, 2_958_465)  # 1899-12-31 … 9999-12-31
TIME = (
    r"(?:[T\s,]*(?:上午|下午)?\s*\d{1,2}[:时]\d{1,2}(?:[:分]\d{1,2}(?:\.\d+)?秒?)?分?"
    r"\s*(?:Z|[AaPp][Mm]|[+-]\d\d:?\d\d)?)?"
)
YEAR_FIRST = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?" + TIME)
YEAR_LAST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})" + TIME)
MONTH_ONLY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*月?")
DIGITS_ONLY = re.compile(r"(\d{4})(\d{2})(\d{2})")
MONEY_SIGNS = re.compile(
    r"^(?:¥|￥|\$|€|£|rmb|cny|usd|eur|人民币)\s*|\s*(?:元整|元|块|rmb|cny|usd|eur|吨|t|台|套|个|件)$", re.IGNORECASE
)
SUFFIX = re.compile(r"(亿|千万|百万|万|千)$")
SUFFIXES = {"亿": 10**8, "千万": 10**7, "百万": 10**6, "万": 10**4, "千": 10**3}
GROUPED = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d{1,4}(?:,\d{4})+)(?:\.\d+)?")
ORDINAL = re.compile(r"^\s*(?:第?[0-9一二三四五六七八九十]{1,2}\s*[-—.、:：)）]\s*)")
GROWTHS = {
    "keep": "客户维护 维护 保持 维持 老客户维护 存量 keep maintain maintenance retain",
    "grow": "客户增长 增长 增量 老客户增长 扩大 grow growth expand upsell",
    "new": "新业务 新客户 新增 新开发 新 new newbusiness newcustomer",
}
GROWTH_OF = {plain(word): growth for growth, words in GROWTHS.items() for word in words.split()}
WON = "赢单 已赢单 成交 已成交 签约 已签约 成功 won closedwon win"
LOST = "输单 已输单 丢单 战败 流失 失败 无效 lost closedlost loss"
# Words of other products for open stages, and how far along the open stages they stand.
ALONG = (
    ("初步接洽 初步沟通 初步接触 初次接触 线索确认 qualification prospecting", 0.25),
    ("需求确定 需求确认 需求分析 需求调研 needsanalysis valueproposition", 0.5),
    ("方案报价 方案 报价 方案制定 立项评估 proposalpricequote proposal quote", 0.75),
    ("谈判审核 谈判 商务谈判 合同谈判 招投标 negotiationreview negotiation", 1.0),
)
BREAKS = (
    dict.fromkeys(range(32), " ")
    | {127: None}
    | dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF])
)


class CellInvalid(Exception):
    """A cell that cannot be read as what its column holds. `code` names why."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params


def text(cell: object, longest: int = 0) -> str:
    """What a cell says, on one line; 1001.0 is "1001". Raises CellInvalid when it is too long."""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        cell = int(cell)
    elif isinstance(cell, datetime) and (cell.hour, cell.minute, cell.second) == (0, 0, 0):
        cell = cell.date()
    said = str(cell).strip()
    if not said.isprintable():
        said = said.translate(BREAKS).strip()
    if longest and len(said) > longest:
        raise CellInvalid("too_long", longest=longest)
    return said


def paragraph(cell: object) -> str:
    """What a cell says, line breaks kept."""
    return (
        "\n".join(text(line) for line in str(cell).splitlines())
        if isinstance(cell, str) and "\n" in cell
        else text(cell)
    )


def day(cell: object, *, dayfirst: bool = False, month: bool = False) -> date:
    """A day from a date, an Excel serial number or a text. `month`: a month alone is its first day.

    Raises CellInvalid: not_a_date, two_readings (13/02/2018 without `dayfirst`), date_out_of_range.
    """
    found = _read_day(cell, dayfirst, month)
    if not FIRST_DAY <= found <= LAST_DAY:
        raise CellInvalid("date_out_of_range", value=found.isoformat())
    return found


def past_day(cell: object, today: date, *, dayfirst: bool = False) -> date:
    """A day on which something has happened: from 1970 to today. Raises CellInvalid."""
    found = day(cell, dayfirst=dayfirst)
    if found > today:
        raise CellInvalid("day_in_future", value=found.isoformat())
    return found


def _read_day(cell: object, dayfirst: bool, month: bool) -> date:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _from_serial(cell)
    said = unicodedata.normalize("NFKC", str(cell)).strip()
    if said.isdecimal() and len(said) == 5:
        return _from_serial(int(said))
    try:
        if found := YEAR_FIRST.fullmatch(said) or DIGITS_ONLY.fullmatch(said):
            return date(int(found[1]), int(found[2]), int(found[3]))
        if month and (found := MONTH_ONLY.fullmatch(said)):
            return date(int(found[1]), int(found[2]), 1)
        if found := YEAR_LAST.fullmatch(said):
            return _year_last(int(found[1]), int(found[3]), int(found[4]), dayfirst or found[2] == ".")
    except ValueError:
        pass
    raise CellInvalid("not_a_date", value=said[:40])


def _year_last(first: int, second: int, year: int, dayfirst: bool) -> date:
    if not dayfirst and first > 12 >= second:
        raise CellInvalid("two_readings", value=f"{first}/{second}/{year}")
    return date(year, second, first) if dayfirst else date(year, first, second)


def _from_serial(number: float) -> date:
    if 19700101 <= number <= 21001231 and float(number).is_integer():
        found = DIGITS_ONLY.fullmatch(str(int(number)))
        try:
            return date(*map(int, found.groups())) if found else FIRST_DAY
        except ValueError:
            raise CellInvalid("not_a_date", value=str(number)[:40]) from None
    if not SERIALS[0] <= number <= SERIALS[1]:  # NaN fails here too
        raise CellInvalid("not_a_date", value=str(number)[:40])
    return EPOCH + timedelta(days=int(number))


def number(cell: object, digits: int, *, scale: int | Decimal = 1) -> int:
    """A number of zero or more in whole units of 10**-digits; 1,200.5 · ¥1200 · 86万 · 1.2亿元 · ３ are read.

    Raises CellInvalid: not_a_number, negative, too_large.
    """
    if type(cell) is int or (isinstance(cell, str) and cell.isascii() and cell.isdecimal() and len(cell) < 13):
        amount = Decimal(cell)
    else:
        amount = _amount(cell)
    if amount < 0:
        raise CellInvalid("negative", value=str(cell)[:40])
    try:
        units = whole(amount * scale, digits)
    except ValueError:
        raise CellInvalid("too_large" if amount > LARGEST // 10**9 else "not_a_number", value=str(cell)[:40]) from None
    return units


def _amount(cell: object) -> Decimal:
    """The number that a cell says. Raises CellInvalid."""
    if isinstance(cell, bool) or not isinstance(cell, int | float | str):
        raise CellInvalid("not_a_number", value=str(cell)[:40])
    said = unicodedata.normalize("NFKC", str(cell)).strip()
    if len(said) > 60:
        raise CellInvalid("not_a_number", value=said[:40])
    said = MONEY_SIGNS.sub("", MONEY_SIGNS.sub("", said)).strip()
    times = 1
    if found := SUFFIX.search(said):
        said, times = said[: found.start()].strip(), SUFFIXES[found[1]]
    said = re.sub(r"(?<=\d)[\s,](?=\d{3}(?:\D|$))", ",", said)
    if "," in said:
        if not GROUPED.fullmatch(said):
            raise CellInvalid("not_a_number", value=str(cell)[:40])
        said = said.replace(",", "")
    if not re.fullmatch(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,2})?", said):
        raise CellInvalid("not_a_number", value=str(cell)[:40])
    return Decimal(said) * times


def growth(cell: object) -> str:
    """keep, grow or new. Raises CellInvalid."""
    found = GROWTH_OF.get(plain(text(cell)))
    if found is None:
        raise CellInvalid("unknown_growth", value=text(cell)[:40])
    return found


def stage_words(method: Method, aliases: Mapping[str, str]) -> dict[str, str]:
    """Every word for a stage → its code: the method's own (`aliases`), then the common ones for won and lost."""
    words = dict(aliases)
    for kind, common in (("won", WON), ("lost", LOST)):
        codes = [stage.code for stage in method.stages if stage.kind == kind and not stage.retired]
        for word in common.split() if codes else ():
            words.setdefault(plain(word), codes[0])
    return words


def stage_guess(said: str, method: Method) -> str:
    """A likely stage for a word of another product, to be confirmed by a person; '' for none."""
    word, codes = plain(ORDINAL.sub("", said)), method.of_kind("open")
    for words, share in ALONG:
        if word and codes and word in {plain(one) for one in words.split()}:
            return codes[min(len(codes) - 1, max(0, round(share * len(codes)) - 1))]
    return ""


def stage(cell: object, words: Mapping[str, str]) -> str:
    """The code of a stage written as code, name, or "1-初步接洽". Raises CellInvalid."""
    said = text(cell)
    found = words.get(plain(said)) or words.get(plain(ORDINAL.sub("", said)))
    if found is None:
        raise CellInvalid("unknown_stage", value=said[:40])
    return found
