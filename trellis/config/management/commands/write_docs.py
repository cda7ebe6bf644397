"""`trellis manage write_docs`."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from trellis.config.address_page import render_address_page
from trellis.config.event_page import render_event_page
from trellis.config.permissions.page import render_permissions_page
from trellis.config.readme_table import with_doors
from trellis.config.schema import as_yaml, generate
from trellis.config.settings_page import render_settings_page

PAGES = {
    "addresses.md": render_address_page,
    "events.md": render_event_page,
    "permissions.md": render_permissions_page,
    "settings.md": render_settings_page,
}


def render_schema() -> bytes:
    """Return the OpenAPI description of every door as YAML."""
    return as_yaml(generate())


class Command(BaseCommand):
    """Writes the pages of docs/ that are made from the code, and the README's table of doors."""

    help = "Write the pages of docs/ that are made from the code, and the README's table of doors."

    def handle(self, *args: Any, **options: Any) -> None:
        """Write them below the current directory."""
        docs = Path("docs")
        docs.mkdir(exist_ok=True)
        (docs / "openapi.yaml").write_bytes(render_schema())
        for name, render in PAGES.items():
            (docs / name).write_text(render())
        readme = Path("README.md")
        readme.write_text(with_doors(readme.read_text()))
        written = ("README.md", "docs/openapi.yaml", *(f"docs/{name}" for name in PAGES))
        self.stdout.write(f"Wrote {', '.join(written)}")
