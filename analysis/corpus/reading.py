"""Reading: each article of a source read once, in this process or in many, and its tables written part by part."""

import re
import sys
import warnings
from functools import partial
from pathlib import Path

from tqdm import tqdm

from analysis import cache, framing
from analysis import encoder as encoders
from analysis.article import from_text
from analysis.corpus import engines, parts
from analysis.corpus.sources import CorpusError, day, entries

PART = 50  # articles; at most so many are read again after a run that was killed


def read_many(source, *, encoder=True, columns=None):
    """Read every article of a source, one after the other: a generator of (id, Framing).

    `source` and `columns` are as in `corpus.entries`. An article that cannot be read is left out with a warning that
    says where it stands and why. Raises CorpusError where the source as a whole cannot be read.

    >>> from analysis.article import SEEDS
    >>> [name for name, reading in read_many(SEEDS / "summit-western", encoder=False)]
    ['article']
    """
    for entry in entries(source, columns=columns):
        reason = entry.fault
        if not reason:
            try:
                reading = _read(entry, encoder)
            except Exception as fault:  # whatever is wrong with one article, the others are read
                reason = _reason(fault)
        if reason:
            warnings.warn(f"{source}: {entry.where}: {reason}", stacklevel=2)
        else:
            yield entry.id, reading


def _read(entry, encoder):
    with cache.bypassed():  # each article of a corpus is read once
        return framing.read(from_text(entry.text, name=entry.id, date=day(entry.date)), encoder=encoder, review=False)


def _reason(fault):
    return f"{type(fault).__name__}: {' '.join(str(fault).split())}"


def tables_of(entry, *, encoder):
    """What one process makes of one article: (({column: value} of the article, its tables), "") or (None, reason)."""
    try:
        reading = _read(entry, encoder)
        article = reading.article
        about = {name: getattr(entry, name) for name in ("id", "date", "outlet", "where")} | entry.kept
        about |= {"characters": len(article.raw), "words": len(re.findall(r"\S+", article.raw))}
        about |= {"paragraphs": len(article.body), "sentences": len(article.sentences), "left_out": article.omission()}
        about |= {"by_encoder": bool(encoder and encoders.available())}
        return (about, framing.tables(reading)), ""
    except Exception as fault:  # whatever is wrong with one article, the others are read
        return None, _reason(fault)


def write(
    source, out, *, workers=None, engine="processes", scheduler=None, encoder=True, columns=None, keep=(),
    ending="parquet", part=PART, version=""
):  # fmt: skip
    """Read every article of a source once and write its tables into a folder, part by part; gives the manifest.

    `source`, `columns` and `keep` are as in `corpus.entries`. Each part is a folder with a table for every one of a
    reading (`corpus.table` joins them again), `articles` and `failures`: an article that cannot be read is named there
    with the reason, and the others are read. A run that was killed goes on where it stopped when it is started again.
    `engine` is `processes` (as many as `workers` says) or `dask` (the cluster whose `scheduler` is named). Memory does
    not grow with the number of articles, but for their ids. Raises CorpusError where the source, the folder or the
    engine cannot be used.
    """
    out, listed = Path(out), partial(entries, source, columns=columns, keep=keep)
    total = sum(1 for _ in listed())
    if not total:
        raise CorpusError(f"{source}: no article there; put .txt files into the folder, or rows into the table")
    about = {"version": version, "encoder": _encoder(encoder), "format": ending, "source": str(source)}
    with parts.alone(out):
        done = _done(out, about)
        todo = (entry for entry in listed() if entry.key not in done)
        reader = engines.engine(engine, workers=workers, scheduler=scheduler)
        try:
            read = engines.in_order(partial(tables_of, encoder=encoder), todo, reader)
            bar = tqdm(read, total=total, initial=len(done), desc="articles", unit="article", file=sys.stderr)
            _write(out, bar, partial(parts.write, about=about, ending=ending, keep=keep), part)
        finally:
            reader.close()
        return parts.manifest(out)


def _encoder(wanted):
    return f"sha256 {encoders.sums()['encoder.onnx']}" if wanted else "none: the rules and word lists alone"


def _done(out, about):
    """The keys of the articles in the finished parts of a folder; CorpusError where others read them."""
    if not parts.finished(out):
        return set()
    before = parts.manifest(out)
    for name in ("version", "encoder", "format"):
        if before[name] != about[name]:
            raise CorpusError(f"{out}: begun with {name} {before[name]!r}, now {about[name]!r}; choose another folder")
    failed = parts.table(out, "failures")
    read = {(name, "") for name in parts.table(out, "articles")["id"]}
    return read | {(row.id, "") if row.id else ("", row.where) for row in failed.itertuples()}


def _write(out, results, write, size):
    """Write the results as they come, so many articles a part."""
    done, failed = [], []
    for entry, result in results:
        read, reason = result or (None, entry.fault)
        done += [read] if read else []
        failed += [] if read else [(*entry.key, reason) if entry.fault else (entry.id, entry.where, reason)]
        if len(done) + len(failed) >= size:
            write(out, done, failed)
            parts.manifest(out)
            done, failed = [], []
    if done or failed:
        write(out, done, failed)
