"""What a rule about an object may see, and what each of those things is called."""

from collections.abc import Iterator

from app.expression.types import Relation, Scope, Type
from app.program.choices import choices_of
from app.program.currencies import Currency
from app.program.field import Field
from app.program.fields import FIELD_KINDS
from app.program.formulas import expand
from app.program.ladder import Ladder
from app.program.objects import MEMBER, Object
from app.program.parameters import PREFIX
from app.program.program import Program
from app.words import Words

__all__ = ["expand", "labels_of", "relations_of", "scope_of", "variables_of"]

BUSINESS_WORDS = {
    "order.net": Words("消费", "spend"),
    "activity.value": Words("行为数值", "activity value"),
    "entry.earned": Words("获得数量", "amount earned"),
    "entry.amount": Words("账目变动", "ledger changes"),
}
"""What people call a sum of these; requirements, part B: 消费 is what was paid and not refunded."""


def scope_of(program: Program, object_key: str, *, ladder: str | None = None) -> Scope:
    """Give what a rule about one record sees: its fields, its references, the records below it.

    Formulas and metrics are no variables: `expand` puts what they stand for in their place.
    """
    designed = program.object(object_key)
    related = {each.key: each for each in relations_of(program, designed)}
    labels = dict(labels_of(designed))
    for each in related.values():
        labels[each.key] = _several(_inside_a_sentence(each.label))
        labels.update({f"{each.key}.{key}": words for key, words in labels_of(each)})
    for designed_ladder in program.ladders:
        labels |= _ladder_labels(designed_ladder)
    for currency in program.currencies:
        labels |= _currency_labels(currency)
    labels |= {f"{PREFIX}.{each.key}": each.label for each in program.parameters}
    return Scope(
        variables=variables_of(designed),
        references=_references(program, designed),
        relations={key: _relation(each) for key, each in related.items()},
        ladders={each.key: tuple(tier.key for tier in each.tiers) for each in program.ladders},
        ladder=ladder,
        labels=labels | {key: words for key, words in BUSINESS_WORDS.items() if key in labels},
        parameters={"active_kinds": list(program.settings.active_kinds)},
    )


def relations_of(program: Program, owner: Object) -> Iterator[Object]:
    """Give the objects whose records belong to one record, and that say when they happened."""
    for each in program.objects:
        if not each.occurred or each.key == owner.key:
            continue
        if each.of_member if owner.key == MEMBER else refers_to(each, owner.key):
            yield each


def refers_to(designed: Object, object_key: str) -> bool:
    return any(each.options.get("object") == object_key for each in designed.of_kind("reference"))


def variables_of(designed: Object) -> dict[str, Type]:
    return {
        each.key: FIELD_KINDS[each.kind].type_of(each)
        for each in designed.fields
        if FIELD_KINDS[each.kind].stored is not None
    }


def _relation(designed: Object) -> Relation:
    return Relation(fields=variables_of(designed), occurred=designed.occurred or "")


def _references(program: Program, designed: Object) -> dict[str, Scope]:
    found = {
        each.key: program.find_object(str(each.options.get("object")))
        for each in designed.of_kind("reference")
    }
    return {
        key: Scope(variables=variables_of(there), labels=dict(labels_of(there)))
        for key, there in found.items()
        if there is not None
    }


def labels_of(designed: Object) -> Iterator[tuple[str, Words]]:
    for field in designed.fields:
        yield field.key, _inside_a_sentence(field.label)
        yield from _choice_labels(field)


def _choice_labels(field: Field) -> Iterator[tuple[str, Words]]:
    for each in choices_of(field):
        yield f"{field.key}:{each.key}", each.label


def _ladder_labels(ladder: Ladder) -> dict[str, Words]:
    tiers = {f"tier:{ladder.key}:{each.key}": each.label for each in ladder.tiers}
    return {f"ladder:{ladder.key}": ladder.label} | tiers


def _currency_labels(currency: Currency) -> dict[str, Words]:
    """Name what has been earned of a currency, and what is left of it, as people do."""
    label = _inside_a_sentence(currency.label)
    earned, amount = (f"entry.{field}:currency:{currency.key}" for field in ("earned", "amount"))
    more = Words(f"再获得 {{n}} {label.zh}", f"{{n}} more {label.en}")
    return {
        earned: Words(f"获得{label.zh}", f"{label.en} earned"),
        f"{earned}:more": more,
        amount: Words(f"{label.zh}净增", f"net gain of {label.en}"),
        f"{amount}:more": more,
        f"{amount}:lifetime": Words(f"{label.zh}余额", f"balance of {label.en}"),
    }


def _several(label: Words) -> Words:
    """Name records as they are counted: orders, activities."""
    if label.en[-2:-1] not in "aeiou" and label.en.endswith("y"):
        return Words(label.zh, f"{label.en[:-1]}ies")
    return label if label.en.endswith("s") else Words(label.zh, f"{label.en}s")


def _inside_a_sentence(label: Words) -> Words:
    """Write an English label small, as it stands in a sentence, unless it is an abbreviation."""
    head, rest = label.en[:1], label.en[1:]
    return label if rest[:1].isupper() else Words(label.zh, head.lower() + rest)
