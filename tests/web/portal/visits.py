"""A form in front of somebody without scripts: reads the page, types, presses a button."""

import re
from html.parser import HTMLParser
from typing import Any

from app.storage import form_links
from tests.builder.surveys import CHILD, FIELDS, PHONE, ask, form
from tests.web.houses import CONTENT, House

IS_TEA = {"==": [{"var": "likes"}, "tea"]}
ASKS = (ask("likes"), ask("cups", visible=IS_TEA, required=True), ask("city"))


class Inputs(HTMLParser):
    """The inputs of a page as a browser would send them."""

    def __init__(self) -> None:
        super().__init__()
        self.values: list[tuple[str, str]] = []
        self.area: str | None = None
        self.choice: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        name, value = found.get("name"), found.get("value") or ""
        if tag == "textarea":
            self.area = name
        elif tag == "select":
            self.choice = name
        elif tag == "option" and self.choice and "selected" in found:
            self.values.append((self.choice, value))
        elif tag == "input" and name:
            ticked = found.get("type") not in {"checkbox", "radio"} or "checked" in found
            if ticked:
                self.values.append((name, value))

    def handle_data(self, data: str) -> None:
        if self.area:
            self.values.append((self.area, data.strip()))

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.area = None
        if tag == "select":
            self.choice = None


class Visit:
    """Somebody with a form open."""

    def __init__(self, house: House, key: str = "profile", *, path: str = "", ip: str = "") -> None:
        self.house = house
        self.client = house.app.test_client()
        self.more = {"environ_base": {"REMOTE_ADDR": ip}} if ip else {}
        with house.spaces.reading(house.mine.workspace_id) as space:
            self.token = form_links.links(space, house.mine.program_id)[key].token
        self.at = f"/f/{self.token}"
        self.answer = self.client.get(self.at + path, **self.more)

    @property
    def text(self) -> str:
        return self.answer.text

    def press(self, button: str = "go", **typed: Any) -> "Visit":
        """Type answers by their key, and press a button of the page."""
        inputs = Inputs()
        inputs.feed(self.text)
        names = {
            name if name in OWN else f"a-{name.replace('__', '-')}": v for name, v in typed.items()
        }
        kept = [(name, value) for name, value in inputs.values if name not in names]
        for name, value in names.items():
            kept.extend((name, each) for each in (value if isinstance(value, list) else [value]))
        data: dict[str, list[str]] = {}
        for name, value in [*kept, ("do", button)]:
            data.setdefault(name, []).append(str(value))
        self.answer = self.client.post(self.at, data=data, **self.more)
        return self

    def follow(self) -> "Visit":
        assert self.answer.status_code == 303, self.text
        self.answer = self.client.get(self.answer.headers["Location"])
        return self

    def errors(self) -> list[str]:
        return re.findall(r'id="e-([a-z0-9_-]+)"', self.text)

    def shown(self, key: str) -> bool:
        found = re.search(rf'data-name="{key}"([^>]*)>', self.text)
        return found is not None and "hidden" not in found[1]


OWN = frozenset({"consent", "homepage", "password", "work", "lang"})


def programme(*forms: Any) -> dict[str, Any]:
    """The shop with forms, in which who says where they live is on bronze."""
    member = {"key": "member", "label": {"zh": "会员", "en": "Member"}, "fields": list(FIELDS)}
    lives = {"or": [{"is_set": [{"var": "city"}]}]}
    ladder = dict(CONTENT["ladders"][0])  # type: ignore[index]  # JSON.
    tiers = [{**each} for each in ladder["tiers"]]
    tiers[1]["condition"] = lives
    return {
        **CONTENT,
        "objects": [member, CHILD],
        "ladders": [{**ladder, "tiers": tiers}],
        "forms": list(forms),
    }


def opened(house: House, **more: Any) -> Visit:
    """Publish a form, open it, and wait as long as a person reads."""
    house.mine.publish(programme(form(*ASKS, **more)))
    visit = Visit(house)
    house.wait(seconds=30)
    return visit


__all__ = ["ASKS", "PHONE", "Visit", "ask", "form", "opened", "programme"]
