"""Many at once on the people of one organization, each in a thread and a connection of their own."""

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.db import transaction

from tests.crowd import at_once
from trellis.core.models import Event, Mail
from trellis.domain.accounts.models import User
from trellis.domain.organizations.models import Invitation, Membership, Organization
from trellis.domain.organizations.refusals import (
    AlreadyInvited,
    AlreadyMember,
    DomainTaken,
    InvitationOver,
    LastOwner,
    NotAllowed,
    UnknownInvitation,
    UnknownMember,
    UnknownOrganization,
)
from trellis.domain.organizations.rights import Role
from trellis.domain.organizations.rules.invitations import token_of
from trellis.domain.organizations.services import invitations, members
from trellis.domain.organizations.services.organizations import create_organization, delete_organization
from trellis.domain.organizations.services.sequences import prefix_of

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
_REFUSALS = (
    LastOwner,
    NotAllowed,
    UnknownMember,
    AlreadyMember,
    DomainTaken,
    AlreadyInvited,
    InvitationOver,
    UnknownOrganization,
)


def outcome(act: Callable[[], object]) -> str:
    try:
        act()
    except _REFUSALS as refusal:
        return type(refusal).__name__
    return "done"


def person(name: str) -> User:
    return User.objects.create_user(name, f"{name}@example.com")


def found(name: str = "ada") -> Membership:
    return create_organization(owner=person(name), name="Acme", domain=f"{name}.example", now=NOW)


def joined(organization_id: UUID, name: str, role: Role) -> Membership:
    return Membership.objects.create(
        organization_id=organization_id, user=person(name), role=role, joined_at=NOW
    )


def owners(organization_id: UUID) -> int:
    return Membership.objects.filter(organization_id=organization_id, role="owner", is_active=True).count()


def test_two_owners_who_demote_each_other_at_once_leave_one() -> None:
    for round_ in range(8):
        ada = found(f"ada{round_}")
        bob = joined(ada.organization_id, f"bob{round_}", Role.OWNER)
        pair = [(ada, bob), (bob, ada)]

        def demote(n: int, pair: list[tuple[Membership, Membership]] = pair) -> str:
            actor, other = pair[n]
            return outcome(
                lambda: members.change_role(actor=actor, user_id=other.user_id, role=Role.STAFF, now=NOW)
            )

        assert Counter(at_once(2, demote)) == {"done": 1, "NotAllowed": 1}
        assert owners(ada.organization_id) == 1


def test_of_two_who_delete_it_at_once_one_does() -> None:
    ada = found()
    pair = [ada, joined(ada.organization_id, "bob", Role.OWNER)]

    def delete(n: int) -> str:
        return outcome(lambda: delete_organization(actor=pair[n], now=NOW))

    assert Counter(at_once(2, delete)) == {"done": 1, "UnknownOrganization": 1}
    assert not Organization.objects.filter(pk=ada.organization_id).exists()
    assert Event.objects.filter(kind="organization.deleted").count() == 1


def test_of_many_owners_who_leave_at_once_one_stays() -> None:
    ada = found()
    crowd = [ada, *(joined(ada.organization_id, f"o{n}", Role.OWNER) for n in range(7))]

    def leave(n: int) -> str:
        return outcome(lambda: members.let_go(actor=crowd[n], user_id=crowd[n].user_id, now=NOW))

    assert Counter(at_once(8, leave)) == {"done": 7, "LastOwner": 1}
    assert owners(ada.organization_id) == 1


def test_who_is_let_go_by_many_leaves_once() -> None:
    ada = found()
    bob = joined(ada.organization_id, "bob", Role.STAFF)
    told = at_once(8, lambda _: outcome(lambda: members.let_go(actor=ada, user_id=bob.user_id, now=NOW)))
    assert Counter(told) == {"done": 1, "UnknownMember": 7}
    assert Event.objects.filter(kind="member.left").count() == 1


def test_an_invitation_used_by_sixteen_clicks_makes_one_membership() -> None:
    ada, eve = found(), person("eve")
    invitation = invitations.invite(actor=ada, email=eve.email, role=Role.STAFF, now=NOW)
    token = token_of(invitation)
    told = at_once(16, lambda _: outcome(lambda: invitations.accept(token=token, user=eve, now=NOW)))
    assert Counter(told) == {"done": 1, "InvitationOver": 15}
    assert Membership.objects.filter(user=eve).count() == 1
    assert Event.objects.filter(kind="member.joined").count() == 1


def test_who_accepts_many_invitations_at_once_joins_all_and_acts_in_one() -> None:
    eve = person("eve")
    tokens = [
        token_of(invitations.invite(actor=found(f"a{n}"), email=eve.email, role=Role.STAFF, now=NOW))
        for n in range(8)
    ]
    told = at_once(8, lambda n: outcome(lambda: invitations.accept(token=tokens[n], user=eve, now=NOW)))
    assert Counter(told) == {"done": 8}
    assert Membership.objects.filter(user=eve, is_active=True).count() == 8
    assert Membership.objects.filter(user=eve, is_current=True).count() == 1


