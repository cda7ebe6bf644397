"""Forty spoken answers, four to a person, and what they say; the recordings lie beside this file.

They were spoken by five synthetic voices (slt, rms and awb of flite, slt of festival, joe of piper; the
product speaks with none of them) at different paces and pitches, and are kept as Opus. One half was looked
at while speech was worked on, of the other only the share that is right.
"""

from dataclasses import dataclass
from pathlib import Path

_FOLDER = Path(__file__).parent / "recordings"


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """What somebody says, and what a profile should have of it; `goals` has the words that carry them."""

    name: str
    answers: tuple[str, str, str, str]
    passions: set[str]
    skills: dict[str, str | None]
    goals: set[str]
    time_commitment: str
    learning_style: str

    def recording(self, step: int) -> bytes:
        """Return the recording of an answer, the first being 1."""
        return (_FOLDER / f"{self.name}-{step}.ogg").read_bytes()


LOOKED_AT = (
    Speaker(
        name="anna",
        answers=(
            "I'm passionate about photography and travel.",
            "I would say I'm an intermediate photographer. I've been doing photography for three years.",
            "I want to sell my pictures and have my own exhibition.",
            "About two hours a day. I learn best by watching videos.",
        ),
        passions={"photography", "travel"},
        skills={"photography": "intermediate"},
        goals={"sell", "pictures", "exhibition"},
        time_commitment="2 hours/day",
        learning_style="visual",
    ),
    Speaker(
        name="ben",
        answers=(
            "I love cooking, and I also love gardening.",
            "I'm a beginner at cooking, but I'm advanced at gardening.",
            "My goal is to open a small restaurant in my home town.",
            "Ten hours a week, and I prefer hands on projects.",
        ),
        passions={"cooking", "gardening"},
        skills={"cooking": "beginner", "gardening": "advanced"},
        goals={"open", "small", "restaurant"},
        time_commitment="10 hours/week",
        learning_style="hands-on",
    ),
    Speaker(
        name="clara",
        answers=(
            "I am really interested in machine learning and music.",
            "I'm an expert in mathematics, and I'm a beginner in machine learning.",
            "I would like to get a job as a data scientist.",
            "Maybe one hour every evening. I like reading books and articles.",
        ),
        passions={"machine learning", "music"},
        skills={"mathematics": "expert", "machine learning": "beginner"},
        goals={"job", "data", "scientist"},
        time_commitment="1 hour/evening",
        learning_style="reading",
    ),
    Speaker(
        name="daniel",
        answers=(
            "I enjoy public speaking and teaching.",
            "I'm good at teaching, but I'm new to public speaking.",
            "I hope to become a teacher and help young people.",
            "Thirty minutes a day. I learn by listening to podcasts.",
        ),
        passions={"public speaking", "teaching"},
        skills={"teaching": "advanced", "public speaking": "beginner"},
        goals={"become", "teacher"},
        time_commitment="30 minutes/day",
        learning_style="auditory",
    ),
    Speaker(
        name="ella",
        answers=(
            "My passion is pottery.",
            "I'm a complete beginner. I have never made anything.",
            "I want to make my own cups and bowls.",
            "Only on weekends. I need to do it with my hands.",
        ),
        passions={"pottery"},
        skills={"pottery": "beginner"},
        goals={"make", "cups", "bowls"},
        time_commitment="weekends",
        learning_style="hands-on",
    ),
)
UNSEEN = (
    Speaker(
        name="felix",
        answers=(
            "I like painting and drawing.",
            "I'm intermediate at drawing, and a beginner at painting.",
            "I'd like to illustrate a book for children.",
            "One hour a day, and I learn by watching tutorials.",
        ),
        passions={"painting", "drawing"},
        skills={"drawing": "intermediate", "painting": "beginner"},
        goals={"illustrate", "book", "children"},
        time_commitment="1 hour/day",
        learning_style="visual",
    ),
    Speaker(
        name="grace",
        answers=(
            "I'm passionate about fitness and healthy food.",
            "I have five years of experience in fitness.",
            "My dream is to become a personal trainer.",
            "Five hours a week. I learn by doing.",
        ),
        passions={"fitness", "healthy food"},
        skills={"fitness": "advanced"},
        goals={"become", "personal", "trainer"},
        time_commitment="5 hours/week",
        learning_style="hands-on",
    ),
    Speaker(
        name="hugo",
        answers=(
            "I love languages, especially Spanish.",
            "I know a little Spanish, but I speak English fluently.",
            "I want to talk to my grandmother in Spanish.",
            "Twenty minutes every day. I learn best by listening.",
        ),
        passions={"languages", "spanish"},
        skills={"spanish": "beginner", "english": "advanced"},
        goals={"talk", "grandmother", "spanish"},
        time_commitment="20 minutes/day",
        learning_style="auditory",
    ),
    Speaker(
        name="iris",
        answers=(
            "I'm interested in web design and marketing.",
            "I'm an expert in marketing, and a beginner in web design.",
            "I plan to start my own business.",
            "Three to four hours a week. I prefer reading.",
        ),
        passions={"web design", "marketing"},
        skills={"marketing": "expert", "web design": "beginner"},
        goals={"start", "business"},
        time_commitment="3-4 hours/week",
        learning_style="reading",
    ),
    Speaker(
        name="jonas",
        answers=(
            "I enjoy playing the guitar and singing.",
            "I'm advanced at guitar, and I'm a beginner at singing.",
            "I want to play in a band and write my own songs.",
            "Two evenings a week. Pictures and diagrams help me.",
        ),
        passions={"playing the guitar", "singing"},
        skills={"guitar": "advanced", "singing": "beginner"},
        goals={"play", "band", "write", "songs"},
        time_commitment="2 evenings/week",
        learning_style="visual",
    ),
)
