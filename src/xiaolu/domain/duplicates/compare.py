"""How likely two records are one: a score from 0 to 1 with the reasons for it.

Each fact adds or takes a weight in log-odds (Fellegi and Sunter 1969); the score is the logistic of the sum. What
proves two records to be different (a branch, a group, another credit code) puts a lid on the score.
"""

import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rapidfuzz import fuzz
from rapidfuzz.distance import JaroWinkler, Levenshtein

from xiaolu.domain.credit_codes import is_credit_code, tidy_code
from xiaolu.domain.duplicates.lexicon import FREE_MAIL
from xiaolu.domain.duplicates.parts import PROVINCE_OF, Parts, meaningful, parts_of, region_of, same_words
from xiaolu.domain.names import CJK, folded, phone_key, pinyin, words

START = -5.0  # before any fact: most records that share a block are not one
DIFFERENT = 0.3  # the most that two records reach when something says that they are two
SHOWN, LIKELY = 0.5, 0.8  # from where a pair is listed, and from where somebody is asked before a record is made
LANDLINE_TAIL = 7
AMERICAN = re.compile(r"^\s*(\d{3})/\s*(\d{3}-?\s?\d{4})", re.ASCII)


@dataclass(frozen=True)
class Card:
    """What is compared of an organisation or a person. Phones and e-mails may be those of its contacts."""

    name: str
    kind: str = "organisation"
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    website: str = ""
    region: str = ""
    address: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True)
