"""Sentiment: the tone of words, sentences and paragraphs by five instruments, and how actors are portrayed."""

from analysis.sentiment.instruments import Hit, Score, by_paragraph, hits, textblob, tone, tones, vader, words
from analysis.sentiment.invariants import invariance
from analysis.sentiment.matching import WORD, find
from analysis.sentiment.portrayals import by_voice, portrayal
from analysis.sentiment.standing import Effect, effects, toward
from analysis.sentiment.summaries import broken, changed, extremes, kept
