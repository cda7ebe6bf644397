"""Production starts with good settings alone, and says which of them are bold."""

import secrets
import uuid

import pytest

from tests.config.environment.support import GOOD, KEY, SECRET
from trellis.config.environment import BadEnvironmentError
from trellis.config.environment.bold import bold_settings
from trellis.config.environment.production import broken_rules, read_safe

NOT_OUTSIDE = [
    "localhost",
    "trellis",
    "trellis.localhost",
    "trellis.localdomain",
    "127.0.0.1",
    "10.0.0.1",
    "203.0.113.9",
    "[::1]",
    "web_1.example",
    "trellis.0x7f",
]
BAD_SECRETS = [
    "",
    "short",
    "a" * 50,
    " " * 50,
    SECRET[:49],
    f" {SECRET}",
    f"{SECRET}\t",
    f"django-insecure-{SECRET}",
    f"{SECRET}-change-me",
    "0123456789abcdef" * 4,
    "abcdefghijklmnopqrstuvwxyz" * 2,
    SECRET[:20] * 3,
    f"!{SECRET[:25] * 3}?",
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "only-for-tests-" + "x" * 50,
    "äöüß" + SECRET,
]
REFUSED = {
    "TRELLIS_DEBUG": ["on", "1"],
    "TRELLIS_BEHIND_TLS_PROXY": ["", "off", "0"],
    "TRELLIS_SECRET_KEY": BAD_SECRETS,
    "TRELLIS_PUBLIC_URL": [
        "",
        "http://trellis.example",
        "http://127.0.0.1:8000",
        *(f"https://{host}" for host in NOT_OUTSIDE),
    ],
    "TRELLIS_ALLOWED_HOSTS": [
        "",
        "*",
        "trellis.example,*",
        "other.example",
        ".other.example",
        "w.trellis.example",
    ],
    "EMAIL_URL": [
        "",
        "consolemail://",
        "dummymail://",
        "memorymail://",
        "filemail:///tmp/mails",
        "smtp://u:s3cret@mail.example:587",
    ],
    "TRELLIS_MAIL_FROM": ["Trellis <no-reply@localhost>", "a@10.0.0.1"],
    "SMS_URL": ["http://gateway.example/send", "http://u:s3cret@gateway.example"],
    "REDIS_URL": [
        "redis://redis.example",
        "redis://:s3cret@redis.example",
        "rediss://redis.example",
        "redis://10.0.0.1:6379/0",
        "redis://localhost.example",
    ],
    "TRELLIS_EMBEDDINGS_URL": ["http://models.example/v1"],
    "TRELLIS_TRANSCRIPTION_URL": ["http://models.example/v1"],
    "TRELLIS_SPEECH_URL": ["http://models.example/v1"],
    "TRELLIS_ANSWERS_URL": ["http://models.example/v1", "https://models.example/v1"],
    "TRELLIS_PUSH_HOSTS": [
        "127.0.0.1:9",
        "localhost",
        "[::1]:9",
        "push",
        "10.0.0.1",
        "push.example,10.0.0.1",
    ],
    "TRELLIS_SERVICE_KEYS": ["a", KEY[:31], "a" * 40, f"{KEY},b", "0123456789abcdef" * 3, f"changeme{KEY}"],
    "TRELLIS_CORS_ORIGINS": ["http://app.example", *(f"https://{host}" for host in NOT_OUTSIDE)],
    "TRELLIS_CSRF_ORIGINS": [
        "http://app.example",
        "https://a.example,http://*.b.example",
        "https://10.0.0.1",
    ],
    "TRELLIS_TEST_PROVIDER_KEYS": ["http://127.0.0.1:9/keys"],
    "TRELLIS_STRIPE_URL": ["http://127.0.0.1:9/"],
    "TRELLIS_STRIPE_KEY": ["sk_live_s3cret_without_secrets", "rk_test_s3cret_without_secrets"],
    # Refused anywhere, so here too.
    "TRELLIS_ENV": ["Production", "prod", ""],
    "TRELLIS_TRUSTED_PROXIES": ["-1", "0", ""],
    "TRELLIS_ACCESS_TOKEN_MINUTES": ["0", "5256000"],
    "TRELLIS_REFRESH_TOKEN_DAYS": ["0", "3650"],
    "TRELLIS_ICE_SERVERS": ["{nope"],
}
ALLOWED = [
    {},
    {"TRELLIS_PUBLIC_URL": "https://trellis.example:8443/"},
    {"TRELLIS_ALLOWED_HOSTS": "localhost,10.0.0.1,trellis.example"},
    {"TRELLIS_ALLOWED_HOSTS": ".trellis.example"},
    {"TRELLIS_PUBLIC_URL": "https://talent.internal", "TRELLIS_ALLOWED_HOSTS": "talent.internal"},
    {"EMAIL_URL": "smtp://localhost:25"},
    {"EMAIL_URL": "smtp+ssl://u:p@mail.example"},
    {"TRELLIS_MAIL_FROM": "Trellis <no-reply@trellis.example>"},
    {"SMS_URL": "https://AC1:t0ken@api.gateway.example/2010/Messages.json"},
    {"REDIS_URL": "rediss://:t0ken@redis.example:6380/1?ssl_ca_certs=/etc/ca.pem"},
    {"REDIS_URL": "redis://localhost:6379/0"},
    {"REDIS_URL": "redis://[::1]"},
    {"REDIS_URL": "unix:///run/redis/redis.sock"},
    {"TRELLIS_EMBEDDINGS_URL": "https://models.example/v1"},
    {"TRELLIS_ANSWERS_URL": "https://models.example/v1", "TRELLIS_ANSWERS_MODEL": "large"},
    {
        "TRELLIS_TRANSCRIPTION_URL": "https://models.example/v1",
        "TRELLIS_SPEECH_URL": "https://voice.example/",
    },
    {"TRELLIS_PUSH_HOSTS": "push.example,push.trellis.example:8443"},
    {"TRELLIS_SERVICE_KEYS": f"{KEY},{SECRET}"},
    {"TRELLIS_CORS_ORIGINS": "https://app.example,https://app.example:8443"},
    {"TRELLIS_CSRF_ORIGINS": "https://*.trellis.example"},
    {
        "TRELLIS_STRIPE_KEY": "rk_live_51abcDEF",
        "TRELLIS_STRIPE_WEBHOOK_SECRETS": "whsec_one_of_them,whsec_the_other",
    },
    {"TRELLIS_STRIPE_WEBHOOK_SECRETS": "whsec_one_of_them"},
    {"TRELLIS_GOOGLE_CLIENT_IDS": "1-a.apps.googleusercontent.com,1-b.apps.googleusercontent.com"},
]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        pytest.param(name, value, id=f"{name}={value:.40}")
        for name, values in REFUSED.items()
        for value in values
    ],
)
def test_what_is_not_good_is_refused_by_its_name_and_not_repeated(name: str, value: str) -> None:
    with pytest.raises(BadEnvironmentError) as caught:
        read_safe({**GOOD, name: value})
    message = str(caught.value)
    assert list(caught.value.problems) == [name]
    assert message.startswith((f"In production {name} must be ", f"{name} must be "))
    assert message.isprintable() and "s3cret" not in message and SECRET[:20] not in message


