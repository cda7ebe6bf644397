"""Which addresses are a known push service's. What a browser names leads nowhere else."""

import re
from dataclasses import dataclass

from django.conf import settings

LONGEST_ENDPOINT = 2_000
# Those of Chrome and its kin, Firefox, Safari and Edge; a dot at the beginning stands for all below the name.
_SERVICES = (
    "fcm.googleapis.com",
    "updates.push.services.mozilla.com",
    ".updates.push.services.mozilla.com",
    "web.push.apple.com",
    ".push.apple.com",
    ".notify.windows.com",
)
LOOPBACK = frozenset({"localhost", "127.0.0.1", "[::1]"})
# As browsers write it. Nothing reads it again by other rules: what is matched here is what is spoken to.
_ENDPOINT = re.compile(
    r"(?P<scheme>https?)://(?P<host>[a-z0-9.-]{1,253}|\[[0-9a-f:.]{2,45}\])(?::(?P<port>[0-9]{1,5}))?"
    r"(?P<target>/[A-Za-z0-9._~!$&'()*+,;=:@%/-]*(?:\?[A-Za-z0-9._~!$&'()*+,;=:@%/?-]*)?)"
)


@dataclass(frozen=True, slots=True)
class Endpoint:
    """The address of one browser at a known push service."""

    scheme: str
    host: str
    port: int | None
    target: str

    @property
    def origin(self) -> str:
        """Scheme, host and port, as a token for the service names it."""
        return f"{self.scheme}://{self.host}" + (f":{self.port}" if self.port else "")

    @property
    def is_encrypted(self) -> bool:
        """Whether nobody between here and the service reads along."""
        return self.scheme == "https"


def endpoint_of(address: str) -> Endpoint | None:
    """Return the parts of an address of a known push service; None for any other text."""
    match = _ENDPOINT.fullmatch(address) if len(address) <= LONGEST_ENDPOINT else None
    if match is None:
        return None
    port = int(match["port"]) if match["port"] else None
    found = Endpoint(match["scheme"], match["host"], port, match["target"])
    return found if _is_public(found) or _is_added(found) else None


def _is_public(endpoint: Endpoint) -> bool:
    host, is_usual = endpoint.host, endpoint.is_encrypted and endpoint.port in {None, 443}
    return is_usual and any(host == name or (name[0] == "." and host.endswith(name)) for name in _SERVICES)


def _is_added(endpoint: Endpoint) -> bool:
    """Tell whether the operator named it. On this machine it speaks plain http, elsewhere never."""
    name = endpoint.host + (f":{endpoint.port}" if endpoint.port else "")
    return name in settings.PUSH_HOSTS and endpoint.is_encrypted == (endpoint.host not in LOOPBACK)
