"""Text in both languages of the product, kept side by side so that neither can be forgotten."""

from typing import Any, Literal, NamedTuple, Self

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")


class Words(NamedTuple):
    """The same text in Chinese and in English."""

    zh: str
    en: str

    def to(self, language: Language) -> str:
        """Give the text in one language, or the other language where it is empty."""
        return (self.zh or self.en) if language == "zh" else (self.en or self.zh)

    @property
    def together(self) -> str:
        """Both side by side, for what is kept as one text and read by people of either language."""
        return " · ".join(dict.fromkeys(each for each in self if each))

    @classmethod
    def from_json(cls, value: Any) -> Self:
        """Read `{"zh": …, "en": …}`, or one text for both languages."""
        if isinstance(value, str):
            return cls(value, value)
        return cls(str(value.get("zh", "")), str(value.get("en", "")))

    def to_json(self) -> dict[str, str]:
        return {"zh": self.zh, "en": self.en}
