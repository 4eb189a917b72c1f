"""Uncertainty: how far a figure would move had the article held other paragraphs, or had we counted otherwise."""

import dataclasses
import functools
import itertools
import re
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.stats import norm

from analysis import encoder as encoders
from analysis import framing, sentiment
from analysis.article import read_article

RESAMPLES = 2000
SEED = 20211216
LEVEL = 0.95


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
    """Who comes first in a count: `first` (several where they draw), the `ranking` by total, and in which share of the
    resamples of the units the first comes first (`stability`, 0 to 1; a draw within a resample counts in parts)."""

    first: tuple
    ranking: tuple
    stability: float
    n: int


def short(value):
    """A figure as the tables print it: two decimals, no zero before the point.

    >>> short(-0.5), short(1), short(float("nan"))
    ('−.50', '1.00', '–')
    """
    if pd.isna(value):
        return "–"
    words = f"{abs(value):.2f}"
    return ("−" if value < 0 and words != "0.00" else "") + (words[1:] if words.startswith("0") else words)


def mean(values, *, by=None, resamples=RESAMPLES):
    """The mean of some figures (a share, where they are 0 and 1) with its interval; missing values are left out.

    `by` gives the paragraph (or sentence) of each value: whole paragraphs are drawn with replacement, since what stands
    in one paragraph is not independent; without it each value is a unit. Percentile interval, fixed seed. With fewer
    than two units the interval is missing. Blind spot: below some ten units the interval is too narrow; an article is
    no random sample, so it says how much the figure hangs on single paragraphs, not what other articles hold.
    Source: Efron & Tibshirani 1993, chapters 8 and 13.

    >>> str(mean([1, 1, 1, 1]))
    '1.00 (1.00 to 1.00, n = 4)'
    """
    values = np.asarray(values, dtype=float)
    units = _codes(by, len(values))
    keep = ~np.isnan(values)
    sums, counts = _sums(units[keep], values[keep]), _sums(units[keep], np.ones(keep.sum()))
    return _ratio_interval(sums, counts, resamples)


def difference(first, second, *, first_by=None, second_by=None, resamples=RESAMPLES):
    """The mean of `first` minus that of `second`, with its interval; paragraphs they share are drawn together.

    Blind spot: as for `mean`; an interval that holds 0 does not show that the two are equal.

    >>> str(difference([1, 1, 1], [0, 0, 0]))
    '1.00 (1.00 to 1.00, n = 6)'
    """
    first, second = np.asarray(first, dtype=float), np.asarray(second, dtype=float)
    if first_by is None or second_by is None:
        first_by, second_by = range(len(first)), range(len(first), len(first) + len(second))
    units = _codes([*first_by, *second_by], len(first) + len(second))
    a, b = units[: len(first)], units[len(first) :]
    n = units.max(initial=-1) + 1
    pad = lambda codes, values: np.bincount(codes, weights=values, minlength=n)
    drawn = _draws(n, resamples)
    with np.errstate(invalid="ignore", divide="ignore"):
        tops = [drawn @ pad(c, v) / (drawn @ pad(c, np.ones(len(v)))) for c, v in ((a, first), (b, second))]
        value = first.sum() / np.float64(len(first)) - second.sum() / np.float64(len(second))
    return _interval(value, tops[0] - tops[1], n)


def bootstrap(rows, statistic, *, by="paragraph", resamples=1000, method="percentile"):
    """Any statistic of a table with its interval: whole paragraphs (the column `by`) are drawn.

    `method` is "percentile" or "bca" (bias-corrected and accelerated; better for skewed statistics, undefined where the
    statistic does not move). Missing results are left out. ValueError for another method. Blind spot: as for `mean`.
    Source: Efron 1987 (BCa).

    >>> table = pd.DataFrame({"paragraph": [1, 2, 3], "score": [1.0, 1.0, 1.0]})
    >>> bootstrap(table, lambda rows: rows["score"].mean(), resamples=20).low
    1.0
    """
    if method not in ("percentile", "bca"):
        raise ValueError(f"method is {method!r}, not percentile or bca")
    places = [np.flatnonzero(rows[by].to_numpy() == unit) for unit in pd.unique(rows[by])]
    value = float(statistic(rows))
    if len(places) < 2:
        return Interval(value, np.nan, np.nan, len(places))
    drawn = np.random.default_rng(SEED).integers(len(places), size=(resamples, len(places)))
    found = np.array([statistic(rows.iloc[np.concatenate([places[i] for i in draw])]) for draw in drawn], dtype=float)
    if method == "percentile":
        return _interval(value, found, len(places))
    left = np.array(
        [statistic(rows.iloc[np.concatenate(places[:i] + places[i + 1 :])]) for i in range(len(places))], dtype=float
    )
    return _bca(value, found[~np.isnan(found)], left[~np.isnan(left)], len(places))


