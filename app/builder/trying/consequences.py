"""What a step would do to a member, in words: read from the rows it wrote during a trial."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from textwrap import shorten
from typing import Any

from app.builder.trying.trial import Trial
from app.program.checked_flows import kind_of, options_of
from app.program.fields import FIELD_KINDS
from app.program.fields.base import Reading
from app.program.flows import Step
from app.program.message_template import CHANNELS
from app.program.objects import ENTRY, MEMBER
from app.runtime.allowing import allowed
from app.runtime.rendering import Rendered, Unsaid, render
from app.storage.outbox import Outgoing
from app.storage.records import find_rows
from app.storage.space import Space
from app.storage.trial_rows import RECORD
from app.words import Language, Words

Row = Mapping[str, Any]
BLANK = Words("（空）", "(blank)")
LONGEST = 40
"""How much of a message without a title names it."""
NOTHING = Words("什么也不会写入", "nothing would be written")


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """Says what rows mean that a step of a trial wrote."""

    trial: Trial
    space: Space
    member_id: int
    now: int

    def says(self, step: Step, found: Mapping[str, Sequence[Row]]) -> list[Words]:
        """Say all that a step would do; what nobody has words for is called as the step is."""
        told = {
            "coupon": self._coupons,
            "outbox": self._messages,
            "history": self._changes,
            "tier_change": self._tiers,
            "flow_run": self._flows,
            f"{RECORD}{ENTRY}": self._entries,
        }
        said = [each for name, say in told.items() for each in say(found.get(name, ()))]
        for name, rows in found.items():
            if name.startswith(RECORD) and name not in told:
                said += self._records(name.removeprefix(RECORD), rows)
        if said:
            return said
        kind = kind_of(step)
        assert kind is not None
        sentence = kind.sentence(options_of(step), self.trial.naming)
        if found:
            return [sentence]
        return [Words(f"{sentence.zh}：{NOTHING.zh}", f"{sentence.en}: {NOTHING.en}")]

    def _coupons(self, rows: Sequence[Row]) -> Iterator[Words]:
        for key, count in Counter(each["design"] for each in rows).items():
            label = self.trial.naming.coupon(key)
            yield Words(f"会发“{label.zh}”{count} 张", f"Would give {label.en} × {count}")

    def _messages(self, rows: Sequence[Row]) -> Iterator[Words]:
        names = Outgoing.__slots__
        sent = [Outgoing(**{name: each[name] for name in names}) for each in rows]
        verdicts = allowed(self.space, self.trial.draft, sent, now=self.now)
        rendered = render(self.space, self.trial.draft, sent, now=self.now)
        for each in sent:
            channel = CHANNELS.get(each.channel, Words(each.channel, each.channel))
            found, verdict = rendered[each.id], verdicts[each.id]
            if isinstance(found, Unsaid):
                why = found.why
                yield Words(
                    f"{channel.zh}写不出来：{why.zh}", f"{channel.en}: cannot be written. {why.en}"
                )
                continue
            title = _title(each, found)
            if verdict.send:
                yield Words(
                    f"会发{channel.zh}“{title.zh}”", f"Would send {channel.en} “{title.en}”"
                )
            else:
                why = verdict.why or Words("", "")
                yield Words(
                    f"{channel.zh}“{title.zh}”会被拦下或推迟：{why.zh}",
                    f"{channel.en} “{title.en}” would be held back. {why.en}",
                )

    def _entries(self, rows: Sequence[Row]) -> Iterator[Words]:
        for each in rows:
            label, amount = self.trial.naming.currency(each["currency"]), each["amount"]
            if amount < 0:
                yield Words(f"会扣 {-amount} {label.zh}", f"Would take {-amount} {label.en}")
            else:
                yield Words(f"会加 {amount} {label.zh}", f"Would give {amount} {label.en}")

    def _records(self, key: str, rows: Sequence[Row]) -> Iterator[Words]:
        label = self.trial.naming.object(key)
        if rows:
            yield Words(
                f"会新建 {len(rows)} 条“{label.zh}”", f"Would create {label.en} × {len(rows)}"
            )

    def _changes(self, rows: Sequence[Row]) -> Iterator[Words]:
        members = self.trial.current.catalogue.members
        own = [each for each in rows if each["object_id"] == members.id]
        held = find_rows(self.space, members, [self.member_id]).get(self.member_id, {})
        for each in own:
            key = each["field"]
            label = self.trial.naming.field(key)
            old, new = (self.shown(key, value) for value in (each["old"], held.get(key)))
            yield Words(
                f"会把“{label.zh}”从 {old.zh} 改为 {new.zh}",
                f"Would change {label.en} from {old.en} to {new.en}",
            )

    def shown(self, key: str, value: Any) -> Words:
        """Show a value of a member's field."""
        field = self.trial.naming.program.object(MEMBER).find_field(key)
        if value is None or value == "" or field is None:
            return BLANK if value in (None, "") else Words(str(value), str(value))
        settings = self.trial.draft.checked.program.settings
        reading = Reading(zone=settings.calendar.zone, currency=settings.currency)
        kind = FIELD_KINDS[field.kind]

        def told(language: Language) -> str:
            return kind.show(value, field, language, reading)

        return Words(told("zh"), told("en"))

    def _tiers(self, rows: Sequence[Row]) -> Iterator[Words]:
        ladders = self.trial.current.catalogue.members.ladders
        for each in rows:
            found = next((k for k, kept in ladders.items() if kept.id == each["ladder_id"]), None)
            if found is None or each["old_tier_id"] == each["new_tier_id"]:
                continue
            old, new = (
                self.trial.naming.tier(ladders[found].key_of(each[name]), found)
                for name in ("old_tier_id", "new_tier_id")
            )
            yield Words(
                f"等级会从“{old.zh}”变为“{new.zh}”",
                f"The tier would change from {old.en} to {new.en}",
            )

    def _flows(self, rows: Sequence[Row]) -> Iterator[Words]:
        flows = self.trial.current.checked.program
        for each in rows:
            found = flows.find_flow(each["flow"])
            label = Words(each["flow"], each["flow"]) if found is None else found.label
            yield Words(
                f"会启动自动化“{label.to('zh')}”", f"Would set off the automation {label.to('en')}"
            )


def _title(each: Outgoing, rendered: Rendered) -> Words:
    """Name a message: a short one, which has no title, by how it begins."""
    written = each.body.get("title")
    if written is None:
        text = rendered.title or shorten(rendered.text, LONGEST, placeholder="…")
        return Words(text, text)
    words = Words.from_json(written)
    return Words(words.to("zh"), words.to("en"))
