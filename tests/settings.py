"""The settings of the tests: the real ones, with cheap password hashes and throw-away folders."""

import os

os.environ.setdefault("TRELLIS_SECRET_KEY", "only-for-tests-" + "x" * 50)

from trellis.config.settings import *  # noqa: F403

INSTALLED_APPS = [*INSTALLED_APPS, "tests.core.rendering.toy"]  # noqa: F405
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Off by default, so that tests do not count against each other; those about limits turn them on.
TRELLIS_RATE_LIMITS = False
# PostgreSQL does all of it, but where a test has a Redis of its own.
REDIS_URL = ""
# Static files are found when they are asked for; reading all of them took longer than most tests,
# each of which has a client, and so a stack of middleware, of its own.
WHITENOISE_AUTOREFRESH = True
