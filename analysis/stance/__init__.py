"""Stance: who supports or opposes whom, in words or in deeds, and in whose voice it is said."""

from analysis.stance import issues
from analysis.stance.sentence import (
    COLUMNS,
    LIKELY_ALONE,
    Balance,
    Place,
    Relation,
    balance,
    between,
    metamorphic,
    network,
    read,
    relations,
)
from analysis.stance.summaries import against, between_actors, between_parties, sides, triangles

__all__ = [
    "COLUMNS",
    "LIKELY_ALONE",
    "Balance",
    "Place",
    "Relation",
    "balance",
    "between",
    "issues",
    "metamorphic",
    "network",
    "read",
    "relations",
]
