"""What is said of an operator that does not exist or has too many or too few arguments."""

from collections.abc import Iterable


def unknown_operator(key: str, known: Iterable[str]) -> tuple[str, str]:
    shown = key[:60]
    listed = sorted(known)
    return (
        f"没有名为“{shown}”的运算符。可用：{'、'.join(listed)}。",
        f"There is no operator called {shown!r}. Known: {', '.join(listed)}.",
    )


def wrong_count(key: str, fewest: int, most: int | None, count: int) -> tuple[str, str]:
    if most is None:
        expected = (f"至少 {fewest} 个", f"at least {fewest}")
    elif most == fewest:
        expected = (f"{fewest} 个", f"{fewest}")
    else:
        expected = (
            f"{fewest} 到 {most} 个",
            f"{fewest} to {most}",
        )
    return (
        f"“{key}”需要{expected[0]}参数，这里有 {count} 个。",
        f"{key!r} takes {expected[1]} argument(s); this has {count}.",
    )
