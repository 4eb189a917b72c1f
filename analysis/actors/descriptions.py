"""Descriptions: *the president*, *his country*, *a court*, *both leaders*, resolved by head noun, office and recency.

A group or person without a name becomes an actor of its own. What does not resolve stays unresolved.
"""

import re
from dataclasses import dataclass

from analysis.actors.draft import OWNER
from analysis.actors.roster import STATES, actor_nouns, nouns_like
from analysis.lexicon import cells_of, word_set

POSSESSIVES = {"his", "her", "its", "their", "my", "our"}
DEFINITE = {"the", "this", "that", "these", "those", "both", "such"}
COPULAS = {"be", "become", "remain"}
PREDICATING = {"as", "'s", "named", "elected", "appointed", "not"}
BODIES = {"state", "territory", "region", "alliance", "organisation", "group", "party"}
TWO_APART = (3, 10)  # sentences back to the second of *the two leaders*, tried in turn
PLACES = word_set("preposition of place")
QUANTITIES = word_set("quantifier") | DEFINITE | {"than", "as", "up", "to", "of"}
KIN = word_set("kin or follower")
OFFICES_OF = cells_of("office_nouns", "noun", "offices")
TYPES_OF = cells_of("body_nouns", "noun", "types")


@dataclass(eq=False)
class Phrase:
    """A noun phrase that may describe an actor: its words first to end (exclusive), its head, and whom they name."""

    line: object
    first: int
    head: int
    end: int
    noun: dict  # the head's row of actor_nouns.csv
    low: str  # the head in small letters
    determiner: str  # the first word in small letters
    modifiers: list  # the words before the head, without determiners
    definite: bool
    owner: object  # the actor that possesses it
    state: object  # the state or body named before the head, or the state in its *of* phrase
    now: int  # the number of its sentence


