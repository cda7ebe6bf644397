"""Groups, posts, events and a timeline as one would write them in Django REST framework."""

from collections import Counter
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Exists, F, Min, OuterRef, Prefetch, Q
from django.shortcuts import get_object_or_404
from django.utils import timezone
from rest_framework import generics, serializers
from rest_framework.exceptions import PermissionDenied
from rest_framework.pagination import PageNumberPagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from trellis.domain.accounts.models import User
from trellis.domain.community.models import Attendance, Ban, Gathering, Group, Membership, Post, Reaction
from trellis.domain.credentials.models import Certificate
from trellis.domain.learning.models import CompletedMilestone, EarnedAchievement, Enrollment, LearningPath
from trellis.domain.mentorship.models import Booking
from trellis.domain.messaging.models import Block


class PlainPersonSerializer(serializers.ModelSerializer):
    id = serializers.UUIDField(source="public_id")
    avatar_url = serializers.SerializerMethodField()
    user_type = serializers.CharField(source="journey")

    class Meta:
        model = User
        fields = ["id", "full_name", "username", "avatar_url", "user_type"]

    def get_avatar_url(self, user: User) -> str | None:
        return settings.TRELLIS_PUBLIC_URL + user.avatar.url if user.avatar else None


class PlainGroupSerializer(serializers.ModelSerializer):
    id = serializers.UUIDField(source="public_id")
    category = serializers.CharField(source="category.name", default=None)
    is_member = serializers.SerializerMethodField()
    role = serializers.SerializerMethodField()

    class Meta:
        model = Group
        fields = [
            *("id", "name", "description", "member_count", "category", "is_member", "role", "created_at"),
        ]

    def get_is_member(self, group: Group) -> bool:
        return bool(group.own)

    def get_role(self, group: Group) -> str | None:
        return group.own[0].role if group.own else None


class PlainMemberSerializer(serializers.ModelSerializer):
    user = PlainPersonSerializer(source="person")

    class Meta:
        model = Membership
        fields = ["user", "role", "joined_at"]


class PlainPostSerializer(serializers.ModelSerializer):
    id = serializers.UUIDField(source="public_id")
    group_id = serializers.UUIDField(source="group.public_id")
    author = PlainPersonSerializer()
    text = serializers.SerializerMethodField()
    is_pinned = serializers.SerializerMethodField()
    is_deleted = serializers.SerializerMethodField()
    is_removed = serializers.SerializerMethodField()
    removal_reason = serializers.CharField(source="removed_why")
    reactions = serializers.SerializerMethodField()
    my_reaction = serializers.SerializerMethodField()

    class Meta:
        model = Post
        fields = [
            *("id", "group_id", "author", "text", "created_at", "edited_at", "is_pinned", "is_deleted"),
            *("is_removed", "removal_reason", "comment_count", "reaction_count", "reactions", "my_reaction"),
        ]

    def get_text(self, post: Post) -> str:
        return "" if post.deleted_at or post.removed_at else post.text

    def get_is_pinned(self, post: Post) -> bool:
        return post.pinned_at is not None

    def get_is_deleted(self, post: Post) -> bool:
        return bool(post.deleted_at or post.removed_at or not post.text)

    def get_is_removed(self, post: Post) -> bool:
        return post.removed_at is not None

    def get_reactions(self, post: Post) -> dict[str, int]:
        return Counter(each.kind for each in post.reactions.all())

    def get_my_reaction(self, post: Post) -> str | None:
        me = self.context["request"].user.pk
        return next((each.kind for each in post.reactions.all() if each.person_id == me), None)


class PlainCommentSerializer(PlainPostSerializer):
    post_id = serializers.UUIDField(source="parent.public_id")

    class Meta:
        model = Post
        fields = [
            *("id", "post_id", "author", "text", "created_at", "edited_at", "is_deleted", "is_removed"),
            *("removal_reason", "reaction_count", "reactions", "my_reaction"),
        ]


