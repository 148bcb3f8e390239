"""What people see once their form is kept: thanks, and the tier they reached by it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.program.ladder import Tier
from app.runtime import releases
from app.runtime.forms import form_of
from app.storage.forms import Submission
from app.web.portal.opening import Opened
from app.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """A tier that was reached, with where it stands on its ladder."""

    ladder: Words
    label: Words
    tone: str
    place: int
    """From below, from 1."""
    steps: tuple[tuple[Words, str], ...]
    """Every tier with its tone, lowest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Thanks:
    title: Words
    text: Words
    joined: bool
    reached: tuple[Reached, ...]
    url: str | None
    again: bool


def thanks(opened: Opened, submission: Submission) -> Thanks:
    """Thank with the words of the release under which the form was sent."""
    live = releases.live_release(opened.space, opened.link.program_id, submission.release_id)
    form = form_of(live, submission.form).form
    ladders = {each.key: each for each in live.checked.program.ladders}
    moved = submission.outcome.get("moved", []) if form.thanks.tier else []
    return Thanks(
        title=form.thanks.title if any(form.thanks.title) else Words("提交成功", "Received"),
        text=form.thanks.text
        if any(form.thanks.text)
        else Words("谢谢，我们已经收到了。", "Thank you: we have it."),
        joined=bool(submission.outcome.get("joined")),
        reached=tuple(
            _reached(ladders[each["ladder"]].label, ladders[each["ladder"]].tiers, each)
            for each in _last_of_each(moved)
            if each["ladder"] in ladders and each["to"] is not None
        ),
        url=form.thanks.url,
        again=form.access.per_member.value == "unlimited" and form.thanks.url is None,
    )


def _last_of_each(moved: list[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Of several steps on one ladder, tell the last."""
    return list({each["ladder"]: each for each in moved}.values())


def _reached(label: Words, tiers: tuple[Tier, ...], moved: Mapping[str, Any]) -> Reached:
    at = next(n for n, each in enumerate(tiers) if each.key == moved["to"])
    return Reached(
        ladder=label,
        label=tiers[at].label,
        tone=tiers[at].color,
        place=at + 1,
        steps=tuple((each.label, each.color) for each in tiers),
    )
