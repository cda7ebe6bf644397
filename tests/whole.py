"""A pytest plugin: what starts a process or a browser is `whole`, says so, and is counted.

A test that uses one of the fixtures below is whole by that. Others are marked by hand, and whoever starts
a process without the mark fails. At the end stand the seconds that all of them took, beside their budget.
"""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from trellis.core.files import child

_FIXTURES = {"browser", "cluster", "pair", "ready", "redis_server", "server", "site", "up"}
_BUDGET = "whole_seconds"
_popen = subprocess.Popen.__init__
_running: list[pytest.Item] = []


class NotWhole(AssertionError):
    """A test that is not marked starts a process."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addini(_BUDGET, "seconds that all whole tests together may take on a quiet machine", type="string")


def pytest_configure() -> None:
    subprocess.Popen.__init__ = _guarded  # type: ignore[method-assign]


def pytest_unconfigure() -> None:
    subprocess.Popen.__init__ = _popen  # type: ignore[method-assign]


def pytest_itemcollected(item: pytest.Item) -> None:
    """Mark what uses a whole fixture, and keep those of one server in one process."""
    fixtures = set(getattr(item, "fixturenames", ()))
    if fixtures & _FIXTURES:
        item.add_marker("whole")
    for name in sorted(fixtures & {"pair", "server"}):
        item.add_marker(pytest.mark.xdist_group(name))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    _running.append(item)
    try:
        return (yield)  # type: ignore[no-any-return]
    finally:
        _running.pop()


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    reports = [
        report
        for reports in terminalreporter.stats.values()
        for report in reports
        # What -k leaves out is listed, too, as the test that it is.
        if isinstance(report, pytest.TestReport) and "whole" in report.keywords
    ]
    if reports:
        tests = len({report.nodeid for report in reports})
        seconds = sum(report.duration for report in reports)
        budget = config.getini(_BUDGET)
        terminalreporter.write_line(f"whole: {tests} tests took {seconds:.0f} s of a budget of {budget} s")


@contextmanager
def nobodys() -> Iterator[None]:
    """Start a process for the run, not for the test that happens to be the first to want it."""
    items = _running[:]
    _running.clear()
    try:
        yield
    finally:
        # Also where that fails, such as at a migration: its error is the one to be seen.
        _running[:] = items


def _guarded(popen: "subprocess.Popen[Any]", args: Any, *more: Any, **options: Any) -> None:
    if _running and not _running[-1].get_closest_marker("whole") and not _redraws_a_picture(args):
        raise NotWhole(f"{_running[-1].nodeid} starts a process ({args}): mark it whole")
    _popen(popen, args, *more, **options)


def _redraws_a_picture(args: Any) -> bool:
    """Every upload of a picture starts a small child, so much a part of it that no test can do without."""
    return child.__file__ in args
