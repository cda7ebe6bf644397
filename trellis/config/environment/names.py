"""Names of machines as a setting gives them: ASCII, in lower case, without a dot at the end."""

import ipaddress
import re

_NAME = re.compile(
    r"(?=.{1,253}\Z)[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)*"
)
_OUTSIDE = re.compile(r"([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]([a-z0-9-]*[a-z0-9])")
# Names that mean this very machine, or nothing at all. Those of a company's own network are as good as any.
_INSIDE = ("localhost", "localdomain", "invalid")
# Under these of a country everybody registers: nobody owns all of co.uk.
_SHARED = frozenset({"ac", "co", "com", "edu", "gov", "net", "org"})


def is_host(text: str) -> bool:
    """Tell whether it is a host's name or IP address; an address of version 6 stands in brackets."""
    if text.startswith("["):
        return text.endswith("]") and _is_address(text[1:-1], version=6)
    if text.rpartition(".")[2].isdigit():
        return _is_address(text, version=4)
    return _NAME.fullmatch(text) is not None


def is_outside_name(text: str) -> bool:
    """Tell whether others can mean this host: a name of two parts or more, no address."""
    inside = any(text == name or text.endswith(f".{name}") for name in _INSIDE)
    return is_host(text) and not inside and _OUTSIDE.fullmatch(text) is not None


def can_be_owned(text: str) -> bool:
    """Tell whether all names under this one may belong to one owner, which those under `com` never do."""
    parts = text.split(".")
    is_shared = len(parts) == 2 and len(parts[1]) == 2 and parts[0] in _SHARED
    return _OUTSIDE.fullmatch(text) is not None and not is_shared


def _is_address(text: str, *, version: int) -> bool:
    try:
        return ipaddress.ip_address(text).version == version
    except ValueError:
        return False
