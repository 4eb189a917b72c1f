"""Agreement: the package's tables against a reference coding of the same article, and coders against each other."""

import csv
import dataclasses
import itertools
import re
import unicodedata
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pandas as pd

from analysis import stance, uncertainty
from analysis.article import ArticleError

FRAMES = ["conflict", "responsibility", "human_interest", "morality", "economic"]
NAMED = ("name", "metonym", "demonym")
PROVENANCE = (
    "The reference coding was made by language-model coders that followed the codebook; none of it is the work of a"
    " trained human coder. Coders of one kind agree more than people would, and the codebook draws some of its examples"
    " from the seed article: read every agreement with it as an upper bound."
)


@dataclass(frozen=True, eq=False)
class Coding:
    """A reference coding as tables with the names and columns that the package's own reading of an article has.

    Rows carry `coders`: which coders marked them ("AB" both, "" where the article was coded once).
    """

    article: object = field(repr=False)
    mentions: pd.DataFrame = field(repr=False)
    quotes: pd.DataFrame = field(repr=False)
    relations: pd.DataFrame = field(repr=False)
    tone: pd.DataFrame = field(repr=False)
    portrayal: pd.DataFrame = field(repr=False)
    frames: pd.DataFrame = field(repr=False)
    roles: pd.DataFrame = field(repr=False)
    actors: pd.DataFrame = field(repr=False)


def reference(folder, article, *, coder=None):
    """Read a folder of coded tables (mentions.csv, quotes.csv, stance.csv, …) into a Coding of `article`.

    `coder` gives the coding of one of two coders ("A" or "B") as if it were the only one; None keeps all rows. Every
    mention, quotation and relation gets `start, end` in the raw text; a mention or quotation whose words are not in its
    paragraph is left out, a relation without its evidence stands for the whole paragraph. A missing table is empty.
    ArticleError where a table lacks a column or names a paragraph that is not there.

    >>> from analysis.article import SEEDS, read_article
    >>> coding = reference(SEEDS / "xi-putin-2021" / "coding", read_article("xi-putin-2021"))
    >>> coding.tone["tone"].value_counts().to_dict()
    {-1: 17, 0: 7, 1: 1}
    """
    folder = Path(folder)
    read = lambda name, *columns: [
        row if coder is None else row | {"coders": ""}
        for row in _rows(folder, name, columns)
        if coder is None or coder in (row["coders"] or coder)
    ]
    actors = read("actors", "actor", "party")
    party = {row["actor"]: row["party"] or row["actor"] for row in actors}
    of = lambda name: party.get(name, name)
    mentions = [
        row | {"party": of(row["actor"]), "type": "", "rule": "coded"}
        for row in _located(article, read("mentions", "paragraph", "text", "actor", "kind"), "text")
    ]
    quotes = [
        row | {"party": of(row["speaker"]), "cue_class": ""}
        for row in _located(article, read("quotes", "paragraph", "speaker", "cue", "type", "content"), "content")
    ]
    relations = [
        row
        | {
            "source_party": of(row["source"]),
            "target_party": of(row["target"]),
            "stance": _sign(row, "stance"),
            "target_type": "actor" if row["target"] in party else "issue",
            "intensity": 1.0,
            "status": "stated",
            "counted": True,
            "hedge": "",
            "found_by": "coded",
            "rule": "coded",
        }
        for row in _located(
            article,
            read("stance", "paragraph", "source", "target", "stance", "voice", "evidence"),
            "evidence",
            whole=True,
        )
    ]
    signs = lambda name, *columns: [
        row | {c: _sign(row, c) for c in columns[-1:]} | {"score": float(_sign(row, columns[-1]))}
        for row in read(name, "paragraph", *columns)
    ]
    frames = [row | {frame: float(row[frame]) for frame in FRAMES} for row in read("frames", "paragraph", *FRAMES)]
    counted = Counter(row["actor"] for row in mentions)
    where = ["paragraph", "sentence"]
    span = ["start", "end", "text", "clean_text"]
    return Coding(
        article=article,
        mentions=_table(mentions, [*span, *where, "actor", "party", "kind", "type", "rule", "coders"]).sort_values(
            ["start", "end"], kind="stable"
        ),
        quotes=_table(quotes, [*where, "speaker", "party", "type", "cue", "cue_class", *span, "coders"]),
        relations=_table(relations, [*stance.COLUMNS, "coders"]),
        tone=_table(signs("tone", "tone"), ["paragraph", "tone", "score", "coders"]),
        portrayal=_table(signs("portrayal", "actor", "valence"), ["paragraph", "actor", "valence", "score", "coders"]),
        frames=_table(frames, ["paragraph", *FRAMES]),
        roles=_table(read("roles", "actor", "role"), ["actor", "role", "coders"]),
        actors=_table(
            [row | {"party": of(row["actor"]), "type": "", "mentions": counted[row["actor"]]} for row in actors],
            ["actor", "party", "type", "mentions"],
        ),
    )


