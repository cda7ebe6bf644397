"""The hub's own database connections, which belong to the event loop and to no request."""

from typing import Any

from django.db import connections
from psycopg import AsyncConnection

# Without them a connection whose other end has vanished would be waited on for hours.
_KEEPALIVE = {"keepalives_idle": 20, "keepalives_interval": 5, "keepalives_count": 3}
# By which an operator knows them in pg_stat_activity.
APPLICATION_NAME = "trellis realtime"
_DJANGO_ONLY = ("cursor_factory", "context")


async def connect() -> AsyncConnection[Any]:
    """Open a connection to the database of settings.DATABASES, in autocommit."""
    parameters = connections["default"].get_connection_params()
    for name in _DJANGO_ONLY:
        parameters.pop(name, None)
    parameters = {**_KEEPALIVE, **parameters, "application_name": APPLICATION_NAME}
    return await AsyncConnection.connect(**parameters, autocommit=True)
