"""The base view of the Talent Engine door: the tenant of the caller, and what their role allows."""

from collections.abc import Mapping
from typing import Any, ClassVar, NoReturn
from uuid import UUID

from rest_framework import exceptions, serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request

from trellis.apis.talent_engine.answers import ANSWERS, RateExceeded
from trellis.apis.talent_engine.description import STYLE
from trellis.core.description import Style
from trellis.core.http.answering import Answers
from trellis.core.http.views import ApiView, NothingHere
from trellis.core.rendering import Milliseconds
from trellis.domain.accounts.models import User
from trellis.domain.organizations.models import Membership
from trellis.domain.organizations.queries import membership_of
from trellis.domain.organizations.rights import Grant, Right, grant

_WITH_BODY = frozenset({"POST", "PUT", "PATCH"})


class TalentEngineView(ApiView):
    """Every view of this door (talent-engine-api.md) that is for signed-in people.

    Its lists are numbered pages (core/paging/numbered.py).
    """

    answers: ClassVar[Answers] = ANSWERS
    rate_scope: str | None = "talent_engine"
    style: ClassVar[Style] = STYLE

    def throttled(self, request: Request, wait: float | None) -> NoReturn:
        """Refuse in the document's words."""
        raise RateExceeded(wait=wait)


class MemberView(TalentEngineView):
    """A view for members of a tenant. `rights` says for each method what it takes.

    `self.member` is the caller's membership and `self.tenant_id` their tenant; the database decides both,
    never the token. `self.grant` says whether the right reaches all rows or the caller's own. Who is no
    member gets 403, and so does who lacks the right; another tenant's row is 404 (`objects.of`).
    """

    rights: ClassVar[Mapping[str, Right]]
    member: Membership
    grant: Grant

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Sign in, count, find the member, check the right and the body's `tenant_id`."""
        super().initial(request, *args, **kwargs)
        right = self.rights.get("GET" if request.method == "HEAD" else str(request.method))
        if right is None:
            return  # 405 follows, or what OPTIONS answers
        self.member = self._member(request)
        self.grant = self.granted(right)
        if request.method in _WITH_BODY:
            refuse_foreign_tenant(request.data, self.tenant_id)

    @property
    def tenant_id(self) -> UUID:
        """The tenant of the caller."""
        return self.member.organization_id

    @property
    def user(self) -> User:
        """The caller."""
        return self.member.user

    def granted(self, right: Right) -> Grant:
        """Return how far the caller's right reaches; raise PermissionDenied where they have none."""
        reach = grant(self.member.role, right)
        if reach is Grant.NONE:
            raise exceptions.PermissionDenied
        return reach

    def refuse_unless_own(self, owner_id: int | None, *, reach: Grant | None = None) -> None:
        """Raise PermissionDenied where the right reaches the caller's own rows and this is another's."""
        if (reach or self.grant) is Grant.OWN and owner_id != self.user.pk:
            raise exceptions.PermissionDenied

    def _member(self, request: Request) -> Membership:
        member = membership_of(request.user) if isinstance(request.user, User) else None
        if member is None:
            raise exceptions.PermissionDenied
        return member


class PublicView(TalentEngineView):
    """What the document lets anybody read."""

    permission_classes = (AllowAny,)


class NotFoundView(NothingHere, TalentEngineView):
    """Any URL of this door that no document names."""


class DoorSerializer(serializers.ModelSerializer[Any]):
    """A serializer over rows whose moments are printed as this document does."""

    serializer_field_mapping: ClassVar[Any] = {
        **serializers.ModelSerializer.serializer_field_mapping,
        **{
            field: Milliseconds
            for field, kind in serializers.ModelSerializer.serializer_field_mapping.items()
            if kind is serializers.DateTimeField
        },
    }


def refuse_foreign_tenant(body: Any, tenant_id: UUID) -> None:
    """Raise ValidationError where the body, or an object of its list, names another tenant."""
    for item in body if isinstance(body, list) else [body]:
        given = item.get("tenant_id") if hasattr(item, "get") else None
        if given not in (None, "") and str(given).lower() != str(tenant_id):
            raise exceptions.ValidationError({"detail": "Tenant ID mismatch."})