def lead(rows, item, *, weight=None, by="paragraph", resamples=RESAMPLES):
    """Who comes first when rows are counted (or `weight` summed) by the column `item`, and how surely.

    `by` names the unit that is drawn. Returns a Lead; of an empty table one with nobody first. Blind spot: as for
    `mean`.

    >>> table = pd.DataFrame({"actor": ["Cuba", "Cuba", "Peru"], "paragraph": [1, 2, 2]})
    >>> lead(table, "actor").first, lead(table, "actor").ranking
    (('Cuba',), (('Cuba', 2), ('Peru', 1)))
    """
    if rows.empty:
        return Lead((), (), np.nan, 0)
    weights = rows[weight] if weight else pd.Series(1, index=rows.index)
    counts = weights.groupby([rows[by], rows[item]]).sum().unstack(fill_value=0).sort_index(axis=1)
    totals = counts.sum()
    ranking = tuple(
        (name, totals[name].item()) for name in sorted(totals.index, key=lambda name: (-totals[name], name))
    )
    first = tuple(name for name, total in ranking if total == ranking[0][1])
    drawn = _draws(len(counts), resamples) @ counts.to_numpy(dtype=float)
    best = drawn == drawn.max(axis=1, keepdims=True)
    stability = best[:, counts.columns.isin(first)].sum(axis=1) / best.sum(axis=1)
    return Lead(first, ranking, float(stability.mean()), len(counts))


def arc(rows, *, value="score", along="sentence", width=2.0, points=None, resamples=RESAMPLES):
    """A figure along the article, smoothed, with the band that resampling its rows gives.

    `value` and `along` name the columns; `width` is the standard deviation of the Gaussian weights, in units of
    `along`; `points` are the places to give (each one from first to last, unless told). Columns: `along`, smooth, low,
    high, n (the number of rows that weigh in, the effective sample). Blind spot: smoothing of noise gives waves too:
    where the band holds the overall mean, there is no turn to talk about.

    >>> table = pd.DataFrame({"sentence": [1, 2, 3], "score": [0.5, 0.5, 0.5]})
    >>> arc(table)["smooth"].round(2).tolist()
    [0.5, 0.5, 0.5]
    """
    known = rows[rows[value].notna()]
    where, what = known[along].to_numpy(dtype=float), known[value].to_numpy(dtype=float)
    if points is None:
        points = np.arange(where.min(), where.max() + 1) if len(where) else []
    points = np.asarray(points, dtype=float)
    kernel = np.exp(-0.5 * ((points[:, None] - where[None, :]) / width) ** 2)
    if not len(where):
        return pd.DataFrame(columns=[along, "smooth", "low", "high", "n"], dtype=float)
    smooth = kernel @ what / kernel.sum(axis=1)
    drawn = _draws(len(where), resamples)
    with np.errstate(invalid="ignore", divide="ignore"):
        bands = (drawn * what) @ kernel.T / (drawn @ kernel.T)
    low, high = np.nanquantile(bands, [(1 - LEVEL) / 2, (1 + LEVEL) / 2], axis=0)
    return pd.DataFrame(
        {
            along: points,
            "smooth": smooth,
            "low": low,
            "high": high,
            "n": kernel.sum(axis=1) ** 2 / (kernel**2).sum(axis=1),
        }
    )


def leave_one_out(rows, statistic, *, by="paragraph"):
    """What a statistic becomes when one paragraph (the column `by`) is left out, the most telling first.

    Columns left_out, value, change (from the whole). Blind spot: two paragraphs that say the same hide each other.

    >>> table = pd.DataFrame({"paragraph": [1, 2, 3], "score": [0.0, 0.0, 3.0]})
    >>> leave_one_out(table, lambda rows: rows["score"].mean())["left_out"].iloc[0].item()
    3
    """
    whole = statistic(rows)
    units = sorted(rows[by].unique())
    found = (
        [{"left_out": unit, "value": float(statistic(rows[rows[by] != unit]))} for unit in units]
        if len(units) > 1
        else []
    )
    table = pd.DataFrame(found, columns=["left_out", "value"])
    table["change"] = table["value"] - whole
    return table.sort_values("change", key=np.abs, ascending=False, kind="stable", ignore_index=True)


