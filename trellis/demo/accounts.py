"""The people of the demo world. Ids are those that the API documents print, so that printed requests work."""

from dataclasses import dataclass

from django.db.models import QuerySet

from trellis.domain.accounts.models import User
from trellis.domain.accounts.rules import Journey

DEMO_PASSWORD = "SecurePass123!"  # noqa: S105  (published; production refuses to start with it)


@dataclass(frozen=True)
class DemoAccount:
    """One account: who they are, and what to try with it."""

    id: int
    email: str
    username: str
    full_name: str
    is_what: str
    journey: Journey = Journey.BEGINNER


ACCOUNTS = [
    DemoAccount(200, "admin@trellis.example", "admin", "Ada Admin", "superuser of the back office"),
    DemoAccount(
        123,
        "mike@example.com",
        "coach_mike",
        "Mike Johnson",
        "coach of the talent pool: tennis, football",
        Journey.EXPERIENCED,
    ),
    DemoAccount(
        124,
        "carla@example.com",
        "coach_carla",
        "Carla Reyes",
        "a second coach, nothing decided yet",
        Journey.EXPERIENCED,
    ),
    DemoAccount(10, "john@example.com", "john_talent", "John Doe", "talent: football, basketball"),
    DemoAccount(456, "jane@example.com", "jane_talent", "Jane Smith", "talent, verified: tennis, badminton"),
    DemoAccount(789, "alex@example.com", "alex_talent", "Alex Brown", "talent: basketball, volleyball"),
    DemoAccount(
        1,
        "support@appbrew.com",
        "mahummed",
        "Mahummed Mahummed",
        "AppBrew: owner",
        Journey.EXPERIENCED,
    ),
    DemoAccount(
        2,
        "manager@appbrew.com",
        "appbrew_manager",
        "Jane Smith",
        "AppBrew: manager",
        Journey.EXPERIENCED,
    ),
    DemoAccount(203, "staff@appbrew.com", "appbrew_staff", "Sam Taylor", "AppBrew: staff", Journey.MID_LEVEL),
    DemoAccount(
        204,
        "owner@northwind.example",
        "northwind_owner",
        "Nora Wind",
        "Northwind: owner",
        Journey.EXPERIENCED,
    ),
    DemoAccount(
        205,
        "employer@example.com",
        "employer",
        "Emma Ployer",
        "Inclusive Works: root user",
        Journey.EXPERIENCED,
    ),
    DemoAccount(206, "candidate@example.com", "candidate", "Cam Didate", "candidate"),
    DemoAccount(207, "user@example.com", "johndoe", "John Doe", "learner, not onboarded"),
    DemoAccount(
        208,
        "sarah@example.com",
        "sarahj",
        "Sarah Johnson",
        "mentor: UI design",
        Journey.EXPERIENCED,
    ),
    DemoAccount(209, "middy@example.com", "middy", "Mid Level", "mentor", Journey.MID_LEVEL),
    DemoAccount(
        210,
        "robin@example.com",
        "robin",
        "Robin Able",
        "learner with an AI agent",
        Journey.DISABLED,
    ),
    DemoAccount(211, "mina@example.com", "mina", "Mina Young", "learner, 15 years old"),
    DemoAccount(212, "gil@example.com", "gil", "Gil Young", "guardian of Mina"),
]
_NOT_ONBOARDED = {"user@example.com"}


def is_onboarded(account: DemoAccount) -> bool:
    """Return whether the account has completed SOOSH's onboarding."""
    return account.email not in _NOT_ONBOARDED


def demo_users() -> QuerySet[User]:
    """Return the accounts of the demo world that are in this database."""
    return User.objects.filter(email__in=[account.email for account in ACCOUNTS]).order_by("id")
