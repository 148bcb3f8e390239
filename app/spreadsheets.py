"""Texts that leave in files which a spreadsheet opens."""

import re

MARK = "\ufeff"
"""Spreadsheets take a file for UTF-8 only when it begins with it."""
_SIGNS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?", re.ASCII)


def harmless(text: str) -> str:
    """Keep a spreadsheet from taking a text for a formula; a number with a sign is none."""
    return f"'{text}" if text.startswith(_SIGNS) and not _NUMBER.fullmatch(text) else text
