"""Corpus: many articles read by the same functions as one, and the figures of all of them."""

from analysis.corpus.parts import manifest, table
from analysis.corpus.reading import read_many, write
from analysis.corpus.sources import CorpusError, Entry, entries
