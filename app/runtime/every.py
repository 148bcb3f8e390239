"""One job for every programme: what is wrong with one keeps none of the others waiting."""

from collections.abc import Callable
from typing import TypeVar

import structlog

from app.storage import programs
from app.storage.spaces import Spaces

log = structlog.get_logger(__name__)
Done = TypeVar("Done")


def in_every_program(spaces: Spaces, job: str, do: Callable[[int, int], Done]) -> list[Done]:
    """Do a job for each workspace and programme; give what came of it where it did not fail."""
    with spaces.installation() as connection:
        everything = programs.all_programs(connection)
    done = []
    for workspace_id, program_id in everything:
        try:
            done.append(do(workspace_id, program_id))
        except Exception:
            # Whatever it is, the other programmes have nothing to do with it.
            log.exception("job failed", job=job, workspace=workspace_id, program=program_id)
    return done
