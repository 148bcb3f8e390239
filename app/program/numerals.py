"""Numbers as people and spreadsheets write them: ¥1,234.50, １２, 10 %."""

import re
import unicodedata
from decimal import Decimal, InvalidOperation

from babel.numbers import get_currency_symbol

_PLAIN = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?", re.ASCII)
_GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d*)?", re.ASCII)
_LONGEST = 60


def decimal_of(raw: object, *, before: str = "", after: str = "") -> Decimal | None:
    """Read a number exactly, or give None for what is none.

    Signs of currency and the like may stand before it or after it, as the two texts allow.
    A yes or no is not a number; a float is read by its shortest decimal notation.
    """
    if isinstance(raw, bool):
        return None
    if isinstance(raw, int | Decimal):
        return Decimal(raw) if Decimal(raw).is_finite() else None
    if isinstance(raw, float):
        found = Decimal(repr(raw))
        return found if found.is_finite() else None
    return _from_text(raw, before, after) if isinstance(raw, str) else None


def _from_text(raw: str, before: str, after: str) -> Decimal | None:
    if len(raw) > _LONGEST:
        return None
    text = raw.strip()
    if not _PLAIN.fullmatch(text):
        text = _bare(unicodedata.normalize("NFKC", text).strip(), before, after)
    if _GROUPED.fullmatch(text):
        text = text.replace(",", "")
    elif not _PLAIN.fullmatch(text):
        return None
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


def _bare(text: str, before: str, after: str) -> str:
    sign = "-" if text.startswith("-") else ""
    unsigned = text.removeprefix("-").strip().lstrip(before).rstrip(after).strip()
    return sign + unsigned


def places(number: Decimal) -> int:
    """Count the decimal places that a number needs."""
    _, digits, exponent = number.as_tuple()
    if not isinstance(exponent, int) or exponent >= 0:
        return 0
    # Normalising would round beyond 28 digits and so hide a place.
    needed = len("".join(map(str, digits[exponent:])).rstrip("0"))
    return needed and -exponent - (min(len(digits), -exponent) - needed)


def currency_sign(currency: str) -> str:
    """Give the sign of a currency by its ISO 4217 code, the same in both languages.

    English writes CN¥ where members of a Chinese programme expect the sign they know.
    """
    return "¥" if currency == "CNY" else str(get_currency_symbol(currency, locale="en"))
