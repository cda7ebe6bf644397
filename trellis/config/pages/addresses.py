"""docs/addresses.md, written from the code: `make docs`."""

import sys
from collections.abc import Iterable
from pathlib import Path

import trellis
from trellis.config.doors import ROUTED, door_of
from trellis.config.routes import Route, http_routes, socket_routes

_HEAD = """# Addresses

Where the code of each address stands, below `trellis/`. Written by `make docs` from the routes; a test holds
this page against them, and another asks that the first word of a door's address after its prefix names the
file or folder. What libraries answer (most of the back office, redirects) is not here.
"""
_TABLE = """
## {title}

| address | file |
| --- | --- |
"""
_ROOT = Path(trellis.__path__[0])


def render_address_page() -> str:
    """Return the page as Markdown."""
    ours = [route for route in http_routes() if route.module.startswith("trellis.")]
    tables = {
        **{door.name: [each for each in ours if door_of(each.pattern) is door] for door in ROUTED},
        "Pages and files": [each for each in ours if door_of(each.pattern) is None],
        "WebSockets": list(socket_routes()),
    }
    return _HEAD + "".join(_TABLE.format(title=title) + _rows(routes) for title, routes in tables.items())


def _rows(routes: Iterable[Route]) -> str:
    files = {route.address: _file(route) for route in routes}
    return "".join(f"| `{address}` | `{files[address]}` |\n" for address in sorted(files))


def _file(route: Route) -> str:
    return str(Path(str(sys.modules[route.module].__file__)).relative_to(_ROOT))
