"""What docs/channels.md says of channels is what they ask for."""

from pathlib import Path

import pytest

from app.outbound import MAIL_PORTS, WEB_PORTS
from app.runtime.channels import CHANNEL_KINDS

PAGE = (Path(__file__).parents[2] / "docs" / "channels.md").read_text("utf-8")


@pytest.mark.parametrize("key", [each.key for each in CHANNEL_KINDS])
def test_every_setting_of_every_kind_is_on_the_page(key: str) -> None:
    (row,) = (line for line in PAGE.splitlines() if line.startswith("|") and f"`{key}`" in line)
    for each in CHANNEL_KINDS[key].settings:
        required = "（必填）" if each.required else ""
        hidden = "🔒" if each.ask.value == "secret" else ""
        assert f"{each.label.zh}{required}{hidden}" in row


def test_every_port_is_on_the_page() -> None:
    assert all(str(port) in PAGE for port in WEB_PORTS | MAIL_PORTS)
