"""What the editor of forms is told: typed once here, and generated for TypeScript."""

from dataclasses import dataclass

from app.builder.field_palette import FieldPalette
from app.builder.form_palette import FormPalette


@dataclass(frozen=True, slots=True, kw_only=True)
class FormsIsland:
    """What the page carries besides the draft."""

    palette: FormPalette
    fields: FieldPalette
    currency: str
    """The sign of the programme's currency."""
    chosen: str | None
    """The form that was asked for in the address."""
