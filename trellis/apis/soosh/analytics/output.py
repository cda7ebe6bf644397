"""Numbers as this door shows them (soosh-api.md, section 14)."""

from typing import Any

from rest_framework import serializers

from trellis.core.writing.money import as_number
from trellis.domain.analytics.queries.dashboards import Dashboard, Given
from trellis.domain.analytics.queries.mentors import MentorStats
from trellis.domain.analytics.queries.sessions import Day
from trellis.domain.analytics.rules.choices import ActivityType
from trellis.domain.analytics.rules.numbers import average_of


class OverviewOutput(serializers.Serializer[Any]):
    """What one has done in all."""

    total_sessions = serializers.IntegerField()
    total_hours_learned = serializers.FloatField()
    courses_completed = serializers.IntegerField()
    current_streak_days = serializers.IntegerField()
    total_points = serializers.IntegerField()
    level = serializers.IntegerField()


class LearningProgressOutput(serializers.Serializer[Any]):
    """How far one has come; the rate is in per cent, the rating what one gave to sessions."""

    active_paths = serializers.IntegerField()
    completion_rate = serializers.FloatField()
    average_session_rating = serializers.FloatField(allow_null=True)


class CountedDayOutput(serializers.Serializer[Any]):
    """What one did on a day, by one's own clock."""

    date = serializers.DateField()
    weekday = serializers.CharField()
    sessions = serializers.IntegerField()
    minutes = serializers.IntegerField()
    points = serializers.IntegerField()


class MentorEarningsOutput(serializers.Serializer[Any]):
    """What a mentor earned this month, and what they gave."""

    this_month = serializers.FloatField()
    currency = serializers.CharField()
    total_sessions_given = serializers.IntegerField()
    average_rating = serializers.FloatField(allow_null=True)


class AdviceOutput(serializers.Serializer[Any]):
    """What one could do next."""

    next_steps = serializers.ListField(child=serializers.CharField())


class DashboardOutput(serializers.Serializer[Any]):
    """All of it, in whose time; `earnings` is null for who is no mentor."""

    overview = OverviewOutput()
    learning_progress = LearningProgressOutput()
    earnings = MentorEarningsOutput(allow_null=True)
    recommendations = AdviceOutput()
    today = CountedDayOutput()
    this_week = CountedDayOutput(many=True)
    timezone = serializers.CharField()


class ActivityOutput(serializers.Serializer[Any]):
    """One thing that somebody has done; what `data` has is by its type."""

    type = serializers.ChoiceField(choices=ActivityType.choices)
    data = serializers.DictField()  # type: ignore[assignment]  # as it is printed
    timestamp = serializers.DateTimeField()


class ActivitiesOutput(serializers.Serializer[Any]):
    """A page of what one has done; the headers tell which."""

    activities = ActivityOutput(many=True)


class EarnedMonthOutput(serializers.Serializer[Any]):
    """A month by its year and number, and what was earned in it."""

    month = serializers.CharField()
    amount = serializers.FloatField()


class MentorStatsOutput(serializers.Serializer[Any]):
    """How a mentor does. What ends in `_rate` is in per cent, of the last 365 days but for the retention."""

    total_sessions_given = serializers.IntegerField()
    sessions_last_year = serializers.IntegerField()
    hours_given = serializers.FloatField()
    average_rating = serializers.FloatField(allow_null=True)
    rating_count = serializers.IntegerField()
    ratings = serializers.DictField(child=serializers.IntegerField())
    mentees = serializers.IntegerField()
    retention_rate = serializers.FloatField(allow_null=True)
    cancellation_rate = serializers.FloatField(allow_null=True)
    no_show_rate = serializers.FloatField(allow_null=True)
    median_response_hours = serializers.FloatField(allow_null=True)
    this_month = serializers.FloatField()
    earnings_by_month = EarnedMonthOutput(many=True)
    currency = serializers.CharField()
    timezone = serializers.CharField()


def dashboard_json(found: Dashboard) -> dict[str, Any]:
    """Return a dashboard as DashboardOutput describes it."""
    return {
        "overview": {
            "total_sessions": found.had.count,
            "total_hours_learned": found.hours,
            "courses_completed": found.learned.courses,
            "current_streak_days": found.standing.current_streak_days,
            "total_points": found.standing.points,
            "level": found.standing.level,
        },
        "learning_progress": {
            "active_paths": found.learned.active_paths,
            "completion_rate": found.completion_rate,
            "average_session_rating": found.average_rating,
        },
        "earnings": _given_json(found.given) if found.given is not None else None,
        "recommendations": {"next_steps": found.steps},
        "today": _day_json(found.today),
        "this_week": [_day_json(each) for each in found.week],
        "timezone": found.zone.key,
    }


def stats_json(found: MentorStats) -> dict[str, Any]:
    """Return how a mentor does as MentorStatsOutput describes it."""
    by_month = found.earnings.by_month if found.earnings else {}
    return {
        "total_sessions_given": found.given.count,
        "sessions_last_year": found.given_of_late,
        "hours_given": found.hours,
        "average_rating": found.average_rating,
        "rating_count": found.given.rated,
        "ratings": {str(stars): count for stars, count in found.stars.items()},
        "mentees": found.mentees,
        "retention_rate": found.retention_rate,
        "cancellation_rate": found.cancellation_rate,
        "no_show_rate": found.no_show_rate,
        "median_response_hours": found.response_hours,
        "this_month": as_number(found.earnings.this_month_minor if found.earnings else 0, found.currency),
        "earnings_by_month": [
            {"month": month, "amount": as_number(by_month.get(month, 0), found.currency)}
            for month in found.months
        ],
        "currency": found.currency,
        "timezone": found.zone.key,
    }


def _given_json(given: Given) -> dict[str, Any]:
    return {
        "this_month": as_number(given.this_month_minor, given.currency),
        "currency": given.currency,
        "total_sessions_given": given.sessions.count,
        "average_rating": average_of(given.sessions.stars, given.sessions.rated),
    }


def _day_json(day: Day) -> dict[str, Any]:
    return {
        "date": day.day,
        "weekday": f"{day.day:%A}",
        "sessions": day.sessions,
        "minutes": day.minutes,
        "points": day.points,
    }
