"""Agreement: how the package's tables compare with a reference coding of the same article, and coders with each other."""

import csv
import itertools
import re
import unicodedata
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.article import ArticleError

FRAMES = ["conflict", "responsibility", "human_interest", "morality", "economic"]
NAMED = ("name", "metonym", "demonym")
PROVENANCE = (
    "The reference coding was made by language-model coders that followed the codebook; none of it is the work of a trained "
    "human coder. Coders of one kind agree more than people would, and the codebook draws some of its examples from the seed "
    "article: read every agreement with it as an upper bound."
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

    `coder` keeps the rows that one coder marked ("A" or "B"); None keeps all. Every mention, quotation and relation gets
    `start, end` in the raw text; a row whose words are not in its paragraph is left out. A missing table is empty.
    ArticleError where a table lacks a column or names a paragraph that is not there.

    >>> from analysis.article import SEEDS, read_article
    >>> coding = reference(SEEDS / "xi-putin-2021" / "coding", read_article("xi-putin-2021"))
    >>> coding.tone["tone"].value_counts().to_dict()
    {-1: 17, 0: 7, 1: 1}
    """
    folder = Path(folder)
    read = lambda name, *columns: [r for r in _rows(folder, name, columns) if coder is None or coder in (r["coders"] or coder)]
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
        row | {"source_party": of(row["source"]), "target_party": of(row["target"]), "stance": _sign(row, "stance"),
               "target_type": "actor" if row["target"] in party else "issue", "intensity": 1.0, "status": "stated",
               "counted": True, "hedge": "", "found_by": "coded", "rule": "coded"}
        for row in _located(article, read("stance", "paragraph", "source", "target", "stance", "voice", "evidence"), "evidence")
    ]
    signs = lambda name, *columns: [row | {c: _sign(row, c) for c in columns[-1:]} | {"score": float(_sign(row, columns[-1]))}
                                    for row in read(name, "paragraph", *columns)]
    frames = [row | {frame: float(row[frame]) for frame in FRAMES} for row in read("frames", "paragraph", *FRAMES)]
    counted = Counter(row["actor"] for row in mentions)
    where = ["paragraph", "sentence"]
    span = ["start", "end", "text", "clean_text"]
    return Coding(
        article=article,
        mentions=_table(sorted(mentions, key=lambda row: (row["start"], row["end"], row["actor"])),
                        [*span, *where, "actor", "party", "kind", "type", "rule", "coders"]),
        quotes=_table(quotes, [*where, "speaker", "party", "type", "cue", "cue_class", *span, "coders"]),
        relations=_table(relations, [*where, "source", "target", "source_party", "target_party", "target_type", "stance",
                                     "expression", "intensity", "voice", "status", "counted", "hedge", "found_by", "rule", *span, "coders"]),
        tone=_table(signs("tone", "tone"), ["paragraph", "tone", "score", "coders"]),
        portrayal=_table(signs("portrayal", "actor", "valence"), ["paragraph", "actor", "valence", "score", "coders"]),
        frames=_table(frames, ["paragraph", *FRAMES]),
        roles=_table(read("roles", "actor", "role"), ["actor", "role", "coders"]),
        actors=_table([row | {"party": of(row["actor"]), "type": "", "mentions": counted[row["actor"]]} for row in actors],
                      ["actor", "party", "type", "mentions"]),
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
                raise ArticleError(f"{path.name} row {number}: paragraph is {row['paragraph']!r}, not a number") from None
    return rows


def _sign(row, column):
    value = float(row[column] or 0)
    return (value > 0) - (value < 0)


def _located(article, rows, key):
    """Each row with the span of its `occurrence`-th exact words in its paragraph; rows without are dropped."""
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
        if at >= 0:
            clean_start, clean_end = article.to_clean(at, at + len(row[key]))
            yield row | {"start": at, "end": at + len(row[key]), "text": row[key], "sentence": article.sentence_at(clean_start)[0],
                         "clean_text": article.clean[clean_start:clean_end]}
