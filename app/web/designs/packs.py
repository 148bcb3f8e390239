"""What a tier brings on reaching it and again and again, as rows of a form."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from app.builder import drafts
from app.builder.checks import CHECKS
from app.builder.designs import given_by, tiers_of
from app.builder.offers import Offer
from app.builder.parts import print_of
from app.errors import Finding, NotFound, Severity
from app.program.benefit import Every
from app.program.benefit_codec import read_pack, read_recurring
from app.program.benefit_promises import tier_gives
from app.program.benefit_words import EVERY
from app.program.checked import check_program
from app.program.program import Program
from app.program.reader import Reader, without_empty
from app.program.rules_page import Section, Topic
from app.web.designs.forms import Typed
from app.web.designs.matrix import ladder_of, readable
from app.web.designs.tier_model import Choices, Line, PackPage
from app.web.frame import Here
from app.web.records.showing import tier_shown
from app.words import Words

PARTS = ("pack", "recurring", "void_unused")
SPARE = 2
"""Blank rows for coupons that may be added; of the rest there is one."""
MORE = 3
"""Further rows that one may ask for."""
MOST_ROWS = 60
ByRow = Mapping[tuple[str, int], Words]
"""What is said of rows, by their sort and number."""


def filled(here: Here, ladder: str, tier: str) -> dict[str, str]:
    """Give what fills the form of a tier. Raises `NotFound`."""
    content, _ = readable(here)
    written = _tier(content, ladder, tier)
    pack: Mapping[str, Any] = written.get("pack") or {}
    values: dict[str, str] = {}
    for n, each in enumerate(pack.get("coupons") or []):
        coupon = {"coupon": each} if isinstance(each, str) else each
        values |= _row("coupon", n, coupon, ("coupon", "count"), {"count": 1})
    for n, each in enumerate(pack.get("points") or []):
        values |= _row("points", n, each, ("amount", "currency"), {"currency": "points"})
    for n, each in enumerate(written.get("recurring") or []):
        names = ("key", "coupon", "every", "count")
        values |= _row("recurring", n, each, names, {"count": 1, "every": Every.MONTH.value})
    ticks = {"again": pack.get("again"), "void_unused": written.get("void_unused")}
    return values | {name: "y" for name, ticked in ticks.items() if ticked}


def _tier(content: Any, ladder: str, key: str) -> dict[str, Any]:
    for each in tiers_of(content, ladder):
        if each.get("key") == key:
            return each
    raise NotFound(f"草稿里没有等级“{key}”。", f"The draft has no tier {key!r}.")


def _row(
    sort: str, n: int, written: Any, names: tuple[str, ...], usual: Mapping[str, Any]
) -> dict[str, str]:
    said = written if isinstance(written, Mapping) else {}
    return {f"{sort}.{name}.{n}": str(said.get(name, usual.get(name, "")) or "") for name in names}


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """What was typed, as the document has it, and what is wrong by sort and row."""

    parts: dict[str, Any]
    errors: dict[tuple[str, int], Words]


def read(typed: Typed) -> Read:
    """Write the rows that say something as a pack and what comes again and again."""
    coupons = {n: _coupon(typed, n) for n in numbers(typed, "coupon", "coupon")}
    points = {n: _points(typed, n) for n in numbers(typed, "points", "amount")}
    recurring: dict[int, dict[str, Any]] = {}
    taken = {typed.get(f"recurring.key.{n}", "") for n in numbers(typed, "recurring", "key")}
    for n in numbers(typed, "recurring", "coupon"):
        recurring[n] = _recurring(typed, n, taken)
    pack = without_empty({"coupons": list(coupons.values()), "points": list(points.values())})
    if pack and typed.get("again"):
        pack["again"] = True
    reader = Reader()
    found: dict[tuple[str, int], Words] = {}
    read_pack(reader, pack, "/pack")
    read_recurring(reader, list(recurring.values()), "/recurring")
    rows = {"coupons": ("coupon", coupons), "points": ("points", points)}
    for each in reader.findings:
        part, *rest = each.path.strip("/").split("/")
        sort, there = ("recurring", recurring) if part == "recurring" else rows[rest.pop(0)]
        found.setdefault((sort, list(there)[int(rest[0])]), each.message)
    void = bool(typed.get("void_unused"))
    parts = {"pack": pack, "recurring": list(recurring.values()), "void_unused": void}
    return Read(parts=parts, errors=found)


def numbers(typed: Typed, sort: str, name: str) -> list[int]:
    """Give the rows that say something, in their order."""
    start = f"{sort}.{name}."
    found = [
        key.removeprefix(start) for key, value in typed.items() if key.startswith(start) and value
    ]
    plain = (each for each in found if each.isascii() and each.isdigit() and len(each) < len("100"))
    return sorted({int(each) for each in plain})


def _coupon(typed: Typed, n: int) -> Any:
    coupon, count = typed[f"coupon.coupon.{n}"], _whole(typed.get(f"coupon.count.{n}", ""))
    return coupon if count in {1, ""} else {"coupon": coupon, "count": count}


def _points(typed: Typed, n: int) -> dict[str, Any]:
    currency = typed.get(f"points.currency.{n}", "")
    more = {} if currency in {"", "points"} else {"currency": currency}
    return {"amount": _whole(typed[f"points.amount.{n}"])} | more


def _recurring(typed: Typed, n: int, taken: set[str]) -> dict[str, Any]:
    key = typed.get(f"recurring.key.{n}", "")
    if not key:
        key = next(one for m in range(1, len(taken) + 2) if (one := f"gift_{m}") not in taken)
        taken.add(key)
    count = _whole(typed.get(f"recurring.count.{n}", ""))
    said = {
        "key": key,
        "coupon": typed[f"recurring.coupon.{n}"],
        "every": typed.get(f"recurring.every.{n}") or Every.MONTH.value,
    }
    return said if count in {1, ""} else {**said, "count": count}


def _whole(text: str) -> Any:
    """Read a whole number; what is none stays for the reader to refuse."""
    plain = text.strip().replace(",", "")
    return (
        int(plain) if plain.isascii() and plain.isdigit() and len(plain) < len("1" * 12) else plain
    )


def pack_page(
    here: Here,
    ladder: str,
    tier: str,
    typed: Typed | None = None,
    *,
    problem: Words | None = None,
    moved: bool = False,
    errors: Mapping[tuple[str, int], Words] | None = None,
) -> PackPage:
    """Show what a tier brings, as the draft has it or as it is typed. Raises `NotFound`."""
    content, program = readable(here)
    kept = filled(here, ladder, tier)
    values = kept if typed is None else typed
    n, of = ladder_of(program, ladder)
    shown = tier_shown(of, tier)
    assert shown is not None
    noted = {} if errors else _noted(program, n, tier)
    wrong = errors or noted.get(Severity.ERROR, {})
    notes = noted.get(Severity.WARNING, {})
    more = MORE if values.get("more") else 0
    seen = print_of(given_by(content, ladder, PARTS, [tier]))
    named = {"ladder": ladder, "tier": tier}
    return PackPage(
        title=Words(
            f"{shown.label.to('zh')}：礼包与周期权益",
            f"{shown.label.to('en')}: pack and recurring coupons",
        ),
        tier=shown,
        url=here.url("designs.save_pack", **named),
        back_url=here.url("designs.designs", _anchor="tiers"),
        here_url=here.url("designs.pack", **named),
        new_coupon_url=here.url("designs.new", offer=Offer.COUPON.value),
        tiers_url=here.url("designs.tiers", ladder=ladder),
        coupons=tuple(_lines(values, "coupon", "coupon", (wrong, notes), SPARE + more)),
        points=tuple(_lines(values, "points", "amount", (wrong, notes), 1 + more)),
        recurring=tuple(_lines(values, "recurring", "coupon", (wrong, notes), 1 + more)),
        again=bool(values.get("again")),
        void_unused=bool(values.get("void_unused")),
        designs=_designs(program, values),
        currencies=tuple((each.key, each.label) for each in program.currencies),
        every=tuple((each.value, EVERY[each]) for each in Every),
        promised=_promised(program, n, tier, values),
        wrong=len(errors or {}),
        problem=problem,
        moved=moved,
        by=drafts.get(here.space, here.program_id).saved_by or "",
        theirs=_brought(program, n, tier, kept),
        seen=seen if typed is None or moved else typed.get("seen", ""),
    )


def _lines(
    values: Typed,
    sort: str,
    name: str,
    said: tuple[ByRow, ByRow],
    spare: int,
) -> Iterator[Line]:
    errors, notes = said
    there = numbers(values, sort, name)
    last = max(there, default=-1)
    blank = range(last + 1, min(last + 1 + spare, MOST_ROWS))
    for n in (*there, *blank):
        ending = f".{n}"
        found = {
            key.split(".")[1]: value
            for key, value in values.items()
            if key.startswith(f"{sort}.") and key.endswith(ending)
        }
        yield Line(number=n, values=found, error=errors.get((sort, n)), note=notes.get((sort, n)))


def _designs(program: Program, values: Typed) -> Choices:
    """Offer the coupons there are, and those that are named and gone."""
    found = {each.key: each.label for each in program.coupons}
    for key, value in values.items():
        if value and ".coupon." in key and value not in found:
            found[value] = Words(f"{value}（没有了）", f"{value} (is gone)")
    return tuple(found.items())


def _noted(program: Program, n: int, tier: str) -> dict[Severity, dict[tuple[str, int], Words]]:
    """Give what the checks say of the rows of a tier, by how bad it is."""
    keys = [each.key for each in program.ladders[n].tiers]
    place = f"/ladders/{n}/tiers/{keys.index(tier)}/"
    found: dict[Severity, dict[tuple[str, int], Words]] = {}
    checked = check_program(program)
    for key in ("known_benefits", "usable_coupons"):
        for each in CHECKS[key].check(checked):
            if each.path.startswith(place) and (row := _row_of(each, place)) is not None:
                found.setdefault(each.severity, {}).setdefault(row, each.message)
    return found


def _row_of(finding: Finding, place: str) -> tuple[str, int] | None:
    match finding.path.removeprefix(place).split("/"):
        case ["pack", "coupons", number, *_]:
            return "coupon", int(number)
        case ["recurring", number, *_]:
            return "recurring", int(number)
        case _:
            return None


def _promised(program: Program, n: int, tier: str, values: Typed) -> tuple[Section, ...]:
    found = next(each for each in program.ladders[n].tiers if each.key == tier)
    parts = read(values).parts
    changed = replace(
        found,
        benefits=(),
        pack=read_pack(Reader(), parts["pack"] or None, ""),
        recurring=read_recurring(Reader(), parts["recurring"], ""),
        void_unused=parts["void_unused"],
    )
    told = {Topic.PACK, Topic.RECURRING}
    return tuple(each for each in tier_gives(program, changed) if each.topic in told)


def _brought(program: Program, n: int, tier: str, values: Typed) -> Words:
    lines = [line for each in _promised(program, n, tier, values) for line in each.lines]
    return Words("".join(each.zh for each in lines), " ".join(each.en for each in lines))
