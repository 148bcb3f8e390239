"""The places of the main navigation, in their order, and which views belong to each."""

from collections.abc import Callable
from dataclasses import dataclass

from app.access import Can
from app.program.program import Program
from app.runtime.budget_marks import marked
from app.storage.program_health import to_see_to
from app.storage.space import Space
from app.web.waiting import waiting_for_me
from app.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """Of what the navigation counts things."""

    space: Space
    program_id: int
    live: Program | None
    now: int


def _budgets_to_see(asking: Asking) -> int:
    """Count the budgets that have passed a mark nobody has seen; without budgets, for nothing."""
    found = marked(asking.space, asking.program_id, asking.live, now=asking.now)
    return sum(each.is_news for each in found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place of the main navigation, shown once the view behind it exists."""

    endpoint: str
    label: Words
    icon: str
    asks: Can
    covers: tuple[str, ...] = ()
    """Other views that belong to this place."""
    unless: Can | None = None
    """An ability that has a better way there."""
    counts: Callable[[Asking], int] | None = None
    """Gives how many things there need a person, in one cheap query."""


PLACES = (
    Place(
        endpoint="records.home",
        label=Words("概览", "Overview"),
        icon="home",
        asks=Can.READ_PROGRAM,
    ),
    Place(
        endpoint="records.members",
        label=Words("会员", "Members"),
        icon="members",
        asks=Can.READ_MEMBERS,
        covers=(
            "records.member",
            "records.member_then",
            "records.merge_member",
            "records.set_tier",
            "records.give_tier",
            "records.start_trial",
            "records.end_layer",
            "records.close_layer",
            "records.at_risk",
            "records.new_change",
            "records.add_change",
            "records.change",
            "records.edit_member",
            "records.correct_ledger",
            "records.make_up",
            "records.confirm_make_up",
            "records.save_correction",
            "records.take_back",
            "records.save_member",
            "records.start_for_member",
            "records.start_member",
            "records.new_start",
            "records.add_start",
            "records.start",
            "records.segments",
            "records.new_segment",
            "records.add_segment",
            "records.segment",
            "records.save_segment",
            "objects.new_member",
            "objects.add_member",
            "objects.ask_member",
            "objects.remove_member",
        ),
    ),
    Place(
        endpoint="objects.objects",
        label=Words("记录", "Records"),
        icon="package",
        asks=Can.READ_MEMBERS,
        covers=(
            "objects.records",
            "objects.record",
            "objects.new",
            "objects.add",
            "objects.edit",
            "objects.save",
            "objects.ask_removal",
            "objects.remove",
        ),
    ),
    Place(
        endpoint="tasks.tasks",
        label=Words("待办", "Tasks"),
        icon="tasks",
        asks=Can.DO_TASKS,
        covers=("tasks.task", "tasks.decide"),
        counts=lambda asking: waiting_for_me(asking.space, asking.program_id),
    ),
    Place(
        endpoint="builder.objects",
        label=Words("数据", "Data"),
        icon="data",
        asks=Can.READ_PROGRAM,
    ),
    Place(
        endpoint="builder.ladder",
        label=Words("等级", "Tiers"),
        icon="ladder",
        asks=Can.READ_PROGRAM,
        covers=("builder.conditions",),
    ),
    Place(
        endpoint="benefits.benefits",
        label=Words("权益与积分", "Benefits"),
        icon="benefit",
        asks=Can.READ_PROGRAM,
        covers=(
            "benefits.coupons",
            "benefits.coupon",
            "benefits.void",
            "benefits.reissue",
            "benefits.counter",
            "benefits.redeem",
            "benefits.offer",
            "benefits.save_offer",
            "benefits.see_budget",
            "designs.designs",
            "designs.new",
            "designs.add",
            "designs.edit",
            "designs.save",
            "designs.ask",
            "designs.remove",
            "designs.tiers",
            "designs.save_tiers",
            "designs.pack",
            "designs.save_pack",
            "earning.earning",
            "earning.settings",
            "earning.save_settings",
            "earning.new",
            "earning.add",
            "earning.edit",
            "earning.save",
            "calendars.calendars",
            "calendars.new",
            "calendars.add",
            "calendars.edit",
            "calendars.save",
            "calendars.ask",
            "calendars.new_day",
            "calendars.add_day",
            "calendars.edit_day",
            "calendars.save_day",
            "calendars.ask_day",
        ),
        counts=_budgets_to_see,
    ),
    Place(
        endpoint="benefits.counter",
        label=Words("核销", "Redeem"),
        icon="ticket",
        asks=Can.REDEEM,
        covers=("benefits.redeem",),
        unless=Can.READ_PROGRAM,
    ),
    Place(
        endpoint="messages.templates",
        label=Words("消息", "Messages"),
        icon="message",
        asks=Can.READ_PROGRAM,
        covers=(
            "messages.new",
            "messages.add",
            "messages.edit",
            "messages.save",
            "messages.remove",
            "messages.consents_file",
            "messages.import_consents",
            "messages.sending_rules",
            "messages.save_rules",
        ),
    ),
    Place(
        endpoint="flows.all_flows",
        label=Words("自动化", "Automations"),
        icon="flow",
        asks=Can.READ_PROGRAM,
        covers=(
            "flows.add",
            "flows.pause",
            "flows.runs",
            "flows.run",
            "flows.retry",
            "flows.cancel",
            "flows.move",
            "flows.discard",
            "flows.health",
            "builder.flow",
            "hook_pages.hook",
        ),
        counts=lambda asking: to_see_to(asking.space, asking.program_id),
    ),
    Place(
        endpoint="forms.all_forms",
        label=Words("表单", "Forms"),
        icon="form",
        asks=Can.READ_PROGRAM,
        covers=("forms.one", "forms.submission", "forms.set_password"),
    ),
    Place(
        endpoint="channels.channels",
        label=Words("消息渠道", "Channels"),
        icon="mail",
        asks=Can.MANAGE_CHANNELS,
        covers=(
            "channels.new",
            "channels.add",
            "channels.one",
            "channels.save",
            "channels.try_out",
        ),
    ),
    Place(
        endpoint="analytics.diagnosis",
        label=Words("诊断", "Diagnosis"),
        icon="diagnosis",
        asks=Can.READ_PROGRAM,
        covers=("analytics.effect",),
    ),
    Place(
        endpoint="settings.settings",
        label=Words("设置", "Settings"),
        icon="settings",
        asks=Can.READ_PROGRAM,
        covers=(
            "settings.save_settings",
            "settings.currencies",
            "settings.new_currency",
            "settings.add_currency",
            "settings.currency",
            "settings.save_currency",
            "settings.ask_currency",
            "settings.remove_currency",
            "settings.new_parameter",
            "settings.add_parameter",
            "settings.parameter",
            "settings.save_parameter",
            "settings.ask_parameter",
            "settings.remove_parameter",
            "builder.parameters",
            "builder.try_value",
            "builder.set_value",
        ),
    ),
    Place(
        endpoint="builder.releases",
        label=Words("发布", "Releases"),
        icon="releases",
        asks=Can.READ_PROGRAM,
        covers=(
            "builder.release",
            "builder.check",
            "builder.moving",
            "builder.publish",
            "builder.restore",
            "builder.draft_versions",
            "builder.keep_version",
            "builder.draft_version",
            "builder.restore_version",
            "builder.draft_from_release",
        ),
    ),
)
