"""Tables of words: analysis/lexicons/ holds one CSV file a table; its README says what each column means."""

import csv
import difflib
import functools
from importlib import resources

TABLES = resources.files("analysis") / "lexicons"


class LexiconError(ValueError):
    """A table, set or column of words that does not exist: one line that names it and the nearest one."""


@functools.cache
def lexicon(name):
    """The rows of the table analysis/lexicons/NAME.csv as a tuple of dicts, read once.

    >>> lexicon("abbreviations")[0]["abbreviation"]
    'a.m'
    """
    _demand(f"{name}.csv", [path.name for path in TABLES.iterdir() if path.name.endswith(".csv")], "table", "lexicons/")
    return tuple(csv.DictReader((TABLES / f"{name}.csv").read_text(encoding="utf-8").splitlines()))


@functools.cache
def word_set(name, table="actor_words"):
    """The words of one set of a table with the columns set and word.

    >>> word_set("hedges", "stance_words")
    Traceback (most recent call last):
    analysis.lexicon.LexiconError: no set 'hedges' in stance_words.csv; the nearest is 'hedge'
    """
    _demand("set", lexicon(table)[0], "column", f"{table}.csv")
    _demand(name, {row["set"] for row in lexicon(table)}, "set", f"{table}.csv")
    return frozenset(row["word"] for row in lexicon(table) if row["set"] == name)


def cell(text):
    """The parts of a cell that holds several.

    >>> cell("UN|U.N.")
    ['UN', 'U.N.']
    """
    return [part for part in text.split("|") if part]


@functools.cache
def column_of(name, column, value):
    """The table NAME as a dict from one of its columns to another."""
    for wanted in (column, value):
        _demand(wanted, lexicon(name)[0], "column", f"{name}.csv")
    return {row[column]: row[value] for row in lexicon(name)}


@functools.cache
def cells_of(name, column, value):
    """As `column_of`, each value the tuple of its parts.

    >>> cells_of("office_nouns", "noun", "offices")["dictator"]
    ('president', 'leader')
    """
    return {word: tuple(cell(text)) for word, text in column_of(name, column, value).items()}


def _demand(name, known, what, where):
    if name not in known:
        nearest = difflib.get_close_matches(name, sorted(known), 1, 0)
        raise LexiconError(f"no {what} {name!r} in {where}; the nearest is {nearest[0]!r}")
