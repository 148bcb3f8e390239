"""A form is filled in without scripts: nothing typed is lost, and nothing is sent twice."""

import re
from pathlib import Path

from sqlalchemy import Engine

from app.storage import forms
from app.storage.forms import Submission
from tests.builder.surveys import ask, form
from tests.web.houses import House, enrol
from tests.web.portal.visits import Visit, opened, programme

ANNA = "13800138000"


def submissions(house: House, key: str = "profile") -> list[Submission]:
    with house.spaces.reading(house.mine.workspace_id) as space:
        return forms.of_form(space, house.mine.program_id, key)


def test_answers_bring_up_questions_and_then_it_is_sent(house: House) -> None:
    visit = opened(house)
    assert not visit.shown("cups")
    visit.press(phone=ANNA, likes="tea")
    assert visit.shown("cups"), visit.text
    assert "还有几个问题" in visit.text
    assert visit.errors() == [], "Nobody is blamed for a question that was not there."
    visit.press()
    assert visit.errors() == ["cups"]
    assert 'value="13800138000"' in visit.text
    visit.press(cups="3", city="上海").follow()
    assert "谢谢" in visit.text
    assert 'reached__tier">铜卡会员' in visit.text
    (sent,) = submissions(house)
    assert sent.answers == {"phone": ANNA, "likes": "tea", "cups": "3", "city": "上海"}


def test_who_gives_no_such_answer_sends_at_once(house: House) -> None:
    visit = opened(house).press(phone=ANNA, likes="coffee").follow()
    assert "谢谢" in visit.text
    assert 'reached__tier">普通会员' in visit.text


def test_a_mistake_stands_beside_its_question_and_everything_else_stays(house: House) -> None:
    visit = opened(house).press(phone="123", likes="coffee", city="上海")
    assert visit.answer.status_code == 422
    assert visit.errors() == ["phone"]
    assert 'value="上海"' in visit.text
    assert re.search(r'value="coffee"[^>]*checked|checked[^>]*value="coffee"', visit.text)
    assert submissions(house) == []


def test_a_double_click_is_one_submission(house: House) -> None:
    visit = opened(house)
    page = visit.answer
    first = visit.press(phone=ANNA, likes="coffee").answer
    visit.answer = page
    second = visit.press(phone=ANNA, likes="coffee").answer
    assert first.status_code == second.status_code == 303
    assert first.headers["Location"] == second.headers["Location"]
    assert len(submissions(house)) == 1


PAGES = [
    {"key": "one", "label": "你", "items": [ask("phone", required=True), ask("likes")]},
    {
        "key": "tea",
        "label": "茶",
        "visible": {"==": [{"var": "likes"}, "tea"]},
        "items": [ask("cups")],
    },
    {"key": "last", "label": "住", "items": [ask("city")]},
]


def test_pages_follow_the_answers_and_one_can_go_back(house: House) -> None:
    house.mine.publish(programme(form(pages=PAGES)))
    visit = Visit(house)
    house.wait(seconds=30)
    visit.press(phone=ANNA, likes="tea")
    assert "第 2 页，共 3 页" in visit.text
    visit.press("back")
    assert 'value="13800138000"' in visit.text
    visit.press(likes="coffee")
    assert "第 2 页，共 2 页" in visit.text
    visit.press(city="上海").follow()
    (sent,) = submissions(house)
    assert sent.answers == {"phone": ANNA, "likes": "coffee", "city": "上海"}


def test_rows_are_added_and_taken_away_without_scripts(house: House) -> None:
    rows = {"kind": "rows", "key": "kids", "object": "child", "items": [ask("born"), ask("called")]}
    house.mine.publish(programme(form(rows)))
    visit = Visit(house)
    house.wait(seconds=30)
    visit.press("add:kids", phone=ANNA)
    visit.press("add:kids", kids__0__born="2020-01-01", kids__0__called="小明")
    visit.press("drop:kids-0", kids__1__called="小红")
    assert "小红" in visit.text
    assert "小明" not in visit.text
    visit.press()
    assert visit.errors() == ["kids-0-born"]
    visit.press(kids__0__born="2021-02-03").follow()
    (sent,) = submissions(house)
    assert sent.answers == {"phone": ANNA, "kids": [{"born": "2021-02-03", "called": "小红"}]}


