"""Connections to the Redis of settings.REDIS_URL: how they are made, and by which names they keep things."""

from functools import cache
from typing import Any

import redis
import redis.asyncio
from django.conf import settings
from django.utils.crypto import salted_hmac
from redis.backoff import NoBackoff
from redis.retry import Retry

# What Redis that is away, full or still loading raises, also in the middle of a command.
FAILURES = (redis.RedisError, OSError, TimeoutError)
# By which an operator knows them in `CLIENT LIST`.
APPLICATION_NAME = "trellis"
_CONNECT_SECONDS, _ANSWER_SECONDS = 1.0, 1.0
# Version 2 of the protocol is what every server speaks. Nothing is repeated behind our back: a hit would be
# counted twice, and a gap in what is listened to would stay unknown.
_OPTIONS: dict[str, Any] = {
    "protocol": 2,
    "socket_connect_timeout": _CONNECT_SECONDS,
    "socket_timeout": _ANSWER_SECONDS,
}


def client() -> redis.Redis:
    """Return the client of this process, for any of its threads."""
    return _client(settings.REDIS_URL)


def own_connection(*, name: str) -> redis.asyncio.Connection:
    """Return a connection for one task of the event loop, which nobody has opened yet."""
    pool = redis.asyncio.ConnectionPool.from_url(
        settings.REDIS_URL,
        client_name=f"{APPLICATION_NAME}-{name}",
        retry=redis.asyncio.retry.Retry(NoBackoff(), 0),
        **_OPTIONS,
    )
    connection: redis.asyncio.Connection = pool.make_connection()
    return connection


def named(name: str) -> str:
    """Return what this site calls `name` there: sites of other secret keys share nothing with it."""
    return f"trellis:{_site(settings.SECRET_KEY)}:{name}"


@cache
def _client(url: str) -> redis.Redis:
    return redis.Redis.from_url(
        url, client_name=APPLICATION_NAME, retry=Retry(NoBackoff(), 0), decode_responses=True, **_OPTIONS
    )


@cache
def _site(key: str) -> str:
    return salted_hmac("trellis.core.redis", key, algorithm="sha256").hexdigest()[:12]
