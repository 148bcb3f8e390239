"""The links that stand in messages: to end them, and to forms."""

from dataclasses import dataclass

from app import links
from app.storage.form_links import FormLink

SALT = "unsubscribe"
DAY = 86_400_000_000
FORM_GOOD_FOR = 90 * DAY


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Who got a message, and on which channel."""

    workspace_id: int
    program_id: int
    member_id: int
    channel: str


def token_of(reader: Reader) -> str:
    """Sign who may change what they are told; it does not expire, as mail does not."""
    content = [reader.workspace_id, reader.program_id, str(reader.member_id), reader.channel]
    return links.signed(SALT, content)


def unsubscribe(reader: Reader) -> str:
    return links.address(f"/u/{token_of(reader)}")


def reader_of(token: str) -> Reader | None:
    found = links.read(SALT, token)
    if not isinstance(found, list):
        return None
    workspace_id, program_id, member_id, channel = found
    return Reader(
        workspace_id=workspace_id,
        program_id=program_id,
        member_id=int(member_id),
        channel=channel,
    )


def form(link: FormLink, member_id: int, *, personal: bool, now: int) -> str:
    """Give the address of a form; a personal one tells the form who comes."""
    path = links.address(f"/f/{link.token}")
    if not personal:
        return path
    me = links.signed(f"form:member:{link.token}", [str(member_id), now + FORM_GOOD_FOR])
    return f"{path}?me={me}"
