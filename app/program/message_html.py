"""What of HTML goes into mail: tags, attributes and styles that mail programs show, no code."""

import nh3

_TAGS = (
    "a abbr b blockquote br center code div em font h1 h2 h3 h4 hr i img li ol p pre s small span"
    " strong sub sup table tbody td tfoot th thead tr u ul"
)
TAGS = frozenset(_TAGS.split())
"""Documents may have the frame of a page around them; it is taken off without a word."""
_ATTRIBUTES = {
    "a": {"href", "title", "target"},
    "img": {"src", "alt", "width", "height"},
    "table": {"width", "cellpadding", "cellspacing", "border", "align", "bgcolor"},
    "td": {"width", "height", "colspan", "rowspan", "align", "valign", "bgcolor"},
    "th": {"width", "height", "colspan", "rowspan", "align", "valign", "bgcolor"},
    "tr": {"align", "valign", "bgcolor"},
    "font": {"color", "size", "face"},
    "*": {"style", "align", "dir", "lang"},
}
_STYLES = (
    "background background-color border border-bottom border-collapse border-left border-radius"
    " border-right border-spacing border-top color display font font-family font-size font-style"
    " font-weight height letter-spacing line-height margin margin-bottom margin-left margin-right"
    " margin-top max-width min-width padding padding-bottom padding-left padding-right padding-top"
    " text-align text-decoration text-transform vertical-align white-space width"
)


def safe_html(html: str) -> str:
    """Keep of HTML what mail may have; addresses lead to pages and mail boxes alone."""
    return nh3.clean(
        html,
        tags=set(TAGS),
        clean_content_tags={"script", "style", "title"},
        attributes={tag: set(names) for tag, names in _ATTRIBUTES.items()},
        filter_style_properties=set(_STYLES.split()),
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noopener noreferrer",
    )
