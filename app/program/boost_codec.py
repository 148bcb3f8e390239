"""What speeds up earning, as JSON: sprint days, hours, birthdays."""

import re
from typing import Any

from app.program.earning import ANY_TIME, Around, Boost, When
from app.program.earning_reading import day, dump_day, positive
from app.program.reader import Reader, said, without_empty

BOOST_KEYS = "key label times when where rules currency budget off"
WHEN_KEYS = "from until weekdays days months hours birthday"
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MOST_TIMES = 100
MONTHS, DAYS = 12, 31
_HOUR = re.compile(r"([01][0-9]|2[0-4]):([0-5][0-9])", re.ASCII)
_DAY_LONG = 24 * 60


def read_boost(reader: Reader, value: Any, path: str) -> Boost:
    content = reader.mapping(value, path)
    reader.only(content, path, BOOST_KEYS)
    key = reader.key(content, path)
    times = positive(reader, content, "times", path, most=MOST_TIMES)
    if "times" not in content:
        reader.wrong(f"{path}/times", "请写明几倍。", "Say how many times as much.")
    named = reader.sequence(content.get("rules"), f"{path}/rules")
    return Boost(
        key=key,
        label=reader.words(content.get("label"), f"{path}/label", key),
        times=times or 1,
        when=_when(reader, content.get("when"), f"{path}/when"),
        where=content.get("where"),
        rules=tuple(str(each) for each in named),
        currency=reader.text(content, "currency", path) or "points",
        budget=reader.text(content, "budget", path),
        off=reader.flag(content, "off", path, default=False),
    )


def _when(reader: Reader, value: Any, path: str) -> When:
    if value is None:
        return ANY_TIME
    content = reader.mapping(value, path)
    reader.only(content, path, WHEN_KEYS)
    around = content.get("birthday")
    return When(
        first=day(reader, content.get("from"), f"{path}/from"),
        last=day(reader, content.get("until"), f"{path}/until"),
        weekdays=_weekdays(reader, content.get("weekdays"), f"{path}/weekdays"),
        days=_numbers(reader, content.get("days"), f"{path}/days", most=DAYS, last=True),
        months=_numbers(reader, content.get("months"), f"{path}/months", most=MONTHS),
        hours=_hours(reader, content.get("hours"), f"{path}/hours"),
        birthday=None
        if around is None
        else reader.one_of(Around, around, f"{path}/birthday", Around.DAY),
    )


def _weekdays(reader: Reader, value: Any, path: str) -> tuple[int, ...]:
    found = []
    for n, each in enumerate(reader.sequence(value, path)):
        if each in WEEKDAYS:
            found.append(WEEKDAYS.index(each))
        else:
            known = " ".join(WEEKDAYS)
            reader.wrong(f"{path}/{n}", f"星期写作 {known}。", f"Week days are {known}.")
    return tuple(sorted(set(found)))


def _numbers(
    reader: Reader, value: Any, path: str, *, most: int, last: bool = False
) -> tuple[int, ...]:
    found = []
    for n, each in enumerate(reader.sequence(value, path)):
        whole = isinstance(each, int) and not isinstance(each, bool)
        if whole and (1 <= each <= most or (last and each == -1)):
            found.append(each)
        else:
            also = ("，月末写 -1", ", and -1 for the last day") if last else ("", "")
            zh, en = f"这里应是 1 到 {most}{also[0]}。", f"Expected 1 to {most}{also[1]}."
            reader.wrong(f"{path}/{n}", zh, en)
    return tuple(sorted(set(found)))


def _hours(reader: Reader, value: Any, path: str) -> tuple[int, int] | None:
    """Read `["20:00", "22:00"]`."""
    if value is None:
        return None
    texts = reader.sequence(value, path)
    found = [_HOUR.fullmatch(each) if isinstance(each, str) else None for each in texts]
    minutes = [int(each[1]) * 60 + int(each[2]) for each in found if each is not None]
    match minutes if len(minutes) == len(texts) else ():
        case [start, end] if start < end <= _DAY_LONG:
            return start, end
        case _:
            pass
    reader.wrong(
        path,
        '时段写作 ["20:00", "22:00"]，前一个早于后一个。',
        'Hours are written ["20:00", "22:00"], the earlier one first.',
    )
    return None


def dump_boost(boost: Boost) -> dict[str, Any]:
    head = {"key": boost.key, "label": boost.label.to_json(), "times": boost.times}
    tail = without_empty(
        {
            "when": _dump_when(boost.when),
            "rules": list(boost.rules),
            "currency": None if boost.currency == "points" else boost.currency,
            "budget": boost.budget,
            "off": boost.off,
        }
    )
    return head | said("where", boost.where) | tail


def _dump_when(when: When) -> dict[str, Any]:
    return without_empty(
        {
            "from": dump_day(when.first),
            "until": dump_day(when.last),
            "weekdays": [WEEKDAYS[each] for each in when.weekdays],
            "days": list(when.days),
            "months": list(when.months),
            "hours": None if when.hours is None else [clock(each) for each in when.hours],
            "birthday": None if when.birthday is None else when.birthday.value,
        }
    )


def clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"
