"""Estimates: the figures of a corpus, by the machine alone, by the coded sample alone, and by both together."""

from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.special import ndtri

from analysis import uncertainty
from analysis.claims import listed, named, names
from analysis.corpus.drawing import drawn
from analysis.frames import FRAMES


class Figure(NamedTuple):
    """What is counted, in what (None: an article), and the sentence that says how much of it there is."""

    count: str
    per: str | None
    sentence: str


FIGURES = {
    "bad news": Figure("bad", "paragraphs", "{} of all paragraphs tell of conflict, threat or harm"),
    "good news": Figure("good", "paragraphs", "{} of all paragraphs tell of cooperation, relief or success"),
    **{
        f"{words} frame": Figure(count, "paragraphs", f"{{}} of all paragraphs have the {words} frame")
        for count, words in {name: name.replace("_", " ") for name in FRAMES}.items()
    },
    "words in quotation marks": Figure("direct", "statements", "{} of all reported speech has quoted words"),
    "negative relations": Figure("against", "ties", "{} of all relations between two parties are negative"),
    "actors discredited": Figure("discredited", "judged", "{} of the actors of a paragraph are discredited in it"),
    "reports per article": Figure("statements", None, "An article reports {} times what somebody says"),
    "relations per article": Figure("ties", None, "An article states {} relations between two parties"),
}
PARTS = {  # what a party does in an article: the sentence that says in how many
    "speaks": "{party} is given words in {share} of the articles",
    "acts": "{party} acts for or against another in {share} of the articles",
    "opposes": "{party} stands against another in {share} of the articles",
    "opposed": "{party} is opposed in {share} of the articles",
}
MOST = 3
WIDTHS = {True: 0.1, False: 1.0}  # of the interval of a share, and of a mean, for which the articles are counted
ENOUGH = 0.9  # of the samples: below it intervals of 95 % fail
WAYS = ("corrected", "machine", "sample")
COLUMNS = [f"{way}{end}" for way in WAYS for end in ("", "_low", "_high")] + ["weight", "coded", "needed", "alone"]


def estimates(corpus, only=None, *, between=None):
    """Every figure of a corpus with its 95 % interval, three ways: one row a figure.

    `corpus` is a Corpus; `only` names some of FIGURES; `between`, a boolean Series by id, makes it the figure of those
    articles less that of the others. What was not coded has no row. Columns figure; for each of corrected, machine and
    sample its value, low and high (`corrected`, `corrected_low`, …); weight (of the machine, 0 for none) and coded
    (articles); needed (so many coded articles would give an interval of ten points, of a mean one of one) and alone (so
    many would without the machine). Blind spot: what all coders get wrong; and a sample that was not drawn at random.
    """
    rows = []
    for name in only or FIGURES:
        count, per, _ = FIGURES[name]
        if {count, per or count} <= {*corpus.coded}:
            found = uncertainty.prediction_powered(corpus.machine, corpus.coded, count, per, between=between)
            rows.append({"figure": name, **_row(found, share=per is not None)})
    return pd.DataFrame(rows, columns=["figure", *COLUMNS])


def _row(found, *, share):
    row = {}
    for way in WAYS:
        interval = getattr(found, way)
        row |= {way: interval.value, f"{way}_low": interval.low, f"{way}_high": interval.high}
    width = WIDTHS[share]
    needed = {"needed": found.needed(width), "alone": found.needed(width, machine=False)}
    return row | {"weight": found.weight, "coded": found.coded} | needed


def parties(corpus, part, *, most=10):
    """In what share of the articles each party speaks, acts, opposes or is opposed: one row a party.

    `part` is one of these four words. The parties that the machine has in most articles come first. Columns party,
    part, articles (in which the machine has it), and those of `estimates`. Blind spot: as there; a party that the
    machine never finds has no row, and one that coders call by another name counts as missed.
    """
    by_machine, by_coder = (
        rows[rows["counted"] == part].groupby("party")["id"] for rows in (corpus.parties, corpus.coded_parties)
    )
    number, coders = by_machine.nunique(), by_coder.agg(set).to_dict()
    has = lambda found, ids: pd.DataFrame({"has": [int(name in found) for name in ids]}, index=ids)
    rows = []
    for party in sorted(number.index, key=lambda name: (-number[name], name))[:most]:
        everywhere = has(set(by_machine.get_group(party)), corpus.machine.index)
        here = has(coders.get(party, ()), corpus.coded.index)
        found = uncertainty.prediction_powered(everywhere, here, "has")
        rows.append({"party": party, "part": part, "articles": int(number[party]), **_row(found, share=True)})
    return pd.DataFrame(rows, columns=["party", "part", "articles", *COLUMNS])


