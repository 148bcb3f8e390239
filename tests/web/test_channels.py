"""Pages about channels: set up, tried, switched off; their passwords are never shown again."""

from collections.abc import Iterator

import pytest

from app.access import Role
from app.sealing import CannotOpen, Seals
from app.storage import channels
from app.storage.channels import ChannelRow
from tests.outbound.standing_in import Asked, Says, StandIn, standing_in
from tests.web.houses import House

WORD = "whsec_C2FVsBQIhrscChlQIMV"
ROBOT = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=tell-nobody"


def only(house: House) -> ChannelRow:
    with house.spaces.reading(house.mine.workspace_id) as space:
        (row,) = channels.of_program(space, house.mine.program_id)
    return row


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[StandIn]:
    monkeypatch.setenv("RUNGS_OUTBOUND_ALLOW", "127.0.0.1")
    with standing_in() as found:
        yield found


def with_server(house: House, server: StandIn) -> str:
    """Set up a webhook that leads to a server of the test; give its page."""
    allowed = house.app.extensions["rungs"].config
    object.__setattr__(allowed, "outbound_allow", server.allowed)
    owner = house.signed_in()
    answer = owner.post(
        f"{house.at}/channels/new/webhook", {"name": "系统", "url": server.url, "secret": WORD}
    )
    assert answer.status_code == 302, answer.text
    return answer.location


def test_every_kind_may_be_set_up(house: House) -> None:
    owner = house.signed_in()
    page = owner.read(f"{house.at}/channels")
    for kind in ("email", "sms_aliyun", "sms_tencent", "push_jpush", "wecom", "wechat", "webhook"):
        assert f"/channels/new/{kind}" in page
        assert "csrf_token" in owner.read(f"{house.at}/channels/new/{kind}")


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.OWNER])
def test_only_owners_see_them(house: House, role: Role) -> None:
    assert house.signed_in(role).get(f"{house.at}/channels").status_code == 403


def test_a_password_is_kept_sealed_and_never_shown(house: House) -> None:
    owner = house.signed_in()
    answer = owner.post(f"{house.at}/channels/new/wecom", {"name": "群", "url": ROBOT})
    page = owner.read(answer.location)
    assert "tell-nobody" not in page
    assert "已保存，留空则不变" in page
    row = only(house)
    assert "tell-nobody" not in str(row)
    keys = house.app.extensions["rungs"].config.secret_keys
    assert Seals(keys).open(row.secrets) == {"url": ROBOT}
    with pytest.raises(CannotOpen):
        Seals(("another key",)).open(row.secrets)


def test_a_password_left_blank_stays_and_one_that_is_cleared_goes(house: House) -> None:
    owner = house.signed_in()
    filled = {"name": "群", "url": ROBOT, "secret": "SEC1"}
    page = owner.post(f"{house.at}/channels/new/dingtalk", filled).location
    keys = house.app.extensions["rungs"].config.secret_keys
    owner.post(page, {"name": "群二", "url": "", "secret": ""})
    assert Seals(keys).open(only(house).secrets) == {"url": ROBOT, "secret": "SEC1"}
    owner.post(page, {"name": "群二", "url": "", "secret": "", "clear_secret": "y"})
    assert Seals(keys).open(only(house).secrets) == {"url": ROBOT}
    assert only(house).name == "群二"


def test_what_is_missing_is_said_beside_it_and_nothing_is_lost(house: House) -> None:
    owner = house.signed_in()
    answer = owner.post(
        f"{house.at}/channels/new/email",
        {"name": "", "host": "smtp.example.com", "port": "many", "safety": "tls"},
    )
    assert answer.status_code == 422
    assert 'value="smtp.example.com"' in answer.text
    assert "请写名称。" in answer.text
    assert "请填写整数。" in answer.text


def test_two_accounts_have_two_names(house: House) -> None:
    owner = house.signed_in()
    for status in (302, 422):
        answer = owner.post(f"{house.at}/channels/new/wecom", {"name": "群", "url": ROBOT})
        assert answer.status_code == status


def test_a_test_message_leaves_at_once(house: House, server: StandIn) -> None:
    page = with_server(house, server)
    answer = house.signed_in().post(f"{page}/test")
    assert answer.status_code == 302
    assert len(server.asked) == 1
    assert only(house).last_sent_at is not None


def test_why_a_test_message_was_refused_is_shown(house: House, server: StandIn) -> None:
    def refuse(_: Asked) -> Says:
        return Says(status=401, body=b"<b>who are you?</b>")

    page = with_server(house, server)
    server.answer = refuse
    answer = house.signed_in().post(f"{page}/test")
    assert answer.status_code == 422
    assert "对方应答 401：&lt;b&gt;who are you?" in answer.text
    assert only(house).failures == 1


def test_a_test_message_does_not_reach_into_the_installation(house: House) -> None:
    owner = house.signed_in()
    filled = {"name": "系统", "url": "http://169.254.169.254/latest", "secret": WORD}
    page = owner.post(f"{house.at}/channels/new/webhook", filled).location
    answer = owner.post(f"{page}/test")
    assert answer.status_code == 422
    assert "内部地址" in answer.text


def test_a_test_message_needs_an_address_that_is_one(house: House) -> None:
    owner = house.signed_in()
    filled = {"name": "邮件", "host": "smtp.example.com", "sender": "club@example.com"}
    page = owner.post(f"{house.at}/channels/new/email", filled).location
    for written in ("", "nobody"):
        assert owner.post(f"{page}/test", {"to": written}).status_code == 422


def test_an_account_is_switched_off_and_on(house: House) -> None:
    owner = house.signed_in()
    page = owner.post(f"{house.at}/channels/new/wecom", {"name": "群", "url": ROBOT}).location
    owner.post(f"{page}/off")
    assert not only(house).works
    assert "已停用" in owner.read(f"{house.at}/channels")
    owner.post(f"{page}/on")
    assert only(house).works


def test_another_team_has_no_such_account(house: House) -> None:
    page = (
        house.signed_in()
        .post(f"{house.at}/channels/new/wecom", {"name": "群", "url": ROBOT})
        .location
    )
    stranger = house.signed_in(team="theirs")
    assert stranger.get(page).status_code == 404
    own = page.replace(house.at, f"/programs/{house.theirs.program_id}")
    assert stranger.get(own).status_code == 404
    assert stranger.post(f"{own}/off").status_code == 404


def test_a_password_whose_key_is_lost_is_entered_again(house: House) -> None:
    owner = house.signed_in()
    page = owner.post(f"{house.at}/channels/new/wecom", {"name": "群", "url": ROBOT}).location
    row = only(house)
    sealed = Seals(("a key that this installation never had",)).seal({"url": ROBOT})
    with house.spaces.writing(house.mine.workspace_id) as space:
        channels.change(space, row.id, secrets=sealed)
    assert "已保存，留空则不变" not in owner.read(page)
    answer = owner.post(f"{page}/test")
    assert answer.status_code == 422
    assert "RUNGS_SECRET_KEYS" in answer.text
    assert owner.post(page, {"name": "群", "url": ""}).status_code == 422
    assert owner.post(page, {"name": "群", "url": ROBOT}).status_code == 302
