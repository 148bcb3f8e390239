"""Ladders as JSON: read with the place of every mistake, written the same each time."""

from decimal import Decimal, InvalidOperation
from typing import Any

from app.program.benefit import Packs
from app.program.benefit_codec import (
    dump_pack,
    dump_recurring,
    dump_tier_benefits,
    read_pack,
    read_recurring,
    read_tier_benefits,
)
from app.program.ladder import (
    Demotion,
    Due,
    Ladder,
    MakeUp,
    Promoted,
    Promotion,
    Review,
    Stage,
    Tier,
    Trial,
)
from app.program.period import FORMS, LIFETIME, Period
from app.program.reader import Reader, said, without_empty

LONGEST = 3660
"""Days, for grace, notice and trials."""
MOST_LEVELS = 20
MOST_POINTS = 10**9


def read_ladder(reader: Reader, value: Any, path: str) -> Ladder:
    content = reader.mapping(value, path)
    known = "key label tiers members period promotion promoted review trials make_up packs"
    reader.only(content, path, known)
    key = reader.key(content, path)
    tiers = tuple(
        _tier(reader, each, f"{path}/tiers/{n}")
        for n, each in enumerate(reader.sequence(content.get("tiers"), f"{path}/tiers"))
    )
    trials = tuple(
        _trial(reader, each, f"{path}/trials/{n}")
        for n, each in enumerate(reader.sequence(content.get("trials"), f"{path}/trials"))
    )
    reader.distinct(tiers, f"{path}/tiers")
    reader.distinct(trials, f"{path}/trials")
    ladder = Ladder(
        key=key,
        label=reader.words(content.get("label"), f"{path}/label", key),
        tiers=tiers,
        members=content.get("members"),
        period=_period(reader, content.get("period"), f"{path}/period"),
        promotion=reader.one_of(
            Promotion, content.get("promotion"), f"{path}/promotion", Promotion.JUMP
        ),
        promoted=reader.one_of(
            Promoted, content.get("promoted"), f"{path}/promoted", Promoted.EVENT
        ),
        review=_review(reader, content.get("review", {}), f"{path}/review"),
        trials=trials,
        make_up=_make_up(reader, content.get("make_up"), f"{path}/make_up"),
        packs=reader.one_of(Packs, content.get("packs"), f"{path}/packs", Packs.PASSED),
    )
    _known_tiers(reader, ladder, path)
    return ladder


def _period(reader: Reader, value: Any, path: str) -> Period:
    if value is None:
        return LIFETIME
    found = Period.parse(value) if isinstance(value, str) else None
    if found is None:
        reader.wrong(
            path,
            f"{value!r} 不是考核周期。可以写：{'、'.join(FORMS.split())}。",
            f"{value!r} is not a period. Known: {', '.join(FORMS.split())}.",
        )
        return LIFETIME
    return found


def _review(reader: Reader, value: Any, path: str) -> Review:
    content = reader.mapping(value, path)
    reader.only(content, path, "due demotion floor grace_days notice_days")
    due, validity = _due(reader, content.get("due"), f"{path}/due")
    return Review(
        due=due,
        validity=validity,
        demotion=reader.one_of(
            Demotion, content.get("demotion"), f"{path}/demotion", Demotion.REQUALIFY
        ),
        floor=reader.text(content, "floor", path),
        grace_days=reader.whole(content, "grace_days", path, 0, least=0, most=LONGEST),
        notice_days=reader.whole(content, "notice_days", path, 0, least=0, most=LONGEST),
    )


def _due(reader: Reader, value: Any, path: str) -> tuple[Due, Period | None]:
    """Read a word, or a validity such as `12mo`."""
    words = [each.value for each in Due if each is not Due.VALIDITY]
    if value is None:
        return Due.EVALUATION, None
    if value in words:
        return Due(value), None
    validity = Period.parse(value) if isinstance(value, str) else None
    if validity is not None and validity.counted:
        return Due.VALIDITY, validity
    reader.wrong(
        path,
        f"{value!r} 不是考核时间。可以写：{'、'.join(words)}，或有效期如 12mo、365d。",
        f"{value!r} is no time of review. Known: {', '.join(words)}, or a validity: 12mo, 365d.",
    )
    return Due.EVALUATION, None


def _tier(reader: Reader, value: Any, path: str) -> Tier:
    content = reader.mapping(value, path)
    known = "key label condition retention color levels stages benefits pack recurring void_unused"
    reader.only(content, path, known)
    key = reader.key(content, path)
    stages = tuple(
        _stage(reader, each, f"{path}/stages/{n}")
        for n, each in enumerate(reader.sequence(content.get("stages"), f"{path}/stages"))
    )
    reader.distinct(stages, f"{path}/stages")
    return Tier(
        key=key,
        label=reader.words(content.get("label"), f"{path}/label", key),
        condition=content.get("condition"),
        retention=content.get("retention"),
        color=str(content.get("color", "slate")),
        levels=reader.whole(content, "levels", path, 1, least=1, most=MOST_LEVELS),
        stages=stages,
        benefits=read_tier_benefits(reader, content.get("benefits"), f"{path}/benefits"),
        pack=read_pack(reader, content.get("pack"), f"{path}/pack"),
        recurring=read_recurring(reader, content.get("recurring"), f"{path}/recurring"),
        void_unused=reader.flag(content, "void_unused", path, default=False),
    )


