"""Sentences changed on purpose: what should change in their reading changes, and nothing else."""

import pandas as pd

from analysis import actors, quotes
from analysis.article import from_text
from analysis.stance.joined import relations

CHANGES = [
    ("swap the parties", "{b} {past} {a}.", lambda a, b, s: {(b, a, s, "author")}),
    ("active to passive", "{b} was {participle} by {a}.", lambda a, b, s: {(a, b, s, "author")}),
    ("negate", "{a} has not {participle} {b}.", lambda a, b, s: set()),
    ("quote", "Egypt said that {a} {past} {b}.", lambda a, b, s: {(a, b, s, "Egypt")}),
    ("hedge", "{a} reportedly {past} {b}.", lambda a, b, s: {(a, b, s, "author")}),
    ("move the sentence", "It had rained. {a} {past} {b}.", lambda a, b, s: {(a, b, s, "author")}),
    ("suppose", "{a} would have {participle} {b}.", lambda a, b, s: set()),
]
VERBS = [("condemned", "condemned", -1), ("invaded", "invaded", -1), ("praised", "praised", 1), ("helped", "helped", 1)]


def metamorphic(*, encoder=True):
    """What the reading of a sentence does when the sentence is changed, one row for a verb and change.

    Columns: change, before, after, expected, found, held. Relations are written *France → Canada −1 (voice)*; only
    those between the two are compared. Blind spot: sentences of one simple form.

    >>> table = metamorphic(encoder=False)
    >>> bool(table["held"].all()), len(table)
    (True, 28)
    """
    rows, a, b = [], "France", "Canada"
    for past, participle, sign in VERBS:
        for change, pattern, rule in CHANGES:
            after = pattern.format(a=a, b=b, past=past, participle=participle)
            article = from_text(after)
            mentions = actors.mentions(article)
            table = relations(article, mentions, quotes.quotes(article, mentions), encoder=encoder)
            found = {
                (r.source, r.target, r.stance, r.voice)
                for r in table.itertuples()
                if r.counted and {r.source, r.target} == {a, b}
            }
            expected = rule(a, b, sign)
            rows.append(
                {
                    "change": change,
                    "before": f"{a} {past} {b}.",
                    "after": after,
                    "expected": _written(expected),
                    "found": _written(found),
                    "held": found == expected,
                }
            )
    return pd.DataFrame(rows)


def _written(found):
    signs = {1: "+1", -1: "−1"}
    return "; ".join(f"{s} → {t} {signs[sign]} ({voice})" for s, t, sign, voice in sorted(found)) or "none"
