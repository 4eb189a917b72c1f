"""How likely a careful coder has a relation that was read, and which ones are too unlikely to be kept."""

from pathlib import Path

import numpy as np

from analysis.actors import Census
from analysis.tables import chance, odds, regressions

FOLDER = Path(__file__).parent
LEAST = 0.3  # the chance from which on a relation is kept; chosen on articles of ordinary news left out of training


def likely(table, mentions):
    """The chance of every relation: 0 to 1, by a logistic regression on how it was found and between whom.

    Fitted on coded articles of ordinary news (`weights.csv`). Blind spot: text unlike news, and coders unlike those.
    """
    return chance(regressions(FOLDER)["relations"], features(table, Census(mentions)))


def features(table, census):
    """What the chance is read from: {feature: one number a row}."""
    asked, known = table["probability"].notna().to_numpy(), odds(table["probability"].fillna(0.5))
    found = {"always": np.ones(len(table))} | {name: table["found_by"] == name for name in ("both", "rule")}
    found |= {"odds": known, "odds of a rule": known * (table["found_by"] == "rule"), "not asked": ~asked}
    manner = {
        "material": table["expression"] == "material",
        "against": table["stance"] < 0,
        "own voice": table["voice"] == "author",
        "issue": table["target_type"] == "issue",
    }
    source = census.of(table["source"], table["paragraph"], "source ")
    return found | manner | source | census.of(table["target"], table["paragraph"], "target ")
