"""Summaries: what of the invariants, the tones and the repairs a page shows."""


def kept(pairs):
    """The share of the pairs of `invariance` in which each instrument (column) keeps each rule (row).

    >>> import pandas as pd
    >>> kept(pd.DataFrame([{"rule": "names", "instrument": "vader", "kept": False}])).values.tolist()
    [['names', 0.0]]
    """
    table = pairs.astype({"kept": float}).pivot_table(index="rule", columns="instrument", values="kept", sort=False)
    return table.reset_index()


def broken(pairs, *, most=3):
    """Some of the pairs of `invariance` in which an instrument breaks a rule, the first of each instrument."""
    rows = pairs[~pairs["kept"]].groupby("instrument", sort=False).head(most)
    return rows[["instrument", "rule", "first", "first_score", "second", "second_score"]]


def extremes(tones):
    """The sentences that each instrument scores lowest and highest, with the words that scored."""
    rows = tones.sort_values("score", kind="stable").groupby("instrument", sort=False)
    return rows.nth([0, -1]).sort_values(["instrument", "score"])[["instrument", "score", "words", "text"]]


def changed(tone, received):
    """The paragraphs whose tone differs between two readings of one article, such as with and without its repairs."""
    both = tone.merge(received[["paragraph", "tone"]], on="paragraph", suffixes=("", "_as_received"))
    return both[both["tone"] != both["tone_as_received"]][["paragraph", "tone", "tone_as_received", "text"]]
