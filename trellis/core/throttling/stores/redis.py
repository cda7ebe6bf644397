"""Hits counted in Redis: a script adds to all keys at once; each forgets itself when its window closes."""

from collections.abc import Iterable, Mapping, Sequence

from trellis.core.redis.connecting import client, named

# Moments are microseconds, as text: numbers of Lua become text with 14 digits.
_HIT = """
local clock = redis.call('TIME')
local now = clock[1] .. string.format('%06d', clock[2])
local counted = {now}
for number, key in ipairs(KEYS) do
    if redis.call('HSETNX', key, 'started', now) == 1 then
        redis.call('EXPIRE', key, ARGV[number])
    end
    counted[number + 1] = {redis.call('HINCRBY', key, 'hits', 1), redis.call('HGET', key, 'started')}
end
return counted
"""
_GIVE_BACK = """
for number, key in ipairs(KEYS) do
    local held = redis.call('HMGET', key, 'started', 'hits')
    if held[1] == ARGV[number] and tonumber(held[2]) > 0 then
        redis.call('HINCRBY', key, 'hits', -1)
    end
end
"""
_MICROSECONDS = 1_000_000


class RedisStore:
    """A hash for each key."""

    def hit(self, seconds: Mapping[str, int]) -> list[tuple[str, int, float, float]]:
        """Count one hit on each key; return of each its hits, when its window opened, and when it is now."""
        now, *counted = client().eval(_HIT, len(seconds), *_names(seconds), *seconds.values())
        return [
            (key, hits, int(started) / _MICROSECONDS, int(now) / _MICROSECONDS)
            for key, (hits, started) in zip(seconds, counted, strict=True)
        ]

    def give_back(self, counted: Sequence[tuple[str, float]]) -> None:
        """Take a hit back from each key whose window is still the one that opened at that moment."""
        keys = _names(key for key, _ in counted)
        moments = [str(round(moment * _MICROSECONDS)) for _, moment in counted]
        client().eval(_GIVE_BACK, len(keys), *keys, *moments)

    def forget(self, keys: Sequence[str]) -> None:
        """Close the windows of these keys."""
        client().delete(*_names(keys))

    def hits(self, seconds: Mapping[str, int]) -> dict[str, int]:
        """Return the hits of those of the keys whose window is open."""
        with client().pipeline(transaction=False) as pipeline:
            for name in _names(seconds):
                pipeline.hget(name, "hits")
            found = pipeline.execute()
        return {key: int(hits) for key, hits in zip(seconds, found, strict=True) if hits is not None}


def _names(keys: Iterable[str]) -> list[str]:
    return [named(f"throttle:{key}") for key in keys]