def _table(rows, columns):
    return pd.DataFrame([{column: row.get(column, "") for column in columns} for row in rows], columns=columns)


def _rows(folder, name, columns):
    path = folder / f"{name}.csv"
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as handle:
        reader = csv.DictReader(handle)
        lacking = [c for c in columns if c not in (reader.fieldnames or [])]
        if lacking:
            raise ArticleError(f"{path.name}: no column {', '.join(lacking)}")
        rows = [{k: v or "" for k, v in row.items() if k} | {"coders": row.get("coders") or ""} for row in reader]
    for number, row in enumerate(rows, start=2):
        if "paragraph" in row:
            try:
                row["paragraph"] = int(row["paragraph"])
            except ValueError:
                raise ArticleError(
                    f"{path.name} row {number}: paragraph is {row['paragraph']!r}, not a number"
                ) from None
    return rows


def _sign(row, column):
    value = float(row[column] or 0)
    return (value > 0) - (value < 0)


def _located(article, rows, key, *, whole=False):
    """Each row with the span of its `occurrence`-th exact words in its paragraph; others go, or get it whole."""
    blocks = {row.paragraph: (row.start, row.end) for row in article.paragraphs.itertuples()}
    for row in rows:
        if row["paragraph"] not in blocks:
            raise ArticleError(f"the coding names paragraph {row['paragraph']}, which {article.name} does not have")
        low, high = blocks[row["paragraph"]]
        at = low - 1
        for _ in range(int(row.get("occurrence") or 1)):
            at = article.raw.find(row[key], at + 1, high)
            if at < 0:
                break
        if at >= 0 or whole:
            start, end = (at, at + len(row[key])) if at >= 0 else (low, high)
            clean_start, clean_end = article.to_clean(start, end)
            sentence = article.sentence_at(clean_start)[0] if len(article.sentences) else 0
            yield row | {
                "start": start,
                "end": end,
                "text": article.raw[start:end],
                "sentence": sentence,
                "clean_text": article.clean[clean_start:clean_end],
            }


# --- the measures ----------------------------------------------------------------------------------------------------


def score(predicted, coding, *, resamples=1000):
    """How well a reading of an article agrees with its reference coding: one row a measure, with its interval.

    `predicted` is what `framing.read` gives, `coding` what `reference` gives of the same article. Columns measure; kind
    (what the figure is: F1, macro-F1 or accuracy); value, 0 to 1; low and high, the 95% interval from drawing
    paragraphs (for roles: actors) with replacement; base, what a constant answer gets, where there is one; n, how many
    reference rows were asked for; precision and recall, for F1. A row that one of two coders marked alone is never
    required and never wrong. Actors are aligned one to one, by name, then by the spans they share; stance and speakers
    count by party; of the relations, those that are counted. Blind spot: paragraphs of one article, one coding: see
    PROVENANCE.
    """
    return _figures(_measures(predicted, coding), resamples)


