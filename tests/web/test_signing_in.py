"""How somebody comes in, stays in and leaves."""

import re

import pytest

from app.access import Role
from app.storage import accounts, sessions
from tests.web.houses import PASSWORD, House


def test_a_link_from_the_console_signs_in_once(house: House) -> None:
    link = house.link(house.people["mine", Role.OWNER])
    first, second = house.visitor(), house.visitor()
    assert first.post(link).status_code == 302
    assert first.get("/").headers["Location"].endswith(house.at)
    answer = second.post(link)
    assert answer.status_code == 404
    assert "已经用过或过期" in answer.text


def test_looking_at_a_link_does_not_use_it_up(house: House) -> None:
    link = house.link(house.people["mine", Role.OWNER])
    visitor = house.visitor()
    assert visitor.get(link).status_code == 200
    assert visitor.post(link).status_code == 302


@pytest.mark.parametrize(("minutes", "status"), [(14, 302), (15, 404), (16, 404)])
def test_a_link_is_good_for_its_minutes(house: House, minutes: int, status: int) -> None:
    link = house.link(house.people["mine", Role.OWNER])
    house.wait(minutes=minutes)
    assert house.visitor().post(link).status_code == status


def test_the_secret_of_a_link_is_nowhere_in_the_database(house: House) -> None:
    secret = house.link(house.people["mine", Role.OWNER]).rpartition("/")[2]
    with house.spaces.engine.connect() as connection:
        rows = connection.execute(sessions.sign_in_link.select()).all()
    assert secret not in str(rows)


def test_a_password_signs_in_and_returns_to_the_page_that_was_asked_for(house: House) -> None:
    house.give_password(house.people["mine", Role.OWNER])
    visitor = house.visitor()
    asked = visitor.get(f"{house.at}/members?q=abc")
    assert asked.status_code == 302
    assert "/sign-in?next=" in asked.headers["Location"]
    answer = visitor.post(
        "/sign-in",
        {
            "email": "OWNER@mine.example ",
            "password": PASSWORD,
            "next": f"{house.at}/members?q=abc",
        },
    )
    assert answer.headers["Location"] == f"{house.at}/members?q=abc"


def test_a_wrong_password_and_an_unknown_account_are_told_the_same(house: House) -> None:
    house.give_password(house.people["mine", Role.OWNER])
    visitor = house.visitor()
    answers = [
        visitor.post("/sign-in", {"email": email, "password": "wrong wrong wrong"})
        for email in ("owner@mine.example", "nobody@mine.example")
    ]
    assert {each.status_code for each in answers} == {401}
    assert all("邮箱或密码不对" in each.text for each in answers)
    assert "owner@mine.example" in answers[0].text, "What was typed is kept."


def test_guessing_gets_slower_and_the_right_password_waits_too(house: House) -> None:
    house.give_password(house.people["mine", Role.OWNER])
    visitor = house.visitor()
    typed = {"email": "owner@mine.example", "password": "wrong wrong wrong"}
    for _ in range(5):
        assert visitor.post("/sign-in", typed).status_code == 401
    right = {**typed, "password": PASSWORD}
    refused = visitor.post("/sign-in", right)
    assert refused.status_code == 429
    assert "秒后再试" in refused.text
    house.wait(seconds=2)
    assert visitor.post("/sign-in", right).status_code == 302


def test_a_stranger_cannot_lock_somebody_out_for_long(house: House) -> None:
    house.give_password(house.people["mine", Role.OWNER])
    stranger = house.visitor()
    typed = {"email": "owner@mine.example", "password": "wrong wrong wrong"}
    for _ in range(8):
        stranger.post("/sign-in", typed)
        house.wait(minutes=2)
    right = {**typed, "password": PASSWORD}
    assert house.visitor().post("/sign-in", right).status_code == 302


def test_a_session_gets_a_new_name_at_sign_in(house: House) -> None:
    visitor = house.signed_in()
    before = visitor.client.get_cookie("rungs-session")
    visitor.post(house.link(house.people["mine", Role.OWNER]))
    after = visitor.client.get_cookie("rungs-session")
    assert before is not None
    assert after is not None
    assert before.value != after.value
    visitor.client.set_cookie("rungs-session", before.value)
    assert visitor.get(house.at).status_code == 302, "The old one is no longer good."


def test_signing_out_ends_the_session_in_the_database(house: House) -> None:
    visitor = house.signed_in()
    kept = visitor.client.get_cookie("rungs-session")
    assert kept is not None
    assert visitor.post("/sign-out").status_code == 302
    visitor.client.set_cookie("rungs-session", kept.value)
    assert visitor.get(house.at).status_code == 302