# --- specifications -------------------------------------------------------------------------------------------------


CHOICES = ["repairs", "aliases", "encoder", "unit", "level", "voices", "instrument"]
NOT_A_CHOICE = "–"
SIGNED = (
    "strongest_positive_tie",
    "strongest_negative_tie",
    "most_hostile_source",
    "most_opposed_target",
    "balance_camps",
)
CONCERNED = {  # which findings a choice can change, beside those of how the text is read
    "unit": ("cooccurrence_top",),
    "level": ("cooccurrence_top", *SIGNED),
    "voices": SIGNED,
    "instrument": ("tone_overall",),
}
UNITS = ("sentence", "paragraph")
INSTRUMENTS = {
    "textblob": lambda text, encoder: sentiment.textblob(text),
    "vader": lambda text, encoder: sentiment.vader(text),
    "words": lambda text, encoder: sentiment.words(text),
    "tone": lambda text, encoder: sentiment.tone(text, encoder=encoder),
}


def specifications(article, questions, *, encoder=True):
    """The same findings under every defensible choice: one row a specification and finding.

    `questions` are functions of a Framing that give a claim (`claims.STANDARD`). Choices: repairs and aliases of the
    article read or not, encoder on or off (each where there is one), the unit (sentence, paragraph), the level (party,
    actor), the voices that count (all, author), the tone instrument; a choice that cannot change a finding is "–".
    Columns finding; one a choice; outcome (in words); value (the figure of the claim, else the share of resamples in
    which its lead holds); low, high; n; same (whether the outcome is as good as that of the default: for a figure,
    within its interval; for names, at least half of all names in both; for camps, four of five parties on the same
    side; an actor counts as its party); default. Blind spot: what all specifications share (one roster, one codebook)
    no specification tests. Source: Simonsohn, Simmons & Nelson 2020.
    """
    rows = []
    for reading, read in _readings(article, encoder):
        for question in questions:
            for chosen, variant in _variants(read, question.__name__, reading["encoder"]):
                unit = {"unit": chosen["unit"]} if "unit" in chosen else {}
                claim = question(variant, **unit)
                choices = dict.fromkeys(CHOICES, NOT_A_CHOICE) | reading | chosen
                rows.append(
                    {
                        "finding": claim.name,
                        **choices,
                        "outcome": claim.outcome,
                        **_claimed(claim),
                        "n": claim.n,
                        "party_outcome": _by_party(claim.outcome, read.mentions),
                        "default": False,
                    }
                )
    table = pd.DataFrame(
        rows, columns=["finding", *CHOICES, "outcome", "value", "low", "high", "n", "party_outcome", "default"]
    )
    first = table.groupby("finding", sort=False).head(1).index  # readings and variants both begin with the default
    table.loc[first, "default"] = True
    usual = table.loc[first].set_index("finding")
    table["same"] = [_alike(row, usual.loc[row.finding]) for row in table.itertuples()]
    return table.drop(columns="party_outcome")


def _readings(article, encoder):
    """(choices, Framing) for each way of reading the text, the default first."""
    repairs = [True, False] if article.folder and len(article.repairs) else [NOT_A_CHOICE]
    aliases = [True, False] if article.folder and len(article.aliases) else [NOT_A_CHOICE]
    encoders_ = [True, False] if encoder and encoders.available() else [False]
    for mended, named, by_encoder in itertools.product(repairs, aliases, encoders_):
        again = False in (mended, named)
        text = (
            read_article(article.folder, repairs=mended is not False, aliases=named is not False) if again else article
        )
        yield (
            {"repairs": mended, "aliases": named, "encoder": by_encoder if len(encoders_) > 1 else NOT_A_CHOICE},
            framing.read(text, encoder=by_encoder),
        )


