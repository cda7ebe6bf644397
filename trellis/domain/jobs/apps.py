from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "trellis.domain.jobs"
    label = "jobs"

    def ready(self) -> None:
        from trellis.domain.candidates.queries.profiles import APPLICANTS
        from trellis.domain.jobs.queries.applications import applicants_of
        from trellis.domain.jobs.services import renaming  # noqa: F401  (connects its signal)

        APPLICANTS.append(applicants_of)