def trial(corpus, only=None, *, runs=200):
    """How often each way is right where all articles are coded: one row a figure, none where they are not.

    Samples as large as the coded one are drawn again and again, and each interval is compared with the figure by all
    codings. Columns figure; truth; corrected, sample, machine (the share of their intervals that hold it); width (of
    the corrected interval, as a share of the sample's). Blind spot: what all coders get wrong is truth here.
    """
    rows, columns = [], "figure truth corrected sample machine width".split()
    if corpus.reference is None:
        return pd.DataFrame(rows, columns=columns)
    samples = [drawn(corpus.machine.index, len(corpus.coded), seed=run) for run in range(runs)]
    for name in only or FIGURES:
        count, per, _ = FIGURES[name]
        whole = corpus.reference[count].sum(), corpus.reference[per].sum() if per else len(corpus.reference)
        draw = lambda sample: uncertainty.prediction_powered(corpus.machine, corpus.reference.loc[sample], count, per)
        rows.append({"figure": name, "truth": whole[0] / whole[1], **_held(map(draw, samples), whole[0] / whole[1])})
    return pd.DataFrame(rows, columns=columns)


def _held(found, truth):
    intervals = [[getattr(one, way) for way in WAYS] for one in found]
    held = np.mean([[i.low <= truth <= i.high for i in each] for each in intervals], axis=0)
    widths = np.mean([[i.high - i.low for i in each] for each in intervals], axis=0)
    return dict(zip(WAYS, held)) | {"width": widths[0] / widths[2]}


def believed(table, tried):
    """The rows of `estimates` whose figures stood the test of `trial`; all of them where there was no test."""
    return table[~table["figure"].isin(_failed(tried))]


def _failed(tried):
    return tried.loc[tried["corrected"] < ENOUGH, "figure"]


def verdict(tried):
    """What a table of `trial` says of the corrected intervals, in a sentence."""
    if tried.empty:
        return "Not all articles of this corpus are coded, so the method cannot be put to the test on it."
    failed = _failed(tried)
    rest = f"; not to be believed, and not shown: {listed(failed)}" if len(failed) else ""
    told = f"{len(tried) - len(failed)} of {len(tried)} figures hold the truth in nine of ten samples or more{rest}"
    return f"Corrected, {told}; by the machine alone {(tried['machine'] >= ENOUGH).sum()} would."


# --- in words ------------------------------------------------------------------------------------------------------


def told(table):
    """The rows of `estimates` or `parties` as sentences; at last, of which rows nothing can be said."""
    known = table["corrected_low"].notna()
    silent = table.loc[~known, "party" if "party" in table else "figure"].tolist()
    rest = f"No figure can be given for {names(silent)}: too few of the coded articles have it." if silent else ""
    return [_sentence(row) for row in table[known].to_dict("records")] + [rest] * bool(rest)


def _sentence(row):
    share = "party" in row or FIGURES[row["figure"]].per
    written = (lambda value: f"{value:.0%}") if share else (lambda value: f"{value:.1f}")
    span = lambda way: f"{written(row[f'{way}_low'])} to {written(row[f'{way}_high'])}"
    said = f"{written(row['corrected'])} ({span('corrected')})"
    known = f"the machine alone counts {written(row['machine'])}, the {row['coded']} coded articles alone give"
    text = (
        PARTS[row["part"]].format(party=named(row["party"]), share=said)
        if "party" in row
        else FIGURES[row["figure"]].sentence.format(said)
    )
    return f"{text[:1].upper()}{text[1:]}; {known} {written(row['sample'])} ({span('sample')})."


def findings(corpus):
    """What can be said of the whole corpus, in sentences: how its news sounds, and who speaks, acts and is opposed.

    Of the parties those are named whose corrected interval lies above zero, three of each at most. Without a coded
    sample nothing is said but that.
    """
    if corpus.coded.empty:
        return ["No article of this corpus is coded: what the machine alone counts is no finding."]
    tables = [estimates(corpus, ["bad news", "good news", "negative relations", "reports per article"])]
    tables += [parties(corpus, part).query("corrected_low > 0").head(MOST) for part in ("speaks", "acts", "opposed")]
    return [sentence for table in tables for sentence in told(table)]


def changed(table, first, second):
    """A table of `estimates` with `between` as sentences: what there is more and less of, and what does not differ.

    `first` and `second` name the two groups of articles in words. The intervals are widened for as many comparisons as
    the table has rows (Bonferroni), so that in nineteen of twenty tables no difference is told that is not there.
    """
    wider = ndtri(1 - 0.025 / max(1, len(table))) / ndtri(0.975)
    ends = {end: table["corrected"] + wider * (table[end] - table["corrected"]) for end in COLUMNS[1:3]}
    table = table.assign(**ends)
    gaps = {"More": table["corrected_low"] > 0, "Less": table["corrected_high"] < 0}
    said = [
        f"{word} in {first} than in {second}: {listed(map(_gap, table[chosen].to_dict('records')))}."
        for word, chosen in gaps.items()
        if chosen.any()
    ]
    rest = table[~(gaps["More"] | gaps["Less"])].to_dict("records")
    return said + ([f"No difference is shown in {listed(map(_gap, rest))}."] if rest else [])


def _gap(row):
    """A difference in words: of a share in points of a hundred."""
    share = FIGURES[row["figure"]].per
    ends = [row[name] * (100 if share else 1) for name in ("corrected", "corrected_low", "corrected_high")]
    value, low, high = (f"{end:+.{int(abs(end) < 9.5)}f}".replace("-", "−") for end in ends)
    return f"{row['figure']} ({value}{' points' if share else ''}, {low} to {high})"
