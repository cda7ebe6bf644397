"""From the ASGI server to Django and back, at the pace of no client: docs/decisions/own-bridge.md."""
