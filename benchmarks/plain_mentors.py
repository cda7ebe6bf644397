"""Mentors and their slots as one would write them in Django REST framework with no thought for speed."""

from datetime import UTC, date, datetime, timedelta
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

from trellis.domain.accounts.models import User
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


class PlainAccountSerializer(serializers.ModelSerializer):
    id = serializers.UUIDField(source="public_id")
    full_name = serializers.CharField(source="get_full_name")
    avatar_url = serializers.ImageField(source="avatar")

    class Meta:
        model = User
        fields = ["id", "full_name", "avatar_url", "username"]


class PlainCardSerializer(serializers.ModelSerializer):
    """A mentor as SOOSH prints them; when they can be booked next is reckoned as in `PlainSlotsView`."""

    id = serializers.UUIDField(source="public_id")
    user = PlainAccountSerializer()
    mentor_tier = serializers.SerializerMethodField()
    average_rating = serializers.FloatField(source="rating_average")
    total_reviews = serializers.IntegerField(source="rating_count")
    total_sessions_completed = serializers.IntegerField(source="total_sessions")
    hourly_rate = serializers.SerializerMethodField()
    skills_offered = serializers.ListField(source="expertise")
    is_verified = serializers.BooleanField(source="is_approved")
    next_available_slot = serializers.SerializerMethodField()

    class Meta:
        model = Mentor
        fields = [
            *("id", "user", "mentor_tier", "average_rating", "total_reviews", "total_sessions_completed"),
            *("hourly_rate", "currency", "skills_offered", "bio", "years_of_experience", "is_verified"),
            "next_available_slot",
        ]

    def get_mentor_tier(self, mentor: Mentor) -> str:
        is_premium = mentor.total_sessions >= 10 and mentor.rating_count >= 5 and mentor.rating_average >= 4.5
        return "premium" if is_premium else "standard"

    def get_hourly_rate(self, mentor: Mentor) -> float | None:
        return None if mentor.rate_minor is None else mentor.rate_minor / 100

    def get_next_available_slot(self, mentor: Mentor) -> datetime | None:
        return self.context["next_of"](mentor)


class PlainCards(generics.ListAPIView):
    """With the next time as it is stored: the same list, if plain code had such a column."""

    permission_classes = [AllowAny]
    serializer_class = PlainCardSerializer
    pagination_class = type("Limited", (Pages,), {"page_size_query_param": "limit", "max_page_size": 100})
    filter_backends = ()

    def get_queryset(self) -> Any:
        asked = self.request.query_params
        mentors = Mentor.objects.filter(is_approved=True, user__is_active=True).select_related("user")
        if least := asked.get("min_rating"):
            mentors = mentors.filter(rating_average__gte=least)
        if most := asked.get("max_hourly_rate"):
            most_minor = 100 * int(most)
            mentors = mentors.filter(Q(rate_minor=None) | Q(currency="USD", rate_minor__lte=most_minor))
        if asked.get("available_now"):
            tomorrow = datetime.now(UTC).replace(hour=0, minute=0) + timedelta(days=1)
            mentors = mentors.filter(next_slot_at__lt=tomorrow)
        order = {"rate": "rate_minor"}.get(asked.get("sort", ""), "-rating_average")
        return mentors.order_by(order, "-id")

    def get_serializer_context(self) -> dict[str, Any]:
        return {**super().get_serializer_context(), "next_of": self.next_of}

    def next_of(self, mentor: Mentor) -> datetime | None:
        return mentor.next_slot_at


class PlainReckonedCards(PlainCards):
    """With the next time reckoned for each row."""

    def next_of(self, mentor: Mentor) -> datetime | None:
        day = timezone.now().astimezone(ZoneInfo(mentor.availability_timezone)).date()
        for later in range(30):
            if slots := PlainSlotsView()._slots_of(mentor, day + timedelta(days=later)):
                return slots[0]["starts_at"]
        return None
