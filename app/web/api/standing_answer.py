"""What the API answers about where a member stands."""

from app.web.api.answers import BOTH, ID, MOMENT
from app.web.api.explained import STANDING_TIER
from app.web.api.holding import GROUNDS, WAYS
from app.web.api.shapes import Keyed, Listed, OrNull, Text, Whole, needed
from app.words import Words

STANDING = Keyed(
    name="Standing",
    parts=(
        needed("member_id", ID),
        needed("as_of", MOMENT),
        needed("release", Whole(least=1, about=Words("所按的版本。", "By which release."))),
        needed("ranked_at", OrNull(shape=MOMENT)),
        needed(
            "ladders",
            Listed(
                item=Keyed(
                    name="LadderStanding",
                    parts=(
                        needed("ladder", Text()),
                        needed("label", BOTH),
                        needed("tier", OrNull(shape=Text())),
                        needed("since", OrNull(shape=MOMENT)),
                        needed("next", OrNull(shape=Text())),
                        needed("missing", WAYS),
                        needed("tiers", Listed(item=STANDING_TIER)),
                        *GROUNDS,
                    ),
                )
            ),
        ),
    ),
)
