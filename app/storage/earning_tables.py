"""Tables of earning: what rules gave and why, what budgets have given, and what is held back."""

from sqlalchemy import Column, Index, PrimaryKeyConstraint, Table, UniqueConstraint

from app.storage.metadata import metadata, of_program, of_workspace
from app.storage.types import BIG, TEXT, WORD

earned = Table(
    "earned",
    metadata,
    of_workspace(),
    of_program(),
    Column("member_id", BIG, nullable=False),
    Column("id", BIG, nullable=False, comment="That of its entry in the ledger."),
    Column("rule", WORD, nullable=False),
    Column("object", WORD, nullable=False),
    Column("record_id", BIG, nullable=False, comment="What earned it."),
    Column("number", BIG, nullable=False, comment="Of several for one record and rule, from 0."),
    Column("currency", WORD, nullable=False),
    Column("at", BIG, nullable=False, comment="When the record happened."),
    Column("day", BIG, nullable=False, comment="Its local day: limits go by it."),
    Column("whole", BIG, nullable=False, comment="What the record is worth with nothing returned."),
    Column("amount", BIG, nullable=False),
    Column("taken", BIG, nullable=False, comment="How much of it was taken back."),
    Column("budget", WORD),
    Column("stretch", BIG, comment="The first day of the budget's stretch that it was charged to."),
    Column("why", TEXT, nullable=False, comment="Base, multipliers and limits, as JSON."),
    PrimaryKeyConstraint("member_id", "id"),
    Index("ix_earned_record", "member_id", "object", "record_id"),
    Index("ix_earned_day", "member_id", "rule", "day"),
    comment="What a rule gave for a record.",
)

budget_use = Table(
    "budget_use",
    metadata,
    of_workspace(),
    of_program(),
    Column("budget", WORD, nullable=False),
    Column("stretch", BIG, nullable=False, comment="Its first local day; 0: once and for all."),
    Column("used", BIG, nullable=False, comment="Given, less what was taken back."),
    Column("refused", BIG, nullable=False, comment="What would have been given besides."),
    Column("warned_at", BIG, comment="When four fifths were used up."),
    Column("ended_at", BIG, comment="When all of it was."),
    Column("seen_at", BIG, comment="When somebody said that they had seen its mark."),
    Column("seen_mark", WORD, comment="Which mark that was."),
    Column("seen_limit", BIG, comment="Of how much that was."),
    PrimaryKeyConstraint("program_id", "budget", "stretch"),
    comment="How much of a budget is used in one of its stretches.",
)

point_hold = Table(
    "point_hold",
    metadata,
    of_workspace(),
    of_program(),
    Column("member_id", BIG, nullable=False),
    Column("id", BIG, nullable=False),
    Column("cause", WORD, nullable=False, comment="What it is held for; once for each member."),
    Column("currency", WORD, nullable=False),
    Column("amount", BIG, nullable=False),
    Column("held_at", BIG, nullable=False),
    Column("ends_at", BIG, comment="Not included; null: until it is released or spent."),
    Column("closed_at", BIG),
    Column("closed_why", WORD, comment="released or spent."),
    Column("note", TEXT),
    PrimaryKeyConstraint("member_id", "id"),
    UniqueConstraint("member_id", "program_id", "cause"),
    comment="Part of a balance that is kept for something and cannot be spent otherwise.",
)

budget_charge = Table(
    "budget_charge",
    metadata,
    of_workspace(),
    of_program(),
    Column("member_id", BIG, nullable=False),
    Column("sort", WORD, nullable=False, comment="coupon, grant or boost."),
    Column("id", BIG, nullable=False, comment="Of the coupon, the grant or the entry it is for."),
    Column("budget", WORD, nullable=False),
    Column("stretch", BIG, nullable=False, comment="The first day of the budget's stretch."),
    Column("amount", BIG, nullable=False),
    Column("taken", BIG, nullable=False, comment="How much of it went back."),
    PrimaryKeyConstraint("member_id", "sort", "id", "budget"),
    comment="What one coupon, grant or boosted entry took out of a budget.",
)

budget_refusal = Table(
    "budget_refusal",
    metadata,
    of_workspace(),
    of_program(),
    Column("member_id", BIG, nullable=False),
    Column("cause", WORD, nullable=False, comment="What would have brought it."),
    Column("what", WORD, nullable=False, comment="The coupon or benefit, by its key."),
    Column("budget", WORD, nullable=False, comment="The first one that had too little."),
    Column("many", BIG, nullable=False, comment="How many were not given."),
    Column("at", BIG, nullable=False),
    PrimaryKeyConstraint("member_id", "cause", "what"),
    comment="What a member was not given because a budget was used up.",
)
