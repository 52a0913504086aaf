"""The words in braces that a text of a message may leave open."""

import re

# What a text may leave open, as it is written in Chinese and in English.
PLACEHOLDERS: dict[str, tuple[str, str]] = {
    "customer": ("客户", "customer"),
    "contact": ("联系人", "contact"),
    "post": ("职务", "post"),
    "me": ("我", "me"),
    "my_phone": ("我的电话", "my phone"),
    "company": ("公司", "company"),
    "opportunity": ("商机", "opportunity"),
    "day": ("日期", "day"),
    "time": ("时间", "time"),
    "points": ("要点", "points"),
    "next_step": ("下一步", "next step"),
    "next_day": ("下次日期", "next day"),
}
CODE_OF = {word: code for code, words in PLACEHOLDERS.items() for word in words}
WRITTEN = re.compile(r"[{｛]\s*([^{}｛｝\n]{1,30}?)\s*[}｝]")


def unknown_in(text: str) -> list[str]:
    """The placeholders of a text that nobody can fill."""
    return [word for word in WRITTEN.findall(text) if word not in CODE_OF]
