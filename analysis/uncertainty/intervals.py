"""Intervals: how far a figure would move had the article held other paragraphs."""

import functools
from dataclasses import dataclass

import numpy as np
import pandas as pd

RESAMPLES = 2000
SEED = 20211216
LEVEL = 0.95
EDGES = [(1 - LEVEL) / 2, (1 + LEVEL) / 2]


@dataclass(frozen=True)
class Interval:
    """A figure with its bootstrap interval; `n` is the number of units drawn from, `level` the share it should cover.

    >>> str(Interval(0.5, 0.25, 0.75, 12))
    '.50 (.25 to .75, n = 12)'
    """

    value: float
    low: float
    high: float
    n: int
    level: float = LEVEL

    def __str__(self):
        return f"{short(self.value)} ({short(self.low)} to {short(self.high)}, n = {self.n})"


@dataclass(frozen=True)
class Lead:
    """Who comes first in a count: `first` (several where they tie), the `ranking` by total, and in which share of the
    resamples of the units the first comes first (`stability`, 0 to 1; a tie within a resample counts in parts)."""

    first: tuple
    ranking: tuple
    stability: float
    n: int

    @property
    def total(self):
        """What whoever comes first is counted with."""
        return self.ranking[0][1]

    @property
    def rest(self):
        """The ranking without those who come first."""
        return self.ranking[len(self.first) :]


def short(value):
    """A figure as the tables print it: two decimals, no zero before the point.

    >>> short(-0.5), short(1), short(float("nan"))
    ('−.50', '1.00', '–')
    """
    if pd.isna(value):
        return "–"
    words = f"{abs(value):.2f}"
    return ("−" if value < 0 and words != "0.00" else "") + (words[1:] if words.startswith("0") else words)


def interval(cells, formula, *, resamples=RESAMPLES):
    """A figure with its interval, from counted cells: one row a unit, and a formula over the sums of the columns.

    Whole units are drawn with replacement; percentile interval, fixed seed. `formula` takes the sums along the last
    axis (`macro_f1` and its like). With fewer than two units the interval is missing. Blind spot: below some ten units
    it is too narrow; an article is no random sample, so it says how much the figure depends on single paragraphs, not
    what other articles hold. Source: Efron & Tibshirani 1993, chapters 8 and 13.

    >>> str(interval([[1, 2], [1, 2], [1, 2]], lambda sums: sums[..., 0] / sums[..., 1]))
    '.50 (.50 to .50, n = 3)'
    """
    cells = np.asarray(cells, dtype=float)
    if not len(cells):
        return Interval(np.nan, np.nan, np.nan, 0)
    with np.errstate(invalid="ignore", divide="ignore"):
        value, drawn = formula(cells.sum(axis=0)), formula(_draws(len(cells), resamples) @ cells)
    drawn = drawn[~np.isnan(drawn)]
    low, high = np.quantile(drawn, EDGES) if len(cells) > 1 and len(drawn) else (np.nan, np.nan)
    return Interval(float(value), float(low), float(high), len(cells))


def mean(values, *, by=None, resamples=RESAMPLES):
    """The mean of some figures (a share, where they are 0 and 1) with its interval; missing values are left out.

    `by` gives the paragraph (or sentence) of each value: whole paragraphs are drawn, since what stands in one paragraph
    is not independent; without it each value is a unit. Blind spot: as for `interval`.

    >>> str(mean([1, 1, 1, 1]))
    '1.00 (1.00 to 1.00, n = 4)'
    """
    values = np.asarray(values, dtype=float)
    units = np.arange(len(values)) if by is None else np.asarray(by)
    known = ~np.isnan(values)
    cells = _by_unit(units[known], [values[known], np.ones(known.sum())])
    return interval(cells, lambda sums: sums[..., 0] / sums[..., 1], resamples=resamples)


def difference(first, second, *, first_by=None, second_by=None, resamples=RESAMPLES):
    """The mean of `first` minus that of `second`, with its interval; paragraphs they share are drawn together.

    Blind spot: as for `interval`; an interval that holds 0 does not show that the two are equal.

    >>> str(difference([1, 1, 1], [0, 0, 0]))
    '1.00 (1.00 to 1.00, n = 6)'
    """
    values = np.asarray([*first, *second], dtype=float)
    of_first = np.arange(len(values)) < len(first)
    units = np.arange(len(values)) if first_by is None or second_by is None else np.asarray([*first_by, *second_by])
    cells = _by_unit(units, [values * of_first, of_first, values * ~of_first, ~of_first])
    gap = lambda sums: sums[..., 0] / sums[..., 1] - sums[..., 2] / sums[..., 3]
    return interval(cells, gap, resamples=resamples)


