"""What a good setting is in production: one row for each, with the id of its system check."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from trellis.config.environment.addresses import domain_of_sender
from trellis.config.environment.names import is_outside_name
from trellis.config.environment.push import host_of
from trellis.config.environment.reading import BadEnvironmentError, read
from trellis.config.environment.secrecy import looks_random
from trellis.config.environment.variables import PRODUCTION

Values = Mapping[str, Any]
_MAKE_KEY = "make one with: python3 -c 'import secrets; print(secrets.token_urlsafe(50))'"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A variable's value in production; `good` completes "it must be …", `mend` says what to do."""

    number: str
    variable: str
    is_good: Callable[[Values], bool]
    good: str
    mend: str

    @property
    def sentence(self) -> str:
        """What to tell an operator whose value is not good; it holds nothing of the value."""
        return f"In production {self.variable} must be {self.good}"


def _has_good_secret(values: Values) -> bool:
    return looks_random(values["TRELLIS_SECRET_KEY"] or "", length=50, different=20)


def _has_good_hosts(values: Values) -> bool:
    allowed, address = values["TRELLIS_ALLOWED_HOSTS"], values["TRELLIS_PUBLIC_URL"]
    if not allowed or "*" in allowed:
        return False
    # An address that is not good itself is told about by its own rule.
    return not _is_outside(address) or _is_answered(urlsplit(address).hostname or "", allowed)


def _is_answered(host: str, allowed: list[str]) -> bool:
    return any(host == name or (name[0] == "." and f".{host}".endswith(name)) for name in allowed)


def _has_good_mail_server(values: Values) -> bool:
    server = values["EMAIL_URL"]
    return server is not None and server.is_smtp and (server.is_encrypted or not server.password)


def _has_good_sender(values: Values) -> bool:
    sender = values["TRELLIS_MAIL_FROM"]
    return sender is None or is_outside_name(domain_of_sender(sender))


def _is_outside(origin: str) -> bool:
    url = urlsplit(origin)
    return url.scheme == "https" and is_outside_name((url.hostname or "").removeprefix("*."))


def _are_outside(variable: str) -> Callable[[Values], bool]:
    return lambda values: all(_is_outside(origin) for origin in values[variable])


def _has_good_redis(values: Values) -> bool:
    url = urlsplit(values["REDIS_URL"] or "unix:")
    is_here = url.scheme == "unix" or url.hostname in {"localhost", "127.0.0.1", "::1"}
    return is_here or bool(url.scheme == "rediss" and url.password)


def _has_good_service_keys(values: Values) -> bool:
    return all(looks_random(key, length=32, different=10) for key in values["TRELLIS_SERVICE_KEYS"])


def _has_good_answers(values: Values) -> bool:
    url = values["TRELLIS_ANSWERS_URL"]
    return url is None or (url.startswith("https://") and bool(values["TRELLIS_ANSWERS_MODEL"]))


