"""`trellis manage write_docs`."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from trellis.config.event_page import render_event_page
from trellis.config.permissions_page import render_permissions_page
from trellis.config.schema import as_yaml, generate
from trellis.config.settings_page import render_settings_page


def render_schema() -> bytes:
    """Return the OpenAPI description of every door as YAML."""
    return as_yaml(generate())


class Command(BaseCommand):
    """Writes the pages of docs/ that are made from the code."""

    help = (
        "Write the pages of docs/ made from the code: openapi.yaml, events.md, permissions.md, settings.md."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Write them into docs/ of the current directory."""
        docs = Path("docs")
        docs.mkdir(exist_ok=True)
        (docs / "openapi.yaml").write_bytes(render_schema())
        (docs / "events.md").write_text(render_event_page())
        (docs / "permissions.md").write_text(render_permissions_page())
        (docs / "settings.md").write_text(render_settings_page())
        self.stdout.write("Wrote docs/openapi.yaml, docs/events.md, docs/permissions.md and docs/settings.md")
