"""What changes on forms: what is asked, under which conditions, and how it may be sent."""

from collections.abc import Iterator, Mapping
from typing import Any

from app.builder.diff.change import (
    Change,
    Importance,
    Pair,
    added,
    as_written,
    changed,
    moved,
    out_of_order,
    paired,
    quoted,
    removed,
    replaced,
    same,
)
from app.builder.diff.naming import renamed
from app.expression.check import Checked
from app.program.checked import CheckedProgram
from app.program.checked_forms import CheckedForm
from app.program.form_items import ITEM_KINDS
from app.program.forms import Form, Item, Page
from app.program.objects import MEMBER
from app.program.sentences import sentence
from app.words import Words

DATA, WORDS = Importance.DATA, Importance.WORDS
ALWAYS = Words("总是", "always")
NOT = Words("不计算", "not computed")
AS_THE_FIELD = Words("按字段", "as the field says")


def form_changes(before: CheckedProgram, after: CheckedProgram) -> Iterator[Change]:
    for pair in paired(before.program.forms, after.program.forms):
        if pair.new is None:
            assert pair.old is not None
            name = form_name(pair.old)
            yield removed(f"/forms/{pair.old_at}", name.zh, name.en, DATA)
        elif pair.old is None:
            yield _new(after, pair.new, f"/forms/{pair.new_at}")
        else:
            yield from _Comparison(before, after, pair).changes()


def form_name(form: Form) -> Words:
    name = quoted(form.label, form.key)
    return Words(f"表单{name.zh}", f"the form {name.en}")


def _new(after: CheckedProgram, form: Form, path: str) -> Change:
    there = after.program.find_object(form.object)
    label = Words(form.object, form.object) if there is None else there.label
    count = sum(1 for each in form.items if ITEM_KINDS[each.kind].typed)
    name = form_name(form)
    return added(
        path,
        f"{name.zh}：{count} 个问题，写入“{label.to('zh')}”",
        f"{name.en}: {count} questions, written to {label.to('en')}",
        DATA,
    )


class _Comparison:
    """One form in two versions."""

    def __init__(self, before: CheckedProgram, after: CheckedProgram, pair: Pair[Form]) -> None:
        assert pair.old is not None
        assert pair.new is not None
        self.old, self.new = pair.old, pair.new
        self.was = before.forms[pair.old.key]
        self.now = after.forms[pair.new.key]
        self.name = form_name(pair.new)

    def changes(self) -> Iterator[Change]:
        if not same(self.old.label, self.new.label):
            what = Words("表单", "the form")
            yield renamed(f"{self.now.path}/label", what, self.old.label, self.new.label)
        yield from self._pages()
        yield from self._items()
        yield from self._settings()

    def _pages(self) -> Iterator[Change]:
        for pair in paired(self.old.pages, self.new.pages):
            if pair.new is None or pair.old is None:
                page = pair.new or pair.old
                assert page is not None
                form, at = (self.now, pair.new_at) if pair.new else (self.was, pair.old_at)
                name = self._page(page)
                tell = added if pair.old is None else removed
                yield tell(f"{form.path}/pages/{at}", name.zh, name.en, DATA)
                continue
            yield from self._page_words(pair.old, pair.new, f"{self.now.path}/pages/{pair.new_at}")
        for n in out_of_order(self.old.pages, self.new.pages):
            name = self._page(self.new.pages[n])
            yield moved(
                f"{self.now.path}/pages/{n}",
                f"{name.zh}移到了第 {n + 1} 页",
                f"Moved {name.en} to place {n + 1}",
                WORDS,
            )

    def _page(self, page: Page) -> Words:
        name = quoted(page.label, page.key)
        return Words(f"{self.name.zh}的一页{name.zh}", f"the page {name.en} of {self.name.en}")

    def _page_words(self, old: Page, new: Page, path: str) -> Iterator[Change]:
        name = self._page(new)
        if not same(old.visible, new.visible):
            what = Words(f"{name.zh}何时显示", f"when {name.en} is shown")
            was, now = (
                _said(next(one.visible for one in form.pages if one.page.key == new.key), form)
                for form in (self.was, self.now)
            )
            yield replaced(f"{path}/visible", what, was, now, DATA)
        if not same([old.label, old.intro], [new.label, new.intro]):
            yield changed(path, f"改写了{name.zh}的文字", f"Rewrote {name.en}", WORDS)

    def _items(self) -> Iterator[Change]:
        before, after = list(self.old.items), list(self.new.items)
        for pair in paired(before, after):
            if pair.new is None or pair.old is None:
                item = pair.new or pair.old
                assert item is not None
                form = self.now if pair.new else self.was
                name = self._called(form, item)
                tell = added if pair.old is None else removed
                yield tell(form.items[item.key].path, name.zh, name.en, DATA)
            else:
                yield from self._item(pair.old, pair.new)
        for n in out_of_order(before, after):
            name = self._called(self.now, after[n])
            path = self.now.items[after[n].key].path
            yield moved(path, f"{name.zh}换了位置", f"Moved {name.en}", WORDS)

    def _called(self, form: CheckedForm, item: Item) -> Words:
        found = form.items[item.key]
        label = found.label if any(found.label) else Words(item.key, item.key)
        name = quoted(label, item.key)
        kind = ITEM_KINDS[item.kind].label
        zh, en = ("问题", "question") if item.kind == "field" else (kind.zh, kind.en.lower())
        return Words(f"{self.name.zh}的{zh}{name.zh}", f"the {en} {name.en} of {self.name.en}")

    def _item(self, old: Item, new: Item) -> Iterator[Change]:
        was, now = self.was.items[old.key], self.now.items[new.key]
        name, path = self._called(self.now, new), now.path
        for key, what, usual in (
            ("visible", Words(f"{name.zh}何时显示", f"when {name.en} is shown"), ALWAYS),
            ("required", Words(f"{name.zh}何时必填", f"when {name.en} is required"), AS_THE_FIELD),
            ("computed", Words(f"{name.zh}的算式", f"how {name.en} is computed"), NOT),
        ):
            if not same(getattr(old, key), getattr(new, key)):
                before = _said(getattr(was, key), self.was, usual)
                after = _said(getattr(now, key), self.now, usual)
                yield replaced(f"{path}/{key}", what, before, after, DATA)
        if not same(_rest(old), _rest(new)):
            yield changed(path, f"修改了{name.zh}", f"Changed {name.en}", DATA)
        if not same([old.label, old.help, old.text], [new.label, new.help, new.text]):
            yield changed(path, f"改写了{name.zh}的文字", f"Rewrote {name.en}", WORDS)

    def _settings(self) -> Iterator[Change]:
        old, new = _settings_of(self.old), _settings_of(self.new)
        for key, (label, value) in new.items():
            if not same(old[key][1], value):
                what = Words(f"{self.name.zh}的{label.zh}", f"{label.en} of {self.name.en}")
                was, now = as_written(old[key][1]), as_written(value)
                yield replaced(f"{self.now.path}/{key}", what, was, now, DATA)
        if not same(_texts(self.old), _texts(self.new)):
            yield changed(
                self.now.path, f"改写了{self.name.zh}的文字", f"Rewrote {self.name.en}", WORDS
            )


