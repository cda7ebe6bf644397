"""What can be learned in the demo world: courses, workshops and groups, and who is enrolled already.

Its jobs and mentorships are those of the jobs and mentors of that world.
"""

from datetime import UTC, datetime
from typing import Any, NamedTuple
from uuid import UUID, uuid5

from trellis.domain.accounts.models import User
from trellis.domain.catalog.models import Subcategory
from trellis.domain.learning.models import Enrollment, Opportunity
from trellis.domain.learning.rules.choices import OWN, Difficulty, OpportunityType
from trellis.domain.learning.services.offering import make_opportunities

_SINCE = datetime(2025, 1, 6, 9, tzinfo=UTC)
_NAMESPACE = UUID("b0f2c8de-5a3e-5f60-8c6b-3d0f3f0f7a10")
_COURSE, _WORKSHOP, _GROUP = OpportunityType.COURSE, OpportunityType.WORKSHOP, OpportunityType.GROUP
_EASY, _MIDDLE, _HARD = Difficulty.BEGINNER, Difficulty.INTERMEDIATE, Difficulty.ADVANCED


class _Offer(NamedTuple):
    """One of them: below which slug, what it costs in the smallest units, how many minutes it takes."""

    kind: OpportunityType
    title: str
    slug: str
    level: Difficulty | None
    minor: int
    minutes: int | None
    tags: str
    about: str
    currency: str = "USD"


_OFFERS = [
    _Offer(_COURSE, "Watercolour from the First Wash", "visual-arts", _EASY, 2900, 240, "paint",
           "Mix, wash and layer: four small landscapes by the end."),
    _Offer(_COURSE, "Typography That Reads Well", "design-media", _MIDDLE, 3900, 300, "typography design",
           "Choose, pair and set type for screens and for paper."),
    _Offer(_COURSE, "Film with the Phone You Have", "photography-film", _EASY, 0, 180, "video",
           "Light, sound and a cut of three minutes."),
    _Offer(_COURSE, "Python for Complete Beginners", "web-app-development", _EASY, 0, 600, "python code",
           "From the first line to a small program that sorts your files."),
    _Offer(_COURSE, "Build a Web App with Django", "web-app-development", _MIDDLE, 5900, 900,
           "python django web", "Models, views, tests and a deployment of your own."),
    _Offer(_COURSE, "Machine Learning with Your Own Data", "data-science-ai", _HARD, 8900, 1200,
           "python models", "Train, measure and doubt a model before you trust it."),
    _Offer(_COURSE, "Secure Passwords and Private Messages", "cybersecurity", _EASY, 0, 90, "privacy",
           "What to change today so that nobody reads along."),
    _Offer(_COURSE, "Kubernetes in Practice", "cloud-devops", _HARD, 9900, 960, "kubernetes containers",
           "Run, watch and repair a cluster that you have built."),
    _Offer(_COURSE, "First Chords on the Guitar", "instruments-singing", _EASY, 1900, 300, "guitar music",
           "Six chords, two rhythms, ten songs."),
    _Offer(_COURSE, "Write Your First Short Story", "creative-writing", _EASY, 0, 240, "writing fiction",
           "A character, a wish and what stands in the way."),
    _Offer(_COURSE, "From Idea to Business Plan", "starting-a-business", _EASY, 3500, 360, "startup planning",
           "Whom it helps, what it costs and who pays for it."),
    _Offer(_COURSE, "Found on Google: SEO without Tricks", "digital-marketing", _MIDDLE, 4500, 300,
           "seo marketing", "Pages that answer what people ask."),
    _Offer(_COURSE, "A Budget That Lasts the Month", "personal-finance", _EASY, 0, 120, "budget saving",
           "Where it goes, what can stay, and what to put aside."),
    _Offer(_COURSE, "Index Funds Explained", "investing-markets", _MIDDLE, 2500, 180, "investing funds",
           "Risk, costs and patience."),
    _Offer(_COURSE, "Statistics Made Friendly", "mathematics-statistics", _MIDDLE, 0, 480, "statistics maths",
           "Averages, chance and how graphs mislead."),
    _Offer(_COURSE, "Spanish for Travellers", "romance-languages", _EASY, 2400, 420, "spanish conversation",
           "Order, ask and understand the answer.", "EUR"),
    _Offer(_COURSE, "Japanese: Read the Kana", "asian-languages", _EASY, 2500, 300, "japanese reading",
           "Both alphabets in a month.", "JPY"),
    _Offer(_COURSE, "American Sign Language 1", "sign-languages", _EASY, 0, 360, "asl signing",
           "Introduce yourself and hold a first conversation."),
    _Offer(_COURSE, "Bread and Sourdough at Home", "baking-pastry", _EASY, 1500, 180, "baking bread",
           "Keep a starter alive and bake with it."),
    _Offer(_COURSE, "Accessible Web Pages", "accessibility-disability", _MIDDLE, 0, 240, "wcag html",
           "Keyboard, contrast and screen readers, tried on pages of your own."),
    _Offer(_WORKSHOP, "Portfolio Review Evening", "ui-ux-design", _MIDDLE, 1500, 120, "portfolio ui-design",
           "Bring three pieces of work and leave with notes."),
    _Offer(_WORKSHOP, "Wireframes on Paper", "ui-ux-design", _EASY, 0, 90, "wireframes ui-design",
           "Ten screens in an hour, without a computer."),
    _Offer(_WORKSHOP, "Speak in Front of People", "public-speaking", _EASY, 2000, 180,
           "speaking presentations", "Two minutes each, three times, with kind words in between."),
    _Offer(_WORKSHOP, "Practise the Job Interview", "resumes-interviews", _EASY, 0, 120, "interviews",
           "Questions that will come, and answers that are yours."),
    _Offer(_WORKSHOP, "Solder Your First Circuit", "electronics-iot", _EASY, 2200, 150, "arduino soldering",
           "A lamp that notices when it gets dark."),
    _Offer(_WORKSHOP, "Difficult Conversations", "conflict-resolution", _MIDDLE, 3000, 180,
           "listening mediation", "Say what is the matter without breaking anything."),
    _Offer(_WORKSHOP, "Vegetables on the Balcony", "gardening-urban-farming", _EASY, 0, 90, "gardening",
           "What grows in a pot, and when to sow it."),
    _Offer(_WORKSHOP, "First Aid for Dogs and Cats", "pets-animals", _EASY, 1800, 120, "pets first-aid",
           "What to do until the vet is there."),
    _Offer(_GROUP, "Morning Runners", "running-endurance", None, 0, None, "running",
           "Slow miles before work, wherever you live."),
    _Offer(_GROUP, "Women Who Code Together", "web-app-development", None, 0, None, "programming community",
           "Questions, reviews and company on the way into the trade."),
    _Offer(_GROUP, "Quiet Mornings: Meditation", "mindfulness-meditation", None, 0, None, "meditation",
           "Twenty minutes together, then the day."),
    _Offer(_GROUP, "UI Design Enthusiasts", "ui-ux-design", None, 0, None, "ui-design figma",
           "Screens that we like, and why."),
    _Offer(_COURSE, "UI Design Fundamentals", "ui-ux-design", _EASY, 4999, 360, "figma ui-design mobile",
           "Layout, colour and type for screens: design a mobile app in Figma, step by step."),
]  # fmt: skip
# How many stars, by whom: None of who has given none yet. They came before anything cost something.
_LEARNERS = ("robin", "candidate", "middy", "jane_talent", "alex_talent")
_ENROLLED: dict[str, tuple[int | None, ...]] = {
    "UI Design Fundamentals": (5, 5, 4),
    "Python for Complete Beginners": (5, 4, 5, 5, 4),
    "American Sign Language 1": (5, 5),
    "Accessible Web Pages": (4, 5, None),
    "Write Your First Short Story": (None, 3),
    "UI Design Enthusiasts": (None, None, None),
    "Morning Runners": (None,),
}


