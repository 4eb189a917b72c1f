"""The discourse: what has been spoken of so far, for later words to refer back to."""

import functools
from collections import Counter
from dataclasses import dataclass

from analysis.actors.draft import Referent
from analysis.actors.roster import STATES
from analysis.lexicon import lexicon, word_set

FORGOTTEN = 100  # sentences back to what no longer counts


@dataclass(frozen=True, eq=False)
class Event:
    """A mention as later words may refer back to it, by the noun or name that heads it."""

    at: int
    word: object
    referents: tuple
    subject: bool
    plural: bool
    possessive: bool


class Discourse:
    """The mentions read so far and the groups without a name, with the last or weightiest actor of a kind."""

    def __init__(self, draft):
        self.draft, self.words = draft, draft.words
        self.events = []  # in the order of the text
        self.counts = Counter()  # name of an actor -> its mentions
        self.pronouns = {}  # word number -> referents
        self.unnamed = {}  # what an actor without a name is called -> Referent
        self.fellows = set()  # nouns that *and* joins to a description, no mentions of their own
        self.own = {}  # word number of *our* or *my* -> the noun it owns: word number, row of actor_nouns.csv
        self.first_person = []  # word numbers of *I*, *we* and their like in quotations
        self.lists = []  # names that *and* joins in the line being read: (last word, referents, is it a subject?)
        self.speaker, self.spoke_at = None, 0  # who spoke last, and in which sentence

    def push(self, at, referents, line, *, plural=False, possessive=False, subject=None):
        word, clause = self.words[at], line.subjects.get(at)
        subject = clause is not None if subject is None else subject
        plural = plural or len(referents) > 1
        self.events.append(Event(at, word, tuple(referents), subject, plural, possessive))
        self.counts.update(referent.name for referent in referents)
        if len(referents) == 1 and clause is not None and clause.predicate in saying() and not word.quoted:
            self.speaker, self.spoke_at = referents[0], word.sentence

    def join(self, line, at, referents):
        """Keep "his country *and* Russia" as two that later plurals may mean together."""
        chunks = (line.first + c.first for c in line.chunks if line.first + c.first <= at < line.first + c.last)
        first = next(chunks, at)
        if self.draft.low(first - 1) == "and":
            earlier = next((event for event in self.since(self.words[at].sentence) if event.at == first - 2), None)
            if earlier is not None and earlier.referents:
                self.push(at, (*earlier.referents, *referents), line, subject=earlier.subject)

    def since(self, sentence):
        """The events from a sentence on, the last first."""
        for event in reversed(self.events):
            if event.word.sentence < sentence:
                return
            yield event

    def recent(self, fits, now, reach):
        """The last actor that fits within so many sentences."""
        return next((r for event in self.since(now - reach) for r in reversed(event.referents) if fits(r)), None)

    def members(self, fits, now, reach):
        """The actors that fit within so many sentences, the last spoken of first."""
        return list(dict.fromkeys(r for event in self.since(now - reach) for r in event.referents if fits(r)))

    def weightiest(self, now, decay, standing_for):
        """The actor most spoken of, later mentions counting more; `standing_for`: the actor a referent counts for."""
        scores = Counter()
        for event in self.since(now - FORGOTTEN):
            for actor in filter(None, map(standing_for, event.referents)):
                scores[actor] += decay ** (now - event.word.sentence) / len(event.referents)
        return max(scores, key=lambda actor: round(scores[actor], 6), default=None)

    def dominant(self, now, decay):
        """The state most spoken of, also by those who lead or speak for it."""
        return self.weightiest(now, decay, lambda r: r if r.type in STATES else self._state_of(r))

    def _state_of(self, referent):
        party = self.draft.referents.get(referent.party)
        return party if party is not None and party.type in STATES else None

    def party(self, referent):
        """The actor that somebody leads or speaks for, a state itself; None where nothing tells."""
        known = referent.party in self.draft.referents or referent.party in self.draft.roster.actors
        alone = referent.type == "person" and referent.party == referent.name
        return self.draft.referent(referent.party) if known and not alone else None

    def referents_at(self, k):
        """Whom the name or pronoun at a word means."""
        return self.draft.names[k].referents if k in self.draft.names else self.pronouns.get(k, ())

    def call(self, name, *, type, party="", plural=False, gender=""):
        """The actor without a name that is called so, met before or now."""
        if name not in self.unnamed:
            full = name
            while full in self.draft.referents:
                full += " (unnamed)"
            self.unnamed[name] = Referent(full, party or full, type, gender, plural)
            self.draft.referents[full] = self.unnamed[name]
        return self.unnamed[name]


@functools.cache
def saying():
    return word_set("verb of speech or attitude") | {row["cue"] for row in lexicon("cues") if row["part"] == "verb"}
