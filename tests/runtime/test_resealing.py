"""The key that seals secrets is renewed: everything is sealed again, and dying loses nothing."""

from collections.abc import Callable

import pytest

from app.clock import to_instant
from app.runtime import channel_accounts
from app.runtime.channel_accounts import Entered
from app.runtime.resealing import renew
from app.sealing import CannotOpen, Seals
from app.storage import channels, hooks, sealed
from app.storage.hooks import Hook
from app.storage.sealed import Sealed
from app.storage.space import Space
from tests.runtime.clubs import Club, document

SECRET = "whsec_c2VjcmV0LXNlY3JldC1zZWNyZXQ="
OLD, NEW = Seals(("old " * 12,)), Seals(("new " * 12,))
BOTH = Seals((*NEW.keys, *OLD.keys))


@pytest.fixture
def house(club: Callable[..., Club]) -> Club:
    """A club with a channel and two addresses, sealed with the old key."""
    made = club(document(("basic", None)))
    now = to_instant(made.now)
    with made.spaces.writing(made.workspace_id) as space:
        channel_id = channel_accounts.add(
            space,
            made.program_id,
            "webhook",
            Entered(name="x", settings={"url": "https://club.example/", "secret": SECRET}),
            OLD,
            now=now,
            by="ann",
        )
        channels.change(space, channel_id, access=OLD.seal({"token": "t"}), access_until=now)
        for name in ("first", "second"):
            hook = Hook(
                workspace_id=made.workspace_id,
                program_id=made.program_id,
                id=space.new_id(),
                flow=name,
                token=OLD.seal({"token": name}),
                secret=OLD.seal({"secret": name}),
                created_at=now,
                created_by=None,
            )
            hooks.add(space, hook, digest=name)
    return made


def everything(house: Club) -> list[Sealed]:
    with house.spaces.reading(house.workspace_id) as space:
        return list(sealed.all_sealed(space))


def test_everything_is_sealed_again_and_says_the_same(house: Club) -> None:
    before = [OLD.open(each.value) for each in everything(house)]
    told = renew(house.spaces, BOTH)
    assert (told.renewed, told.fresh, told.done) == (6, 0, True)
    assert [NEW.open(each.value) for each in everything(house)] == before
    again = renew(house.spaces, BOTH)
    assert (again.renewed, again.fresh) == (0, 6)


def test_a_look_alone_changes_nothing(house: Club) -> None:
    told = renew(house.spaces, BOTH, check=True)
    assert told.renewed == 6
    assert all(OLD.open(each.value) for each in everything(house))


def test_dying_half_way_leaves_everything_open_and_goes_on(
    house: Club, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = iter(range(3))

    def dies(space: Space, held: Sealed, value: str) -> bool:
        if next(left, None) is None:
            raise KeyboardInterrupt
        return seal_again(space, held, value)

    seal_again = sealed.seal_again
    with monkeypatch.context() as inside:
        inside.setattr(sealed, "seal_again", dies)
        with pytest.raises(KeyboardInterrupt):
            renew(house.spaces, BOTH)
    assert all(BOTH.open(each.value) for each in everything(house))
    told = renew(house.spaces, BOTH)
    assert (told.renewed, told.fresh) == (3, 3)


def test_what_a_lost_key_sealed_is_named_and_left_alone(house: Club) -> None:
    before = everything(house)
    told = renew(house.spaces, NEW)
    assert (told.renewed, len(told.locked), told.done) == (0, 6, False)
    assert everything(house) == before


def test_what_somebody_changed_meanwhile_is_not_overwritten(house: Club) -> None:
    held = everything(house)[0]
    changed = NEW.seal({"secret": "other"})
    with house.spaces.writing(house.workspace_id) as space:
        assert sealed.seal_again(space, held, changed)
        assert not sealed.seal_again(space, held, BOTH.renewed(held.value))
    assert NEW.open(everything(house)[0].value) == {"secret": "other"}
    with pytest.raises(CannotOpen):
        OLD.open(everything(house)[0].value)