class PlainEventSerializer(serializers.ModelSerializer):
    id = serializers.UUIDField(source="public_id")
    group_id = serializers.UUIDField(source="group.public_id", default=None)
    group_name = serializers.CharField(source="group.name", default=None)
    online_link = serializers.SerializerMethodField()
    recurrence = serializers.SerializerMethodField()
    next_starts_at = serializers.DateTimeField(source="soonest")
    my_status = serializers.SerializerMethodField()
    my_waiting_place = serializers.SerializerMethodField()

    class Meta:
        model = Gathering
        fields = [
            *("id", "group_id", "group_name", "title", "description", "place", "online_link", "starts_at"),
            *("ends_at", "timezone", "is_all_day", "recurrence", "next_starts_at", "status", "capacity"),
            *("attending_count", "waiting_count", "my_status", "my_waiting_place"),
        ]

    def get_online_link(self, row: Gathering) -> str | None:
        return row.online_link or None if self._status(row) == "attending" or row.is_own else None

    def get_recurrence(self, row: Gathering) -> dict[str, Any] | None:
        if not row.frequency:
            return None
        return {
            "count": row.times,
            "until": row.until,
            "interval": row.every,
            "frequency": row.frequency,
        }

    def get_my_status(self, row: Gathering) -> str | None:
        return self._status(row)

    def get_my_waiting_place(self, row: Gathering) -> int | None:
        if self._status(row) != "waiting":
            return None
        return row.attendances.filter(status="waiting", pk__lte=row.own[0].pk).count()

    def _status(self, row: Gathering) -> str | None:
        return row.own[0].status if row.own else None


class PlainAttendeeSerializer(serializers.ModelSerializer):
    user = PlainPersonSerializer(source="person")

    class Meta:
        model = Attendance
        fields = ["user", "status", "asked_at"]


class Pages(PageNumberPagination):
    page_size = 20
    page_size_query_param = "limit"
    max_page_size = 100
    name = ""

    def get_paginated_response(self, data: Any) -> Response:
        headers = {
            "X-Total-Count": str(self.page.paginator.count),
            "X-Page": str(self.page.number),
            "X-Page-Size": str(self.page.paginator.per_page),
        }
        return Response({self.name: data}, headers=headers)


def _pages(name: str) -> type[Pages]:
    return type("Named", (Pages,), {"name": name})


class PlainGroupsView(generics.ListAPIView):
    serializer_class = PlainGroupSerializer
    pagination_class = _pages("groups")

    def get_queryset(self) -> Any:
        me = self.request.user
        bans = Ban.objects.filter(group=OuterRef("pk"), person=me)
        own = Prefetch("memberships", Membership.objects.filter(person=me), to_attr="own")
        rows = Group.objects.filter(~Exists(bans), closed_at=None).select_related("category")
        return rows.prefetch_related(own).order_by("-member_count", "-pk")


class _InGroup(generics.ListAPIView):
    def place(self, group: Group) -> Membership:
        found = Membership.objects.filter(group=group, person=self.request.user).first()
        if found is None:
            raise PermissionDenied
        return found

    def group(self) -> Group:
        return get_object_or_404(Group, public_id=self.kwargs["group_id"], closed_at=None)

    def seen(self, rows: Any, place: Membership) -> Any:
        if place.role == "member":
            blocks = Block.objects.filter(blocker=self.request.user, blocked=OuterRef("author"))
            rows = rows.filter(~Exists(blocks))
        return rows.prefetch_related(Prefetch("reactions", Reaction.objects.order_by("kind")))


class PlainMembersView(_InGroup):
    serializer_class = PlainMemberSerializer
    pagination_class = _pages("members")

    def get_queryset(self) -> Any:
        group = self.group()
        self.place(group)
        return group.memberships.select_related("person").order_by("joined_at", "pk")


class PlainPostsView(_InGroup):
    serializer_class = PlainPostSerializer
    pagination_class = _pages("posts")

    def get_queryset(self) -> Any:
        group = self.group()
        there = Q(deleted_at=None) | Q(comment_count__gt=0)
        rows = group.posts.filter(there, parent=None).select_related("group", "author")
        return self.seen(rows, self.place(group)).order_by(F("pinned_at").desc(nulls_last=True), "-pk")


