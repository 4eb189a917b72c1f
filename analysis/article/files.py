"""The files of an article: where they lie, what stands in them, and what to do where one cannot be read."""

import csv
import datetime
import hashlib
import io
import os
import sys
import tomllib
from pathlib import Path

from analysis.article.prose import format_of

SEEDS = Path(__file__).resolve().parents[2] / "seeds"
STANDARD_INPUT = Path("-")
DEFAULT = "xi-putin-2021"
PATTERN = f"write lines as those of seeds/{DEFAULT}/about.toml"


class ArticleError(ValueError):
    """An article, or a file beside it, that cannot be read: one line that names what, where, why and what to do."""


def locate(path=None):
    """The file or folder that a reader meant: a path from where the command was typed, else a folder under seeds/.

    With no path, what FRAMING_ARTICLE says, else the article of the series.

    Raises ArticleError where there is none, naming the folders under seeds/ there are.

    >>> locate("xi-putin-2021").name
    'xi-putin-2021'
    """
    path = os.environ.get("FRAMING_ARTICLE") or DEFAULT if path is None else path
    if not str(path).strip():
        raise ArticleError("no article named: give a folder under seeds/, an article folder or a .txt file")
    try:
        return _existing(path)
    except (OSError, RuntimeError) as fault:  # a name too long, a folder closed to the reader, ~ of nobody
        raise ArticleError(
            f"{path}: cannot be looked up ({getattr(fault, 'strerror', fault)}); check the path"
        ) from None


def _existing(path):
    given = Path(path).expanduser()
    typed_in = Path(os.environ.get("PWD") or ".")
    for candidate in (given, typed_in / given, SEEDS / given):
        if candidate.is_file() or (candidate / "article.txt").is_file():
            return candidate.resolve()
    for candidate in (given, typed_in / given):
        if candidate.is_dir():
            raise ArticleError(f"{path}: the folder holds no article.txt; put the text there under that name")
    known = ", ".join(sorted(p.parent.name for p in SEEDS.glob("*/article.txt"))) or "none"
    raise ArticleError(f"{path}: no such file, and no such folder under seeds/ (there: {known})")


def text_of(file):
    """The text of a UTF-8 file, character for character; raises ArticleError where it is something else."""
    try:
        data = sys.stdin.buffer.read() if file == STANDARD_INPUT else file.read_bytes()
    except OSError as fault:
        raise ArticleError(f"{_name(file)}: cannot be read ({fault.strerror}); check the file's permissions") from None
    if b"\0" in data:
        raise ArticleError(f"{_name(file)}: a binary file or UTF-16, not a text; save it as UTF-8 text")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as fault:
        line = data.count(b"\n", 0, fault.start) + 1
        raise ArticleError(f"{_name(file)} line {line}: not UTF-8; save it as UTF-8 text") from None


def prose_of(file):
    """The text of an article's file; raises ArticleError where it is written in a format that is no plain text."""
    text = text_of(file)
    name, remedy = format_of(text) or ("", "")
    if name:
        raise ArticleError(f"{_name(file)}: {name}, not a text; {remedy}")
    return text


def rows_of(file, columns):
    """The rows of a CSV file beside an article, none where there is no file; `at` names the file and the row's line."""
    if not file.is_file():
        return []
    table = csv.DictReader(io.StringIO(_without_mark(text_of(file)), newline=""), strict=True)
    at = lambda: f"{_name(file)} line {max(1, table.reader.line_num)}"
    try:
        lacking = [column for column in columns if column not in (table.fieldnames or [])]
        if lacking:
            raise ArticleError(f"{at()}: no column {', '.join(lacking)}; begin with {','.join(columns)}")
        rows = [row | {"at": at()} for row in table]
    except csv.Error as fault:
        raise ArticleError(f"{at()}: {fault}; mend the quotation marks there") from None
    for row in rows:
        if None in row or None in row.values():
            raise ArticleError(f"{row['at']}: more or fewer cells than columns; quote a cell that holds a comma")
    return rows


def about_of(folder, text):
    """(what about.toml says of an article, its date or None); raises ArticleError where it is not of this text."""
    file = folder / "about.toml"
    if not file.is_file():
        return {}, None
    written = _without_mark(text_of(file))
    try:
        about = tomllib.loads(written)
    except tomllib.TOMLDecodeError as fault:
        raise ArticleError(f"{_name(file)}: {fault}; {PATTERN}") from None
    except RecursionError:
        raise ArticleError(f"{_name(file)}: nested too deeply; {PATTERN}") from None
    if about.get("sha256", "unknown") not in ("unknown", hashlib.sha256(text.encode()).hexdigest()):
        where = f"{_name(file)} line {_line(written, 'sha256')}"
        raise ArticleError(f"{where}: article.txt is another (sha256 differs); restore it, or drop that line")
    try:
        return about, _date(about.get("date"))
    except ValueError as fault:
        where = f"{_name(file)} line {_line(written, 'date')}"
        raise ArticleError(f'{where}: date is {fault}; write it as 2021-12-16, or "unknown"') from None


def _date(value):
    if value in (None, "", "unknown"):
        return None
    if type(value) is datetime.date:
        return value
    try:
        return datetime.date.fromisoformat(value)
    except (TypeError, ValueError):
        raise ValueError(value) from None


def _line(text, key):
    """The number of the line in which a key stands first."""
    return next((n for n, line in enumerate(text.splitlines(), start=1) if key in line), 1)


def _name(file):
    return "standard input" if file == STANDARD_INPUT else f"{file.parent.name}/{file.name}"


def _without_mark(text):
    return text.removeprefix("\ufeff")  # the byte order mark of Excel's "CSV UTF-8"
