"""The password of a form: asked once, and remembered on the page itself."""

from app.passwords import is_password
from app.web import throttling
from app.web.portal.opening import Opened
from app.web.portal.sheets import Sheet
from app.web.portal.signatures import door, is_door
from app.web.services import services
from app.words import Words


def may_pass(opened: Opened, sheet: Sheet) -> bool:
    if not opened.form.form.access.password:
        return True
    return opened.link.password is not None and is_door(sheet.door, opened.link)


def pass_of(opened: Opened, sheet: Sheet) -> str:
    """Give what the next page carries: whoever was let in stays in."""
    return sheet.door if may_pass(opened, sheet) else ""


def knock(opened: Opened, sheet: Sheet, password: str, address: str) -> Words | None:
    """Let in whoever knows the password; say what is wrong otherwise. Raises `TooOften`."""
    engine, now = services().engine, opened.now
    # By address alone: a stranger must not be able to lock a form for everybody.
    names = throttling.names_of(email="", address=f"{opened.link.token}:{address}")[1:]
    throttling.refuse_if_too_often(engine, names, now=now)
    if not password:
        return Words("请输入密码。", "Please type the password.")
    if not is_password(password, opened.link.password):
        throttling.failed(engine, names, now=now)
        return Words("密码不对，请再试一次。", "That is not the password: please try again.")
    sheet.door = door(opened.link)
    return None
