"""Somebody as schema.org's Person, which search engines read in the page; never how they are reached."""

import json
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from trellis.core.rendering.media import media_url
from trellis.domain.portfolio.queries.portfolios import SeenPortfolio
from trellis.web.components.data_blocks import HARMLESS
from trellis.web.portfolio.shown import shown_links


def person_element(seen: SeenPortfolio, name: str) -> SafeString:
    """Return the data block for the page. It is no script: browsers run nothing in it."""
    text = json.dumps(person(seen, name), ensure_ascii=False).translate(HARMLESS)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308 (nothing to escape is left)


def person(seen: SeenPortfolio, name: str) -> dict[str, Any]:
    """Return the Person; what the viewer does not see is not there."""
    known = {
        "@context": "https://schema.org/",
        "@type": "Person",
        "name": name,
        "url": seen.address,
        "image": media_url(seen.owner.avatar.name, absolute=True),
        "description": seen.bio,
        "knowsAbout": seen.skills,
        "sameAs": [link.url for link in shown_links(seen.portfolio.links)],
    }
    return {name: value for name, value in known.items() if value}
