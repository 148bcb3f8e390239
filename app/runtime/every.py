"""One job for every programme: what is wrong with one keeps none of the others waiting."""

from collections.abc import Callable, Iterable
from typing import TypeVar

import structlog

from app.runtime.retries import Retries
from app.storage import programs
from app.storage.engine import reading
from app.storage.spaces import Spaces
from app.storage.trouble import trouble_of

log = structlog.get_logger(__name__)
Done = TypeVar("Done")


def in_every_program(
    spaces: Spaces, job: str, do: Callable[[int, int], Done], *, now: int, retries: Retries
) -> list[Done]:
    """Do a job for each workspace and programme; give what came of it where it did not fail.

    Where it failed, the programme is left alone until `retries` let it be tried again.
    """
    with reading(spaces.engine) as connection:
        everything = programs.all_programs(connection)
    return each_alone(everything, job, do, now=now, retries=retries)


def each_alone(
    programs_asked: Iterable[tuple[int, int]],
    job: str,
    do: Callable[[int, int], Done],
    *,
    now: int,
    retries: Retries,
) -> list[Done]:
    """Do a job for these workspaces and programmes as `in_every_program` does for all."""
    done = []
    for workspace_id, program_id in programs_asked:
        if not retries.may(job, program_id, now=now):
            continue
        try:
            done.append(do(workspace_id, program_id))
        except Exception as error:
            # Whatever it is, the other programmes have nothing to do with it.
            trouble = trouble_of(error)
            seconds = retries.failed(job, program_id, now=now, trouble=trouble)
            log.exception(
                "job failed",
                job=job,
                workspace=workspace_id,
                program=program_id,
                trouble=trouble,
                again_in_seconds=seconds,
            )
        else:
            retries.went_well(job, program_id)
    return done
