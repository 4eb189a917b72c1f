"""The article: its raw text, the repairs applied to it, its paragraphs and sentences.

Two texts stand side by side. `raw` is the file, character for character; every `start, end` in every table of the
package indexes it. `clean` is what was analysed: the raw text with the repairs of `repairs.csv` applied.
"""

import bisect
import csv
import datetime
import difflib
import functools
import hashlib
import itertools
import os
import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd
from nltk.tokenize.punkt import PunktParameters, PunktSentenceTokenizer

from analysis.lexicon import lexicon

SEEDS = Path(__file__).resolve().parent.parent / "seeds"
DEFAULT = "xi-putin-2021"
SPAN = ["start", "end", "text", "clean_text"]
REPAIR_COLUMNS = ["paragraph", "raw", "occurrence", "repaired", "reason"]
ALIAS_COLUMNS = ["alias", "actor", "kind", "party"]
BLOCK = re.compile(r"\S(?:.*?\S)??(?=[^\S\n]*(?:\r?\n\s*?\n|\s*\Z))", re.S)
FUNCTION_WORDS = frozenset(
    """a an the and or but if of in on at to for from by with as into over than then that this these those there here
    is are was were be been being am has have had do does did will would shall should can could may might must he
    she it they we you i his her its their our your my him them us me who whom whose which what when where while
    also just about after before during said says say told according mr mrs ms dr""".split()
)
MONTHS = "January February March April May June July August September October November December".split()


class ArticleError(ValueError):
    """An article, or a file beside it, that cannot be read: one line that names what, where and why."""


@dataclass(frozen=True)
class Piece:
    """A stretch of the clean text and the stretch of the raw text it stands for."""

    clean_start: int
    clean_end: int
    raw_start: int
    raw_end: int
    changed: bool


@dataclass(frozen=True, eq=False)
class Article:
    """One news article: `raw` and `clean` text, its paragraphs and sentences as tables, and what is known about it.

    `paragraphs` has the columns paragraph, kind (`body`, `boilerplate` where nothing else stands in it), start, end,
    text, clean_text, clean_start, clean_end; `sentences` the same with sentence in place of kind; `left_out` the same
    with the cue of boilerplate that each sentence or line was left out for.
    `start, end` index `raw`; `clean_start, clean_end` index `clean`. `repairs` and `aliases` may be empty tables.
    """

    name: str
    raw: str
    clean: str
    about: dict
    repairs: pd.DataFrame
    aliases: pd.DataFrame
    paragraphs: pd.DataFrame = field(repr=False)
    sentences: pd.DataFrame = field(repr=False)
    left_out: pd.DataFrame = field(repr=False)
    date: datetime.date | None
    pieces: tuple = field(repr=False)
    folder: Path | None = None

    def to_raw(self, start, end):
        """The raw span that a span of the clean text stands for, never empty where the text is not.

        >>> from_text("Xi met Putin.").to_raw(0, 2)
        (0, 2)
        """
        return _translate(self.pieces, start, end, "clean", "raw", len(self.raw))

    def to_clean(self, start, end):
        """The clean span that a span of the raw text became.

        >>> from_text("Xi met Putin.").to_clean(7, 12)
        (7, 12)
        """
        return _translate(self.pieces, start, end, "raw", "clean", len(self.clean))

    def span(self, start, end):
        """The columns start, end, text, clean_text of a row whose words are `clean[start:end]`.

        >>> from_text("Xi met Putin.").span(7, 12)
        {'start': 7, 'end': 12, 'text': 'Putin', 'clean_text': 'Putin'}
        """
        low, high = self.to_raw(start, end)
        return {"start": low, "end": high, "text": self.raw[low:high], "clean_text": self.clean[start:end]}

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
        columns = (self.sentences[c].tolist() for c in ("clean_start", "sentence", "paragraph"))
        starts, sentences, paragraphs = columns
        return starts, list(zip(sentences, paragraphs))


def read_article(path=None, *, repairs=True, aliases=True):
    """Read an article from a folder name under seeds/, a folder, or a bare .txt file.

    With no path, the one that the environment variable FRAMING_ARTICLE names, else the article of the series.

    A folder holds article.txt and may hold about.toml, repairs.csv (paragraph, raw, occurrence, repaired, reason) and
    aliases.csv (alias, actor, kind, party); `repairs=False` and `aliases=False` leave them unread. A bare .txt is read
    alone. Raises ArticleError where there is no such file, it is not UTF-8 text, or a table beside it is faulty.
    Blind spot: a text in another language is read as if it were English.

    >>> read_article("xi-putin-2021").date
    datetime.date(2021, 12, 16)
    """
    source = locate(path)
    folder = source if source.is_dir() else None
    file = source / "article.txt" if folder else source
    raw = _decode(file)
    about = _about(folder, file) if folder else {}
    return _build(
        name=folder.name if folder else file.stem,
        raw=raw,
        about=about,
        repairs=_rows(folder, "repairs.csv", REPAIR_COLUMNS) if folder and repairs else [],
        aliases=_rows(folder, "aliases.csv", ALIAS_COLUMNS) if folder and aliases else [],
        date=_known_date(about),
        folder=folder,
    )


