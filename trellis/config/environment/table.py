"""Every environment variable of Trellis, once: docs/settings.md is made from this table, and what is not in
it and begins with TRELLIS_ refuses to start."""

import os
from collections.abc import Mapping

from trellis.config.environment.addresses import (
    DATABASE,
    GATEWAY,
    ICE_SERVERS,
    MAIL_SERVER,
    REDIS_SERVER,
    SENDER,
)
from trellis.config.environment.badges import BADGES
from trellis.config.environment.kinds import (
    CLIENT_IDS,
    FLAG,
    HOSTS,
    LINE,
    LOOPBACK,
    ORIGINS,
    PATH,
    SECRET,
    SECRETS,
    WEB_ADDRESS,
    WIDE_ORIGINS,
    number,
    number_or_none,
    words,
)
from trellis.config.environment.models import MODELS
from trellis.config.environment.our_own import OUR_OWN
from trellis.config.environment.payments import PAYMENTS
from trellis.config.environment.push import PUSH
from trellis.config.environment.sharing import SHARING
from trellis.config.environment.variables import DEVELOPMENT, PRODUCTION, Variable

_MOST_PROCESSES = 64


def _cores() -> int:
    """Return how many processors this process may use, and web processes make sense."""
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(usable, _MOST_PROCESSES)


PLACE = (
    Variable(
        name="TRELLIS_ENV",
        kind=words(DEVELOPMENT, PRODUCTION),
        default=DEVELOPMENT,
        may_be_empty=False,
        meaning="`production` closes what only development may have open, and refuses to start with a setting"
        " that is not good enough for it",
    ),
    Variable(
        name="TRELLIS_DATA_DIR",
        kind=PATH,
        default=".trellis",
        meaning="where the embedded database, uploads and the secret key lie",
    ),
    Variable(
        name="TRELLIS_STATIC_DIR",
        kind=PATH,
        shown="`static` in the data directory",
        meaning="where `trellis prepare` collects style sheets, scripts and pictures of pages, compressed",
    ),
    Variable(
        name="TRELLIS_SECRET_KEY",
        kind=SECRET,
        shown="one that is kept beside the embedded database",
        meaning="signs tokens and sessions",
    ),
    Variable(
        name="TRELLIS_PUBLIC_URL",
        kind=WEB_ADDRESS,
        default="http://localhost:8000",
        meaning="the address that people open: links in mails, absolute media URLs",
    ),
    Variable(
        name="TRELLIS_ALLOWED_HOSTS",
        kind=HOSTS,
        default=["*"],
        in_production=[],
        shown="all in development",
        meaning="host names that are answered",
    ),
    Variable(
        name="TRELLIS_DEBUG", kind=FLAG, default=False, meaning="Django's debug pages; never in production"
    ),
)

DATABASE_AND_PROCESSES = (
    Variable(
        name="DATABASE_URL",
        kind=DATABASE,
        shown="embedded PostgreSQL",
        meaning="an outside PostgreSQL 15 or newer with pgvector",
    ),
    Variable(
        name="TRELLIS_OWNER_DATABASE_URL",
        kind=DATABASE,
        shown="`DATABASE_URL`",
        meaning="the role that owns the tables and migrates",
    ),
    Variable(
        name="REDIS_URL",
        kind=REDIS_SERVER,
        shown="none: PostgreSQL does it",
        meaning="a Redis 6 or newer that carries realtime messages and counts for rate limits"
        " ([operations.md](operations.md#redis))",
    ),
    Variable(
        name="TRELLIS_CONNECTION_SECONDS",
        kind=number(0, 86_400),
        default=600,
        meaning="how long a database connection is kept",
    ),
    Variable(
        name="TRELLIS_WEB_WORKERS",
        kind=number(1, _MOST_PROCESSES),
        default=_cores(),
        shown="the number of cores",
        meaning="web processes; `--workers` of `trellis serve` takes precedence",
    ),
    Variable(
        name="TRELLIS_WEB_THREADS",
        kind=number(1, 64),
        default=8,
        meaning="requests that one web process works on at a time; each keeps a database connection",
    ),
)

