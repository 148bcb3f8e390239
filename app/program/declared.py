"""Options that a kind declares as fields: what is wrong with them, and their values."""

from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from app.errors import Finding
from app.program.field import Field
from app.program.fields import FIELD_KINDS, Refused
from app.words import Words


def findings_in(
    declared: Sequence[Field], options: Mapping[str, Any], path: str, *, part: bool = False
) -> Iterator[Finding]:
    """Say what is wrong with options; `part` says whether required ones may be set elsewhere."""
    known = {each.key: each for each in declared}
    for key, value in options.items():
        if key not in known:
            yield _unknown(f"{path}/{key}", key, list(known))
        else:
            yield from _wrong_value(known[key], value, f"{path}/{key}")
    for each in declared:
        if each.required and not part and options.get(each.key) is None:
            yield Finding(
                path=f"{path}/{each.key}",
                message=Words(
                    f"请填写“{each.label.to('zh')}”。", f"{each.label.to('en')} must be set."
                ),
            )


def values_of(declared: Sequence[Field], *options: Mapping[str, Any]) -> dict[str, Any]:
    """Read options as their fields keep values; later ones go before earlier ones.

    What cannot be read is None, as what is not set and has no default.
    """
    joined = {key: value for each in options for key, value in each.items()}
    return {each.key: _value(each, joined.get(each.key, each.default)) for each in declared}


def _value(declared: Field, raw: Any) -> Any:
    try:
        return FIELD_KINDS[declared.kind].parse(raw, declared)
    except Refused:
        return None


def _wrong_value(declared: Field, value: Any, path: str) -> Iterator[Finding]:
    kind = FIELD_KINDS[declared.kind]
    try:
        kind.parse(value, declared)
    except Refused as refused:
        yield Finding(path=path, message=refused.words)


def _unknown(path: str, key: str, known: list[str]) -> Finding:
    near = get_close_matches(key, known, n=1, cutoff=0.6)
    return Finding(
        path=path,
        message=Words(
            f"没有选项“{key}”。可用：{'、'.join(known) or '无'}。",
            f"There is no option {key!r}. Known: {', '.join(known) or 'none'}.",
        ),
        fix=Words(f"是指 {near[0]} 吗？", f"Is {near[0]!r} meant?") if near else None,
    )