def _said(checked: Checked | None, form: CheckedForm, usual: Words = ALWAYS) -> Words:
    return usual if checked is None else sentence(checked, form.scope)


def _rest(item: Item) -> Any:
    rows = [_rest(each) for each in item.items] if item.kind == "rows" else []
    return [
        *(item.kind, item.field, item.object, item.width.value, item.value, item.prefill),
        *(item.least, item.most, rows),
    ]


def _settings_of(form: Form) -> Mapping[str, tuple[Words, Any]]:
    who, access, guard = form.who, form.access, form.guard
    return {
        "object": (Words("写入的对象", "what is written by"), form.object or MEMBER),
        "who/by": (Words("认人的字段", "what tells the members"), who.by),
        "who/link": (Words("个人链接", "the personal links"), who.link),
        "who/create": (Words("新会员入会", "the joining of new members"), who.create),
        "who/existing": (Words("已有资料的处理", "what becomes of known values"), who.existing),
        "access/opens": (Words("开放时间", "the opening"), access.opens),
        "access/closes": (Words("关闭时间", "the closing"), access.closes),
        "access/limit": (Words("份数上限", "the limit"), access.limit),
        "access/per_member": (Words("每人次数", "how often members may send"), access.per_member),
        "access/password": (Words("密码", "the password"), access.password),
        "guard/seconds": (Words("最短填写秒数", "the least seconds"), guard.seconds),
        "guard/hourly": (Words("每小时份数", "the submissions an hour"), guard.hourly),
        "guard/proof": (Words("防机器人验证", "the proof of work"), guard.proof),
        "language": (Words("语言", "the language"), form.language),
        "save_days": (Words("暂存天数", "the days of saving"), form.save_days),
        "embed": (Words("可嵌入的网站", "the sites that may frame"), list(form.embed)),
        "thanks/url": (Words("提交后的去向", "where to go after"), form.thanks.url),
        "thanks/tier": (Words("是否显示新等级", "the showing of a new tier"), form.thanks.tier),
        "consent/text": (Words("同意条款", "the consent"), _consent(form, lambda c: c.text.zh)),
        "consent/required": (
            Words("同意是否必需", "whether consent is needed"),
            _consent(form, lambda c: c.required),
        ),
        "consent/purpose": (
            Words("同意的用途", "what is agreed to"),
            _consent(form, lambda c: c.purpose),
        ),
    }


def _consent(form: Form, read: Any) -> Any:
    return None if form.consent is None else read(form.consent)


def _texts(form: Form) -> Any:
    return [form.intro, form.thanks.title, form.thanks.text]
