"""Every setting of Trellis, read from environment variables: environment/table.py has all of them."""

import os
import secrets
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

from trellis.config.backoffice import UNFOLD  # noqa: F401  (a setting)
from trellis.config.doors import DOORS, ROOTS  # noqa: F401  (DOORS is a setting, for pages)
from trellis.config.environment import BadEnvironmentError, read
from trellis.config.environment.providers import identity_providers
from trellis.config.environment.secrecy import key_made_of
from trellis.config.environment.variables import PRODUCTION
from trellis.config.front_ends import OF_THIS_MACHINE, READ, SENT
from trellis.config.rate_limits import RATE_LIMITS  # noqa: F401  (a setting)
from trellis.core.logs import configure_logging

try:
    env = read(os.environ)
except BadEnvironmentError as error:
    raise ImproperlyConfigured(str(error)) from None
PACKAGE_DIR = Path(__file__).resolve().parent.parent

# --- Where we are -------------------------------------------------------------------------------

TRELLIS_ENV: str = env["TRELLIS_ENV"]
IS_PRODUCTION = TRELLIS_ENV == PRODUCTION
DATA_DIR = Path(env["TRELLIS_DATA_DIR"]).resolve()
TRELLIS_PUBLIC_URL: str = env["TRELLIS_PUBLIC_URL"]

DEBUG: bool = env["TRELLIS_DEBUG"]
# Where no key is set a random one serves this process alone: nothing known to others ever signs.
# `trellis up` keeps one key per data directory; production must set its own (environment/production.py).
SECRET_KEY: str = env["TRELLIS_SECRET_KEY"] or secrets.token_urlsafe(50)
ALLOWED_HOSTS: list[str] = env["TRELLIS_ALLOWED_HOSTS"]
CSRF_TRUSTED_ORIGINS = [TRELLIS_PUBLIC_URL, *env["TRELLIS_CSRF_ORIGINS"]]

# --- What is open ---------------------------------------------------------------------------------

# Some documents select a talent by `user_id` alone. In production such calls need a token unless
# the operator opens them; docs/decisions/open-contract.md says which.
TRELLIS_OPEN_CONTRACT: bool = env["TRELLIS_OPEN_CONTRACT"]
TRELLIS_SERVICE_KEYS: list[str] = env["TRELLIS_SERVICE_KEYS"]
TRELLIS_RATE_LIMITS: bool = env["TRELLIS_RATE_LIMITS"]
# How many proxies in front of us add to X-Forwarded-For; 0 means that the header is not believed.
TRELLIS_TRUSTED_PROXIES: int = env["TRELLIS_TRUSTED_PROXIES"]
SHOW_OUTBOX = not IS_PRODUCTION

# --- Applications -----------------------------------------------------------------------------------

INSTALLED_APPS = [
    "unfold.apps.BasicAppConfig",  # its other one makes a site of its own
    "trellis.config.apps.BackOfficeConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "corsheaders",
    "django_htmx",
    "procrastinate.contrib.django",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "trellis.core",
    "trellis.domain.accounts",
    "trellis.domain.directory",
    "trellis.domain.identities",
    "trellis.domain.notifications",
    "trellis.domain.organizations",
    "trellis.domain.approvals",
    "trellis.domain.guardians",
    "trellis.domain.messaging",
    "trellis.domain.ledger",
    "trellis.domain.payments",
    "trellis.domain.profiles",
    "trellis.domain.catalog",
    "trellis.domain.scouting",
    "trellis.domain.mentorship",
    "trellis.domain.requisitions",
    "trellis.domain.candidates",
    "trellis.domain.jobs",
    "trellis.domain.ranking",
    "trellis.domain.fairness",
    "trellis.domain.needs",
    "trellis.domain.interviews",
    "trellis.domain.workplace",
    "trellis.domain.learning",
    "trellis.domain.answers",
    "trellis.domain.credentials",
    "trellis.domain.portfolio",
    "trellis.domain.community",
    "trellis.domain.calendar",
    "trellis.domain.assistant",
    "trellis.domain.analytics",
    "trellis.domain.exports",
    "trellis.domain.privacy",
    "trellis.domain",  # its table of reactions
    "trellis.web",
    "trellis.demo",
    "trellis.config",
]

MIDDLEWARE = [
    "trellis.core.http.requests.RequestMiddleware",
    "trellis.core.http.health.HealthMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "trellis.config.cors.CorsMiddleware",
    "trellis.config.cookies.cross_sites",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "trellis.config.refused_bodies.refuse_what_was_not_taken_in",
    "trellis.core.files.storage.remove_uncommitted",
]

ROOT_URLCONF = "trellis.config.urls"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

# --- Database ---------------------------------------------------------------------------------------

