"""The real settings, with the plain implementations on routes of their own beside the real ones."""

from trellis.config.settings import *  # noqa: F403

ROOT_URLCONF = "benchmarks.urls"
