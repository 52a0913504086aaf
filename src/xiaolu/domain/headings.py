"""The headings that people write above their columns, in Chinese and English, and which field each one means."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from xiaolu.domain.method import Method
from xiaolu.domain.record_headings import RECORD_HEADINGS

HEADINGS: dict[str, str] = {
    "number": "编号 商机编号|number|opportunity number",
    "external_id": "外部编号 外部ID 商机ID|external id|opportunity id|deal id|record id|id",
    "name": "商机名称 商机 项目名称 机会名称 主题|opportunity|opportunity name|deal name|deal|title",
    "account": "客户名称 公司名称 客户公司 企业名称 单位名称 客户单位 客户姓名 客户 公司 企业 单位 名称|account|"
    "account name|customer|customer name|company|company name|organisation|organization|client",
    "credit_code": "统一社会信用代码 社会信用代码 信用代码 统一信用代码 营业执照号 税号 纳税人识别号|credit code|"
    "unified social credit code|uscc|tax number|tax id|tax code",
    "contact": "联系人 联系人姓名 主要联系人 联系人名称|contact|contact name|contact person|primary contact",
    "phone": "手机 手机号 手机号码 联系手机 联系电话 电话 电话号码 联系方式 固定电话 座机|mobile|mobile phone|phone|"
    "phone number|tel|telephone|cell",
    "email": "邮箱 邮箱地址 电子邮箱 电子邮件 邮件|email|e-mail|mail|email address",
    "owner": "负责人 归属人 客户负责人 商机负责人 所有人 所有者 销售负责人 销售员 销售人员 销售代表 销售顾问 业务员 "
    "业务代表 客户经理 销售 跟进人|owner|account owner|opportunity owner|sales agent|sales rep|sales person|"
    "salesperson|sales representative|rep|assigned to|responsible",
    "team": "团队 销售团队 所属团队 部门 所属部门 归属部门 小组|team|sales team|department",
    "industry": "行业 客户行业 所属行业 行业类别 行业分类|industry|sector",
    "source": "来源 客户来源 线索来源 商机来源 渠道来源 来源渠道 获客渠道|source|lead source|origin|channel",
    "product": "产品 产品名称 意向产品 需求产品 意向车型 产品型号 产品/方案|product|product name|interest",
    "growth": "增长类型 业务类型 业务性质 客户增长类型 增长|growth|growth kind|business type",
    "amount": "金额 预计金额 商机金额 预计成交金额 预计销售额 预计销售金额 预估金额 合同金额 成交金额 订单金额 "
    "签约金额 销售额 销售金额|amount|expected amount|value|deal value|close value|opportunity value|deal amount|"
    "estimated value|revenue|expected revenue",
    "volume": "数量 用量 销量 预估年用量 预计年用量 年用量 预估用量 预计用量 预计销量 预估量|volume|quantity|"
    "yearly volume|annual volume|estimated yearly volume|estimated volume",
    "expected_close": "预计成交日期 预计成交时间 预计成交日 预计成交 预计签约日期 预计签单日期 预计签单时间 "
    "预计结单日期 预计关闭日期 预计成单日期 预计完成日期 预计成交月份|expected close|expected close date|"
    "expected closing|estimated close date|expected to close|target close date|close month",
    "closed": "成交日期 成交时间 关闭日期 关闭时间 结单日期 结单时间 赢单日期 完结日期 战败日期|close date|closed on|"
    "closed at|date closed|closed date",
    "stage": "阶段 销售阶段 商机阶段 当前阶段 客户阶段 管道阶段 跟进阶段 所处阶段|stage|deal stage|sales stage|"
    "pipeline stage|opportunity stage|current stage",
    "created_on": "创建时间 创建日期 建立日期 建立时间 录入日期 录入时间 登记日期 登记时间 添加时间|created|created on|"
    "created at|create date|creation date|date created|created date",
    "lost_reason": "流失原因 战败原因 输单原因 丢单原因 失败原因 流失/战败原因|lost reason|loss reason|reason lost",
    "competitor": "竞争对手 竞品 竞争品牌 竞争者|competitor|competitors",
    "current_supplier": "现供应商 现有供应商 当前供应商 现用供应商 目前供应商|current supplier|supplier",
    "next_action": "下一步 下一步行动 下一步计划 下步计划 下次行动 后续行动 下一步工作|next action|"
    "next step|next steps",
    "next_date": "下次联系时间 下次联系日期 下次跟进时间 下次跟进日期 下次拜访时间 下次拜访日期 下次回访时间 下次日期 "
    "下一步日期 下一步时间 下次行动日期|next date|next contact|next contact date|next follow up|next followup|"
    "follow up date|next activity date",
    "note": "备注 备注说明 说明 描述 商机描述 线索描述 备注信息|note|notes|remark|remarks|comment|comments|description",
}
FIELDS = tuple(HEADINGS)
# Recognised only when nothing better is there, or when the cells below agree.
PERSON_NAMES = "姓名|name|full name"
PERHAPS_STAGE = "客户状态 线索状态 商机状态 意向状态 状态 进展|status|state"
SCALES = {"亿": 10**8, "千万": 10**7, "百万": 10**6, "万": 10**4, "千": 10**3}
SCALED = re.compile(r"(亿|千万|百万|万|千)(?:元|吨|人民币|rmb|cny)?$")
OPPORTUNITY_NUMBER = re.compile(r"[Oo][Pp]([0-9]{1,15})")
ACTIVITY_NUMBER = re.compile(r"[Aa][Cc]([0-9]{1,15})")
STAGE_DATES = (
    r"(?:进入|进|入)(?:阶段)?(?P<a>.+?)(?:阶段)?(?:的)?(?:日期|时间|日)?",
    r"(?P<b>.+?)(?:阶段)?(?:进入)?(?:日期|时间|日)",
    r"(?:date)?entered(?:at|on)?(?P<c>.+?)(?:date|on|at)?",
    r"(?P<d>.+?)(?:entered|entry)?(?:date|on)",
    r"date(?:of)?(?P<e>.+)",
)
STAGE_DATE = tuple(re.compile(pattern) for pattern in STAGE_DATES)
SEARCHED_ROWS = 20
EXAMPLE_MARKS = ("示例：", "Example: ")  # how the example row of a template begins


def plain(heading: object) -> str:
    """A heading in comparable form: narrow, small letters, without stars, spaces, brackets and hints."""
    text = unicodedata.normalize("NFKC", str(heading)).casefold()
    text = re.sub(
        r"[(\[【](?:\*|必填|选填|必填项|required|optional|[^)\]】]*?(?:元|吨|万|亿|千|rmb|cny|usd|t|个|台|套))[)\]】]",
        "",
        text,
    )
    return re.sub(r"[\s_*:.·\"'\-/()\[\]【】]+", "", text)


def _lexicon(words: str) -> list[str]:
    """`客户 公司|account|account name`: Chinese words by space, then English ones by bar."""
    chinese, *english = words.split("|")
    return [plain(word) for word in (*chinese.split(), *english)]


def _fields_of(headings: Mapping[str, str], *, bare_names: Collection[str]) -> dict[str, tuple[str, int]]:
    found: dict[str, tuple[str, int]] = {}
    for field, words in headings.items():
        for place, word in enumerate(_lexicon(words)):
            found.setdefault(word, (field, place))
        if field not in bare_names:
            found.setdefault(plain(field), (field, 0))
    return found


# By kind of table; of opportunities a bare "name" is a customer's.
OPPORTUNITIES, ACTIVITIES = "opportunities", "activities"
_FIELDS = {OPPORTUNITIES: _fields_of(HEADINGS, bare_names=["name"])} | {
    kind: _fields_of(headings, bare_names=[]) for kind, headings in RECORD_HEADINGS.items()
}
KINDS = tuple(_FIELDS)
_RIVALS = {word for word, (field, _) in _FIELDS["competitors"].items() if field == "name"} - {"名称", "name"}
_HAPPENED = {word for word, (field, _) in _FIELDS[ACTIVITIES].items() if field == "result"} - _FIELDS["accounts"].keys()
_PERSON_NAMES, _PERHAPS_STAGE = frozenset(_lexicon(PERSON_NAMES)), frozenset(_lexicon(PERHAPS_STAGE))


@dataclass(frozen=True)
class Column:
    """One column: where it is, what stands above it, and the field that it fills ('' for none).

    `scale`: what the numbers in it are multiplied with, from a heading like 金额（万元）.
    """

    place: int
    heading: str
    field: str
    scale: int = 1


def stage_aliases(method: Method) -> dict[str, str]:
    """Every way to write a stage, in comparable form → its code: codes first, then names and their parts."""
    aliases: dict[str, str] = {plain(stage.code): stage.code for stage in method.stages}
    for whole in (True, False):
        for stage in method.stages:
            for name in (stage.name.zh, stage.name.en):
                for part in [name] if whole else re.split(r"[/、与：:]|\band\b", name):
                    if plain(part):
                        aliases.setdefault(plain(part), stage.code)
    return aliases


def entered_stage(heading: str, aliases: Mapping[str, str]) -> str:
    """The code of the stage whose entry a heading dates, '' for none: 入P, P日期, 进入谈判日期, entered P."""
    text = plain(heading)
    for pattern in STAGE_DATE:
        found = pattern.fullmatch(text)
        if found and (code := aliases.get(next(part for part in found.groups() if part is not None))):
            return code
    return ""


def scale_of(heading: str) -> int:
    """What a heading says that its numbers are counted in: 金额（万元） → 10000."""
    inside = re.findall(r"[(\[【]([^)\]】]*)[)\]】]", unicodedata.normalize("NFKC", heading))
    for words in inside:
        if found := SCALED.search(words.strip().casefold().removeprefix("单位:").strip()):
            return SCALES[found[1]]
    return 1


def field_of(heading: object, aliases: Mapping[str, str], kind: str = OPPORTUNITIES) -> str:
    """The field that one heading of a kind of table names by itself, '' for none."""
    text = plain(heading)
    if not text or len(text) > 60:
        return ""
    if known := _FIELDS[kind].get(text):
        return known[0]
    if kind != OPPORTUNITIES:
        return ""
    if code := entered_stage(text, aliases):
        return f"entered_{code}"
    return "account" if text in _PERSON_NAMES else ""


def recognise(
    headings: Sequence[object], aliases: Mapping[str, str], samples: Sequence[Sequence[object]] = (),
    kind: str = OPPORTUNITIES,
) -> list[Column]:  # fmt: skip
    """The columns under a heading row. A field that several columns name takes the first one that is not empty."""
    texts = ["" if heading is None else str(heading).strip() for heading in headings]
    fields = [field_of(text, aliases, kind) for text in texts]
    if kind != OPPORTUNITIES:
        if kind == ACTIVITIES:
            fields = _keys_of_activities(fields, samples)
        return [
            Column(place, text, field, scale_of(text))
            for place, (text, field) in enumerate(zip(texts, fields, strict=True))
        ]
    if any(_is_firm(text, field) for text, field in zip(texts, fields, strict=True) if field == "account"):
        fields = [
            "contact" if plain(text) in _PERSON_NAMES else field for text, field in zip(texts, fields, strict=True)
        ]
    for place, text in enumerate(texts):
        below = [str(row[place]).strip() for row in samples if place < len(row) and row[place] not in (None, "")]
        if plain(text) in _PERHAPS_STAGE and "stage" not in fields and below:
            fields[place] = "stage" if all(plain(value) in aliases for value in below) else ""
        elif fields[place] == "number" and below and not all(OPPORTUNITY_NUMBER.fullmatch(value) for value in below):
            fields[place] = "external_id"
    return [
        Column(place, text, field, scale_of(text))
        for place, (text, field) in enumerate(zip(texts, fields, strict=True))
    ]


def _keys_of_activities(fields: Sequence[str], samples: Sequence[Sequence[object]]) -> list[str]:
    """Numbers like AC12 are ours, whatever stands above them; any others are another system's keys."""
    found = list(fields)
    for place, field in enumerate(fields):
        below = [str(row[place]).strip() for row in samples if place < len(row) and row[place] not in (None, "")]
        if field in ("number", "external_id") and below:
            ours = all(ACTIVITY_NUMBER.fullmatch(value) for value in below)
            found[place] = field if ours else "external_id"
    return found