DATABASES = {
    "default": dj_database_url.parse(
        env["DATABASE_URL"] or "postgresql://localhost/trellis",
        conn_max_age=env["TRELLIS_CONNECTION_SECONDS"],
        conn_health_checks=True,
    )
}
DATABASES["default"]["ENGINE"] = "trellis.core.db.postgresql"
DATABASES["default"].setdefault("OPTIONS", {})
# A request that waits for a lock longer than this answers 503 with Retry-After (core/http/errors.py).
DATABASES["default"]["OPTIONS"].update(
    connect_timeout=5, options="-c lock_timeout=3000 -c statement_timeout=30000"
)
# Without it PostgreSQL carries realtime messages and counts for rate limits (docs/decisions/realtime.md).
REDIS_URL: str = env["REDIS_URL"] or ""
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- People and tokens --------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["trellis.domain.accounts.backends.EmailBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
_VALIDATION = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "trellis.domain.accounts.strength.OfNormalForm",
        "OPTIONS": {"validator": f"{_VALIDATION}.{name}Validator"},
    }
    for name in ("UserAttributeSimilarity", "MinimumLength", "CommonPassword", "NumericPassword")
]
LOGIN_REDIRECT_URL = "admin:index"
ACCESS_TOKEN_LIFETIME = timedelta(minutes=env["TRELLIS_ACCESS_TOKEN_MINUTES"])
REFRESH_TOKEN_LIFETIME = timedelta(days=env["TRELLIS_REFRESH_TOKEN_DAYS"])
IDENTITY_PROVIDERS = identity_providers(
    client_ids={
        "google": env["TRELLIS_GOOGLE_CLIENT_IDS"],
        "apple": env["TRELLIS_APPLE_CLIENT_IDS"],
        "linkedin": env["TRELLIS_LINKEDIN_CLIENT_IDS"],
    },
    test_keys_url=env["TRELLIS_TEST_PROVIDER_KEYS"],
)
EMAIL_VERIFICATION_LIFETIME = timedelta(days=3)
PASSWORD_RESET_LIFETIME = timedelta(hours=1)

