"""The plugin that shares out the tests to processes."""

from itertools import groupby
from pathlib import Path

import pytest

from tests.schedule import SharedByTwo, claim, in_order, scopes_of


class Item:
    """As much of a test as decides about its turn."""

    def __init__(self, name: str, *marks: pytest.MarkDecorator, folder: str = "core") -> None:
        self.name = name
        self.path = Path("tests", folder, "test_it.py")
        self._marks = {mark.name: mark.mark for mark in marks}

    def get_closest_marker(self, name: str) -> pytest.Mark | None:
        return self._marks.get(name)


def test_what_is_dear_begins_first_and_keeps_its_browser_open() -> None:
    server, embedded = pytest.mark.xdist_group("server"), pytest.mark.xdist_group("embedded")
    items = [
        Item("short"),
        Item("small group", embedded),
        Item("whole", pytest.mark.whole),
        Item("served", server),
        Item("seen", server, folder="browser"),
        Item("made up", pytest.mark.soak),
        Item("seen, too", server, folder="browser"),
        Item("short, too"),
    ]
    names = [item.name for item in in_order(items)]
    assert names == ["seen", "seen, too", "served", "small group", "whole", "made up", "short", "short, too"]


def test_short_ones_are_given_out_by_the_handful_and_dear_ones_alone() -> None:
    collected = ["served", "whole", *(f"short {n}" for n in range(17))]
    scopes = scopes_of(collected, groups={"served": "server", "whole": "whole"})
    assert list(scopes) == collected
    given = [len(list(tests)) for _, tests in groupby(collected, key=scopes.__getitem__)]
    assert given == [1, 1, 8, 8, 1]


def test_a_group_is_done_by_the_process_that_began_it(tmp_path: Path) -> None:
    for _ in range(2):
        claim("server", worker="gw0", place=tmp_path)
    claim("launcher", worker="gw1", place=tmp_path)
    with pytest.raises(SharedByTwo, match="gw1 has a test of the group server, which gw0 began"):
        claim("server", worker="gw1", place=tmp_path)