def _is_firm(text: str, field: str) -> bool:
    return plain(text) not in _PERSON_NAMES and field == "account"


def by_rank(columns: Iterable[Column], kind: str = OPPORTUNITIES) -> list[Column]:
    """Columns with the better heading of one field first: 手机 before 电话."""
    return sorted(columns, key=lambda column: (_FIELDS[kind].get(plain(column.heading), ("", 99))[1], column.place))


def heading_row(
    rows: Sequence[Sequence[object]],
    aliases: Mapping[str, str],
    expected: Iterable[str] = (),
    kind: str = OPPORTUNITIES,
) -> int:
    """The place of the row with most recognised headings within the first twenty; −1 when none has any.

    Title rows above, also merged ones, name no field. `expected`: headings that a mapping file names.
    """
    wanted = {plain(heading) for heading in expected}
    best, most = -1, 0
    for place, row in enumerate(rows[:SEARCHED_ROWS]):
        known = {
            text
            for cell in row
            if isinstance(cell, str)
            and ((text := plain(cell)) in wanted or field_of(cell, aliases, kind) or text in _PERHAPS_STAGE)
        }
        if len(known) > most:
            best, most = place, len(known)
    return best


def is_example(row: Sequence[object]) -> bool:
    """Whether a row is the example that templates bring along."""
    return isinstance(first := next(iter(row), None), str) and first.lstrip().startswith(EXAMPLE_MARKS)


