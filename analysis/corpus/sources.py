"""Sources: the articles of a folder of texts or of one table, one at a time, and what keeps one from being read."""

import csv
import datetime
import gzip
import json
import sys
from dataclasses import dataclass, field, replace
from pathlib import Path

from analysis.article import ArticleError, text_of

NAMES = ("id", "date", "outlet", "text")
NEEDED = ("id", "text")


class CorpusError(ArticleError):
    """A corpus that cannot be read or written: one line that names what, why and what to do."""


@dataclass(frozen=True)
class Entry:
    """One article of a source: where it stands there, what is known of it, and why it cannot be read, if so."""

    where: str
    id: str = ""
    date: str = ""
    outlet: str = ""
    text: str = field(default="", repr=False)
    kept: dict = field(default_factory=dict, repr=False)
    fault: str = ""

    @property
    def key(self):
        """What tells it from every other article of the source."""
        return (self.id, "") if not self.fault else ("", self.where)


def entries(source, *, columns=None, keep=()):
    """Every article of a source in its order, as an Entry; no more than one is held at a time.

    `source` is a folder of .txt files (each one's path in it is its id), or a .csv, .jsonl or .parquet file (the first
    two also as .gz) with the columns id, date, outlet and text. `columns` renames these ({"text": "body"}); date and
    outlet may be missing. `keep` names further columns to carry along. A row that cannot be read, an empty text and an
    id that came before are entries with a `fault`. Raises CorpusError where the source as a whole cannot be read.
    """
    path, seen = Path(source), set()
    names = dict(zip(NAMES, NAMES)) | (columns or {})
    named = [*NEEDED, *(columns or {})]  # what was asked for by name has to be there
    for number, (where, row) in enumerate(_rows(path, names.values(), keep)):
        if not number and isinstance(row, dict):
            _check(path, row, [names[name] for name in dict.fromkeys(named)] + list(keep))
        entry = _entry(where, row, names, keep)
        if not entry.fault and entry.id in seen:
            entry = replace(entry, fault=f"a second article with the id {entry.id!r}", text="")
        if not entry.fault:
            seen.add(entry.id)
        yield entry


def _rows(path, names, keep):
    if not str(path).strip():
        raise CorpusError("no source named: give a folder of .txt files or a .csv, .jsonl or .parquet file")
    if path.is_dir():
        return _of_folder(path)
    kind = "".join(path.suffixes[-2:] if path.suffix == ".gz" else path.suffixes[-1:]).removesuffix(".gz")
    if kind not in READERS:
        raise CorpusError(f"{path}: neither a folder nor one of {', '.join(READERS)}; name the file after what it is")
    if not path.is_file():
        raise CorpusError(f"{path}: no such file or folder; check the path")
    return READERS[kind](path)


def _check(path, row, wanted):
    lacking = [name for name in wanted if name not in row]
    if lacking:
        there = ", ".join(map(str, list(row)[:8])) or "none"
        raise CorpusError(f"{path}: no column {', '.join(lacking)} (there: {there}); name it, as in --text body")


def _entry(where, row, names, keep):
    if isinstance(row, str):
        return Entry(where, fault=row)
    try:
        known = {name: _written(row.get(column)) for name, column in names.items()}
        kept = {name: _written(row.get(name)) for name in keep}
        "".join([*known.values(), *kept.values()]).encode()
    except (TypeError, UnicodeEncodeError):
        return Entry(where, fault="a cell is no text in UTF-8")
    fault = "no id" if not known["id"].strip() else "no text" if not known["text"].strip() else ""
    return Entry(where, **known, kept=kept, fault=fault)


def day(text):
    """The day that a date names, as in 2019-02-17; None where it is empty or written otherwise.

    >>> day("2019-02-17"), day("17 February")
    (datetime.date(2019, 2, 17), None)
    """
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return None


def _written(value):
    if value is None or value != value:
        return ""
    if isinstance(value, (dict, list, bytes)):
        raise TypeError(value)
    return value.isoformat()[:10] if isinstance(value, datetime.date) else str(value)


# --- the kinds of source: each gives (where, row), the row a dict or the reason why it is none ---------------------


def _of_folder(folder):
    for path in sorted(folder.rglob("*.txt")):
        name = path.relative_to(folder).as_posix()
        try:
            yield name, {"id": name.removesuffix(".txt"), "text": text_of(path)}
        except ArticleError as fault:
            yield name, str(fault)


def _opened(path):
    return (gzip.open if path.suffix == ".gz" else open)(
        path, "rt", encoding="utf-8-sig", errors="surrogateescape", newline=""
    )


def _of_csv(path):
    csv.field_size_limit(sys.maxsize)
    with _opened(path) as handle:
        table = csv.DictReader(handle, strict=True)
        while True:
            try:
                row = next(table, None)
            except csv.Error as fault:
                row = f"{fault}; mend the quotation marks there"
            if row is None:
                return
            if isinstance(row, dict) and (None in row or None in row.values()):
                row = "more or fewer cells than columns; quote a cell that holds a comma"
            yield f"line {table.line_num}", row


def _of_jsonl(path):
    with _opened(path) as handle:
        for number, line in enumerate(handle, start=1):
            if line.strip():
                try:
                    row = json.loads(line)
                except (ValueError, RecursionError) as fault:
                    row = f"no JSON ({fault})"
                yield f"line {number}", row if isinstance(row, (dict, str)) else "no JSON object"


def _of_parquet(path):
    try:
        from pyarrow import ArrowInvalid, parquet
    except ImportError:
        raise CorpusError(f"{path}: Parquet needs pyarrow: pip install 'framing-notebooks[scale]'") from None
    try:
        batches = parquet.ParquetFile(path).iter_batches(batch_size=64)
        yield from (
            (f"row {number}", row)
            for number, row in enumerate((row for batch in batches for row in batch.to_pylist()), start=1)
        )
    except ArrowInvalid as fault:
        raise CorpusError(f"{path}: no Parquet file that can be read ({str(fault).splitlines()[0]})") from None


READERS = {".csv": _of_csv, ".jsonl": _of_jsonl, ".parquet": _of_parquet}
