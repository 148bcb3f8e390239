"""Pages about automations: their list and draft, runs with their traces, and how they are doing."""

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from structlog.testing import capture_logs

from app.access import Role
from app.builder import drafts
from app.clock import to_instant
from app.runtime.checkups import examine_what_is_due
from app.runtime.steps import STEPS
from app.runtime.steps.base import Work
from app.storage import restorations
from app.storage.flow_runs import RunRow
from tests.runtime.flowing import Flowing, flow, give, step, tell
from tests.web.houses import CONTENT, House, Visitor, enrol

OFF = {
    "key": "ten_off",
    "kind": "amount_off",
    "label": {"zh": "十元券", "en": "Ten off"},
    "options": {"amount": 10},
    "valid": "30d",
}
VISIT = {"kind": "visit"}
THANKS = flow(
    "activity",
    give(),
    step("rest", "wait", time={"days": 1}),
    tell(title={"zh": "谢谢光临", "en": "Thank you"}),
    options=VISIT,
) | {"key": "thanks", "label": {"zh": "到店答谢", "en": "Thanks"}, "folder": "门店", "tags": ["券"]}
RICH = {">=": [{"sum_of": ["order.net", "365d"]}, 1]}
ASK = flow("activity", step("rich", "condition", where=RICH), options=VISIT) | {
    "key": "ask",
    "label": {"zh": "问一问", "en": "Ask"},
}


class Shop:
    """A house whose programme has two automations, and one member who came by."""

    def __init__(self, house: House) -> None:
        self.house = house
        house.mine.publish({**CONTENT, "coupons": [OFF], "flows": [THANKS, ASK]})
        self.at_work = Flowing(house.mine)
        self.member = enrol(house.mine, "lin", name="林婉清", phone="13800138000")
        house.mine.act("lin", "visit")
        self.at_work.run()

    @property
    def at(self) -> str:
        return self.house.at

    def run_of(self, key: str) -> RunRow:
        (run,) = self.at_work.runs(flow=key)
        return run

    def draft(self) -> Any:
        club = self.house.mine
        with club.spaces.reading(club.workspace_id) as space:
            return drafts.get(space, club.program_id).content

    def drafted(self, key: str) -> dict[str, Any]:
        return next(each for each in self.draft()["flows"] if each["key"] == key)

    def poison(self, patch: pytest.MonkeyPatch) -> RunRow:
        """Have the next visitor's coupon break until the run is given up."""

        def broken(_: Any, work: Work) -> None:
            raise RuntimeError("a tooth was broken")

        with capture_logs(), patch.context() as inside:
            inside.setattr(type(STEPS["grant_coupon"]), "advance", broken)
            enrol(self.house.mine, "ben", name="本")
            self.house.mine.act("ben", "visit")
            for _ in range(8):
                self.at_work.run()
                self.house.wait(minutes=1)
        (failed,) = self.at_work.runs(flow="thanks", state="failed")
        return failed


@pytest.fixture
def shop(house: House) -> Shop:
    return Shop(house)


def test_the_list_says_what_automations_do_and_how_they_go(shop: Shop) -> None:
    text = shop.house.signed_in().read(f"{shop.at}/flows")
    for said in ("到店答谢", "问一问", "运行中", "门店", "券", "进行中"):
        assert said in text, said
    assert f"{shop.at}/runs?flow=thanks" in text


@pytest.mark.parametrize(
    ("asked", "found", "gone"),
    [
        ("q=答谢", "到店答谢", "问一问"),
        ("folder=门店", "到店答谢", "问一问"),
        ("folder=-", "问一问", "到店答谢"),
        ("tag=券", "到店答谢", "问一问"),
        ("state=paused", "没有符合条件的自动化", "到店答谢"),
    ],
)
def test_the_list_is_searched_and_filtered(shop: Shop, asked: str, found: str, gone: str) -> None:
    text = shop.house.signed_in().read(f"{shop.at}/flows?{asked}")
    assert found in text
    assert gone not in text


def test_a_new_automation_begins_in_the_draft_and_switched_off(shop: Shop) -> None:
    visitor = shop.house.signed_in()
    answer = visitor.post(f"{shop.at}/flows", {"zh": "生日礼", "en": "", "starter": "birthday"})
    assert answer.headers["Location"] == f"{shop.at}/flows/birthday"
    made = shop.drafted("birthday")
    assert made["enabled"] is False
    assert made["label"] == {"zh": "生日礼", "en": "生日礼"}
    assert made["trigger"]["kind"] == "date_field"
    text = visitor.read(f"{shop.at}/flows?state=unpublished")
    assert "生日礼" in text


