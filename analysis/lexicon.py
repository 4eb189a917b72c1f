"""Tables of words: analysis/lexicons/ holds one CSV file a table; its README says what each column means."""

import csv
import functools
from importlib import resources


@functools.cache
def lexicon(name):
    """The rows of the word list analysis/lexicons/NAME.csv as a tuple of dicts, read once.

    >>> lexicon("abbreviations")[0]["abbreviation"]
    'a.m'
    """
    text = resources.files("analysis").joinpath("lexicons", f"{name}.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))


@functools.cache
def word_set(name, table="actor_words"):
    """A set of words of analysis/lexicons/TABLE.csv, a table with the columns set and word."""
    return frozenset(row["word"] for row in lexicon(table) if row["set"] == name)


def cell(text):
    return [part for part in text.split("|") if part]


@functools.cache
def column_of(name, column, value):
    return {row[column]: row[value] for row in lexicon(name)}


@functools.cache
def cells_of(name, column, value):
    """As `column_of`, each value the tuple of its parts.

    >>> cells_of("office_nouns", "noun", "offices")["dictator"]
    ('president', 'leader')
    """
    return {word: tuple(cell(text)) for word, text in column_of(name, column, value).items()}
