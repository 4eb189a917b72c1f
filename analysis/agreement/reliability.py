"""Reliability: Krippendorff's α, and how the tone instruments agree with the coders and among themselves."""

import itertools

import numpy as np
import pandas as pd

from analysis import uncertainty

COLUMNS = "instrument n accuracy macro_f1 base alpha r low high".split()
TONES = (-1, 0, 1)


def alpha(ratings, *, level="nominal"):
    """Krippendorff's α of a table of units (rows) by coders (columns): 1 agreement, 0 chance, below 0 worse.

    `level` is "nominal", "ordinal" or "interval". Missing where fewer than two values can be compared or all are the
    same. ValueError for another level. Blind spot: where nearly all values are the same, a few differences give a low
    α. Source: Krippendorff 2019, Content Analysis, chapter 12.

    >>> alpha(pd.DataFrame({"A": [1, 1, 2, 2], "B": [1, 1, 2, 2]}))
    1.0
    """
    if level not in ("nominal", "ordinal", "interval"):
        raise ValueError(f"level is {level!r}, not nominal, ordinal or interval")
    units = [row.dropna().tolist() for _, row in ratings.iterrows()]
    units = [values for values in units if len(values) > 1]
    values = sorted({value for unit in units for value in unit})
    place = {value: i for i, value in enumerate(values)}
    observed = np.zeros((len(values), len(values)))
    for unit in units:
        for a, b in itertools.permutations(unit, 2):
            observed[place[a], place[b]] += 1 / (len(unit) - 1)
    totals = observed.sum(axis=1)
    n = totals.sum()
    distance = _distance(values, totals, level)
    expected = (np.outer(totals, totals) * distance).sum() / (n - 1) if n > 1 else 0.0
    return 1.0 - float((observed * distance).sum() / expected) if expected else np.nan


def _distance(values, totals, level):
    """Squared distances between values: 0 or 1, by ranks, or by size."""
    if level == "nominal":
        return 1.0 - np.eye(len(values))
    scale = np.array(values, dtype=float) if level == "interval" else np.cumsum(totals) - totals / 2
    return (scale[:, None] - scale[None, :]) ** 2


def instruments(article, coding, *, encoder=True):
    """How each tone instrument agrees with the coded tone, paragraph by paragraph.

    Columns instrument, n, accuracy, macro_f1, base (macro-F1 of the commonest answer), alpha (ordinal), r (Pearson,
    score against coded tone) with low and high from drawing paragraphs; empty without coded tone. Blind spot: the
    neutral band of each is its makers' choice.
    """
    coded = _coded(article, coding)
    rows = [_rated(name, article, coded, encoder) for name in uncertainty.INSTRUMENTS] if len(coded) else []
    return pd.DataFrame(rows, columns=COLUMNS)


def _rated(instrument, article, coded, encoder):
    readings = _readings(article, instrument, encoder)
    predicted, score = (readings.loc[coded.index, column] for column in ("valence", "score"))
    sums = uncertainty.label_cells(coded, predicted, TONES).sum(axis=0)
    r = uncertainty.interval(uncertainty.moments(score, coded), uncertainty.pearson, resamples=1000)
    agreed = alpha(pd.DataFrame({"coded": coded, "predicted": predicted}), level="ordinal")
    macro, base = float(uncertainty.macro_f1(sums)), uncertainty.constant_macro_f1(sums)
    row = (instrument, len(coded), (coded == predicted).mean(), macro, base, agreed, r.value, r.low, r.high)
    return dict(zip(COLUMNS, row))


def misread(article, coding, instrument="tone", *, encoder=True):
    """How often an instrument reads what: one row for each tone the coders gave, one column for each it reads.

    Columns coded, then the tones. Empty without coded tone. Blind spot: paragraphs that the coders disagreed on are
    left out.

    >>> from types import SimpleNamespace
    >>> from analysis.article import from_text
    >>> coded = SimpleNamespace(tone=pd.DataFrame([{"paragraph": 1, "tone": -1, "coders": ""}]))
    >>> misread(from_text("They fought a war."), coded, encoder=False).values.tolist()
    [[-1, 1]]
    """
    coded = _coded(article, coding)
    predicted = _readings(article, instrument, encoder)["valence"].reindex(coded.index)
    tones = sorted({*coded, *predicted})
    counts = pd.crosstab(coded.astype(int), predicted).reindex(index=tones, columns=tones, fill_value=0)
    return counts.rename_axis(index="coded", columns=None).reset_index()


def among_instruments(article, *, encoder=True):
    """Krippendorff's α (ordinal) between every two tone instruments over the paragraphs of an article.

    One row an instrument, one column an instrument; 1 is full agreement, 0 what chance gives. Empty for an article of
    fewer than two paragraphs. Blind spot: instruments built on one lexicon agree in its faults too.

    >>> from analysis.article import from_text
    >>> table = among_instruments(from_text("They fought a war.\\n\\nThey signed a peace treaty."), encoder=False)
    >>> float(table.set_index("instrument").loc["tone", "words"])
    1.0
    """
    valence = {name: _readings(article, name, encoder)["valence"] for name in uncertainty.INSTRUMENTS}
    if len(valence["tone"]) < 2:
        return pd.DataFrame(columns=["instrument", *valence])
    pair = lambda a, b: alpha(pd.DataFrame({"a": valence[a], "b": valence[b]}), level="ordinal")
    return pd.DataFrame([{"instrument": a, **{b: pair(a, b) for b in valence}} for a in valence])


def _coded(article, coding):
    """The tone that the coders gave each paragraph on which they agree, by paragraph; boilerplate is left out."""
    rows = coding.tone[coding.tone["coders"].isin(["", "AB"])].drop_duplicates("paragraph")
    return rows[rows["paragraph"].isin(article.body["paragraph"])].set_index("paragraph")["tone"]


def _readings(article, instrument, encoder):
    """The valence and score that an instrument gives each paragraph but boilerplate, by paragraph."""
    blocks = article.body.set_index("paragraph")["clean_text"]
    scores = [uncertainty.INSTRUMENTS[instrument](text, encoder) for text in blocks]
    table = pd.DataFrame([(score.valence, score.score) for score in scores], columns=["valence", "score"])
    return table.astype({"valence": int}).set_index(blocks.index)
