"""Where something of the document is used, as lists show it."""

from collections.abc import Iterable

from app.builder.uses import Use
from app.program.program import Program
from app.web.designs.model import UseShown
from app.web.frame import Here
from app.web.places import place_url


def used(here: Here, program: Program, uses: Iterable[Use]) -> tuple[UseShown, ...]:
    return tuple(
        UseShown(where=each.where, url=place_url(here, program, each.path)) for each in uses
    )