def _stage(reader: Reader, value: Any, path: str) -> Stage:
    content = reader.mapping(value, path)
    reader.only(content, path, "key label condition points currency")
    key = reader.key(content, path)
    return Stage(
        key=key,
        label=reader.words(content.get("label"), f"{path}/label", key),
        condition=content.get("condition"),
        points=reader.whole(content, "points", path, 0, least=0, most=MOST_POINTS),
        currency=reader.text(content, "currency", path) or "points",
    )


def _trial(reader: Reader, value: Any, path: str) -> Trial:
    content = reader.mapping(value, path)
    reader.only(content, path, "key label tier days who")
    key = reader.key(content, path)
    return Trial(
        key=key,
        label=reader.words(content.get("label"), f"{path}/label", key),
        tier=reader.text(content, "tier", path) or "",
        days=reader.whole(content, "days", path, 7, least=1, most=LONGEST),
        who=content.get("who"),
    )


def _make_up(reader: Reader, value: Any, path: str) -> MakeUp | None:
    if value is None:
        return None
    content = reader.mapping(value, path)
    reader.only(content, path, "currency rate most_percent")
    return MakeUp(
        currency=reader.text(content, "currency", path) or "growth",
        rate=_rate(reader, content.get("rate", 1), f"{path}/rate"),
        most_percent=reader.whole(content, "most_percent", path, 100, least=1, most=100),
    )


def _rate(reader: Reader, value: Any, path: str) -> Decimal:
    try:
        rate = Decimal(str(value))
    except InvalidOperation:
        rate = Decimal(0)
    if isinstance(value, bool) or not rate.is_finite() or not 0 < rate <= MOST_POINTS:
        reader.wrong(path, "每元折合的成长值应是正数。", "Points for a unit: a positive number.")
        return Decimal(1)
    return rate


def _known_tiers(reader: Reader, ladder: Ladder, path: str) -> None:
    named = [(f"{path}/review/floor", ladder.review.floor)]
    named += [(f"{path}/trials/{n}/tier", each.tier) for n, each in enumerate(ladder.trials)]
    keys = [each.key for each in ladder.tiers]
    for place, key in named:
        if key is not None and key not in keys:
            reader.wrong(
                place,
                f"没有等级“{key}”。这里有：{'、'.join(keys)}。",
                f"There is no tier {key!r}. Known: {', '.join(keys)}.",
            )


def dump_ladder(ladder: Ladder) -> dict[str, Any]:
    """Write a ladder; what is at its default is left out."""
    return said("members", ladder.members) | without_empty(
        {
            "key": ladder.key,
            "label": ladder.label.to_json(),
            "period": str(ladder.period),
            "promotion": ladder.promotion.value,
            "promoted": None if ladder.promoted is Promoted.EVENT else ladder.promoted.value,
            "review": _dump_review(ladder.review),
            "make_up": None if ladder.make_up is None else _dump_make_up(ladder.make_up),
            "packs": None if ladder.packs is Packs.PASSED else ladder.packs.value,
            "trials": [_dump_trial(each) for each in ladder.trials],
            "tiers": [_dump_tier(each) for each in ladder.tiers],
        }
    )


def _dump_review(review: Review) -> dict[str, Any]:
    if review == Review():
        return {}
    due = str(review.validity) if review.validity is not None else review.due.value
    return without_empty(
        {
            "due": due,
            "demotion": review.demotion.value,
            "floor": review.floor,
            "grace_days": review.grace_days or None,
            "notice_days": review.notice_days or None,
        }
    )


def _dump_make_up(make_up: MakeUp) -> dict[str, Any]:
    return {
        "currency": make_up.currency,
        "rate": str(make_up.rate),
        "most_percent": make_up.most_percent,
    }


def _dump_trial(trial: Trial) -> dict[str, Any]:
    head = {"key": trial.key, "label": trial.label.to_json(), "tier": trial.tier}
    return head | {"days": trial.days} | said("who", trial.who)


def _dump_tier(tier: Tier) -> dict[str, Any]:
    head: dict[str, Any] = {"key": tier.key, "label": tier.label.to_json(), "color": tier.color}
    head |= said("condition", tier.condition) | said("retention", tier.retention)
    if tier.levels > 1:
        head["levels"] = tier.levels
    head |= without_empty({"stages": [_dump_stage(each) for each in tier.stages]})
    head |= without_empty({"benefits": dump_tier_benefits(tier.benefits)})
    # A pack that is empty is a pack that is being filled.
    head |= said("pack", dump_pack(tier.pack))
    more = {"recurring": dump_recurring(tier.recurring), "void_unused": tier.void_unused}
    return head | without_empty(more)


def _dump_stage(stage: Stage) -> dict[str, Any]:
    head = {"key": stage.key, "label": stage.label.to_json()} | said("condition", stage.condition)
    return head | without_empty(
        {
            "points": stage.points or None,
            "currency": None if stage.currency == "points" else stage.currency,
        }
    )
