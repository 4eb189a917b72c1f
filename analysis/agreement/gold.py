"""Gold: the tables in which coders marked an article, read into the columns that the package's own reading has."""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from analysis import stance
from analysis.article import ArticleError, rows_of
from analysis.frames import FRAMES

PROVENANCE = (
    "The reference coding was made by language-model coders that followed the codebook; none of it is the work of a"
    " trained human coder. Coders of one kind agree more than people would, and the codebook draws some of its examples"
    " from the seed article: read every agreement with it as an upper bound."
)
MENTIONS = "start end text clean_text paragraph sentence actor party kind type rule coders".split()
QUOTES = "paragraph sentence speaker party type cue cue_class start end text clean_text coders".split()
STATED = {"intensity": 1.0, "status": "stated", "counted": True, "found_by": "coded", "rule": "coded"}


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
    broken: pd.DataFrame = field(repr=False)


def coders(folder):
    """The letters of those who coded an article, in alphabetical order; "A" alone where the tables do not say who."""
    tables = sorted(path.stem for path in Path(folder).glob("*.csv"))
    marks = {mark for name in tables for row in rows(folder, name) for mark in row["coders"]}
    return sorted(marks) or ["A"]


def coding(folder, article, *, coder=None):
    """Read a folder of coded tables (mentions.csv, quotes.csv, stance.csv, …) into a Coding of `article`.

    `coder` gives the coding of one of two coders ("A" or "B") as if it were the only one; None keeps all rows. Every
    mention, quotation and relation gets `start, end` in the raw text; a mention or quotation whose words are not in its
    paragraph is left out, a relation without its evidence stands for the whole paragraph. A missing table is empty.
    ArticleError where a table lacks a column or names a paragraph that is not there.

    >>> from analysis.article import SEEDS, read_article
    >>> coded = coding(SEEDS / "xi-putin-2021" / "coding", read_article("xi-putin-2021"))
    >>> coded.tone["tone"].value_counts().to_dict()
    {-1: 17, 0: 7, 1: 1}
    """
    read = lambda name, columns: _of_coder(rows(folder, name, columns.split()), coder)
    actors = read("actors", "actor party")
    party = {row["actor"]: row["party"] or row["actor"] for row in actors}
    of = lambda name: {"party": party.get(name, name)}
    mentions = _located(article, read("mentions", "paragraph text actor kind"), "text")
    mentions = [row | of(row["actor"]) | {"rule": "coded"} for row in mentions]
    quotes = _located(article, read("quotes", "paragraph speaker cue type content"), "content")
    relations = read("stance", "paragraph source target stance voice evidence")
    relations = [_relation(row, party) for row in _located(article, relations, "evidence", whole=True)]
    frames = read("frames", " ".join(["paragraph", *FRAMES]))
    broken = _located(article, read("broken", "paragraph text why"), "text")
    number = Counter(row["actor"] for row in mentions)
    return Coding(
        article=article,
        mentions=_table(mentions, MENTIONS).sort_values(["start", "end"], kind="stable"),
        quotes=_table([row | of(row["speaker"]) for row in quotes], QUOTES),
        relations=_table(relations, [*stance.COLUMNS, "coders"]),
        tone=_signed(read("tone", "paragraph tone"), ["paragraph", "tone"]),
        portrayal=_signed(read("portrayal", "paragraph actor valence"), ["paragraph", "actor", "valence"]),
        frames=_table([row | {f: _number(row, f) for f in FRAMES} for row in frames], ["paragraph", *FRAMES]),
        roles=_table(read("roles", "actor role"), ["actor", "role", "coders"]),
        actors=_table(
            [row | of(row["actor"]) | {"mentions": number[row["actor"]]} for row in actors],
            ["actor", "party", "type", "mentions"],
        ),
        broken=_table(broken, "paragraph start end text why".split()),
    )


def rows(folder, name, columns=()):
    """The rows of one coded table as dicts, `paragraph` a number and `coders` never missing; none without the file.

    `at` says in which file and line a row stands.
    """
    table = [{"coders": ""} | row for row in rows_of(Path(folder) / f"{name}.csv", columns)]
    return [row | {"paragraph": _number(row, "paragraph", int)} if "paragraph" in row else row for row in table]


def _number(row, column, kind=float):
    """The number in a cell; ArticleError where there is none."""
    try:
        return kind(row[column])
    except ValueError:
        raise ArticleError(f"{row['at']}: {column} is {row[column][:80]!r}, not a number") from None


def _of_coder(table, coder):
    if coder is None:
        return table
    return [row | {"coders": ""} for row in table if coder in (row["coders"] or coder)]


def _table(table, columns):
    return pd.DataFrame([{column: row.get(column, "") for column in columns} for row in table], columns=columns)


def _signed(table, columns):
    """A table whose last column is a judgement: its sign, and the sign again as the score."""
    signs = [_sign(row, columns[-1]) for row in table]
    signed = [row | {columns[-1]: sign, "score": float(sign)} for row, sign in zip(table, signs)]
    return _table(signed, [*columns, "score", "coders"])


def _sign(row, column):
    value = _number(row, column)
    return (value > 0) - (value < 0)


def _relation(row, party):
    ends = {f"{end}_party": party.get(row[end], row[end]) for end in ("source", "target")}
    kind = "actor" if row["target"] in party else "issue"
    return row | ends | STATED | {"stance": _sign(row, "stance"), "target_type": kind}


def _located(article, table, key, *, whole=False):
    """Each row with the span of its `occurrence`-th exact words in its paragraph; others go, or get it whole."""
    blocks = {row.paragraph: (row.start, row.end) for row in article.paragraphs.itertuples()}
    for row in table:
        if row["paragraph"] not in blocks:
            raise ArticleError(f"{row['at']}: {article.name} has no paragraph {row['paragraph']}")
        low, high = blocks[row["paragraph"]]
        start = low - 1
        for _ in range(_number(row, "occurrence", int) if row.get("occurrence") else 1):
            start = article.raw.find(row[key], start + 1, high)
            if start < 0:
                break
        if start >= 0:
            yield row | _span(article, start, start + len(row[key]))
        elif whole:
            yield row | _span(article, low, high)


def _span(article, start, end):
    clean_start, clean_end = article.to_clean(start, end)
    sentence = article.sentence_at(clean_start)[0] if len(article.sentences) else 0
    words = {"text": article.raw[start:end], "clean_text": article.clean[clean_start:clean_end]}
    return {"start": start, "end": end, "sentence": sentence, **words}
