"""Under which keys a record is looked for: two that are one share at least one key, most others none.

Only records that share a key are compared, and a key that very many share says nothing: it is passed over.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b
from itertools import combinations

from xiaolu.domain.duplicates.compare import Prepared, is_mobile, landline_tails
from xiaolu.domain.duplicates.parts import meaningful
from xiaolu.domain.names import CJK, initials, pinyin

HASHED = 25  # the length of a key that was too long
MOST = 80  # records under one key; above, the key is passed over


def keys(record: Prepared) -> frozenset[str]:
    """The keys of a record, at most thirty characters each."""
    found = {f"n{record.number}"} if record.number else set()
    found |= {f"p{phone}" for phone in record.phones if is_mobile(phone)}
    found |= {f"t{tail}" for tail in landline_tails(record.phones)}
    found |= {f"e{email}" for email in record.emails} | {f"w{host}" for host in record.hosts}
    if record.kind == "person" or not record.parts.chinese:
        found |= {f"l{key}" for key in _of_words(record)}
    else:
        found |= {f"c{key}" for key in _of_company(record)}
    if record.address:
        found |= {f"a{key}" for key in _of_address(record.address)}
    return frozenset(_short(key) for key in found)


def telling(shared: Sequence[str]) -> bool:
    """Whether two records that share these keys can be likely one: more than one, or one that is not only a part of a name.

    Core alone, or region with a sign of the core, brought none of 2,513 likely pairs among 44,000 candidates, and is
    three quarters of the work (docs/benchmarks.md).
    """
    return len(shared) > 1 or not (shared[0][0] == "c" and shared[0].count("/") != 1 and len(shared[0]) != HASHED)


def _short(key: str) -> str:
    return key if len(key) <= 30 else key[0] + blake2b(key.encode(), digest_size=12).hexdigest()


def _of_company(record: Prepared) -> Iterator[str]:
    """By sound, so that homophones, signs of both scripts and spellings meet."""
    parts = record.parts
    trade = "".join(pinyin(word[:2]) for word in meaningful(parts.trade)[:1])
    region, core = pinyin(record.region), parts.core_sound
    yield core
    yield f"{core}/{trade}"
    yield f"{core}//{region}"
    if len(parts.core) > 2:
        yield f"{pinyin(parts.core[:2])}/{trade}"
        yield f"{pinyin(parts.core[:2])}//{region}"
    for one in (parts.core[:1], parts.core[-1:]):
        yield f"{pinyin(one)}/{trade}/{region}"
    yield f"{initials(parts.core)}/{trade}/{region}"


def _of_words(record: Prepared) -> Iterator[str]:
    """By any two words' beginnings; a single word by itself and by its sound."""
    if re.search(f"[{CJK}]", record.name):
        yield record.sound
        return
    found = sorted(dict.fromkeys(record.sorted_words.split() if record.kind == "person" else record.parts.words))
    starts = [word[:4] for word in found[:5]]
    yield from ("+".join(sorted(pair)) for pair in combinations(starts, 2))
    for word in found[:5]:
        if len(word) > 3:
            yield _consonants(word)


def _consonants(word: str) -> str:
    """A word without what is most often mistyped: its first letter and its consonants, no letter twice in a row."""
    kept = word[0] + re.sub("[aeiouhwy]", "", word[1:])
    return re.sub(r"(.)\1+", r"\1", kept)


def _of_address(address: str) -> Iterator[str]:
    """House number with the beginning of each longer word; signs by their whole address."""
    if re.search(f"[{CJK}]", address):
        yield address
        return
    found = address.split()
    numbers = [word for word in found if word.isdigit()]
    longer = [word[:4] for word in found if not word.isdigit() and len(word) > 3]
    yield from (f"{number} {word}" for number in numbers[:2] for word in longer[:4])


def pairs(sharing: Mapping[str, Iterable[int]], most: int = MOST) -> Iterator[tuple[int, int]]:
    """Which records to compare, each pair once, the smaller id first. `sharing`: key → the ids under it."""
    seen: set[int] = set()
    for ids in sharing.values():
        block = sorted(set(ids))
        if not 1 < len(block) <= most:
            continue
        for first, second in combinations(block, 2):
            coded = first << 40 | second
            if coded not in seen:
                seen.add(coded)
                yield first, second
