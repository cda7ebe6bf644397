"""The documents that the world reads: a badge, its list of bits, who issues, and by which keys."""

from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.db.models import Max

from trellis.core.links import link_to
from trellis.core.writing.contexts import BADGE_SCHEMA, CREDENTIALS, DIDS, OPEN_BADGES
from trellis.domain.credentials.models import Badge, SigningKey
from trellis.domain.credentials.queries.addresses import list_numbered, page_of
from trellis.domain.credentials.refusals import NoBadge
from trellis.domain.credentials.rules.bits import encoded
from trellis.domain.credentials.rules.choices import Kind, State
from trellis.domain.credentials.rules.facts import HOUSE, facts_of, heading_of
from trellis.domain.credentials.rules.keys import as_jwk, as_multikey

_TYPES = {
    Kind.COURSE: "CertificateOfCompletion",
    Kind.MILESTONE: "Achievement",
    Kind.SELECTION: "Award",
    Kind.REVIEW: "Achievement",
}
_CRITERIA = {
    Kind.COURSE: "Everything that belongs to the course was completed.",
    Kind.MILESTONE: "The step of the learning path was completed.",
    Kind.SELECTION: "A coach has looked at what a talent shows, and selected them.",
    Kind.REVIEW: "A session with a mentor took place, and the mentor has said what they think of it.",
}


def issuer_id() -> str:
    """Return the DID of this site: did:web of the address that people open."""
    parts = urlsplit(settings.TRELLIS_PUBLIC_URL)
    return f"did:web:{quote(parts.netloc, safe='.-')}"


def issuer_profile() -> dict[str, Any]:
    """Return who issues badges, as Open Badges have it."""
    return {"id": issuer_id(), "type": ["Profile"], "name": HOUSE, "url": link_to("web:badge-issuer")}


def badge_document(badge: Badge) -> dict[str, Any]:
    """Return a badge as an unsigned OpenBadgeCredential 3.0: no address, and of ids only those of badges."""
    address, issued = page_of(badge), written(badge.issued_at)
    return {
        "@context": [CREDENTIALS, OPEN_BADGES],
        "id": address,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": f"{heading_of(badge)}: {badge.title}",
        "issuer": issuer_profile(),
        "validFrom": issued,
        "credentialSubject": _subject(badge),
        "credentialStatus": {
            "id": f"{list_numbered(badge.status_list)}#{badge.status_index}",
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": str(badge.status_index),
            "statusListCredential": list_numbered(badge.status_list),
        },
        "credentialSchema": [BADGE_SCHEMA],
    }


def claims_of(document: dict[str, Any]) -> dict[str, Any]:
    """Return a document with what a JWT repeats of it (Open Badges 3.0, section 8.2)."""
    return {
        **document,
        "iss": document["issuer"]["id"],
        "jti": document["id"],
        "sub": document["credentialSubject"]["id"],
        "nbf": int(datetime.fromisoformat(document["validFrom"]).timestamp()),
    }


def status_document(number: int) -> dict[str, Any]:
    """Return a list of bits as an unsigned BitstringStatusListCredential; raise NoBadge for none."""
    rows = Badge.objects.filter(status_list=number)
    first = rows.order_by("issued_at").values_list("issued_at", flat=True).first()
    if first is None:
        raise NoBadge
    ended = rows.exclude(state=State.VALID)
    latest = ended.aggregate(latest=Max("ended_at"))["latest"]
    address = list_numbered(number)
    return {
        "@context": [CREDENTIALS],
        "id": address,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": issuer_profile()["id"],
        # When it last changed, so that the same list is the same document.
        "validFrom": written(latest or first),
        "credentialSubject": {
            "id": f"{address}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": encoded(ended.values_list("status_index", flat=True)),
        },
    }


def did_document() -> dict[str, Any]:
    """Return who this site is and by which keys: all that ever signed, but for those that are compromised."""
    did = issuer_id()
    methods: list[dict[str, Any]] = []
    for key in trusted_keys():
        jwk, multikey = f"{did}#{key.thumbprint}", f"{did}#{as_multikey(key.public)}"
        methods += [
            {"id": jwk, "type": "JsonWebKey", "controller": did, "publicKeyJwk": _jwk(key)},
            {
                "id": multikey,
                "type": "Multikey",
                "controller": did,
                "publicKeyMultibase": as_multikey(key.public),
            },
        ]
    return {
        "@context": list(DIDS),
        "id": did,
        "verificationMethod": methods,
        "assertionMethod": [method["id"] for method in methods],
        "service": [
            {"id": f"{did}#issuer", "type": "LinkedDomains", "serviceEndpoint": settings.TRELLIS_PUBLIC_URL}
        ],
    }


def key_set() -> dict[str, Any]:
    """Return the same keys as JOSE has them."""
    return {"keys": [_jwk(key) for key in trusted_keys()]}


def trusted_keys() -> list[SigningKey]:
    """Return the keys whose signatures hold, the newest first."""
    return list(SigningKey.objects.filter(compromised_at=None))


def written(at: datetime) -> str:
    """Return a moment to the second, as documents have it."""
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _jwk(key: SigningKey) -> dict[str, str]:
    return {**as_jwk(key.public), "kid": key.thumbprint, "alg": "EdDSA", "use": "sig"}


def _subject(badge: Badge) -> dict[str, Any]:
    kind = Kind(badge.kind)
    told: dict[str, Any] = {
        "id": f"urn:uuid:{badge.public_id}",
        "type": ["AchievementSubject"],
        # By their name: whoever holds the file could be anybody.
        "identifier": [
            {
                "type": "IdentityObject",
                "hashed": False,
                "identityHash": badge.recipient_name,
                "identityType": "name",
            }
        ],
        "activityEndDate": f"{badge.earned_on}T00:00:00Z",
        "narrative": "\n".join(f"{fact.label}: {fact.value}" for fact in facts_of(badge)),
        "achievement": {
            "id": f"urn:uuid:{badge.achievement_id}",
            "type": ["Achievement"],
            "achievementType": _TYPES[kind],
            "name": badge.title,
            "description": badge.text if kind == Kind.COURSE and badge.text else heading_of(badge),
            "criteria": {"narrative": _CRITERIA[kind]},
        },
    }
    if badge.started_on is not None:
        told["activityStartDate"] = f"{badge.started_on}T00:00:00Z"
    return told
