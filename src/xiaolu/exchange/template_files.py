"""A table to fill in: headings in the reader's language, starred where a cell is needed, an example row that load skips,
and a second sheet that explains each column."""

from collections.abc import Sequence
from typing import BinaryIO

import xlsxwriter
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from xiaolu.customers.models import Industry, Source
from xiaolu.domain.activity_cells import LONGEST as ACTIVITY_LONGEST
from xiaolu.domain.activity_cells import PARAGRAPHS, words_of
from xiaolu.domain.custom_fields import LONGEST as LONGEST_OWN
from xiaolu.domain.custom_fields import NUMBERS as NUMERIC
from xiaolu.domain.custom_fields import Definition
from xiaolu.domain.headings import ACTIVITIES, EXAMPLE_MARKS, OPPORTUNITIES
from xiaolu.domain.method import Method as MethodRules
from xiaolu.domain.people import ROLES
from xiaolu.domain.record_headings import RECORD_HEADINGS, REQUIRED, words
from xiaolu.exchange.own_fields import own_fields
from xiaolu.exchange.records.fields import ACCOUNT_KINDS, LONGEST, role_word
from xiaolu.exchange.unloading import GROWTHS, HEADS, TAIL
from xiaolu.products.models import Product
from xiaolu.web.workbooks import ROW_BY_ROW

MOST_VALUES, A_DAY = 60, "2026-11-22"
DAYS = {"created_on", "expected_close", "next_date", "since"}
NUMBERS = {"amount", "volume", "yearly_volume", "supplier_price", "credit_limit"}
LISTS = {"industry": Industry, "source": Source, "product": Product}
EXAMPLES: dict[str, tuple[str, str]] = {
    "account": ("苏州精工机械有限公司", "Suzhou Jinggong Machinery"), "name": ("苏州精工机械有限公司", "Suzhou Jinggong Machinery"),
    "contact": ("张伟", "Zhang Wei"), "phone": ("13800001234", "13800001234"), "email": ("zhang@example.com", "zhang@example.com"),
    "amount": ("86万", "860000"), "volume": ("12.5", "12.5"), "note": ("可写任何备注", "Anything worth noting"),
    "code": ("KH001", "C001"), "post": ("采购经理", "Buyer"), "login": ("zhangwei", "zhangwei"), "region": ("华东", "East"),
}  # fmt: skip

DONE = {
    "external_id": ("H001", "H001"), "day": (A_DAY, A_DAY), "kind": ("拜访", "visit"), "account": EXAMPLES["account"],
    "start": ("14:30", "14:30"), "minutes": ("60", "60"), "result": ("看了车间，答应试用", "Saw the workshop, will try it"),
    "contact": ("张伟、李娜", "Zhang Wei; Li Na"), "reached": ("是", "yes"),
}  # fmt: skip
RIVAL = {"name": ("某国际品牌", "An international brand"), "code": ("JP001", "R001")}


def write_template(kind: str, rules: MethodRules, file: BinaryIO) -> None:
    """Write the template of a kind of rows; of opportunities with the stages of the method."""
    chinese = 0 if (get_language() or "zh").startswith("zh") else 1
    book = xlsxwriter.Workbook(file, ROW_BY_ROW)
    sheet, notes = book.add_worksheet(_("Rows")), book.add_worksheet(_("Columns explained"))
    bold = book.add_format({"bold": True})
    heads = headings(kind, rules)
    needed = REQUIRED.get(kind, ("account",))
    sheet.freeze_panes(1, 1)
    for place, (name, said) in enumerate(heads.items()):
        sheet.write_string(0, place, said[chinese] + ("(*)" if name in needed else ""), bold)
        sheet.set_column(place, place, 16)
    for place, name in enumerate(heads):
        mark = EXAMPLE_MARKS[chinese] if place == 0 else ""
        sheet.write_string(1, place, mark + example(kind, name, rules, chinese))
    for place, title in enumerate((_("Column"), _("Needed"), _("What may stand there"))):
        notes.write_string(0, place, title, bold)
    for row, (name, said) in enumerate(heads.items(), 1):
        for place, text in enumerate(
            (said[chinese], _("yes") if name in needed else "", explained(kind, name, rules, chinese))
        ):
            notes.write_string(row, place, text)
    notes.set_column(0, 0, 20)
    notes.set_column(2, 2, 90)
    book.close()


def headings(kind: str, rules: MethodRules) -> dict[str, tuple[str, str]]:
    """Field → its heading in Chinese and English, what every row needs first; the company's own fields last."""
    own = {key: (field.name, field.name) for key, field in own_fields(kind).items()}
    if kind == OPPORTUNITIES:
        entered = {f"entered_{code}": (f"入{code}", f"Entered {code}") for code in rules.codes}
        heads = {**HEADS, **entered, **TAIL}
        return (
            {name: said for name, said in heads.items() if name != "number"}
            | {"external_id": ("外部编号", "External ID")}
            | own
        )
    return {
        name: (words(said)[0][0], words(said)[1][0].capitalize())
        for name, said in RECORD_HEADINGS[kind].items()
        if (kind, name) != (ACTIVITIES, "number")
    } | own


