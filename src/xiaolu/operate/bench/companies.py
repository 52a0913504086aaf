"""A made-up list of Chinese companies with duplicates as people make them, and with pairs that only look alike."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random

from xiaolu.domain.credit_codes import ALPHABET, check_sign
from xiaolu.domain.duplicates import Card
from xiaolu.domain.duplicates.lexicon import TRADES
from xiaolu.domain.duplicates.parts import PROVINCE_OF
from xiaolu.domain.names import pinyin
from xiaolu.domain.readings import TRADITIONAL
from xiaolu.operate.demo import words

LUCKY = "恒力远洋华泰中联金盛瑞丰宏达新源东升永兴德邦鼎凯旋诺和天工海纳博启明双环精锐长风四维阳正大振同创众伟业万顺广济锦程飞跃太湖江五洲通宝成嘉利信诚安康隆祥富荣裕昌茂庆佳美光辉星辰龙腾虎翔凤鸣鹏程"
FORMS = ("有限公司", "有限公司", "有限公司", "有限责任公司", "股份有限公司", "厂")
KNOWN_TRADES = TRADES.split()
# A tenth of the companies have a trade that the comparison has never heard of.
UNKNOWN_TRADES = ("滤芯", "链条", "弹簧", "刀具", "振动筛", "密封件", "制冷", "起重", "磨具", "烘焙", "门窗", "喷涂")
ROADS = ("人民路", "解放路", "中山路", "建设大道", "工业园区", "科技路", "长江路", "和平街")
HOMOPHONES = {
    "恒": "衡", "力": "利", "华": "桦", "泰": "太", "宏": "鸿", "达": "大", "源": "元", "升": "昇", "兴": "星", "德": "得",
    "盛": "胜", "瑞": "锐", "丰": "峰", "诚": "成", "信": "鑫", "昌": "长", "隆": "龙", "祥": "翔", "博": "伯", "明": "铭",
    "阳": "洋", "正": "政", "振": "镇", "伟": "炜", "顺": "舜", "济": "际", "飞": "菲", "嘉": "佳", "康": "慷", "裕": "玉",
}  # fmt: skip
_TO_TRADITIONAL = {pair[1]: pair[0] for pair in TRADITIONAL.split()}


@dataclass(frozen=True)
class Firm:
    """A company as it really is; `group` and `branch` mark what only looks like another one."""

    region: str
    core: str
    trade: str
    form: str
    phone: str
    code: str
    host: str
    address: str
    group: bool = False
    branch: str = ""

    @property
    def name(self) -> str:
        middle = f"{self.core}{'' if self.group else self.trade}"
        return f"{self.region}{middle}{'集团' if self.group else ''}{self.form}{self.branch}"

    def card(self) -> Card:
        email = (f"sales@{self.host}",) if self.host else ()
        return Card(self.name, "organisation", (self.phone,), email, "", self.region, self.address, self.code)


def companies(how_many: int, *, seed: int = 3) -> tuple[list[Card], set[tuple[int, int]]]:
    """About so many cards, and which pairs of places are one company. The same for the same seed."""
    random = Random(seed)  # noqa: S311
    cards: list[Card] = []
    truth: set[tuple[int, int]] = set()
    made: set[str] = set()
    while len(cards) < how_many:
        firm = _firm(random)
        if firm.name in made:
            continue
        made.add(firm.name)
        group = [firm.card()] + [noisy(firm, random) for _ in range(random.choice((0, 0, 0, 1, 1, 2)))]
        places = list(range(len(cards), len(cards) + len(group)))
        truth |= {(a, b) for a in places for b in places if a < b}
        cards += group
        for lookalike in lookalikes(firm, random):
            if lookalike.name not in made:
                made.add(lookalike.name)
                cards.append(lookalike.card())
    return cards, truth


def _firm(random: Random) -> Firm:
    core = (
        random.choice(words.NAMES)
        if random.random() < 0.3
        else "".join(random.sample(LUCKY, random.choice((2, 2, 2, 3))))
    )
    region = random.choice([place for place, province in PROVINCE_OF.items() if place != province])
    host = f"{pinyin(core)}{random.randrange(1000)}.com.cn" if random.random() < 0.4 else ""
    return Firm(
        region, core, random.choice(KNOWN_TRADES if random.random() < 0.9 else UNKNOWN_TRADES), random.choice(FORMS), _phone(random),
        _code(random) if random.random() < 0.5 else "", host,
        f"{region}市{random.choice(ROADS)}{random.randrange(1, 900)}号" if random.random() < 0.5 else "",
    )  # fmt: skip


def _phone(random: Random) -> str:
    if random.random() < 0.5:
        return f"1{random.choice('3578')}{random.randrange(10**9):09}"
    return f"0{random.choice(('21', '512', '510', '731', '755', '532'))}-{random.randrange(2, 9)}{random.randrange(10**7):07}"


def _code(random: Random) -> str:
    first = "91" + f"{random.randrange(110000, 659000)}" + "".join(random.choice(ALPHABET) for _ in range(9))
    return first + check_sign(first)


def noisy(firm: Firm, random: Random) -> Card:
    """The company as somebody else typed it."""
    name = firm.name
    for spoil in random.sample(SPOILS, random.choice((1, 1, 2, 2, 3))):
        name = spoil(name, firm, random)
    phones = random.random()
    phone = "" if phones < 0.2 else _phone(random) if phones < 0.4 else _retyped(firm.phone, random)
    return Card(
        name, "organisation", (phone,) if phone else (), (f"info@{firm.host}",) if firm.host and random.random() < 0.5 else (), "",
        firm.region if random.random() < 0.3 else "", firm.address if random.random() < 0.4 else "",
        firm.code if random.random() < 0.4 else "",
    )  # fmt: skip


def _retyped(phone: str, random: Random) -> str:
    if phone.startswith("0"):
        area, number = phone.split("-")
        return random.choice(
            (number, f"({area}){number}", f"{area} {number}", f"+86{area[1:]}{number}", f"{phone}-801")
        )
    return random.choice(
        (f"+86 {phone}", f"{phone[:3]}-{phone[3:7]}-{phone[7:]}", f"{phone[:3]} {phone[3:]}", f"86{phone}")
    )


def _other_form(name: str, firm: Firm, random: Random) -> str:
    form = random.choice(("有限公司", "有限责任公司", "股份有限公司", "公司", ""))
    return name.replace(firm.form, form) if firm.form != "厂" else name


def _brackets(name: str, firm: Firm, random: Random) -> str:
    """恒力（苏州）润滑油有限公司"""
    left, right = random.choice(("（）", "()"))
    return name.replace(f"{firm.region}{firm.core}", f"{firm.core}{left}{firm.region}{right}")


def _traditional(name: str, firm: Firm, random: Random) -> str:
    return "".join(_TO_TRADITIONAL.get(sign, sign) for sign in name)


def _homophone(name: str, firm: Firm, random: Random) -> str:
    spoiled = "".join(HOMOPHONES.get(sign, sign) for sign in firm.core)
    return name.replace(firm.core, spoiled)


def _wide(name: str, firm: Firm, random: Random) -> str:
    place = random.randrange(1, max(2, len(name)))
    return name[:place] + random.choice((" ", "\u3000", "")) + name[place:]


def _no_region(name: str, firm: Firm, random: Random) -> str:
    return name.replace(firm.region, "", 1) if name.startswith(firm.region) else name


def _province(name: str, firm: Firm, random: Random) -> str:
    """江苏省苏州市恒力…"""
    province = PROVINCE_OF[firm.region]
    return f"{province}省{firm.region}市{name.removeprefix(firm.region)}" if name.startswith(firm.region) else name


def _short_trade(name: str, firm: Firm, random: Random) -> str:
    """恒力润滑: no form, and the trade cut short where two characters of it are a word."""
    name = name.replace(firm.form, "") if firm.form != "厂" else name
    return name.replace(firm.trade, firm.trade[:2]) if firm.trade[:2] in KNOWN_TRADES else name


SPOILS: list[Callable[[str, Firm, Random], str]] = [
    _other_form, _other_form, _brackets, _traditional, _homophone, _wide, _no_region, _province, _short_trade,
]  # fmt: skip


def lookalikes(firm: Firm, random: Random) -> list[Firm]:
    """Companies that are others: a branch, a namesake elsewhere, a group, another trade under one core."""
    found = []
    other = random.choice([place for place, province in PROVINCE_OF.items() if province != PROVINCE_OF[firm.region]])
    if random.random() < 0.12:
        phone = firm.phone if random.random() < 0.5 else _phone(random)
        found.append(replace(firm, branch=f"{other}分公司", code="", phone=phone, address=""))
    if random.random() < 0.12:
        found.append(replace(firm, region=other, phone=_phone(random), code="", host="", address=""))
    if random.random() < 0.08:
        phone = firm.phone if random.random() < 0.3 else _phone(random)
        found.append(replace(firm, group=True, form="有限公司", code=_code(random), phone=phone, address=""))
    if random.random() < 0.08:
        trade = random.choice([one for one in KNOWN_TRADES if one[:2] != firm.trade[:2]])
        found.append(replace(firm, trade=trade, phone=_phone(random), code="", host="", address=""))
    return found