def pooled(pairs, *, resamples=1000):
    """The same measures over several articles, their paragraphs put together: takes (predicted, coding) pairs.

    Ties counted once in an article (`stance.article`) are left out. Blind spot: long articles weigh most.
    """
    each = [_measures(predicted, coding) for predicted, coding in pairs]
    names = list(dict.fromkeys(name for measures in each for name in measures if name != "stance.article"))
    return _figures(
        {name: _joined([measures[name] for measures in each if name in measures]) for name in names}, resamples
    )


def between(folder, article, *, first="A", second="B", resamples=1000):
    """The same measures for one coder against another, from a folder whose rows carry `coders`; else empty.

    Blind spot: coders who follow one codebook agree on its examples.
    """
    folder = Path(folder)
    marked = {
        mark for path in sorted(folder.glob("*.csv")) for row in _rows(folder, path.stem, ()) for mark in row["coders"]
    }
    if not {first, second} <= marked:
        return pd.DataFrame(columns=["measure", "kind", "value", "low", "high", "base", "n", "precision", "recall"])
    return score(reference(folder, article, coder=second), reference(folder, article, coder=first), resamples=resamples)


def paired(predicted, coding, layer="tone"):
    """The labels of the reference beside those predicted, of the layer tone, portrayal or roles.

    Columns paragraph and actor where they apply, reference, predicted; rows that one coder alone marked are left out.
    ValueError for another layer.
    """
    if layer not in ("tone", "portrayal", "roles"):
        raise ValueError(f"layer is {layer!r}, not tone, portrayal or roles")
    return _paired(predicted, coding, _align(predicted, coding), layer)


def confusion(pairs):
    """How often each label of the reference (row) was predicted as which (column).

    >>> confusion(pd.DataFrame({"reference": [-1, -1, 0], "predicted": [-1, 0, 0]})).values.tolist()
    [[1, 1], [0, 1]]
    """
    labels = sorted(set(pairs["reference"]) | set(pairs["predicted"].dropna()))
    counts = Counter(zip(pairs["reference"], pairs["predicted"]))
    table = pd.DataFrame([[counts[a, b] for b in labels] for a in labels], index=labels, columns=labels, dtype=int)
    return table.rename_axis(index="reference", columns="predicted")


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
    seen = np.zeros((len(values), len(values)))
    for unit in units:
        for a, b in itertools.permutations(unit, 2):
            seen[place[a], place[b]] += 1 / (len(unit) - 1)
    totals = seen.sum(axis=1)
    n = totals.sum()
    distance = _distance(values, totals, level)
    expected = (np.outer(totals, totals) * distance).sum() / (n - 1) if n > 1 else 0.0
    return 1.0 - float((seen * distance).sum() / expected) if expected else np.nan


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
    coded = coding.tone[coding.tone["coders"].isin(["", "AB"])].drop_duplicates("paragraph")
    texts = article.paragraphs.set_index("paragraph")["clean_text"]
    coded = coded[coded["paragraph"].isin(texts.index)]
    rows = []
    for name, read in uncertainty.INSTRUMENTS.items() if len(coded) else ():
        readings = [read(texts[number], encoder) for number in coded["paragraph"]]
        pairs = pd.DataFrame(
            {
                "paragraph": coded["paragraph"].to_numpy(),
                "reference": coded["tone"].to_numpy(),
                "predicted": [reading.valence for reading in readings],
                "score": [reading.score for reading in readings],
            }
        )
        told = _labelled(pairs)
        ranged = uncertainty.bootstrap(pairs, lambda rows: correlation(rows["score"], rows["reference"]))
        rows.append(
            {
                "instrument": name,
                "n": len(pairs),
                "accuracy": (pairs["reference"] == pairs["predicted"]).mean(),
                "macro_f1": _value(told),
                "base": _base(told),
                "alpha": alpha(pairs[["reference", "predicted"]], level="ordinal"),
                "r": ranged.value,
                "low": ranged.low,
                "high": ranged.high,
            }
        )
    return pd.DataFrame(rows, columns=["instrument", "n", "accuracy", "macro_f1", "base", "alpha", "r", "low", "high"])


