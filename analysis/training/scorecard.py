"""Scorecard: every instrument measured on public data and coded articles, with intervals and a baseline."""

import csv
import datetime
import hashlib
import json
import random
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import numpy as np
import pandas as pd
from tqdm import tqdm

from analysis import __version__, agreement, frames, framing, sentiment, stance, uncertainty
from analysis import encoder as encoders
from analysis.article import read_article
from analysis.scorecard import COLUMNS
from analysis.training import data as training_data
from analysis.training.data import json_lines

TUNED_ARTICLES = ("xi-putin-2021", "anjouan", "chavez")
EDGES = {0: None, 1: (0, 1, 1), 2: (1, 0, 1), 3: (0, 1, -1), 4: (1, 0, -1)}
NARRATIVE = {"CO": "conflict", "HI": "human_interest", "MO": "morality", "EC": "economic"}
STANCES = {"oppose": -1, "neutral": 0, "support": 1}
OWN = {"rules": False, "rules and encoder": True}


@dataclass(frozen=True)
class Set:
    """A public data set: its folder, the function that measures on it, what our instruments saw of it, and a remark."""

    folder: str
    measure: object
    tuned_on: str
    remark: str


def measure(data, *, encoder=True, resamples=1000):
    """Measure every instrument on the data sets in a folder; one row a set, measure and instrument.

    `data` holds newsmtsc/, directed_sentiment/, cameo/, vader_nyt/ and narrative_frames/ as their makers publish them,
    and coded articles: folders with article.txt and the coded tables, directly or one level down. A set that is missing
    is listed as not there. Columns set, measure (macro-F1, F1, Pearson's r or accuracy), instrument, value with low and
    high (95% interval, resampling sentences; for coded articles paragraphs), constant (what a constant answer gets), n,
    tuned_on (what our instruments saw of the set), remark, versions, date. `encoder=False` leaves the encoder out.
    Takes minutes. Blind spot: the sets' own coders err too, and most sets are US news; the figures hold for text like
    theirs.
    """
    data = Path(data)
    own = {name: use for name, use in OWN.items() if not use or (encoder and encoders.available())}
    rows = []
    for known in SETS:
        if (data / known.folder).is_dir():
            rows += [
                row | {"tuned_on": known.tuned_on, "remark": known.remark}
                for row in known.measure(data / known.folder, own, resamples)
            ]
        else:
            rows.append({"set": known.folder, "remark": "not there"})
    rows += _coded(data, own, resamples)
    return (
        pd.DataFrame(rows, columns=COLUMNS)
        .round(3)
        .assign(versions=_versions(own), date=datetime.datetime.now(datetime.UTC).date().isoformat())
    )


def _versions(own):
    parts = [
        f"framing-notebooks {__version__}",
        *(f"{name} {version(name)}" for name in ("textblob", "vaderSentiment")),
    ]
    model = encoders.FILES / "encoder.onnx"
    if True in own.values() and model.is_file():
        parts.append(f"encoder {hashlib.sha256(model.read_bytes()).hexdigest()[:8]}")
    return ", ".join(parts)


def _row(name, what, instrument, interval, constant):
    return {
        "set": name,
        "measure": what,
        "instrument": instrument,
        "value": interval.value,
        "low": interval.low,
        "high": interval.high,
        "constant": constant,
        "n": interval.n,
    }


def _drawn(cells, formula, resamples):
    """The interval of a figure of counted cells: an array of units by columns, and a formula over their sums."""
    cells = np.asarray(cells, dtype=float)
    if not len(cells):
        return uncertainty.Interval(np.nan, np.nan, np.nan, 0)
    kinds, where = np.unique(cells, axis=0, return_inverse=True)  # units of one kind need not be told apart
    share = np.bincount(where.ravel()) / len(cells)
    drawn = np.random.default_rng(uncertainty.SEED).multinomial(len(cells), share, size=resamples) @ kinds
    low, high = np.nanquantile(formula(drawn), [0.025, 0.975])
    return uncertainty.Interval(float(formula(cells.sum(axis=0))), float(low), float(high), len(cells))


def _macro_f1(gold, told, labels, resamples):
    """Macro-F1 with its interval, and what the commonest label gets."""
    gold, told = np.asarray(gold), np.asarray(told)
    cells = lambda answers: np.stack(
        [
            np.stack(
                [
                    (gold == label) & (answers == label),
                    (gold != label) & (answers == label),
                    (gold == label) & (answers != label),
                ],
                axis=1,
            )
            for label in labels
        ],
        axis=1,
    ).reshape(len(gold), -1)

    def formula(sums):
        hit, wrong, missed = (sums[..., i::3] for i in range(3))
        there = hit + missed > 0
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.where(there, 2 * hit / (2 * hit + wrong + missed), 0.0).sum(axis=-1) / there.sum(axis=-1)

    if not len(gold):
        return _drawn([], formula, resamples), np.nan
    commonest = max(labels, key=lambda label: (gold == label).sum())
    return _drawn(cells(told), formula, resamples), float(formula(cells(np.full(len(gold), commonest)).sum(axis=0)))


