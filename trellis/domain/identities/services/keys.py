"""The keys by which providers sign: kept in the database, for all processes and while a provider is away."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from math import ceil
from typing import Any

import structlog
from jwt import PyJWK, PyJWKSet, PyJWTError

from trellis.core.published import NotPublished, fetch
from trellis.domain.identities.models import PublishedKeys
from trellis.domain.identities.refusals import InvalidIdToken, KeysAway

log = structlog.get_logger("trellis.identities")
_ASKED_AGAIN_AFTER = timedelta(minutes=1)
_LOOKED_AT_AGAIN_AFTER = timedelta(hours=1)
_OUTLIVE_AN_OUTAGE = timedelta(days=1)
_ASKING = timedelta(seconds=5)  # somebody else may be just doing it


def key_of(url: str, key_id: str, *, now: datetime) -> PyJWK:
    """Return the key of this id among those that are published at an address.

    They are fetched anew where the id is unknown, and once an hour, at most once a minute whoever asks; those
    that are known are good for a day while nobody answers there. Raises InvalidIdToken for an id that is not
    published, and KeysAway where that cannot be said. Must not be called in a transaction.
    """
    kept = PublishedKeys.objects.filter(url=url).first()
    if _is_due(kept, key_id, now=now) and _may_ask(url, now=now):
        _ask(url, now=now)
        kept = PublishedKeys.objects.get(url=url)
    found = _keys(kept, now=now).get(key_id)
    if found is not None:
        return found
    if kept is not None and _age(kept, now=now) < _ASKED_AGAIN_AFTER:
        raise InvalidIdToken
    raise KeysAway(_wait(kept, now=now))


def _is_due(kept: PublishedKeys | None, key_id: str, *, now: datetime) -> bool:
    if kept is None or _age(kept, now=now) >= _LOOKED_AT_AGAIN_AFTER:
        return True
    return key_id not in _keys(kept, now=now)


def _may_ask(url: str, *, now: datetime) -> bool:
    """Claim the one request of this minute: of many at once, one may."""
    _, is_new = PublishedKeys.objects.get_or_create(url=url, defaults={"asked_at": now})
    due = PublishedKeys.objects.filter(url=url, asked_at__lte=now - _ASKED_AGAIN_AFTER)
    return is_new or due.update(asked_at=now) == 1


def _ask(url: str, *, now: datetime) -> None:
    """Keep what is published now; where nothing can be had, what was kept stays."""
    try:
        document = fetch(url)
        _set_of(document)
    except (NotPublished, PyJWTError) as error:
        log.warning("published keys are away", url=url, error=str(error))
        return
    PublishedKeys.objects.filter(url=url).update(document=document, fetched_at=now)


def _keys(kept: PublishedKeys | None, *, now: datetime) -> Mapping[str, PyJWK]:
    """Return the keys that can be gone by, by their ids."""
    if kept is None or kept.document is None or _age(kept, now=now) >= _OUTLIVE_AN_OUTAGE:
        return {}
    usable = (key for key in _set_of(kept.document).keys if key.public_key_use in ("sig", None))
    return {str(key.key_id): key for key in usable if key.key_id}


def _set_of(document: Any) -> PyJWKSet:
    """Return the set that a document is; raise PyJWTError for what is none."""
    try:
        return PyJWKSet.from_dict(document)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise PyJWTError("no set of keys") from error


def _age(kept: PublishedKeys, *, now: datetime) -> timedelta:
    return timedelta.max if kept.fetched_at is None else now - kept.fetched_at


def _wait(kept: PublishedKeys | None, *, now: datetime) -> int:
    """Return the seconds after which asking again may help."""
    since = timedelta(0) if kept is None else now - kept.asked_at
    until = _ASKING if since < _ASKING else _ASKED_AGAIN_AFTER
    return max(1, ceil((until - since).total_seconds()))
