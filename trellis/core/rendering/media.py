"""Addresses of uploaded files: once in Python and once in SQL, equal letter for letter."""

import json
from urllib.parse import urljoin

from django.conf import settings
from django.utils.encoding import filepath_to_uri

from trellis.core.rendering.rows import literal

# What filepath_to_uri leaves as it is; nothing here needs escaping in JSON either.
_SAFE = r"A-Za-z0-9_.~!*()''/-"


def media_base(*, absolute: bool) -> str:
    """Return what stands before a file's name: MEDIA_URL, after TRELLIS_PUBLIC_URL if absolute."""
    base: str = settings.MEDIA_URL
    return urljoin(settings.TRELLIS_PUBLIC_URL, base) if absolute else base


def media_url(name: str | None, *, absolute: bool = False) -> str | None:
    """Return the address of the stored file `name`, None if there is none."""
    if not name:
        return None
    return media_base(absolute=absolute) + (filepath_to_uri(name) or "").lstrip("/")


def json_media_url(sql: str, *, absolute: bool) -> str:
    """Return SQL for the JSON string of a stored file's address; NULL if there is no file.

    Nearly every name needs no quoting, which one look tells; the rest is quoted byte by byte.
    """
    base = media_base(absolute=absolute)
    opening = literal(json.dumps(base)[:-1])
    letters = f"unnest(string_to_array(ltrim(replace({sql}, '\\', '/'), '/'), NULL))"
    byte_by_byte = (
        f"SELECT string_agg(CASE WHEN c ~ '[{_SAFE}]' THEN c ELSE regexp_replace("  # noqa: S608
        "upper(encode(convert_to(c, 'UTF8'), 'hex')), '(..)', '%\\1', 'g') END, '' ORDER BY n)"
        f" FROM {letters} WITH ORDINALITY AS s(c, n)"
    )
    return (
        f"CASE WHEN {sql} = '' THEN NULL"
        f" WHEN {sql} !~ '^/|[^{_SAFE}]' THEN {opening} || {sql} || '\"'"
        f" ELSE to_json({literal(base)} || coalesce(({byte_by_byte}), ''))::text END"
    )
