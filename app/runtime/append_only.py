"""Entries of the ledger are posted: no other entrance makes them, and nothing changes them."""

from collections.abc import Iterator

from app.errors import Finding
from app.program.objects import ENTRY, GIVEN

ENTERED = frozenset(each.key for each in GIVEN[ENTRY].fields)
"""What an entry says when it is posted; fields that an operator added may be filled later."""


def append_only() -> Iterator[Finding]:
    """Say how entries come about."""
    yield Finding.of(
        "/object",
        "账目只增不改，由账本写入：记账用 /members/<会员>/entries 或 rungs ledger post，"
        "更正请冲正后重记。",
        "Entries are added by the ledger and never changed: post them at"
        " /members/<member>/entries or by rungs ledger post, and correct them by a reversal.",
    )
