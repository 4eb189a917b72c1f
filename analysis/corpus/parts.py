"""Parts: the tables of some fifty articles each in a folder of their own, which is there whole or not at all."""

import json
import shutil
from contextlib import contextmanager
from pathlib import Path

import pandas as pd

from analysis import framing
from analysis.article import from_text
from analysis.corpus.sources import CorpusError

try:
    import fcntl
except ImportError:  # Windows has none: there nobody watches that two runs do not write into one folder
    fcntl = None

# the kind of every column that is not text: a part without rows of a table has it too
WHOLE = """paragraph sentence start end cue_start cue_end speaker_start speaker_end first_start tone valence stance
    mentions paragraphs favourable discredited acts_against acted_against quoted name metonym demonym description
    pronoun characters words sentences""".split()
REAL = "score sure intensity probability conflict responsibility human_interest morality economic presence".split()
TRUE_OR_FALSE = ["counted", "by_encoder"]
KINDS = dict.fromkeys(WHOLE, "int64") | dict.fromkeys(REAL, "float64") | dict.fromkeys(TRUE_OR_FALSE, "bool")
OTHERWISE = {"roles": {"voice": "float64"}}
ARTICLES = "id date outlet where characters words paragraphs sentences left_out by_encoder".split()
FAILURES = ["id", "where", "reason"]
PLAIN = {"method": "gzip", "mtime": 0}  # the same rows give the same bytes


def _parquet(table, path):
    try:
        table.to_parquet(path, index=False)
    except ImportError:
        lacking = "Parquet needs pyarrow: pip install 'framing-notebooks[scale]', or choose --format csv"
        raise CorpusError(lacking) from None


FORMATS = {  # the ending of a table's file: how it is written and how it is read
    "parquet": (_parquet, pd.read_parquet),
    "csv.gz": (
        lambda table, path: table.to_csv(path, index=False, compression=PLAIN),
        lambda path: pd.read_csv(path, dtype=str, keep_default_na=False, na_values={name: [""] for name in REAL}),
    ),
}


@contextmanager
def alone(out):
    """Hold a folder, made if need be, against a second run that would write into it; what was half-written goes."""
    out.mkdir(parents=True, exist_ok=True)
    with (out / ".lock").open("w") as lock:
        if fcntl:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                raise CorpusError(f"{out}: another run writes into it; wait for it, or choose another folder") from None
        for left in out.glob(".part-*"):
            shutil.rmtree(left)
        yield


def finished(out):
    """The folders of the parts that are finished, in order."""
    return sorted(path for path in Path(out).glob("part-*") if path.is_dir())


def write(out, done, failed, about, ending, keep=()):
    """Write one part: the tables of the articles that were read and the failures of the others.

    `done` holds (article row, {table: DataFrame}), `failed` (id, where, reason). The part is written beside and
    renamed, so that a run that is killed leaves it whole or not at all.
    """
    number = int(parts[-1].name.removeprefix("part-")) + 1 if (parts := finished(out)) else 0
    beside = out / f".part-{number:05d}"
    beside.mkdir()
    rows = {name: [_with_id(tables[name], row["id"]) for row, tables in done] for name in names()}
    whole = {name: pd.concat([_with_id(blank(name), ""), *frames]) for name, frames in rows.items()}
    whole["articles"] = pd.DataFrame([row for row, _ in done], columns=[*ARTICLES, *keep])
    whole["failures"] = pd.DataFrame(failed, columns=FAILURES)
    for name, table in whole.items():
        FORMATS[ending][0](typed(name, table), beside / f"{name}.{ending}")
    said = about | {"rows": {name: len(table) for name, table in whole.items()}}
    (beside / "part.json").write_text(json.dumps(said, indent=1), encoding="utf-8")
    beside.rename(out / f"part-{number:05d}")


def _with_id(table, name):
    return table.assign(id=name)[["id", *table.columns]]


_blank = {}


def blank(name):
    """A table of a reading without rows."""
    if not _blank:
        _blank.update(framing.tables(framing.read(from_text(""), encoder=False, review=False)))
    return _blank[name].head(0)


def names():
    """The names of the tables of a reading."""
    blank("mentions")
    return list(_blank)


def typed(name, table):
    """A table with every column of its kind, whatever stands in it, and rows numbered anew."""
    table, kinds = table.reset_index(drop=True), KINDS | OTHERWISE.get(name, {})
    flags = {c: table[c].isin([True, "True"]) for c in table if kinds.get(c) == "bool"}
    words = {c: table[c].where(table[c].notna(), "").astype(str) for c in table if c not in kinds}
    return table.assign(**flags, **words).astype({c: kinds[c] for c in table if c in kinds})


def manifest(out):
    """What the finished parts of a folder hold; written into it as `manifest.json`, anew from the parts each time."""
    parts = [json.loads((part / "part.json").read_text(encoding="utf-8")) for part in finished(out)]
    rows = pd.DataFrame([part["rows"] for part in parts]).sum().astype(int).to_dict()
    said = {key: value for key, value in parts[-1].items() if key != "rows"} if parts else {}
    said |= {
        "parts": len(parts),
        "articles": rows.pop("articles", 0),
        "failures": rows.pop("failures", 0),
        "rows": rows,
    }
    beside = Path(out) / ".manifest.json"
    beside.write_text(json.dumps(said, indent=1) + "\n", encoding="utf-8")
    beside.replace(Path(out) / "manifest.json")
    return said


def table(out, name):
    """One table of all articles in a folder that `corpus.write` wrote: its columns with id in front.

    CorpusError where there is no such folder or table.
    """
    frames = []
    for part in finished(out):
        ending = json.loads((part / "part.json").read_text(encoding="utf-8"))["format"]
        path = part / f"{name}.{ending}"
        if not path.is_file():
            known = ", ".join(sorted(path.name.split(".")[0] for path in part.glob(f"*.{ending}")))
            raise CorpusError(f"{out}: no table {name} there (there are {known})")
        frames.append(typed(name, FORMATS[ending][1](path)))
    if not frames:
        raise CorpusError(f"{out}: no finished part of a corpus there; write one with python -m analysis corpus")
    return pd.concat(frames, ignore_index=True)
