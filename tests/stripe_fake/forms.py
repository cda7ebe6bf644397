"""Reads forms as Stripe's clients write them: `metadata[site]=x&expand[0]=latest_charge`."""

import re
from typing import Any
from urllib.parse import parse_qsl


def read_form(text: str) -> dict[str, Any]:
    """Return what a form says, as objects within objects; a list is an object with numbers for names."""
    found: dict[str, Any] = {}
    for name, value in parse_qsl(text, keep_blank_values=True, strict_parsing=bool(text)):
        *outer, last = re.findall(r"[^\[\]]+", name)
        into = found
        for each in outer:
            into = into.setdefault(each, {})
        into[last] = value
    return found