RULES = (
    Rule(
        number="E001",
        variable="TRELLIS_DEBUG",
        is_good=lambda values: not values["TRELLIS_DEBUG"],
        good="off",
        mend="unset it",
    ),
    Rule(
        number="E002",
        variable="TRELLIS_SECRET_KEY",
        is_good=_has_good_secret,
        good="set to 50 random characters or more, 20 of them different, without spaces, words or a pattern",
        mend=f"{_MAKE_KEY}, the same for every process",
    ),
    Rule(
        number="E022",
        variable="TRELLIS_BADGE_KEY",
        is_good=lambda values: bool(values["TRELLIS_BADGE_KEY"]),
        good="set: badges are signed by it, and who has it can make some",
        mend="make one with: python3 -c 'import secrets; print(secrets.token_urlsafe(32))', the same for"
        " every process",
    ),
    Rule(
        number="E005",
        variable="TRELLIS_PUBLIC_URL",
        is_good=lambda values: _is_outside(values["TRELLIS_PUBLIC_URL"]),
        good="an https address whose host is a name of two parts or more, no IP address and not localhost",
        mend="set it to the address that people open, for example https://trellis.example",
    ),
    Rule(
        number="E012",
        variable="TRELLIS_BEHIND_TLS_PROXY",
        is_good=lambda values: values["TRELLIS_BEHIND_TLS_PROXY"],
        good="on, since Trellis speaks plain http: a proxy in front of it has the certificate",
        mend="docs/behind-a-proxy.md has the configuration of nginx and HAProxy",
    ),
    Rule(
        number="E013",
        variable="TRELLIS_TRUSTED_PROXIES",
        is_good=lambda values: values["TRELLIS_TRUSTED_PROXIES"] > 0,
        good="the number of proxies in front, 1 or more, or all clients would share one limit",
        mend="1 where a single proxy sets X-Forwarded-For",
    ),
    Rule(
        number="E003",
        variable="TRELLIS_ALLOWED_HOSTS",
        is_good=_has_good_hosts,
        good="the names that this site is reached by, the host of TRELLIS_PUBLIC_URL among them, and not *",
        mend="for example trellis.example",
    ),
    Rule(
        number="E004",
        variable="EMAIL_URL",
        is_good=_has_good_mail_server,
        good="the address of an SMTP server, over TLS where it has a password",
        mend="for example smtp+tls://user:password@host:587",
    ),
    Rule(
        number="E011",
        variable="TRELLIS_MAIL_FROM",
        is_good=_has_good_sender,
        good="an e-mail address at a domain of two parts or more",
        mend="for example Trellis <no-reply@trellis.example>, or unset it",
    ),
    Rule(
        number="E007",
        variable="SMS_URL",
        is_good=lambda values: values["SMS_URL"] is None or values["SMS_URL"].startswith("https://"),
        good="an https address, since messages to phones must not travel in the clear",
        mend="or unset it",
    ),
    Rule(
        number="E020",
        variable="TRELLIS_PUSH_HOSTS",
        is_good=lambda values: all(is_outside_name(host_of(each)) for each in values["TRELLIS_PUSH_HOSTS"]),
        good="names of two parts or more, or anybody could have this machine speak to its neighbours",
        mend="or unset it",
    ),
    Rule(
        number="E015",
        variable="TRELLIS_EMBEDDINGS_URL",
        is_good=lambda values: (values["TRELLIS_EMBEDDINGS_URL"] or "https://").startswith("https://"),
        good="an https address, since what people write must not travel in the clear",
        mend="or unset it",
    ),
    Rule(
        number="E016",
        variable="TRELLIS_TRANSCRIPTION_URL",
        is_good=lambda values: (values["TRELLIS_TRANSCRIPTION_URL"] or "https://").startswith("https://"),
        good="an https address, since what people say must not travel in the clear",
        mend="or unset it",
    ),
    Rule(
        number="E017",
        variable="TRELLIS_SPEECH_URL",
        is_good=lambda values: (values["TRELLIS_SPEECH_URL"] or "https://").startswith("https://"),
        good="an https address, since what people are told must not travel in the clear",
        mend="or unset it",
    ),
    Rule(
        number="E023",
        variable="TRELLIS_ANSWERS_URL",
        is_good=_has_good_answers,
        good="an https address, since what people ask must not travel in the clear, set together with"
        " TRELLIS_ANSWERS_MODEL",
        mend="or unset it",
    ),
    Rule(
        number="E021",
        variable="REDIS_URL",
        is_good=_has_good_redis,
        good="over TLS and have a password, unless it is on this machine: what people say passes through it",
        mend="for example rediss://:password@redis.example:6379/0, or unset it",
    ),
    Rule(
        number="E008",
        variable="TRELLIS_SERVICE_KEYS",
        is_good=_has_good_service_keys,
        good="keys of 32 random characters or more, 10 of them different, without spaces, words or a pattern",
        mend=_MAKE_KEY,
    ),
    Rule(
        number="E009",
        variable="TRELLIS_CORS_ORIGINS",
        is_good=_are_outside("TRELLIS_CORS_ORIGINS"),
        good="https origins whose hosts are names of two parts or more",
        mend="for example https://app.trellis.example",
    ),
    Rule(
        number="E010",
        variable="TRELLIS_CSRF_ORIGINS",
        is_good=_are_outside("TRELLIS_CSRF_ORIGINS"),
        good="https origins whose hosts are names of two parts or more",
        mend="for example https://app.trellis.example",
    ),
    Rule(
        number="E014",
        variable="TRELLIS_TEST_PROVIDER_KEYS",
        is_good=lambda values: values["TRELLIS_TEST_PROVIDER_KEYS"] is None,
        good="unset, or this machine could say who anybody is",
        mend="unset it",
    ),
    Rule(
        number="E018",
        variable="TRELLIS_STRIPE_URL",
        is_good=lambda values: values["TRELLIS_STRIPE_URL"] is None,
        good="unset, or this machine could say who has paid",
        mend="unset it",
    ),
    Rule(
        number="E019",
        variable="TRELLIS_STRIPE_KEY",
        is_good=lambda values: not values["TRELLIS_STRIPE_KEY"] or values["TRELLIS_STRIPE_WEBHOOK_SECRETS"],
        good="set together with TRELLIS_STRIPE_WEBHOOK_SECRETS, or nothing that Stripe tells is believed",
        mend="docs/operations.md says how to have one",
    ),
)


def broken_rules(values: Values) -> list[Rule]:
    """Return the rules that these values break, which outside production is none."""
    if values["TRELLIS_ENV"] != PRODUCTION:
        return []
    return [rule for rule in RULES if not rule.is_good(values)]


def read_safe(environ: Mapping[str, str], *, keeps_keys: bool = False) -> dict[str, Any]:
    """Return what `read` returns; raise BadEnvironmentError also for what is not good in production.

    Who `keeps_keys` has good ones in the data directory, where none are set.
    """
    values = read(environ)
    broken = {rule.variable: f"{rule.sentence} ({rule.mend})." for rule in broken_rules(values)}
    for kept in ("TRELLIS_SECRET_KEY", "TRELLIS_BADGE_KEY") if keeps_keys else ():
        if values[kept] is None:
            broken.pop(kept, None)
    if broken:
        raise BadEnvironmentError(broken)
    return values