def from_text(text, *, name="text", date=None):
    """An Article from a string, with no repairs and no aliases; any string, even an empty one.

    >>> from_text("Xi met Putin. They agreed.").sentences["text"].tolist()
    ['Xi met Putin.', 'They agreed.']
    """
    return _build(name=name, raw=text, about={}, repairs=[], aliases=[], date=date, folder=None)


def provenance(article):
    """What is known of where an article comes from: columns what, value; `unknown` where it is not known.

    >>> provenance(from_text("Xi met Putin.")).set_index("what").loc["source", "value"]
    'unknown'
    """
    named = ["title", "date", "language", "translated_from", "source", "licence"]
    rows = {"name": article.name, **{key: article.about.get(key, "unknown") for key in named}}
    rows["date"] = article.date or "unknown"
    rows["characters"] = len(article.raw)
    return pd.DataFrame([{"what": key, "value": str(value)} for key, value in rows.items()])


def locate(path=None):
    """The file or folder that a reader meant: a path from where the command was typed, else a folder under seeds/.

    With no path, what FRAMING_ARTICLE says, else the article of the series.

    Raises ArticleError where there is none, naming the folders under seeds/ there are.

    >>> locate("xi-putin-2021").name
    'xi-putin-2021'
    """
    path = path or os.environ.get("FRAMING_ARTICLE") or DEFAULT
    typed_in = Path(os.environ.get("PWD") or ".")
    given = Path(path).expanduser()
    for candidate in (given, typed_in / given, SEEDS / given):
        if candidate.is_file() or (candidate / "article.txt").is_file():
            return candidate.resolve()
    for candidate in (given, typed_in / given):
        if candidate.is_dir():
            raise ArticleError(f"{path}: the folder holds no article.txt")
    known = ", ".join(sorted(p.parent.name for p in SEEDS.glob("*/article.txt"))) or "none"
    raise ArticleError(f"{path}: no such file, and no such folder under seeds/ (there: {known})")


# --- reading -------------------------------------------------------------------------------------------------------


def _decode(file):
    try:
        data = file.read_bytes()
    except OSError as fault:
        raise ArticleError(f"{file.name}: cannot be read ({fault.strerror})") from None
    if b"\0" in data:
        raise ArticleError(f"{file.name}: a binary file, not a text")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as fault:
        raise ArticleError(f"{file.name}: not UTF-8 (byte {fault.start}); save it as UTF-8 text") from None


def _about(folder, file):
    path = folder / "about.toml"
    if not path.is_file():
        return {}
    try:
        about = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise ArticleError(f"{folder.name}/about.toml: {fault}") from None
    expected = about.get("sha256", "unknown")
    if expected != "unknown" and hashlib.sha256(file.read_bytes()).hexdigest() != expected:
        raise ArticleError(f"{folder.name}/article.txt: not the file that about.toml describes (sha256 differs)")
    return about


def _rows(folder, name, columns):
    path = folder / name
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as handle:
        reader = csv.DictReader(handle)
        lacking = [c for c in columns if c not in (reader.fieldnames or [])]
        if lacking:
            raise ArticleError(f"{folder.name}/{name}: no column {', '.join(lacking)}")
        return [
            {c: row[c] or "" for c in columns} | {"at": f"{folder.name}/{name} line {reader.line_num}"}
            for row in reader
        ]


def _known_date(about):
    value = about.get("date")
    if isinstance(value, datetime.date):
        return value
    if value in (None, "", "unknown"):
        return None
    try:
        return datetime.date.fromisoformat(str(value))
    except ValueError:
        raise ArticleError(f"about.toml: date is {value!r}, not YYYY-MM-DD or unknown") from None


# --- building ------------------------------------------------------------------------------------------------------