def test_what_was_saved_is_there_again_by_its_link_and_gone_after_its_days(house: House) -> None:
    visit = opened(house, save_days=2)
    visit.press("save", phone=ANNA, likes="tea", cups="7")
    found = re.search(r'value="http[^"]*(/f/[^"]+resume=[^"&]+)', visit.text)
    assert found is not None
    path = found[1].removeprefix(visit.at)
    again = Visit(house, path=path)
    assert 'value="13800138000"' in again.text
    assert 'value="7"' in again.text
    house.wait(days=2)
    assert ANNA not in Visit(house, path=path).text


def test_what_was_saved_is_forgotten_once_it_is_sent(house: House) -> None:
    visit = opened(house)
    visit.press("save", phone=ANNA, likes="coffee")
    found = re.search(r"resume=([^\"&]+)", visit.text)
    assert found is not None
    visit.press().follow()
    assert ANNA not in Visit(house, path=f"?resume={found[1]}").text


def test_a_link_fills_in_what_the_form_allows(house: House) -> None:
    house.mine.publish(programme(form(ask("city", prefill=True), ask("name"))))
    text = Visit(house, path="?city=上海&name=张三").text
    assert 'value="上海"' in text
    assert "张三" not in text


def test_consent_is_asked_on_the_last_page_and_needed(house: House) -> None:
    visit = opened(house, consent={"text": {"zh": "同意保存", "en": "Keep this"}})
    visit.press(phone=ANNA, likes="coffee")
    assert visit.errors() == ["consent"]
    assert 'value="13800138000"' in visit.text
    visit.press(consent="yes").follow()
    (sent,) = submissions(house)
    assert sent.consent is not None


def test_a_page_changes_its_language_and_keeps_what_was_typed(house: House) -> None:
    visit = opened(house).press("lang:en", city="Shanghai")
    assert 'lang="en"' in visit.text
    assert ">Send<" in visit.text
    assert 'value="Shanghai"' in visit.text
    visit.press(phone="1")
    assert "is not a phone number" in visit.text


def test_somebody_known_by_phone_keeps_the_name_they_gave(house: House) -> None:
    house.mine.publish(programme(form(ask("name"))))
    enrol(house.mine, "anna", phone=ANNA, name="安娜")
    visit = Visit(house)
    house.wait(seconds=30)
    visit.press(phone=ANNA, name="张三").follow()
    assert "安娜" not in visit.text, "What is known is shown to nobody who typed a number."


def test_what_looks_like_code_is_only_text(house: House) -> None:
    visit = opened(house).press(phone="1", city='"><script>alert(1)</script>')
    assert "<script>alert" not in visit.text
    assert "&#34;&gt;&lt;script&gt;" in visit.text


def test_the_script_learns_from_the_server_what_is_shown(house: House) -> None:
    visit = opened(house)
    data = {"page": "one", "a-likes": "tea", "a-phone": ANNA}
    states = visit.client.post(f"{visit.at}/look", data=data).get_json()
    assert "cups" in states["shown"]
    assert "cups" in states["needed"]
    assert submissions(house) == []


def test_a_form_leads_on_to_a_page_of_ones_own(house: House) -> None:
    thanks = {"url": "https://shop.example/thanks", "tier": False}
    visit = opened(house, thanks=thanks).press(phone=ANNA, likes="coffee")
    answer = visit.client.get(visit.answer.headers["Location"])
    assert answer.headers["Location"] == "https://shop.example/thanks"
    policy = visit.answer.headers["Content-Security-Policy"]
    assert "form-action 'self' https://shop.example" in policy


def test_a_form_comes_to_the_same_end_on_each_database(engine: Engine, tmp_path: Path) -> None:
    house = House(engine, tmp_path)
    visit = opened(house, access={"per_member": "once", "limit": 2})
    visit.press("save", phone=ANNA, likes="coffee", city="上海")
    visit.press().follow()
    assert 'reached__tier">铜卡会员' in visit.text
    again = Visit(house)
    house.wait(seconds=30)
    assert "已经填过" in again.press(phone=ANNA, likes="coffee").text
    (sent,) = submissions(house)
    page = house.signed_in().read(f"{house.at}/forms/profile/submissions/{sent.id}")
    assert "上海" in page