def misread(article, coding, instrument="tone", *, encoder=True):
    """How often an instrument reads what of the paragraphs that the coders gave each tone, as `confusion` counts.

    Empty without coded tone. Blind spot: paragraphs that the coders disagreed on are left out.

    >>> from types import SimpleNamespace
    >>> from analysis.article import from_text
    >>> coded = SimpleNamespace(tone=pd.DataFrame([{"paragraph": 1, "tone": -1, "coders": ""}]))
    >>> misread(from_text("They fought a war."), coded, encoder=False).values.tolist()
    [[1]]
    """
    coded = (
        coding.tone[coding.tone["coders"].isin(["", "AB"])].drop_duplicates("paragraph").set_index("paragraph")["tone"]
    )
    pairs = pd.DataFrame({"reference": coded, "predicted": _read(article, instrument, encoder)}).dropna().astype(int)
    return confusion(pairs)


def among_instruments(article, *, encoder=True):
    """Krippendorff's α (ordinal) between every two tone instruments over the paragraphs of an article.

    One row an instrument, one column an instrument; 1 is full agreement, 0 what chance gives. Empty for an article of
    fewer than two paragraphs. Blind spot: instruments built on one lexicon agree in its faults too.

    >>> from analysis.article import from_text
    >>> table = among_instruments(from_text("They fought a war.\\n\\nThey signed a peace treaty."), encoder=False)
    >>> float(table.set_index("instrument").loc["tone", "words"])
    1.0
    """
    told = {name: _read(article, name, encoder) for name in uncertainty.INSTRUMENTS}
    if len(told["tone"]) < 2:
        return pd.DataFrame(columns=["instrument", *told])
    pair = lambda a, b: alpha(pd.DataFrame({"a": told[a], "b": told[b]}), level="ordinal")
    return pd.DataFrame([{"instrument": a, **{b: pair(a, b) for b in told}} for a in told])


def _read(article, instrument, encoder):
    """The valence that an instrument gives each paragraph but boilerplate, by paragraph."""
    blocks = article.body.set_index("paragraph")["clean_text"]
    read = uncertainty.INSTRUMENTS[instrument]
    return pd.Series([read(text, encoder).valence for text in blocks], index=blocks.index, dtype=int)


def correlation(first, second):
    """Pearson's r; missing where one of the two does not vary.

    >>> correlation([1, 2, 3], [2, 4, 6])
    1.0
    """
    first, second = np.asarray(first, dtype=float), np.asarray(second, dtype=float)
    if len(first) < 2 or not first.std() or not second.std():
        return np.nan
    return round(float(np.corrcoef(first, second)[0, 1]), 12)


# --- counting --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Counts:
    """What a measure is computed from: counts (columns) by unit (rows), and the formula that turns their sums into it.

    `base` turns the sums of the columns into what a constant answer gets; None where there is no such answer.
    """

    kind: str
    counts: pd.DataFrame
    formula: object
    n: int
    base: object = None


@dataclass(frozen=True)
class Names:
    """Which actor and which party of the reference a predicted name stands for."""

    same: dict
    party_there: dict
    party_here: dict

    def actor(self, name):
        return self.same.get(_norm(name), _norm(name))

    def party(self, name):
        actor = self.actor(name)
        if actor in self.party_there:
            return self.party_there[actor]
        own = self.party_here.get(_norm(name), actor)
        return self.party_there.get(self.same.get(own, own), self.same.get(own, own))


def _norm(name):
    plain = "".join(c for c in unicodedata.normalize("NFKD", str(name)) if not unicodedata.combining(c))
    return " ".join(plain.casefold().split()).removeprefix("the ")


def _bare(raw, start, end):
    """A span without a leading article."""
    lead = re.match(r"[Tt]he\s+(?=\S)", raw[start:end])
    return (start + lead.end(), end) if lead else (start, end)


def _overlap(a, b):
    shared = min(a[1], b[1]) - max(a[0], b[0])
    return shared / (max(a[1], b[1]) - min(a[0], b[0])) if shared > 0 else 0.0


