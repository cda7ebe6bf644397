"""Asking the database from the event loop, in threads that sockets share."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from asgiref.sync import sync_to_async
from django.db import close_old_connections

# Each of these threads keeps one database connection, as those of the web server do.
_THREADS = ThreadPoolExecutor(2, thread_name_prefix="sockets")
Result = TypeVar("Result")


async def in_database(function: Callable[..., Result], *args: Any) -> Result:
    """Run synchronous code that asks the database, in a thread."""
    return await sync_to_async(_asked, thread_sensitive=False, executor=_THREADS)(function, *args)


def _asked(function: Callable[..., Result], *args: Any) -> Result:
    """Call the function as a request is served: on a connection that lives, and that is not too old after."""
    close_old_connections()
    try:
        return function(*args)
    finally:
        close_old_connections()
