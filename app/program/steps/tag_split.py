"""A tag of the member says which way to go; several may have a way of their own."""

from app.program.flow_options import Option, Widget
from app.program.flow_words import Naming
from app.program.steps.base import Group, Options, StepKind
from app.words import Words

SEVERAL, ELSE = "several", "else"


class TagSplit(StepKind):
    key = "tag_split"
    label = Words("按标签分支", "Ways by tag")
    icon = "tags"
    group = Group.WAYS
    options = (
        Option(
            key="field",
            label=Words("标签字段", "Field"),
            widget=Widget.FIELD,
            required=True,
            kinds=("tags",),
        ),
        Option(
            key="tags",
            label=Words("标签，先后有别", "Tags, in order"),
            widget=Widget.TAGS,
            required=True,
        ),
        Option(
            key="several",
            label=Words("有多个的单走一路", "A way of its own for several"),
            widget=Widget.FLAG,
            default=False,
        ),
    )

    def sentence(self, options: Options, naming: Naming) -> Words:
        field, tags = naming.field(options.get("field")), list(map(str, options.get("tags") or ()))
        return Words(f"按{field.zh}分：{'、'.join(tags)}", f"By {field.en}: {', '.join(tags)}")

    def ways(self, options: Options) -> dict[str, Words]:
        found = {str(each): Words(str(each), str(each)) for each in options.get("tags") or ()}
        more = {SEVERAL: Words("有多个", "Several")} if options.get("several") else {}
        return {**found, **more, ELSE: Words("都没有", "None of them")}
