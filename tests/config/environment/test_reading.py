"""What is not of its type, its range or its words is refused in every environment, in one sentence."""

import pytest

from trellis.config.environment import BadEnvironmentError, read

HUGE = "9" * 5_000
PUSH_KEY = "q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94"
NUMBERS = {
    "TRELLIS_CONNECTION_SECONDS": (0, 86_400),
    "TRELLIS_WEB_WORKERS": (1, 64),
    "TRELLIS_WEB_THREADS": (1, 64),
    "TRELLIS_TRUSTED_PROXIES": (0, 10),
    "TRELLIS_ACCESS_TOKEN_MINUTES": (1, 1_440),
    "TRELLIS_REFRESH_TOKEN_DAYS": (1, 365),
}
FLAGS = ["TRELLIS_DEBUG", "TRELLIS_OPEN_CONTRACT", "TRELLIS_RATE_LIMITS", "TRELLIS_BEHIND_TLS_PROXY"]
HOSTS_THAT_ARE_NONE = [
    "",
    ":80",
    "a..b",
    "a.example.",
    "-a.example",
    "a b",
    "bücher.example",
    "Trellis.Example",
]
REFUSED = {
    "TRELLIS_ENV": ["", " ", "Production", "prod", " production ", "production\n", "PRODUCTION", "test"],
    "TRELLIS_DATA_DIR": [" ", " a", "a\nb", "\udcff"],
    "TRELLIS_SECRET_KEY": ["a\nb", "\udcff"],
    "TRELLIS_PUBLIC_URL": [
        "trellis.example",
        "ftp://trellis.example",
        "HTTPS://trellis.example",
        "https://trellis.example/path",
        "https://trellis.example//",
        "https://trellis.example?a=1",
        "https://trellis.example#a",
        "https://user:pw@trellis.example",
        "https://trellis.example:",
        "https://trellis.example:0",
        "https://trellis.example:65536",
        "https://trellis.example:٣",
        "https://[::1",
        "https://[::g]",
        "https://1.2.3.999",
        "https://*.com",
        " https://trellis.example",
        *(f"https://{host}" for host in HOSTS_THAT_ARE_NONE),
    ],
    "TRELLIS_ALLOWED_HOSTS": [
        ".com",
        ".co.uk",
        ".",
        "*.trellis.example",
        "trellis.example:80",
        "a b",
        "A.example",
    ],
    "TRELLIS_CORS_ORIGINS": [
        "*",
        "null",
        "https://*",
        "https://*.trellis.example",
        "https://a.example/x",
        "a",
    ],
    "TRELLIS_CSRF_ORIGINS": [
        "*",
        "https://*",
        "https://*.com",
        "https://*.co.uk",
        "https://a*.example",
        "https://**",
    ],
    "TRELLIS_MESSAGE_DAYS": ["1", "29", "3651", "-1", "00", "a", HUGE],
    "TRELLIS_GOOGLE_CLIENT_IDS": ["a b", "a;b", "ü"],
    "TRELLIS_TEST_PROVIDER_KEYS": ["https://keys.example/", "http://keys.example:80/", "http://localhost/k"],
    "TRELLIS_STRIPE_KEY": ["s3cret", "pk_live_s3cretkey", "sk_live_", "sk_s3cretkey", " sk_live_s3cretkey"],
    "TRELLIS_STRIPE_WEBHOOK_SECRETS": ["s3cret", "whsec_", "whsec_s3cretkey;whsec_s3cretkey"],
    "TRELLIS_STRIPE_URL": ["https://127.0.0.1:9/", "http://stripe.example:80/"],
    "DATABASE_URL": [
        " ",
        "trellis",
        "sqlite:///trellis",
        "mysql://a:s3cret@db/trellis",
        "POSTGRESQL://a:s3cret@db/trellis",
        "postgresql://a:s3cret@db",
        "postgresql://a:s3cret@db/",
        "postgresql://a:s3cret@db/a/b",
        "postgresql://a:s3#cret@db/trellis",
        "postgresql://a:s3cret@db:99999/trellis",
        "postgresql://a:s3cret@db:x/trellis",
        "postgresql://a:s3cret@[::1/trellis",
        "postgresql://a:s3cret@d b/trellis",
        "postgresql://a:s3cret@db/trellis?nonsense=1",
        "postgresql://a:s3cret@db/trellis?sslmode=maybe",
    ],
    "REDIS_URL": [
        " ",
        "redis",
        "redis.example:6379",
        "redis://",
        "http://redis.example",
        "REDIS://redis.example",
        "redis://:s3cret@",
        "redis://user@redis.example",
        "redis://user:@redis.example",
        "redis://:s3/cret@redis.example",
        "redis://redis.example:0",
        "redis://redis.example:99999",
        "redis://redis.example:",
        "redis://redis.example/x",
        "redis://redis.example/00",
        "redis://redis.example/1000",
        "redis://redis.example/0/0",
        "redis://redis.example?socket_timeout=1",
        "redis://redis.example?ssl_ca_certs=/a",
        "rediss://redis.example?ssl_cert_reqs=none",
        "rediss://redis.example?ssl_check_hostname=False",
        "rediss://redis.example?ssl_ca_certs=a",
        "rediss://redis.example#a",
        "redis://:s3#cret@redis.example",
        "redis://rédis.example",
        "redis://re dis",
        "unix://redis.example/run/redis.sock",
        "unix:///",
        "unix:/run/redis.sock",
        "unix:///run/redis.sock?db=x",
        "unix:///run/redis.sock?db=1&db=2",
        "unix:///run/redis.sock?max_connections=1",
    ],
    "EMAIL_URL": [
        "mail.example",
        "smtps://u:s3cret@mail.example",
        "smtp://",
        "smtp+tls://u:s3cret@",
        "smtp+tls://u@mail.example",
        "smtp+tls://:s3cret@mail.example",
        "smtp+tls://u:s3/cret@mail.example",
        "smtp+tls://u:s3cret@mail.example:0",
        "smtp+tls://u:s3cret@mail.example/path",
        "smtp+tls://u:s3cret@mail.example?timeout=1",
        "SMTP://mail.example",
        "filemail://",
        "amazonses://u:s3cret@eu",
    ],
    "TRELLIS_MAIL_FROM": [
        "Trellis",
        "a@",
        "@trellis.example",
        "a@b@trellis.example",
        "a..b@trellis.example",
        "Trellis <a@trellis.example",
        "Trellis <a@trellis.example>, b@trellis.example",
        "Trellis <a@trellis.example>\nBcc: b@trellis.example",
        "a@-trellis.example",
        f"{'a' * 65}@trellis.example",
    ],
    "SMS_URL": [
        "gateway.example",
        "ftp://gateway.example",
        "https://",
        "https://a:@b",
        "https://a b",
        "https://a/#b",
    ],
    "TRELLIS_SMS_FROM": [" ", "a\nb"],
    "TRELLIS_BADGE_KEY": [
        "s3cret",
        PUSH_KEY[:42],
        f"{PUSH_KEY}=",
        f"{PUSH_KEY}A",
        f"{PUSH_KEY[:42]}5",  # more than 32 bytes are in it
        f"+{PUSH_KEY[1:]}",
        "A" * 43,
    ],
    "TRELLIS_VAPID_KEY": [
        "s3cret",
        PUSH_KEY[:42],
        f"{PUSH_KEY}=",
        f"{PUSH_KEY}A",
        f"+{PUSH_KEY[1:]}",
        "A" * 43,
        f"{'A' * 42}E",
        "s3cret" * 7 + "A",
        "_____wAAAAD__________7zm-q2nF56E87nKwvxjJVE",
    ],
    "TRELLIS_PUSH_HOSTS": [
        "https://push.example",
        "push.example/x",
        "push.example:",
        "push.example:0",
        "push.example:65536",
        "user@push.example",
        "*.push.example",
        ".push.example",
        "Push.example",
        "::1",
        "[::g]",
        "1.2.3.999",
        "push.example;b",
    ],
    "TRELLIS_SERVICE_KEYS": ["a\nb"],
    "TRELLIS_LOG_FORMAT": ["JSON", "xml"],
    "TRELLIS_LOG_LEVEL": ["debug", "NOTSET", "20", "ALL"],
    "TRELLIS_ICE_SERVERS": [
        "{nope",
        "NaN",
        "[NaN]",
        "[" * 100_000,
        HUGE,
        "null",
        "{}",
        '["stun:a.example"]',
        "[{}]",
        '[{"urls": []}]',
        '[{"urls": 1}]',
        '[{"urls": "https://a.example"}]',
        '[{"urls": "stun:"}]',
        '[{"urls": "stun:a.example:99999"}]',
        '[{"urls": "turn:a.example"}]',
        '[{"urls": "turn:a.example", "username": "u", "credential": 1}]',
        '[{"urls": "stun:a.example", "more": "x"}]',
    ],
    "TRELLIS_SHARE_WEBHOOKS": [
        "https://hooks.example/abc",
        "myspace=https://hooks.example/abc",
        "LinkedIn=https://hooks.example/abc",
        "linkedin=",
        "linkedin=hooks.example",
        "linkedin=ftp://hooks.example",
        "linkedin=http://hooks.example/abc",
        "linkedin=https://a:secret@hooks.example",
        "linkedin=https://hooks.example/#a",
        "linkedin=https://a b",
    ],
    "TRELLIS_SUPERVISED": ["0", "yes"],
    **{name: ["On", "TRUE", "2", "y", "ja", " ", "on "] for name in FLAGS},
    **{
        name: [str(low - 1), str(high + 1), "x", "1.0", "1e1", "+1", "1_0", " 1", "٣", "NaN", "inf", HUGE]
        for name, (low, high) in NUMBERS.items()
    },
}
TAKEN = {
    "TRELLIS_ENV": {"development": "development", "production": "production"},
    "TRELLIS_DEBUG": {
        **dict.fromkeys(["on", "true", "yes", "1"], True),
        **dict.fromkeys(["off", "false", "no", "0", ""], False),
    },
    "TRELLIS_PUBLIC_URL": {
        "http://localhost:8000/": "http://localhost:8000",
        "http://[::1]:8000": "http://[::1]:8000",
        "https://trellis.example:443": "https://trellis.example",
        "": "http://localhost:8000",
    },
    "TRELLIS_ALLOWED_HOSTS": {
        "a.example, .b.example,": ["a.example", ".b.example"],
        "localhost,10.0.0.1,[::1],web_1": ["localhost", "10.0.0.1", "[::1]", "web_1"],
        "": ["*"],
    },
    "TRELLIS_CSRF_ORIGINS": {"https://*.trellis.example": ["https://*.trellis.example"]},
    "TRELLIS_APPLE_CLIENT_IDS": {"app.one, app.two": ["app.one", "app.two"], "": []},
    "TRELLIS_STRIPE_KEY": {"sk_test_51abcDEF": "sk_test_51abcDEF", "": None},
    "TRELLIS_STRIPE_WEBHOOK_SECRETS": {
        "whsec_abcdefgh, whsec_ijklmnop": ["whsec_abcdefgh", "whsec_ijklmnop"]
    },
    "TRELLIS_BADGE_KEY": {PUSH_KEY: PUSH_KEY, "": None},
    "TRELLIS_VAPID_KEY": {PUSH_KEY: PUSH_KEY, "": None},
    "TRELLIS_PUSH_HOSTS": {
        "push.example, push.example:8443,": ["push.example", "push.example:8443"],
        "127.0.0.1:9,[::1]:9": ["127.0.0.1:9", "[::1]:9"],
        "": [],
    },
    "TRELLIS_SHARE_WEBHOOKS": {
        "linkedin=https://hooks.example/abc?k=1, x=http://127.0.0.1:9/": [
            ("linkedin", "https://hooks.example/abc?k=1"),
            ("x", "http://127.0.0.1:9/"),
        ],
        "": [],
    },
    "TRELLIS_CORS_ORIGINS": {"http://localhost:3000": ["http://localhost:3000"]},
    "DATABASE_URL": {
        url: url
        for url in (
            "postgresql://trellis_app@%2Ftmp%2Ftrellis-X/trellis",
            "postgres://a:s%40fe@db.example:6432/trellis?sslmode=verify-full&sslrootcert=/etc/ca.pem",
            "postgresql:///trellis?host=/run/postgresql",
            "postgresql://a:b@[::1]:5432/trellis",
        )
    },
    "REDIS_URL": {
        "": None,
        **{
            url: url
            for url in (
                "redis://localhost",
                "redis://:s%40fe@redis.example:6380/15",
                "redis://[::1]:6379/0",
                "rediss://user:safe@redis.example/?ssl_ca_certs=/etc/ca.pem&ssl_certfile=/a&ssl_keyfile=/b",
                "unix:///run/redis/redis.sock?db=3",
                "unix://:safe@/run/redis/redis.sock",
            )
        },
    },
    "TRELLIS_MAIL_FROM": {
        sender: sender
        for sender in ("a.b+c@Trellis.Example", "Trellis Ltd. <a@b.example>", '"Doe, Jané" <a@b.example>')
    },
    "TRELLIS_ICE_SERVERS": {
        '[\n{"urls": ["stun:a.example:3478", "stuns:[::1]"]}]': [
            {"urls": ["stun:a.example:3478", "stuns:[::1]"]}
        ],
        '[{"urls": "turns:a.example?transport=tcp", "username": "u", "credential": "c"}]': [
            {"urls": "turns:a.example?transport=tcp", "username": "u", "credential": "c"}
        ],
    },
    "TRELLIS_LOG_LEVEL": {"DEBUG": "DEBUG", "": "INFO"},
    **{name: {str(low): low, str(high): high} for name, (low, high) in NUMBERS.items()},
}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        pytest.param(name, value, id=f"{name}={value:.40}")
        for name, values in REFUSED.items()
        for value in values
    ],
)
def test_what_it_may_not_be_is_refused_by_its_name_and_not_repeated(name: str, value: str) -> None:
    with pytest.raises(BadEnvironmentError) as caught:
        read({name: value})
    message = str(caught.value)
    assert message.startswith(f"{name} must be ") and message.endswith(".") and message.isprintable()
    assert "cret" not in message and list(caught.value.problems) == [name]


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        pytest.param(name, text, value, id=f"{name}={text:.40}")
        for name, values in TAKEN.items()
        for text, value in values.items()
    ],
)
def test_what_it_may_be_is_taken(name: str, text: str, value: object) -> None:
    assert read({name: text})[name] == value