def _required(table):
    return table["coders"].isin(["", "AB"]) if "coders" in table else pd.Series(True, index=table.index)


def _spans(table, raw):
    return [_bare(raw, int(start), int(end)) for start, end in zip(table["start"], table["end"])]


def _parties(actors):
    return {_norm(row.actor): _norm(row.party or row.actor) for row in actors.itertuples()}


def _align(predicted, coding):
    raw = coding.article.raw
    golds = list(zip(_spans(coding.mentions, raw), map(_norm, coding.mentions["actor"])))
    mine = list(zip(_spans(predicted.mentions, raw), map(_norm, predicted.mentions["actor"])))
    same = {name: name for name in {name for _, name in mine} & {name for _, name in golds}}
    shared = Counter()
    for span, name in sorted(set(mine)):
        for other, gold in sorted(set(golds)):
            if name not in same and gold not in same and _overlap(span, other) >= 0.5:
                shared[name, gold] += 1
    taken = set(same)
    for (name, gold), _ in sorted(shared.items(), key=lambda item: (-item[1], item[0])):
        if name not in same and gold not in taken:
            same[name] = gold
            taken.add(gold)
    return Names(same, _parties(coding.actors), _parties(predicted.actors))


def _tally(rows, columns):
    """Counts by unit from (unit, column, number) triples."""
    table = defaultdict(lambda: dict.fromkeys(columns, 0.0))
    for unit, column, number in rows:
        table[unit][column] += number
    return pd.DataFrame.from_dict(table, orient="index", columns=list(columns)).sort_index()


def _f1(sums):
    found, wanted, right, given = np.moveaxis(sums[..., :4], -1, 0)
    with np.errstate(invalid="ignore", divide="ignore"):
        recall = np.where(wanted > 0, found / wanted, 1.0)
        precision = np.where(given > 0, right / given, (wanted == 0).astype(float))
        total = precision + recall
        return np.where(total > 0, 2 * precision * recall / total, 0.0), precision, recall


def _f1_counts(wanted, given, *, n=None):
    """From (unit, found) of the rows asked for and (unit, right) of the rows given."""
    rows = [(unit, "wanted", 1) for unit, _ in wanted] + [(unit, "found", hit) for unit, hit in wanted]
    rows += [(unit, "given", 1) for unit, _ in given] + [(unit, "right", hit) for unit, hit in given]
    return Counts("F1", _tally(rows, ("found", "wanted", "right", "given")), _f1, len(wanted))


def _accuracy_counts(rows, *, answers=None):
    """From (unit, right); `answers` are, for each, the constant answers that would have been right."""

    def formula(sums):
        with np.errstate(invalid="ignore", divide="ignore"):
            return (sums[..., 0] / sums[..., 1],)

    told = sorted({answer for each in answers or () for answer in each})
    cells = [(unit, column, number) for unit, right in rows for column, number in (("right", right), ("all", 1))]
    cells += [(unit, f"always {answer}", 1) for (unit, _), each in zip(rows, answers or ()) for answer in each]
    counts = _tally(cells, ("right", "all", *(f"always {answer}" for answer in told)))
    base = (lambda sums: sums.drop(["right", "all"]).max() / sums["all"]) if told else None
    return Counts("accuracy", counts, formula, len(rows), base)


def _macro(labels):
    def formula(sums):
        hit, wrong, missed = (sums[..., i * len(labels) : (i + 1) * len(labels)] for i in range(3))
        there = hit + missed > 0
        with np.errstate(invalid="ignore", divide="ignore"):
            values = np.where(there, 2 * hit / (2 * hit + wrong + missed), 0.0)
            return (values.sum(axis=-1) / there.sum(axis=-1),)

    return formula


