"""What may be written in a message: an allow-list over Jinja's syntax, and what it mentions."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from jinja2 import Environment, TemplateError, nodes

from app.program.message_filters import FILTERS
from app.words import Words

LONGEST = 20_000
"""Characters of one text of a template."""
MOST_VALUES = 200
"""Places in one text where a value is put in or asked for."""
MOST_FILTERS = 4
DEEPEST_PATH = 3
DEEPEST_TEST = 4
DEEPEST_IF = 3
LONGEST_CONSTANT = 200
LARGEST_CONSTANT = 10**12
COMPARED = frozenset({"eq", "ne", "lt", "lteq", "gt", "gteq"})
_TAKEN = frozenset({"self", "super", "loop", "caller", "varargs", "kwargs"})
"""Names to which Jinja gives a meaning of its own."""
COMPARE = "_compare"
"""The filter that comparisons become: one with nothing is never true, and never fails."""
_READER = Environment(autoescape=True)
"""Reads only: nothing is ever made or run with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something that may not be written, and in which line."""

    line: int
    message: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A variable that a text reads."""

    path: str
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """A text that was read; only one without problems has a tree that may be made to work."""

    problems: tuple[Problem, ...]
    mentions: tuple[Mention, ...]
    tree: nodes.Template | None

    @property
    def paths(self) -> frozenset[str]:
        return frozenset(each.path for each in self.mentions)


def is_plain(source: str) -> bool:
    """Say whether a text has nothing in it that is not said as it is written."""
    return not any(mark in source for mark in ("{{", "{%", "{#"))


def read(source: str) -> Read:
    """Read a text; whatever is not on the list is a problem with its line, never an exception."""
    if len(source) > LONGEST:
        return _unreadable(
            1, f"文字最多 {LONGEST} 个字符。", f"A text takes {LONGEST} characters at most."
        )
    try:
        tree = _READER.parse(source)
        walk = _Walk()
        walk.body(tree.body, 0)
    except TemplateError as wrong:
        line, said = getattr(wrong, "lineno", None) or 1, wrong.message or type(wrong).__name__
        return _unreadable(line, f"写法有误：{said}", f"This cannot be read: {said}")
    except (RecursionError, ValueError, OverflowError):
        # Thousands of brackets, or a number of thousands of digits.
        return _unreadable(1, "写得太深或太长，读不懂。", "This is nested too deeply to be read.")
    sound = not walk.problems
    return Read(
        problems=tuple(walk.problems),
        mentions=tuple(walk.mentions),
        tree=tree if sound else None,
    )


def _unreadable(line: int, zh: str, en: str) -> Read:
    return Read(problems=(Problem(line=line, message=Words(zh, en)),), mentions=(), tree=None)


