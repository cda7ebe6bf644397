from django.apps import AppConfig


class CalendarConfig(AppConfig):
    name = "trellis.domain.calendar"
    label = "calendar"