def test_defaults_differ_where_production_is_stricter() -> None:
    development, production = read({}), read({"TRELLIS_ENV": "production"})
    assert {name for name in development if development[name] != production[name]} == {
        "TRELLIS_ENV",
        "TRELLIS_ALLOWED_HOSTS",
        "TRELLIS_MAIL_FROM",
        "TRELLIS_OPEN_CONTRACT",
        "TRELLIS_LOG_FORMAT",
    }


def test_a_name_that_is_no_setting_is_refused_with_the_one_that_was_meant() -> None:
    with pytest.raises(BadEnvironmentError) as caught:
        read({"TRELLIS_OPEN_CONTRCT": "off", "TRELLIS": "x", "OTHER": "x"})
    assert str(caught.value) == (
        "TRELLIS_OPEN_CONTRCT is not a setting of Trellis; did you mean TRELLIS_OPEN_CONTRACT?"
    )
    with pytest.raises(
        BadEnvironmentError, match=r"TRELLIS_QUITE_OTHER\\n is not .*; docs/settings\.md has all of them\."
    ):
        read({"TRELLIS_QUITE_OTHER\n": "x"})


def test_one_sentence_explains_the_first_and_names_the_others() -> None:
    with pytest.raises(BadEnvironmentError) as caught:
        read({"TRELLIS_DEBUG": "x", "TRELLIS_WEB_THREADS": "x", "TRELLIS_LOG_LEVEL": "x"})
    assert str(caught.value) == (
        "TRELLIS_DEBUG must be on, true, yes, 1, off, false, no or 0."
        " Not right either: TRELLIS_WEB_THREADS, TRELLIS_LOG_LEVEL."
    )


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("smtp://localhost", ("smtp", "localhost", 25, "", "", False, False, None)),
        ("smtp+tls://u:p%40s@mail.example", ("smtp", "mail.example", 587, "u", "p@s", True, False, None)),
        ("smtp+ssl://u:p@mail.example:4650/", ("smtp", "mail.example", 4650, "u", "p", False, True, None)),
        ("consolemail://", ("console", "", 0, "", "", False, False, None)),
        ("filemail:///tmp/mails", ("filebased", "", 0, "", "", False, False, "/tmp/mails")),
    ],
)
def test_a_mail_server_becomes_settings_of_django(address: str, expected: tuple[object, ...]) -> None:
    backend, *rest = read({"EMAIL_URL": address})["EMAIL_URL"].settings().values()
    assert (backend.split(".")[-2], *rest) == expected
