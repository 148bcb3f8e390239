"""Two records of one person are found, compared and merged on a page."""

from app.access import Role
from tests.web.houses import House, enrol, some_members


def test_the_other_record_is_found_compared_and_merged(house: House) -> None:
    survivor = some_members(house.mine)["rich"]
    other = enrol(house.mine, "again", name="林晚晴", email="lin@example.com")
    visitor = house.signed_in()
    at = f"{house.at}/members/{survivor}"
    assert f'href="{at}/merge"' in visitor.get(at).text
    found = visitor.get(f"{at}/merge", query_string={"q": "林晚晴"}).text
    assert f"other={other}" in found
    compared = visitor.get(f"{at}/merge", query_string={"other": other}).text
    assert "lin@example.com" in compared
    assert "补上" in compared
    unsure = visitor.post(f"{at}/merge", data={"other": other})
    assert unsure.status_code == 422
    assert "请先勾选确认" in unsure.text
    done = visitor.post(f"{at}/merge", data={"other": other, "sure": "y"})
    assert done.status_code == 302
    assert "lin@example.com" in visitor.get(at).text
    assert visitor.get(f"{house.at}/members/{other}").status_code == 301


def test_who_only_reads_does_not_merge(house: House) -> None:
    found = some_members(house.mine)
    first, second, *_ = found.values()
    visitor = house.signed_in(Role.AUDITOR)
    at = f"{house.at}/members/{first}"
    assert "/merge" not in visitor.get(at).text
    assert visitor.get(f"{at}/merge").status_code == 403
    assert visitor.post(f"{at}/merge", data={"other": second, "sure": "y"}).status_code == 403