# --- toward a person -------------------------------------------------------------------------------------------------


def newsmtsc(folder, own, resamples):
    """Polarity toward a marked person in sentences of US news, one person (rw) or several (mt): development parts."""
    rows = []
    for part in ("rw-dev", "mt-dev"):
        path = folder / f"{part}.jsonl"
        examples = json_lines(path) if path.is_file() else []
        gold = [int(example["polarity"]) for example in examples]
        told = {
            "textblob": [sentiment.textblob(e["sentence"]).valence for e in examples],
            "vader": [sentiment.vader(e["sentence"]).valence for e in examples],
        }
        for name, use in own.items():
            told[name] = [
                sentiment.toward(e["sentence"], e["from"], e["to"], encoder=use).valence
                for e in _shown(examples, f"newsmtsc {part}, {name}")
            ]
        for name, answers in told.items():
            interval, constant = _macro_f1(gold, answers, (-1, 0, 1), resamples)
            rows.append(_row(f"newsmtsc {part}", "sentiment toward, macro-F1", name, interval, constant))
    return rows


def _shown(examples, what):
    return tqdm(examples, desc=what, leave=False, disable=None)


# --- how two stand toward each other ---------------------------------------------------------------------------------


def directed_sentiment(folder, own, resamples):
    """Signed, directed edges between two marked entities; the sentences that training keeps aside."""
    examples = training_data.directed(folder / "dev.jsonl")
    random.Random(0).shuffle(examples)
    # what training keeps aside, in its order: the scorecard measures on nothing the encoder has learned from
    examples = examples[: training_data.HELD_PAIRS + training_data.LAST_LOOK]
    gold = [EDGES[e.answer] for e in examples]
    told = {"vader, words between": [_between(e.text, e.spans) for e in examples]}
    for name, use in own.items():
        told[name] = [_edges(e.text, e.spans, use) for e in _shown(examples, f"directed edges, {name}")]
    edge_f1 = lambda sums: 2 * sums[..., 0] / np.maximum(1, sums[..., 1] + sums[..., 2])
    cells = lambda answers: [[edge in edges, edge is not None, len(edges)] for edge, edges in zip(gold, answers)]
    constant = edge_f1(np.array(cells([{(0, 1, -1)}] * len(gold)), dtype=float).sum(axis=0)) if gold else np.nan
    return [
        _row(
            "directed_sentiment, held out",
            "directed signed edges, F1",
            name,
            _drawn(cells(answers), edge_f1, resamples),
            float(constant),
        )
        for name, answers in told.items()
    ]


def _between(text, spans):
    valence = sentiment.vader(text[spans[0][1] : spans[1][0]]).valence
    return {(0, 1, valence)} if valence else set()


def _edges(text, spans, use):
    first, second = spans
    place = lambda span: 0 if tuple(span) == tuple(first) else 1
    return {(place(r.source), place(r.target), r.stance) for r in stance.between(text, first, second, encoder=use)}


def cameo(folder, own, resamples):
    """Oppose, neutral or support between one source and one target that both stand verbatim in the sentence."""
    examples = []
    for row in json.loads((folder / "dev.json").read_text(encoding="utf-8")):
        if len(row["source"]) == len(row["target"]) == 1:
            places = [row["text"].find(words[0]) for words in (row["source"], row["target"])]
            spans = [(at, at + len(words[0])) for at, words in zip(places, (row["source"], row["target"]))]
            if min(places) >= 0 and (spans[0][1] <= spans[1][0] or spans[1][1] <= spans[0][0]):
                examples.append((row["text"], spans, STANCES[row["stance"]]))
    gold = [sign for _, _, sign in examples]
    told = {
        "textblob": [sentiment.textblob(text).valence for text, _, _ in examples],
        "vader": [sentiment.vader(text).valence for text, _, _ in examples],
    }
    for name, use in own.items():
        told[name] = [_toward_target(_edges(text, spans, use)) for text, spans, _ in _shown(examples, f"cameo, {name}")]
    rows = []
    for name, answers in told.items():
        interval, constant = _macro_f1(gold, answers, (-1, 0, 1), resamples)
        rows.append(_row("cameo, single dyads", "sign of the relation, macro-F1", name, interval, constant))
    return rows


def _toward_target(edges):
    total = sum(sign for source, _, sign in edges if source == 0)
    return (total > 0) - (total < 0)


# --- tone ------------------------------------------------------------------------------------------------------------


