"""Many at once: numbers follow each other, and of many deciders one decides."""

from collections import Counter
from typing import Any

import pytest
from django.utils import timezone

from tests.crowd import at_once
from tests.rounds import ROUNDS
from trellis.core.events import history_of
from trellis.core.models import Event
from trellis.domain.accounts.models import User
from trellis.domain.approvals.models import Decision
from trellis.domain.organizations.models import Membership
from trellis.domain.organizations.rights import Role
from trellis.domain.organizations.services.organizations import create_organization
from trellis.domain.workplace.models import WorkplaceRequest
from trellis.domain.workplace.queries import request_of
from trellis.domain.workplace.refusals import Deleted, Overtaken
from trellis.domain.workplace.rules.kinds import Kind
from trellis.domain.workplace.services import requests

pytestmark = pytest.mark.django_db(transaction=True)
MOUSE: dict[str, Any] = {
    "title": "A mouse",
    "item_name": "Mouse",
    "material_type": "equipment",
    "quantity_needed": 1,
    "priority": "low",
}


def _company(people: int) -> list[Membership]:
    """Make an organization: its owner, and so many managers."""
    users = User.objects.bulk_create(
        User(username=f"u{n}", email=f"u{n}@example.com") for n in range(people + 1)
    )
    owner = create_organization(owner=users[0], name="Acme", domain="acme.example", now=timezone.now())
    return [
        owner,
        *(
            Membership.objects.create(
                organization=owner.organization, user=user, role=Role.MANAGER, joined_at=owner.joined_at
            )
            for user in users[1:]
        ),
    ]


def _make(member: Membership) -> WorkplaceRequest:
    return requests.create(member=member, kind=Kind.MATERIAL, fields=MOUSE, now=timezone.now())


def _outcome(change: Any) -> str:
    try:
        change()
    except (Overtaken, Deleted) as error:
        return type(error).__name__
    return "done"


def test_twenty_at_once_get_twenty_consecutive_numbers() -> None:
    owner, *_ = _company(0)
    made = at_once(20, lambda _: _make(owner))
    assert {row.created_at.date() for row in made} == {made[0].created_at.date()}, "midnight passed"
    day = f"{made[0].created_at:%Y%m%d}"
    assert sorted(row.request_id for row in made) == [f"MAT-{day}-{number:04}" for number in range(1, 21)]


@pytest.mark.soak
def test_of_many_deciders_one_decides() -> None:
    owner, *managers = _company(8)
    for _ in range(ROUNDS):
        request = _make(owner)
        # Everybody has read it before anybody decides.
        read = [request_of(organization_id=owner.organization_id, id=request.pk) for _ in managers]

        def decide(number: int, read: list[Any] = read) -> str:
            return _outcome(
                lambda: requests.change(
                    request=read[number],
                    member=managers[number],
                    fields={},
                    status="approved" if number % 2 else "rejected",
                    comment=str(number),
                    now=timezone.now(),
                )
            )

        told = at_once(8, decide)
        assert Counter(told) == {"done": 1, "Overtaken": 7}
        winner = told.index("done")
        row = WorkplaceRequest.unscoped.get(pk=request.pk)
        assert (row.status, row.comment) == ("approved" if winner % 2 else "rejected", str(winner))
        assert Decision.objects.get(subject_id=str(request.pk)).decided_by == managers[winner].user
        steps = history_of(request).exclude(kind="request.created")
        assert [event.kind for event in steps] == [f"request.{row.status}"]


def test_a_change_and_a_decision_at_once_are_one_after_the_other() -> None:
    owner, manager = _company(1)
    request = _make(manager)
    read = [request_of(organization_id=owner.organization_id, id=request.pk) for _ in range(2)]

    def act(number: int) -> str:
        fields, status = ({"quantity_needed": 9}, None) if number else ({}, "approved")
        member = manager if number else owner
        return _outcome(
            lambda: requests.change(
                request=read[number],  # type: ignore[arg-type]
                member=member,
                fields=fields,
                status=status,
                comment=None,
                now=timezone.now(),
            )
        )

    assert Counter(at_once(2, act)) == {"done": 1, "Overtaken": 1}
    row = WorkplaceRequest.unscoped.get(pk=request.pk)
    assert (row.status, row.quantity_needed) in {("approved", 1), ("pending", 9)}


def test_a_request_is_deleted_once() -> None:
    owner, *_ = _company(0)
    request = _make(owner)
    told = at_once(
        6, lambda _: _outcome(lambda: requests.delete(request=request, member=owner, now=timezone.now()))
    )
    assert Counter(told) == {"done": 1, "Deleted": 5}
    assert Event.objects.filter(kind="request.deleted").count() == 1
