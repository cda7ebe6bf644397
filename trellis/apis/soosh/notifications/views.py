"""`notifications`: what one has been told, and that it is read (soosh-api.md, section 9)."""

from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from trellis.apis.soosh.base import SooshView
from trellis.apis.soosh.notifications.input import NotificationsQuery
from trellis.apis.soosh.notifications.output import (
    NOTIFICATIONS,
    AllReadOutput,
    NotificationsOutput,
    ReadNotificationOutput,
    notification_json,
)
from trellis.apis.soosh.users.base import caller_of
from trellis.core.paging.headers import answered_counted, counted_rows
from trellis.domain.notifications.queries import notifications_of, unread_count
from trellis.domain.notifications.services.reading import mark_all_read, mark_read

_QUERY = NotificationsQuery()


class NotificationsView(SooshView):
    """`notifications`."""

    @extend_schema(
        operation_id="notifications_list", parameters=[NotificationsQuery], responses=NotificationsOutput
    )
    def get(self, request: Request) -> HttpResponse:
        """List what one has been told, the newest first."""
        asked, person = _QUERY.run_validation(request.GET), caller_of(request)
        rows = notifications_of(person, unread=asked["unread"] or None, about=asked.get("type"))
        keys, page = counted_rows(
            rows.values_list("pk", flat=True), number=asked["page"], size=asked["limit"]
        )
        body = b'{"notifications":%b,"unread_count":%d}' % (NOTIFICATIONS.render(keys), unread_count(person))
        return answered_counted(body, number=page.number, size=page.size, total=page.total)


class ReadView(SooshView):
    """`notifications/{notification_id}/read`."""

    @extend_schema(request=None, responses=ReadNotificationOutput)
    def put(self, request: Request, notification_id: UUID) -> Response:
        """Say that one has read it; said again it stays as it is. No body is read."""
        read = mark_read(person=caller_of(request), public_id=notification_id, now=timezone.now())
        return Response({"notification": notification_json(read)})


class ReadAllView(SooshView):
    """`notifications/read-all`."""

    @extend_schema(request=None, responses=AllReadOutput)
    def put(self, request: Request) -> Response:
        """Say that one has read all. No body is read."""
        person = caller_of(request)
        updated = mark_all_read(person=person, now=timezone.now())
        return Response({"updated": updated, "unread_count": unread_count(person)})
