"""Descriptions: *the president*, *his country*, *a court*, *both leaders*, resolved by head noun, office and recency.

A group or person without a name becomes an actor of its own. What does not resolve stays unresolved.
"""

import re
from dataclasses import dataclass

from analysis.actors.antecedents import Antecedents
from analysis.actors.names import PLACE_PREPOSITIONS, Names
from analysis.actors.reading import Referent
from analysis.actors.roster import actor_nouns, keys_of, nouns_like, titles_by_word
from analysis.lexicon import cells_of, word_set

POSSESSIVES = {"his", "her", "its", "their", "my", "our"}
DEFINITE = {"the", "this", "that", "these", "those", "both", "such"}
QUANTIFIERS = word_set("quantifier")
COPULAS = {"be", "become", "remain"}
ARMED = word_set("armed group")
FORMER = word_set("no longer in office")
TWO_APART = 10  # sentences back to the second of *the two leaders*
STATES = {"state", "territory"}
KIN = word_set("kin or follower")
OFFICE_WORDS = cells_of("office_nouns", "noun", "offices")
ISLANDS = word_set("island state")
BODY_TYPES = cells_of("body_nouns", "noun", "types")


@dataclass(eq=False)
class Phrase:
    """A noun phrase that may describe an actor: its words first to end (exclusive), its head, and whom they name."""

    line: object
    first: int
    head: int
    end: int
    noun: dict  # the head's row of actor_nouns.csv
    low: str  # the head in small letters
    definite: bool
    owners: tuple
    state: object  # the state or body named before the head, or in its *of* phrase
    of: object  # the actor named in its *of* phrase
    now: int  # the number of its sentence
    at: int  # the character where the head starts

    @property
    def owner(self):
        return self.owners[0] if self.owners else None