def test_beginnings_say_what_the_programme_lacks(shop: Shop) -> None:
    text = shop.house.signed_in().read(f"{shop.at}/flows")
    assert text.count('name="starter"') == 9
    assert "补差晋升" in text
    assert "右边的设置里打开" in text


def test_a_new_automation_needs_a_name_and_keeps_what_was_chosen(shop: Shop) -> None:
    answer = shop.house.signed_in().post(f"{shop.at}/flows", {"zh": " ", "starter": "sleeping"})
    assert answer.status_code == 422
    assert "请给它起个名字" in answer.text
    assert re.search(r'value="sleeping" checked', answer.text)


def test_the_list_changes_the_draft_and_says_what_publishing_will_do(shop: Shop) -> None:
    visitor = shop.house.signed_in()
    visitor.post(f"{shop.at}/flows/thanks/disable")
    assert shop.drafted("thanks")["enabled"] is False
    assert "发布后停用" in visitor.read(f"{shop.at}/flows")
    visitor.post(f"{shop.at}/flows/thanks/enable")
    assert "发布后停用" not in visitor.read(f"{shop.at}/flows")
    visitor.post(f"{shop.at}/flows/thanks/duplicate")
    copied = shop.drafted("thanks_2")
    assert copied["enabled"] is False
    assert copied["label"] == {"zh": "到店答谢（副本）", "en": "Thanks (copy)"}
    visitor.post(f"{shop.at}/flows/ask/folder", {"folder": "门店"})
    visitor.post(f"{shop.at}/flows-folder", {"old": "门店", "new": "线下"})
    assert {each.get("folder") for each in shop.draft()["flows"]} == {"线下"}
    visitor.post(f"{shop.at}/flows/ask/delete")
    assert [each["key"] for each in shop.draft()["flows"]] == ["thanks", "thanks_2"]
    assert "发布后移除" in visitor.read(f"{shop.at}/flows")
    assert visitor.post(f"{shop.at}/flows/ask/delete").status_code == 404


def test_an_automation_is_paused_with_a_reason_and_goes_on(shop: Shop) -> None:
    visitor = shop.house.signed_in()
    answer = visitor.post(f"{shop.at}/flows/thanks/pause", {"reason": " "})
    assert answer.status_code == 422
    assert "请写下为什么暂停“到店答谢”" in answer.text
    visitor.post(f"{shop.at}/flows/thanks/pause", {"reason": "券发错了"})
    text = visitor.read(f"{shop.at}/flows")
    assert "券发错了" in text
    assert "owner of mine 暂停" in text
    run = visitor.read(f"{shop.at}/runs/{shop.run_of('thanks').key}")
    assert "继续之后才会往下走" in run
    visitor.post(f"{shop.at}/flows/thanks/resume")
    assert "券发错了" not in visitor.read(f"{shop.at}/flows")


def test_who_may_not_edit_sees_the_list_without_its_forms(shop: Shop) -> None:
    visitor = shop.house.signed_in(Role.ANALYST)
    text = visitor.read(f"{shop.at}/flows")
    assert "到店答谢" in text
    assert "新建自动化" not in text
    for path in ("flows", "flows/thanks/disable", "flows/thanks/pause", "runs/act"):
        assert visitor.post(f"{shop.at}/{path}").status_code == 403


def test_runs_are_listed_with_where_they_stand(shop: Shop) -> None:
    text = shop.house.signed_in().read(f"{shop.at}/runs")
    assert "林婉清" in text
    assert "等待中" in text
    assert "已完成" in text
    masked = shop.house.signed_in(Role.ANALYST).read(f"{shop.at}/runs")
    assert "林婉清" not in masked


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("state=running", {"thanks"}),
        ("state=ended", {"ask"}),
        ("state=failed", set()),
        ("flow=ask", {"ask"}),
        ("trigger=activity", {"ask", "thanks"}),
        ("trigger=schedule", set()),
        ("member=13800138000", {"ask", "thanks"}),
        ("from=2026-03-01&to=2026-03-01", {"ask", "thanks"}),
        ("from=2026-03-02", set()),
    ],
)
def test_runs_are_filtered(shop: Shop, asked: str, found: set[str]) -> None:
    text = shop.house.signed_in().read(f"{shop.at}/runs?{asked}")
    keys = {each for each in ("ask", "thanks") if shop.run_of(each).key in text}
    assert keys == found


def test_a_member_who_is_not_there_and_a_day_that_is_none_are_said(shop: Shop) -> None:
    visitor = shop.house.signed_in()
    for asked, said in (("member=nobody", "没有会员“nobody”"), ("from=soon", "2026-03-01")):
        answer = visitor.get(f"{shop.at}/runs?{asked}")
        assert answer.status_code == 422
        assert said in answer.text


