"""What becomes of a message after an attempt, and how long it waits for the next."""

from random import Random

from app.runtime.channels.base import Failed, Outcome, Sent, Unknown
from app.runtime.preparing import MARKETING
from app.storage import outgoing
from app.storage.outgoing import Claimed
from app.storage.space import Space
from app.words import Words

SECOND = 1_000_000
MINUTE = 60 * SECOND
MOST_ATTEMPTS = 12
FIRST_WAIT, LONGEST_WAIT = 30 * SECOND, 6 * 60 * MINUTE
DOUBLINGS = 20
LONGEST_ASKED = 24 * 60 * MINUTE
"""Nobody who asks us to wait is waited for longer."""
DIED = Words("发送时进程中断。", "The process ended while it was being sent.")


def write(
    space: Space, claimed: Claimed, outcome: Outcome, rng: Random, *, now: int
) -> bool | None:
    """Mark a message, unless somebody else holds it by now.

    Give whether that was the end of it: sent is true, given up is false, None is to be tried again.
    """
    ended: bool | None = None
    ours = False
    attempts = claimed.outgoing.attempts
    match outcome:
        case Sent():
            ended, ours = True, outgoing.mark_sent(space, claimed, now=now)
        case Unknown(why=why) if claimed.outgoing.purpose == MARKETING:
            ended, ours = False, outgoing.bury(space, claimed, why=_unsure(why))
        case Failed(why=why, again=False):
            ended, ours = False, outgoing.bury(space, claimed, why=why)
        case Failed(why=why) | Unknown(why=why) if attempts >= MOST_ATTEMPTS:
            ended, ours = False, outgoing.bury(space, claimed, why=why)
        case Failed(why=why, after=after):
            asked = min((after or 0) * SECOND, LONGEST_ASKED)
            until = now + max(asked, wait(attempts, rng))
            outgoing.put_back(space, claimed, until=until, why=why)
        case Unknown(why=why):
            outgoing.put_back(space, claimed, until=now + wait(attempts, rng), why=why)
    return ended if ours else None


def wait(attempts: int, rng: Random) -> int:
    """Wait longer after each attempt, by chance within it, so that not all come at once."""
    most = min(FIRST_WAIT << min(attempts - 1, DOUBLINGS), LONGEST_WAIT)
    return max(SECOND, int(most * rng.random()))


def worn_out(space: Space, claimed: Claimed) -> bool:
    """Bury what killed the process again and again; say whether that was so."""
    if claimed.outgoing.attempts <= MOST_ATTEMPTS:
        return False
    outgoing.bury(space, claimed, why=DIED)
    return True


def _unsure(why: Words) -> Words:
    return Words(
        f"{why.zh} 可能已送达；营销消息不重发。",
        f"{why.en} It may have arrived; marketing is not sent twice.",
    )
