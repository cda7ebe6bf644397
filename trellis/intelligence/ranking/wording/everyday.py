"""Words that mean two things: a skill and an everyday word, a name and a trade."""

from __future__ import annotations

from trellis.core.files.papers.headings import folded
from trellis.intelligence.resumes.words.tongues import TONGUES
from trellis.intelligence.resumes.words.work import is_place, works_as

# Names of tools and languages that are words of prose as well: they count where they are written as names.
_TOOLS = """
go r c d j k s x excel word access project outlook teams spring swift rust react express flask
node scala
dash spark hive pig storm chef puppet salt basic ada julia ruby crystal dart elm make paint illustrator
sketch notion
slack zoom pages numbers keynote unity unreal blender maya premiere elastic beam flow rest soap less sass
stylus bash
shell vim sap oracle cobra box drive forms meet chat planner stream loop sway visio publisher ant maven
gradle
jasmine mocha karma cypress angular ember backbone meteor next nest remix astro phoenix rails play lift
sails koa
falcon bottle tornado pyramid sanic celery rabbit kafka consul vault nomad terraform pulumi helm argo
flux istio envoy
snowflake looker tableau segment amplitude pivot lotus cursor windsurf copilot signal postman insomnia
charles fiddler
word power query flutter cordova ionic electron capacitor sinatra padrino julia lua perl racket scheme
closure clojure
effect effects after audition animate flash fusion solid edge inventor rhino grasshopper matrix lightroom
procreate
camel mule pega sage wave fresh monday asana jira confluence trello linear miro mural canva base backbone
"""
# What names are that are something else, too.
_WORDS = """
will mark grace hope faith joy art bill rich young long small brown green white black king may june april
august
summer autumn rose lily iris chase grant frank drew dean earl guy rob sue pat hunter mason carter taylor
cook baker
smith miller fisher price cash banks bank field fields wood woods hill stone rivers lake english french
german jordan
paris london florence austin dallas houston chelsea virginia georgia carolina china india asia data day
west east
north south lane street church park parks page booker porter potter turner walker weaver wheeler wright
archer bishop
butler chandler clerk cooper farmer foster gardener marshall sheriff shepherd singer skinner spicer
stewart tanner
bell best bird bloom bond book bush case castle cole cross crane dollar early fair fine fish flowers ford
fox freed gold
good grey gray hand hardy heart home house hull hunt ice joy just keen kind knight law little love major
march
marine mercy miles mills moon more moss new noble page pace peace pearl penny pond pool power precious
reed rice ring
rock rush sage savage sharp short silver snow star steel strong sun sweet swan tall test trade train true
ward waters
well wise wolf worth
kafka jenkins pascal haskell django turing wolfram ford bosch curry forth lisp
klein gross lang kurz jung alt neu koch schneider weber bauer richter kaufmann zimmermann sommer winter
berg stein wolf
reich ernst ende kaiser konig vogel fuchs hahn kraft stark
schwarz weiss roth
braun blau lieb gut bach feld wald haus hof stern engel herz
sol luz mar paz rosa blanco blanca rojo roja moreno morena delgado bueno buena leal flores campos rios
torres iglesias
reyes cruz calle prado molina herrero zapatero pastor santos dolores pilar mercedes consuelo angeles rey
valle costa
وردة سلام نور أمل سعيد جميل كريم أمين
"""
EVERYDAY_TOOLS = frozenset(_TOOLS.split())
_EVERYDAY = EVERYDAY_TOOLS | frozenset(map(folded, _WORDS.split()))


def is_everyday(word: str) -> bool:
    """Tell whether a part of a name is a word as well: then it is a name only beside another part of it."""
    return word in _EVERYDAY or word in TONGUES or works_as(word) > 0 or is_place(word)
