"""Who may fill in a form: windows, limits, passwords, personal links, frames, machines."""

import hashlib
import re

import pytest

from app.passwords import hash_password
from app.storage import form_links
from app.web.portal import guarding
from app.web.portal.signatures import personal
from tests.builder.surveys import ask, form
from tests.web.houses import House, enrol
from tests.web.portal.test_filling import ANNA, submissions
from tests.web.portal.visits import Visit, opened, programme


def test_an_unknown_address_leads_nowhere(house: House) -> None:
    assert house.visitor().get("/f/no-such-form").status_code == 404


def test_a_renewed_link_leaves_the_old_one_behind(house: House) -> None:
    visit = opened(house)
    with house.spaces.writing(house.mine.workspace_id) as space:
        form_links.renew(space, house.mine.program_id, "profile", at=1)
    assert visit.client.get(visit.at).status_code == 404
    assert Visit(house).answer.status_code == 200


@pytest.mark.parametrize(
    ("access", "words"),
    [
        ({"opens": "2026-04-01"}, "还没有开放"),
        ({"closes": "2026-02-01"}, "已经截止"),
    ],
)
def test_a_form_that_is_not_open_says_so(house: House, access: object, words: str) -> None:
    visit = opened(house, access=access)
    assert words in visit.text
    assert visit.client.post(visit.at, data={"do": "go"}).status_code == 409


def test_a_form_that_is_full_says_so(house: House) -> None:
    visit = opened(house, access={"limit": 1})
    late = Visit(house)
    house.wait(seconds=30)
    visit.press(phone=ANNA, likes="coffee").follow()
    assert "名额已满" in late.press(phone="13900139000", likes="coffee").text
    assert "名额已满" in Visit(house).text


def test_who_sent_it_before_is_told_so(house: House) -> None:
    opened(house, access={"per_member": "once"}).press(phone=ANNA, likes="coffee").follow()
    visit = Visit(house)
    house.wait(seconds=30)
    visit.press(phone=ANNA, likes="coffee")
    assert "已经填过" in visit.text


def set_password(house: House, word: str) -> None:
    with house.spaces.writing(house.mine.workspace_id) as space:
        kept = hash_password(word)
        form_links.set_password(space, house.mine.program_id, "profile", kept)


def test_a_form_with_a_password_opens_to_who_knows_it(house: House) -> None:
    visit = opened(house, access={"password": True})
    assert "还没有准备好" in visit.text
    set_password(house, "open sesame 8")
    visit = Visit(house)
    house.wait(seconds=30)
    assert "phone" not in visit.errors()
    assert 'name="a-phone"' not in visit.text
    assert "密码不对" in visit.press("open", password="guess").text
    visit.press("open", password="open sesame 8")
    visit.press(phone=ANNA, likes="coffee").follow()
    assert len(submissions(house)) == 1


def test_nobody_gets_past_the_password_by_sending_answers(house: House) -> None:
    visit = opened(house, access={"password": True})
    set_password(house, "open sesame 8")
    answer = visit.client.post(visit.at, data={"do": "go", "a-phone": ANNA, "door": "x"})
    assert 'name="a-likes"' not in answer.text
    assert submissions(house) == []


def link_of(house: House, member: int) -> str:
    with house.app.test_request_context():
        with house.spaces.reading(house.mine.workspace_id) as space:
            link = form_links.links(space, house.mine.program_id)["profile"]
        now = int(house.now.timestamp() * 1_000_000)
        return personal(link, member, now=now)


def test_a_personal_link_knows_who_it_is_and_does_not_ask(house: House) -> None:
    house.mine.publish(programme(form(ask("name"))))
    anna = enrol(house.mine, "anna", phone=ANNA, name="安娜")
    visit = Visit(house, path=f"?me={link_of(house, anna)}")
    assert 'name="a-phone"' not in visit.text
    assert "你好，安*" in visit.text
    house.wait(seconds=30)
    visit.press(name="安娜·李").follow()
    (sent,) = submissions(house)
    assert (sent.member_id, sent.known_by) == (anna, "link")


