"""What tells one key from another without telling the key."""

from __future__ import annotations

import hashlib
import hmac

from trellis.launcher.environment import key_of
from trellis.launcher.layout import DataDirectory

WITHOUT = (
    "everybody has to sign in again, and login codes, links in mails that are on their way and invitations"
    " that nobody has accepted yet are void"
)


def fingerprint(directory: DataDirectory) -> str:
    """Return the fingerprint of the key of the instance, or an empty string where it has none yet."""
    key = key_of(directory)
    return hmac.new(key.encode(), b"trellis backup", hashlib.sha256).hexdigest()[:16] if key else ""
