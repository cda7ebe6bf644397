"""The real settings, with the plain implementations on routes of their own beside the real ones."""

import os

from trellis.config.settings import *  # noqa: F403

# Of the channel layer that sockets are compared with.
CHANNEL_LAYERS = {
    "default": {
        "BACKEND": "channels_redis.core.RedisChannelLayer",
        "CONFIG": {"hosts": [os.environ.get("BENCH_CHANNELS", "")]},
    }
}

ROOT_URLCONF = "benchmarks.urls"
