"""Writing the words of all rows of a table anew, when words are taken apart otherwise than before."""

from collections.abc import Callable
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

_BATCH = 1000


def reindex_some(
    connection: BaseDatabaseWrapper,
    *,
    after: Any,
    read: str,
    write: str,
    words: Callable[..., tuple[Any, ...]],
) -> Any:
    """Write the words of the next thousand rows behind the key `after`; return the last key, None at the end.

    Called in a transaction, which holds the rows that it writes and no others. `read` selects the key and
    what `words` gets of a row, behind `%(after)s`, at most `%(batch)s`, locked; `write` takes the keys and,
    a list each, what `words` returns.
    """
    with connection.cursor() as cursor:
        cursor.execute(read, {"after": after, "batch": _BATCH})
        rows = cursor.fetchall()
        if not rows:
            return None
        keys = [row[0] for row in rows]
        columns = zip(*(words(*row[1:]) for row in rows), strict=True)
        cursor.execute(write, [keys, *map(list, columns)])
    return keys[-1]