@dataclass(slots=True)
class _Walk:
    """Goes through a tree, and stops at every node that is not on the list."""

    problems: list[Problem] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)

    def wrong(self, node: nodes.Node, zh: str, en: str) -> None:
        self.problems.append(Problem(line=node.lineno or 1, message=Words(zh, en)))

    def body(self, found: Sequence[nodes.Node], depth: int) -> None:
        for node in found:
            match node:
                case nodes.Output():
                    for each in node.nodes:
                        if type(each) is not nodes.TemplateData:
                            self.value(each)
                case nodes.If():
                    self.choice(node, depth + 1)
                case _:
                    self.refuse(node)

    def choice(self, node: nodes.If, depth: int) -> None:
        if depth > DEEPEST_IF:
            self.wrong(
                node, f"if 最多嵌套 {DEEPEST_IF} 层。", f"At most {DEEPEST_IF} ifs in one another."
            )
            return
        for each in (node, *node.elif_):
            self.test(each.test, 1)
            self.body(each.body, depth)
        self.body(node.else_, depth)

    def test(self, node: nodes.Node, depth: int) -> None:
        if depth > DEEPEST_TEST:
            self.wrong(node, "条件太复杂了。", "This condition is too complicated.")
            return
        match node:
            case nodes.And() | nodes.Or():
                self.test(node.left, depth + 1)
                self.test(node.right, depth + 1)
            case nodes.Not():
                self.test(node.node, depth + 1)
            case nodes.Compare():
                self.comparison(node)
            case _:
                self.value(node)

    def comparison(self, node: nodes.Compare) -> None:
        self.value(node.expr)
        if len(node.ops) != 1 or node.ops[0].op not in COMPARED:
            self.wrong(node, "只能比较一次，用 == != < <= > >=。", "Compare once, with == or <.")
        for each in node.ops:
            if not is_constant(each.expr):
                self.wrong(
                    node,
                    "右边要写明数字或文字。",
                    "A number or a text is expected on the right side.",
                )

    def value(self, node: nodes.Node) -> None:
        """Take a variable, with filters behind it or without."""
        count = 0
        while isinstance(node, nodes.Filter):
            count += 1
            self.filter(node)
            if node.node is None:
                self.refuse(node)
                return
            node = node.node
        if count > MOST_FILTERS:
            self.wrong(
                node, f"最多接 {MOST_FILTERS} 个过滤器。", f"At most {MOST_FILTERS} filters."
            )
        path = path_of(node)
        if path is None:
            self.refuse(node)
            return
        self.mentions.append(Mention(path=path, line=node.lineno or 1))
        if len(self.mentions) > MOST_VALUES:
            self.wrong(node, f"最多用 {MOST_VALUES} 处变量。", f"At most {MOST_VALUES} variables.")
            raise ValueError

    def filter(self, node: nodes.Filter) -> None:
        declared = FILTERS.get(node.name)
        if declared is None:
            known = list(FILTERS)
            self.wrong(
                node,
                f"没有过滤器“{node.name}”。可用：{'、'.join(known)}。",
                f"There is no filter {node.name!r}. Known: {', '.join(known)}.",
            )
            return
        named = bool(node.kwargs or node.dyn_args or node.dyn_kwargs)
        if named or not all(is_constant(each) for each in node.args):
            self.wrong(
                node,
                f"“{node.name}”后面只能写明数字或文字。",
                f"Only plain numbers and texts may follow {node.name!r}.",
            )
            return
        said = declared.problem([each.value for each in _constants(node.args)])
        if said is not None:
            self.wrong(node, said.zh, said.en)

    def refuse(self, node: nodes.Node) -> None:
        zh, en = _REFUSED.get(type(node).__name__, _OTHERWISE)
        self.wrong(node, zh, en)


def _constants(found: Sequence[nodes.Node]) -> Iterator[nodes.Const]:
    for each in found:
        if isinstance(each, nodes.Const):
            yield each


def is_constant(node: nodes.Node) -> bool:
    """Say whether a node is a short text, a number of a sensible size, true or false."""
    if type(node) is not nodes.Const:
        return False
    value = node.value
    if isinstance(value, str):
        return len(value) <= LONGEST_CONSTANT
    return isinstance(value, bool | int | float) and abs(value) <= LARGEST_CONSTANT


def path_of(node: nodes.Node) -> str | None:
    """Give the path of a variable: names joined by points, none of which begins with `_`."""
    names: list[str] = []
    while type(node) is nodes.Getattr:
        names.append(node.attr)
        node = node.node
    if type(node) is not nodes.Name or node.ctx != "load":
        return None
    names.append(node.name)
    if len(names) > DEEPEST_PATH or any(each.startswith("_") for each in names):
        return None
    if names[-1] in _TAKEN:
        return None
    return ".".join(reversed(names))


_OTHERWISE = (
    "这里只能写变量、过滤器和 if。",
    "Only variables, filters and if may be written here.",
)
_REFUSED = {
    "Call": ("不能调用函数。", "Nothing can be called."),
    "Getitem": ("变量写成 member.name，不用方括号。", "Write member.name, without brackets."),
    "For": ("不能写循环。", "There are no loops."),
    "Import": ("不能引入其他模板。", "Other templates cannot be brought in."),
    "FromImport": ("不能引入其他模板。", "Other templates cannot be brought in."),
    "Include": ("不能引入其他模板。", "Other templates cannot be brought in."),
    "Extends": ("不能引入其他模板。", "Other templates cannot be brought in."),
    **dict.fromkeys(
        ("Add", "Sub", "Mul", "Div", "FloorDiv", "Mod", "Pow", "Concat", "Neg", "Pos"),
        ("不能做运算。请用字段或公式算好。", "There is no arithmetic; let a formula do it."),
    ),
}