MAIL_AND_MESSAGES = (
    Variable(
        name="EMAIL_URL",
        kind=MAIL_SERVER,
        shown="outbox in development",
        meaning="the server that sends mails",
    ),
    Variable(
        name="TRELLIS_MAIL_FROM",
        kind=SENDER,
        default="Trellis <no-reply@localhost>",
        in_production=None,
        shown="`Trellis <no-reply@localhost>`, in production `no-reply` at the host of `TRELLIS_PUBLIC_URL`",
        meaning="the sender of mails",
    ),
    Variable(
        name="SMS_URL",
        kind=GATEWAY,
        shown="outbox in development, none in production",
        meaning="the gateway for messages to phones, which takes Twilio's form, for example"
        " `https://ACCOUNT:TOKEN@api.twilio.com/2010-04-01/Accounts/ACCOUNT/Messages.json`",
    ),
    Variable(name="TRELLIS_SMS_FROM", kind=LINE, default="", meaning="the sender of messages to phones"),
    Variable(
        name="TRELLIS_MESSAGE_DAYS",
        kind=number_or_none(30, 3_650),
        default=0,
        meaning="after how many days messages between people are removed, their files with them; 0 keeps them"
        " for ever",
    ),
    Variable(
        name="TRELLIS_ICE_SERVERS",
        kind=ICE_SERVERS,
        default=[],
        meaning="STUN and TURN servers for the meeting room; without any, two browsers meet only where they"
        " can reach each other directly",
    ),
)

DOORS = (
    Variable(
        name="TRELLIS_OPEN_CONTRACT",
        kind=FLAG,
        default=True,
        in_production=False,
        shown="on in development, off in production",
        meaning="whether calls that a document leaves open work without a token",
    ),
    Variable(
        name="TRELLIS_SERVICE_KEYS",
        kind=SECRETS,
        default=[],
        meaning="keys for `X-Service-Key`, which lets a service make such calls while they are closed",
    ),
    Variable(name="TRELLIS_RATE_LIMITS", kind=FLAG, default=True, meaning="`off` for load tests"),
    Variable(
        name="TRELLIS_TRUSTED_PROXIES",
        kind=number(0, 10),
        default=0,
        meaning="how many proxies in front add to `X-Forwarded-For`; 0 means that it is not believed",
    ),
    Variable(
        name="TRELLIS_BEHIND_TLS_PROXY",
        kind=FLAG,
        default=False,
        meaning="believe `X-Forwarded-Proto`, and send plain http to"
        " `TRELLIS_PUBLIC_URL` where that is https",
    ),
    Variable(
        name="TRELLIS_CORS_ORIGINS",
        kind=ORIGINS,
        default=[],
        shown="none, in development those of this machine",
        meaning=(
            "origins of browser front ends, which may send cookies along (`credentials: 'include'`); in "
            "development any other may call without"
        ),
    ),
    Variable(
        name="TRELLIS_CSRF_ORIGINS",
        kind=WIDE_ORIGINS,
        default=[],
        meaning="further origins that may post forms",
    ),
    Variable(
        name="TRELLIS_ACCESS_TOKEN_MINUTES",
        kind=number(1, 1_440),
        default=60,
        meaning="lifetime of an access token",
    ),
    Variable(
        name="TRELLIS_REFRESH_TOKEN_DAYS",
        kind=number(1, 365),
        default=30,
        meaning="lifetime of a refresh token",
    ),
)

_IDS_AT = {
    "Google": "of the web, of iOS, of Android",
    "Apple": "the Services ID of the web, the bundle ids of apps",
    "LinkedIn": "of the web",
}
PROVIDERS = (
    *(
        Variable(
            name=f"TRELLIS_{provider.upper()}_CLIENT_IDS",
            kind=CLIENT_IDS,
            default=[],
            meaning=f"the ids by which {provider} knows this site and its apps ({which}); people sign in by"
            " it where there is one",
        )
        for provider, which in _IDS_AT.items()
    ),
    Variable(
        name="TRELLIS_TEST_PROVIDER_KEYS",
        kind=LOOPBACK,
        shown="where each of them publishes its own",
        meaning="for tests alone: where keys are published in place of all of theirs",
    ),
)

LOG = (
    Variable(
        name="TRELLIS_LOG_FORMAT",
        kind=words("text", "json"),
        default="text",
        in_production="json",
        shown="`text`, in production `json`",
        meaning="how a line of the log looks",
    ),
    Variable(
        name="TRELLIS_LOG_LEVEL",
        kind=words("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"),
        default="INFO",
        meaning="what is logged",
    ),
)

SECTIONS: Mapping[str, tuple[Variable, ...]] = {
    "The place": PLACE,
    "Database and processes": DATABASE_AND_PROCESSES,
    "Mail, messages and meetings": MAIL_AND_MESSAGES,
    "Push": PUSH,
    "Badges": BADGES,
    "Sharing": SHARING,
    "Models": MODELS,
    "Money": PAYMENTS,
    "The doors": DOORS,
    "Who may say who somebody is": PROVIDERS,
    "The log": LOG,
    "Set by Trellis itself, or read by its tests alone": OUR_OWN,
}
VARIABLES: Mapping[str, Variable] = {
    variable.name: variable for section in SECTIONS.values() for variable in section
}
