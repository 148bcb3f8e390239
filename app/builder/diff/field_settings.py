"""What changes in how a field is shown, masked, checked, and whether it is in use."""

from collections.abc import Iterator

from app.builder.diff.change import Change, Importance, changed, replaced, same
from app.program.field import Field, FieldCheck, Mask
from app.program.personal import mask_of
from app.words import Words

DATA = Importance.DATA
MASKS = {
    Mask.OPEN: Words("公开", "shown to all"),
    Mask.HIDDEN: Words("完全隐藏", "hidden"),
    Mask.NAME: Words("只显示姓", "first character only"),
    Mask.PHONE: Words("隐去电话中段", "middle of the phone number hidden"),
    Mask.EMAIL: Words("隐去邮箱前段", "address hidden before the @"),
    Mask.ID: Words("隐去证件号中段", "middle of the number hidden"),
}


def setting_changes(old: Field, new: Field, name: Words, path: str) -> Iterator[Change]:
    if old.retired is not new.retired:
        zh, en = ("停用，数据保留", "is retired, its data are kept")
        if not new.retired:
            zh, en = ("恢复使用", "is in use again")
        yield changed(f"{path}/retired", f"{name.zh}{zh}", f"{_capital(name.en)} {en}", DATA)
    if mask_of(old) is not mask_of(new):
        what = Words(f"{name.zh}的个人信息保护", f"how {name.en} is masked")
        was, now = (MASKS[mask_of(each)] for each in (old, new))
        yield replaced(f"{path}/mask", what, was, now, DATA)
    yield from _check(old.check, new.check, name, path)
    if old.width is not new.width:
        yield changed(
            f"{path}/width",
            f"{name.zh}改变了在一行里的宽度",
            f"Changed how much of a row {name.en} takes",
            Importance.WORDS,
        )


def _check(
    old: FieldCheck | None, new: FieldCheck | None, name: Words, path: str
) -> Iterator[Change]:
    if old == new:
        return
    zh, en = f"改写了{name.zh}的校验", f"Rewrote the check of {name.en}"
    if old is None:
        zh, en = f"给{name.zh}加了校验", f"Added a check to {name.en}"
    elif new is None:
        zh, en = f"去掉了{name.zh}的校验", f"Removed the check of {name.en}"
    elif same(old.condition, new.condition):
        zh, en = f"改写了{name.zh}校验的提示", f"Reworded what the check of {name.en} says"
    yield changed(f"{path}/check", zh, en, DATA)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
