"""Counts: what is counted in each article of a corpus, from the tables of a reading or of a coding alike."""

import pandas as pd

from analysis import certainty
from analysis.frames import FRAMES

PRESENT = 0.5  # from this score on a frame is present
BY_ARTICLE = "paragraphs bad good".split() + list(FRAMES) + "statements direct ties against judged discredited".split()
BY_PARTY = "statements acts opposes opposed".split()


def joined(readings):
    """The tables of several readings or codings as those of a corpus are: {name: DataFrame with id in front}.

    `readings` gives (id, Framing) or (id, Coding), such as `read_many`.
    """
    tables = {name: [] for name in ("tone", "frames", "quotes", "stance", "portrayal")}
    for name, reading in readings:
        for layer, rows in tables.items():
            table = getattr(reading, "relations" if layer == "stance" else layer)
            rows.append(table[table["counted"].astype(bool)] if layer == "stance" else table)
            rows[-1] = rows[-1].assign(id=name)
    return {layer: pd.concat(rows, ignore_index=True) for layer, rows in tables.items()}


def by_article(tables, ids):
    """One row of counts an article, its id the index; those of `ids` without rows have zeros.

    Columns paragraphs; bad and good (paragraphs whose tone is −1 or 1); the five frames (paragraphs in which each is
    present); statements (pieces of reported speech) and direct (those with words in quotation marks); ties (relations
    between two actors) and against (the negative ones); judged (a paragraph and an actor in it) and discredited (those
    that show the actor to its discredit). Of the machine's rows those count that are sure enough to be stated.
    """
    tone, frames, quotes = tables["tone"], tables["frames"], _stated(tables["quotes"])
    ties, shown = _ties(tables["stance"]), _stated(tables["portrayal"])
    rows = {"paragraphs": tone, "bad": tone[tone["tone"] < 0], "good": tone[tone["tone"] > 0]}
    rows |= {name: frames[frames[name] >= PRESENT] for name in FRAMES}
    rows |= {"statements": quotes, "direct": quotes[quotes["type"].isin(["direct", "mixed"])]}
    rows |= {"ties": ties, "against": ties[ties["stance"] < 0]}
    rows |= {"judged": shown, "discredited": shown[shown["valence"] < 0]}
    sizes = {name: table.groupby("id").size() for name, table in rows.items()}
    counts = pd.DataFrame(sizes).reindex(index=pd.Index(ids, name="id"), columns=BY_ARTICLE)
    return counts.fillna(0).astype(int)


def by_party(tables):
    """One row of counts an article and party that speaks or has part in a relation there.

    Columns id, party, statements (reported speech it is given), acts (relations that come from it), opposes (negative
    ones that come from it) and opposed (negative ones aimed at it). An actor of no party is a party of its own.
    """
    ties, quotes = _ties(tables["stance"]), _stated(tables["quotes"])
    against, alone = ties[ties["stance"] < 0], quotes["party"].where(quotes["party"] != "", quotes["speaker"])
    ends = {
        "statements": quotes.assign(party=alone),
        "acts": ties.assign(party=ties["source_party"]),
        "opposes": against.assign(party=against["source_party"]),
        "opposed": against.assign(party=against["target_party"]),
    }
    sizes = {name: rows[rows["party"] != ""].groupby(["id", "party"]).size() for name, rows in ends.items()}
    return pd.DataFrame(sizes).reindex(columns=BY_PARTY).fillna(0).astype(int).reset_index()


def _stated(rows):
    return rows[certainty.grades(rows) == "stated"] if {"origin", "sure"} <= {*rows} else rows


def _ties(stance):
    """The relations between two parties."""
    rows = _stated(stance)
    return rows[(rows["target_type"] == "actor") & (rows["source_party"] != rows["target_party"])]