def test_an_address_invited_by_many_clicks_gets_one_mail() -> None:
    ada = found()
    invite = lambda: invitations.invite(actor=ada, email="eve@example.com", role=Role.STAFF, now=NOW)  # noqa: E731
    assert Counter(at_once(8, lambda _: outcome(invite))) == {"done": 1, "AlreadyInvited": 7}
    assert Mail.objects.count() == 1


def test_revoking_and_accepting_at_once_do_not_both_happen() -> None:
    ada = found()
    for round_ in range(8):
        eve = person(f"eve{round_}")
        invitation = invitations.invite(actor=ada, email=eve.email, role=Role.STAFF, now=NOW)
        token = token_of(invitation)
        verbs: list[Callable[[], object]] = [
            lambda token=token, eve=eve: invitations.accept(token=token, user=eve, now=NOW),  # type: ignore[misc]
            lambda id=invitation.pk: invitations.revoke(actor=ada, invitation_id=id, now=NOW),  # type: ignore[misc]
        ]

        def act(n: int, verbs: list[Callable[[], object]] = verbs) -> bool:
            try:
                verbs[n]()
            except (InvitationOver, UnknownInvitation):
                return False
            return True

        assert sorted(at_once(2, act)) == [False, True]


def test_an_account_makes_many_organizations_at_once_and_a_domain_has_one() -> None:
    eve, crowd = person("eve"), [person(f"p{n}") for n in range(8)]

    def own(n: int) -> str:
        return outcome(lambda: create_organization(owner=eve, name="Eve", domain=f"d{n}.example", now=NOW))

    def same(n: int) -> str:
        return outcome(lambda: create_organization(owner=crowd[n], name="Eve", domain="One.example", now=NOW))

    assert Counter(at_once(8, own)) == {"done": 8}
    assert Membership.objects.filter(user=eve, is_current=True).count() == 1
    assert Counter(at_once(8, same)) == {"done": 1, "DomainTaken": 7}
    assert Organization.objects.count() == 9


def test_codes_that_many_organizations_of_one_name_give_out_at_once_begin_differently() -> None:
    eve = person("eve")
    ids = [create_organization(owner=eve, name="Eve", now=NOW).organization_id for _ in range(6)]

    def begin(n: int) -> str:
        with transaction.atomic():
            return prefix_of(Organization.objects.get(pk=ids[n % 6]))

    prefixes = Counter(at_once(12, begin))
    assert len(prefixes) == 6
    assert set(prefixes.values()) == {2}, "each keeps its own"
    assert set(Organization.objects.values_list("prefix", flat=True)) == set(prefixes)
    assert len(set(Organization.objects.values_list("number", flat=True))) == 6


def test_who_was_let_go_meanwhile_invites_and_promotes_nobody() -> None:
    """The view has read the actor's membership; by the time of the write it has ended."""
    ada = found()
    admin = joined(ada.organization_id, "admin", Role.ADMIN)
    bob = joined(ada.organization_id, "bob", Role.STAFF)
    members.let_go(actor=ada, user_id=admin.user_id, now=NOW)
    assert admin.is_active, "as the view still sees it"
    with pytest.raises(NotAllowed):
        invitations.invite(actor=admin, email="eve@example.com", role=Role.ADMIN, now=NOW)
    with pytest.raises(NotAllowed):
        members.change_role(actor=admin, user_id=bob.user_id, role=Role.ADMIN, now=NOW)
    with pytest.raises(NotAllowed):
        members.let_go(actor=admin, user_id=bob.user_id, now=NOW)


def test_old_invitations_are_cleared_away_but_not_those_that_made_members() -> None:
    from trellis.domain.organizations.tasks import remove_old_invitations

    ada, eve = found(), person("eve")
    used = invitations.invite(actor=ada, email=eve.email, role=Role.STAFF, now=NOW)
    invitations.accept(token=token_of(used), user=eve, now=NOW)
    invitations.invite(actor=ada, email="late@example.com", role=Role.STAFF, now=NOW)
    fresh = datetime.now(UTC) - timedelta(days=30)
    invitations.invite(actor=ada, email="new@example.com", role=Role.STAFF, now=fresh)
    Invitation.objects.filter(email="late@example.com").update(
        expires_at=datetime.now(UTC) - timedelta(days=91)
    )
    Invitation.objects.filter(pk=used.pk).update(expires_at=datetime.now(UTC) - timedelta(days=91))
    remove_old_invitations(timestamp=0)
    assert set(Invitation.objects.values_list("email", flat=True)) == {eve.email, "new@example.com"}