# --- The doors ------------------------------------------------------------------------------------------

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["trellis.apis.authentication.BearerAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": [
        "trellis.core.http.parsers.BoundedJSONParser",
        "rest_framework.parsers.FormParser",
        "rest_framework.parsers.MultiPartParser",
    ],
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "trellis.core.http.errors.drf_exception_handler",
    "DATETIME_FORMAT": "%Y-%m-%dT%H:%M:%SZ",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Trellis",
    "DESCRIPTION": "One talent platform that speaks five APIs.",
    "VERSION": "1.0.0",
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    # Fields of one name with other choices elsewhere.
    "ENUM_NAME_OVERRIDES": {
        "UserTypeEnum": "trellis.domain.accounts.rules.Journey",
        "LearningStyleEnum": "trellis.domain.profiles.rules.choices.LearningStyle",
        "MentoringUserTypeEnum": "trellis.domain.accounts.rules.MENTORING",
        "MemberRoleEnum": "trellis.domain.organizations.rights.Role",
        "RequisitionRoleEnum": "trellis.domain.requisitions.rules.choices.ForRole",
        "RequisitionStatusEnum": "trellis.domain.requisitions.rules.choices.Status",
        "ComplianceStatusEnum": "trellis.domain.requisitions.rules.choices.CheckStatus",
        "WorkplaceStatusEnum": "trellis.domain.workplace.rules.kinds.Status",
        "WorkplaceKindEnum": "trellis.domain.workplace.rules.kinds.Kind",
        "PriorityEnum": "trellis.domain.workplace.rules.kinds.Priority",
        "ExportStatusEnum": "trellis.domain.exports.rules.Status",
        "AccommodationNeedsEnum": "trellis.domain.candidates.rules.choices.AccommodationNeeds",
        "LanguageLevelEnum": "trellis.domain.candidates.rules.choices.Level",
        "PostingStatusEnum": "trellis.domain.jobs.rules.choices.Status",
        "PostingJobTypeEnum": "trellis.domain.jobs.rules.choices.JobType",
        "JobTypeEnum": "trellis.domain.requisitions.rules.choices.JobType",
        "DecisionEnum": "trellis.domain.approvals.rules.rulings.Ruling",
        "ApplicationDecisionEnum": "trellis.domain.jobs.rules.stages.SAID",
        "ApplicationStageEnum": "trellis.domain.jobs.rules.choices.Stage",
        "SideEnum": "trellis.domain.mentorship.rules.bookings.SIDES",
        "BookedStatusEnum": "trellis.apis.soosh.bookings.output.WORDS_SHOWN",
        "PaymentStatusEnum": "trellis.apis.soosh.payments.output.STATUSES",
        "ReasonEnum": "trellis.apis.soosh.mentors.why_not.REASONS_SHOWN",
        "ReportReasonEnum": "trellis.domain.messaging.rules.reports.Reason",
        "ActKindEnum": "trellis.domain.assistant.rules.acts.ActKind",
        "GroupRoleEnum": "trellis.domain.community.rules.choices.Role",
        "GroupReportStatusEnum": "trellis.domain.community.rules.choices.ReportStatus",
        "CommunityEventStatusEnum": "trellis.domain.community.rules.choices.GatheringStatus",
        "ReactionEnum": "trellis.domain.community.rules.choices.ReactionKind",
        "TurnoutEnum": "trellis.domain.community.rules.choices.Turnout",
        "NotificationKindEnum": "trellis.domain.notifications.rules.kinds.Kind",
        "AudienceEnum": "trellis.domain.portfolio.rules.choices.Audience",
        "PlatformEnum": "trellis.domain.portfolio.rules.choices.Platform",
        "ResumeSourceEnum": "trellis.domain.portfolio.rules.choices.Source",
        "ShareStateEnum": "trellis.domain.portfolio.rules.choices.ShareState",
        "KindEnum": "trellis.domain.exports.rules.Kind",
        "BadgeKindEnum": "trellis.domain.credentials.rules.choices.Kind",
        "GatheredKindEnum": "trellis.domain.credentials.rules.choices.GATHERED_KINDS",
        "BadgeStatusEnum": "trellis.domain.credentials.rules.choices.State",
        "ResumeStageEnum": "trellis.domain.candidates.rules.readings.Stage",
        "ResumeParsingStatusEnum": "trellis.domain.candidates.rules.readings.ParsingStatus",
    },
    "OAS_VERSION": "3.0.3",  # talent-engine-api.md: "OpenAPI 3.0 JSON schema"
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "trellis.config.openapi.tag_by_door",
        "trellis.config.openapi.in_words_of_3_0",
    ],
}
# A browser front end is usually served from another origin (cors.py). Those that are named may send cookies
# along; in development those of this machine may, too, and any other may call without.
CORS_ALLOW_ALL_ORIGINS = not IS_PRODUCTION
CORS_ALLOW_CREDENTIALS = False  # of any origin: named ones may
CORS_ALLOWED_ORIGINS: list[str] = env["TRELLIS_CORS_ORIGINS"]
CORS_ALLOWED_ORIGIN_REGEXES = [] if IS_PRODUCTION else [OF_THIS_MACHINE]
CORS_URLS_REGEX = f"^({'|'.join(ROOTS)})"
CORS_ALLOW_HEADERS, CORS_EXPOSE_HEADERS = SENT, READ

# --- Mail -------------------------------------------------------------------------------------------------

MAIL_FROM: str = env["TRELLIS_MAIL_FROM"] or f"Trellis <no-reply@{urlsplit(TRELLIS_PUBLIC_URL).hostname}>"
# Without EMAIL_URL mail stays in the outbox (development); production must set it.
MAIL_IS_SENT = env["EMAIL_URL"] is not None
if MAIL_IS_SENT:
    vars().update(env["EMAIL_URL"].settings())
    EMAIL_TIMEOUT = 20

# --- Messages to phones ------------------------------------------------------------------------------------

# The gateway (core/post/sms.py). Without it messages stay in the outbox; in production none are written.
SMS_URL: str = env["SMS_URL"] or ""
SMS_FROM: str = env["TRELLIS_SMS_FROM"]

# --- Push ---------------------------------------------------------------------------------------------------

# The private key by which push services know this site (core/post/push/vapid.py). Without one none is sent;
# `trellis up` keeps one beside the embedded database.
VAPID_KEY: str = env["TRELLIS_VAPID_KEY"] or ""
PUSH_HOSTS: list[str] = env["TRELLIS_PUSH_HOSTS"]

# --- Badges -------------------------------------------------------------------------------------------------

# The private key that signs badges (domain/credentials). `trellis up` keeps one beside the embedded database.
# Elsewhere in development it is made of the secret key; in production it must be set.
BADGE_KEY: str = env["TRELLIS_BADGE_KEY"] or ("" if IS_PRODUCTION else key_made_of(SECRET_KEY, "badges"))

# --- Sharing ------------------------------------------------------------------------------------------------

# Who posts on which platform (core/post/social.py).
SHARE_WEBHOOKS: dict[str, str] = dict(env["TRELLIS_SHARE_WEBHOOKS"])

# --- What people write to each other --------------------------------------------------------------------

# After how many days it is removed; 0: never.
MESSAGE_DAYS: int = env["TRELLIS_MESSAGE_DAYS"]

