"""The Python meaning of a rule: a function generated from the checked tree."""

from collections.abc import Callable, Mapping

from app.days import Moment
from app.expression.check import Checked
from app.expression.coder import Coder, Workshop
from app.expression.operators import OPERATORS
from app.expression.tree import Typed
from app.expression.types import EMPTY

Function = Callable[[Mapping[str, object], Moment], object | None]
Mode = Callable[[Coder, Typed], str]

_BUILTINS = {
    "KeyError": KeyError,
    "abs": abs,
    "bool": bool,
    "len": len,
    "max": max,
    "min": min,
    "str": str,
}
_LENIENT = "def rule(values, moment):\n    return {}\n"
_QUICK = """def rule(values, moment):
    try:
        return {}
    except KeyError:
        return careful(values, moment)
"""


class _Careful:
    """The function for mappings that lack a field; generated when the first one comes."""

    def __init__(self, tree: Typed, materialised: Mapping[str, str], mode: Mode) -> None:
        self._tree, self._materialised, self._mode = tree, materialised, mode
        self._function: Function | None = None

    def __call__(self, values: Mapping[str, object], moment: Moment) -> object | None:
        if self._function is None:
            shop = Workshop(OPERATORS, self._materialised, lenient=True)
            self._function = _generate(shop, self._mode(Coder(shop), self._tree), _LENIENT)
        return self._function(values, moment)


def to_python(checked: Checked, *, materialised: Mapping[str, str] = EMPTY) -> Function:
    """Give a rule's value for one record; None is null or unknown.

    Values come as one mapping: fields by key, references as nested mappings, relations as lists
    of mappings, kept metrics under the key that `materialised` names by normal form.
    """
    return node_to_python(checked.tree, materialised=materialised)


def node_to_python(tree: Typed, *, materialised: Mapping[str, str] = EMPTY) -> Function:
    """Give the value of a part of a rule."""
    return _function(tree, materialised, Coder.value)


def to_predicate(checked: Checked, *, materialised: Mapping[str, str] = EMPTY) -> Function:
    """Give whether a condition is met: something truthy exactly where it is true."""
    return _function(checked.tree, materialised, Coder.true)


def _function(tree: Typed, materialised: Mapping[str, str], mode: Mode) -> Function:
    shop = Workshop(OPERATORS, materialised, lenient=False)
    body = mode(Coder(shop), tree)
    shop.environment["careful"] = _Careful(tree, materialised, mode)
    return _generate(shop, body, _QUICK)


def _generate(shop: Workshop, body: str, template: str) -> Function:
    source = "".join([*shop.functions, template.replace("{}", body)])
    environment = shop.environment
    environment["__builtins__"] = _BUILTINS
    # The text is ours alone: what operators write is in the environment and never in the source.
    exec(compile(source, "<rule>", "exec"), environment)  # noqa: S102
    found = environment["rule"]
    assert callable(found)
    return found
