"""Web push: the key by which push services know this site, and which services there are beside the usual."""

import re
from base64 import urlsafe_b64decode

from trellis.config.environment.kinds import Kind, is_port, list_of, require
from trellis.config.environment.names import is_host
from trellis.config.environment.secrecy import looks_random
from trellis.config.environment.variables import Variable

# 32 bytes in base64url: a number below the order of the curve P-256, as nearly every such text is.
_KEY = re.compile(r"[A-Za-z0-9_-]{43}")
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
_HOST = re.compile(r"([^:\[\]]+|\[[0-9a-f:.]+\])(?::([0-9]{1,5}))?")


def _vapid_key(text: str) -> str:
    require(_KEY.fullmatch(text) and looks_random(text, length=43, different=20))
    require(0 < int.from_bytes(urlsafe_b64decode(f"{text}=")) < _ORDER)
    return text


def _push_host(text: str) -> str:
    match = _HOST.fullmatch(text)
    require(match and is_host(match[1]) and (match[2] is None or is_port(int(match[2]))))
    return text


def host_of(push_host: str) -> str:
    """Return an item of TRELLIS_PUSH_HOSTS without its port."""
    match = _HOST.fullmatch(push_host)
    return match[1] if match else ""


PUSH = (
    Variable(
        name="TRELLIS_VAPID_KEY",
        kind=Kind("32 random bytes in base64url, 43 characters", _vapid_key),
        shown="one that is kept beside the embedded database; with `DATABASE_URL` none, and nothing is sent",
        meaning="the private key by which push services know this site, made with"
        " `python3 -c 'import secrets; print(secrets.token_urlsafe(32))'`, the same for every process;"
        " under another one browsers have to be asked again",
    ),
    Variable(
        name="TRELLIS_PUSH_HOSTS",
        kind=list_of(
            _push_host,
            "host names in lower case, with a port if need be, such as push.example or push.example:8443",
        ),
        default=[],
        meaning="push services besides those of Chrome, Edge, Firefox and Safari; one on this machine speaks"
        " plain http, and is for tests alone",
    ),
)
