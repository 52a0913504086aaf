"""One cell of a table of activities: kind, state, time, people, signals. Read from the words that people use, and written."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from xiaolu.domain import cells
from xiaolu.domain.activities import DAY_MINUTES
from xiaolu.domain.cells import CellInvalid
from xiaolu.domain.custom_fields import NO, YES
from xiaolu.domain.headings import ACTIVITY_NUMBER, plain

# Code → Chinese words, then English ones by bar; the first of each language is the one that is written.
KINDS: dict[str, str] = {
    "call": "电话 打电话 电话沟通 电话拜访 通话 去电 来电 呼出 呼入|call|phone|phone call|telephone",
    "visit": "拜访 上门 上门拜访 走访 外勤 实地拜访 客户拜访|visit|customer visit|on-site|site visit",
    "message": "消息 微信 短信 邮件 电子邮件 信息 微信沟通 QQ|message|e-mail|email|mail|wechat|sms|text|chat",
    "meeting": "会议 开会 会谈 面谈 会面|meeting|conference|appointment",
    "demonstration": "演示 产品演示 展示 试用|demonstration|demo|presentation|trial",
    "delivery": "交付 送货 交货 发货|delivery|shipment",
    "task": "待办 任务 事项|task|to do|todo",
    "other": "其他 其它|other|others|misc",
}
STATES: dict[str, str] = {
    "planned": "已计划 计划 计划中 待执行 待办 未开始 未完成 进行中|planned|open|to do|todo|scheduled|not started|in progress",
    "done": "已完成 完成 已执行 已结束|done|completed|complete|finished|closed|held",
    "cancelled": "已取消 取消 已作废 作废|called off|cancelled|canceled|deferred",
}
SIGNALS: dict[str, str] = {
    "asks_price": "问价格|asks for the price", "asks_delivery": "问交期|asks when it can be delivered",
    "asks_terms": "谈账期或折扣|asks for terms or discount", "asks_service": "问售后服务|asks about service afterwards",
    "asks_others": "问还有谁在用|asks who else uses it", "calculates": "自己算账|calculates",
    "tries_it": "拿起来试|takes it into the hand, tries it", "brings_others": "叫同事来看|fetches colleagues",
    "leans_forward": "身体前倾|leans forward", "nods": "点头|nods", "brightens": "露出笑容|the face brightens",
}  # fmt: skip
TIME_KINDS: dict[str, str] = {
    "t1": "T1 与客户在一起|T1|with customers", "t2": "T2 准备|T2|preparing", "t3": "T3 路上 等待|T3|on the road|waiting",
    "t4": "T4 其余|T4|the rest",
}  # fmt: skip
YES_NO = {"yes": "是|yes", "no": "否|no"}
LONGEST = {
    "external_id": 120, "account": 200, "opportunity": 120, "owner": 80, "subject": 200, "cancelled_because": 200,
    "key_activity": 60,
}  # fmt: skip
PARAGRAPHS = {"result": 10_000, "words": 4_000}
LONGEST_NAME, MOST_NAMES = 80, 50
BETWEEN = re.compile(r"[、，,;；\n]+")
BETWEEN_PHRASES = re.compile(r"[、;；\n]+")  # a phrase may have a comma of its own
TIME_OF_DAY = re.compile(
    r"(?:.*[ T日])?(上午|早上|凌晨|中午|下午|晚上)?\s*(\d{1,2})\s*[:时点]\s*(\d{1,2})?\s*(?:[:分]\s*\d{0,2}(?:\.\d+)?秒?)?\s*([ap]\.?m\.?)?",
    re.IGNORECASE,
)
OFFSET = re.compile(
    r"(?<=:\d\d)(?:[.,]\d+)?(?:\s*Z|\s*[+-]\d\d:?\d\d)?$", re.IGNORECASE
)  # of a time, behind its minutes or seconds
HOURS = re.compile(r"(\d{1,2}(?:\.\d{1,2})?)\s*(?:小时|个小时|h|hr|hrs|hours?)", re.IGNORECASE)
MINUTES = re.compile(r"\s*(?:分钟|分|min|mins|minutes?)$", re.IGNORECASE)


def _lexicon(words: Mapping[str, str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for code, said in words.items():
        chinese, *english = said.split("|")
        for word in (code, *chinese.split(), *english):
            found.setdefault(plain(word), code)
    return found


_KIND_OF, _STATE_OF, _SIGNAL_OF, _TIME_OF = (_lexicon(words) for words in (KINDS, STATES, SIGNALS, TIME_KINDS))


def reader(name: str, *, dayfirst: bool = False) -> Callable[[object], Any]:
    """How the cells of a field are read: text, whole number, ISO day, code or list of codes. They raise CellInvalid."""
    special: dict[str, Callable[[object], Any]] = {
        "day": lambda cell: cells.day(cell, dayfirst=dayfirst).isoformat(),
        "kind": lambda cell: _word(cell, _KIND_OF, "unknown_kind"),
        "state": lambda cell: _word(cell, _STATE_OF, "unknown_state"),
        "time_kind": lambda cell: _word(cell, _TIME_OF, "unknown_choice"),
        "reached": _yes_or_no, "in_charge_met": _yes_or_no, "signals": signals, "contact": people, "start": clock_time,
        "minutes": minutes, "number": number,
    }  # fmt: skip
    if name in PARAGRAPHS:
        return lambda cell: paragraph(cell, PARAGRAPHS[name])
    return special.get(name) or (lambda cell: cells.text(cell, LONGEST.get(name, 0)))


def number(cell: object) -> int:
    """AC12 → 12. Raises CellInvalid."""
    found = ACTIVITY_NUMBER.fullmatch(cells.text(cell))
    if not found:
        raise CellInvalid("bad_activity_number", value=cells.text(cell)[:40])
    return int(found[1])


def paragraph(cell: object, longest: int) -> str:
    """A text with its line breaks. Raises CellInvalid."""
    said = cells.paragraph(cell).strip()
    if len(said) > longest:
        raise CellInvalid("too_long", longest=longest)
    return said


def people(cell: object) -> str:
    """Names, each once and in order, between 、. Raises CellInvalid."""
    names = names_in(str(cell))
    if len(names) > MOST_NAMES or any(len(name) > LONGEST_NAME for name in names):
        raise CellInvalid("too_long", longest=LONGEST_NAME)
    return "、".join(names)


def names_in(said: str) -> list[str]:
    """The names in a cell, each once and in order; a name with a comma counts as two, on either side of a comparison."""
    return sorted({name for one in BETWEEN.split(said) if (name := cells.text(one))})


def signals(cell: object) -> list[str]:
    """The codes of buying signals, in the order of the list. Raises CellInvalid."""
    found: set[str] = set()
    for phrase in BETWEEN_PHRASES.split(str(cell)):
        parts = [phrase] if plain(phrase) in _SIGNAL_OF else BETWEEN.split(phrase)
        found |= {_word(part, _SIGNAL_OF, "unknown_signal") for part in parts if part.strip()}
    return [code for code in SIGNALS if code in found]


def clock_time(cell: object) -> str:
    """A time of day as 14:30; Excel's times and dates with times, 14:30:00, 下午2点30分, 2:30 pm are read. Raises CellInvalid."""
    if isinstance(cell, datetime | time):
        return f"{cell.hour:02}:{cell.minute:02}"
    if isinstance(cell, timedelta) and timedelta(0) <= cell < timedelta(days=1):
        return _from_minutes(int(cell.total_seconds()) // 60)
    if isinstance(cell, float) and 0 <= cell < 1:
        return _from_minutes(min(round(cell * DAY_MINUTES), DAY_MINUTES - 1))
    said = unicodedata.normalize("NFKC", str(cell)).strip()
    found = TIME_OF_DAY.fullmatch(said) if len(said) <= 40 else None
    hour, minute = (int(found[2]), int(found[3] or 0)) if found else (24, 0)
    if found:
        half = found[1] or (found[4] or "").lower()[:1]
        if half in ("下午", "晚上", "中午", "p") and hour < (11 if half == "中午" else 12):
            hour += 12
        elif half in ("上午", "早上", "凌晨", "a") and hour == 12:
            hour = 0
    if hour > 23 or minute > 59:
        raise CellInvalid("not_a_time", value=said[:40])
    return f"{hour:02}:{minute:02}"


def time_beside(cell: object) -> str:
    """The time of day that a date brings along, as 14:30; '' for none and for midnight, which is no time but a date alone."""
    if isinstance(cell, str):
        cell = OFFSET.sub("", cell.strip())
    elif not isinstance(cell, datetime):
        return ""
    try:
        found = clock_time(cell)
    except CellInvalid:
        return ""
    return "" if found == "00:00" else found


def minutes(cell: object) -> int:
    """How long something took: from 1 minute to a day; 90, 90分钟 and 1.5小时 are read. Raises CellInvalid."""
    if isinstance(cell, str):
        said = unicodedata.normalize("NFKC", cell).strip()
        found = HOURS.fullmatch(said)
        cell = round(float(found[1]) * 60) if found else MINUTES.sub("", said)
    whole = cells.number(cell, 0)
    if whole > DAY_MINUTES:
        raise CellInvalid("too_large", value=cells.text(cell)[:40])
    return whole


def written(name: str, value: Any, *, chinese: bool) -> str:
    """A value as a table says it, so that reading it gives the same again."""
    words = {"kind": KINDS, "state": STATES, "time_kind": TIME_KINDS, "reached": YES_NO, "in_charge_met": YES_NO}
    if name in words:
        return _first(words[name].get(value, ""), chinese)
    if name == "signals":
        return ("、" if chinese else "; ").join(_first(SIGNALS[code], chinese) for code in value if code in SIGNALS)
    return f"AC{value}" if name == "number" else str(value)


def words_of(name: str, *, chinese: bool) -> list[str]:
    """The words that may stand in a column that holds one of a few; none for others."""
    known = {"kind": KINDS, "state": STATES, "time_kind": TIME_KINDS, "signals": SIGNALS, "reached": YES_NO}
    found = known.get("reached" if name == "in_charge_met" else name, {})
    return [_first(said, chinese) for said in found.values()]


def state_of(day: date, today: date) -> str:
    """What a row without a state is: planned when its day is still to come."""
    return "planned" if day > today else "done"


def _first(words: str, chinese: bool) -> str:
    said = words.split("|")
    return said[0].split(" ")[0] if chinese else said[-1] if len(said) == 1 else said[1]


def _word(cell: object, lexicon: Mapping[str, str], code: str) -> str:
    said = cells.text(cell)
    if found := lexicon.get(plain(said)):
        return found
    if code == "unknown_choice" and (known := lexicon.get(plain(said)[:2])):  # T1 and whatever stands behind it
        return known
    raise CellInvalid(code, value=said[:40])


def _yes_or_no(cell: object) -> str:
    """yes or no, as text: an empty cell is neither."""
    said = plain(cells.text(cell))
    if said not in YES | NO:
        raise CellInvalid("not_yes_or_no", value=cells.text(cell)[:40])
    return "yes" if said in YES else "no"


def _from_minutes(many: int) -> str:
    return f"{many // 60:02}:{many % 60:02}"