def test_a_personal_link_that_was_tampered_with_is_nobodys(house: House) -> None:
    house.mine.publish(programme(form(ask("name"))))
    anna = enrol(house.mine, "anna", phone=ANNA)
    text = Visit(house, path=f"?me={link_of(house, anna)[:-2]}xx").text
    assert 'name="a-phone"' in text


def test_a_personal_link_is_good_for_ninety_days(house: House) -> None:
    house.mine.publish(programme(form(ask("name"))))
    link = link_of(house, enrol(house.mine, "anna", phone=ANNA))
    house.wait(days=90)
    assert 'name="a-phone"' in Visit(house, path=f"?me={link}").text


def test_a_form_stands_in_frames_of_the_sites_it_lists_alone(house: House) -> None:
    visit = opened(house, embed=["https://shop.example"])
    assert "frame-ancestors 'none'" in visit.answer.headers["Content-Security-Policy"]
    framed = visit.client.get(f"{visit.at}/embed")
    policy = framed.headers["Content-Security-Policy"]
    assert "frame-ancestors https://shop.example" in policy
    assert "X-Frame-Options" not in framed.headers
    other = opened(house)
    assert other.client.get(f"{other.at}/embed").status_code == 404


def test_who_fills_in_what_people_do_not_see_is_asked_to_confirm_and_not_lost(
    house: House,
) -> None:
    visit = opened(house).press(phone=ANNA, likes="coffee", homepage="http://spam")
    assert "还差一步" in visit.text
    assert submissions(house) == []
    visit.press("confirm")
    assert "再等" in visit.text
    house.wait(seconds=guarding.PATIENCE)
    visit.press("confirm").follow()
    assert len(submissions(house)) == 1


def test_who_is_faster_than_anybody_reads_is_asked_to_confirm(house: House) -> None:
    house.mine.publish(programme(form(ask("city"))))
    visit = Visit(house).press(phone=ANNA)
    assert "还差一步" in visit.text
    visit.press("stay")
    assert 'value="13800138000"' in visit.text


def work(text: str) -> str:
    """Do what a browser does."""
    found = re.search(r'data-key="([^"]+)"', text)
    assert found is not None
    for n in range(10_000_000):
        digest = hashlib.sha256(f"{found[1]}:{n}".encode()).digest()
        if int.from_bytes(digest[:4], "big") >> (32 - guarding.BITS) == 0:
            return str(n)
    raise AssertionError


def test_a_proof_of_work_is_taken_at_once(house: House) -> None:
    visit = opened(house, guard={"proof": "always"})
    visit.press(phone=ANNA, likes="coffee")
    assert "还差一步" in visit.text
    visit.press("confirm", work=work(visit.text)).follow()
    assert len(submissions(house)) == 1


def test_many_from_one_address_are_confirmed_and_then_have_to_wait(house: House) -> None:
    house.mine.publish(programme(form(guard={"hourly": 2, "seconds": 0})))
    said = []
    for n in range(14):
        visit = Visit(house, ip="203.0.113.9").press(phone=f"138001380{n:02d}")
        said.append(visit.answer.status_code)
    assert said[:2] == [303, 303]
    assert set(said[2:10]) == {200}
    assert set(said[10:]) == {429}
    assert "不会丢" in visit.text
    elsewhere = Visit(house, ip="203.0.113.10").press(phone="13900139000")
    assert elsewhere.answer.status_code == 303


def test_an_address_that_was_busy_is_heard_again_after_a_while(house: House) -> None:
    house.mine.publish(programme(form(guard={"hourly": 2, "seconds": 0})))
    for n in range(3):
        visit = Visit(house).press(phone=f"138001380{n:02d}")
    assert visit.answer.status_code == 200
    house.wait(hours=2)
    assert Visit(house).press(phone="13900139000").answer.status_code == 303
