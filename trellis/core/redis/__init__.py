"""Redis, where settings.REDIS_URL names one: docs/decisions/realtime.md, "With Redis"."""
