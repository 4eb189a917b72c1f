"""Cache: tables once computed, kept on disk under the sum of all that they depend on, and never trusted unchecked."""

import contextlib
import contextvars
import dataclasses
import functools
import hashlib
import json
import os
import platform
import tempfile
import time
import zlib
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pandas as pd
import platformdirs

SWITCH = "FRAMING_CACHE"  # the environment variable: a folder to use instead, or `off`
PACKAGE = Path(__file__).resolve().parent
LIBRARIES = "pandas numpy scipy networkx nltk textblob vaderSentiment onnxruntime tokenizers".split()  # scores use them
BYTES, DAYS = 200 * 2**20, 90  # what the folder may hold: so much, and nothing that was last used longer ago
ENDING = ".tables"
LOADED = time.time_ns()


def kept(depends, make, *, worth=lambda: True):
    """The tables that `make()` gives, {name: DataFrame}, from disk where they were made before from the same things.

    `depends` lists all that they depend on: tables, dataclasses, functions of the package, plain values; added are
    the package's files and the versions of Python and the libraries. What is found is used where its checksum holds,
    else made and written anew; what `make` gives is kept where it comes back from its written form equal in values and
    types, and where `worth()`. The folder is the user's cache, or the one that FRAMING_CACHE names (`off`: none); where
    it cannot be written, everything is made each time. What was not used for 90 days goes, and the least recently used
    beyond 200 MiB.

    >>> kept(["two and two"], lambda: {"sum": pd.DataFrame({"four": [4]})})["sum"]["four"].tolist()
    [4]
    """
    folder, named = _folder(), _named(depends)
    if folder is None or named is None or _edited():
        return make()
    file = folder / (hashlib.sha256(json.dumps([_package(), _versions(), named]).encode()).hexdigest() + ENDING)
    found = _read(file)
    if found is not None:
        return found
    made = make()
    if worth():
        _keep(file, made)
    return made


BYPASSED = contextvars.ContextVar("BYPASSED", default=False)


@contextlib.contextmanager
def bypassed():
    """A context in which nothing is taken from disk, and nothing kept there.

    >>> with bypassed():
    ...     kept(["two and two"], dict)
    {}
    """
    before = BYPASSED.set(True)
    try:
        yield
    finally:
        BYPASSED.reset(before)


def _folder():
    """Where things are kept; None where that is switched off or there is no such place."""
    if BYPASSED.get():
        return None
    chosen = os.environ.get(SWITCH, "")
    folder = Path(chosen) if chosen else platformdirs.user_cache_path("framing-notebooks", appauthor=False)
    return folder / "readings" if chosen != "off" and folder.is_absolute() else None  # without a home it begins with ~


def _named(thing):
    """What something is, as JSON can hold it; None where that cannot be told, as of a function of somebody else."""
    if isinstance(thing, list | tuple):
        parts = [_named(part) for part in thing]
        return None if None in parts else parts
    if isinstance(thing, pd.DataFrame):
        return thing.to_csv()
    if dataclasses.is_dataclass(thing):
        return _named([type(thing).__name__, *(getattr(thing, field.name) for field in dataclasses.fields(thing))])
    if callable(thing):
        ours = thing.__module__.split(".")[0] == __package__ and "<" not in thing.__qualname__
        return f"{thing.__module__}.{thing.__qualname__}" if ours else None
    return repr(thing)


@functools.cache
def _package():
    """The sum of every file that a table may depend on."""
    total = hashlib.sha256()
    for file in _files():
        total.update(f"{file.relative_to(PACKAGE)} {hashlib.sha256(file.read_bytes()).hexdigest()}\n".encode())
    return total.hexdigest()


def _edited():
    """Whether the package's files were changed after it was loaded: what is computed is then not what they say."""
    times = (file.stat() for file in _files())
    return any(max(time.st_mtime_ns, time.st_ctime_ns) > LOADED for time in times)


def _files():
    of_reading = lambda path: not {"training", "__pycache__"} & {*path.relative_to(PACKAGE).parts}
    return [path for path in sorted(PACKAGE.rglob("*")) if of_reading(path) and path.is_file()]


@functools.cache
def _versions():
    return [platform.python_version(), platform.machine(), *map(installed, LIBRARIES)]


def installed(library):
    """The version of a library; `missing` where it is not installed.

    >>> installed("no such library")
    'missing'
    """
    try:
        return version(library)
    except PackageNotFoundError:
        return "missing"


def _read(file):
    """The tables in a file; None where there is none or it is damaged."""
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError, zlib.error):
        total, _, packed = file.read_bytes().partition(b"\n")
        if hashlib.sha256(packed).hexdigest().encode() != total:
            return None
        tables = {name: _table(columns) for name, columns in json.loads(zlib.decompress(packed)).items()}
        os.utime(file)
        return tables
    return None


def _keep(file, tables):
    with contextlib.suppress(OSError, ValueError, TypeError):
        written = json.dumps({name: _columns(table) for name, table in tables.items()})
        back = {name: _table(columns) for name, columns in json.loads(written).items()}
        if all(table.equals(back[name]) and table.dtypes.equals(back[name].dtypes) for name, table in tables.items()):
            packed = zlib.compress(written.encode())
            file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            _replace(file, hashlib.sha256(packed).hexdigest().encode() + b"\n" + packed)
            _clear(file.parent)


def _columns(table):
    """{column: [its type, its cells]}."""
    return {name: [str(table[name].dtype), [_plain(value) for value in table[name].tolist()]] for name in table}


def _table(columns):
    made = {name: pd.Series(list(map(_restored, cells)), dtype=kind) for name, (kind, cells) in columns.items()}
    return pd.DataFrame(made)


def _plain(value):
    """A cell as JSON can hold it: a tuple, which JSON has not, as {"tuple": its parts}."""
    parts = [_plain(part) for part in value] if isinstance(value, tuple | list) else None
    return {"tuple": parts} if isinstance(value, tuple) else parts if isinstance(value, list) else value


def _restored(value):
    if isinstance(value, dict):
        return tuple(_restored(part) for part in value["tuple"])
    return [_restored(part) for part in value] if isinstance(value, list) else value


def _replace(file, content):
    """Write beside and rename, so that no other process ever reads half of it."""
    handle, beside = tempfile.mkstemp(ENDING, dir=file.parent)
    try:
        with open(handle, "wb") as out:
            out.write(content)
        os.replace(beside, file)
    except BaseException:
        os.unlink(beside)
        raise


def _clear(folder):
    """Drop what was not used for long, and the least recently used of what is too much."""
    files = sorted(((file.stat(), file) for file in folder.glob("*" + ENDING)), key=lambda each: -each[0].st_mtime)
    held, oldest = 0, time.time() - DAYS * 24 * 3600
    for stat, file in files:
        held += stat.st_size
        if held > BYTES or stat.st_mtime < oldest:
            file.unlink(missing_ok=True)