def example(kind: str, name: str, rules: MethodRules, chinese: int) -> str:
    """The cell of the example row, '' where it is better left empty."""
    if name == "stage":
        return _name(rules, rules.first_open, chinese)
    if (kind, name) in (("people", "name"), ("contacts", "name")):
        return EXAMPLES["contact"][chinese]
    if kind == ACTIVITIES:
        return DONE.get(name, ("", ""))[chinese]
    if kind == "competitors" and name in RIVAL:
        return RIVAL[name][chinese]
    if (kind, name) == ("teams", "name"):
        return EXAMPLES["region"][chinese]
    return EXAMPLES.get(name, ("", ""))[chinese]


def explained(kind: str, name: str, rules: MethodRules, chinese: int) -> str:
    """What may stand in a column, in one sentence."""
    if own := own_fields(kind).get(name):
        return own_explained(own)
    if kind == ACTIVITIES:
        return activity_explained(name, chinese)
    if name.startswith("entered_"):
        return _("The day on which “%(stage)s” was entered, as %(day)s; up to today.") % {
            "stage": _name(rules, name[8:], chinese), "day": A_DAY,
        }  # fmt: skip
    if name in LISTS and kind in (OPPORTUNITIES, "accounts"):
        known = list(LISTS[name]._default_manager.filter(archived=False).values_list("name", flat=True)[:MOST_VALUES])
        more = _("A name or code; new ones are created when you say so.")
        return f"{more} {_one_of(known)}" if known else more
    if values := _values(name, rules, chinese):
        several = _("Several are divided by commas.") if name == "roles" else ""
        return f"{_one_of(values)} {several}".strip()
    sentences = dict.fromkeys(DAYS, _("A day, as %(day)s.") % {"day": A_DAY})
    sentences |= dict.fromkeys(NUMBERS, _("A number of zero or more; 86万 and 1,200.5 are read."))
    sentences |= dict.fromkeys(("team", "parent"), _("Name or code of a team."))
    sentences["owner"] = _("Name or login of a person.")
    return sentences.get(name) or _("Text, up to %(longest)s characters.") % {"longest": LONGEST.get(name, 200)}


def activity_explained(name: str, chinese: int) -> str:
    """What may stand in a column of a table of activities."""
    if values := words_of(name, chinese=not chinese):
        several = _("Several are divided by 、 or ;.") if name == "signals" else ""
        empty = _("Left empty: done, or planned when the day is still to come.") if name == "state" else ""
        return f"{_one_of(values)} {several}{empty}".strip()
    sentences = {
        "external_id": _("The key in the other system: loading the row again changes the same activity."),
        "day": _("A day, as %(day)s.") % {"day": A_DAY},
        "account": _("Name or code of a customer that you see."),
        "opportunity": _("The number of an opportunity of this customer, as OP12, or its key in the other system."),
        "owner": _("Name or login of a person."),
        "start": _("A time of day, as 14:30."),
        "minutes": _("How many minutes it took, up to 1440; 1.5 hours are read."),
        "contact": _("Names of contacts of this customer, divided by 、 , or ;."),
        "key_activity": _("Name or code of a key activity of the method."),
    }
    longest = {**ACTIVITY_LONGEST, **PARAGRAPHS}.get(name, 200)
    return sentences.get(name) or _("Text, up to %(longest)s characters.") % {"longest": longest}


def own_explained(field: Definition) -> str:
    """What may stand in a column of the company's own."""
    if field.type in NUMERIC:
        said = _("A number of zero or more; 86万 and 1,200.5 are read.")
    elif field.type == "day":
        said = _("A day, as %(day)s.") % {"day": A_DAY}
    elif field.type == "yes_no":
        said = _one_of([_("yes"), _("no")])
    elif field.options:
        several = _("Several are divided by commas.") if field.type == "choices" else ""
        said = f"{_one_of([option.name for option in field.offered()])} {several}".strip()
    else:
        said = _("Text, up to %(longest)s characters.") % {"longest": LONGEST_OWN[field.type]}
    return f"{said} {field.help}".strip()


def _values(name: str, rules: MethodRules, chinese: int) -> list[str]:
    """The words of a column that holds one of a few; none for others."""
    if name == "stage":
        return [_name(rules, code, chinese) for code in rules.codes]
    if name == "growth":
        return [GROWTHS[code][chinese] for code in ("keep", "grow", "new")]
    if name == "roles":
        return [role_word(role, chinese=not chinese) for role in ROLES]
    return [code if chinese else said.split()[0] for code, said in ACCOUNT_KINDS.items()] if name == "kind" else []


def _name(rules: MethodRules, code: str, chinese: int) -> str:
    name = rules.stage(code).name
    return name.en if chinese else name.zh


def _one_of(values: Sequence[str]) -> str:
    return _("One of: %(values)s.") % {"values": ", ".join(values)}
