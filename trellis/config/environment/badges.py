"""Badges: the key that signs what people show to strangers."""

import re

from trellis.config.environment.kinds import Kind, require
from trellis.config.environment.secrecy import looks_random
from trellis.config.environment.variables import Variable

# 32 bytes in base64url, of which any are a key of Ed25519.
_KEY = re.compile(r"[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]")


def _badge_key(text: str) -> str:
    require(_KEY.fullmatch(text) and looks_random(text, length=43, different=20))
    return text


BADGES = (
    Variable(
        name="TRELLIS_BADGE_KEY",
        kind=Kind("32 random bytes in base64url, 43 characters", _badge_key),
        shown="one that is kept beside the embedded database; with `DATABASE_URL` one made of the secret"
        " key, and in production none: it must be set",
        meaning="the private key that signs certificates and badges, made with"
        " `python3 -c 'import secrets; print(secrets.token_urlsafe(32))'`, the same for every process. Under"
        " a new one those of the old one still hold ([decisions/credentials.md](decisions/credentials.md))",
    ),
)