@pytest.mark.parametrize(
    ("steps", "status"),
    [((29, 29), 200), ((29, 31), 302), ((31,), 302)],
    ids=["somebody who is busy stays in", "idle for half an hour", "idle from the start"],
)
def test_an_idle_session_ends(house: House, steps: tuple[int, ...], status: int) -> None:
    visitor = house.signed_in()
    for minutes in steps[:-1]:
        house.wait(minutes=minutes)
        assert visitor.get(house.at).status_code == 200
    house.wait(minutes=steps[-1])
    assert visitor.get(house.at).status_code == status


def test_a_session_ends_after_twelve_hours_however_busy(house: House) -> None:
    visitor = house.signed_in()
    for _ in range(35):
        house.wait(minutes=20)
        assert visitor.get(house.at).status_code == 200
    house.wait(minutes=20)
    assert visitor.get(house.at).status_code == 302


def test_whoever_leaves_the_team_is_out_at_once(house: House) -> None:
    visitor = house.signed_in(Role.OPERATOR)
    assert visitor.get(house.at).status_code == 200
    with house.spaces.installation() as connection:
        accounts.join(
            connection, house.people["mine", Role.OPERATOR], house.mine.workspace_id, Role.CLERK
        )
    assert visitor.get(house.at).status_code == 403
    with house.spaces.installation() as connection:
        accounts.disable_user(connection, house.people["mine", Role.OPERATOR], at=1)
    assert visitor.get(house.at).status_code == 302


@pytest.mark.parametrize(
    "wanted",
    [
        "//evil.example",
        "/\\evil.example",
        "https://evil.example",
        "/%09/evil.example",
        "/%2f/evil.example/..//",
        "\t//evil.example",
        "javascript:alert(1)",
        "//user@evil.example/",
        "",
    ],
)
def test_nobody_is_sent_to_another_site(house: House, wanted: str) -> None:
    visitor = house.visitor()
    answer = visitor.post("/preferences", {"theme": "dark", "next": wanted})
    target = answer.headers["Location"]
    assert answer.status_code == 302
    assert re.fullmatch(r"/[^/\\]?.*", target)
    assert not target.startswith(("//", "/\\"))
    assert "\t" not in target


def test_a_form_without_its_token_is_refused_and_keeps_what_was_typed(house: House) -> None:
    visitor = house.signed_in()
    text = "[]\n// 写了很久的规则"
    answer = visitor.client.post(f"{house.at}/releases", data={"note": text, "version": "1"})
    assert answer.status_code == 400
    assert "写了很久的规则" in answer.text
    assert "再次提交" not in answer.text, "Another site may have sent it."


def test_a_form_whose_token_grew_old_can_be_sent_again_from_here(house: House) -> None:
    visitor = house.signed_in()
    answer = visitor.client.post(
        f"{house.at}/releases",
        data={"note": "一版", "version": "1"},
        headers={"Sec-Fetch-Site": "same-origin"},
    )
    assert answer.status_code == 400
    assert "再次提交" in answer.text


def test_what_was_typed_survives_the_end_of_a_session(house: House) -> None:
    visitor = house.signed_in()
    token = visitor.token()
    house.wait(hours=1)
    answer = visitor.client.post(
        f"{house.at}/releases",
        data={"csrf_token": token, "note": "[\n写了很久的规则\n]", "version": "1"},
    )
    assert answer.status_code == 401
    assert "写了很久的规则" in answer.text
    assert token not in answer.text


def test_cookies_are_for_https_and_this_host_alone_in_production(house: House) -> None:
    client = house.served_at("https://members.example.com").test_client()
    base = {"base_url": "https://members.example.com"}
    page = client.get("/sign-in", **base)
    cookies = page.headers.getlist("Set-Cookie")
    link = house.link(house.people["mine", Role.OWNER])
    token = re.findall(r'name="csrf_token" value="([^"]+)"', page.text)[0]
    answer = client.post(
        link, data={"csrf_token": token}, headers={"Referer": base["base_url"]}, **base
    )
    cookies += answer.headers.getlist("Set-Cookie")
    kept = [each for each in cookies if "Expires=Thu, 01 Jan 1970" not in each]
    assert any(each.startswith("__Host-rungs-session=") for each in kept)
    for each in kept:
        assert each.startswith("__Host-")
        assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(each.split("; "))
    assert "max-age" in answer.headers["Strict-Transport-Security"]