@pytest.mark.parametrize("more", ALLOWED, ids=str)
def test_what_is_good_is_taken(more: dict[str, str]) -> None:
    assert broken_rules(read_safe({**GOOD, **more})) == []


def test_what_chance_makes_is_good() -> None:
    keys = ",".join([secrets.token_hex(32), uuid.uuid4().hex, str(uuid.uuid4())])
    made = {"TRELLIS_SECRET_KEY": secrets.token_urlsafe(50), "TRELLIS_SERVICE_KEYS": keys}
    assert broken_rules(read_safe({**GOOD, **made})) == []


def test_development_may_have_what_production_may_not() -> None:
    values = read_safe({"TRELLIS_SECRET_KEY": "a", "EMAIL_URL": "consolemail://", "TRELLIS_DEBUG": "on"})
    assert values["TRELLIS_DEBUG"] and bold_settings(values) == []


def test_good_settings_have_nothing_bold() -> None:
    assert bold_settings(read_safe(GOOD)) == []
    assert bold_settings(read_safe({**GOOD, "TRELLIS_TRUSTED_PROXIES": "2"})) == []
    assert bold_settings(read_safe({**GOOD, "EMAIL_URL": "smtp://localhost"})) == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TRELLIS_OPEN_CONTRACT", "on"),
        ("TRELLIS_RATE_LIMITS", "off"),
        ("TRELLIS_ALLOWED_HOSTS", ".trellis.example"),
        ("TRELLIS_CSRF_ORIGINS", "https://*.trellis.example"),
        ("TRELLIS_LOG_LEVEL", "DEBUG"),
        ("EMAIL_URL", "smtp://mail.example"),
    ],
)
def test_what_is_bold_is_said_by_its_name(name: str, value: str) -> None:
    (sentence,) = bold_settings(read_safe({**GOOD, name: value}))
    assert sentence.startswith(name)


def test_a_key_of_stripes_test_mode_is_bold() -> None:
    said = {"TRELLIS_STRIPE_WEBHOOK_SECRETS": "whsec_one_of_them"}
    for key, told in (("sk_test_51abcDEF", 1), ("rk_test_51abcDEF", 1), ("sk_live_51abc_test_", 0)):
        bold = bold_settings(read_safe({**GOOD, **said, "TRELLIS_STRIPE_KEY": key}))
        assert [each.startswith("TRELLIS_STRIPE_KEY") for each in bold] == [True] * told


def test_all_that_is_bold_is_said() -> None:
    bold = {"TRELLIS_OPEN_CONTRACT": "on", "TRELLIS_RATE_LIMITS": "off", "TRELLIS_LOG_LEVEL": "DEBUG"}
    assert len(bold_settings(read_safe({**GOOD, **bold}))) == 3
