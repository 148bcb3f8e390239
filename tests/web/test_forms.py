"""Forms in the back office: shared, looked at, tried; old submissions keep their words."""

import re

from app.access import Role
from app.builder import drafts
from tests.builder.surveys import ask, form
from tests.web.houses import House
from tests.web.portal.test_filling import ANNA, submissions
from tests.web.portal.visits import Visit, opened, programme


def forms_at(house: House) -> str:
    return f"{house.at}/forms"


def sent(house: House) -> int:
    opened(house).press(phone=ANNA, likes="tea", cups="3", city="上海")
    visit = Visit(house)
    house.wait(seconds=30)
    visit.press(phone=ANNA, likes="coffee").follow()
    return submissions(house)[0].id


def test_a_programme_without_forms_says_what_they_are_for(house: House) -> None:
    assert "还没有表单" in house.signed_in().read(forms_at(house))


def test_the_list_says_which_forms_are_open_and_what_came_in(house: House) -> None:
    sent(house)
    text = house.signed_in().read(forms_at(house))
    assert "完善资料" in text
    assert "开放中" in text
    assert re.search(r'form-card__number">1<', text)


def test_a_form_that_only_the_draft_has_is_not_live_yet(house: House) -> None:
    house.mine.publish(programme())
    visitor = house.signed_in()
    from_draft = programme(form(ask("city")))
    with house.spaces.writing(house.mine.workspace_id) as space:
        seen = drafts.get(space, house.mine.program_id).version
        drafts.save(space, house.mine.program_id, from_draft, seen=seen, now=house.now, by=None)
    text = visitor.read(forms_at(house))
    assert "未发布" in text
    assert "试填" in text


def test_the_page_of_a_form_has_its_link_and_its_code(house: House) -> None:
    visit = opened(house)
    visitor = house.signed_in()
    page = visitor.read(f"{forms_at(house)}/profile")
    assert f"http://127.0.0.1:8000/f/{visit.token}" in page
    svg = visitor.get(f"{forms_at(house)}/profile/qr.svg")
    assert svg.headers["Content-Type"].startswith("image/svg+xml")
    assert svg.data.startswith(b"<?xml")
    png = visitor.get(f"{forms_at(house)}/profile/qr.png")
    assert png.data.startswith(b"\x89PNG")


def test_an_old_submission_reads_with_the_words_of_then(house: House) -> None:
    opened(house).press(phone=ANNA, likes="coffee").follow()
    first = submissions(house)[0].id
    renamed = form(ask("likes", label="新的问法"))
    house.mine.publish(programme(renamed))
    text = house.signed_in().read(f"{forms_at(house)}/profile/submissions/{first}")
    assert "字段likes" in text
    assert "新的问法" not in text
    assert "咖啡" in text
    assert "第 2 版" in text


def test_who_may_not_read_personal_data_sees_no_phone(house: House) -> None:
    opened(house).press(phone=ANNA, likes="coffee").follow()
    number = submissions(house)[0].id
    at = f"{forms_at(house)}/profile"
    analyst = house.signed_in(Role.ANALYST)
    for path in (at, f"{at}/submissions/{number}"):
        assert "138 0013 8000" not in analyst.read(path)
    assert b"13800138000" not in analyst.post(f"{at}/export").data.replace(b" ", b"")
    assert "138 0013 8000" in house.signed_in().read(f"{at}/submissions/{number}")


def test_submissions_are_a_file_that_starts_no_formula(house: House) -> None:
    opened(house).press(phone=ANNA, likes="coffee", city="=1+1").follow()
    answer = house.signed_in().post(f"{forms_at(house)}/profile/export")
    text = answer.data.decode("utf-8-sig")
    assert text.splitlines()[0] == "时间,会员,版本,手机号,字段likes,字段cups,字段city"
    assert "'=1+1" in text


def test_a_password_is_set_and_cleared(house: House) -> None:
    opened(house, access={"password": True})
    visitor = house.signed_in()
    at = f"{forms_at(house)}/profile"
    assert visitor.post(f"{at}/password", {"password": "abc"}).status_code == 422
    assert visitor.post(f"{at}/password", {"password": "门店2026"}).status_code == 302
    visit = Visit(house)
    house.wait(seconds=10)
    assert "密码不对" in visit.press("open", password="wrong").text
    assert 'name="a-phone"' in visit.press("open", password="门店2026").text
    visitor.post(f"{at}/password", {"password": ""})
    assert "还没有准备好" in Visit(house).text


def test_a_new_link_replaces_the_old_one(house: House) -> None:
    visit = opened(house)
    house.signed_in().post(f"{forms_at(house)}/profile/link")
    assert visit.client.get(visit.at).status_code == 404


def test_an_auditor_shares_nothing(house: House) -> None:
    opened(house)
    auditor = house.signed_in(Role.AUDITOR)
    for path in ("password", "link"):
        assert auditor.post(f"{forms_at(house)}/profile/{path}").status_code == 403


def test_trying_a_form_writes_nothing(house: House) -> None:
    opened(house)
    visitor = house.signed_in()
    at = f"{forms_at(house)}/profile/try"
    page = visitor.read(at)
    assert "不会保存任何内容" in page
    assert visitor.post(at, {"page": "one", "seen": "phone likes city"}).status_code == 422
    typed = {"page": "one", "a-phone": ANNA, "a-likes": "coffee", "seen": "phone likes city"}
    done = visitor.post(at, typed)
    assert "试填完成" in done.text
    assert "coffee" in done.text
    assert submissions(house) == []


def test_forms_of_another_team_do_not_exist(house: House) -> None:
    opened(house)
    stranger = house.signed_in(team="theirs")
    for path in ("", "/profile", "/profile/qr.svg", "/profile/try"):
        assert stranger.get(f"{forms_at(house)}{path}").status_code == 404
