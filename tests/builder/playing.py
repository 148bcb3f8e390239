"""The examples of a ready-made programme, lived through by a real one."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from app.builder import gallery
from app.builder.gallery import Example, ReadyMade
from app.clock import to_instant
from app.program.objects import ENTRY, ORDER, EntryKind
from app.runtime import ledger
from app.runtime.intake import Entry
from app.runtime.ledger import Posting
from app.runtime.naming import find_member
from app.runtime.records import Status
from app.runtime.releases import live
from app.storage.spaces import Spaces
from tests.runtime.clubs import Club

LONG_AGO = timedelta(days=1000)
every_programme = pytest.mark.parametrize(
    "programme", list(gallery.everything()), ids=lambda programme: str(programme.key)
)


def play(programme: ReadyMade, spaces: Spaces) -> dict[str, str | None]:
    """Give the tier of each example's member, by its label."""
    return lived(programme, spaces).tiers()


def earned(club: Club, example: Example) -> dict[str, int]:
    """Give what an example's member has of the currencies that it names."""
    name = example.label.en
    with club.spaces.reading(club.workspace_id) as space:
        found, now = live(space, club.program_id), to_instant(club.now)
        member = find_member(space, found, f"external_id:{name}")
        held = ledger.holdings(space, found, member, now=now)
    return {
        each.currency.key: each.total.earned for each in held if each.currency.key in example.has
    }


def lived(programme: ReadyMade, spaces: Spaces) -> Club:
    """Let the examples live, and give the club they live in."""
    now, examples = gallery.examples_of(programme)
    club = Club(spaces, programme.document)
    club.now = now - LONG_AGO
    members = {each.label.en: club.join(each.label.en, **each.member) for each in examples}
    club.now = now
    club.evaluate()  # Reviews of the time before look at members who had done nothing yet.
    for n, each in enumerate(examples):
        for key, rows in each.records.items():
            if key == ENTRY:
                _post(club, members[each.label.en], rows, cause=f"{n}")
            else:
                _record(club, each, key, rows, n)
    club.evaluate()
    return club


def _record(
    club: Club, example: Example, key: str, rows: Sequence[Mapping[str, Any]], n: int
) -> None:
    """Keep what was recorded of a member; `refunded` of an order is given back at once."""
    refunds = {i: row["refunded"] for i, row in enumerate(rows) if "refunded" in row}
    sent = club.send(
        *(
            Entry(
                object=key,
                member={"external_id": example.label.en},
                values={
                    **{name: value for name, value in row.items() if name != "refunded"},
                    "external_id": f"{key}-{n}-{i}",
                },
            )
            for i, row in enumerate(rows)
        )
    )
    refused = [each.findings for each in sent if each.status is Status.REFUSED]
    assert not refused, (example.label, refused)
    assert key == ORDER or not refunds
    for i, amount in refunds.items():
        club.refund(sent[i], amount)


def _post(club: Club, member: int, rows: Sequence[Mapping[str, Any]], *, cause: str) -> None:
    asked = [
        Posting(
            member_id=member,
            cause=f"example-{cause}-{i}",
            currency=row["currency"],
            amount=row["amount"],
            kind=EntryKind.EARN if row["amount"] > 0 else EntryKind.SPEND,
            occurred_at=to_instant(datetime.fromisoformat(row["occurred_at"]).replace(tzinfo=UTC)),
        )
        for i, row in enumerate(rows)
    ]
    with club.spaces.writing(club.workspace_id) as space:
        live_now = live(space, club.program_id)
        sent = ledger.post(space, live_now, asked, now=to_instant(club.now), cause="example")
    assert all(each.status is Status.CREATED for each in sent), sent
