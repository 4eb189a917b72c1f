"""Sentiment: the tone of words, sentences and paragraphs by five instruments, and how actors are portrayed."""

from analysis.sentiment.instruments import (
    WORD,
    Effect,
    Hit,
    Reading,
    by_paragraph,
    by_voice,
    effects,
    find,
    hits,
    invariance,
    portrayal,
    textblob,
    tone,
    tones,
    toward,
    vader,
    words,
)
from analysis.sentiment.summaries import broken, changed, extremes, kept

__all__ = [
    "WORD",
    "Effect",
    "Hit",
    "Reading",
    "by_paragraph",
    "by_voice",
    "effects",
    "find",
    "hits",
    "invariance",
    "portrayal",
    "textblob",
    "tone",
    "tones",
    "toward",
    "vader",
    "words",
]