def lead(rows, item, *, weight=None, by="paragraph", resamples=RESAMPLES):
    """Who comes first when rows are counted (or `weight` summed) by the column `item`, and how surely.

    `by` names the unit that is drawn. Returns a Lead; of an empty table one with nobody first. Blind spot: as for
    `interval`.

    >>> table = pd.DataFrame({"actor": ["Cuba", "Cuba", "Peru"], "paragraph": [1, 2, 2]})
    >>> lead(table, "actor").first, lead(table, "actor").ranking
    (('Cuba',), (('Cuba', 2), ('Peru', 1)))
    """
    if rows.empty:
        return Lead((), (), np.nan, 0)
    weights = rows[weight] if weight else pd.Series(1, index=rows.index)
    counts = weights.groupby([rows[by], rows[item]]).sum().unstack(fill_value=0).sort_index(axis=1)
    totals = counts.sum()
    ranking = sorted(((name, totals[name].item()) for name in totals.index), key=lambda pair: (-pair[1], pair[0]))
    first = tuple(name for name, total in ranking if total == ranking[0][1])
    drawn = _draws(len(counts), resamples) @ counts.to_numpy(dtype=float)
    best = drawn == drawn.max(axis=1, keepdims=True)
    stability = best[:, counts.columns.isin(first)].sum(axis=1) / best.sum(axis=1)
    return Lead(first, tuple(ranking), float(stability.mean()), len(counts))


def arc(rows, *, value="score", along="sentence", width=2.0, resamples=RESAMPLES):
    """A figure along the article, smoothed, with the band that resampling its rows gives.

    `value` and `along` name the columns; `width` is the standard deviation of the Gaussian weights, in units of
    `along`. One row for each place from the first to the last; columns `along`, smooth, low, high, n (the number of
    rows that weigh in, the effective sample). Blind spot: smoothing of noise gives waves too: where the band holds the
    overall mean, there is no turn to talk about.

    >>> table = pd.DataFrame({"sentence": [1, 2, 3], "score": [0.5, 0.5, 0.5]})
    >>> arc(table)["smooth"].round(2).tolist()
    [0.5, 0.5, 0.5]
    """
    known = rows[rows[value].notna()]
    where, what = known[along].to_numpy(dtype=float), known[value].to_numpy(dtype=float)
    if not len(where):
        return pd.DataFrame(columns=[along, "smooth", "low", "high", "n"], dtype=float)
    points = np.arange(where.min(), where.max() + 1)
    kernel = np.exp(-0.5 * ((points[:, None] - where[None, :]) / width) ** 2)
    drawn = _draws(len(where), resamples)
    with np.errstate(invalid="ignore", divide="ignore"):
        bands = (drawn * what) @ kernel.T / (drawn @ kernel.T)
    low, high = np.nanquantile(bands, EDGES, axis=0)
    smooth, n = kernel @ what / kernel.sum(axis=1), kernel.sum(axis=1) ** 2 / (kernel**2).sum(axis=1)
    return pd.DataFrame({along: points, "smooth": smooth, "low": low, "high": high, "n": n})


def arcs(tones):
    """The arc of each tone instrument, one below the other: the columns of `arc` and `instrument`.

    >>> table = pd.DataFrame({"instrument": "vader", "sentence": [1, 2], "score": [0.5, 0.5]})
    >>> arcs(table)["smooth"].round(2).tolist()
    [0.5, 0.5]
    """
    parts = tones.groupby("instrument", sort=False)
    return pd.concat([arc(part).assign(instrument=name) for name, part in parts]) if len(tones) else arc(tones)


def _by_unit(units, columns):
    """The sums of some columns by unit, the units in the order in which they appear."""
    return pd.DataFrame(np.stack(columns, axis=1)).groupby(units, sort=False).sum().to_numpy(dtype=float)


@functools.lru_cache(maxsize=64)
def _draws(n, resamples):
    """How often each of n units is drawn in each resample: a row sums to n."""
    drawn = np.random.default_rng(SEED).multinomial(n, np.full(n, 1 / n), size=resamples).astype(float)
    drawn.flags.writeable = False
    return drawn