def _variants(read, finding, encoder):
    """(choices, Framing) for each choice that concerns a finding, the default first."""
    options = {
        "unit": UNITS,
        "level": ("party", "actor"),
        "voices": ("all", "author"),
        "instrument": ("tone", *list(INSTRUMENTS)[:-1]),
    }
    concerned = {choice: options[choice] for choice in options if finding in CONCERNED[choice]}
    for values in itertools.product(*concerned.values()):
        chosen = dict(zip(concerned, values))
        variant = read
        if chosen.get("level") == "actor":
            variant = _by_actor(variant)
        if chosen.get("voices") == "author":
            variant = dataclasses.replace(variant, relations=variant.relations[variant.relations["voice"] == "author"])
        if chosen.get("instrument", "tone") != "tone":
            variant = dataclasses.replace(variant, tone=_toned(variant, chosen["instrument"], encoder is True))
        yield chosen, variant


def _by_actor(read):
    relations = read.relations.assign(source_party=read.relations["source"], target_party=read.relations["target"])
    return dataclasses.replace(read, mentions=read.mentions.assign(party=read.mentions["actor"]), relations=relations)


def _toned(read, instrument, encoder):
    readings = [INSTRUMENTS[instrument](text, encoder) for text in read.tone["clean_text"]]
    return read.tone.assign(
        tone=[reading.valence for reading in readings], score=[reading.score for reading in readings]
    )


def _claimed(claim):
    if claim.interval is not None:
        return {"value": claim.interval.value, "low": claim.interval.low, "high": claim.interval.high}
    return {"value": np.nan if claim.sure is None else claim.sure, "low": np.nan, "high": np.nan}


def _alike(row, usual):
    if row.outcome == usual["outcome"]:
        return True
    if re.fullmatch(r"−?\d*\.\d+", usual["outcome"]):
        return bool(usual["low"] <= row.value <= usual["high"])
    here, there = (
        [set(camp.split(", ")) for camp in outcome.split(" | ")]
        for outcome in (row.party_outcome, usual["party_outcome"])
    )
    if len(there) == 1:
        return len(set.union(*here) & there[0]) * 2 >= len(set.union(*here) | there[0])
    both = set.union(*here) & set.union(*there)
    same = len(here) == 2 and sum((name in here[0]) == (name in there[0]) for name in both)
    return len(here) == 2 and len(both) > 1 and max(same, len(both) - same) * 5 >= len(both) * 4


def _by_party(outcome, mentions):
    """An outcome with each actor replaced by its party, pairs and lists in alphabetical order."""
    party = dict(zip(mentions["actor"], mentions["party"]))
    pair = lambda names: "–".join(sorted(party.get(name) or name for name in names.split("–")))
    return " | ".join(", ".join(sorted({pair(name) for name in camp.split(", ")})) for camp in outcome.split(" | "))


# --- resampling ------------------------------------------------------------------------------------------------------


def _codes(by, length):
    return np.arange(length) if by is None else pd.factorize(np.asarray(by))[0]


def _sums(codes, values):
    return np.bincount(codes, weights=values)[np.bincount(codes) > 0] if len(codes) else np.zeros(0)


@functools.lru_cache(maxsize=64)
def _draws(n, resamples):
    """How often each of n units is drawn in each resample: a row sums to n."""
    if not n:
        return np.zeros((resamples, 0))
    drawn = np.random.default_rng(SEED).multinomial(n, np.full(n, 1 / n), size=resamples).astype(float)
    drawn.flags.writeable = False
    return drawn


def _ratio_interval(sums, counts, resamples):
    drawn = _draws(len(sums), resamples)
    with np.errstate(invalid="ignore", divide="ignore"):
        found = (drawn @ sums) / (drawn @ counts)
    return _interval(sums.sum() / counts.sum() if len(sums) else np.nan, found, len(sums))


def _interval(value, found, n):
    found = found[~np.isnan(found)]
    if n < 2 or not len(found):
        return Interval(float(value), np.nan, np.nan, int(n))
    low, high = np.quantile(found, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return Interval(float(value), float(low), float(high), int(n))


def _bca(value, found, left, n):
    below = np.mean(found < value) + np.mean(found == value) / 2
    spread = left.mean() - left
    if not 0 < below < 1 or not (spread**2).sum():
        return _interval(value, found, n)
    bias, skew = norm.ppf(below), (spread**3).sum() / (6 * (spread**2).sum() ** 1.5)
    edges = norm.ppf([(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    low, high = np.quantile(found, norm.cdf(bias + (bias + edges) / (1 - skew * (bias + edges))))
    return Interval(float(value), float(low), float(high), int(n))
