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
    """Some of the pairs of `invariance` in which an instrument breaks a rule, the first of each instrument.

    >>> from analysis.sentiment import invariance
    >>> broken(invariance(encoder=False), most=1)["instrument"].is_unique
    True
    """
    rows = pairs[~pairs["kept"]].groupby("instrument", sort=False).head(most)
    return rows[["instrument", "rule", "first", "first_score", "second", "second_score"]]


def extremes(tones):
    """The sentences that each instrument scores lowest and highest, with the words that scored.

    >>> from analysis.article import from_text
    >>> from analysis.sentiment import tones
    >>> table = extremes(tones(from_text("They fought a war. It rained. They signed a peace treaty."), encoder=False))
    >>> table.loc[table["instrument"] == "words", "text"].tolist()
    ['They fought a war.', 'They signed a peace treaty.']
    """
    rows = tones.sort_values("score", kind="stable").groupby("instrument", sort=False)
    return rows.nth([0, -1]).sort_values(["instrument", "score"])[["instrument", "score", "words", "text"]]


def changed(tone, received):
    """The paragraphs whose tone differs between two readings of one article, such as with and without its repairs.

    >>> import pandas as pd
    >>> one = pd.DataFrame({"paragraph": [1, 2], "tone": [0, 1], "text": ["a", "b"]})
    >>> changed(one, one.assign(tone=0)).values.tolist()
    [[2, 1, 0, 'b']]
    """
    both = tone.merge(received[["paragraph", "tone"]], on="paragraph", suffixes=("", "_as_received"))
    return both[both["tone"] != both["tone_as_received"]][["paragraph", "tone", "tone_as_received", "text"]]