class PlainCommentsView(_InGroup):
    serializer_class = PlainCommentSerializer
    pagination_class = _pages("comments")

    def get_queryset(self) -> Any:
        rows = Post.objects.filter(group__closed_at=None).select_related("group")
        post = get_object_or_404(rows, public_id=self.kwargs["post_id"])
        comments = post.comments.filter(deleted_at=None).select_related("parent", "author")
        return self.seen(comments, self.place(post.group)).order_by("pk")


class PlainEventsView(generics.ListAPIView):
    serializer_class = PlainEventSerializer
    pagination_class = _pages("events")

    def get_queryset(self) -> Any:
        me, now = self.request.user, timezone.now()
        bans = Ban.objects.filter(group=OuterRef("group"), person=me)
        admins = Membership.objects.filter(group=OuterRef("group"), person=me, role="admin")
        rows = Gathering.objects.filter(~Exists(bans), Q(group=None) | Q(group__closed_at=None))
        coming = Min("occurrences__starts_at", filter=Q(occurrences__ends_at__gt=now))
        return (
            rows.filter(over_at__gt=now, status="scheduled")
            .annotate(soonest=coming, is_own=Exists(admins))
            .select_related("group")
            .prefetch_related(Prefetch("attendances", Attendance.objects.filter(person=me), to_attr="own"))
            .order_by("soonest", "pk")
        )


class PlainAttendeesView(generics.ListAPIView):
    serializer_class = PlainAttendeeSerializer
    pagination_class = _pages("attendees")

    def get_queryset(self) -> Any:
        event = get_object_or_404(Gathering, public_id=self.kwargs["event_id"])
        if not event.attendances.filter(person=self.request.user, status="attending").exists():
            raise PermissionDenied
        return event.attendances.select_related("person").order_by("status", "pk")


class PlainActivityView(APIView):
    def get(self, request: Request) -> Response:
        size = int(request.query_params.get("limit", 20))
        first = (int(request.query_params.get("page", 1)) - 1) * size
        sources = _sources(request.user, timezone.now())
        done = [
            {"type": kind, "data": told(row), "timestamp": getattr(row, at)}
            for kind, (rows, at, told) in sources.items()
            for row in rows.order_by(f"-{at}", "-pk")[: first + size]
        ]
        done.sort(key=lambda each: each["timestamp"], reverse=True)
        total = sum(rows.count() for rows, _, _ in sources.values())
        headers = {"X-Total-Count": str(total), "X-Page": str(first // size + 1), "X-Page-Size": str(size)}
        return Response({"activities": done[first : first + size]}, headers=headers)


def _sources(user: User, now: datetime) -> dict[str, tuple[Any, str, Any]]:
    held = Booking.objects.filter(status="completed", ends_at__lte=now)
    return {
        "session_completed": (
            held.filter(mentee=user).select_related("mentor__user"),
            "ends_at",
            lambda row: {"mentor_name": row.mentor.user.full_name, **_session(row)},
        ),
        "session_given": (
            held.filter(mentor__user=user).select_related("mentee"),
            "ends_at",
            lambda row: {"mentee_name": row.mentee.full_name, **_session(row)},
        ),
        "milestone_completed": (
            CompletedMilestone.objects.filter(path__user=user).select_related("milestone"),
            "completed_at",
            lambda row: {"milestone": row.milestone.title, "points_earned": row.points},
        ),
        "path_completed": (
            LearningPath.objects.filter(user=user, completed_at__isnull=False).select_related("subcategory"),
            "completed_at",
            lambda row: {"path": row.subcategory.name},
        ),
        "course_completed": (
            Enrollment.objects.filter(user=user, status="completed").select_related("opportunity"),
            "completed_at",
            lambda row: {"course": row.opportunity.title},
        ),
        "achievement_earned": (
            EarnedAchievement.objects.filter(user=user).select_related("achievement"),
            "earned_at",
            lambda row: {"achievement": row.achievement.name, "rarity": row.achievement.rarity},
        ),
        "certificate_issued": (
            Certificate.objects.filter(user=user),
            "issued_at",
            lambda row: {"course": row.title, "code": row.code},
        ),
    }


def _session(row: Booking) -> dict[str, Any]:
    return {"topic": row.topic, "duration_minutes": int((row.ends_at - row.starts_at).total_seconds()) // 60}
