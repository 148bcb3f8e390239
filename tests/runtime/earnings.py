"""A club whose members earn, for tests of earning rules."""

from collections.abc import Mapping
from typing import Any

from app.clock import to_instant
from app.storage import earning
from app.storage.balances import Total
from app.storage.budgets import ALWAYS, Use, miscounted, uses
from app.storage.earning import Given
from tests.runtime.clubs import document
from tests.runtime.ledgers import Books, collected

PER_YUAN: dict[str, Any] = {"key": "spend", "object": "order", "amount": {"give": 1, "each": 1}}
CHECK_IN: dict[str, Any] = {
    "key": "check_in",
    "object": "activity",
    "kind": "check_in",
    "amount": 5,
    "times": {"day": 1},
}
FASTER = {
    "key": "faster",
    "kind": "points_multiplier",
    "label": {"zh": "积分加速", "en": "More points"},
}


def earning_club(*rules: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    """A programme with earning rules, and a tier for who has earned 1,000 growth value."""
    earning_document = {"rules": list(rules), **more.pop("earning", {})}
    return document(
        ("basic", None),
        ("gold", {">=": [collected("growth"), 1_000]}),
        earning=earning_document,
        **more,
    )


def with_tier_times(content: dict[str, Any], times: Mapping[str, float]) -> dict[str, Any]:
    """Give tiers a multiplier of points."""
    (ladder,) = content["ladders"]
    tiers = [
        {**each, "benefits": [{"benefit": "faster", "options": {"times": times[each["key"]]}}]}
        if each["key"] in times
        else each
        for each in ladder["tiers"]
    ]
    return {**content, "benefits": [FASTER], "ladders": [{**ladder, "tiers": tiers}]}


class Shop(Books):
    """A ledger that earning rules write to."""

    def points(self, name: str, currency: str = "points") -> int:
        return self.balance(name, currency)

    def totals(self, name: str) -> Total:
        return self.total(name)

    def why(self, name: str) -> list[Given]:
        """Give what a member earned, as it is explained."""
        program_id = self.club.live.catalogue.program_id
        with self.club.spaces.reading(self.club.workspace_id) as space:
            found = earning.before(space, program_id, [self.member(name)], None, since=None)
            rows: list[Given] = []
            for object_key in ("order", "activity"):
                ids = {each.record_id for each in found}
                rows += earning.of_records(space, program_id, object_key, ids, {self.member(name)})
            return sorted(rows, key=lambda each: each.id)

    def use(self, budget: str, stretch: int = ALWAYS) -> Use | None:
        program_id = self.club.live.catalogue.program_id
        with self.club.spaces.reading(self.club.workspace_id) as space:
            return uses(space, program_id, [(budget, stretch)]).get((budget, stretch))

    def is_even(self) -> bool:
        """Say whether entries, lots, debts and budgets agree."""
        with self.club.spaces.engine.connect() as connection:
            return not self.unbalanced() and not miscounted(connection)

    @property
    def today(self) -> int:
        return self.club.live.moment(to_instant(self.club.now)).today
