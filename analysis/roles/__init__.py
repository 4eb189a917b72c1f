"""Roles: whom an article makes its protagonist, antagonist or innocent, read from everything else that was read."""

import csv
import functools
from pathlib import Path

import numpy as np
import pandas as pd

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
    score = np.stack([sum(weight * known[name] for name, weight in _weights(role).items()) for role in NAMES])
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
    times, first = named.groupby("actor", sort=False).size(), named["paragraph"].min()
    acts = relations[relations["counted"].astype(bool) & (relations["target_type"] == "actor")]
    rows = []
    for actor, row in named.drop_duplicates("actor").set_index("actor").iterrows():
        row = {"actor": actor, "party": row["party"], "type": row.get("type", ""), "lede": row["paragraph"] == first}
        row |= {"mentions": int(times[actor]), "presence": times[actor] / times.max()}
        rows.append(row | _judged(actor, portrayal) | _acts(actor, acts) | _quoted(actor, quotes))
    total = named["paragraph"].nunique()
    return pd.DataFrame(rows).assign(spread=lambda table: table["paragraphs"] / total)


def _judged(actor, portrayal):
    valences = portrayal.loc[portrayal["actor"] == actor, "valence"]
    numbers = {"favourable": int((valences == 1).sum()), "discredited": int((valences == -1).sum())}
    return {"paragraphs": len(valences), **numbers}


def _acts(actor, acts):
    by, to = acts[acts["source"] == actor], acts[acts["target"] == actor]
    against = to[to["stance"] == -1]
    return {
        "acts_against": int((by["stance"] == -1).sum()),
        "acts_for": int((by["stance"] == 1).sum()),
        "acted_against": len(against),
        "acted_for": int((to["stance"] == 1).sum()),
        "suffered": bool((against["expression"] == "material").any()),
    }


def _quoted(actor, quotes):
    quoted = int((quotes["speaker"] == actor).sum())
    return {"quoted": quoted, "voice": quoted / len(quotes) if quoted else 0.0}


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


@functools.cache
def _weights(role):
    with (FOLDER / "weights.csv").open(encoding="utf-8", newline="") as handle:
        return {row["feature"]: float(row["weight"]) for row in csv.DictReader(handle) if row["role"] == role}
