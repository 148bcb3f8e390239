"""The pages about automations that lead to one another."""

from collections.abc import Mapping

from app.access import Can
from app.web.frame import Here


def tabs(here: Here) -> Mapping[str, str | None]:
    """Give their addresses; runs are about members, and not for everybody."""
    return {
        "flows": here.url("flows.all_flows"),
        "runs": here.url("flows.runs") if here.visitor.may(Can.READ_MEMBERS) else None,
        "health": here.url("flows.health"),
    }
