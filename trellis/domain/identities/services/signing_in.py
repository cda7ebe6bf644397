"""Signing in by who somebody is elsewhere; the first time makes the account, or opens one that is theirs.

Who somebody is at a provider is issuer and subject. An address is only a property of it, and opens no account
whose owner has shown that it is theirs: docs/decisions/providers.md.
"""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import update_last_login
from django.db import IntegrityError, transaction

from trellis.core.db.errors import retried_once
from trellis.core.db.locks import lock
from trellis.core.writing.addresses import is_same_address
from trellis.domain.accounts.models import User
from trellis.domain.accounts.queries import account_with
from trellis.domain.accounts.rules import SignedInBy
from trellis.domain.accounts.services import accounts
from trellis.domain.accounts.services.addresses import prove_address, take_address
from trellis.domain.accounts.services.tokens import TokenPair, issue_pair
from trellis.domain.directory.services import login
from trellis.domain.identities import events, notices
from trellis.domain.identities.models import Identity
from trellis.domain.identities.refusals import ClosedAccount, NoAddressTold, ProofNeeded
from trellis.domain.identities.rules.claims import Names, Person
from trellis.domain.identities.rules.providers import Key, Provider, provider_called
from trellis.domain.identities.services.tokens import read_id_token


@dataclass(frozen=True)
class Proof:
    """What shows that an account is somebody's, beside its address: its password, or a code mailed to it."""

    password: str = ""
    code: str = ""

    def __bool__(self) -> bool:
        return bool(self.password or self.code)


@dataclass(frozen=True)
class SignedIn:
    """A pair of tokens; `other_email` is their address at the provider, where another account holds it."""

    pair: TokenPair
    other_email: str = ""


def sign_in(
    *,
    provider: Key,
    token: str,
    nonce: str = "",
    names: Names = ("", ""),
    proof: Proof,
    address: str,
    now: datetime,
) -> SignedIn:
    """Return a new pair of tokens for whoever the id token is of, with an account if need be.

    `names` are what the client was told of a name, `address` is the caller's network address. Raises
    ProviderUnset, InvalidIdToken, KeysAway, NoAddressTold, ClosedAccount; ProofNeeded where the address has
    an account that was proven, to which a code is mailed; and what the proof refuses, TooMany among it. Must
    not be called in a transaction.
    """
    at = provider_called(provider)
    person = read_id_token(at, token, nonce=nonce, now=now)
    signed_in = _let_in(at, person, person.names if any(person.names) else names, now=now)
    if signed_in is not None:
        return signed_in
    pair = _proven(person.email, proof, address=address, now=now)
    _link(at, person, pair.user, is_told=True, now=now)
    return SignedIn(pair)


@retried_once
def _let_in(at: Provider, person: Person, names: Names, *, now: datetime) -> SignedIn | None:
    """Sign somebody in; return None where the account with their address wants to be proven first."""
    with transaction.atomic():
        # Of many first times at once one opens the account, and the others come to it.
        lock("identity", f"{at.issuers[0]} {person.subject}")
        identity = Identity.objects.filter(issuer=at.issuers[0], subject=person.subject).first()
        if identity is not None:
            return _let_in_again(identity, person, names, now=now)
        user, is_new = _account(at, person, names, now=now)
        if not is_new:
            if not _is_unproven(user):
                return None
            notices.tell_of_password(user=user, provider=at.name, now=now)
            prove_address(user=user, now=now)
        _link(at, person, user, is_told=False, now=now)
        return SignedIn(_signed_in(user, names, now=now))


def _let_in_again(identity: Identity, person: Person, names: Names, *, now: datetime) -> SignedIn:
    user = User.objects.select_for_update().get(pk=identity.user_id)
    other_email = _follow(identity, user, person.email, now=now)
    identity.used_at = now
    identity.save(update_fields=["used_at"])
    return SignedIn(_signed_in(user, names, now=now), other_email)


def _account(at: Provider, person: Person, names: Names, *, now: datetime) -> tuple[User, bool]:
    """Return the account with the address, locked, and whether it was made just now; raise NoAddressTold."""
    if not person.email:
        raise NoAddressTold
    user, is_new = account_with(person.email), False
    if user is None:
        user, is_new = accounts.open_account(
            email=person.email,
            first_name=names[0],
            last_name=names[1],
            phone_number="",
            data={"from": at.key},
            now=now,
        )
    return User.objects.select_for_update().get(pk=user.pk), is_new


def _is_unproven(user: User) -> bool:
    """Tell whether nobody has shown that the account is theirs; a mailbox opens none of the staff."""
    return user.email_verified_at is None and not user.is_staff


def _proven(email: str, proof: Proof, *, address: str, now: datetime) -> TokenPair:
    """Sign in with the account's password, or the code; raise ProofNeeded, once a code is mailed, without."""
    if proof.password:
        return accounts.sign_in(email=email, password=proof.password, address=address, now=now)
    if proof.code:
        return login.verify_code(email=email, code=proof.code, address=address, now=now)
    login.request_code(email=email, address=address, now=now)
    raise ProofNeeded


def _link(at: Provider, person: Person, user: User, *, is_told: bool, now: datetime) -> None:
    """Have the identity open the account from now on; where another one has it by now, nothing changes."""
    with transaction.atomic():
        identity, is_new = Identity.objects.get_or_create(
            issuer=at.issuers[0],
            subject=person.subject,
            defaults={"user": user, "email": person.email, "linked_at": now, "used_at": now},
        )
        if not is_new:
            return
        events.identity_linked.publish(actor_id=user.pk, subject=identity, data={"provider": at.key}, now=now)
        if is_told:
            notices.tell_of_link(user=user, provider=at.name, now=now)


def _signed_in(user: User, names: Names, *, now: datetime) -> TokenPair:
    if not user.is_active:
        raise ClosedAccount
    if any(names) and not user.full_name:
        user.first_name, user.last_name = names
        user.save(update_fields=["first_name", "last_name"])
    update_last_login(User, user)
    return issue_pair(user=user, by=SignedInBy.PROVIDER, now=now)


def _follow(identity: Identity, user: User, email: str, *, now: datetime) -> str:
    """Take over the address that the provider has now, where that was the account's and the new one is free.

    Returns the one that is not free, "" else.
    """
    if not email or is_same_address(email, identity.email):
        return ""
    if is_same_address(identity.email, user.email) and not is_same_address(email, user.email):
        try:
            with transaction.atomic():
                take_address(user=user, email=email, now=now)
        except IntegrityError:  # somebody else's here
            user.refresh_from_db()
            return email
    identity.email = email
    identity.save(update_fields=["email"])
    return ""