def test_the_page_of_a_run_shows_its_steps_and_what_came_of_them(shop: Shop) -> None:
    shop.house.wait(days=1, minutes=1)
    shop.at_work.run()
    text = shop.house.signed_in().read(f"{shop.at}/runs/{shop.run_of('thanks').key}")
    for said in (
        "走过的步骤",
        "发“十元券”",
        "等待 1 天",
        "发了“十元券”",
        "站内信“谢谢光临”",
        "已发送",
    ):
        assert said in text, said
    assert "Traceback" not in text


def test_an_end_by_a_condition_is_no_mistake(shop: Shop) -> None:
    text = shop.house.signed_in().read(f"{shop.at}/runs/{shop.run_of('ask').key}")
    assert "正常结束" in text
    assert "失败" not in text.split('id="content"')[1]


def test_a_failed_run_says_why_and_is_run_again(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    failed = shop.poison(monkeypatch)
    visitor = shop.house.signed_in()
    text = visitor.read(f"{shop.at}/runs/{failed.key}")
    assert "试了 5 次" in text
    assert "RuntimeError: a tooth was broken" in text
    visitor.post(f"{shop.at}/runs/{failed.key}/retry")
    shop.at_work.run()
    assert [each.state for each in shop.at_work.runs(flow="thanks")] == ["waiting", "waiting"]
    answer = visitor.post(f"{shop.at}/runs/{failed.key}/retry")
    assert answer.status_code == 409
    assert "只有失败的运行可以重试" in answer.text


def test_failed_runs_are_seen_to_in_bulk(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    failed = shop.poison(monkeypatch)
    visitor = shop.house.signed_in()
    answer = visitor.post(f"{shop.at}/runs/act", {"act": "retry"}, follow_redirects=True)
    assert "请先勾选" in answer.text
    asked = {"act": "discard", "run": [failed.key]}
    answer = visitor.post(f"{shop.at}/runs/act", asked, follow_redirects=True)
    assert "搁置了 1 次" in answer.text
    asked = {"act": "cancel-all", "state": "running"}
    answer = visitor.post(f"{shop.at}/runs/act", asked, follow_redirects=True)
    assert "取消了 1 次运行" in answer.text
    assert {each.state for each in shop.at_work.runs(flow="thanks")} == {"cancelled"}


def test_a_waiting_run_is_moved_to_the_live_release(shop: Shop) -> None:
    run, visitor = shop.run_of("thanks"), shop.house.signed_in()
    assert "移到最新版本" not in visitor.read(f"{shop.at}/runs/{run.key}")
    shop.house.mine.publish({**CONTENT, "coupons": [OFF], "flows": [THANKS]})
    assert "移到最新版本" in visitor.read(f"{shop.at}/runs/{run.key}")
    visitor.post(f"{shop.at}/runs/{run.key}/move", {"step": "tell"})
    shop.at_work.run()
    assert shop.run_of("thanks").state == "done"
    assert "由人移到新版本" in visitor.read(f"{shop.at}/runs/{run.key}")


def as_json(visitor: Visitor, path: str) -> Any:
    return json.loads(visitor.read(path))


def test_a_run_comes_as_json_in_the_shape_of_a_dry_run(shop: Shop) -> None:
    run = shop.run_of("thanks")
    found = as_json(shop.house.signed_in(), f"{shop.at}/runs/{run.key}.json")
    assert set(found) == {"member", "state", "began", "ended", "steps", "would", "why"}
    assert found["member"]["name"] == "林婉清"
    assert (found["state"], found["ended"], found["why"]) == ("waiting", None, None)
    assert [(each["step"], each["way"]) for each in found["steps"]] == [
        ("give", "next"),
        ("rest", None),
    ]
    assert found["would"] == [
        {"step": "give", "says": {"zh": "发了“十元券”", "en": "Gave Ten off"}}
    ]


def test_counts_say_who_stands_at_each_step_and_went_through_it(shop: Shop) -> None:
    visitor = shop.house.signed_in(Role.ANALYST)
    found = as_json(visitor, f"{shop.at}/flows/thanks/counts.json")
    assert found == {
        "steps": {
            "give": {"here": 0, "passed": 1, "waiting": 0, "failed": 0},
            "rest": {"here": 1, "passed": 0, "waiting": 1, "failed": 0},
        },
        "runs": {"waiting": 1},
    }
    assert visitor.get(f"{shop.at}/flows/none/counts.json").status_code == 404


def test_the_page_of_a_member_lists_their_runs(shop: Shop) -> None:
    text = shop.house.signed_in().read(f"{shop.at}/members/{shop.member}")
    assert f"{shop.at}/runs/{shop.run_of('thanks').key}" in text


def test_health_shows_what_was_given_up_and_the_navigation_counts_it(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor = shop.house.signed_in()
    quiet = visitor.read(f"{shop.at}/health")
    assert "没有失败的运行" in quiet
    assert "件需要处理" not in quiet
    shop.poison(monkeypatch)
    text = visitor.read(f"{shop.at}/health")
    assert "RuntimeError: a tooth was broken" in text
    assert "1 件需要处理" in text
    more = text.partition('<summary class="dock__link"')[2].partition("</summary>")[0]
    assert "1 件需要处理" in more, "on a phone automations are behind “more”"
    asked = {"act": "retry-all", "flow": "thanks", "state": "failed"}
    visitor.post(f"{shop.at}/runs/act", asked)
    assert "件需要处理" not in visitor.read(f"{shop.at}/health")


def test_a_message_that_was_given_up_is_sent_again_or_put_aside(shop: Shop) -> None:
    give_up_messages(shop)
    visitor = shop.house.signed_in()
    text = visitor.read(f"{shop.at}/health")
    assert "smtp said no" in text
    found = re.search(r'name="message" value="([0-9-]+)"', text)
    assert found is not None
    visitor.post(f"{shop.at}/health/messages", {"act": "retry", "message": found[1]})
    assert states_of_messages(shop) == ["ready"]
    give_up_messages(shop)
    visitor.post(f"{shop.at}/health/messages", {"act": "discard-all"})
    assert states_of_messages(shop) == ["cancelled"]
    answer = visitor.post(f"{shop.at}/health/messages", {"act": "retry"}, follow_redirects=True)
    assert "请先勾选消息" in answer.text


def test_a_run_says_why_a_message_was_held_back(shop: Shop) -> None:
    shop.house.wait(days=1, minutes=1)
    shop.at_work.run()
    with shop.house.spaces.engine.begin() as connection:
        connection.exec_driver_sql(
            "UPDATE outbox SET state = 'cancelled', last_error = '会员没有同意。\nNot agreed to.'"
        )
    text = shop.house.signed_in().read(f"{shop.at}/runs/{shop.run_of('thanks').key}")
    assert "会员没有同意。" in text
    assert "Not agreed to." not in text


def give_up_messages(shop: Shop) -> None:
    if not states_of_messages(shop):
        shop.house.wait(days=1, minutes=1)
        shop.at_work.run()
    with shop.house.spaces.engine.begin() as connection:
        connection.exec_driver_sql(
            "UPDATE outbox SET state = 'dead', last_error = 'smtp said no', attempts = 12"
        )


def states_of_messages(shop: Shop) -> list[str]:
    return [each.state for each in shop.at_work.messages(shop.member)]


def test_health_says_that_the_worker_is_silent_and_what_is_late(shop: Shop) -> None:
    visitor = shop.house.signed_in()
    assert "请启动 rungs worker" in visitor.read(f"{shop.at}/health")
    shop.house.wait(days=2)
    text = shop.house.signed_in().read(f"{shop.at}/health")
    due = to_instant(shop.house.now - timedelta(days=1))
    assert shop.run_of("thanks").due_at == due
    assert "最早应在 2026-03-02 12:00" in text


def test_health_says_that_a_restored_copy_sends_nothing(shop: Shop) -> None:
    visitor, house = shop.house.signed_in(), shop.house
    assert "rungs outbox resume" not in visitor.read(f"{shop.at}/health")
    with house.spaces.installation() as connection:
        at = to_instant(house.now)
        restorations.note(connection, at=at, taken_at=at - 3_600_000_000, sends=False)
    assert "rungs outbox resume" in visitor.read(f"{shop.at}/health")


def test_health_tells_what_the_doctor_found_last_and_what_to_do(shop: Shop) -> None:
    visitor, house = shop.house.signed_in(), shop.house
    assert "还没有检查过" in visitor.read(f"{shop.at}/health")
    assert examine_what_is_due(house.spaces.engine, house.now)[0].is_well
    text = visitor.read(f"{shop.at}/health")
    assert "账目 = 各批余数 − 欠" in text
    assert "不成立" not in text
    with house.spaces.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE coupon SET state = 'used'")
    house.wait(days=1)
    examine_what_is_due(house.spaces.engine, house.now)
    text = house.signed_in().read(f"{shop.at}/health")
    assert "不成立：1 处" in text
    assert "先别核销这些券" in text
    assert f"{shop.at}/members/{shop.member}" in text
    assert "1 件需要处理" in text