class Descriptions(Antecedents):
    """Noun phrases that describe an actor."""

    RELATIONAL = {"person", "people", "bodies"}

    def _phrase(self, line, chunk):
        first, last, head = line.first + chunk.first, line.first + chunk.last, line.first + chunk.head
        for k, owner_last in (
            (line.first + a, line.first + b)
            for a, b in chunk.owners
            if b - a > 1 or self.words[line.first + a].tag != "PRP$"
        ):
            self._inner_owner(line, k, owner_last)
        if head in self.r.taken or self.words[head].tag == "PRP" or chunk.time:
            return
        while first < head and self.words[first].tag == "VBG" and self.words[first + 1].tag in {"CD", "DT", "PRP$"}:
            first += 1
        first = self._whole_phrase(line, first)
        noun = actor_nouns().get(self.words[head].low)
        institution = (
            head == first + 1
            and self.words[first].low == "the"
            and self.words[head].low in word_set("institution in capitals")
        )
        if (
            noun is None
            or self.words[head].text[:1].isupper()
            and not self.r.is_first(head)
            and not self.r.shouting
            and not institution
        ):
            self._thing(line, head)
            return
        if head in self.covered:
            return
        if not self._describe(line, chunk, first, last, head, noun):
            self._thing(line, head)

    def _whole_phrase(self, line, first):
        """Where a noun phrase begins whose adjectives the chunk left out: "*the newly elected* president"."""
        k = first
        while k - 1 > line.first and k > first - 4 and self.words[k - 1].tag in {"VBN", "VBG", "RB", "JJ", "VBD"}:
            k -= 1
        return (
            k - 1
            if k < first
            and k - 1 >= line.first
            and self.words[k - 1].low in {"the", "a", "an", "his", "her", "its", "their"}
            else first
        )

    def _inner_owner(self, line, first, last):
        """ "*the country*'s first president": the owner is a description of its own."""
        head = last - 1
        noun = actor_nouns().get(self.words[head].low)
        if noun and head not in self.r.taken and first != head:
            self._describe(line, None, first, last, head, noun)

    def _thing(self, line, head):
        word = self.words[head]
        if head in self.governments or line.first <= head and self._government_of(line, head):
            return
        if word.tag in {"NN", "NNS"} and word.low not in word_set("noun that competes for no pronoun"):
            self._push(head, (), line, plural=word.tag == "NNS", head=word.low)

    def _government_of(self, line, head):
        return self.words[head].low in {"government", "administration", "regime", "authorities"} and any(
            k in self.r.taken and self.r.taken[k].kind == "demonym" for k in range(max(line.first, head - 3), head)
        )

    def _describe(self, line, chunk, first, last, head, noun):
        """Take a phrase for a mention of whom it describes; False where it describes no actor."""
        low, cls = self.words[head].low, noun["class"]
        if self.words[first].low in {"our", "my"}:
            self.own.append((first, head, low, cls, noun))
            return True
        p = self._phrase_at(line, chunk, first, last, head, noun)
        if self._predicative(line, first, p.end, head, cls, p.definite):
            return False
        if cls == "state" and not p.owners and self._only_place_or_named(chunk, last):
            return True  # "the island of Taiwan": the name is the mention
        found = self._whom(p)
        if not found or not found[0]:
            return False
        self._record(p, *found)
        return True

    def _phrase_at(self, line, chunk, first, last, head, noun):
        low, cls = self.words[head].low, noun["class"]
        owners = self._owners(line, chunk, first, head)
        bare = first == head and low in word_set("institution without an article")
        end, of = self._with_complement(line, last, head, cls, low)
        if cls == "people" and end == last:
            end = self._and_fellows(line, last)
        state = self._body_within(first, head)
        if of and state is None and of.type in STATES and cls in {"person", "body"}:
            state = of
        return Phrase(
            line,
            first,
            head,
            end,
            noun,
            low,
            definite=self.words[first].low in DEFINITE or bool(owners) or bare,
            owners=owners,
            state=state,
            of=of,
            now=self.words[head].sentence,
            at=self.words[head].start,
        )

    def _body_within(self, first, head):
        """The state or body named before the head: "the *Russian* president"."""
        types = {"state", "territory", "region", "alliance", "organisation", "group", "party"}
        named = (self.r.taken[k].referents[0] for k in range(first, head) if k in self.r.taken)
        return next((referent for referent in named if referent.type in types), None)

    def _only_place_or_named(self, chunk, last):
        """Is a noun for a state followed by its name, or only where something happens?"""
        named = self.r.low(last) == "of" and self.words[last + 1].text[:1].isupper()
        return named or chunk is not None and chunk.prep in PLACE_PREPOSITIONS

    def _whom(self, p):
        """(referents, rule) of a description; None where it describes nobody."""
        by_class = {
            "person": self._person_described,
            "state": self._state_described,
            "body": self._body_described,
            "people": self._people_described,
            "bodies": self._bodies_described,
        }
        several = self._several(p) if self._means_several(p) else None
        cls = p.noun["class"]
        return several or (by_class[cls](p) if cls in by_class else None)

    def _means_several(self, p):
        """*both leaders*, *the two countries*, *these parties*: named one by one before?"""
        determiner = self.words[p.first].low
        if determiner == "both":
            return True
        peoples = p.low == "peoples" and determiner in {"these", "those"}
        numbered = self.r.low(p.first + 1) in {"two", "both"}
        return p.definite and (numbered or p.noun["class"] == "bodies" or peoples)

    def _record(self, p, referents, rule):
        """Add the mention, and keep it as what later words may refer back to."""
        self.r.add(p.first, p.end, referents, "description", rule)
        if p.low in word_set("quantity"):
            self.covered.update(range(p.head + 1, p.end))
        person = self.r.taken.get(p.first - 2) if self.r.low(p.first - 1) == "of" else None
        if (
            person
            and person.referents[0].type == "person"
            and person.referents[0].party == person.referents[0].name
            and len(referents) == 1
        ):
            person.referents[0].party = referents[0].party  # "Ibrahim of the loyalists"
        self._push(p.head, referents, p.line, plural=p.noun["class"] in {"people", "bodies"}, head=p.low)
        self.kind = "description"
        self._join(p.line, p.head, referents)

    def _join(self, line, first, referents):
        """ "his country *and* Russia": a description and a name that later plurals may mean together."""
        chunk_first = next(
            (line.first + c.first for c in line.chunks if line.first + c.first <= first < line.first + c.last), first
        )
        if self.r.low(chunk_first - 1) != "and" or chunk_first - 1 <= line.first:
            return
        for earlier in reversed(self.r.found):
            if (
                earlier.last == chunk_first - 1
                and earlier.first >= line.first
                and len(earlier.referents) == 1
                and len(referents) == 1
            ):
                one, two = earlier.referents[0], referents[0]
                if (
                    one is not two
                    and (one.type == "person") == (two.type == "person")
                    and "description" in {earlier.kind, self.kind}
                ):
                    self._push(
                        first,
                        (one, two),
                        line,
                        plural=True,
                        subject=any(
                            e.at < chunk_first - 1 and e.subject and e.referents == (one,) for e in self.events[-3:]
                        ),
                    )
                return

    def _owners(self, line, chunk, first, head):
        """The actors that possess a description: "*his* country", "*Bacar*'s militias"."""
        if self.words[first].low in POSSESSIVES:
            return self.resolved.get(first, ())
        for k in range(first + 1, head):
            if self.words[k].tag == "POS" or self.words[k].low in {"'s", "'"}:
                found = self.r.taken.get(k - 1)
                if found:
                    return found.referents
                for earlier in reversed(self.r.found):
                    if earlier.last == k and earlier.first >= line.first:
                        return earlier.referents
        return ()

    def _predicative(self, line, first, last, head, cls, definite):
        """A title, apposition or predicate is no mention of its own."""
        before = self.r.word(first - 1) if first > line.first else None
        if before is not None:
            if before.text == "," and first - 2 in self.r.taken and cls in {"person", "body", "state"}:
                return True
            if (
                before.text in {",", "("}
                and first - 2 >= line.first
                and re.fullmatch(r"\d{1,3}", self.words[first - 2].text)
                and cls == "person"
            ):
                return True
            if (
                before.lemma in COPULAS
                or before.low in {"as", "'s", "named", "elected", "appointed", "not"}
                and not (before.low == "'s" and definite)
            ):
                if not (before.low == "as" and definite):
                    return True
            adverb = before.tag == "RB" or before.low == "once"
            if adverb and first - 2 >= line.first and self.words[first - 2].lemma in COPULAS:
                return True
        after = self.r.word(last) if last < line.last else None
        if after is not None and cls == "person":
            if last in self.r.taken and self.r.taken[last].referents[0].type == "person":
                return True
            named = self._named_after_title(last + 1) if after.text == "," else None
            if (
                named is not None
                and named.referents[0].type == "person"
                and (self.r.low(named.last) in {",", ".", ")"} or first == line.first)
            ):
                return True
        return False

    def _named_after_title(self, k):
        """The name at a word or after the title that stands there."""
        while k not in self.r.taken and self.r.low(k) in titles_by_word():
            k += 2 if self.r.low(k + 1) in {".", "minister", "president"} and k + 1 not in self.r.taken else 1
        return self.r.taken.get(k)

    def _and_fellows(self, line, last):
        """ "diplomats *and analysts*" are one group; where its words end."""
        if (
            self.r.low(last) == "and"
            and last + 1 < line.last
            and self.words[last + 1].low in actor_nouns()
            and actor_nouns()[self.words[last + 1].low]["class"] == "people"
        ):
            chunk = next((c for c in line.chunks if line.first + c.first == last + 1), None)
            if chunk is not None and chunk.last - chunk.first == 1:
                self.covered.add(last + 1)
                return last + 2
        return last

    def _with_complement(self, line, last, head, cls, low):
        """Where a description ends with its *of* phrase, and the actor named there."""
        if last >= line.last or self.words[last].low not in {"of", "for", "from"}:
            return last, None
        if cls not in self.RELATIONAL and not (low in word_set("body of many") and self._many_at(line, last + 1)):
            return last, None
        if self.words[last].low != "of" and low not in word_set("noun that takes for or from"):
            return last, None
        chunk = next((c for c in line.chunks if line.first + c.first == last + 1), None)
        if chunk is None:
            return last, None
        end = line.first + chunk.last
        for k in range(last + 1, end):
            if k in self.r.taken:
                return end, self.r.taken[k].referents[0]
        return end, None

    def _many_at(self, line, k):
        """Does a plural noun for people or bodies head the phrase at a word?"""
        heads = [line.first + c.head for c in line.chunks if line.first + c.first == k]
        return any(actor_nouns().get(self.words[h].low, {}).get("number") == "plural" for h in heads)

    def _core(self, first, last):
        """The words that name an unnamed actor: without determiners, numbers and quantifiers."""
        words = list(self.words[first:last])
        while words and (
            words[0].low in DEFINITE | QUANTIFIERS | POSSESSIVES | {"a", "an", "than", "as", "up", "to", "of"}
            or words[0].tag in {"CD", "DT", "PRP$"}
            or not re.search(r"\w", words[0].text)
        ):
            words.pop(0)
        if not words:
            words = self.words[last - 1 : last]
        text = self.r.article.clean[words[0].start : words[-1].end]
        if words[0].low == words[0].text.lower() and not any(k.start == words[0].start for k in self.r.found):
            text = text[:1].lower() + text[1:] if not text[:2].isupper() else text
        return re.sub(r"\s+", " ", text)

    def _unnamed(self, name, *, type, party="", plural=False, gender="", at=0):
        if name not in self.groups:
            base = name
            while name in self.r.referents:
                name += " (unnamed)"
            self.groups[base] = Referent(name, party or name, type, gender, plural, first=at)
            self.r.referents[name] = self.groups[base]
            return self.groups[base]
        return self.groups[name]

    def _new(self, p, rule, *, name="", **more):
        """(referents, rule) of an actor without a name, called by the words of the phrase."""
        return (self._unnamed(name or self._core(p.first, p.head + 1), at=p.at, **more),), rule

    # -- several at once

    def _several(self, p):
        """*both countries*, *the two leaders*: the last actors of that kind named together, else the last two."""
        fits = self._kind_meant(p.low, p.noun["class"])
        if fits is None:
            return None
        exact = self.words[p.first].low in {"both", "two"} or self.r.low(p.first + 1) in {"two", "both"}
        modified = self.r.low(p.first + 1) != p.low
        for last, referents, _ in self.ahead:
            if last > p.first and all(fits(r) for r in referents) and not exact and modified:
                return referents, "a plural for those named after it"
        for event in reversed(self.events):
            if p.now - event.sentence > (6 if exact else 3):
                break
            if (
                len(event.referents) > 1
                and all(fits(r) for r in event.referents)
                and (not exact or len(event.referents) == 2)
            ):
                return event.referents, "a plural for those named together"
        if exact:
            return self._last_two(fits, p.now)
        if self.words[p.first].low in {"the", "these", "those"} and not modified:
            members = self._members(fits, p.now, 1)
            if len(members) == 2:
                return tuple(reversed(members)), "a plural for the two spoken of"
        return None

    def _kind_meant(self, low, cls):
        """A test for the actors that a plural noun may mean; None where it may mean no named ones."""
        if low == "sides":
            return lambda r: r.type not in {"region", "person"}
        if cls in {"person", "people"} and low in word_set("plural of persons"):
            other = {"men": "f", "women": "m"}.get(low, "neither")
            return lambda r: r.type == "person" and r.gender != other
        if low in word_set("plural of states"):
            return lambda r: r.type in STATES
        if low in word_set("plural of bodies"):
            return lambda r: r.type in {"party", "group", "organisation", "company", "alliance"}
        return None

    def _last_two(self, fits, now):
        """*the two*: the last two that fit, named within a few sentences, else within a few paragraphs."""
        for reach in (3, TWO_APART):
            members = self._members(fits, now, reach)
            if len(members) > 1:
                return tuple(reversed(members[:2])), "a plural for the last two"
        return None

    def _bodies_described(self, p):
        """*Unions called a strike*, *human rights groups*; states in general are nobody."""
        if p.low in word_set("plural of states") or self.words[p.first].low in {"any", "no", "other"}:
            return None
        for event in reversed(self.events):
            if p.definite and event.head == p.low and len(event.referents) == 1:
                return event.referents, "the group last spoken of"
        if p.definite or p.head not in p.line.subjects:
            return None
        return self._new(p, "unnamed bodies", name=self._core(p.first, p.end), type="group", plural=True)

    # -- one person

    def _person_described(self, p):
        if not p.definite:
            return self._some_person(p)
        offices, land = self._offices(p.first, p.head, p.low), self._land_of(p)
        return (
            self._counterpart(p)
            or self._kin(p)
            or self._office_holder(p, offices, land)
            or self._person_spoken_of(p, offices)
            or self._unnamed_role(p)
        )

    def _some_person(self, p):
        """*a soldier*, *one Russian officer*: somebody new."""
        if self.words[p.first].low not in {"a", "an", "one", "another"} and self.words[p.first].tag != "CD":
            return None
        serves = p.state and p.low in Names.OFFICES | {"soldier", "officer", "policeman"}
        party = p.state.party if serves else ""
        return self._new(p, "an unnamed person", type="person", party=party, gender=p.noun["gender"])

    def _land_of(self, p):
        """The state or body that a person is described as belonging to."""
        if p.state is not None or p.owner is None:
            return p.state
        return p.owner if p.owner.type != "person" else self._referent_of(p.owner.party)

    def _counterpart(self, p):
        """*his Russian counterpart*: the other of two persons."""
        if not p.owner or p.owner.type != "person" or p.low not in word_set("counterpart of a person"):
            return None
        if p.state is not None:
            other = self._recent(lambda r: r.type == "person" and r.party == p.state.name, p.now, 30)
            if other:
                return (other,), "the other of two persons"
            return self._new(p, "an unnamed counterpart", type="person", party=p.state.party)
        other = self._recent(lambda r: r.type == "person" and r is not p.owner and r.name != p.owner.name, p.now, 2)
        return ((other,), "the other of two persons") if other and p.low in {"colleague", "counterpart"} else None

    def _kin(self, p):
        if not p.owner or p.low not in KIN or p.owner.type != "person":
            return None
        name = f"{p.owner.name}'s {p.low}"
        return self._new(p, "kin or aide of a person", name=name, type="person", gender=p.noun["gender"])

    def _office_holder(self, p, offices, land):
        """*the Russian president*: somebody named, else who held the office when the article was written."""
        if not offices or not land or land.type not in {"state", "territory", "organisation", "alliance", "group"}:
            return None
        person = self._recent(
            lambda r: r.type == "person" and r.party == land.name and self._held(r, offices), p.now, 99
        )
        if person:
            return (person,), "office of somebody named"
        for office in offices:
            holder = self.r.known.holder(land.name, office, self.r.article.date)
            if holder:
                return (self.r.referent(holder, at=p.at),), "office held on the article's date"
        if p.state is not None or p.owner is not None and p.owner.type != "person":
            gender = p.noun["gender"]
            return self._new(p, "an unnamed office holder", type="person", party=land.party, gender=gender)
        return None

    def _fits(self, p, referent):
        """May a description mean this person, by gender and party?"""
        gender = p.noun["gender"]
        return (
            referent.type == "person"
            and referent not in p.owners
            and not (gender and referent.gender and referent.gender != gender)
            and (p.state is None or referent.party == p.state.party)
        )

    def _person_spoken_of(self, p, offices):
        """Somebody spoken of who holds the office, has the role or is of the kind described."""
        if offices:
            person = self._recent(lambda r: self._fits(p, r) and self._held(r, offices), p.now, 30)
            if person:
                return (person,), "office of somebody named"
        person = self._recent(
            lambda r: self._fits(p, r) and p.low in r.roles or r.name in self.groups and r.name.split()[-1] == p.low,
            p.now,
            40,
        )
        if person:
            return (person,), "role of somebody named"
        modifiers = {self.words[k].low for k in range(p.first, p.head)}
        if p.low in word_set("kind of person") and len(modifiers) <= 2:
            person = self._recent(lambda r: self._fits(p, r), p.now, 3)
            if person:
                return (person,), "description by kind of person"
        return None

    def _unnamed_role(self, p):
        """*the minister*, *the company's spokesman*: a leader spoken of, else somebody new."""
        gender = p.noun["gender"]
        if p.owner is not None and p.owner.type != "person":
            if p.low in word_set("ally of a body"):
                return None
            return self._new(p, "an unnamed person of a body", type="person", party=p.owner.party, gender=gender)
        if p.low in word_set("head of a state") and not self._portfolio(p.head) and not p.state:
            person = self._recent(lambda r: self._fits(p, r) and self._leads(r), p.now, 5)
            if person:
                return (person,), "office of somebody named"
        if p.low in word_set("role too vague"):
            return None
        return self._new(p, "an unnamed person", type="person", gender=gender)

    def _leads(self, referent):
        heads = {"leader", "president", "prime minister", "chancellor"}
        return referent.roles & heads or self._held(referent, OFFICE_WORDS["leader"])

    def _portfolio(self, head):
        """Does the word before a minister say of what?"""
        return self.words[head].low == "minister" and self.words[head - 1].low not in {"the", "this", "that"}

    def _offices(self, first, head, low):
        modifiers = {self.words[k].low for k in range(first, head)} | {low}
        if modifiers & FORMER or low.startswith("ex-"):
            return tuple(f"former {office}" for office in OFFICE_WORDS.get(low.removeprefix("ex-"), ()))
        if "deputy" in modifiers and low in OFFICE_WORDS:
            return (f"deputy {low}", f"vice {low}")
        if low == "minister":
            for word in ("prime", "foreign", "defense", "defence", "interior", "finance"):
                if word in modifiers:
                    return (f"{word} minister".replace("defence", "defense"),)
            return ()
        if low == "secretary":
            return (
                ("secretary of state",)
                if self.r.low(head + 1) == "of"
                else (
                    ("foreign minister",)
                    if "foreign" in modifiers
                    else ("secretary-general",)
                    if "general" in modifiers
                    else ()
                )
            )
        if modifiers & word_set("not the office itself"):
            return ()
        return OFFICE_WORDS.get(low, ())

    def _held(self, referent, offices):
        if referent.roles & {"successor", *offices}:
            return True
        date = self.r.article.date
        return any(
            o.holder == referent.name
            and o.office in offices
            and (not date or o.since <= date and (o.until is None or date <= o.until))
            for o in self.r.known.offices
        )

    # -- states and bodies

    def _state_described(self, p):
        if not p.definite:
            return None
        if p.owner:
            return self._state_of_owner(p)
        if p.low in {"island", "territory", "enclave", "colony"}:
            place = (
                self._recent(lambda r: r.type == "territory", p.now, 30)
                or p.low == "island"
                and self._recent(lambda r: r.name in ISLANDS, p.now, 30)
            )
            return ((place,), "kind of territory") if place else None
        if p.low in word_set("state"):
            inner = [self.r.taken[k].referents[0] for k in range(p.first, p.head) if k in self.r.taken]
            if inner:
                return (inner[0],), "a state by its demonym"
            place = self._dominant(p.now, 0.7)
            return ((place,), "the state most spoken of") if place else None
        return None

    def _state_of_owner(self, p):
        """*his country*; *its neighbour* is another state than the owner's."""
        owner = p.owner
        if p.low in {"neighbor", "neighbour"} and owner.party in self.r.known.actors:
            other = self._recent(lambda r: r.type == "state" and r.name != owner.party, p.now, 2)
            return ((other,), "another state than the owner's") if other else None
        own = p.low in {"country", "nation", "homeland", "state"}
        if own and owner.type == "person" and owner.party != owner.name:
            land = self._referent_of(owner.party)
            return ((land,), "the state of its owner") if land and land.type in STATES else None
        return None

    def _body_described(self, p):
        articles = DEFINITE | {"a", "an"}
        modifiers = [self.words[k].low for k in range(p.first, p.head) if self.words[k].low not in articles]
        if p.low in word_set("government"):
            return self._government_described(p, modifiers)
        if p.low in word_set("body of a state"):
            return self._body_of_state(p, modifiers)
        if p.low in BODY_TYPES and self._names_itself(p):
            return None  # "the Sea Org group": the name alone is the mention
        if p.owner:
            return self._party_of_owner(p)
        if p.definite:
            return self._body_spoken_of(p, modifiers) or self._body_told_apart(p, modifiers)
        if self.words[p.first].low in {"a", "an", "one"} and p.low in word_set("body that may be introduced"):
            return self._new(p, "an unnamed body", type="group", party=p.state.party if p.state else "")
        return None

    def _names_itself(self, p):
        """Does the name of a body stand right before the noun?"""
        named = p.state is not None and p.state.type not in {"state", "territory", "region"}
        return named and p.head - 1 in self.r.taken

    def _government_described(self, p, modifiers):
        """*the Bush administration*, *his government*, *the government*: for its state where the text tells which."""
        if p.state is not None:
            return None  # "the Comoros government": the demonym alone is the mention
        named = (self.r.taken[k].referents[0] for k in range(p.first, p.head) if k in self.r.taken)
        leader = next((referent for referent in named if referent.type == "person"), None)
        if leader is not None:
            land = self._referent_of(leader.party)
            return ((land,), "the government of a leader") if land and land.type == "state" else None
        if p.owner:
            land = self._referent_of(p.owner.party)
            return ((land,), "the government of its owner") if land and land.type in STATES else None
        if p.definite and not modifiers and not self._state_begins_within(p):
            place = self._dominant(p.now, 0.9)
            return ((place,), "the government for its state") if place else None
        if not p.definite and self.words[p.first].low not in {"a", "an"}:
            return None
        return self._new(p, "an unnamed government", type="government")

    def _state_begins_within(self, p):
        places = {"state", "territory", "region"}
        return any(f.first in range(p.first, p.head) and f.referents[0].type in places for f in self.r.found)

    def _body_of_state(self, p, modifiers):
        """*the army*, *the council*, *his police*: the one spoken of, else a new one of its state or owner."""
        plain = p.definite and not modifiers
        if plain:
            group = self._same_group(p.low, p.state, p.now) if p.low in word_set("force of a state") else None
            if group:
                return (group,), "the group last spoken of"
            named = self._named_with(p.low, p.now)
            if named:
                return (named,), "head of a name"
        if not p.definite and self.words[p.first].low not in {"a", "an"} and p.low != "police":
            return None
        same = self._same_group(p.low, p.state, p.now) if p.definite and not p.owner else None
        if same:
            return (same,), "the group last spoken of"
        party = (p.state or p.owner).party if p.state or p.owner else ""
        if not party and p.low in {"military", "army", "navy"}:
            place = self._dominant(p.now, 0.9)
            party = place.name if place else ""
        name = self._core(p.first, p.head + 1)
        if p.owner and p.owner.name not in name:
            name = f"{p.owner.name} {name}"
        return self._new(p, "an unnamed body", name=name, type="group", party=party)

    def _body_spoken_of(self, p, modifiers):
        """A body spoken of: one whose name holds the noun, one that the noun introduced, or one of that kind."""
        named = self._named_with(p.low, p.now) if not p.state else None
        if named:
            return (named,), "head of a name"
        same = self._introduced(p.low, p.now) if not modifiers else None
        if same:
            return (same,), "the body introduced before"
        if p.low not in BODY_TYPES:
            return None
        body = self._weightiest(p.now, 0.8, lambda r: r if self._of_kind(p, r) else None)
        if body:
            return (body,), "kind of body"
        member = self._recent(lambda r: r.body is not None and r.body.type not in STATES, p.now, 3)
        if member and not modifiers and p.low not in {"company", "firm"}:
            return (member.body,), "the body of whoever was just spoken of"
        return None

    def _of_kind(self, p, referent):
        return (
            referent.type in BODY_TYPES[p.low]
            and not referent.plural
            and (referent.name not in self.groups or p.low in referent.name.lower().split())
            and (p.state is None or referent.party == p.state.party)
        )

    def _body_told_apart(self, p, modifiers):
        """*the mining firm*: a new body, where its words tell it from others."""
        if not modifiers or p.low in word_set("body too vague"):
            return None
        party = p.state.party if p.state and p.low not in {"company", "group"} else ""
        return self._new(p, "an unnamed body", type="group", party=party)

    def _party_of_owner(self, p):
        """*his party*: the one just spoken of."""
        if p.owner.type != "person" or p.low != "party":
            return None
        body = self._recent(lambda r: r.type == "party", p.now, 1)
        return ((body,), "kind of body") if body else None

    def _introduced(self, low, now):
        """The unnamed body last spoken of by this noun or one like it: *a mining firm* … *the company*."""
        family = nouns_like(low)
        for event in reversed(self.events):
            if now - event.sentence > 60:
                return None
            if event.head in family and len(event.referents) == 1 and event.referents[0].name in self.groups:
                return event.referents[0]
        return None

    def _named_with(self, low, now):
        """The last named actor whose name holds the noun: *the council* for the Legislative Council."""
        forms = {low, low.replace("organization", "organisation")}
        return self._recent(
            lambda r: r.name not in self.groups and any(k.lower() in forms for k in r.keys) and r.type != "person",
            now,
            60,
        )

    def _same_group(self, low, state, now, reach=60):
        family = nouns_like(low)
        if state is None:
            plain = self._recent(
                lambda r: (
                    (r.plural or r.type == "group")
                    and r.name in self.r.referents
                    and bool(set(r.name.lower().split()) & family)
                    and not any(k in self.r.known.aliases for k in keys_of(r.name)[:1])
                ),
                now,
                reach,
            )
            if plain:
                return plain
        return self._recent(
            lambda r: (
                (r.plural or r.type == "group")
                and r.name in self.r.referents
                and bool(set(r.name.lower().split()) & family)
                and (low in r.name.lower().split() if state is None else r.party == state.party or state.name in r.name)
            ),
            now,
            reach,
        )

    # -- groups of people

    def _people_described(self, p):
        if self._nobody_in_particular(p):
            return None
        if p.owner:
            return self._neighbouring_states(p) or self._people_of_owner(p)
        if self.words[p.first].low in {"these", "those", "such"} and p.low in {"people", "men"} and p.end == p.head + 1:
            group = self._recent(lambda r: r.type == "group", p.now, 3)
            return ((group,), "the group last spoken of") if group else None
        same = self._group_pointed_at(p) or self._group_without_article(p) or self._group_with_complement(p)
        if same:
            return (same,), "the group last spoken of"
        party = p.state.party if p.state and p.low in word_set("people of a state") else ""
        name = self._core(p.first, p.end)
        return self._new(p, "an unnamed group", name=name, type="group", party=party, plural=True)

    def _nobody_in_particular(self, p):
        """*for citizens*, *no soldiers*, *members*: no group that the text tells of."""
        general = p.low in word_set("people in general") and p.low not in {"people", "voters"}
        if general and not p.definite and p.end == p.head + 1 and p.head == p.first and p.head not in p.line.subjects:
            return True
        return self.words[p.first].low in {"any", "no"} or p.low == "members" and p.of is None and not p.owner

    def _neighbouring_states(self, p):
        """*its neighbours*: other states than the owner's, named together."""
        if p.low not in {"neighbors", "neighbours"} or p.owner.party not in self.r.known.actors:
            return None
        for event in reversed(self.events):
            if p.now - event.sentence > 4:
                break
            if len(event.referents) > 1 and all(r.type == "state" and r.name != p.owner.party for r in event.referents):
                return event.referents, "other states than the owner's"
        return None

    def _people_of_owner(self, p):
        """*his troops*, *Bacar's militias*."""
        owner = p.owner
        if owner.plural:
            name = self._core(p.first, p.end)
        else:
            start = next((k + 1 for k in range(p.first, p.head) if self.words[k].low in {"'s", "'"}), p.first)
            name = f"{owner.name} {self._core(start, p.end)}".replace(f"{owner.name} {owner.name}", owner.name)
        same = self._same_group(p.low, None, p.now)
        if same and (same.party == owner.party or owner.name.split()[-1] in same.name):
            return (same,), "the group last spoken of"
        party = owner.party if p.low in word_set("people who serve") else ""
        return self._new(p, "a group of its owner", name=name, type="group", party=party, plural=True)

    def _group_pointed_at(self, p):
        """*the rebels*, *many soldiers*: the group last spoken of by such a noun."""
        if not p.definite and self.words[p.first].low not in {"some", "many", "most"}:
            return None
        same = self._same_group(p.low, p.state, p.now)
        kind = self.r.low(p.head - 1)
        if same and p.head - 1 > p.first and kind in word_set("kind of force") and kind not in same.name.lower():
            same = None
        if p.low in ARMED and p.state is None and p.definite:
            armed = self._recent(
                lambda r: r is same or r.type == "group" and not r.plural and r.name not in self.groups, p.now, 8
            )
            same = armed or same
        return same

    def _group_without_article(self, p):
        """ "Officers said", after "Police arrested"."""
        bare = p.first == p.head and p.end == p.head + 1 and p.state is None
        if not bare or p.low in word_set("people of no one group"):
            return None
        return self._same_group(p.low, None, p.now, reach=4)

    def _group_with_complement(self, p):
        """*rebels of the north*: a group already called by the name in its *of* phrase."""
        same = self._same_group(p.low, None, p.now) if p.of is not None else None
        return same if same and p.of.name.split()[-1] in same.name else None
