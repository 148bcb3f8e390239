"""What happened: events come in, members are placed, and the answer carries their tiers."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.access import Scope
from app.errors import Finding
from app.runtime.behind import AGAIN_AFTER, is_behind
from app.runtime.records import LIMIT, Outcome, Status, record_many
from app.storage.held import held
from app.web.api.answers import BATCH_RESULT, EVENT_RESULT
from app.web.api.event_reading import BATCH, EVENT, Read, read_event
from app.web.api.here import Here, here
from app.web.api.operations import Answer, Asked, Operation, Said, in_query
from app.web.api.problems import Refusal, finding_json
from app.web.api.shapes import (
    Either,
    Flag,
)
from app.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class _Result:
    """What became of one event of a request."""

    read: Read
    outcome: Outcome
    findings: tuple[Finding, ...]
    tiers: Mapping[str, str | None] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        outcome = self.outcome
        return {
            "status": outcome.status.value,
            "object": None if self.read.entry is None else self.read.entry.object,
            "id": id_json(outcome.record_id),
            "member_id": id_json(outcome.member_id),
            "findings": [finding_json(each) for each in self.findings],
            "gained": gained_json(outcome),
            "tiers": self.tiers,
        }


def id_json(number: int | None) -> str | None:
    """Write an id as a text: it may be larger than a browser's numbers."""
    return None if number is None else str(number)


def gained_json(outcome: Outcome) -> list[dict[str, Any]]:
    return [{"ladder": each.ladder, "from": each.old, "to": each.new} for each in outcome.moved]


def send(asked: Asked) -> Answer:
    """Keep one event or up to a thousand, in one transaction."""
    found = here()
    _refuse_when_behind(found)
    batch = isinstance(asked.body, dict) and isinstance(asked.body.get("events"), list)
    events = asked.body["events"] if batch else [asked.body]
    _refuse_too_many(events)
    read = [
        read_event(found, each, f"/events/{n}" if batch else "") for n, each in enumerate(events)
    ]
    outcomes = _record(found, read, create_members=asked.query.get("create_members", False))
    results = [*_results(found, read, outcomes)]
    return _about_all(results) if batch else _about_one(results[0])


def _refuse_when_behind(found: Here) -> None:
    """Let callers wait while automations are far behind: nothing of what they send is lost."""
    if is_behind(found.space, found.live, now=found.now):
        raise Refusal(
            429,
            "自动化积压太多，暂不接收新事件。请按 Retry-After 稍后用同一个 Idempotency-Key 重发。",
            "Automations are too far behind to take more. Send this again under the same"
            " Idempotency-Key after the time in Retry-After.",
            again_after=AGAIN_AFTER,
        )


def _refuse_too_many(events: Sequence[Any]) -> None:
    if len(events) > LIMIT:
        raise Refusal(
            413,
            f"一次最多 {LIMIT} 个事件，这里有 {len(events)} 个。请分批发送，每批用自己的"
            " Idempotency-Key；历史数据可用 rungs import 导入。",
            f"At most {LIMIT} events at once; there are {len(events)}. Send them in parts, each"
            " under an Idempotency-Key of its own; rungs import takes whole files.",
        )


def _record(found: Here, read: Sequence[Read], *, create_members: bool) -> list[Outcome | None]:
    sound = [each.entry for each in read if each.entry is not None]
    kept = iter(
        record_many(
            found.space,
            found.live,
            sound,
            now=found.now,
            cause=found.cause,
            create_members=create_members,
        )
    )
    return [None if each.entry is None else next(kept) for each in read]


def _results(
    found: Here, read: Sequence[Read], outcomes: Sequence[Outcome | None]
) -> Iterator[_Result]:
    members = {each.member_id for each in outcomes if each and each.member_id is not None}
    tiers = held(found.space, found.live.catalogue.members, sorted(members))
    for each, outcome in zip(read, outcomes, strict=True):
        if outcome is None:
            yield _Result(read=each, outcome=Outcome(status=Status.REFUSED), findings=each.findings)
            continue
        yield _Result(
            read=each,
            outcome=outcome,
            findings=tuple(each.placed(finding) for finding in outcome.findings),
            tiers={key: on.tier for key, on in tiers.get(outcome.member_id or 0, {}).items()},
        )


def _about_one(result: _Result) -> Answer:
    if result.outcome.status is Status.REFUSED:
        raise Refusal(
            422,
            "这个事件没有被记录。",
            "This event was not recorded.",
            findings=result.findings,
        )
    created = result.outcome.status is Status.CREATED
    return Answer(content=result.to_json(), status=201 if created else 200)


def _about_all(results: Sequence[_Result]) -> Answer:
    counts = {
        status: sum(each.outcome.status is status for each in results)
        for status in (Status.CREATED, Status.KNOWN, Status.REFUSED)
    }
    content = {status.value: count for status, count in counts.items()}
    return Answer(
        content={**content, "events": [each.to_json() for each in results]},
        status=207 if counts[Status.REFUSED] else 200,
    )


OPERATIONS = (
    Operation(
        name="send_events",
        method="POST",
        path="/events",
        policy=Scope.EVENTS_WRITE,
        title=Words("发送事件", "Send events"),
        about=Words(
            '一个事件，或 {"events": […]} 最多 1,000 个，在一个事务里处理。'
            "被拒绝的事件不影响其他事件。",
            'One event, or {"events": […]} with up to 1,000, in one transaction.'
            " A refused event does not undo the others.",
        ),
        view=send,
        parameters=(
            in_query(
                "create_members",
                Flag(),
                Words("没有这位会员时就建一位。", "Make a member where there is none yet."),
            ),
        ),
        body=Either(shapes=(BATCH, EVENT)),
        answers={
            200: Said(
                about=Words(
                    "事件早已记录过；或整批都已处理，没有被拒绝的。",
                    "The event was known; or all of a batch is done, none refused.",
                ),
                shape=Either(shapes=(BATCH_RESULT, EVENT_RESULT)),
            ),
            201: Said(about=Words("事件已记录。", "The event is recorded."), shape=EVENT_RESULT),
            207: Said(
                about=Words(
                    "这一批里有被拒绝的事件，其余已处理。",
                    "Some events of the batch were refused; the others are done.",
                ),
                shape=BATCH_RESULT,
            ),
        },
    ),
)