def load_learning() -> None:
    """Make what is offered, unless that is done."""
    below = {row.slug: row for row in Subcategory.objects.select_related("category")}
    if Opportunity.objects.filter(opportunity_type__in=OWN).exists():
        return
    said = [_said(each, below[each.slug]) for each in _OFFERS]
    made = make_opportunities(said=said, actor_id=None, is_published=True, now=_SINCE)
    _enroll({row.title: row for row in made})


def _said(offer: _Offer, subcategory: Subcategory) -> dict[str, Any]:
    return {
        "public_id": uuid5(_NAMESPACE, offer.title),
        "opportunity_type": offer.kind,
        "title": offer.title,
        "description": offer.about,
        "price_minor": offer.minor,
        "currency": offer.currency,
        "duration_minutes": offer.minutes,
        "difficulty": offer.level,
        "tags": offer.tags.split(),
        "subcategory": subcategory,
    }


def _enroll(by_title: dict[str, Opportunity]) -> None:
    people = {user.username: user for user in User.objects.filter(username__in=_LEARNERS)}
    Enrollment.objects.bulk_create(
        Enrollment(
            public_id=uuid5(_NAMESPACE, f"{title}/{name}"),
            opportunity=by_title[title],
            user=people[name],
            stars=stars,
            enrolled_at=_SINCE,
            updated_at=_SINCE,
        )
        for title, given in _ENROLLED.items()
        for name, stars in zip(_LEARNERS, given, strict=False)
    )
