"""Counts: what is counted in each article of a corpus, from the tables of a reading or of a coding alike."""

import functools

import pandas as pd

from analysis import certainty
from analysis.actors import leads
from analysis.corpus.sources import day
from analysis.frames import FRAMES

NOBODY = {"", "i", "you", "he", "she", "it", "we", "they"}
PRESENT = 0.5  # from this score on a frame is present
REVIEWED = "statements direct ties against".split()  # what the pages of a review ask about every row of


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


def led(tables, dates):
    """The tables of a corpus with whoever leads a state on the day of an article counted for that state.

    So in every article alike, also where it tells of no other state and its people are sides of their own. `dates` are
    those of the articles by id, empty where unknown. Blind spot: whoever the roster does not know.
    """
    state = functools.cache(lambda name, date: leads(name, day(date)))
    changed = {}
    for layer, columns in PARTIES.items():
        rows = tables[layer].copy()
        for column in columns:
            rows[column] = [state(name, str(dates.get(key))) for key, name in zip(rows["id"], rows[column])]
            rows[column] = rows[column].astype(object)
        changed[layer] = rows
    return tables | changed


PARTIES = {"stance": ("source_party", "target_party"), "quotes": ("party",)}


def by_article(tables, ids):
    """One row of counts an article, its id the index; those of `ids` without rows have zeros.

    Columns paragraphs; bad and good (paragraphs whose tone is −1 or 1); the five frames (paragraphs in which each is
    present); statements (pieces of reported speech) and direct (those with words in quotation marks); ties (relations
    between two parties) and against (the negative ones); judged (a paragraph and an actor in it) and discredited (those
    that show the actor to its discredit). Every row of the machine counts, sure or not: a coded sample corrects for it.
    """
    tone, frames, quotes, shown = (tables[name] for name in ("tone", "frames", "quotes", "portrayal"))
    ties = _ties(tables["stance"])
    rows = {"paragraphs": tone, "bad": tone[tone["tone"] < 0], "good": tone[tone["tone"] > 0]}
    rows |= {name: frames[frames[name] >= PRESENT] for name in FRAMES}
    rows |= {"statements": quotes, "direct": quotes[quotes["type"].isin(["direct", "mixed"])]}
    rows |= {"ties": ties, "against": ties[ties["stance"] < 0]}
    rows |= {"judged": shown, "discredited": shown[shown["valence"] < 0]}
    sizes = {name: table.groupby("id").size() for name, table in rows.items()}
    counts = pd.DataFrame(sizes).reindex(index=pd.Index(ids, name="id"), columns=list(rows))
    return counts.fillna(0).astype(int)


def by_party(tables):
    """How often each party speaks, acts, opposes and is opposed in each article: one row each.

    Columns id, party, counted (`speaks`: reported speech it is given; `acts`: relations that come from it; `opposes`:
    the negative ones; `opposed`: negative ones aimed at it), rows, and stated: those of them that are sure enough to be
    stated. An actor of no party is a party of its own; a pronoun that stands for nobody known is none.
    """
    ties, quotes = _ties(tables["stance"]), tables["quotes"]
    against, alone = ties[ties["stance"] < 0], quotes["party"].where(quotes["party"] != "", quotes["speaker"])
    ends = {
        "speaks": quotes.assign(party=alone),
        "acts": ties.assign(party=ties["source_party"]),
        "opposes": against.assign(party=against["source_party"]),
        "opposed": against.assign(party=against["target_party"]),
    }
    rows = pd.concat([_sized(table).assign(counted=name) for name, table in ends.items()])
    return rows.sort_values(["id", "party", "counted"], ignore_index=True)[["id", "party", "counted", "rows", "stated"]]


def _sized(rows):
    known = {"origin", "sure"} <= {*rows}
    stated = certainty.grades(rows) == "stated" if known else pd.Series(True, index=rows.index)
    named = rows.assign(stated=stated)[~rows["party"].str.casefold().isin(NOBODY)].groupby(["id", "party"])["stated"]
    return named.agg(rows="size", stated="sum").reset_index()


def _ties(stance):
    """The relations between two parties."""
    return stance[(stance["target_type"] == "actor") & (stance["source_party"] != stance["target_party"])]
