"""Corpus: many articles read by the same functions as one, and the figures of all of them."""

from analysis.corpus.counts import by_article, by_party, joined, led
from analysis.corpus.drawing import drawn, reviewed, sample
from analysis.corpus.estimates import believed, changed, estimates, findings, parties, told, trial, verdict
from analysis.corpus.loading import Corpus, load
from analysis.corpus.parts import manifest, table
from analysis.corpus.reading import read_many, write
from analysis.corpus.sources import CorpusError, Entry, entries
