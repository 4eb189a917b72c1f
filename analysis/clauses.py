"""Grammar: words with their tags and lemmas, and the clauses they form."""

import functools
import re
from dataclasses import dataclass

from textblob.en.taggers import PatternTagger

WORD = re.compile(r"[A-Za-z]\.(?:[A-Za-z]\.)+|n['’]t\b|['’](?:s|re|ve|ll|d|m)\b|\w+?(?=n['’]t\b)|\w+(?:[-‐]\w+)*|[^\w\s]", re.UNICODE)


@dataclass(frozen=True)
class Token:
    """A word: its text, its place in the text it was read from, its Penn tag and its lemma."""

    text: str
    start: int
    end: int
    tag: str
    lemma: str


@functools.lru_cache(maxsize=4096)
def tokens(text):
    """The words of a text with Penn tags and lemmas, in order.

    >>> [t.text for t in tokens("Putin’s plan failed.")]
    ['Putin', '’s', 'plan', 'failed', '.']
    """
    spans = [m.span() for m in WORD.finditer(text)]
    words = [text[s:e].replace("’", "'") for s, e in spans]
    tags = [tag for _, tag in PatternTagger().tag(" ".join(words), tokenize=False)] if words else []
    if len(tags) != len(words):
        tags = ["NN"] * len(words)
    return tuple(Token(text[s:e], s, e, tag, word.lower()) for (s, e), word, tag in zip(spans, words, tags))
