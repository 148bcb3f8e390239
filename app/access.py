"""Who may do what: roles of a workspace, and what each of them allows."""

from collections.abc import Mapping
from enum import StrEnum

from app.words import Words


class Role(StrEnum):
    """What a person is in a workspace."""

    OWNER = "owner"
    OPERATOR = "operator"
    ANALYST = "analyst"
    CLERK = "clerk"
    AUDITOR = "auditor"

    @property
    def label(self) -> Words:
        return _LABELS[self]

    def may(self, ability: "Can") -> bool:
        return ability in ABILITIES[self]


class Can(StrEnum):
    """What a view may ask of the person in front of it."""

    READ_PROGRAM = "read_program"
    """Figures and rules, nothing about a single person."""
    READ_MEMBERS = "read_members"
    """Members one by one; names, phones and the like only with `READ_PERSONAL`."""
    READ_PERSONAL = "read_personal"
    SET_TIERS = "set_tiers"
    """Give a member a tier, let one try it, and end that again."""
    EDIT_MEMBERS = "edit_members"
    """Change fields of members, one by one or many at once."""
    EXPORT_MEMBERS = "export_members"
    MERGE_MEMBERS = "merge_members"
    """Say that two records are one person."""
    REMOVE_MEMBERS = "remove_members"
    """Delete a member (注销): what says who they were goes for good."""
    CREATE_PROGRAMS = "create_programs"
    """Begin another programme, from the gallery, a file or nothing."""
    EDIT_DRAFT = "edit_draft"
    PUBLISH = "publish"
    REDEEM = "redeem"
    """Use coupons at the counter."""
    GIVE = "give"
    """Make coupons void and issue others, grant benefits and end them."""
    DO_TASKS = "do_tasks"
    """Do what automations ask people to do: one's own tasks and those of one's role."""
    ASSIGN_TASKS = "assign_tasks"
    """See everybody's tasks, and hand them over."""
    MANAGE_TEAM = "manage_team"
    MANAGE_CHANNELS = "manage_channels"
    """Set up the accounts by which messages leave, with their passwords."""


class Scope(StrEnum):
    """What a key of the API may be used for."""

    EVENTS_WRITE = "events:write"
    RECORDS_READ = "records:read"
    RECORDS_WRITE = "records:write"
    STANDING_READ = "standing:read"
    STANDING_WRITE = "standing:write"
    PROGRAM_READ = "program:read"
    PROGRAM_WRITE = "program:write"
    PROGRAMS_CREATE = "programs:create"


ABILITIES: Mapping[Role, frozenset[Can]] = {
    Role.OWNER: frozenset(Can),
    Role.OPERATOR: frozenset(Can) - {Can.MANAGE_TEAM, Can.MANAGE_CHANNELS},
    Role.ANALYST: frozenset({Can.READ_PROGRAM, Can.READ_MEMBERS, Can.EXPORT_MEMBERS, Can.DO_TASKS}),
    Role.CLERK: frozenset({Can.REDEEM, Can.DO_TASKS}),
    Role.AUDITOR: frozenset({Can.READ_PROGRAM, Can.READ_MEMBERS, Can.READ_PERSONAL}),
}

_LABELS: Mapping[Role, Words] = {
    Role.OWNER: Words("所有者", "Owner"),
    Role.OPERATOR: Words("运营", "Operator"),
    Role.ANALYST: Words("分析（不含个人信息）", "Analyst (no personal data)"),
    Role.CLERK: Words("店员（仅核销）", "Store clerk (redeems only)"),
    Role.AUDITOR: Words("审计（只读）", "Auditor (reads only)"),
}
