"""The domain spells no path: a link is the name of a URL, reversed by core/links.py."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from tests.architecture.exceptions import hold

ROOT = Path(__file__).parents[2]
DOMAIN = ROOT / "trellis" / "domain"
_PATH = re.compile(r"/\w|[a-z][a-z0-9+.-]*://|(?:mailto|tel|webcal|javascript|data):", re.IGNORECASE)


def spelled_paths(source: str) -> list[str]:
    """Return the texts of a module that begin as a path or with a scheme, docstrings aside."""
    tree = ast.parse(source)
    said = _docstrings(tree)
    texts = (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and node not in said)
    return [text.value for text in texts if isinstance(text.value, str) and _PATH.match(text.value)]


def _docstrings(tree: ast.Module) -> set[ast.expr]:
    """Return what stands for itself as a statement."""
    return {node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)}


def asked_names(source: str) -> Iterator[tuple[str, frozenset[str]]]:
    """Give the name and the parts of every link that a module makes; a computed name is refused."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "link_to":
            parts = {keyword.arg for keyword in node.keywords if keyword.arg} - {"query", "scheme"}
            for name in _texts(node.args[0]):
                yield name, frozenset(parts)


def _texts(name: ast.expr) -> Iterator[str]:
    if isinstance(name, ast.IfExp):
        yield from _texts(name.body)
        yield from _texts(name.orelse)
        return
    assert isinstance(name, ast.Constant), f"spell the name out, so that it can be found: {ast.unparse(name)}"
    yield str(name.value)


def _modules() -> list[Path]:
    """Return the domain's modules; the back office may know its own addresses."""
    found = [path for path in DOMAIN.rglob("*.py") if "migrations" not in path.parts]
    return [path for path in found if not path.name.startswith("admin")]


def _routes(resolver: URLResolver, space: str = "", parts: frozenset[str] = frozenset()) -> Iterator[object]:
    """Give each named URL with the parts that its path takes."""
    for entry in resolver.url_patterns:
        taken = parts | set(entry.pattern.regex.groupindex)
        if isinstance(entry, URLResolver):
            yield from _routes(entry, f"{space}{entry.namespace}:" if entry.namespace else space, taken)
        elif isinstance(entry, URLPattern) and entry.name:
            yield f"{space}{entry.name}", taken


def test_the_domain_spells_no_path() -> None:
    spelled = {
        f"{path.relative_to(DOMAIN).as_posix()} {text}"
        for path in _modules()
        for text in spelled_paths(path.read_text(encoding="utf-8"))
    }
    hold("links", spelled, "name the URL, and let trellis.core.links.link_to write it")


def test_the_domain_makes_its_links_in_one_way() -> None:
    importing = {
        str(path.relative_to(DOMAIN))
        for path in _modules()
        if re.search(r"^\s*(from|import) django\.(urls|shortcuts)\b", path.read_text("utf-8"), re.MULTILINE)
    }
    assert importing == set(), "links are written by trellis.core.links.link_to"


def test_every_name_that_is_asked_for_is_that_of_a_url() -> None:
    routes = set(_routes(get_resolver()))
    asked = {
        (path.name, *link) for path in _modules() for link in asked_names(path.read_text(encoding="utf-8"))
    }
    assert len(asked) >= 9
    for module, name, parts in asked:
        assert (name, parts) in routes, f"{module} asks for {name} with {sorted(parts)}"


@pytest.mark.parametrize(
    "planted",
    [
        'link = f"{settings.TRELLIS_PUBLIC_URL}/meet/{booking.public_id}"',
        'link = settings.TRELLIS_PUBLIC_URL + "/join/?token=" + token',
        'link = "https://trellis.example/join"',
        'link = f"webcal://{host}"',
        'link = "mailto:help@trellis.example"',
        'NOTICES = {"kind": ("Title", "/community/mentorship")}',
    ],
)
def test_a_planted_path_is_found(planted: str) -> None:
    assert len(spelled_paths(planted)) == 1


@pytest.mark.parametrize(
    "harmless",
    [
        '"""/api/talent-engine/…"""',
        'def f():\n    """/meet/<id>: a room."""',
        'said = f"{first}/{last}"',
        'said = "Ratings / reviews: 5"',
        'said = "Note: at 10:00"',
        'link = link_to("web:join")',
    ],
)
def test_what_is_no_path_is_let_be(harmless: str) -> None:
    assert spelled_paths(harmless) == []


def test_a_name_that_is_computed_is_refused() -> None:
    with pytest.raises(AssertionError, match="spell the name out"):
        list(asked_names('link_to(f"web:{page}")'))
    asked = list(asked_names('link_to("web:a" if x else "web:b", query=q, token=t)'))
    assert asked == [("web:a", frozenset({"token"})), ("web:b", frozenset({"token"}))]
