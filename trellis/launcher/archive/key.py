"""What tells one key from another without telling the key."""

from __future__ import annotations

import hashlib
import hmac

from trellis.launcher.environment import key_of, push_key_of
from trellis.launcher.layout import DataDirectory

WITHOUT = (
    "everybody has to sign in again, and login codes, links in mails that are on their way and invitations"
    " that nobody has accepted yet are void"
)


WITHOUT_PUSH_KEY = "browsers that are told by push have to be asked again by their people"


def fingerprint(directory: DataDirectory) -> str:
    """Return the fingerprint of the key of the instance, or an empty string where it has none yet."""
    return _of(key_of(directory))


def push_fingerprint(directory: DataDirectory) -> str:
    """Return the fingerprint of the instance's key for push services, or an empty string without one."""
    return _of(push_key_of(directory))


def _of(key: str) -> str:
    return hmac.new(key.encode(), b"trellis backup", hashlib.sha256).hexdigest()[:16] if key else ""