def _build(*, name, raw, about, repairs, aliases, date, folder):
    blocks = [m.span() for m in BLOCK.finditer(raw)]
    edits = _edits(raw, blocks, repairs)
    clean, pieces = _apply(raw, edits)
    whole = Article(
        name,
        raw,
        clean,
        about,
        _table(repairs, REPAIR_COLUMNS),
        _table(aliases, ALIAS_COLUMNS),
        pd.DataFrame(),
        pd.DataFrame(),
        pd.DataFrame(),
        date,
        pieces,
        folder,
    )
    paragraphs = [_paragraph(whole, number, block) for number, block in enumerate(blocks, start=1)]
    header = _header(clean, paragraphs)
    sentences, left_out = _sentences(whole, paragraphs, header.end() if header else 0)
    columns = [*SPAN, "clean_start", "clean_end"]
    return Article(
        name,
        raw,
        clean,
        about,
        whole.repairs,
        whole.aliases,
        pd.DataFrame(paragraphs, columns=["paragraph", "kind", *columns]),
        pd.DataFrame(sentences, columns=["sentence", "paragraph", *columns]),
        pd.DataFrame(left_out, columns=["paragraph", "cue", *columns]),
        date or _dateline(raw, blocks),
        pieces,
        folder,
    )


def _table(rows, columns):
    return pd.DataFrame([{c: row[c] for c in columns} for row in rows], columns=columns)


def _edits(raw, blocks, repairs):
    """[(start, end, replacement)] in raw order, one for each stretch of words that a repair changes."""
    whole = []
    for row in repairs:
        start, end = _find(raw, blocks, row)
        whole.append((start, end, row))
    whole.sort(key=lambda edit: edit[:2])
    for (_, end, first), (start, _, second) in zip(whole, whole[1:]):
        if start < end:
            raise ArticleError(f"{second['at']}: overlaps the repair of {first['at']}")
    return [edit for start, end, row in whole for edit in _smallest(raw[start:end], row["repaired"], start)]


def _find(raw, blocks, row):
    try:
        low, high = blocks[int(row["paragraph"]) - 1]
        occurrence = int(row["occurrence"] or 1)
    except (ValueError, IndexError):
        raise ArticleError(f"{row['at']}: no paragraph {row['paragraph']!r}, or occurrence not a number") from None
    low = 0 if low == blocks[0][0] else low  # white space before the text belongs to its first paragraph
    at = low - 1
    for _ in range(occurrence):
        at = raw.find(row["raw"], at + 1, high)
        if at < 0 or not row["raw"]:
            raise ArticleError(f"{row['at']}: {row['raw']!r} is not in paragraph {row['paragraph']}")
    return at, at + len(row["raw"])


def _smallest(before, after, offset):
    """The word-by-word difference, so that the unchanged words of a repair keep their own places."""
    old, new = (re.findall(r"\w+|\s+|[^\w\s]", side) for side in (before, after))
    at = [0]
    for word in old:
        at.append(at[-1] + len(word))
    for tag, i, j, k, m in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            yield offset + at[i], offset + at[j], "".join(new[k:m])


def _apply(raw, edits):
    out, pieces, done, length = [], [], 0, 0
    for start, end, text in [*edits, (len(raw), len(raw), "")]:
        for low, high, words, changed in ((done, start, raw[done:start], False), (start, end, text, True)):
            if high > low or words:
                pieces.append(Piece(length, length + len(words), low, high, changed))
                out.append(words)
                length += len(words)
        done = end
    return "".join(out), tuple(pieces)


def _translate(pieces, start, end, source, target, limit):
    if not pieces:
        return 0, 0
    end = max(start, end)
    low = _edge(pieces, start, source, target, left=True)
    high = _edge(pieces, end, source, target, left=False) if end > start else low
    if high <= low and end > start:  # an inserted word stands for the character beside it
        low, high = max(0, low - 1), min(limit, max(low, high) + 1)
    return low, high


def _edge(pieces, at, source, target, *, left):
    starts = [getattr(p, f"{source}_start") for p in pieces]
    index = max(0, (bisect.bisect_right(starts, at) if left else bisect.bisect_left(starts, at)) - 1)
    piece = pieces[index]
    if piece.changed:
        return getattr(piece, f"{target}_{'start' if left else 'end'}")
    return getattr(piece, f"{target}_start") + min(at, getattr(piece, f"{source}_end")) - starts[index]


def _paragraph(article, number, block):
    start, end = article.to_clean(*block)
    text = article.clean[start:end]
    start, end = start + len(text) - len(text.lstrip()), end - (len(text) - len(text.rstrip()))
    end = max(start, end)
    row = {"paragraph": number, "kind": _kind(article.clean[start:end])}
    raw_text = article.raw[block[0] : block[1]]
    return row | {
        "start": block[0],
        "end": block[1],
        "text": raw_text,
        "clean_text": article.clean[start:end],
        "clean_start": start,
        "clean_end": end,
    }


def _kind(text):
    return "body" if any(cue is None for _, _, cue in _stretches(text)) else "boilerplate"


