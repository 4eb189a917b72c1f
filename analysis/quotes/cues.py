"""The word list of cues: which verbs, nouns, adjectives and phrases introduce reported speech, and what they take."""

import functools
from dataclasses import dataclass

import pandas as pd

from analysis.lexicon import lexicon


@dataclass(frozen=True)
class Cue:
    """A row of the word list."""

    name: str
    part: str
    kind: str
    implies: str
    takes: frozenset


def cues():
    """The list of cues: cue, part (verb, noun, adjective, phrase), class, and what the class implies of the content.

    The classes follow the presuppositions of Karttunen (1971, Implicative verbs) and the grading of Bednarek (2006).
    Blind spot: a class is the verb's, whatever the sentence does with it (*did not deny* stays `deny`).

    >>> cues().query("cue == 'claim' and part == 'verb'")["implies"].item()
    'the writer does not vouch for the content'
    """
    return pd.DataFrame(lexicon("cues"))[["cue", "part", "class", "implies"]]


@functools.cache
def cue_forms():
    """form -> ((rest of the words, Cue, which form), …), from the word list."""
    table = {}
    for row in lexicon("cues"):
        cue = Cue(row["cue"], row["part"], row["class"], row["implies"], frozenset(row["takes"].split()))
        kinds = ["third", "ing", "past", "past", "past", "ing"]
        forms = [(row["cue"], "base"), *zip((f.replace("_", " ") for f in row["forms"].split()), kinds)]
        for form, kind in dict(forms).items():
            first, *rest = form.split()
            table.setdefault(first, []).append((tuple(rest), cue, kind))
    longest_first = lambda entry: (-len(entry[0]), entry[1].part != "adjective")
    return {form: tuple(sorted(entries, key=longest_first)) for form, entries in table.items()}


@functools.cache
def noun_forms():
    """The forms of cue nouns."""
    return frozenset(form for form, entries in cue_forms().items() if any(cue.part == "noun" for _, cue, _ in entries))


def is_speech(cue):
    """Does a cue report speech, in a clause or in quotation marks, rather than a thought or feeling?"""
    spoken = cue.kind not in ("think", "hope", "fear", "announce")
    return spoken and {"that", "zero", "quote"} <= cue.takes and "np-is" not in cue.takes