def _labelled(pairs, labels=(-1, 0, 1)):
    """Macro-F1 of a table with paragraph, reference, predicted; the base is the commonest label given throughout."""
    columns = [f"{what}{label}" for what in ("hit", "wrong", "missed") for label in labels]

    rows = []
    for unit, gold, told in zip(pairs["paragraph"], pairs["reference"], pairs["predicted"]):
        told = int(told) if pd.notna(told) else None
        rows += [(unit, f"hit{gold}", 1)] if gold == told else [(unit, f"missed{gold}", 1)]
        rows += [(unit, f"wrong{told}", 1)] if gold != told and told in labels else []

    def base(sums):
        there = [n for n in (sums[f"hit{label}"] + sums[f"missed{label}"] for label in labels) if n]
        return 2 * max(there) / (max(there) + sum(there)) / len(there)

    return Counts("macro-F1", _tally(rows, columns), _macro(labels), len(pairs), base)


def _measures(predicted, coding):
    names = _align(predicted, coding)
    return {
        **_mentions(predicted, coding, names),
        **_stance(predicted, coding, names),
        **_quotes(predicted, coding, names),
        **_labels(predicted, coding, names),
    }


def _joined(parts):
    """One measure of several articles as one: their units side by side."""
    counts = pd.concat([part.counts for part in parts], ignore_index=True).fillna(0.0)
    return dataclasses.replace(parts[0], counts=counts, n=sum(part.n for part in parts))


def _figures(measures, resamples):
    rows = [{"measure": name, **_figure(measure, resamples)} for name, measure in measures.items()]
    return pd.DataFrame(rows, columns=["measure", "kind", "value", "low", "high", "base", "n", "precision", "recall"])


def _base(measure):
    return float(measure.base(measure.counts.sum())) if measure.base and len(measure.counts) else np.nan


def _value(measure):
    return (
        float(measure.formula(measure.counts.to_numpy(dtype=float).sum(axis=0))[0]) if len(measure.counts) else np.nan
    )


def _figure(measure, resamples):
    table = measure.counts.to_numpy(dtype=float)
    if not len(table):
        empty = measure.formula(np.zeros(table.shape[1]))[0] if measure.kind == "F1" else np.nan
        return {"kind": measure.kind, "value": float(empty), "n": measure.n, "base": np.nan}
    value, *rest = measure.formula(table.sum(axis=0))
    low = high = np.nan
    if len(table) > 1:
        drawn = np.random.default_rng(uncertainty.SEED).multinomial(
            len(table), np.full(len(table), 1 / len(table)), size=resamples
        )
        found = measure.formula(drawn @ table)[0]
        low, high = np.nanquantile(found, [0.025, 0.975]) if not np.isnan(found).all() else (np.nan, np.nan)
    precision, recall = (float(part) for part in rest) if rest else (np.nan, np.nan)
    return {
        "kind": measure.kind,
        "value": float(value),
        "low": float(low),
        "high": float(high),
        "base": _base(measure),
        "n": measure.n,
        "precision": precision,
        "recall": recall,
    }


def _mentions(predicted, coding, names):
    raw = coding.article.raw
    table = coding.mentions.sort_index()
    gold = list(
        zip(_spans(table, raw), map(_norm, table["actor"]), table["kind"], table["paragraph"], _required(table))
    )
    last = {}
    for span, row in zip(_spans(predicted.mentions, raw), predicted.mentions.itertuples()):
        last[span, _norm(row.actor)] = (row.kind, row.paragraph)
    mine = [(span, actor, kind, paragraph) for (span, actor), (kind, paragraph) in last.items()]
    kind_of, matched = {}, set()
    by_actor = defaultdict(list)
    for place, (span, actor, _, _) in enumerate(mine):
        by_actor[names.actor(actor)].append((place, span))
    for number, (span, actor, kind, _, _) in enumerate(gold):
        best, where = 0.0, None
        for place, other in by_actor[actor]:
            fit = _overlap(span, other)
            if place not in kind_of and fit >= 0.5 and fit > best:
                best, where = fit, place
        if where is not None:
            kind_of[where] = kind
            matched.add(number)
    known = {*NAMED, "description", "pronoun"}
    out = {}
    for tier, kinds in {
        "named": set(NAMED),
        "description": {"description"},
        "pronoun": {"pronoun"},
        "all": known,
    }.items():
        wanted = [
            (paragraph, number in matched)
            for number, (_, _, kind, paragraph, asked) in enumerate(gold)
            if asked and kind in kinds
        ]
        given = [
            (paragraph, place in kind_of)
            for place, (_, _, kind, paragraph) in enumerate(mine)
            if kind_of.get(place, kind) in kinds or (place not in kind_of and kind not in known)
        ]
        out[f"mentions.{tier}"] = _f1_counts(wanted, given)
    return out


