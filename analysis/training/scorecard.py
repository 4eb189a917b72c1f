"""Scorecard: every instrument measured on public data and coded articles, with intervals and a baseline."""

import csv
import datetime
import hashlib
import itertools
import json
import random
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import numpy as np
import pandas as pd
from tqdm import tqdm

from analysis import __version__, agreement, frames, framing, sentiment, stance, uncertainty
from analysis.article import ArticleError, read_article
from analysis.encoder import FILES, available
from analysis.scorecard import COLUMNS
from analysis.training import coded_news
from analysis.training.data import HELD_ARTICLES, HELD_PAIRS, HELD_SNIPPETS, LAST_LOOK, NEWSMTSC, directed, json_lines

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
    Takes minutes. ArticleError where a set is not as its makers publish it. Blind spot: the sets' own coders err too,
    and most sets are US news; the figures hold for text like theirs.
    """
    data = Path(data)
    own = {name: use for name, use in OWN.items() if not use or (encoder and available())}
    rows = []
    for known in SETS:
        folder, facts = data / known.folder, {"tuned_on": known.tuned_on, "remark": known.remark}
        if folder.is_dir():
            rows += [row | facts for row in _measured(known, folder, own, resamples)]
        else:
            rows.append({"set": known.folder, "remark": "not there"})
    rows += _coded(data, own, resamples)
    today = datetime.datetime.now(datetime.UTC).date().isoformat()
    return pd.DataFrame(rows, columns=COLUMNS).round(3).assign(versions=_versions(own), date=today)


def _measured(known, folder, own, resamples):
    """What is measured on a set; ArticleError that names it where its files are not those of its makers."""
    try:
        return list(known.measure(folder, own, resamples))
    except ArticleError as fault:
        raise ArticleError(f"{known.folder}/{fault}") from None
    except (AttributeError, KeyError, TypeError, ValueError, csv.Error) as fault:
        why = f"{type(fault).__name__}: {fault}"
        raise ArticleError(f"{known.folder}/: not as its makers publish it ({why}); copy it anew") from None


def _versions(own):
    names = ("textblob", "vaderSentiment")
    parts = [f"framing-notebooks {__version__}", *(f"{name} {version(name)}" for name in names)]
    model = FILES / "encoder.onnx"
    if True in own.values() and model.is_file():
        parts.append(f"encoder {hashlib.sha256(model.read_bytes()).hexdigest()[:8]}")
    return ", ".join(parts)


# --- counting --------------------------------------------------------------------------------------------------------


def _theirs(texts, value):
    """{dictionary: the valence or score it gives each text}."""
    dictionaries = {"textblob": sentiment.textblob, "vader": sentiment.vader}
    return {name: [getattr(read(text), value) for text in texts] for name, read in dictionaries.items()}


def _ours(what, examples, own, ask):
    """{instrument: its answer to each example}; `ask` takes an example, and whether to use the encoder."""
    shown = lambda name: tqdm(examples, f"{what}, {name}", leave=False, disable=None)
    return {name: [ask(example, use) for example in shown(name)] for name, use in own.items()}


def _row(name, what, instrument, interval, constant):
    value = {"value": interval.value, "low": interval.low, "high": interval.high}
    return {"set": name, "measure": what, "instrument": instrument, **value, "constant": constant, "n": interval.n}


def _macro_rows(name, what, gold, answers, labels, resamples):
    """Macro-F1 of each instrument with its interval, and what the commonest label gets."""
    for instrument, predicted in answers.items():
        cells = uncertainty.label_cells(gold, predicted, labels)
        interval = uncertainty.interval(cells, uncertainty.macro_f1, resamples=resamples)
        constant = uncertainty.constant_macro_f1(cells.sum(axis=0)) if len(cells) else np.nan
        yield _row(name, what, instrument, interval, constant)


# --- toward a person -------------------------------------------------------------------------------------------------


def newsmtsc(folder, own, resamples):
    """Polarity toward a marked person in sentences of US news, one person (rw) or several (mt): development parts."""
    toward = lambda e, use: sentiment.toward(e["sentence"], e["from"], e["to"], encoder=use).valence
    for part in ("rw-dev", "mt-dev"):
        path = folder / f"{part}.jsonl"
        examples = json_lines(path, **NEWSMTSC) if path.is_file() else []
        gold = [int(example["polarity"]) for example in examples]
        answers = _theirs([e["sentence"] for e in examples], "valence")
        answers |= _ours(f"newsmtsc {part}", examples, own, toward)
        yield from _macro_rows(f"newsmtsc {part}", "sentiment toward, macro-F1", gold, answers, (-1, 0, 1), resamples)


# --- how two stand toward each other ---------------------------------------------------------------------------------


def directed_sentiment(folder, own, resamples):
    """Signed, directed edges between two marked entities; the sentences that training keeps aside."""
    examples = directed(folder / "dev.jsonl")
    random.Random(0).shuffle(examples)
    # what training keeps aside, in its order: the scorecard measures on nothing the encoder has learned from
    examples = examples[: HELD_PAIRS + LAST_LOOK]
    gold = [EDGES[e.answer] for e in examples]
    answers = {"vader, words between": [_between(e.text, e.spans) for e in examples]}
    answers |= _ours("directed edges", examples, own, lambda e, use: _edges(e.text, e.spans, use))
    cells = lambda predicted: [[edge in edges, edge is not None, len(edges)] for edge, edges in zip(gold, predicted)]
    constant = float(uncertainty.f1(np.sum(cells([{(0, 1, -1)}] * len(gold)), axis=0))) if gold else np.nan
    for name, predicted in answers.items():
        interval = uncertainty.interval(cells(predicted), uncertainty.f1, resamples=resamples)
        yield _row("directed_sentiment, held out", "directed signed edges, F1", name, interval, constant)


def _between(text, spans):
    valence = sentiment.vader(text[spans[0][1] : spans[1][0]]).valence
    return {(0, 1, valence)} if valence else set()


def _edges(text, spans, use):
    first, second = spans
    place = lambda span: 0 if tuple(span) == tuple(first) else 1
    return {(place(r.source), place(r.target), r.stance) for r in stance.between(text, first, second, encoder=use)}


def cameo(folder, own, resamples):
    """Oppose, neutral or support between one source and one target that both stand verbatim in the sentence."""
    rows = json.loads((folder / "dev.json").read_text(encoding="utf-8"))
    examples = [(row, _dyad(row)) for row in rows if _dyad(row)]
    toward = lambda example, use: _toward_target(_edges(example[0]["text"], example[1], use))
    answers = _theirs([row["text"] for row, _ in examples], "valence") | _ours("cameo", examples, own, toward)
    gold, what = [STANCES[row["stance"]] for row, _ in examples], "sign of the relation, macro-F1"
    return _macro_rows("cameo, single dyads", what, gold, answers, (-1, 0, 1), resamples)


def _dyad(row):
    """The spans of the one source and the one target of a row, where both stand in its text and do not overlap."""
    if len(row["source"]) != 1 or len(row["target"]) != 1:
        return None
    span = lambda words: (row["text"].find(words), row["text"].find(words) + len(words))
    source, target = span(row["source"][0]), span(row["target"][0])
    apart = source[1] <= target[0] or target[1] <= source[0]
    return [source, target] if apart and min(source + target) >= 0 else None


def _toward_target(edges):
    total = sum(sign for source, _, sign in edges if source == 0)
    return (total > 0) - (total < 0)


# --- tone ------------------------------------------------------------------------------------------------------------


def vader_nyt(folder, own, resamples):
    """The tone of snippets of editorials against the mean of twenty ratings; those that training keeps aside."""
    lines = (folder / "nytEditorialSnippets_GroundTruth.txt").read_text(encoding="utf-8").split("\n")
    examples = [line.split("\t")[1:] for line in lines if line.count("\t") == 2]
    random.Random(0).shuffle(examples)
    examples = examples[:HELD_SNIPPETS]
    gold = [float(mean) for mean, _ in examples]
    tone = lambda example, use: sentiment.tone(example[1], encoder=use).score
    answers = _theirs([text for _, text in examples], "score") | _ours("NYT snippets", examples, own, tone)
    for name, scores in answers.items():
        cells = uncertainty.moments(gold, scores)
        interval = uncertainty.interval(cells, uncertainty.pearson, resamples=resamples)
        yield _row("vader_nyt, held out", "tone of a snippet, Pearson's r", name, interval, np.nan)


# --- frames ----------------------------------------------------------------------------------------------------------


def narrative_frames(folder, own, resamples):
    """Presence of four frames in whole articles on climate, those that training keeps aside; and their mean."""
    csv.field_size_limit(10**9)
    with (folder / "articles.tsv").open(encoding="utf-8", newline="") as handle:
        examples = list(csv.DictReader(handle, delimiter="\t"))
    random.Random(0).shuffle(examples)
    examples = examples[:HELD_ARTICLES]
    name, read = "narrative_frames, held out", lambda example, use: frames.of(example["text"], encoder=use)
    for instrument, scores in _ours("narrative frames", examples, own, read).items():
        rows = []
        for code, frame in NARRATIVE.items():
            gold = [example[code] == "True" for example in examples]
            answers = {instrument: [score[frame] >= 0.5 for score in scores]}
            what = f"{frame.replace('_', ' ')} present, macro-F1"
            rows += _macro_rows(name, what, gold, answers, (False, True), resamples)
        value, constant = (float(np.mean([row[column] for row in rows])) for column in ("value", "constant"))
        mean = uncertainty.Interval(value, np.nan, np.nan, len(examples))
        yield from [*rows, _row(name, "mean of four frames, macro-F1", instrument, mean, constant)]


# --- coded articles --------------------------------------------------------------------------------------------------


def _coded(data, own, resamples):
    """Each coded article, and those tuned on and kept back pooled; read as bare text, without the tables beside it.

    Kept back are the articles of ordinary news that `coded_news` holds out; the rules were chosen on all others.
    """
    tables = itertools.chain(data.glob("*/mentions.csv"), data.glob("*/*/mentions.csv"))
    folders = sorted({path.parent for path in tables if (path.parent / "article.txt").is_file()})
    if not folders:
        yield {"set": "coded articles", "remark": "not there"}
    for name, use in own.items():
        pairs = {}
        for folder in tqdm(folders, f"coded articles, {name}", leave=False, disable=None):
            article = read_article(folder / "article.txt")
            pairs[folder.name] = framing.read(article, encoder=use), agreement.coding(folder, article)
        for remark, wanted in (("tuned on", True), ("kept back", False)):
            group = [one for one in pairs if coded_news.is_kept_back(one) != wanted]
            tables = {f"coded article {one}": agreement.score(*pairs[one], resamples=resamples) for one in group}
            if group:
                title = f"coded articles, {remark} ({len(group)})"
                tables[title] = agreement.pooled([pairs[one] for one in group], resamples=resamples)
            source = {"tuned_on": remark, "remark": f"{', '.join(group)}; coded by language-model coders"}
            yield from (row | source for title, table in tables.items() for row in _agreed(title, table, name))


def _agreed(title, table, instrument):
    table = table.assign(set=title, instrument=instrument, measure=table["measure"] + ", " + table["kind"])
    columns = ["set", "measure", "instrument", "value", "low", "high", "constant", "n"]
    return table.rename(columns={"base": "constant"})[columns].to_dict("records")


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
