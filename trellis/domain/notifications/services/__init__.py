"""Telling people, as they want to be told."""

from trellis.domain.notifications.rules.notice import Link, Notice
from trellis.domain.notifications.services.telling import notify, notify_all

__all__ = ["Link", "Notice", "notify", "notify_all"]