def _stance(predicted, coding, names):
    marked, voices = defaultdict(set), defaultdict(set)
    for row in coding.relations.itertuples():
        source, target = (names.party_there.get(_norm(end)) for end in (row.source, row.target))
        if source and target and source != target:
            key = (row.paragraph, source, target, int(np.sign(row.stance)))
            marked[key].update(row.coders or "AB")
            voice = _norm(row.voice or "author")
            voices[key].add(names.party_there.get(voice, voice))
    wanted = sorted(key for key, coders in marked.items() if {"A", "B"} <= coders)
    mine = defaultdict(set)
    for row in predicted.relations.itertuples():
        if row.target_type != "issue" and row.counted and row.stance:
            key = (row.paragraph, names.party(row.source), names.party(row.target), int(np.sign(row.stance)))
            if key[1] != key[2]:
                voice = row.voice or "author"
                mine[key].add("author" if _norm(voice) == "author" else names.party(voice))
    out = {
        "stance.paragraph": _f1_counts(
            [(key[0], key in mine) for key in wanted], [(key[0], key in marked) for key in sorted(mine)]
        ),
        "stance.article": _over_article(wanted, set(marked), sorted(mine)),
    }
    shared = sorted(set(marked) & set(mine))
    if shared:
        authors = [{"author"} & voices[key] for key in shared]
        out["stance.voice_accuracy"] = _accuracy_counts(
            [(key[0], mine[key] <= voices[key]) for key in shared], answers=authors
        )
    edges = sorted({key[:3] for key in wanted} & {key[:3] for key in mine})
    if edges:
        signs = lambda keys, edge: {key[3] for key in keys if key[:3] == edge}
        out["stance.sign_accuracy"] = _accuracy_counts(
            [(edge[0], signs(mine, edge) <= signs(marked, edge)) for edge in edges]
        )
    return out


def _over_article(wanted, allowed, mine):
    """F1 over the ties of the article as a whole: a tie counts once however many paragraphs state it."""
    ties = sorted({key[1:] for key in (*wanted, *allowed, *mine)})
    rows = [
        (key[0], f"{what}{ties.index(key[1:])}", 1)
        for what, keys in (("wanted", wanted), ("allowed", allowed), ("mine", mine))
        for key in keys
    ]
    counts = _tally(rows, [f"{what}{i}" for what in ("wanted", "allowed", "mine") for i in range(len(ties))])

    def formula(sums):
        asked, fine, told = (sums[..., i * len(ties) : (i + 1) * len(ties)] > 0 for i in range(3))
        each = [(asked & told).sum(-1), asked.sum(-1), (fine & told).sum(-1), told.sum(-1)]
        return _f1(np.stack(each, axis=-1).astype(float))

    return Counts("F1", counts, formula, len({key[1:] for key in wanted}))


