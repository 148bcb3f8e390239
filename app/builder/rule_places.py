"""What people call the place of a rule, and whose records it is about."""

from app.program.flows import Flow
from app.program.objects import ACTIVITY, MEMBER
from app.program.program import Program
from app.words import Words


def place_of(program: Program, path: str) -> tuple[str, str | None, Words]:
    """Give the object and the ladder a rule is about, and the name of its place."""
    kind, n, *rest = path.strip("/").split("/")
    if kind == "ladders":
        return MEMBER, program.ladders[int(n)].key, _on_ladder(program, int(n), rest)
    if kind == "segments":
        label = program.segments[int(n)].label
        return MEMBER, None, Words(f"人群“{label.to('zh')}”", f"Segment {label.to('en')}")
    if kind == "earning":
        return _of_earning(program, n, int(rest[0]))
    if kind == "flows":
        return _in_flow(program.flows[int(n)], rest)
    if kind == "parameters":
        label = program.parameters[int(n)].label
        return MEMBER, None, Words(f"参数“{label.to('zh')}”", f"Parameter {label.to('en')}")
    designed = program.designed[int(n)]
    field = designed.fields[int(rest[1])]
    of, label = designed.label, field.label
    where = Words(f"{of.to('zh')}·{label.to('zh')}", f"{of.to('en')}: {label.to('en')}")
    return designed.key, None, where


def _of_earning(program: Program, part: str, n: int) -> tuple[str, str | None, Words]:
    if part == "boosts":
        label = program.earning.boosts[n].label
        return MEMBER, None, Words(f"加速“{label.to('zh')}”", f"Boost {label.to('en')}")
    rule = program.earning.rules[n]
    zh, en = rule.label.to("zh"), rule.label.to("en")
    return rule.object, None, Words(f"积分规则“{zh}”", f"Earning rule {en}")


def _in_flow(flow: Flow, rest: list[str]) -> tuple[str, str | None, Words]:
    part = flow.steps[int(rest[1])] if rest[0] == "steps" else flow.trigger
    named = None if part is None else part.options.get("object")
    about = part is not None and rest[-1] == "where" and isinstance(named, str)
    label = flow.label
    where = Words(f"自动化“{label.to('zh')}”", f"Automation {label.to('en')}")
    if part is not None and part.kind == ACTIVITY:
        return ACTIVITY, None, where
    return (str(named) if about else MEMBER), None, where


_RULES = {
    "condition": Words("晋升条件", "condition"),
    "retention": Words("保级条件", "condition to stay"),
    "members": Words("适用会员", "who is on it"),
}


def _on_ladder(program: Program, n: int, rest: list[str]) -> Words:
    ladder = program.ladders[n]
    if rest[0] == "trials":
        label, rule = ladder.trials[int(rest[1])].label, Words("体验资格", "who may try it")
    elif rest[0] == "members":
        label, rule = ladder.label, _RULES["members"]
    elif rest[2] == "stages":
        label = ladder.tiers[int(rest[1])].stages[int(rest[3])].label
        rule = Words("阶段目标", "goal on the way")
    else:
        label, rule = ladder.tiers[int(rest[1])].label, _RULES[rest[2]]
    return Words(f"{label.to('zh')}·{rule.zh}", f"{label.to('en')}: {rule.en}")
