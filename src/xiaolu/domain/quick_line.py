"""One typed or spoken line of a follow-up, read: «昆山精工 电话 谈了年度协议，周五再打».

Words of kinds say what was done, words of days when the next step is due; all else is what happened. What is not
understood stays in the text, so that nothing of the line is lost.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from xiaolu.domain.periods import last_day

KIND_WORDS = (
    ("demonstration", ("演示", "试用", "试驾", "样品", "demo")),
    ("meeting", ("开会", "会议", "座谈", "meeting", "met with")),
    ("visit", ("拜访", "上门", "走访", "见面", "到访", "去了", "visited", "visit")),
    ("message", ("微信", "短信", "邮件", "发了", "发消息", "message", "mail", "wechat", "wrote")),
    ("call", ("电话", "打了", "来电", "去电", "再打", "通话", "called", "call", "phoned", "phone")),
)
WEEKDAYS = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6}
ENGLISH_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
FAR = 366
NUMBERS = {"一": 1, "两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
_NUMBER = r"(\d{1,3}|[一两二三四五六七八九十])"
_AFTER = re.compile(_NUMBER + r"\s*(天|周|个?星期|个月)\s*(?:之?后|以后)|in (\d{1,3}) (day|week|month)s?")
_WEEKDAY = re.compile(r"(下下|下|这|本)?(?:个)?(?:周|星期|礼拜)([一二三四五六日天])")
_ENGLISH = re.compile(r"\b(next\s+)?(" + "|".join(ENGLISH_DAYS) + r")\b", re.I)
_DATE = re.compile(r"(?:(\d{4})\s*[-/年.])?(\d{1,2})\s*[-/月.]\s*(\d{1,2})\s*[日号]?")
_DAY_OF_MONTH = re.compile(r"(?<![\d月/-])(\d{1,2})\s*[号日](?!\S*[元吨台])")
_PLAIN = (("大后天", 3), ("后天", 2), ("明天", 1), ("明早", 1), ("tomorrow", 1))


@dataclass(frozen=True)
class Line:
    """What a line says: kind of what was done ('' unknown), the text, and the next day and kind if it names them."""

    kind: str
    text: str
    next_day: date | None = None
    next_kind: str = ""


def read_line(line: str, today: date) -> Line:
    """Read a line on a day. The last day named that is not in the past, within a year, is the next step's."""
    text = line.strip()
    found = [one for one in _days(text, today) if today <= one[1] <= today + timedelta(days=FAR)]
    place, day = max(found, default=(len(text), None), key=lambda one: one[0])
    kinds = sorted(_kinds(text))
    before, after = [kind for at, kind in kinds if at < place], [kind for at, kind in kinds if at >= place]
    return Line(before[0] if before else "", text, day, (after or before or [""])[-1] if day else "")


def _kinds(text: str) -> list[tuple[int, str]]:
    low = text.lower()
    return [(hit.start(), kind) for kind, called in KIND_WORDS for hit in re.finditer("|".join(called), low)]


def _days(text: str, today: date) -> list[tuple[int, date]]:
    found: list[tuple[int, date | None]] = []
    for word, days in _PLAIN:
        if (at := text.lower().find(word)) >= 0 and not (word == "后天" and text[at - 1 : at] == "大"):
            found.append((at, today + timedelta(days=days)))
    for match in _AFTER.finditer(text):
        found.append((match.start(), _after(match, today)))
    for match in _WEEKDAY.finditer(text):
        found.append((match.start(), _weekday(WEEKDAYS[match[2]], (match[1] or "").count("下"), match[1], today)))
    for match in _ENGLISH.finditer(text):
        weeks = 1 if match[1] else 0
        found.append((match.start(), _weekday(ENGLISH_DAYS.index(match[2].lower()), weeks, match[1], today)))
    for match in _DATE.finditer(text):
        found.append((match.start(), _date(match, today)))
    for match in _DAY_OF_MONTH.finditer(text):
        found.append((match.start(), _day_of_month(int(match[1]), today)))
    return [(at, day) for at, day in found if day is not None]


def _after(match: re.Match[str], today: date) -> date | None:
    number = match[1] or match[3]
    count = int(number) if number.isdecimal() else NUMBERS[number]
    unit = match[2] or match[4]
    if "月" in unit or unit == "month":
        year, month = divmod(today.year * 12 + today.month - 1 + count, 12)
        return date(year, month + 1, min(today.day, last_day(year, month + 1))) if year < 9999 else None
    return today + timedelta(days=count * (1 if unit in ("天", "day") else 7))


def _weekday(weekday: int, weeks: int, said: str | None, today: date) -> date:
    """周五: the next one from today on; 下周五: that of the week after this one, which begins on Monday."""
    monday = today - timedelta(days=today.weekday())
    day = monday + timedelta(days=weekday, weeks=weeks)
    return day if weeks or said or day >= today else day + timedelta(weeks=1)


def _date(match: re.Match[str], today: date) -> date | None:
    try:
        day = date(int(match[1] or today.year), int(match[2]), int(match[3]))
        return day if match[1] or day >= today else day.replace(year=day.year + 1)
    except ValueError:
        return None


def _day_of_month(number: int, today: date) -> date | None:
    """28 号: of this month, or of the next when it is over."""
    for months in (0, 1, 2):
        year, month = divmod(today.year * 12 + today.month - 1 + months, 12)
        if 1 <= number <= last_day(year, month + 1) and (day := date(year, month + 1, number)) >= today:
            return day
    return None