def _quotes(predicted, coding, names):
    gold = defaultdict(lambda: [set(), False, 0])
    for row, asked in zip(coding.quotes.itertuples(), _required(coding.quotes)):
        entry = gold[row.start, row.end]
        entry[0].add(names.party_there.get(_norm(row.speaker), _norm(row.speaker)))
        entry[1] |= bool(asked)
        entry[2] = row.paragraph
    mine, where = defaultdict(set), {}
    for row in predicted.quotes.itertuples():
        mine[int(row.start), int(row.end)].add(names.party(row.speaker) if str(row.speaker).strip() else "")
        where[int(row.start), int(row.end)] = row.paragraph
    fits = {(g, p): _overlap(g, p) for g in gold for p in mine}
    out = {}
    for threshold in (0.3, 0.8):
        of_gold, of_mine = {}, {}
        for _, g, p in sorted(((fit, g, p) for (g, p), fit in fits.items() if fit >= threshold), reverse=True):
            if g not in of_gold and p not in of_mine:
                of_gold[g], of_mine[p] = p, g
        # another variant of a passage that is found already, marked by one coder or both, is no error
        given = [
            (where[p], p in of_mine or any(fits[g, p] >= threshold and not gold[g][1] for g in gold)) for p in mine
        ]
        wanted = [
            (gold[g][2], g in of_gold or any(_overlap(g, other) >= 0.3 for other in of_gold if other != g))
            for g in gold
            if gold[g][1]
        ]
        out[f"quotes.content@{threshold}"] = _f1_counts(wanted, given)
        if threshold == 0.3:
            right = [(where[p], not mine[p] - gold[g][0]) for p, g in of_mine.items()]
            out["quotes.speaker_accuracy"] = _accuracy_counts(right)
    return out


def _paired(predicted, coding, names, layer):
    if layer == "tone":
        rows = coding.tone[_required(coding.tone)]
        told = {row.paragraph: int(np.sign(row.tone)) for row in predicted.tone.itertuples()}
        return pd.DataFrame(
            {
                "paragraph": rows["paragraph"],
                "reference": rows["tone"],
                "predicted": [told.get(number) for number in rows["paragraph"]],
            },
            dtype=object,
        ).reset_index(drop=True)
    if layer == "portrayal":
        rows = coding.portrayal[_required(coding.portrayal)]
        told = {
            (row.paragraph, names.actor(row.actor)): int(np.sign(row.valence))
            for row in predicted.portrayal.itertuples()
        }
        found = [told.get((row.paragraph, _norm(row.actor)), 0 if told else None) for row in rows.itertuples()]
        return pd.DataFrame(
            {"paragraph": rows["paragraph"], "actor": rows["actor"], "reference": rows["valence"], "predicted": found},
            dtype=object,
        ).reset_index(drop=True)
    rows = coding.roles[_required(coding.roles)]
    told = {names.actor(row.actor): _norm(row.role) for row in predicted.roles.itertuples()}
    return pd.DataFrame(
        {
            "actor": rows["actor"],
            "reference": rows["role"].map(_norm),
            "predicted": [told.get(_norm(name)) for name in rows["actor"]],
        },
        dtype=object,
    ).reset_index(drop=True)


def _labels(predicted, coding, names):
    roles = _paired(predicted, coding, names, "roles")
    return {
        "tone": _labelled(_paired(predicted, coding, names, "tone")),
        "portrayal": _labelled(_paired(predicted, coding, names, "portrayal")),
        "frames.micro": _frames(predicted, coding),
        "roles": _accuracy_counts(
            list(zip(roles.index, roles["reference"] == roles["predicted"])),
            answers=[{role} for role in roles["reference"]],
        ),
    }


def _frames(predicted, coding):
    told = {row["paragraph"]: row for _, row in predicted.frames.iterrows()}
    rows = []
    for row in coding.frames.to_dict("records"):
        for frame in FRAMES:
            there = row[frame] >= 0.5
            said = row["paragraph"] in told and told[row["paragraph"]][frame] >= 0.5
            rows += [
                (row["paragraph"], "found", there and said),
                (row["paragraph"], "wanted", there),
                (row["paragraph"], "right", there and said),
                (row["paragraph"], "given", said),
            ]
            rows += (
                [(row["paragraph"], "conflict found", there), (row["paragraph"], "conflict given", 1)]
                if frame == "conflict"
                else []
            )
    columns = ("found", "wanted", "right", "given", "conflict found", "conflict given")
    counts = _tally(rows, columns)
    base = lambda sums: 2 * sums["conflict found"] / (sums["wanted"] + sums["conflict given"])
    return Counts("F1", counts, _f1, int(counts["wanted"].sum()), base)
