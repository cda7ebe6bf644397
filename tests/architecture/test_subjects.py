"""A subject has one name: of its pages, of its app, and of its tests."""

from collections.abc import Iterable
from pathlib import Path

from tests.architecture.exceptions import hold

ROOT = Path(__file__).parents[2]
# What serves the pages of all subjects.
SHARED = {"components", "frame", "rooms", "templatetags"}


def strangers(folders: Iterable[str], known: Iterable[str]) -> set[str]:
    """Return the folders that nothing known is the namesake of."""
    return set(folders) - set(known)


def _folders(parent: Path, pattern: str = "*.py") -> set[str]:
    """Return the folders below `parent` in which there is such a file."""
    found = {path.parent.relative_to(parent).as_posix() for path in parent.rglob(pattern)}
    return found - {"."}


def test_pages_have_the_name_of_their_app() -> None:
    pages = {name for name in _folders(ROOT / "trellis" / "web") if "/" not in name} - SHARED
    apps = {name for name in _folders(ROOT / "trellis" / "domain") if "/" not in name}
    hold("subjects", strangers(pages, apps), "give the folder the name of its app")


def test_templates_and_tests_are_where_their_page_is() -> None:
    pages = _folders(ROOT / "trellis" / "web")
    assert strangers(_folders(ROOT / "trellis/web/templates/web", "*.html"), {*pages, "outbox"}) == set()
    assert strangers(_folders(ROOT / "tests" / "web"), pages) == set()


def test_a_planted_name_is_found() -> None:
    assert strangers(["mentorship", "mentoring"], ["mentorship"]) == {"mentoring"}
