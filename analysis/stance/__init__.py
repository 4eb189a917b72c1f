"""Stance: who supports or opposes whom, in words or in deeds, and in whose voice it is said."""

from analysis.stance import issues
from analysis.stance.camps import Balance, balance, network
from analysis.stance.changes import metamorphic
from analysis.stance.joined import COLUMNS, candidates, relations
from analysis.stance.likely import FOLDER, features
from analysis.stance.pairs import Relation, between
from analysis.stance.sentence import Place, read
from analysis.stance.summaries import against, between_actors, between_parties, chances, sides, triangles
