"""What people ask for, and the subcategory that should be among the first three.

Written before the descriptions were; only the first half was looked at while these were worked on.
"""

from pathlib import Path

# What the model makes of them all: `python -m benchmarks.categories` writes it.
VECTORS = Path(__file__).with_name("questions.f16")


def place(right: str, found: list[str]) -> int:
    """Return at which place the right one is, or 0."""
    return found.index(right) + 1 if right in found else 0


LOOKED_AT = {
    "how to paint with watercolours": "visual-arts",
    "learn mobile design": "design-media",
    "make a short documentary with my phone": "photography-film",
    "build my first iphone app": "web-app-development",
    "protect my accounts from hackers": "cybersecurity",
    "learn the guitar as an adult": "instruments-singing",
    "I want to be on stage in a play": "theatre-acting",
    "write a fantasy novel": "creative-writing",
    "start a blog that people read": "journalism-blogging",
    "turn an idea into a company": "starting-a-business",
    "set priorities for a product roadmap": "product-management",
    "get my website to the top of google": "digital-marketing",
    "close more deals with clients": "sales-negotiation",
    "stop living from paycheck to paycheck": "personal-finance",
    "file my own tax return": "accounting-tax",
    "prepare for a job interview": "resumes-interviews",
    "meet people in my industry": "professional-networking",
    "overcome stage fright when giving talks": "public-speaking",
    "two colleagues who argue all the time": "conflict-resolution",
    "break a bad habit": "habits-motivation",
    "learn to meditate": "mindfulness-meditation",
    "build muscle with dumbbells": "strength-training",
    "what should I eat to lose weight": "nutrition-diet",
    "panic attacks before exams": "stress-anxiety",
    "I cannot fall asleep at night": "sleep-rest",
    "how do vaccines work": "biology-medicine",
    "help with calculus": "mathematics-statistics",
    "practise English conversation": "english",
    "learn Japanese kanji": "asian-languages",
    "pass my high school exams": "school-tutoring",
    "become a better classroom teacher": "teaching-skills",
    "arduino project with sensors": "electronics-iot",
    "design parts for my 3d printer": "cad-3d-printing",
    "grow tomatoes on my balcony": "gardening-urban-farming",
    "protect endangered animals": "wildlife-conservation",
    "bake sourdough bread": "baking-pastry",
    "build a bookshelf": "woodworking-diy",
    "train for my first football match": "team-sports",
    "self defence for women": "martial-arts",
    "raising a toddler without shouting": "parenting",
}
UNSEEN = {
    "sketching portraits in charcoal": "visual-arts",
    "wireframes and usability tests for an app": "ui-ux-design",
    "edit portraits in lightroom": "photography-film",
    "train a neural network": "data-science-ai",
    "deploy containers to kubernetes": "cloud-devops",
    "mix and master my own beats": "music-production",
    "salsa for beginners": "dance",
    "write headlines that sell": "copywriting-content",
    "find an agent for my manuscript": "publishing-editing",
    "how to run a company with forty employees": "strategy-management",
    "find clients as a freelancer": "freelancing-consulting",
    "grow my instagram followers": "social-media",
    "give my company a logo and a voice people remember": "branding-pr",
    "buy shares and index funds": "investing-markets",
    "what is bitcoin": "crypto-fintech",
    "leave nursing and become a programmer": "career-change",
    "work from home without losing focus": "remote-work",
    "lead a team for the first time": "team-leadership",
    "become a mentor for young people": "coaching-mentoring",
    "believe in myself more": "confidence-self-esteem",
    "I never finish things on time": "time-management",
    "gentle stretching for back pain": "yoga-pilates",
    "run a marathon": "running-endurance",
    "cope with the death of my father": "grief-life-changes",
    "exhausted by my job": "burnout-recovery",
    "why is the sky blue": "physics-chemistry",
    "see the rings of saturn with a telescope": "space-astronomy",
    "order food in Madrid": "romance-languages",
    "talk with deaf people": "sign-languages",
    "get a scholarship for a master's degree": "university-scholarships",
    "games for kindergarten children": "early-childhood",
    "how bridges are built": "mechanical-civil-engineering",
    "program a robot arm": "robotics-automation",
    "put solar panels on my roof": "climate-energy",
    "live without plastic": "zero-waste",
    "quick dinners for the family": "home-cooking",
    "make my own dresses": "sewing-textiles",
    "surf my first wave": "water-sports",
    "raise money for a charity": "volunteering-nonprofits",
    "look after my mother with dementia": "caregiving",
}
# Words that are none, words about nothing here, another language: nothing is to be found.
NONSENSE = [
    *("qwrtzpl", "asdf qwer", "blorf snib", "xxxxxxxxxxx", "wklrjt pqowe", "hjkl hjkl hjkl", "djnkcqnb"),
    *("foo bar", "lorem ipsum dolor sit amet", "1234567", "the", "yes please"),
    *("Ich möchte Gitarre spielen lernen", "quiero aprender a cocinar"),
]
