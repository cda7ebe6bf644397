"""Signatures of documents by Ed25519: around them as a JWT, and in them (W3C eddsa-jcs-2022)."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import jwt
from cryptography.exceptions import InvalidSignature

from trellis.domain.credentials.refusals import Unreadable
from trellis.domain.credentials.rules.keys import (
    as_multikey,
    from_base58,
    of_multikey,
    private_key,
    public_key,
    public_text,
    thumbprint,
    to_base58,
)

_ALGORITHM = "EdDSA"
_SUITE = "eddsa-jcs-2022"
_JWT = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+")
_THUMBPRINT = re.compile(r"[A-Za-z0-9_-]{43}")
_NOT_ASKED = ("aud", "exp", "iat", "iss", "jti", "nbf", "sub")
Document = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Signed:
    """A document with a signature that nobody has looked at: by which public key it says that it is signed.

    Of a JWT that is the key's name, `thumbprint`; of one with an embedded proof the key itself, `public`.
    """

    document: dict[str, Any]
    text: str = ""
    thumbprint: str = ""
    public: str = ""


def as_jwt(document: Document, *, key: str, issuer: str) -> str:
    """Return a document, and the claims that repeat what it says, as a JWT (Open Badges 3.0, section 8.2).

    `key` is the private one as its setting has it; `issuer` the DID below which it is published.
    """
    private = private_key(key)
    kid = f"{issuer}#{thumbprint(public_text(private))}"
    return jwt.encode(dict(document), private, algorithm=_ALGORITHM, headers={"kid": kid, "typ": "JWT"})


def with_proof(document: Document, *, key: str, issuer: str, created: str) -> dict[str, Any]:
    """Return a document with a proof in it."""
    private = private_key(key)
    proof = {
        "type": "DataIntegrityProof",
        "cryptosuite": _SUITE,
        "created": created,
        "verificationMethod": f"{issuer}#{as_multikey(public_text(private))}",
        "proofPurpose": "assertionMethod",
    }
    signature = private.sign(_hashed(document, proof))
    return {**document, "proof": {**proof, "proofValue": to_base58(signature)}}


def signed_in(text: str) -> Signed:
    """Return the document of a text that is a JWT, or JSON with a proof; raise Unreadable."""
    told = text.strip().strip('"')
    try:
        return _of_jwt(told) if _JWT.fullmatch(told) else _of_json(text)
    except (ValueError, RecursionError, TypeError, KeyError, AttributeError, jwt.PyJWTError) as error:
        raise Unreadable from error


def is_signed_by(signed: Signed, public: str) -> bool:
    """Tell whether a document is as the owner of a public key has signed it, to the letter."""
    try:
        if signed.text:
            jwt.decode(
                signed.text,
                public_key(public),
                algorithms=[_ALGORITHM],
                options={f"verify_{each}": False for each in _NOT_ASKED},  # type: ignore[arg-type]
            )
            return True
        proof = dict(signed.document["proof"])
        signature = from_base58(str(proof.pop("proofValue")))
        bare = {name: value for name, value in signed.document.items() if name != "proof"}
        public_key(public).verify(signature, _hashed(bare, proof))
    except (jwt.PyJWTError, InvalidSignature, ValueError, RecursionError):
        return False
    return True


def canonical(document: Document) -> bytes:
    """Return JSON in its one form (RFC 8785): of what has names in ASCII, and no broken numbers."""
    return json.dumps(
        document, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    ).encode()


def _hashed(document: Document, proof: Document) -> bytes:
    """Return what is signed: the digests of the proof's options, with the document's context, and of it."""
    options = {**proof, **({"@context": document["@context"]} if "@context" in document else {})}
    return hashlib.sha256(canonical(options)).digest() + hashlib.sha256(canonical(document)).digest()


def _of_jwt(text: str) -> Signed:
    header = jwt.get_unverified_header(text)
    # Read alone; whether the signature fits is asked with our key.
    document = jwt.decode(text, options={"verify_signature": False})
    named = str(header["kid"]).rpartition("#")[2]
    return Signed(document, text=text, thumbprint=named if _THUMBPRINT.fullmatch(named) else "")


def _of_json(text: str) -> Signed:
    document = json.loads(text, parse_constant=_refuse)
    proof = document["proof"]
    if (proof["type"], proof["cryptosuite"]) != ("DataIntegrityProof", _SUITE):
        raise ValueError("another suite")
    return Signed(document, public=of_multikey(str(proof["verificationMethod"]).rpartition("#")[2]))


def _refuse(constant: str) -> Any:
    raise ValueError(constant)
