"""Roles: whom an article makes its protagonist, antagonist or innocent, read from everything else that was read."""

from collections import Counter
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.tables import regressions

LEAST = 2  # mentions found from which an actor has a role: of three that there are, the machine finds two or three
# discredited in so many paragraphs more than favoured, and in such a share of its own, an actor is an antagonist
BLAMED = ((2, 0.6), (3, 0.2))
FOLDER = Path(__file__).parent
NAMES = ("other", "protagonist", "antagonist", "innocent")
COLUMNS = """actor party role mentions paragraphs favourable discredited acts_against acted_against quoted voice
    presence""".split()


def roles(mentions, quotes, relations, portrayal):
    """The role an article gives each actor that is found twice or more: one row per actor.

    Columns actor, party, role (`protagonist`, `antagonist`, `innocent`, `other`), and what it was read from: mentions,
    paragraphs with the actor, those that portray it favourably or discredit it, negative relations in which it acts or
    is acted against, quotations, its share of all quotations (voice) and of the mentions of the most mentioned
    (presence). Who is discredited often is an antagonist, who only suffers deeds innocent; else the likeliest of four
    logistic regressions (`weights.csv`), fitted on coded articles of ordinary news. Roles after SemEval-2025 task 10.
    Blind spot: an actor praised and blamed alike is mostly `other`.

    >>> roles(pd.DataFrame(), pd.DataFrame(), pd.DataFrame(), pd.DataFrame()).empty
    True
    """
    if len(mentions) == 0:
        return pd.DataFrame(columns=COLUMNS)
    table = facts(mentions, quotes, relations, portrayal)
    table = table[table["mentions"] >= LEAST].reset_index(drop=True)
    known = features(table)
    weights = regressions(FOLDER)
    score = np.stack([sum(weight * known[name] for name, weight in weights[role].items()) for role in NAMES])
    likeliest = [NAMES[best] for best in score.argmax(axis=0)]
    return table.assign(role=_outright(table).fillna(pd.Series(likeliest, dtype=object)))[COLUMNS]


def _outright(table):
    """The role of each actor that the numbers alone decide, which short articles seldom do; None for the others."""
    more, share = table["discredited"] - table["favourable"], table["discredited"] / table["paragraphs"].clip(lower=1)
    upon = table["suffered"] & (table["acted_against"] > table["acts_against"])
    role = pd.Series(None, index=table.index, dtype=object)
    role[upon & (table["quoted"] <= 1) & (table["discredited"] <= 1)] = "innocent"
    for least, part in BLAMED:
        role[(more >= least) & (share >= part)] = "antagonist"
    return role


def facts(mentions, quotes, relations, portrayal):
    """What the role of each actor is read from, one row per actor in the order of the text."""
    named = mentions.drop_duplicates(["start", "end", "actor"])
    kinds = named["type"] if "type" in named else ""
    table = named.assign(type=kinds, lede=named["paragraph"] == named["paragraph"].min()).drop_duplicates("actor")
    table = table[["actor", "party", "type", "lede"]].reset_index(drop=True)
    counted = _counted(named, quotes, relations, portrayal)
    for name, count in counted.items():
        table[name] = [count[actor] for actor in table["actor"]]
    presence, voice = table["mentions"] / table["mentions"].max(), table["quoted"] / max(1, len(quotes))
    spread = table["paragraphs"] / named["paragraph"].nunique()
    return table.assign(presence=presence, voice=voice, spread=spread, suffered=table["suffered"] > 0)


def _counted(named, quotes, relations, portrayal):
    """How often each thing is told of each actor, each counted in one pass: {thing: a Counter by actor}."""
    acts = relations[relations["counted"].astype(bool) & (relations["target_type"] == "actor")]
    against, support = acts[acts["stance"] == -1], acts[acts["stance"] == 1]
    return {
        "mentions": Counter(named["actor"]),
        "paragraphs": Counter(portrayal["actor"]),
        "favourable": Counter(portrayal.loc[portrayal["valence"] == 1, "actor"]),
        "discredited": Counter(portrayal.loc[portrayal["valence"] == -1, "actor"]),
        "acts_against": Counter(against["source"]),
        "acts_for": Counter(support["source"]),
        "acted_against": Counter(against["target"]),
        "acted_for": Counter(support["target"]),
        "suffered": Counter(against.loc[against["expression"] == "material", "target"]),
        "quoted": Counter(quotes["speaker"]),
    }


def features(facts):
    """What the chance of each role is read from: {feature: an array with one number an actor}."""
    paragraphs = facts["paragraphs"].clip(lower=1)
    known = {"always": np.ones(len(facts)), "most mentioned": facts["presence"] == 1}
    known |= {name: facts[name] for name in ("presence", "lede", "spread", "suffered", "voice")}
    known |= {f"{name} share": facts[name] / paragraphs for name in ("favourable", "discredited")}
    counted = ("mentions", "acts_against", "acts_for", "acted_against", "acted_for", "quoted")
    known |= {name: np.log1p(facts[name].astype(float)) for name in counted}
    known |= {kind: facts["type"] == kind for kind in ("person", "group", "state")}
    return {name: np.asarray(column, dtype=float) for name, column in known.items()}
