"""Tells another system through the outbox, and waits for its answer where it is waited for."""

from typing import Any

from sqlalchemy import select

from app.expression.sql import to_sql
from app.program.steps import STEP_KINDS as PROGRAM
from app.runtime.calling import plain
from app.runtime.members_seen import source_of
from app.runtime.steps.base import StepWork, Work
from app.runtime.waiting import length_of
from app.storage import calls, flow_batch
from app.storage.flow_batch import BATCH, at

FOR_EVER = 3_650 * 86_400_000_000


class Webhook(StepWork):
    key = "webhook"
    label = PROGRAM["webhook"].label

    def advance(self, work: Work) -> None:
        chosen, now = work.options, work.moment.now
        tokens = work.tokens()
        fresh = [each for each in tokens if not each.woken]
        values = _values(work) if fresh else {}
        calls.write(
            work.space,
            work.live.catalogue.program_id,
            [
                calls.Call(
                    member_id=each.member_id,
                    run_id=each.run_id,
                    idem=f"{each.run_id}:{work.step.key}:{each.visits}",
                    body={
                        "webhook": {
                            "type": chosen["type"],
                            "flow": work.flow.flow.key,
                            "step": work.step.key,
                            "member": str(each.member_id),
                            "data": values.get(each.member_id, {}),
                        }
                    },
                )
                for each in fresh
            ],
            flow=work.flow.flow.key,
            step=work.step.key,
            release_id=work.released.catalogue.release_id,
            now=now,
        )
        if not chosen["wait"]:
            return
        last = now + (length_of(chosen["time"]) if chosen["time"] else FOR_EVER)
        flow_batch.stay_until(work.space, work.step.key, {each.member_id: last for each in fresh})
        calls.await_answers(work.space, work.step.key)
        calls.choose(work.space, work.step.key)


def _values(work: Work) -> dict[int, dict[str, Any]]:
    """Work out for each member what the step says."""
    asked = {
        name: work.flow.condition(work.step.key, f"data.{name}")
        for name in work.options["data"] or {}
    }
    known = {name: each for name, each in asked.items() if each is not None}
    if not known:
        return {}
    source = source_of(work.released, work.moment, materialised=work.is_current)
    members = work.released.catalogue.members.readable
    columns = [
        to_sql(each, source, work.moment).label(f"v{n}") for n, each in enumerate(known.values())
    ]
    here = select(BATCH.c.member_id).where(at(work.step.key)).scalar_subquery()
    rows: Any = work.space.execute(
        select(members.c.id, *columns).where(
            members.c.workspace_id == work.space.workspace_id, members.c.id.in_(here)
        )
    )
    return {
        row[0]: {
            name: plain(value, each.type)
            for (name, each), value in zip(known.items(), row[1:], strict=True)
        }
        for row in rows
    }