class Descriptions:
    """Noun phrases that describe an actor, each given to the rules of its head's class in actor_nouns.csv."""

    def __init__(self, discourse):
        self.discourse, self.draft, self.words = discourse, discourse.draft, discourse.words

    def phrase(self, line, chunk):
        """Take a chunk, and the owners within it, for mentions of whom they describe."""
        first, last, head = line.first + chunk.first, line.first + chunk.last, line.first + chunk.head
        for a, b in chunk.owners:
            if b - a > 1:  # "*the country*'s first president"
                self._describe(line, None, line.first + a, line.first + b, line.first + b - 1)
        if head in self.discourse.fellows or chunk.time:
            return
        first = self._whole_phrase(line, first)
        capital = self.words[head].text[:1].isupper() and not self.draft.is_first(head) and not self.draft.shouting
        if not capital or head == first + 1 and self.words[head].low in word_set("institution in capitals"):
            self._describe(line, chunk, first, last, head)

    def _whole_phrase(self, line, first):
        """Where a noun phrase begins whose adjectives the chunk left out: "*the newly elected* president"."""
        k = first
        while k > line.first and self.words[k - 1].tag in {"VBN", "VBG", "RB", "JJ", "VBD"}:
            k -= 1
        whole = k > line.first and self.words[k - 1].low in {"the", "a", "an", "his", "her", "its", "their"}
        return k - 1 if k < first and whole else first

    def _describe(self, line, chunk, first, last, head):
        """Add a mention of whom a phrase describes, if it describes an actor."""
        noun = actor_nouns().get(self.words[head].low)
        if noun is None and head not in self.draft.names and self.words[head].tag == "NN":
            self.discourse.push(head, (), line)
        if noun is None or head in self.draft.names:
            return
        if self.words[first].low in {"our", "my"}:
            self.discourse.own.setdefault(first, (head, noun))
            return
        p = self._phrase(line, first, last, head, noun)
        named = self.draft.low(last) == "of" or chunk is not None and chunk.prep in PLACES
        if named and noun["class"] == "state" and p.owner is None or self._predicative(p):
            return  # "the island of Taiwan", "in the country"
        referents, rule = self._whom(p) or ((), "")
        if any(referents):
            self.draft.add(p.first, p.end, referents, "description", rule)
            self.discourse.push(head, referents, line, plural=p.noun["class"] in {"people", "bodies"})
            self.discourse.join(line, head, referents)

    def _phrase(self, line, first, last, head, noun):
        before, word = [w.low for w in self.words[first:head]], self.words[head]
        owner, state = self._owner(first, head), self._body_within(first, head)
        end, of = self._with_complement(line, last, noun)
        if noun["class"] == "people" and end == last:
            end = self._and_fellows(line, last)
        return Phrase(
            line,
            first,
            head,
            end,
            noun,
            word.low,
            determiner=self.words[first].low,
            modifiers=[low for low in before if low not in DEFINITE | {"a", "an"}],
            definite=self.words[first].low in DEFINITE or owner is not None,
            owner=owner,
            state=of if state is None and of is not None and of.type in STATES else state,
            now=word.sentence,
        )

    def _owner(self, first, head):
        """The actor that possesses a description: "*his* country", "*Bacar*'s militias"."""
        if self.words[first].low in POSSESSIVES:
            referents = self.discourse.pronouns.get(first, ())
        else:
            names = (self.draft.names.get(k - 1) for k in range(first + 1, head) if self.words[k].low in OWNER)
            referents = next((name.referents for name in names if name), ())
        return referents[0] if referents else None

    def _body_within(self, first, head):
        """The state or body named before the head: "the *Russian* president"."""
        named = (self.draft.names[k].referents[0] for k in range(first, head) if k in self.draft.names)
        return next((referent for referent in named if referent.type in BODIES), None)

    def _with_complement(self, line, last, noun):
        """Where a description ends with its *of* phrase, and the actor named there."""
        if self.draft.low(last) != "of" or noun["class"] not in {"person", "people", "bodies"}:
            return last, None
        end = next((line.first + c.last for c in line.chunks if line.first + c.first == last + 1), last)
        named = (self.draft.names[k].referents[0] for k in range(last, end) if k in self.draft.names)
        return end, next(named, None)

    def _and_fellows(self, line, last):
        """ "diplomats *and analysts*" are one group; where its words end."""
        noun = actor_nouns().get(self.draft.low(last + 1), {})
        if self.draft.low(last) != "and" or noun.get("class") != "people" or last + 1 >= line.last:
            return last
        self.discourse.fellows.add(last + 1)
        return last + 2

    def _predicative(self, p):
        """A title, apposition or predicate is no mention of its own."""
        before, cls = self.draft.word(p.first - 1) if p.first > p.line.first else None, p.noun["class"]
        if before is not None:
            if before.text == "," and p.first - 2 in self.draft.names and cls in {"person", "body", "state"}:
                return True
            exempt = p.definite and before.low in {"as", "'s"}
            if before.lemma in COPULAS or before.low in PREDICATING and not exempt:
                return True
        name = self.draft.names.get(p.end + 1) if self.draft.low(p.end) == "," and cls == "person" else None
        return name is not None and name.referents[0].type == "person"

    def _core(self, first, last):
        """The words that name an unnamed actor: without determiners, numbers and quantifiers."""
        k = first
        while k < last - 1 and (self.words[k].low in QUANTITIES or self.words[k].tag in {"CD", "DT", "PRP$"}):
            k += 1
        text = self.draft.article.clean[self.words[k].start : self.words[last - 1].end]
        return re.sub(r"\s+", " ", text if k in self.draft.names or text[:2].isupper() else text[:1].lower() + text[1:])

    def _new(self, p, rule, *, name="", **more):
        """(referents, rule) of an actor without a name, called by the words of the phrase."""
        return (self.discourse.call(name or self._core(p.first, p.head + 1), **more),), rule

    def _recent(self, p, reach, fits):
        return self.discourse.recent(fits, p.now, reach)

    def _whom(self, p):
        """(referents, rule) of a description; None where it describes nobody."""
        numbered = self.draft.low(p.first + 1) == "two"
        several = self._several(p) if p.definite and (numbered or p.noun["class"] == "bodies") else None
        by_class = {
            "person": self._person_described,
            "state": self._state_described,
            "body": self._body_described,
            "people": self._people_described,
            "bodies": self._bodies_described,
        }
        return several or by_class[p.noun["class"]](p)

    # -- several at once

    def _several(self, p):
        """*both countries*, *the two leaders*: the last actors of that kind named together, else the last two."""
        fits = self._kind_meant(p.low)
        if fits is None:
            return None
        two = "two" in p.modifiers or p.determiner == "both"
        for last, referents, _ in self.discourse.lists:
            if last > p.first and all(map(fits, referents)) and not two:
                return referents, "a plural for those named after it"
        for event in self.discourse.since(p.now - 6):
            if len(event.referents) > 1 and all(map(fits, event.referents)) and (not two or len(event.referents) == 2):
                return event.referents, "a plural for those named together"
        for reach in TWO_APART if two else ():
            members = self.discourse.members(fits, p.now, reach)
            if len(members) > 1:
                return tuple(reversed(members[:2])), "a plural for the last two"
        return None

    def _kind_meant(self, low):
        """A test for the actors that a plural noun may mean; None where it may mean no named ones."""
        if low in word_set("plural of persons"):
            return lambda r: r.type == "person"
        return (lambda r: r.type in STATES) if low in word_set("plural of states") else None

    def _bodies_described(self, p):
        """*Unions called a strike*, *human rights groups*."""
        if p.definite or p.head not in p.line.subjects:
            return None
        return self._new(p, "unnamed bodies", name=self._core(p.first, p.end), type="group", plural=True)

    # -- one person

    def _person_described(self, p):
        if not p.definite:
            return self._some_person(p)
        return self._counterpart(p) or self._kin(p) or self._office_holder(p) or self._person_spoken_of(p)

    def _some_person(self, p):
        """*a soldier*, *one Russian officer*: somebody new."""
        if p.determiner not in {"a", "an", "another"} and self.words[p.first].tag != "CD":
            return None
        serves = p.state is not None and p.low in word_set("office")
        party = p.state.party if serves else ""
        return self._new(p, "an unnamed person", type="person", party=party, gender=p.noun["gender"])

    def _counterpart(self, p):
        """*his counterpart*: the other of two persons."""
        if p.owner is None or p.low not in word_set("counterpart of a person"):
            return None
        other = self._recent(p, 2, lambda r: r.type == "person" and r is not p.owner)
        return (other,), "the other of two persons"

    def _kin(self, p):
        if p.owner is None or p.low not in KIN or p.owner.type != "person":
            return None
        name = f"{p.owner.name}'s {p.low}"
        return self._new(p, "kin or aide of a person", name=name, type="person", gender=p.noun["gender"])

    def _office_holder(self, p):
        """*the Russian president*: who held the office when the article was written."""
        land = p.state or p.owner
        if land is None:
            return None
        holders = (self.draft.roster.holder(land.party, o, self.draft.article.date) for o in self._offices(p))
        holder = next(filter(None, holders), "")
        return ((self.draft.referent(holder),), "office held on the article's date") if holder else None

    def _person_spoken_of(self, p):
        """Somebody spoken of who holds the office or has the role described."""
        gender, offices = p.noun["gender"], self._offices(p)

        def fits(r):
            party = p.state is None or r.party == p.state.party
            return r.type == "person" and party and not (gender and r.gender and r.gender != gender)

        person = self._recent(p, 30, lambda r: fits(r) and self._held(r, offices)) if offices else None
        if person:
            return (person,), "office of somebody named"
        person = self._recent(p, 40, lambda r: fits(r) and p.low in r.roles)
        return ((person,), "role of somebody named") if person else None

    def _offices(self, p):
        if set(p.modifiers) & word_set("no longer in office") or p.low.startswith("ex-"):
            return tuple(f"former {office}" for office in OFFICES_OF.get(p.low.removeprefix("ex-"), ()))
        if p.low == "minister":
            return tuple(f"{portfolio} minister" for portfolio in p.modifiers)
        return OFFICES_OF.get(p.low, ())

    def _held(self, referent, offices):
        held = self.draft.roster.held(referent.name, self.draft.article.date)
        return bool((referent.roles | held) & set(offices))

    # -- states and bodies

    def _state_described(self, p):
        if not p.definite:
            return None
        if p.owner is not None:
            return self._state_of_owner(p)
        if p.low in word_set("kind of territory"):
            return (self._recent(p, 30, lambda r: r.type == "territory"),), "kind of territory"
        if p.low in word_set("state"):
            return (self.discourse.dominant(p.now, 0.7),), "the state most spoken of"
        return None

    def _state_of_owner(self, p):
        """*his country*; *its neighbour* is another state than the owner's."""
        if p.low in word_set("neighbour"):
            other = self._recent(p, 2, lambda r: r.type == "state" and r.name != p.owner.party)
            return (other,), "another state than the owner's"
        return self._land(p.owner, "the state of its owner") if p.owner.type == "person" else None

    def _land(self, person, rule):
        land = self.discourse.party(person)
        return ((land,), rule) if land is not None and land.type in STATES else None

    def _body_described(self, p):
        if p.low in word_set("government"):
            return self._government_described(p)
        if p.low in word_set("body of a state"):
            return self._body_of_state(p)
        if p.definite:
            return self._body_spoken_of(p) or self._body_apart(p)
        if p.determiner in {"a", "an", "one"} and p.low in word_set("body that may be introduced"):
            return self._new(p, "an unnamed body", type="group", party=p.state.party if p.state else "")
        return None

    def _government_described(self, p):
        """*the Bush administration*, *his government*, *the government*: for its state where the text tells which."""
        if p.state is not None:
            return None  # "the Comoros government": the demonym alone is the mention
        named = (self.draft.names[k].referents[0] for k in range(p.first, p.head) if k in self.draft.names)
        leader = next((referent for referent in named if referent.type == "person"), None)
        if leader is not None or p.owner is not None:
            return self._land(leader or p.owner, "the government of its owner")
        if p.definite and not p.modifiers:
            return (self.discourse.dominant(p.now, 0.9),), "the government for its state"
        return self._new(p, "an unnamed government", type="government")

    def _body_of_state(self, p):
        """*the army*, *the council*, *his police*: the one spoken of, else a new one of its state or owner."""
        named = self._named_with(p) if p.definite and not p.modifiers else None
        if named:
            return (named,), "head of a name"
        if not p.definite and p.determiner not in {"a", "an"} and p.low != "police":
            return None
        body = p.state or p.owner
        return self._new(p, "an unnamed body", type="group", party=body.party if body else "")

    def _body_spoken_of(self, p):
        """A body spoken of whose name holds the noun, or the weightiest one of that kind."""
        named = self._named_with(p) if p.state is None else None
        if named:
            return (named,), "head of a name"
        if p.low not in TYPES_OF:
            return None
        of_kind = lambda r: r.type in TYPES_OF[p.low] and (p.state is None or r.party == p.state.party)
        body = self.discourse.weightiest(p.now, 0.8, lambda r: r if of_kind(r) else None)
        return ((body,), "kind of body") if body else None

    def _body_apart(self, p):
        """*the mining firm*: a new body, where its words tell it from others."""
        if not p.modifiers or p.low in word_set("body too vague"):
            return None
        return self._new(p, "an unnamed body", type="group", party=p.state.party if p.state else "")

    def _named_with(self, p):
        """The last named actor whose name holds the noun: *the council* for the Legislative Council."""
        noun = lambda r: p.low in {key.lower() for key in r.keys}
        return self._recent(p, 60, lambda r: r.type != "person" and noun(r))

    # -- groups of people

    def _people_described(self, p):
        if p.owner is not None:
            return self._neighbouring_states(p) or self._people_of_owner(p)
        pointed_at = p.definite or p.determiner in {"some", "many", "most"}
        same = self._same_group(p) if pointed_at else None
        if p.first == p.head:  # "Officers said", after "police officers"
            same = self._recent(p, 4, lambda r: r.type == "group" and p.low in r.name.lower().split())
        if same:
            return (same,), "the group last spoken of"
        party = p.state.party if p.state and p.low in word_set("people of a state") else ""
        name = self._core(p.first, p.end)
        return self._new(p, "an unnamed group", name=name, type="group", party=party, plural=True)

    def _same_group(self, p):
        """The group last called by this noun or one like it: *the rebels*, after "many rebels"."""
        family, state = nouns_like(p.low), p.state
        group = lambda r: r.type == "group" and set(r.name.lower().split()) & family
        own = lambda r: state is None or r.party == state.party or state.name in r.name
        return self._recent(p, 60, lambda r: group(r) and own(r))

    def _neighbouring_states(self, p):
        """*its neighbours*: other states than the owner's, named together."""
        if p.low not in word_set("neighbour"):
            return None
        for event in self.discourse.since(p.now - 4):
            if len(event.referents) > 1 and all(r.type == "state" and r.name != p.owner.party for r in event.referents):
                return event.referents, "other states than the owner's"
        return None

    def _people_of_owner(self, p):
        """*his troops*, *Bacar's militias*."""
        start = next((k + 1 for k in range(p.first, p.head) if self.words[k].low in OWNER), p.first)
        same = self._same_group(p)
        if same and (same.party == p.owner.party or p.owner.name.split()[-1] in same.name):
            return (same,), "the group last spoken of"
        party, name = p.owner.party if p.low in word_set("people who serve") else "", p.owner.name
        name = f"{name} {self._core(start, p.end)}"
        return self._new(p, "a group of its owner", name=name, type="group", party=party, plural=True)
