"""Counting hits, and taking them back."""

from collections.abc import Iterable, Mapping, Sequence

from django.conf import settings

from trellis.core.throttling.stores import ask
from trellis.core.throttling.windows import TooMany, Window


def hit(limits: Mapping[str, Sequence[tuple[int, int]]]) -> list[Window]:
    """Count one hit on each key against each of its (count, seconds) limits, and return the windows."""
    by_key = {f"{key}/{limit[1]}": limit for key, several in limits.items() for limit in several}
    counted = ask(lambda store: store.hit(_seconds(by_key)))
    return [Window(key, *by_key[key], *numbers) for key, *numbers in counted]


def take(whose: Mapping[str, str]) -> list[Window]:
    """Count one hit on limits of settings.RATE_LIMITS, by name: `{"sign_in_from": "10.0.0.1"}`.

    Returns the windows, for `give_back`. Raises TooMany if one of them is over; then only those that are
    stay counted, as what was refused was not done. Counts nothing while limits are off.
    """
    if not settings.TRELLIS_RATE_LIMITS:
        return []
    windows = hit({f"{name}:{key}": settings.RATE_LIMITS[name] for name, key in whose.items()})
    over = [window for window in windows if window.is_over]
    if over:
        give_back(window for window in windows if not window.is_over)
        raise TooMany(over)
    return windows


def is_spent(name: str, key: str) -> bool:
    """Return whether the next hit on this limit of settings.RATE_LIMITS would be one too many."""
    if not settings.TRELLIS_RATE_LIMITS:
        return False
    by_key = {f"{name}:{key}/{limit[1]}": limit for limit in settings.RATE_LIMITS[name]}
    hits = ask(lambda store: store.hits(_seconds(by_key)))
    return any(hits.get(key, 0) >= count for key, (count, _) in by_key.items())


def give_back(windows: Iterable[Window]) -> None:
    """Take these hits back, each from the window in which it was counted."""
    counted = [(window.key, window.started_at) for window in windows]
    if counted:
        ask(lambda store: store.give_back(counted))


def forget(windows: Iterable[Window]) -> None:
    """Close these windows, as if their keys had never been hit."""
    keys = [window.key for window in windows]
    if keys:
        ask(lambda store: store.forget(keys))


def _seconds(by_key: Mapping[str, tuple[int, int]]) -> dict[str, int]:
    return {key: seconds for key, (_, seconds) in by_key.items()}
