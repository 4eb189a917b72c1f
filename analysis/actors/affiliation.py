"""Affiliation: whom a person speaks for, as the words beside the name say.

Five phrasings: "X, *leader of the party*", "X, *who runs the agency*", "*the party's leader*, X", "X *of the party*",
"*the party, led by* X". A minister of no named state belongs to the state that the article is about.
"""

from analysis.actors.roster import actor_nouns, titles_by_word
from analysis.lexicon import word_set

REACH = 12  # words that an apposition may be long
STATES = {"state", "territory"}
PORTFOLIOS = {"prime", "deputy", "vice", *(word.lower() for word in word_set("portfolio"))}
FIRST = 2  # what the first mention of a state weighs
ENDS = {",", ".", ")", ";", '"'}
VERBS = {"VBD", "VBZ", "VBP", "MD"}


def settle(reading):
    """Tell every person of `reading` the body that a name or description beside his own says he speaks for.

    A state becomes his party too. Blind spot: a body that no rule took for an actor.
    """
    bodies = _Bodies(reading)
    for found in [f for f in reading.found if f.kind == "name" and f.referents[0].type == "person"]:
        person = found.referents[0]
        body = bodies.after(found) or bodies.before(found)
        person.roles |= bodies.offices(found)
        if person.body is None and body is not None:
            person.body = body
            if person.party == person.name and body.party in reading.referents:
                state = reading.referents[body.party]
                person.party = state.name if state.type in STATES else person.party


def guess(reading):
    """Give ministers and the like of no named state the state last named in their paragraph, else the main one."""
    main = _main_state(reading)
    if main is None:
        return
    for found in reading.found:
        person = found.referents[0]
        if person.type == "person" and person.party == person.name and person.body is None:
            if person.roles & word_set("office of a state"):
                person.party = _state_before(reading, found) or main


def _main_state(reading):
    """The state named most often, the first one counting for more: news says at once where it happens."""
    counts = {}
    for found in reading.found:
        for referent in found.referents:
            if referent.type == "state" and not found.place:
                counts[referent] = counts.get(referent, 0) + (1 if counts else FIRST)
    return max(counts, key=lambda state: (counts[state], -state.first)).name if counts else None


def _state_before(reading, person):
    """The state last named before a person in the same paragraph, be it as a place."""
    words = reading.words
    before = [
        f
        for f in reading.found
        if f.start < person.start
        and f.referents[0].type == "state"
        and words[f.first].paragraph == words[person.first].paragraph
    ]
    return max(before, key=lambda f: f.start).referents[0].name if before else ""


class _Bodies:
    """The states, organisations and groups of a reading by the words that name them."""

    def __init__(self, reading):
        self.r, self.words = reading, reading.words
        self.begins, self.ends = {}, {}
        for found in reading.found:
            body = self._spoken_for(found.referents[0]) if len(found.referents) == 1 else None
            if body is not None:
                self.begins.setdefault(found.first, body)
                self.ends.setdefault(found.last, body)

    def _spoken_for(self, referent):
        """The body that an owner is or stands for: "*the president*'s spokesman" speaks for the state."""
        if referent.type != "person":
            return referent
        if referent.body is not None or referent.party == referent.name:
            return referent.body
        return self.r.referents.get(referent.party)

    def after(self, name):
        """The body in what follows a name: an apposition, a relative clause or "of"."""
        line = self.r.line(name.first)
        k = name.last
        if self.r.low(k) == "of":
            body = self._first(k + 1, k + 3)
            return body if body is not None and body.type not in STATES else None
        if self.r.low(k) not in {",", "("} or k >= line.last:
            return None
        if self.r.low(k + 1) == "who" and self.words[k + 2].lemma in word_set("verb of leading"):
            return self._first(k + 3, self._end(k + 3, line))
        return self._office(k + 1, self._end(k + 1, line))

    def before(self, name):
        """The body in what precedes a name: "the party's leader", "the leader of the party,"."""
        line, k = self.r.line(name.first), name.first - 1
        while k > line.first and self.words[k].low in titles_by_word():
            k -= 1
        body = self._owner_of(k, line)
        if self.r.low(k) != ",":
            return self._led_by(k) or self._owner_of(k, line)
        body = self.ends.get(k)
        if body is not None:
            of = max((i for i in range(max(line.first, k - REACH), k) if self.words[i].low == "of"), default=None)
            return body if of is not None and self._official(of - 1) and self._first(of + 1, k) is body else None
        return self._owner_of(k - 1, line)

    def offices(self, name):
        """The office in an apposition before a name: "the *prime minister* of Norway, X"."""
        line = self.r.line(name.first)
        if self.r.low(name.first - 1) != "," or name.first - 1 <= line.first:
            return set()
        commas = [k for k in range(line.first, name.first - 1) if self.words[k].text == ","]
        start = commas[-1] + 1 if commas else line.first
        k = next((k for k in range(start, name.first - 1) if self._official(k)), None)
        if k is None or any(self.words[i].tag in VERBS for i in range(start, name.first - 1)):
            return set()
        portfolio = self.r.low(k - 1)
        return {f"{portfolio} {self.words[k].low}" if portfolio in PORTFOLIOS else self.words[k].low}

    def _led_by(self, by):
        """ "*the delegation*, headed by X"."""
        if self.r.low(by) != "by" or self.words[by - 1].lemma not in word_set("verb of leading"):
            return None
        return self.ends.get(by - 1) or self.ends.get(by - 2)

    def _owner_of(self, head, line):
        """The owner of an office whose noun is the word `head`: "*its* leader", "*the party*'s new leader"."""
        k = head
        while k > line.first and self.words[k].tag in {"NN", "NNP", "JJ", "VBN", "CD"} and k not in self.begins:
            if self._official(k) and self.r.low(k - 1) in {"its", "their", "his", "her"}:
                return self.begins.get(k - 1)
            k -= 1
        official = any(self._official(i) for i in range(k, head + 1))
        if not official:
            return None
        return self.ends.get(k) if self.r.low(k) in {"'s", "'"} else self.begins.get(k)

    def _office(self, first, last):
        """The body of an office in the words of an apposition: "a spokeswoman for *the ministry*"."""
        for k in range(first, last):
            if self._official(k) and self.r.low(k + 1) in {"of", "for", "at", "to"}:
                return self._first(k + 2, last)
        official = any(self._official(k) for k in range(first, last))
        return self._first(first, last) if official else None

    def _first(self, first, last):
        return next((self.begins[k] for k in range(first, last) if k in self.begins), None)

    def _end(self, first, line):
        """Where an apposition ends."""
        furthest = min(line.last, first + REACH)
        stops = (k for k in range(first, furthest) if self.words[k].text in ENDS or self.words[k].tag in VERBS)
        return next(stops, furthest)

    def _official(self, k):
        word = self.words[k].low
        noun = actor_nouns().get(word)
        return word in word_set("office") | word_set("head of a body") and (noun is None or noun["class"] == "person")
