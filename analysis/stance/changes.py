"""Sentences changed on purpose: what should change in their reading changes, and nothing else."""

import pandas as pd

from analysis import actors, quotes
from analysis.article import from_text
from analysis.stance.joined import relations

CHANGES = [
    ("swap the parties", "{b} {verb} {a}.", lambda a, b, s: {(b, a, s, "author")}),
    ("active to passive", "{b} was {verb} by {a}.", lambda a, b, s: {(a, b, s, "author")}),
    ("negate", "{a} has not {verb} {b}.", lambda a, b, s: set()),
    ("quote", "Egypt said that {a} {verb} {b}.", lambda a, b, s: {(a, b, s, "Egypt")}),
    ("hedge", "{a} reportedly {verb} {b}.", lambda a, b, s: {(a, b, s, "author")}),
    ("move the sentence", "It had rained. {a} {verb} {b}.", lambda a, b, s: {(a, b, s, "author")}),
    ("suppose", "{a} would have {verb} {b}.", lambda a, b, s: set()),
]
VERBS = {"condemned": -1, "invaded": -1, "praised": 1, "helped": 1}


def metamorphic(*, encoder=True):
    """What the reading of a sentence does when the sentence is changed, one row for a verb and change.

    Columns: change, before, after, expected, found, held. Relations are written *France → Canada −1 (voice)*; only
    those between the two are compared. Blind spot: sentences of one simple form.

    >>> table = metamorphic(encoder=False)
    >>> bool(table["held"].all()), len(table)
    (True, 28)
    """
    rows, a, b = [], "France", "Canada"
    for verb, sign in VERBS.items():
        for change, pattern, rule in CHANGES:
            after = pattern.format(a=a, b=b, verb=verb)
            expected, stated = rule(a, b, sign), _stated(after, {a, b}, encoder=encoder)
            texts = {"change": change, "before": f"{a} {verb} {b}.", "after": after}
            rows.append(
                {**texts, "expected": _written(expected), "found": _written(stated), "held": stated == expected}
            )
    return pd.DataFrame(rows)


def _stated(text, actors_asked, *, encoder):
    """(source, target, sign, voice) of the counted relations of a text between two actors."""
    article = from_text(text)
    mentions = actors.mentions(article)
    table = relations(article, mentions, quotes.quotes(article, mentions), encoder=encoder)
    rows = table.loc[table["counted"].astype(bool), ["source", "target", "stance", "voice"]].values.tolist()
    return {tuple(row) for row in rows if set(row[:2]) == actors_asked}


def _written(relations):
    signs = {1: "+1", -1: "−1"}
    return "; ".join(f"{s} → {t} {signs[sign]} ({voice})" for s, t, sign, voice in sorted(relations)) or "none"