def _tells_of_activities(texts: set[str], fields: Mapping[str, set[str]], sale: set[str]) -> bool:
    """A day with what happened on it, also beside a next step; with a kind, where nothing speaks of a sale."""
    if "day" not in fields[ACTIVITIES]:
        return False
    if texts & _HAPPENED:
        return not fields[OPPORTUNITIES] & (sale - {"next_date", "next_action"})
    return "kind" in fields[ACTIVITIES] and not fields[OPPORTUNITIES] & sale


def kind_of(headings: Iterable[object], aliases: Mapping[str, str]) -> str:
    """What the rows under these headings probably are; opportunities when something speaks of a sale."""
    texts = {plain(heading) for heading in headings if heading is not None}
    fields = {kind: {known[field][0] for field in texts & known.keys()} for kind, known in _FIELDS.items()}
    sale = {
        "stage",
        "amount",
        "volume",
        "expected_close",
        "product",
        "closed",
        "growth",
        "lost_reason",
        "next_date",
        "next_action",
    }
    if _tells_of_activities(texts, fields, sale):
        return ACTIVITIES
    if fields[OPPORTUNITIES] & sale or texts & _PERHAPS_STAGE or any(entered_stage(text, aliases) for text in texts):
        return OPPORTUNITIES
    if texts & _RIVALS and not fields["contacts"] & {"account"}:
        return "competitors"
    if "login" in fields["people"]:
        return "people"
    if {"code", "name"} <= fields["teams"] and (
        fields["teams"] & {"parent"} or not fields["accounts"] - {"code", "name"}
    ):
        return "teams"
    if "post" in fields["contacts"] and {"account", "name"} <= fields["contacts"]:
        return "contacts"
    return "accounts" if "name" in fields["accounts"] else OPPORTUNITIES
