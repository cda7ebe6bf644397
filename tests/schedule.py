"""A pytest plugin: which process of a run does what, and what comes first.

Tests of one `xdist_group` share something dear, so one process does them all. The plugin for many processes
tells groups by a suffix that it writes to the names of tests, which pytest 9.2 ignores without a word; here
each process notes its groups for the one that shares out the work. Groups begin first, other whole tests
follow, and the many short ones fill what is left, some at a time, so that all processes end together.
"""

import gc
import json
import os
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

# Some milliseconds each: to give them out one by one takes the sharing process as long.
_HANDFUL = 8

gc.disable()  # tests that are collected stay to the end: there is no garbage among them


class SharedByTwo(AssertionError):
    """Tests of one group run in two processes, each of which makes what they share."""


class Schedule(LoadScopeScheduling):
    """Give each process groups, single dear tests and handfuls of short ones, as they were collected."""

    def schedule(self) -> None:
        """Begin, as soon as every process knows its tests."""
        self.config.option.loadscopereorder = False
        super().schedule()

    def mark_test_complete(self, node: Any, item_index: int, duration: float = 0) -> None:
        """Take what is done off the list: it is counted after each test what a process still has to do."""
        super().mark_test_complete(node, item_index, duration)
        scope = self._split_scope(self.registered_collections[node][item_index])
        if all(self.assigned_work[node][scope].values()):
            del self.assigned_work[node][scope]

    def _split_scope(self, nodeid: str) -> str:
        return self._scopes[nodeid]

    @cached_property
    def _scopes(self) -> dict[str, str]:
        groups = json.loads((_place() / "groups").read_text())
        collected = next(iter(self.registered_collections.values()))
        return scopes_of(collected, groups=groups)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Schedule | None:
    return Schedule(config, log) if config.getvalue("dist") == "loadgroup" else None


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put what takes long before what does not, where more than one process runs."""
    if _worker():
        items[:] = in_order(items)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_finish(session: pytest.Session) -> None:
    """Tell the process that shares out the work which tests belong together or are dear; all say the same."""
    gc.freeze()
    gc.set_threshold(50_000)
    gc.enable()
    if worker := _worker():
        groups = {
            item.nodeid: group_of(item) or item.nodeid
            for item in session.items
            if group_of(item) or _is_dear(item)
        }
        note = _place() / f"groups-{worker}"
        note.write_text(json.dumps(groups))
        note.rename(_place() / "groups")


def pytest_runtest_setup(item: pytest.Item) -> None:
    if (worker := _worker()) and (group := group_of(item)):
        claim(group, worker=worker, place=_place())


def in_order(items: Sequence[pytest.Item]) -> list[pytest.Item]:
    """Sort large groups before small ones, then single tests that are dear, then the rest."""
    sizes = Counter(map(group_of, items))
    return sorted(items, key=lambda item: _rank(item, sizes))


def scopes_of(collected: Sequence[str], *, groups: Mapping[str, str]) -> dict[str, str]:
    """Return for each test what is given to a process at once: its group, or the handful it is one of."""
    short = [nodeid for nodeid in collected if nodeid not in groups]
    return {**groups, **{nodeid: f"short {n // _HANDFUL}" for n, nodeid in enumerate(short)}}


def claim(group: str, *, worker: str, place: Path) -> None:
    """Note that this process does the group; raise SharedByTwo when another one has begun it."""
    owner = place / f"group-{group}"
    try:
        with owner.open("x") as new:
            new.write(worker)
    except FileExistsError:
        if (other := owner.read_text()) != worker:
            raise SharedByTwo(f"{worker} has a test of the group {group}, which {other} began") from None


def group_of(item: pytest.Item) -> str:
    """Return the name of its group, or nothing."""
    mark = item.get_closest_marker("xdist_group")
    return str(mark.args[0]) if mark else ""


def _rank(item: pytest.Item, sizes: Counter[str]) -> tuple[int, int, str, bool]:
    if group := group_of(item):
        # One after the other what shares a browser, which is open no longer than they need it.
        return 0, -sizes[group], group, "browser" not in item.path.parts
    return (1 if _is_dear(item) else 2), 0, "", False


def _is_dear(item: pytest.Item) -> bool:
    return any(item.get_closest_marker(name) for name in ("whole", "soak"))


def _worker() -> str:
    return os.environ.get("PYTEST_XDIST_WORKER", "")


def _place() -> Path:
    return Path(os.environ["TRELLIS_TEST_PLACE"])
