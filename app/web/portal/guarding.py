"""Who may send at once, who is asked to confirm, and who has to wait: machines are slowed down.

A person is never lost: what was typed stays on the page, whatever the guard says. Three things ask
for a confirmation: a field that people do not see was filled in, the form was sent faster than
anybody reads, or more came from one address in an hour than the form takes without a question. A
confirmation is a small proof of work, which a browser does by itself, or some seconds of patience
where scripts do not run.
"""

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from math import ceil

from sqlalchemy import Engine

from app.program.forms import Guard, Proof
from app.storage import form_drafts
from app.storage.form_links import FormLink
from app.web.portal.signatures import Stamp

SECOND = 1_000_000
HOUR = 3600 * SECOND
PATIENCE = 8
"""Seconds to wait where no script does the work."""
BITS = 15
"""Leading zero bits of a proof: about a second of a phone's time."""
MOST = 5
"""So many times the quiet hourly number is taken at all, each of them confirmed."""
LONGEST_WORK = 20


class Verdict(StrEnum):
    PASS = "pass"  # noqa: S105 - A word, not a password.
    CONFIRM = "confirm"
    WAIT = "wait"
    """Too many: come back later."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    verdict: Verdict
    seconds: int = 0
    """How long to wait."""


def judge(engine: Engine, link: FormLink, guard: Guard, stamp: Stamp, *, at: "Visit") -> Judged:
    """Decide about a submission, and count it."""
    backlog = _count(engine, link, guard, at)
    if backlog > MOST * HOUR:
        return Judged(verdict=Verdict.WAIT, seconds=ceil((backlog - MOST * HOUR) / SECOND))
    hurried = at.now - stamp.at < guard.seconds * SECOND
    odd = bool(at.trap) or hurried or stamp.waited_from is not None
    many = guard.proof is Proof.ALWAYS or (backlog > HOUR and guard.proof is Proof.AUTO)
    if not (odd or many) or is_proof(stamp, at.work):
        return Judged(verdict=Verdict.PASS)
    if stamp.waited_from is None:
        return Judged(verdict=Verdict.CONFIRM, seconds=PATIENCE)
    left = stamp.waited_from + PATIENCE * SECOND - at.now
    if left > 0:
        return Judged(verdict=Verdict.CONFIRM, seconds=ceil(left / SECOND))
    return Judged(verdict=Verdict.PASS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """What is known of whoever sends."""

    address: str
    now: int
    trap: str
    work: str


def refuse_fast_saving(engine: Engine, link: FormLink, guard: Guard, at: Visit) -> bool:
    """Say whether an address saves more than anybody would."""
    return _count(engine, link, guard, at, what="save") > MOST * HOUR


def _count(engine: Engine, link: FormLink, guard: Guard, at: Visit, what: str = "send") -> int:
    """Count one more from an address; give how far it is ahead of an even pace."""
    spelled = f"{link.token}:{at.address}".encode()
    name = f"{what}:{hashlib.sha256(spelled).hexdigest()[:32]}"
    # A transaction of its own: what is refused is undone, and counts all the same.
    with engine.begin() as connection:
        due = form_drafts.advance(connection, name, at=at.now, step=HOUR // guard.hourly)
    return due - at.now


def is_proof(stamp: Stamp, work: str) -> bool:
    """Check that a browser has worked on this very form."""
    if not work or len(work) > LONGEST_WORK or not work.isascii():
        return False
    found = hashlib.sha256(f"{stamp.key}:{work}".encode()).digest()
    return int.from_bytes(found[:4], "big") >> (32 - BITS) == 0
