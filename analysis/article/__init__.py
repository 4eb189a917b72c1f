"""The article: its raw text, the repairs applied to it, its paragraphs and sentences.

Two texts stand side by side. `raw` is the file, character for character; every `start, end` in every table of the
package indexes it. `clean` is what was analysed: the raw text with the repairs of `repairs.csv` applied.
"""

import bisect
import datetime
import functools
import re
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from analysis.article import pages
from analysis.article.files import SEEDS, STANDARD_INPUT, ArticleError, about_of, locate, prose_of, rows_of, text_of
from analysis.article.prose import cautions
from analysis.article.repairs import Texts, repaired
from analysis.article.sentences import FUNCTION_WORDS, MONTHS, blocks, dateline, paragraphs, sentences, split
from analysis.tables import printable

__all__ = ["Article", "ArticleError", "blocks", "from_text", "locate", "overlap", "read_article", "split"]
__all__ += ["FUNCTION_WORDS", "SEEDS", "SPAN", "rows_of", "text_of"]
SPAN = ["start", "end", "text", "clean_text"]
REPAIR_COLUMNS = ["paragraph", "raw", "occurrence", "repaired", "reason"]
ALIAS_COLUMNS = ["alias", "actor", "kind", "party"]


@dataclass(frozen=True, eq=False, repr=False)
class Article(Texts):
    """One news article: `raw` and `clean` text, its paragraphs and sentences as tables, and what is known about it.

    `paragraphs` has the columns paragraph, kind (`body`, `boilerplate` where nothing else stands in it), start, end,
    text, clean_text, clean_start, clean_end; `sentences` the same with sentence in place of kind; `left_out` the same
    with the cue of boilerplate that each sentence or line was left out for.
    `start, end` index `raw`; `clean_start, clean_end` index `clean`. `repairs` and `aliases` may be empty tables.
    """

    name: str
    about: dict
    repairs: pd.DataFrame
    aliases: pd.DataFrame
    paragraphs: pd.DataFrame
    sentences: pd.DataFrame
    left_out: pd.DataFrame
    date: datetime.date | None
    folder: Path | None = None

    def __repr__(self):
        date = f"{self.date.day} {MONTHS[self.date.month - 1]} {self.date.year}" if self.date else "date unknown"
        numbers = f"{len(self.paragraphs)} paragraphs, {len(self.sentences)} sentences"
        return printable(f"Article {self.name}: {numbers}, {date}")

    def provenance(self):
        """What is known of where the article comes from: columns what, value; `unknown` where it is not known.

        >>> from_text("Xi met Putin.").provenance().set_index("what").loc["source", "value"]
        'unknown'
        """
        named = ["title", "date", "language", "translated_from", "source", "licence"]
        rows = {"name": self.name, **{key: self.about.get(key, "unknown") for key in named}}
        rows |= {"date": self.date or "unknown", "characters": len(self.raw)}
        rows |= {"left out": self.omission() or "nothing", "to bear in mind": " ".join(self.cautions) or "nothing"}
        return pd.DataFrame([{"what": key, "value": str(value)} for key, value in rows.items()])

    def beside(self, name):
        """The path of a file or folder in the article's folder; a bare text has none, and the path does not exist.

        >>> from_text("Xi met Putin.").beside("reading.md").exists()
        False
        """
        return (self.folder or Path("no-folder")) / name

    @functools.cached_property
    def body(self):
        """The paragraphs that are analysed, their `clean_text` without the boilerplate that was left out of it.

        >>> from_text("Xi met Putin. Sign up for our newsletter.").body["clean_text"].tolist()
        ['Xi met Putin.']
        """
        table = self.paragraphs[self.paragraphs["kind"] != "boilerplate"].copy()
        for number in self.left_out["paragraph"].unique():
            rest = self.sentences.loc[self.sentences["paragraph"] == number, "clean_text"]
            table.loc[table["paragraph"] == number, "clean_text"] = " ".join(rest)
        return table

    @functools.cached_property
    def cautions(self):
        """What a reader of the tables is to be told of the text, a sentence each: where it may be no English prose.

        >>> from_text("").cautions
        ('The text holds no sentence.',)
        """
        return tuple(cautions(self))

    def omission(self):
        """What of the text was left out as boilerplate, in a sentence; empty where nothing was.

        >>> from_text("Xi met Putin. All rights reserved.").omission()
        '3 of 6 words were left out as boilerplate, in ¶1.'
        """
        if self.left_out.empty:
            return ""
        count = lambda text: len(re.findall(r"\S+", text))
        left, places = sum(map(count, self.left_out["clean_text"])), self.left_out["paragraph"].unique()
        return f"{left} of {count(self.clean)} words were left out as boilerplate, in ¶{', ¶'.join(map(str, places))}."

    def sentence_at(self, clean_start):
        """The (sentence, paragraph) numbers at a position of the clean text; the nearest before it between two.

        >>> from_text("Xi spoke. Putin listened.").sentence_at(12)
        (2, 1)
        """
        starts, numbers = self._places
        return numbers[max(0, bisect.bisect_right(starts, clean_start) - 1)]

    @functools.cached_property
    def _places(self):
        """Where each sentence starts in the clean text, and the numbers of the sentence and its paragraph."""
        starts, sentences, paragraphs = (self.sentences[c].tolist() for c in ("clean_start", "sentence", "paragraph"))
        return starts, list(zip(sentences, paragraphs))


