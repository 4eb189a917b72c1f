"""Antecedents: the mentions read so far, as later words may refer back to them."""

import functools
from dataclasses import dataclass

from analysis.actors.names import SAYING
from analysis.actors.roster import actor_nouns
from analysis.lexicon import lexicon


@dataclass(eq=False)
class Event:
    """A mention as later words may refer back to it; no referents where the words name no actor (*the talks*)."""

    at: int
    referents: tuple
    subject: bool
    plural: bool
    sentence: int
    paragraph: int
    quoted: int
    head: str = ""
    possessive: bool = False


class Antecedents:
    """What was spoken of so far, and the last or weightiest of a kind."""

    def __init__(self, reading):
        self.r, self.words = reading, reading.words
        self.events, self.counts = [], {}
        self.resolved = {}  # word number of a pronoun -> referents
        self.groups = {}  # name -> referent of an unnamed actor
        self.first_person = []
        self.covered = set()  # words of a description's complement that are no mention of their own
        self.own = []  # descriptions with *our* and *my*, left to the end
        self.last_speaker, self.last_said, self.kind = None, 0, ""
        self.governments = set()  # word numbers of "government" after a state's name

    def _push(self, at, referents, line, *, plural=False, head="", possessive=False, subject=None):
        word = self.words[at]
        is_subject = at in line.subjects if subject is None else subject
        self.events.append(
            Event(
                at,
                tuple(referents),
                is_subject,
                plural or len(referents) > 1,
                word.sentence,
                word.paragraph,
                word.quoted,
                head,
                possessive,
            )
        )
        clause = line.subjects.get(at)
        if len(referents) == 1 and clause is not None and clause.predicate in saying() and not word.quoted:
            self.last_speaker, self.last_said = referents[0], word.sentence
        for referent in referents:
            self.counts[referent.name] = self.counts.get(referent.name, 0) + 1

    def _recent(self, fits, sentence, reach):
        """The last actor of a kind within so many sentences."""
        for event in reversed(self.events):
            if sentence - event.sentence > reach:
                return None
            for referent in reversed(event.referents):
                if fits(referent):
                    return referent
        return None

    def _weightiest(self, now, decay, standing_for):
        scores, latest = {}, {}
        for number, event in enumerate(self.events):
            for referent in event.referents:
                actor = standing_for(referent)
                if actor is not None:
                    latest[actor] = number
                    weight = (1.0 if actor is referent else 0.6) * (1.3 if event.subject else 1) / len(event.referents)
                    scores[actor] = scores.get(actor, 0) + weight * decay ** (now - event.sentence)
        return (
            max(scores, key=lambda actor: (round(scores[actor], 6), latest[actor]))
            if scores and max(scores.values()) > 0.1
            else None
        )

    def _dominant(self, now, decay):
        """The state most spoken of so far, the later mentions counting more."""
        states = {"state", "territory"}
        return self._weightiest(now, decay, lambda r: r if r.type in states else self._party_state(r, states))

    def _party_state(self, referent, types):
        party = self.r.referents.get(referent.party)
        return party if party is not None and party.type in types else None

    def _referent_of(self, party):
        if party in self.r.referents:
            return self.r.referents[party]
        return self.r.referent(party) if party in self.r.known.actors else None

    def _referents_at(self, k):
        if k in self.r.taken:
            return self.r.taken[k].referents
        if k in self.resolved:
            return self.resolved[k]
        for found in self.r.found:
            if found.kind == "description" and found.first <= k < found.last and k == self._head_of(found):
                return found.referents
        return ()

    def _head_of(self, found):
        for k in range(found.last - 1, found.first - 1, -1):
            if self.words[k].low in actor_nouns():
                return k
        return found.last - 1

    def _members(self, fits, now, reach):
        """The actors that fit, the last spoken of first."""
        members = []
        for event in reversed(self.events):
            if now - event.sentence > reach:
                break
            members += [r for r in event.referents if fits(r) and r not in members]
        return members


@functools.cache
def saying():
    return SAYING | {row["cue"] for row in lexicon("cues") if row["part"] == "verb"}
