"""The unified social credit code of Chinese organisations (统一社会信用代码), GB 32100-2015."""

import re
import unicodedata

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # without I, O, S, V, Z
WEIGHTS = [3**place % 31 for place in range(17)]
SHAPE = re.compile(r"[1-9A-HJ-NPQRTUWXY][1-9A-E]\d{6}[0-9A-HJ-NPQRTUWXY]{10}")


def tidy_code(text: str) -> str:
    """A code as it is compared: narrow, capital, nothing between its signs."""
    return re.sub(r"[\s\-.·]+", "", unicodedata.normalize("NFKC", text)).upper()


def check_sign(first: str) -> str:
    """The 18th sign, from the 17 before it (31 − Σ value × 3^place mod 31)."""
    total = sum(ALPHABET.index(sign) * weight for sign, weight in zip(first, WEIGHTS, strict=True))
    return ALPHABET[-total % 31]


def is_credit_code(code: str) -> bool:
    """Whether a tidy code has the right shape and the right last sign."""
    return bool(SHAPE.fullmatch(code)) and check_sign(code[:17]) == code[17]
