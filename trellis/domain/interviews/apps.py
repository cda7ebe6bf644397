from django.apps import AppConfig


class InterviewsConfig(AppConfig):
    name = "trellis.domain.interviews"
    label = "interviews"

    def ready(self) -> None:
        from trellis.domain.interviews.queries.sessions import is_under_way_for
        from trellis.domain.needs.queries.tasks import UNDER_WAY

        UNDER_WAY.append(is_under_way_for)
