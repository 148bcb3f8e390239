"""The page that takes consents from a file, and tells which lines it did not take."""

from io import BytesIO

from app.access import Role
from app.storage import consents
from tests.web.houses import House, Visitor, some_members


def sent(house: House, visitor: Visitor, text: str) -> str:
    file = {"file": (BytesIO(text.encode()), "consents.csv")}
    answer = visitor.post(f"{house.at}/consents/import", file, content_type="multipart/form-data")
    return answer.text


def test_a_file_is_taken_and_bad_lines_are_listed_with_their_numbers(house: House) -> None:
    rich = some_members(house.mine)["rich"]
    page = sent(house, house.signed_in(), f"会员,同意\n{rich},是\n999,是\n{rich},也许\n")
    assert "记下 1 条" in page
    assert "2 行没有记下" in page
    assert '<th scope="row">3</th>' in page
    assert "没有会员“999”" in page
    assert "而不是“也许”" in page
    with house.spaces.reading(house.mine.workspace_id) as space:
        assert len(consents.of_member(space, house.mine.program_id, rich)) == 1


def test_what_is_no_table_of_consents_is_refused_in_words(house: House) -> None:
    visitor = house.signed_in()
    assert "请选择一个 CSV 文件" in visitor.post(f"{house.at}/consents/import").text
    assert "不认识或重复的列：颜色" in sent(house, visitor, "会员,同意,颜色\n1,是,红\n")


def test_who_may_not_edit_members_takes_in_no_file(house: House) -> None:
    visitor = house.signed_in(Role.ANALYST)
    assert visitor.get(f"{house.at}/consents/import").status_code == 403
