"""Mentors and their slots as one would write them in Django REST framework with no thought for speed."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.utils import timezone
from rest_framework import generics, serializers
from rest_framework.pagination import PageNumberPagination
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from trellis.domain.mentorship.models import Availability, Booking, Mentor


class PlainMentorSerializer(serializers.ModelSerializer):
    id = serializers.UUIDField(source="public_id")
    name = serializers.CharField(source="user.get_full_name")
    first_name = serializers.CharField(source="user.first_name")
    last_name = serializers.CharField(source="user.last_name")
    photo_url = serializers.ImageField(source="photo")
    rating = serializers.SerializerMethodField()

    class Meta:
        model = Mentor
        fields = [
            "id",
            "user_id",
            "name",
            "first_name",
            "last_name",
            "bio",
            "photo_url",
            "expertise",
            "company",
            "job_title",
            "years_of_experience",
            "linkedin_url",
            "github_url",
            "twitter_url",
            "rating",
            "rating_count",
            "total_sessions",
            "is_approved",
            "availability_timezone",
            "session_minutes",
            "version",
        ]

    def get_rating(self, mentor: Mentor) -> float | None:
        return round(mentor.rating_sum / mentor.rating_count, 2) if mentor.rating_count else None


class Pages(PageNumberPagination):
    page_size = 20


class PlainMentorsView(generics.ListAPIView):
    permission_classes = [AllowAny]
    serializer_class = PlainMentorSerializer
    pagination_class = Pages

    def get_queryset(self) -> Any:
        mentors = Mentor.objects.filter(is_approved=True, user__is_active=True).select_related("user")
        if word := self.request.query_params.get("search"):
            mentors = mentors.filter(
                Q(user__first_name__icontains=word)
                | Q(user__last_name__icontains=word)
                | Q(company__icontains=word)
                | Q(job_title__icontains=word)
                | Q(expertise__icontains=word)
            )
        return mentors.order_by("-id")


class PlainSlotSerializer(serializers.Serializer):
    date = serializers.DateField()
    start_time = serializers.TimeField(format="%H:%M")
    end_time = serializers.TimeField(format="%H:%M")
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()


class PlainSlotsView(APIView):
    permission_classes = [AllowAny]

    def get(self, request: Request, mentor_id: UUID) -> Response:
        mentor = Mentor.objects.get(public_id=mentor_id)
        day = date.fromisoformat(request.query_params["from"])
        last = date.fromisoformat(request.query_params["to"])
        slots: list[dict[str, Any]] = []
        while day <= last:
            slots += self._slots_of(mentor, day)
            day += timedelta(days=1)
        return Response(PlainSlotSerializer(slots, many=True).data)

    def _slots_of(self, mentor: Mentor, day: date) -> list[dict[str, Any]]:
        zone = ZoneInfo(mentor.availability_timezone)
        free = []
        rules = Availability.objects.filter(
            mentor=mentor, is_active=True, is_recurring=True, day_of_week=day.isoweekday() % 7
        )
        for rule in rules:
            for minute in range(rule.start_minute, rule.end_minute, mentor.session_minutes):
                start = datetime(day.year, day.month, day.day, tzinfo=zone) + timedelta(minutes=minute)
                end = start + timedelta(minutes=mentor.session_minutes)
                free.append(
                    {
                        "date": day,
                        "start_time": start.time(),
                        "end_time": end.time(),
                        "starts_at": start,
                        "ends_at": end,
                    }
                )
        taken = Booking.objects.filter(
            mentor=mentor, status__in=["pending", "confirmed"], starts_at__date=day
        )
        held = [(booking.starts_at, booking.ends_at) for booking in taken]
        return [
            slot
            for slot in free
            if slot["starts_at"] > timezone.now()
            and not any(start < slot["ends_at"] and slot["starts_at"] < end for start, end in held)
        ]
