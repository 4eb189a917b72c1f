"""The names of speakers: which actors the noun phrase beside a cue stands for."""

import bisect
import re
from typing import NamedTuple

from analysis.lexicon import word_set

REPRESENTING = word_set("voice of a body", "quote_words") | word_set("document as a source", "quote_words")
PREPOSITIONS = "of|for|in|at|from|on|to|with|near|within|against|by|and|or|who|which"


class _Mention(NamedTuple):
    start: int
    end: int
    who: tuple  # actor, party
    kind: str


class Speakers:
    """The mentions of an article by clean offsets, to name the actor that a noun phrase stands for."""

    def __init__(self, article, mentions):
        self.text = article.clean
        rows = mentions.itertuples()
        self.mentions = sorted(
            _Mention(*article.to_clean(int(r.start), int(r.end)), (r.actor, r.party), r.kind) for r in rows
        )
        self.starts = [mention.start for mention in self.mentions]

    def named(self, start, end):
        """[(actor, party)] of a noun phrase; its own words where no mention stands for it."""
        head = _head(self.text, start, end)
        within = self.over(start, end)
        names = [m for m in within if m.kind == "name"]
        speakers = self._titled(names, start, end, head) or self._heads(names, start, end, head) or self._apposed(end)
        speakers = speakers or self._heads(within, start, end, head)
        noun = re.search(r"\w*$", self.text[start:head].lower())[0]
        if not speakers and noun in REPRESENTING:
            speakers = [mention.who for mention in within[:1]]
        return speakers or [(_bare(self.text[start:end]),) * 2]

    def over(self, start, end):
        """The mentions that share characters with a span."""
        return self._between(start - 200, end, lambda m: m.end > start)

    def _between(self, low, high, condition):
        """The mentions that start between two places and meet a condition."""
        first, last = bisect.bisect_left(self.starts, low), bisect.bisect_left(self.starts, high)
        return [m for m in self.mentions[first:last] if condition(m)]

    def _titled(self, names, start, end, head):
        """A name that closes the phrase behind its title: *the head of the Refugee Council Enver Solomon*."""
        last = next((m for m in reversed(names) if m.end == end and head < m.start), None)
        before = self.text[start : last.start] if last else ""
        title = re.search(r"(?:[A-Z][\w.’'-]*|\w{4,})\s$", before)
        return [last.who] if title and not re.search(r"\b(?:with|from|against|near|within)\s$", before) else []

    def _heads(self, mentions, start, end, head):
        """The mentions that hold the head of the phrase, and those coordinated with it."""
        holders = [m for m in mentions if m.start < head <= m.end or m.start <= start and m.end >= end]
        holders = [m for m in holders if m.kind != "pronoun"] or holders
        widest = max((m.end - m.start for m in holders), default=0)
        heads = [m for m in holders if m.end - m.start == widest]
        joined = re.search(r",|\band\b", self.text[start:end]) and not re.search(r"\b(of|for)\b", self.text[start:end])
        if heads and joined:
            heads += [m for m in mentions if re.match(r"\s*(?:,|and\b|$)", self.text[m.end : end])]
        return list(dict.fromkeys(m.who for m in sorted(heads)))

    def _apposed(self, end):
        """A name right after an office: *a government spokesman, Abdourahim Said Bakar*, known as an actor or not."""
        title = re.match(r",\s+((?:[A-Z][\w.’'-]*\s+){0,4})(?=[A-Z])", self.text[end : end + 60])
        if not title:
            return []
        mentions = self._between(end + 1, end + title.end() + 1, lambda m: m.kind == "name")[-1:]
        name = re.match(r",\s+((?:[A-Z][\w’'-]+\s+){1,3}[A-Z][\w’'-]+),", self.text[end : end + 80])
        return [m.who for m in mentions] or ([(name[1], name[1])] if name else [])


def _head(text, start, end):
    """Where the head of a noun phrase ends: before its first preposition, comma or relative."""
    match = re.search(rf"\s+(?:{PREPOSITIONS})\b|,|\s*\(", text[start:end])
    return start + match.start() if match else end


def _bare(phrase):
    several = r"(?i)^(?:one|some|many|several|most|each) of (?=\w)"
    determiner = r"(?i)^(?:the|an?|some|one|many|several|that|this|those|these|his|her|its|their|most)\s+(?=\w)"
    return re.sub(determiner, "", re.sub(several, "", " ".join(phrase.split())))