def _stretches(text):
    """[(start, end, cue)] of a paragraph's sentences; the cue of boilerplate that one is left out for, else None.

    A line of a sentence goes alone, so that a text without blank lines loses a line and no more.
    """
    out = []
    for start, end in split(text):
        lines = [(start + m.start(), start + m.end(), _cue(m[0])) for m in _LINE.finditer(text[start:end])]
        if not any(cue for *_, cue in lines):
            lines = [(start, end, None)]
        for _, together in itertools.groupby(lines, key=lambda line: line[2]):
            first, *_, last = [*together] * 2
            out.append((first[0], last[1], first[2]))
    return out


_LINE = re.compile(r'\S(?:.|\n(?![^\S\n]*[A-Z“"]))*')
_READER = re.compile(r"\b(?:you|your|our|us)\b", re.I)


def _cue(sentence):
    """The cue that makes a sentence or line boilerplate; None where it has none, quotes it, or tells of it."""
    places = {row["cue"]: row["place"] for row in lexicon("boilerplate")}
    pattern = _any_of(tuple(places))
    rest = pattern.sub("", sentence)
    to_reader = (
        _READER.search(sentence) or len(re.findall(r"\w+", rest)) <= 1
    )  # Privacy policy | Terms of use | Contact
    for match in pattern.finditer(sentence):
        cue, before = match[0].casefold(), sentence[: match.start()]
        if not _is_open_quotation(before) and (places[cue] == "anywhere" or to_reader or not re.search(r"\w", before)):
            return cue
    return None


@functools.cache
def _any_of(cues):
    return re.compile("|".join(rf"\b{re.escape(cue)}(?!\w)" for cue in cues), re.I)


def _is_open_quotation(before):
    return before.count('"') % 2 == 1 or before.count("“") > before.count("”")


# a dateline, with a date ("date 2021-12-16", "Wednesday, March 26, 2008") or a place and an agency ("MOSCOW (Reuters)
# -")
_DAY = r"(?:\d{4}-\d\d-\d\d|\d{1,2}\s+[A-Z][a-z]+\.?,?\s+\d{4}|[A-Z][a-z]+\.?\s+\d{1,2},?\s+\d{4})"
_DATED = re.compile(rf"\s*(?:date:?\s+)?(?:[A-Z][a-z]+day,\s+)?({_DAY})(?=\s*(?:[-–—\n]|\s[A-Z]|$))\s*[-–—]?\s*")
_PLACED = re.compile(
    r"\s*[A-Z][A-Z .,'’-]+(?:\([A-Z][\w .]+\)\s*)?[-–—]+\s+|\s*[A-Z][A-Z ,.]+[^\n–—-]{0,40}\([A-Z][\w .]+\)\s*[-–—]*\s+"
)


def _header(clean, paragraphs):
    body = [p for p in paragraphs if p["kind"] == "body"]
    if not body:
        return None
    at = body[0]["clean_start"]
    return _DATED.match(clean, at) or _PLACED.match(clean, at)


def _dateline(raw, blocks):
    match = _DATED.match(raw, blocks[0][0]) if blocks else None
    return _parse_date(match[1]) if match else None


def _parse_date(words):
    """
    >>> _parse_date("Dec. 16, 2021")
    datetime.date(2021, 12, 16)
    """
    if re.fullmatch(r"\d{4}-\d\d-\d\d", words):
        year, month, day = map(int, words.split("-"))
    else:
        name = re.search(r"[A-Z][a-z]+", words)[0]
        month = next((i for i, full in enumerate(MONTHS, start=1) if full.startswith(name[:3])), 0)
        day, year = (int(n) for n in re.findall(r"\d+", words))
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None


@functools.cache
def _splitter():
    parameters = PunktParameters()
    parameters.abbrev_types = {row["abbreviation"] for row in lexicon("abbreviations")}
    return PunktSentenceTokenizer(parameters)


def _sentences(article, paragraphs, header_end):
    """The rows of the sentences, and of what is left out as boilerplate."""
    rows, left_out = [], []
    for paragraph in paragraphs:
        low = max(paragraph["clean_start"], min(header_end, paragraph["clean_end"]))
        for start, end, cue in _stretches(article.clean[low : paragraph["clean_end"]]):
            place = {
                "paragraph": paragraph["paragraph"],
                **article.span(low + start, low + end),
                "clean_start": low + start,
                "clean_end": low + end,
            }
            if cue:
                left_out.append({"cue": cue, **place})
            else:
                rows.append({"sentence": len(rows) + 1, **place})
    return rows, left_out


def split(text):
    """The (start, end) of each sentence of a paragraph; a closing quotation mark stays with its sentence.

    >>> split("He said: “Go.” Mr. Xi went.")
    [(0, 14), (15, 27)]
    """
    spans = []
    for start, end in _splitter().span_tokenize(text):
        if spans and not re.search(r"\w", text[start:end]):  # stray marks belong to the sentence before
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    return spans
