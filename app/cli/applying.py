"""What follows a publication: metrics are filled, and everybody is placed where that is asked."""

import click

from app.builder.releases import Published
from app.cli.place import Place
from app.cli.progress import Shown
from app.cli.speech import say, say_json
from app.clock import system_clock, to_instant
from app.runtime import evaluation
from app.runtime.tiers import Reason
from app.storage.standings import release_occurrence

NOW, NEXT, NEW = "now", "next", "new"

apply_option = click.option(
    "--apply",
    "when",
    type=click.Choice([NOW, NEXT, NEW]),
    default=NEXT,
    show_default=True,
    help="now 立即重新定级，next 等下次考核，new 只对新会员。"
    " Place everybody now, or at the next evaluation; or new members only.",
)


def apply_release(place: Place, published: Published, when: str, *, as_json: bool) -> None:
    """Fill the metrics that are new, and place everybody where that is asked for."""
    workspace, shown = place.workspace, Shown()
    now, moved = to_instant(system_clock()), None
    if when == NOW:
        moved = evaluation.evaluate(
            workspace.spaces,
            workspace.id,
            place.program_id,
            now=now,
            reason=Reason.PUBLISH,
            occurrence=release_occurrence(published.number),
            tell=shown,
        ).changed
    else:
        evaluation.prepare(workspace.spaces, workspace.id, place.program_id, now=now, tell=shown)
    shown.close()
    if as_json:
        say_json({"release": published.number, "apply": when, "moved": moved})
        return
    number = published.number
    say(f"版本 {number} 已上线。", f"Release {number} is live.")
    if moved is not None:
        say(f"{moved:,} 位会员的等级有变化。", f"{moved:,} members changed their tier.")
