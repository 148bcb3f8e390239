"""What a computed field comes out as: the kinds it may name, and the types they have in rules."""

from app.expression.types import Boolean, Date, Decimal, Instant, Integer, Number, Text, Type
from app.program.field import Field
from app.words import Words

RESULTS: dict[str, Type] = {
    "integer": Integer(),
    "number": Number(),
    "percent": Number(),
    "money": Decimal(),
    "text": Text(),
    "boolean": Boolean(),
    "date": Date(),
    "datetime": Instant(),
}

LABELS = {
    "integer": Words("整数", "Whole number"),
    "number": Words("数字", "Number"),
    "percent": Words("百分比", "Percentage"),
    "money": Words("金额", "Money"),
    "text": Words("文本", "Text"),
    "boolean": Words("是/否", "Yes or no"),
    "date": Words("日期", "Date"),
    "datetime": Words("日期时间", "Date and time"),
}


def result_option() -> Field:
    """Build the option that says what a computed field comes out as."""
    return Field(
        key="result",
        kind="choice",
        label=Words("结果类型", "Comes out as"),
        default="number",
        options={
            "choices": [{"key": key, "label": label.to_json()} for key, label in LABELS.items()]
        },
    )


def result_of(field: Field) -> str:
    """Name the kind that a computed field comes out as."""
    named = field.options.get("result")
    return named if named in RESULTS else "number"
