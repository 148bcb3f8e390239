"""What a page of the builder carries for its island."""

from dataclasses import dataclass
from typing import Any

from flask_wtf.csrf import generate_csrf

from app.access import Can
from app.web.builder.draft import DraftState, state
from app.web.frame import Here
from app.web.plain import plain


@dataclass(frozen=True, slots=True, kw_only=True)
class May:
    """What the visitor may do with the draft."""

    edit: bool
    publish: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Boot:
    """Everything an island needs before its first request."""

    csrf: str
    program: int
    draft: DraftState
    urls: dict[str, str]
    """Addresses by name; an island makes up none."""
    may: May
    page: Any
    """What this island alone needs."""


def boot(here: Here, page: Any, urls: dict[str, str]) -> Any:
    """Give what the page carries, as JSON."""
    publish = here.visitor.may(Can.PUBLISH)
    carried = Boot(
        csrf=generate_csrf(),
        program=here.program_id,
        draft=state(here),
        urls={
            "draft": here.url("builder.save_draft"),
            "document": here.url("builder.document"),
            "ladder": here.url("builder.ladder"),
            "designs": here.url("designs.designs"),
            "objects": here.url("builder.objects"),
            "parameters": here.url("builder.parameters"),
            "versions": here.url("builder.draft_versions"),
            **({"publish": here.url("builder.check")} if publish else {}),
            **urls,
        },
        may=May(edit=here.visitor.may(Can.EDIT_DRAFT), publish=publish),
        page=page,
    )
    return plain(carried)
