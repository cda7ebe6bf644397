"""The charset that a client says its body and its query are in."""

import codecs

from django.utils.http import parse_header_parameters

# Those in which forms are sent. Django takes a client's word for any other codec of Python's, also for those
# that unpack archives or turn letters over, and fails before anything of ours could answer.
_KNOWN = {"utf-8", "ascii", "iso8859-1", "cp1252"}


def is_odd(content_type: str) -> bool:
    """Tell whether a Content-Type names a codec that nobody sends text in; one that is none is no matter."""
    try:
        charset = parse_header_parameters(content_type)[1].get("charset", "")
        return bool(charset) and codecs.lookup(charset).name not in _KNOWN
    except (LookupError, ValueError):
        return False