def vader_nyt(folder, own, resamples):
    """The tone of snippets of editorials against the mean of twenty ratings; those that training keeps aside."""
    lines = (folder / "nytEditorialSnippets_GroundTruth.txt").read_text(encoding="utf-8").split("\n")
    examples = [line.split("\t")[1:] for line in lines if line.count("\t") == 2]
    random.Random(0).shuffle(examples)
    examples = examples[: training_data.HELD_SNIPPETS]
    gold = np.array([float(mean) for mean, _ in examples])
    told = {
        "textblob": [sentiment.textblob(text).score for _, text in examples],
        "vader": [sentiment.vader(text).score for _, text in examples],
    }
    for name, use in own.items():
        told[name] = [sentiment.tone(text, encoder=use).score for _, text in _shown(examples, f"NYT snippets, {name}")]
    return [
        _row(
            "vader_nyt, held out",
            "tone of a snippet, Pearson's r",
            name,
            _drawn(_moments(gold, np.array(scores)), _pearson, resamples),
            np.nan,
        )
        for name, scores in told.items()
    ]


def _moments(x, y):
    return np.stack([np.ones(len(x)), x, y, x * x, y * y, x * y], axis=1) if len(x) else []


def _pearson(sums):
    n, x, y, xx, yy, xy = np.moveaxis(sums, -1, 0)
    with np.errstate(invalid="ignore", divide="ignore"):
        return (n * xy - x * y) / np.sqrt((n * xx - x * x) * (n * yy - y * y))


# --- frames ----------------------------------------------------------------------------------------------------------


def narrative_frames(folder, own, resamples):
    """Presence of four frames in whole articles on climate, those that training keeps aside; and their mean."""
    csv.field_size_limit(10**9)
    with (folder / "articles.tsv").open(encoding="utf-8", newline="") as handle:
        examples = list(csv.DictReader(handle, delimiter="\t"))
    random.Random(0).shuffle(examples)
    examples = examples[: training_data.HELD_ARTICLES]
    rows = []
    for name, use in own.items():
        told = [frames.of(example["text"], encoder=use) for example in _shown(examples, f"narrative frames, {name}")]
        each = []
        for code, frame in NARRATIVE.items():
            gold = [example[code] == "True" for example in examples]
            each.append(_macro_f1(gold, [answer[frame] >= 0.5 for answer in told], (False, True), resamples))
            rows.append(
                _row("narrative_frames, held out", f"{frame.replace('_', ' ')} present, macro-F1", name, *each[-1])
            )
        mean = uncertainty.Interval(float(np.mean([i.value for i, _ in each])), np.nan, np.nan, len(examples))
        rows.append(
            _row(
                "narrative_frames, held out",
                "mean of four frames, macro-F1",
                name,
                mean,
                float(np.mean([c for _, c in each])),
            )
        )
    return rows


# --- coded articles --------------------------------------------------------------------------------------------------


def _coded(data, own, resamples):
    """Each coded article, and those tuned on and kept back pooled; read as bare text, without the tables beside it."""
    folders = sorted(
        {
            path.parent
            for depth in ("*", "*/*")
            for path in data.glob(f"{depth}/mentions.csv")
            if (path.parent / "article.txt").is_file()
        }
    )
    if not folders:
        return [{"set": "coded articles", "remark": "not there"}]
    rows = []
    for name, use in own.items():
        read = {}
        for folder in _shown(folders, f"coded articles, {name}"):
            article = read_article(folder / "article.txt")
            read[folder.name] = framing.read(article, encoder=use), agreement.reference(folder, article)
        for group in (TUNED_ARTICLES, tuple(n for n in read if n not in TUNED_ARTICLES)):
            group = [one for one in group if one in read]
            remark = "tuned on" if set(group) <= set(TUNED_ARTICLES) else "kept back"
            tables = [(f"coded article {one}", agreement.score(*read[one], resamples=resamples)) for one in group]
            if group:
                tables.append(
                    (
                        f"coded articles, {remark} ({len(group)})",
                        agreement.pooled([read[one] for one in group], resamples=resamples),
                    )
                )
            rows += [
                row | {"tuned_on": remark, "remark": f"{', '.join(group)}; coded by language-model coders"}
                for title, table in tables
                for row in _agreed(title, table, name)
            ]
    return rows


def _agreed(title, table, instrument):
    return [
        {
            "set": title,
            "measure": f"{row.measure}, {row.kind}",
            "instrument": instrument,
            "value": row.value,
            "low": row.low,
            "high": row.high,
            "constant": row.base,
            "n": row.n,
        }
        for row in table.itertuples()
    ]


SETS = (
    Set("newsmtsc", newsmtsc, "encoder: trained on its training part, chosen on these", "Hamborg & Donnay 2021"),
    Set(
        "directed_sentiment",
        directed_sentiment,
        "encoder: trained on the rest of this part",
        "Park et al. 2021; brackets that cut a word are widened",
    ),
    Set(
        "cameo",
        cameo,
        "not trained on",
        "ConfliBERT's relation data; only rows with one source and one target, verbatim",
    ),
    Set("vader_nyt", vader_nyt, "encoder: trained on the rest; VADER: made with these", "Hutto & Gilbert 2014"),
    Set(
        "narrative_frames",
        narrative_frames,
        "encoder: trained on the rest",
        "Frermann et al. 2023; resolution is left out",
    ),
)
