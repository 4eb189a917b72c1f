"""The names of speakers: which actors the noun phrase beside a cue stands for."""

import bisect
import re

from analysis.lexicon import word_set
from analysis.quotes.cues import noun_forms

REPRESENTING = word_set("voice of a body", "quote_words")
OFFICES = word_set("office of a speaker", "quote_words")


class Mentions:
    """The mentions of an article by clean offsets, to name the actor that a noun phrase stands for."""

    def __init__(self, article, mentions):
        self.text = article.clean
        rows = ((*article.to_clean(int(r.start), int(r.end)), r.actor, r.party, r.kind) for r in mentions.itertuples())
        self.rows = sorted(rows, key=lambda r: r[:2])
        self.starts = [r[0] for r in self.rows]
        self.types = dict(zip(mentions["actor"], mentions["type"])) if "type" in mentions else {}

    def persons(self, speakers):
        """May all of these be persons, as far as the mentions tell?"""
        return all(self.types.get(actor, "person") in ("person", "") for actor, _ in speakers)

    def over(self, start, end):
        low = bisect.bisect_left(self.starts, start - 200)
        high = bisect.bisect_left(self.starts, end)
        return [r for r in self.rows[low:high] if r[1] > start and r[0] < end]

    def speakers(self, quote, offices):
        """[(actor, party)] of a quote's speaker; its own words where no mention stands for it."""
        if not quote.speaker:
            return []
        return self.named(*quote.speaker, offices)

    def named(self, start, end, offices):
        """[(actor, party)] of a noun phrase."""
        rows = self.over(start, end)
        head = _head(self.text, start, end)
        last = next((r for r in reversed(rows) if r[1] == end and r[4] == "name" and start < r[0]), None)
        before = self.text[start : last[0]] if last else ""
        if (
            last
            and head < last[0]
            and re.search(r"(?:[A-Z][\w.’'-]*|\w{4,})\s$", before)
            and not re.search(r"\b(?:the|an?|and|with|from|against|near|within)\s$", before)
        ):
            return [(last[2], last[3])]  # the head of the Refugee Council Enver Solomon
        inner = re.match(r"\s+(?:of|from|by)\s+", self.text[head:end])
        noun = re.search(r"\w+$", self.text[start:head] or " ")
        if inner and noun and noun[0].lower() in noun_forms():  # a request of the council
            return self.named(head + inner.end(), end, offices)
        office = noun[0].lower() if noun else ""
        named = self._heads([r for r in rows if r[4] == "name"], start, end, head) or self._apposed(end)
        if not named and office in offices and re.match(r"(?i)(?:the|that|this|his|her|its)\b", self.text[start:end]):
            return offices[office]
        named = named or self._heads(rows, start, end, head)
        if named:
            self._remember(offices, start, head, end, named)
            return named
        if office in REPRESENTING and rows:
            return [(rows[0][2], rows[0][3])]
        return [(_bare(self.text[start:end]), _bare(self.text[start:end]))]

    def _heads(self, rows, start, end, head):
        """The mentions that hold the head of the phrase, and those coordinated with it."""
        covering = [r for r in rows if r[0] < head <= r[1] or r[0] <= start and r[1] >= end]
        if not covering:
            return []
        names = [r for r in covering if r[4] != "pronoun"] or covering
        widest = max(r[1] - r[0] for r in names)
        chosen = [r for r in names if r[1] - r[0] == widest]
        if re.search(r",|\band\b", self.text[start:end]) and not re.search(r"\bof\b|\bfor\b", self.text[start:end]):
            chosen += [r for r in rows if r not in chosen and re.match(r"\s*(?:,|and\b|$)", self.text[r[1] : end])]
        return list(dict.fromkeys((r[2], r[3]) for r in sorted(chosen)))

    def _apposed(self, end):
        """A name right after an office: *a government spokesman, Abdourahim Said Bakar*, known as an actor or not."""
        match = re.match(r",\s+((?:[A-Z][\w.’'-]*\s+){0,4})(?=[A-Z])", self.text[end : end + 60])
        if not match:
            return []
        low = bisect.bisect_left(self.starts, end + 1)
        rows = [r for r in self.rows[low : low + 4] if r[0] <= end + match.end() and r[4] == "name"][-1:]
        name = re.match(r",\s+((?:[A-Z][\w’'-]+\s+){1,3}[A-Z][\w’'-]+),", self.text[end : end + 80])
        return [(r[2], r[3]) for r in rows] or ([(name[1], name[1])] if name else [])

    def _remember(self, offices, start, head, end, named):
        """Keep a speaker's offices for *the spokesman* later on: title before the name, apposition after it."""
        before = self.text[max(0, start - 60) : start] + self.text[start:head]
        after = re.match(r",?\s+(?:who is\s+)?(?:an?|the)\s+([\w\s'’-]{3,60})", self.text[end : end + 80])
        for words in (after[1] if after else "", before):
            for word in re.findall(r"[a-z]{4,}", words):
                if word in OFFICES:
                    offices[word] = named


def _head(text, start, end):
    """Where the head of a noun phrase ends: before its first preposition, comma or relative."""
    words = "of|for|in|at|from|on|to|with|near|within|against|by|and|or|who|which"
    match = re.search(rf"\s+(?:{words})\b|,|\s*\(", text[start:end])
    return start + match.start() if match else end


def _bare(phrase):
    determiner = r"(?i)^(?:the|an?|some|one|many|several|that|this|those|these|his|her|its|their|most)\s+(?=\w)"
    return re.sub(determiner, "", " ".join(phrase.split()))
