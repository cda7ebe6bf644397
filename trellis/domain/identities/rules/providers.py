"""Who tells us who somebody is. They differ by these data alone, of settings.IDENTITY_PROVIDERS."""

from dataclasses import dataclass
from typing import Literal

from django.conf import settings

from trellis.domain.identities.refusals import ProviderUnset

Key = Literal["google", "apple", "linkedin"]


@dataclass(frozen=True, kw_only=True)
class Provider:
    """A provider, and this site's ids there. The first of its names for itself is the one that is kept."""

    key: Key
    name: str
    issuers: tuple[str, ...]
    keys_url: str
    client_ids: tuple[str, ...]
    has_nonce: bool


def provider_called(key: Key) -> Provider:
    """Return a provider by its word in addresses; raise ProviderUnset where this site has no id there."""
    provider = Provider(key=key, **settings.IDENTITY_PROVIDERS[key])
    if not provider.client_ids:
        raise ProviderUnset
    return provider
