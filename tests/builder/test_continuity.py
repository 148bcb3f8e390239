"""A new release leaves right what is kept, whatever the releases before it looked at."""

from copy import deepcopy
from typing import Any

import pytest

from app.builder import drafts
from app.builder.releases import NotReady
from app.errors import Severity
from app.storage.spaces import Spaces
from tests.builder.programmes import field
from tests.runtime.clubs import Club, document

SPEND = {"sum_of": ["order.net", "365d"]}
VISITS = {"count_of": ["activity", "365d", {"==": [{"var": "kind"}, "visit"]}]}


def by(metric: Any, **more: Any) -> dict[str, Any]:
    return document(("basic", None), ("gold", {">=": [metric, 100]}), **more)


def test_a_metric_that_comes_back_counts_what_happened_without_it(spaces: Spaces) -> None:
    club = Club(spaces, by(SPEND))
    club.join("ann")
    club.publish(by(VISITS))
    club.buy("ann", 100)
    club.publish(by(SPEND))
    club.evaluate()
    assert club.tier("ann") == "gold"
    club.publish(by(VISITS))
    club.evaluate()
    assert club.tier("ann") == "basic"


def test_a_new_qualification_period_counts_anew(spaces: Spaces) -> None:
    spend = {"sum_of": ["order.net", "period"]}
    club = Club(spaces, by(spend, ladder={"period": "year"}))
    club.at(2026, 2, 10)
    club.join("ann")
    club.buy("ann", 100)
    club.at(2026, 3, 10)
    club.evaluate()
    assert club.tier("ann") == "gold"
    club.publish(by(spend, ladder={"period": "month"}))
    club.evaluate()
    assert club.tier("ann") == "basic"
    club.publish(by(spend, ladder={"period": "quarter"}))
    club.evaluate()
    assert club.tier("ann") == "gold"


def test_weeks_that_begin_on_another_day_make_other_streaks(spaces: Spaces) -> None:
    rule = {">=": [{"streak_of": ["activity", "best", "week"]}, 2]}
    content = document(("basic", None), ("gold", rule))
    club = Club(spaces, content)
    club.join("ann")
    club.at(2026, 2, 28)
    club.act("ann", "visit")  # A Saturday.
    club.at(2026, 3, 1)
    club.act("ann", "visit")  # A Sunday: the same week if it begins on Monday.
    club.evaluate()
    assert club.tier("ann") == "basic"
    club.publish(content | {"settings": {"week_starts": "sunday"}})
    club.evaluate()
    assert club.tier("ann") == "gold"


def test_what_records_would_not_survive_is_refused_on_the_draft_and_at_publish(
    spaces: Spaces,
) -> None:
    shop = {"key": "shop", "label": "门店", "of_member": False, "fields": [field("no", "text")]}
    content = by(SPEND, objects=[shop])
    club = Club(spaces, content)
    changed = deepcopy(content)
    changed["settings"] = {"timezone": "Europe/Berlin"}
    changed["objects"][0]["of_member"] = True
    changed["objects"][0]["fields"][0]["unique"] = True
    with pytest.raises(NotReady) as refused:
        club.publish(changed)
    expected = ["/objects/0/of_member", "/settings/timezone"]
    assert [each.path for each in refused.value.findings] == expected
    with spaces.writing(club.workspace_id) as space:
        seen = drafts.get(space, club.program_id).version
        examined = drafts.save(space, club.program_id, changed, seen=seen, now=club.now, by=None)
    assert [(each.path, each.severity) for each in examined.findings] == [
        *((path, Severity.ERROR) for path in expected),
        ("/objects/0/fields/0/unique", Severity.WARNING),
    ]