def read_article(path=None, *, repairs=True, aliases=True):
    """Read an article from a folder name under seeds/, a folder, or a bare .txt file.

    With no path, the one that the environment variable FRAMING_ARTICLE names, else the article of the series.

    A folder holds article.txt and may hold about.toml, repairs.csv (paragraph, raw, occurrence, repaired, reason) and
    aliases.csv (alias, actor, kind, party); `repairs=False` and `aliases=False` leave them unread. A bare .txt is read
    alone. `-` is standard input; of an .html file the article is taken out (needs the extra `html`), and places are
    those in the text that was taken out. Raises ArticleError where there is no such file, it is not UTF-8 text, or a
    table beside it is faulty. Blind spot: a text in another language is read as if it were English, see `cautions`.

    >>> read_article("xi-putin-2021").date
    datetime.date(2021, 12, 16)
    """
    if str(path) == "-":
        return from_text(prose_of(STANDARD_INPUT), name="standard-input")
    source = locate(path)
    if source.is_file() and source.suffix.lower() in pages.ENDINGS:
        raw, about = pages.page(source)
        return _article(source.stem, raw, about=about)
    folder = source if source.is_dir() else None
    file = source / "article.txt" if folder else source
    raw = prose_of(file)
    about, date = about_of(folder, raw) if folder else ({}, None)
    return _article(
        file.stem if folder is None else folder.name,
        raw,
        about=about,
        repairs=rows_of(folder / "repairs.csv", REPAIR_COLUMNS) if folder and repairs else (),
        aliases=rows_of(folder / "aliases.csv", ALIAS_COLUMNS) if folder and aliases else (),
        date=date,
        folder=folder,
    )


def from_text(text, *, name="text", date=None):
    """An Article from a string, with no repairs and no aliases; any string, even an empty one.

    >>> from_text("Xi met Putin. They agreed.").sentences["text"].tolist()
    ['Xi met Putin.', 'They agreed.']
    """
    return _article(name, text, date=date)


def _article(name, raw, *, about=None, repairs=(), aliases=(), date=None, folder=None):
    spans = blocks(raw)
    texts = repaired(raw, spans, repairs)
    parts = paragraphs(texts, spans)
    read, left_out = sentences(texts, parts)
    columns = [*SPAN, "clean_start", "clean_end"]
    return Article(
        **vars(texts),
        name=name,
        about=about or {},
        repairs=pd.DataFrame(repairs, columns=REPAIR_COLUMNS),
        aliases=pd.DataFrame(aliases, columns=ALIAS_COLUMNS),
        paragraphs=pd.DataFrame(parts, columns=["paragraph", "kind", *columns]),
        sentences=pd.DataFrame(read, columns=["sentence", "paragraph", *columns]),
        left_out=pd.DataFrame(left_out, columns=["paragraph", "cue", *columns]),
        date=date or dateline(raw, spans),
        folder=folder,
    )


def overlap(one, other):
    """The share of what two spans (start, end) cover together that both cover, 0 to 1.

    >>> overlap((0, 4), (2, 4)), overlap((0, 2), (2, 4))
    (0.5, 0.0)
    """
    shared = min(one[1], other[1]) - max(one[0], other[0])
    return shared / (max(one[1], other[1]) - min(one[0], other[0])) if shared > 0 else 0.0
