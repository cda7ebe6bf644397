"""`trellis manage write_docs`."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from trellis.config.address_page import render_address_page
from trellis.config.event_page import render_event_page
from trellis.config.permissions_page import render_permissions_page
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
    """Writes the pages of docs/ that are made from the code."""

    help = "Write the pages of docs/ that are made from the code."

    def handle(self, *args: Any, **options: Any) -> None:
        """Write them into docs/ of the current directory."""
        docs = Path("docs")
        docs.mkdir(exist_ok=True)
        (docs / "openapi.yaml").write_bytes(render_schema())
        for name, render in PAGES.items():
            (docs / name).write_text(render())
        self.stdout.write(f"Wrote {', '.join(f'docs/{name}' for name in ('openapi.yaml', *PAGES))}")
