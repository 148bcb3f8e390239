"""Renewing the key that seals secrets: each is sealed again with the first key, one by one.

Every old key still opens what is not renewed yet, so dying half-way loses nothing: whoever
begins again goes on with what is left.
"""

from dataclasses import dataclass, field

from app.sealing import CannotOpen, Seals
from app.storage import sealed
from app.storage.programs import workspaces
from app.storage.sealed import Sealed
from app.storage.spaces import Spaces


@dataclass(slots=True, kw_only=True)
class Renewed:
    """What became of everything that is sealed."""

    renewed: int = 0
    fresh: int = 0
    """Sealed with the first key before."""
    locked: list[str] = field(default_factory=list)
    """Sealed with a key that is there no more; left as it was."""

    @property
    def done(self) -> bool:
        """Whether nothing needs an older key any more."""
        return not self.locked


def renew(spaces: Spaces, seals: Seals, *, check: bool = False) -> Renewed:
    """Seal with the first key whatever an older one sealed; with `check`, only say what is."""
    told = Renewed()
    for workspace_id, _, _ in _workspaces(spaces):
        with spaces.reading(workspace_id) as space:
            found = list(sealed.all_sealed(space))
        for each in found:
            _one(spaces, workspace_id, seals, each, told, check=check)
    return told


def _workspaces(spaces: Spaces) -> list[tuple[int, str, str]]:
    with spaces.installation() as connection:
        return workspaces(connection)


def _one(
    spaces: Spaces, workspace_id: int, seals: Seals, held: Sealed, told: Renewed, *, check: bool
) -> None:
    if _opens(Seals(seals.keys[:1]), held):
        told.fresh += 1
    elif not _opens(seals, held):
        told.locked.append(held.name)
    elif check:
        told.renewed += 1
    else:
        with spaces.writing(workspace_id) as space:
            # Whoever changed it meanwhile has sealed it with the first key.
            sealed.seal_again(space, held, seals.renewed(held.value))
        told.renewed += 1


def _opens(seals: Seals, held: Sealed) -> bool:
    try:
        seals.open(held.value)
    except CannotOpen:
        return False
    return True
