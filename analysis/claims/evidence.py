"""Evidence: the rows of a reading that findings count, and the passages of the article that they quote."""

from collections import Counter

import pandas as pd

from analysis import certainty
from analysis.actors import home
from analysis.claims.claim import Evidence
from analysis.stance import between_parties


def partied(mentions):
    """Mentions in which an actor of no party is a party of its own."""
    return mentions.assign(party=mentions["party"].where(mentions["party"] != "", mentions["actor"]))


def weighed(mentions):
    """Mentions of parties with their `weight`: a word for several (*these countries*) counts in equal parts for each.

    >>> table = pd.DataFrame({"actor": ["Cuba", "Peru"], "party": "", "start": 0, "end": 9})
    >>> weighed(table)["weight"].tolist()
    [0.5, 0.5]
    """
    table = partied(mentions)
    return table.assign(weight=1 / table.groupby(["start", "end"])["actor"].transform("size"))


def at_home(mentions):
    """The one state that an article tells of; "" where it tells of none or of several.

    >>> at_home(pd.DataFrame({"party": ["Cuba"] * 9 + ["Peru"], "type": "state"}))
    'Cuba'
    """
    sides = mentions[mentions["type"].isin(["state", "alliance"])]
    return home(Counter(mentions["party"]), dict(zip(sides["party"], sides["type"])))


def stated(rows):
    """The rows that count in a finding: reviewed ones, and the machine's where they are sure; all rows of a coding."""
    return rows[certainty.grades(rows) == "stated"] if {"origin", "sure"} <= {*rows} else rows


def origin_of(*tables):
    """Whether rows are the `machine`'s, `reviewed` (kept, changed, added or coded by a person), or `mixed`.

    >>> origin_of(pd.DataFrame({"origin": ["kept", "machine"]}))
    'mixed'
    """
    origins = {origin for table in tables for origin in (table["origin"] if "origin" in table else ["coded"])}
    if not origins or origins == {"machine"}:
        return "machine"
    return "mixed" if "machine" in origins else "reviewed"


def basis(rows):
    """What a claim on some rows rests on: its `origin`, and how many of the `rows` are stated."""
    certain = stated(rows)
    return {"origin": origin_of(certain if len(certain) else rows), "rows": (len(certain), len(rows))}


def ties(framing, sign=None):
    """The counted relations between actors of different parties, stated and possible, each with its unordered pair."""
    rows = between_parties(framing.relations)
    return rows if sign is None else rows[rows["stance"] == sign]


def passages(rows):
    """Rows with a span as evidence; the same words once."""
    spans = {}
    for row in rows.itertuples():
        spans.setdefault((row.start, row.end), Evidence(int(row.paragraph), row.text, int(row.start), int(row.end)))
    return tuple(spans.values())


def sentences(framing, rows):
    """The sentences in which rows stand, as evidence, in the order of the rows."""
    order = {number: place for place, number in enumerate(pd.unique(rows["sentence"]))}
    table = framing.article.sentences
    table = table[table["sentence"].isin(list(order))]
    return passages(table.sort_values("sentence", key=lambda numbers: numbers.map(order)))


def first_sentences(framing, mentions, parties):
    """The sentence in which each of some parties is first mentioned, as evidence."""
    first = mentions.drop_duplicates("party").set_index("party")
    return sentences(framing, first.loc[list(parties)])


def openings(framing, numbers):
    """The first sentence of each of some paragraphs, as evidence."""
    table = framing.article.sentences.drop_duplicates("paragraph").set_index("paragraph", drop=False)
    return passages(table.loc[[number for number in numbers if number in table.index]])
