"""Hits counted in rows: one statement adds to a row and returns what it now holds."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection

# The stored key ends in `/<seconds>`, from which the statements take the length of the window.
_SECONDS = "make_interval(secs => split_part(c.key, '/', -1)::int)"
_HIT = f"""
INSERT INTO core_throttlecounter AS c (key, hits, started_at)
SELECT key, 1, clock_timestamp() FROM unnest(%(keys)s::text[]) AS wanted (key) ORDER BY key
ON CONFLICT (key) DO UPDATE SET
    hits = CASE WHEN c.started_at <= EXCLUDED.started_at - {_SECONDS} THEN 1 ELSE c.hits + 1 END,
    started_at = CASE WHEN c.started_at <= EXCLUDED.started_at - {_SECONDS}
                      THEN EXCLUDED.started_at ELSE c.started_at END
RETURNING key, hits, extract(epoch FROM started_at)::float8, extract(epoch FROM clock_timestamp())::float8
"""  # noqa: S608  (nothing of it is anybody's word)

# Both take their rows in the order in which _HIT takes them, or two callers could wait for each other.
_GIVE_BACK = """
WITH taken AS MATERIALIZED (
    SELECT c.key FROM core_throttlecounter AS c
    JOIN unnest(%(keys)s::text[], %(started)s::float8[]) AS hit (key, started)
        ON hit.key = c.key AND extract(epoch FROM c.started_at)::float8 = hit.started
    WHERE c.hits > 0 ORDER BY c.key FOR UPDATE OF c
)
UPDATE core_throttlecounter AS c SET hits = hits - 1 FROM taken WHERE taken.key = c.key
"""
_FORGET = """
WITH taken AS MATERIALIZED (
    SELECT key FROM core_throttlecounter WHERE key = ANY(%(keys)s::text[]) ORDER BY key FOR UPDATE
)
DELETE FROM core_throttlecounter AS c USING taken WHERE taken.key = c.key
"""
_HITS = f"""
SELECT key, hits FROM core_throttlecounter AS c
WHERE key = ANY(%(keys)s::text[]) AND started_at > clock_timestamp() - {_SECONDS}
"""  # noqa: S608


class PostgreSQLStore:
    """A row for each key, which a task removes when it is a day old."""

    def hit(self, seconds: Mapping[str, int]) -> list[tuple[str, int, float, float]]:
        """Count one hit on each key; return of each its hits, when its window opened, and when it is now."""
        return self._run(_HIT, keys=list(seconds))

    def give_back(self, counted: Sequence[tuple[str, float]]) -> None:
        """Take a hit back from each key whose window is still the one that opened at that moment."""
        keys, started = [key for key, _ in counted], [moment for _, moment in counted]
        self._run(_GIVE_BACK, keys=keys, started=started)

    def forget(self, keys: Sequence[str]) -> None:
        """Close the windows of these keys."""
        self._run(_FORGET, keys=list(keys))

    def hits(self, seconds: Mapping[str, int]) -> dict[str, int]:
        """Return the hits of those of the keys whose window is open."""
        return dict(self._run(_HITS, keys=list(seconds)))

    def _run(self, statement: str, **values: Any) -> list[Any]:
        with connection.cursor() as cursor:
            cursor.execute(statement, values)
            return cursor.fetchall() if cursor.description else []
