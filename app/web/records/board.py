"""The list of members as a board: a column for each tier or choice, a card for each member."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from app.access import Can
from app.expression.explain import Explained
from app.expression.gap import progress, sentence, ways
from app.program.checked import CheckedLadder
from app.program.ladder import Ladder
from app.runtime.knowing import Known, explained, values_of_many, with_cuts
from app.runtime.member_columns import TIER, Column, Seen
from app.runtime.member_list import Group, Question, find_members, groups
from app.storage import cuts
from app.web.records.filter_rows import choices_in
from app.web.records.list_model import Board, BoardColumn, Card, Target
from app.web.records.listed import Listed
from app.web.records.rows import Drawing, number_of_member
from app.web.records.showing import initial_of_member, name_of, tier_shown
from app.words import Words

CARDS = 12
NOWHERE = ""


def board_shown(listed: Listed) -> Board | None:
    """Draw the members in columns; None where there is nothing to make columns of."""
    by = listed.group or _tiers(listed)
    return None if by is None else _Board(listed=listed, by=by).board()


def _tiers(listed: Listed) -> Column | None:
    wanted = f"{TIER}{listed.ladder_key}"
    return next((each for each in listed.offered if each.key == wanted), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Board:
    listed: Listed
    by: Column

    @property
    def movable(self) -> bool:
        visitor = self.listed.here.visitor
        if self.by.ladder is not None:
            return visitor.may(Can.SET_TIERS)
        is_choice = self.by.field is not None and self.by.field.kind == "choice"
        return is_choice and visitor.may(Can.EDIT_MEMBERS)

    def board(self) -> Board:
        listed, here = self.listed, self.listed.here
        found = groups(here.space, listed.live, listed.whom, self.by, listed.total, listed.moment)
        seen = Seen.of(here.space, listed.live, listed.moment)
        by_key = {self.key_of(seen, each.value): each for each in found}
        offered = [key for key, _ in choices_in(self.by)]
        more = [key for key in by_key if key not in offered]
        is_field = self.by.ladder is None
        return Board(
            columns=tuple(
                self.column(key, by_key.get(key))
                for key in (*offered, *more)
                if key != NOWHERE or key in by_key
            ),
            movable=self.movable,
            move_url=here.url("records.move_card") if is_field and self.movable else None,
            field=self.by.key,
        )

    def key_of(self, seen: Seen, value: Any) -> str:
        shown = seen.shown(self.by, value)
        if isinstance(shown, bool):
            return "true" if shown else "false"
        return NOWHERE if shown is None else str(shown)

    def column(self, key: str, group: Group | None) -> BoardColumn:
        listed = self.listed
        drawing, total = Drawing(listed=listed), listed.total
        tier = tier_shown(self.by.ladder, key) if self.by.ladder else None
        members = self.members(group) if group else ()
        added = "" if total is None or group is None else drawing.text(total, group.total)
        return BoardColumn(
            key=key,
            label=self.label(key),
            tone=tier.tone if tier else None,
            members=group.members if group else 0,
            total=added,
            cards=tuple(self.cards(key, members)),
            url=listed.url(mode="table", group=None, condition=listed.with_part(self.part(key))),
        )

    def label(self, key: str) -> str:
        language = self.listed.here.formats.language
        if key == NOWHERE:
            none = Words("未定级", "No tier") if self.by.ladder else Words("（空）", "(blank)")
            return none.to(language)
        names = dict(choices_in(self.by))
        return names[key].to(language) if key in names else key

    def part(self, key: str) -> Any:
        if key == NOWHERE:
            return {"!": [{"is_set": [self.by.operand]}]}
        yes_or_no = self.by.field is not None and self.by.field.kind == "boolean"
        return {"==": [self.by.operand, key == "true" if yes_or_no else key]}

    def members(self, group: Group) -> Sequence[Mapping[str, Any]]:
        listed = self.listed
        whom = replace(listed.whom, within=((self.by, group.value),))
        question = Question(whom=whom, sorts=listed.sorts, size=CARDS)
        columns = [each for each in (self.by, listed.total) if each is not None]
        space = listed.here.space
        return find_members(space, listed.live, question, columns, listed.moment).members

    def cards(self, key: str, members: Sequence[Mapping[str, Any]]) -> list[Card]:
        above = self.above(key, members)
        return [self.card(key, each, above.get(each["id"])) for each in members]

    def card(self, key: str, member: Mapping[str, Any], above: Explained | None) -> Card:
        listed, total = self.listed, self.listed.total
        name = name_of(member, personal=listed.personal)
        missing = sentence(ways(above)[:1]) if above else None
        figure = ""
        if total is not None:
            label = total.label.to(listed.here.formats.language)
            figure = f"{label} {Drawing(listed=listed).text(total, member[f'column:{total.key}'])}"
        return Card(
            id=member["id"],
            title=name,
            initial=initial_of_member(name),
            number=number_of_member(member, name),
            url=listed.here.url("records.member", member_id=member["id"]),
            figure=figure,
            progress=progress(above) if above else None,
            missing=missing if missing and missing.zh else None,
            targets=tuple(self.targets(key, member["id"])) if self.movable else (),
        )

    def targets(self, key: str, member_id: int) -> list[Target]:
        language = self.listed.here.formats.language
        return [
            Target(key=other, label=label.to(language), url=self.address(other, member_id))
            for other, label in choices_in(self.by)
            if other != key
        ]

    def address(self, key: str, member_id: int) -> str | None:
        """Give the page on which a tier is set with a reason: no card changes one silently."""
        if self.by.ladder is None:
            return None
        tier = f"{self.by.ladder.key}/{key}"
        here = self.listed.here
        return here.url("records.set_tier", member_id=member_id, tier=tier)

    def above(self, key: str, members: Sequence[Mapping[str, Any]]) -> dict[int, Explained | None]:
        """Explain the next tier to each member of a column of tiers."""
        ladder = self.by.ladder
        if ladder is None or not members:
            return {}
        upcoming = _next_tier(ladder, key)
        if upcoming is None:
            return {}
        checked = self.listed.live.checked.ladders[ladder.key]
        return self._explained(checked, upcoming, members)

    def _explained(
        self, ladder: CheckedLadder, tier: str, members: Sequence[Mapping[str, Any]]
    ) -> dict[int, Explained | None]:
        listed = self.listed
        here, found = listed.here, listed.live
        moment = listed.moment
        values = values_of_many(here.space, found, members, moment, materialised=True)
        kept = cuts.cuts(here.space, here.program_id)
        told = {}
        for each in members:
            mine = ladder.of(each["created_at"])
            known = with_cuts(Known(values=values[each["id"]], moment=moment), mine, kept)
            told[each["id"]] = explained(mine, mine.conditions.get(tier), known)
        return told


def _next_tier(ladder: Ladder, key: str) -> str | None:
    position = ladder.position(key)
    if position < 0 or position + 1 >= len(ladder.tiers):
        return None
    return ladder.tiers[position + 1].key
