"""Amounts are whole minor units of the company's one currency, volumes whole thousandths of a measure."""

from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

# ISO 4217: how many digits stand behind the point. What is not listed has two.
MINOR_DIGITS = {
    "BHD": 3, "BIF": 0, "CLP": 0, "DJF": 0, "GNF": 0, "IQD": 3, "ISK": 0, "JOD": 3, "JPY": 0, "KMF": 0,
    "KRW": 0, "KWD": 3, "LYD": 3, "OMR": 3, "PYG": 0, "RWF": 0, "TND": 3, "UGX": 0, "UYI": 0, "VND": 0,
    "VUV": 0, "XAF": 0, "XOF": 0, "XPF": 0,
}  # fmt: skip
SYMBOLS = {"CNY": "¥", "USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "HKD": "HK$"}
LARGEST = 9 * 10**15  # stays exact in a 64-bit sum of a thousand such rows


def minor_digits(currency: str) -> int:
    """Digits behind the point of a currency (ISO 4217): CNY 2, JPY 0."""
    return MINOR_DIGITS.get(currency, 2)


def whole(text: str | int | float | Decimal, digits: int) -> int:
    """A number as people write it, in whole units of 10**-digits: `whole("1,200.5", 2) == 120050`.

    Half is rounded away from zero. Raises ValueError for what is no number, not finite or too large.
    """
    try:
        number = Decimal(str(text).strip().replace(",", "").replace("，", "").replace(" ", ""))
    except InvalidOperation:
        raise ValueError(f"not a number: {str(text)[:40]}") from None
    if not number.is_finite():
        raise ValueError("not a finite number")
    if number and number.adjusted() + digits > 15:
        raise ValueError("too large")
    units = int(number.scaleb(digits).quantize(Decimal(1), rounding=ROUND_HALF_UP))
    if abs(units) > LARGEST:
        raise ValueError("too large")
    return units


def plain(units: int, digits: int) -> str:
    """Whole units as an exact decimal without grouping: `plain(120050, 2) == "1200.50"`."""
    return f"{Decimal(units).scaleb(-digits):.{digits}f}"


def trimmed(units: int, digits: int) -> str:
    """Exact, grouped, without zeros at the end: `trimmed(48000, 3) == "48"`."""
    text = f"{Decimal(units).scaleb(-digits):,.{digits}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def compact(units: int, digits: int, language: str) -> str:
    """Short, as a board shows it: 86 万 and 1.2 亿 in Chinese, 860 K and 1.2 M in English."""
    number = Decimal(units).scaleb(-digits)
    steps = ((10**8, " 亿"), (10**4, " 万")) if language.startswith("zh") else (
        (10**9, " B"), (10**6, " M"), (10**3, " K"))  # fmt: skip
    for size, word in steps:
        if abs(number) >= size:
            return _short(number / size) + word
    return _short(number)


def _short(number: Decimal) -> str:
    places = 0 if abs(number) >= 1000 else 1
    text = f"{number.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP):,}"
    return text.rstrip("0").rstrip(".") if "." in text else text
