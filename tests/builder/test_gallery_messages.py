"""What ready-made programmes say to members: in both languages, for each of their examples."""

import re
from collections.abc import Iterator

from app.builder import drafts
from app.builder.gallery import ReadyMade
from app.builder.starting import clone
from app.clock import to_instant
from app.program.checked import check_program
from app.program.codec import load
from app.program.message_variables import samples
from app.program.program import Program
from app.runtime.message_data import Gathered, Said
from app.runtime.releases import live
from app.runtime.rendering import Rendered, paths_of, put, speech_of
from app.storage.spaces import Spaces
from app.words import LANGUAGES, Language
from tests.builder.playing import every_programme, lived
from tests.runtime.clubs import Club

MADE_UP = frozenset({"coupon", "links", "form"})
"""What nobody has before a message is really sent."""
HOLES = re.compile(
    r"None|\{\{|\{%|  |^[，。：]|[，：；][，。；！]"  # Nothing between two marks.
    r"|[ （(][,.:]|: ?\.|[，：,:]$|of ?\.|为。|是。"  # Nothing before the end.
)
"""How it reads where something is missing."""
CHINESE = re.compile("[\u4e00-\u9fff]")


def said(club: Club, program: Program, language: Language) -> Iterator[tuple[str, str]]:
    """Give each text that each member would get, and of what template."""
    made_up = samples(program, language)
    speech = speech_of(program, language)
    with club.spaces.reading(club.workspace_id) as space:
        found = live(space, club.program_id)
        members = sorted(
            row[0]
            for row in space.execute(
                space.select(found.catalogue.members.table, found.catalogue.members.table.c.id)
            )
        )
        for template in program.templates:
            paths = paths_of(template.texts.values())
            known = Gathered.of(space, found, members, paths, now=to_instant(club.now))
            for member in members:
                data = known.data(Said(member_id=member, channel="inbox"), speech)
                data |= {key: made_up[key] for key in MADE_UP & made_up.keys()}
                for wording in template.texts.values():
                    rendered = put(wording, data, speech)
                    assert isinstance(rendered, Rendered), template.key
                    for text in (rendered.title, rendered.text):
                        if text:
                            yield template.key, text


@every_programme
def test_each_message_reads_well_for_each_member_in_both_languages(
    programme: ReadyMade, spaces: Spaces
) -> None:
    club = lived(programme, spaces)
    club.join("named", name="Ada")
    program = load(programme.document)
    heard: dict[Language, set[str]] = {}
    for language in LANGUAGES:
        told = list(said(club, program, language))
        assert [pair for pair in told if HOLES.search(pair[1].strip())] == []
        assert any("Ada" in text for _, text in told)
        heard[language] = {text for _, text in told}
    assert [text for text in heard["en"] if CHINESE.search(text)] == []
    assert [text for text in heard["zh"] if not CHINESE.search(text)] == []


@every_programme
def test_there_is_a_message_for_what_every_club_tells(programme: ReadyMade) -> None:
    program = load(programme.document)
    keys = {each.key for each in program.templates}
    assert keys >= {"welcome", "tier_up", "near_tier", "birthday"}
    reviewed = any(each.review.notice_days for each in program.ladders)
    assert ("tier_at_risk" in keys) == reviewed


@every_programme
def test_nothing_is_to_be_mended_in_a_message(programme: ReadyMade) -> None:
    findings = check_program(load(programme.document)).findings
    assert [each for each in findings if each.path.startswith("/templates")] == []


@every_programme
def test_a_programme_begun_from_it_has_the_same_messages(
    programme: ReadyMade, spaces: Spaces
) -> None:
    club = Club(spaces, programme.document)
    with spaces.writing(club.workspace_id) as space:
        made = clone(space, programme.key, sample=False, now=club.now, by=None)
        content = drafts.get(space, made.program_id).content
    assert content["templates"] == programme.document["templates"]