class Reason:
    """One fact that spoke for (weight above 0) or against, with the value that both share or the two that differ."""

    code: str
    weight: float
    value: str = ""
    other: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    score: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A card in comparable form; made once, compared often."""

    kind: str
    name: str
    parts: Parts
    sound: str
    sorted_words: str
    phones: frozenset[str]
    emails: frozenset[str]
    hosts: frozenset[str]
    region: str
    address: str
    number: str
    number_valid: bool


def prepare(card: Card) -> Prepared:
    """The comparable form of a card."""
    number, parts = tidy_code(card.number), parts_of(card.name)
    emails = frozenset(email.strip().casefold() for email in card.emails if "@" in email)
    hosts = {email.rpartition("@")[2] for email in emails} - FREE_MAIL | {host_of(card.website)}
    return Prepared(
        card.kind, folded(card.name), parts, pinyin(card.name), " ".join(sorted(words(card.name))),
        frozenset(filter(None, map(phone_of, card.phones))), emails, frozenset(hosts - {""}),
        parts.region or region_of(card.region) or region_of(card.address), " ".join(words(card.address)), number,
        is_credit_code(number),
    )  # fmt: skip


def phone_of(text: str) -> str:
    """The comparable digits of a phone; a stroke behind an American area code separates nothing."""
    return phone_key(AMERICAN.sub(r"\1-\2", text))


def host_of(website: str) -> str:
    """`https://www.hengli.cn/about` → `hengli.cn`."""
    host = re.sub(r"^[a-z]+://", "", website.strip().casefold()).split("/")[0].split(":")[0]
    return host.removeprefix("www.") if "." in host else ""


def compare(one: Prepared, other: Prepared) -> Verdict:
    """The score and the reasons, strongest first. Symmetric: the order of the two makes no difference."""
    if _order(one) > _order(other):
        one, other = other, one
    reasons = [*_identities(one, other)]
    reasons += _people(one, other) if "person" in (one.kind, other.kind) else _organisations(one, other)
    reasons += _address(one, other)
    score = 1 / (1 + math.exp(-START - sum(reason.weight for reason in reasons)))
    lid = any(reason.code in LIDS for reason in reasons)
    told = sorted((reason for reason in reasons if reason.weight), key=lambda reason: (-reason.weight, reason.code))
    return Verdict(round(min(score, DIFFERENT) if lid else score, 4), tuple(told))


def _order(one: Prepared) -> tuple[str | list[str], ...]:
    facts = (one.phones, one.emails, one.hosts)
    return one.name, one.number, one.kind, one.address, one.region, *map(sorted, facts), one.sorted_words, one.parts.key


LIDS = {"branch", "group", "other_number", "other_kind"}


def _identities(one: Prepared, other: Prepared) -> Iterator[Reason]:
    """Numbers, phones, e-mails, websites."""
    if one.number and other.number:
        if one.number == other.number:
            yield Reason("same_number", 9, one.number)
        elif one.number_valid and other.number_valid:
            yield Reason("other_number", -9, one.number, other.number)
        elif Levenshtein.distance(one.number, other.number, score_cutoff=1) <= 1 and len(one.number) >= 7:
            yield Reason("near_number", 5, one.number, other.number)
        elif not (one.number_valid or other.number_valid):
            yield Reason("unlike_number", -3, one.number, other.number)
    yield from _phones(one, other)
    if shared := one.emails & other.emails:
        yield Reason("same_email", 4, min(shared))
    elif hosts := one.hosts & other.hosts:
        yield Reason("same_website", 2.5, min(hosts))
    elif one.hosts and other.hosts:
        yield Reason("other_website", -0.7, min(one.hosts), min(other.hosts))


def _phones(one: Prepared, other: Prepared) -> Iterator[Reason]:
    if not one.phones or not other.phones:
        return
    if shared := one.phones & other.phones:
        yield Reason("same_phone", 4 if any(map(is_mobile, shared)) else 3.5, min(shared))
    elif tails := landline_tails(one.phones) & landline_tails(other.phones):
        yield Reason("same_phone_tail", 2.5, min(tails))
    else:
        yield Reason("other_phone", -0.7, min(one.phones), min(other.phones))


def is_mobile(phone: str) -> bool:
    return len(phone) == 11 and phone[0] == "1" and phone[1] in "3456789"


def landline_tails(phones: Iterable[str]) -> set[str]:
    """The last seven digits of land lines: what stays when the area code is left out."""
    return {phone[-LANDLINE_TAIL:] for phone in phones if len(phone) >= LANDLINE_TAIL and not is_mobile(phone)}


def _organisations(one: Prepared, other: Prepared) -> Iterator[Reason]:
    if one.parts.branch != other.parts.branch:
        yield Reason("branch", -3, one.parts.branch, other.parts.branch)
    if one.parts.group != other.parts.group:
        yield Reason("group", -3)
    if one.parts.chinese and other.parts.chinese:
        yield from _chinese_names(one, other)
    else:
        yield from _other_names(one, other)


def _chinese_names(one: Prepared, other: Prepared) -> Iterator[Reason]:
    mine, yours = one.parts, other.parts
    if one.name == other.name:
        yield Reason("same_name", 1, one.name)
    yield _core(mine, yours)
    yield from _trade(mine, yours)
    if mine.form != yours.form:
        yield Reason("other_form", -1.2 if mine.form and yours.form else -0.6, mine.form, yours.form)
    if not one.region or not other.region:
        return
    if one.region == other.region:
        yield Reason("same_region", 1.5, one.region)
    elif "中国" in (one.region, other.region):
        return
    elif PROVINCE_OF[one.region] in (other.region, PROVINCE_OF[other.region]) and (
        one.region == PROVINCE_OF[one.region] or other.region == PROVINCE_OF[other.region]
    ):
        yield Reason("same_region", 1, PROVINCE_OF[one.region])
    else:
        yield Reason("other_region", -6, one.region, other.region)


CORE = {1: 3.0, 2: 4.0, 3: 4.8}  # by how many signs agree; from four on it holds a trade that we do not know


def _core(mine: Parts, yours: Parts) -> Reason:
    a, b = mine.core, yours.core
    if a == b:
        return Reason("same_core", CORE.get(len(a), 5.5), a)
    if mine.core_sound == yours.core_sound:
        return Reason("same_sound", 3.4 if len(a) < 4 else 4.6, a, b)
    shorter, longer = sorted((a, b), key=len)
    if len(shorter) >= 2 and longer.startswith(shorter):
        return Reason("core_inside", 1.5, a, b)
    if len(shorter) >= 3 and Levenshtein.distance(a, b, score_cutoff=1) <= 1:
        return Reason("near_core", 2.5, a, b)
    if len(mine.core_sound) > 4 and Levenshtein.distance(mine.core_sound, yours.core_sound, score_cutoff=1) <= 1:
        return Reason("near_sound", 0.8, a, b)
    return Reason("other_core", -4, a, b)


def _trade(mine: Parts, yours: Parts) -> Iterator[Reason]:
    a, b = meaningful(mine.trade), meaningful(yours.trade)
    said, told = "".join(mine.trade), "".join(yours.trade)
    if not a or not b:
        return
    if same_words(a) == same_words(b):
        yield Reason("same_trade", 2.5, said)
    elif mine.trade_sound == yours.trade_sound:
        yield Reason("same_trade", 2, said, told)
    elif said[:2] == told[:2] or set(a) & set(b):
        yield Reason("like_trade", 1, said, told)
    elif said.endswith(told) or told.endswith(said):  # 机械 and 包装机械
        yield Reason("like_trade", 0.3, said, told)
    else:
        yield Reason("other_trade", -3, said, told)


LONG_NAME = 10  # letters: so long a name is hardly anybody else's
STEPS_OF_NAMES = ((1.0, 6.0), (0.92, 4.5), (0.86, 3.0), (0.78, 1.0), (0.6, -2.0), (0.0, -5.0))
STEPS_OF_PEOPLE = ((1.0, 4.0), (0.93, 3.4), (0.86, 2.4), (0.76, 1.2), (0.6, -0.5), (0.0, -3.0))
STEPS_OF_ADDRESSES = ((0.97, 5.0), (0.88, 4.0), (0.75, 2.5), (0.6, 1.0), (0.5, 0.0), (0.0, -1.5))


def _step(steps: tuple[tuple[float, float], ...], likeness: float) -> float:
    return next(weight for least, weight in steps if likeness >= least)


def _other_names(one: Prepared, other: Prepared) -> Iterator[Reason]:
    """Names in letters, or one in letters and one in signs: by their words, then by their pinyin."""
    a, b = " ".join(sorted(one.parts.words)), " ".join(sorted(other.parts.words))
    if one.parts.chinese != other.parts.chinese:
        sounds = one.sound, other.sound
        yield Reason("same_sound", 2) if sounds[0] == sounds[1] else Reason("other_name", -4)
        return
    if one.parts.key == other.parts.key:
        likeness = 1.0
    else:
        joined = JaroWinkler.similarity(one.parts.key, other.parts.key)
        likeness = min(0.99, max(fuzz.ratio(a, b) / 100, 0.5 * joined + 0.5 * fuzz.token_set_ratio(a, b) / 100))
    weight = _step(STEPS_OF_NAMES, likeness) + (likeness == 1 and len(one.parts.key) >= LONG_NAME)
    code = "same_name" if likeness == 1 else "like_name" if weight > 0 else "other_name"
    yield Reason(code, weight, *((one.parts.key,) if likeness == 1 else (a, b)))


def _people(one: Prepared, other: Prepared) -> Iterator[Reason]:
    if one.kind != other.kind:
        yield Reason("other_kind", -3)
    if one.name == other.name or one.sorted_words == other.sorted_words:
        likeness = 1.0
    elif re.search(f"[{CJK}]", one.name + other.name):
        likeness = 0.87 if one.sound == other.sound else 0.0
    else:
        likeness = min(0.99, _likeness_of_people(one.sorted_words, other.sorted_words))
    weight = _step(STEPS_OF_PEOPLE, likeness)
    code = "same_name" if likeness == 1 else "like_name" if weight > 0 else "other_name"
    yield Reason(code, weight, *((one.name,) if likeness == 1 else (one.name, other.name)))
    if {code} & {"same_name", "like_name"} and one.phones & other.phones:
        yield Reason("name_and_phone", 1.5)


def _likeness_of_people(a: str, b: str) -> float:
    """Letters of both names; one name alone against two counts less than two that agree."""
    whole = max(fuzz.ratio(a, b), fuzz.ratio(a.replace(" ", ""), b.replace(" ", "")))
    single = " " not in a or " " not in b
    return (
        max(whole, 0.8 * max((fuzz.ratio(x, y) for x in a.split() for y in b.split()), default=0.0) if single else 0.0)
        / 100
    )


def _address(one: Prepared, other: Prepared) -> Iterator[Reason]:
    if not one.address or not other.address:
        return
    likeness = _likeness_of_addresses(one.address, other.address)
    weight = _step(STEPS_OF_ADDRESSES, likeness)
    if "person" not in (one.kind, other.kind):
        weight = min(weight, 2.0) if weight > 0 else weight / 2  # companies move, and share buildings
    if weight:
        code = "like_address" if weight > 0 else "other_address"
        yield Reason(code, weight)


def _likeness_of_addresses(a: str, b: str) -> float:
    """By their words in any order, by their letters without spaces, or by what both have when one is shorter."""
    whole = max(fuzz.token_sort_ratio(a, b), fuzz.ratio(a.replace(" ", ""), b.replace(" ", "")))
    return max(whole, 0.92 * fuzz.token_set_ratio(a, b)) / 100
