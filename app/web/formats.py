"""Numbers, money, days and moments as people read them."""

from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from babel.numbers import format_decimal, get_currency_symbol

from app.clock import from_instant
from app.days import from_day
from app.words import Language, Words

LOCALES: dict[Language, str] = {"zh": "zh_CN", "en": "en_US"}
HOME_OF_CURRENCY = {"CNY": "zh_CN", "USD": "en_US", "EUR": "de_DE", "GBP": "en_GB", "JPY": "ja_JP"}
"""Where a currency has its short sign: ¥ and $ are what people of a programme expect."""
HOME = ZoneInfo("Asia/Shanghai")
CENTS = 100
MINUTE = 60
HOUR = 60 * MINUTE
DAY = 24 * HOUR
FEW_DAYS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Formats:
    """How one answer writes values: for a reader, a programme and a moment."""

    language: Language
    now: int
    zone: ZoneInfo = HOME
    currency: str = "CNY"

    @property
    def locale(self) -> str:
        return LOCALES[self.language]

    def number(self, value: float) -> str:
        return format_decimal(value, locale=self.locale)

    def members(self, count: int) -> str:
        """Say how many members."""
        number = self.number(count)
        if self.language == "zh":
            return f"{number} 位会员"
        return f"{number} member" if count == 1 else f"{number} members"

    def average(self, value: float) -> str:
        return format_decimal(value, format="#,##0.00", locale=self.locale)

    def percent(self, value: float | None) -> str:
        """Write a share of 100; a small one is not rounded to nothing."""
        if value is None:
            return "—"
        digits = "#,##0.##" if 0 < abs(value) < 1 else "#,##0.#"
        return f"{format_decimal(value, format=digits, locale=self.locale)}%"

    def money(self, value: int) -> str:
        home = HOME_OF_CURRENCY.get(self.currency, self.locale)
        sign = get_currency_symbol(self.currency, locale=home).replace("￥", "¥")
        amount = format_decimal(abs(value) / CENTS, format="#,##0.00", locale=self.locale)
        return f"{'-' if value < 0 else ''}{sign}{amount}"

    def day(self, day: int) -> str:
        return from_day(day).isoformat()

    def day_of(self, instant: int) -> str:
        return self._local(instant, "%Y-%m-%d")

    def moment(self, instant: int) -> str:
        return self._local(instant, "%Y-%m-%d %H:%M")

    def through(self, end: int) -> str:
        """Say until when something lasts: through a day where one ends, or up to a moment."""
        whole_days = self._there(end).time() == time.min
        return self.day_of(end - 1) if whole_days else self.moment(end)

    def machine(self, instant: int) -> str:
        return from_instant(instant).isoformat(timespec="seconds")

    def ago(self, instant: int) -> str:
        """Say how long ago it was; what is a month old is better told by its day."""
        seconds = (self.now - instant) // 1_000_000
        days = (self._date(self.now) - self._date(instant)).days
        if not 0 <= days <= FEW_DAYS or seconds < 0:
            return self.day_of(instant)
        return self._words(seconds, days).to(self.language)

    def _words(self, seconds: int, days: int) -> Words:
        if seconds < MINUTE:
            return Words("刚刚", "just now")
        if seconds < HOUR:
            minutes = seconds // MINUTE
            return Words(f"{minutes} 分钟前", f"{minutes} min ago")
        if seconds < DAY and days == 0:
            hours = seconds // HOUR
            return Words(f"{hours} 小时前", f"{hours} h ago")
        if days <= 1:
            return Words("昨天", "yesterday")
        return Words(f"{days} 天前", f"{days} days ago")

    def _date(self, instant: int) -> date:
        return self._there(instant).date()

    def _there(self, instant: int) -> datetime:
        return from_instant(instant).astimezone(self.zone)

    def _local(self, instant: int, shape: str) -> str:
        return self._there(instant).strftime(shape)