# --- Models -----------------------------------------------------------------------------------------------

# Without an address `trellis models` is asked, over its socket in the data directory.
EMBEDDINGS_URL: str = env["TRELLIS_EMBEDDINGS_URL"] or ""
EMBEDDINGS_KEY: str = env["TRELLIS_EMBEDDINGS_KEY"] or ""
EMBEDDINGS_MODEL: str = env["TRELLIS_EMBEDDINGS_MODEL"]
# Without an address nobody words answers but we.
ANSWERS_URL: str = env["TRELLIS_ANSWERS_URL"] or ""
ANSWERS_KEY: str = env["TRELLIS_ANSWERS_KEY"] or ""
ANSWERS_MODEL: str = env["TRELLIS_ANSWERS_MODEL"]
# What wheels carry and nobody runs.
MODELS_DIR = Path(env["TRELLIS_MODELS_DIR"])
TRANSCRIPTION_URL: str = env["TRELLIS_TRANSCRIPTION_URL"] or ""
TRANSCRIPTION_KEY: str = env["TRELLIS_TRANSCRIPTION_KEY"] or ""
TRANSCRIPTION_MODEL: str = env["TRELLIS_TRANSCRIPTION_MODEL"]
SPEECH_URL: str = env["TRELLIS_SPEECH_URL"] or ""
SPEECH_KEY: str = env["TRELLIS_SPEECH_KEY"] or ""
SPEECH_MODEL: str = env["TRELLIS_SPEECH_MODEL"]
SPEECH_VOICE: str = env["TRELLIS_SPEECH_VOICE"]

# --- Meetings ---------------------------------------------------------------------------------------------

# STUN and TURN servers as browsers take them (RTCIceServer). Without any, two browsers meet when they can
# reach each other directly.
TRELLIS_ICE_SERVERS: list[dict[str, Any]] = env["TRELLIS_ICE_SERVERS"]

# --- Money ------------------------------------------------------------------------------------------------

# Without a key the sandbox takes test cards in development, and production takes nothing
# (docs/decisions/gateways.md).
STRIPE_KEY: str = env["TRELLIS_STRIPE_KEY"] or ""
STRIPE_WEBHOOK_SECRETS: list[str] = env["TRELLIS_STRIPE_WEBHOOK_SECRETS"]
STRIPE_URL: str = env["TRELLIS_STRIPE_URL"] or ""

# --- Files ------------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "trellis.core.files.storage.WholeFileStorage"},
    # What only some may see: no address leads here, a view checks who asks and sends it.
    "private": {
        "BACKEND": "trellis.core.files.storage.WholeFileStorage",
        "OPTIONS": {"location": DATA_DIR / "private", "base_url": None},
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# Served from the packages themselves: there is no collecting step to forget.
WHITENOISE_USE_FINDERS = True
# Half of them may be busy with pictures (core/files/turns.py).
WEB_THREADS: int = env["TRELLIS_WEB_THREADS"]
MAX_IMAGE_BYTES = 10 * 1024 * 1024
MAX_VIDEO_BYTES = 100 * 1024 * 1024
# A video, its caption and the multipart wrapping around them.
MAX_REQUEST_BYTES = MAX_VIDEO_BYTES + 11 * 1024 * 1024
MAX_RECORDING_BYTES = 2 * 1024 * 1024 * 1024
MAX_RECORDING_CHUNK_BYTES = 8 * 1024 * 1024
MAX_IMAGE_PIXELS = 50_000_000
# An export of more rows is written by a worker.
EXPORT_AT_ONCE = 5_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
DATA_UPLOAD_MAX_NUMBER_FILES = 20

# --- The rest -----------------------------------------------------------------------------------------------

LANGUAGE_CODE = "en"
TIME_ZONE = "UTC"
USE_TZ = True
# The unique constraint on the e-mail address is on its upper case, which this check cannot see.
SILENCED_SYSTEM_CHECKS = ["auth.W004"]
PROCRASTINATE_IMPORT_PATHS = [
    "trellis.core.post.mail",
    "trellis.core.post.sms",
    "trellis.domain.payments.gateways.tasks",
]

CSRF_FAILURE_VIEW = "trellis.config.errors.csrf_failure"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
IS_HTTPS = TRELLIS_PUBLIC_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if IS_HTTPS else 0
if env["TRELLIS_BEHIND_TLS_PROXY"]:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = IS_HTTPS
    SECURE_SSL_HOST = urlsplit(TRELLIS_PUBLIC_URL).netloc

LOG_FORMAT: str = env["TRELLIS_LOG_FORMAT"]
LOGGING = configure_logging(log_format=LOG_FORMAT, level=env["TRELLIS_LOG_LEVEL"])
