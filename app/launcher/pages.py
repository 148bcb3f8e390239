"""The pages of the builder beside start.py: built anew when somebody changed their sources."""

import time

from app.launcher.environment import Environment
from app.launcher.explain import PagesNotBuilt, say
from app.launcher.islands import NODE_WHEEL, CannotBuild, Islands, Node, find_node


def make_ready(environment: Environment) -> None:
    """Build what is not built yet. Raises `CannotStart`."""
    islands = Islands(environment.root)
    if islands.are_ready():
        return
    say("正在构建设计器页面…", "Building the pages of the builder …")
    started = time.monotonic()
    try:
        islands.build(node_for(environment))
    except CannotBuild as error:
        raise PagesNotBuilt(str(error)) from error
    took = time.monotonic() - started
    say(f"页面就绪（{took:.0f} 秒）。", f"The pages are ready ({took:.0f} s).")


def node_for(environment: Environment) -> Node:
    """Find a Node.js, or put one into the environment. Raises `CannotBuild`, `CannotStart`."""
    found = find_node(environment.packages())
    if found is None:
        environment.install(NODE_WHEEL)
        found = find_node(environment.packages())
    if found is None:
        raise CannotBuild("Node.js")
    return found
