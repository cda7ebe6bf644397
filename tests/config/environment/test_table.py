"""Every variable is declared once, read somewhere, and on the page."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from trellis.config.environment.production import RULES
from trellis.config.environment.table import OUR_OWN, SECTIONS, VARIABLES
from trellis.config.pages.settings import render_settings_page

ROOT = Path(__file__).resolve().parents[3]
TABLE = ROOT / "trellis/config/environment"
OURS = re.compile(r"TRELLIS_[A-Z_]+|(DATABASE|EMAIL|REDIS|SMS)_URL")
# What belongs to the system, to Python, to Django, to libpq or to numpy.
FOREIGN = {
    *("PATH", "NO_COLOR", "PYTHONUNBUFFERED", "DJANGO_SETTINGS_MODULE", "PGCONNECT_TIMEOUT"),
    "OPENBLAS_NUM_THREADS",
}


def words_of(path: Path) -> Iterator[str]:
    """Every string of the code that is the name of a variable, and every name that `environ` is asked for."""
    for node in ast.walk(ast.parse(path.read_text())):
        match node:
            case ast.Constant(value=str(text)) if OURS.fullmatch(text):
                yield text
            case ast.Subscript(value=ast.Attribute(attr="environ"), slice=ast.Constant(value=str(text))):
                yield text
            case ast.Call(
                func=ast.Attribute(value=ast.Attribute(attr="environ")),
                args=[ast.Constant(value=str(text)), *_],
            ):
                yield text


def test_what_is_read_is_declared_and_what_is_declared_is_read() -> None:
    code = [path for path in (ROOT / "trellis").rglob("*.py") if TABLE not in path.parents]
    found = {word for path in code for word in words_of(path)} - FOREIGN
    declared = VARIABLES.keys() - {variable.name for variable in OUR_OWN}
    assert found - declared == set()
    assert declared - found == set()


def test_what_tests_read_is_declared() -> None:
    code = [path for path in (ROOT / "tests").rglob("*.py") if path.parent != Path(__file__).parent]
    asked = {
        match
        for path in code
        for match in re.findall(r"environ(?:\.get\(|\[)\"(TRELLIS_[A-Z_]+)\"", path.read_text())
    }
    assert "TRELLIS_FUZZ_EXAMPLES" in asked
    assert asked <= VARIABLES.keys()


def test_nothing_is_read_from_the_environment_but_through_the_table() -> None:
    """Those who read it themselves only ask whether something is set, or hand it on."""
    readers = {
        str(path.relative_to(ROOT))
        for path in (ROOT / "trellis").rglob("*.py")
        if re.search(r"\bos\.(environ|getenv)\b", path.read_text())
    }
    assert readers <= {
        "trellis/config/asgi.py",
        "trellis/config/checks.py",
        "trellis/config/settings.py",
        "trellis/core/embedded/osuser.py",
        "trellis/core/embedded/server.py",
        "trellis/core/files/children.py",
        "trellis/launcher/cli.py",
        "trellis/launcher/django_commands.py",
        "trellis/launcher/environment.py",
        "trellis/launcher/layout.py",
        "trellis/launcher/models.py",
        "trellis/launcher/prepare.py",
        "trellis/launcher/progress.py",
        "trellis/launcher/serve.py",
    }


def test_every_variable_has_a_type_a_range_and_a_sentence() -> None:
    assert sum(map(len, SECTIONS.values())) == len(VARIABLES)
    for variable in VARIABLES.values():
        assert variable.kind.allowed and variable.meaning, variable.name
        assert f"{variable.kind.allowed}{variable.meaning}".isprintable()
        assert "|" not in variable.meaning + variable.shown


def test_every_rule_has_an_id_of_its_own_and_a_declared_variable() -> None:
    assert len({rule.number for rule in RULES}) == len(RULES)
    assert {rule.variable for rule in RULES} <= VARIABLES.keys()


def test_the_page_in_docs_is_the_table_of_today() -> None:
    page = (ROOT / "docs/settings.md").read_text()
    assert page == render_settings_page(), "make docs"
    assert all(f"| `{name}` |" in page for name in VARIABLES)
    assert "docs/settings.md" in (ROOT / "README.md").read_text()
