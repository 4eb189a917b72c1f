"""Descriptions: *the president*, *his country*, *a court*, *both leaders*, resolved by head noun, office and recency.

A group or person without a name becomes an actor of its own. What does not resolve stays unresolved.
"""

import re

from analysis.antecedents import Antecedents
from analysis.names import PLACE_PREPOSITIONS, Names
from analysis.reading import Referent
from analysis.roster import actor_nouns, keys_of, titles_by_word, word_set

POSSESSIVES = {"his", "her", "its", "their", "my", "our"}
DEFINITE = {"the", "this", "that", "these", "those", "both", "such"}
QUANTIFIERS = word_set("quantifier")
COPULAS = {"be", "become", "remain"}
FAMILIES = (
    {
        "troops", "soldiers", "forces", "army", "military", "personnel", "servicemen", "marines", "commandos",
        "invaders", "units",
    },
    {
        "rebels", "insurgents", "militants", "fighters", "gunmen", "guerrillas", "separatists", "militiamen", "rebel",
        "insurgency",
    },
    {"loyalists", "supporters", "militias", "militia", "followers", "backers"},
    {"protesters", "protestors", "demonstrators", "crowd", "crowds", "marchers"},
    {"police", "officers", "policemen", "detectives", "investigators"},
    {
        "citizens", "people", "residents", "voters", "inhabitants", "locals", "public", "civilians", "villagers",
        "islanders", "peoples", "electorate", "population",
    },
    {"officials", "authorities"},
    {"victims", "survivors", "casualties"},
    {"company", "firm", "corporation", "business", "manufacturer", "retailer", "conglomerate"},
    {"group", "organisation", "organization", "movement", "faction", "militia"},
    {"lawmakers", "legislators", "deputies", "parliamentarians"},
    {"journalists", "reporters", "correspondents"},
    {"worshippers", "believers", "pilgrims"},
    {"refugees", "migrants", "immigrants", "asylum-seekers"},
    {"students", "pupils"},
    {"parents", "families", "relatives", "family"},
    {"critics", "opponents", "skeptics", "sceptics"},
    {"analysts", "experts", "observers", "commentators"},
)
ARMED = word_set("armed group")
FORMER = word_set("no longer in office")
TWO_APART = 10  # sentences back to the second of *the two leaders*
STATES = {"state", "territory"}
KIN = word_set("kin or follower")
OFFICE_WORDS = {
    "president": ("president",),
    "premier": ("prime minister",),
    "chancellor": ("chancellor",),
    "king": ("king",),
    "queen": ("queen",),
    "pope": ("pope",),
    "pontiff": ("pope",),
    "dictator": ("president", "leader"),
    "monarch": ("king", "queen", "emperor", "sultan"),
    "strongman": ("president", "leader"),
    "leader": ("president", "prime minister", "chancellor", "leader", "supreme leader", "king"),
    "emir": ("emir",),
    "emperor": ("emperor",),
}
ISLANDS = word_set("island state")
BODY_TYPES = {
    "alliance": {"alliance"},
    "bloc": {"alliance"},
    "block": {"alliance"},
    "pact": {"alliance"},
    "club": {"alliance", "organisation"},
    "union": {"alliance", "organisation"},
    "coalition": {"alliance", "party"},
    "league": {"alliance", "organisation"},
    "party": {"party"},
    "company": {"company"},
    "firm": {"company"},
    "corporation": {"company"},
    "business": {"company"},
    "airline": {"company"},
    "manufacturer": {"company"},
    "retailer": {"company"},
    "conglomerate": {"company"},
    "newspaper": {"organisation"},
    "paper": {"organisation"},
    "magazine": {"organisation"},
    "network": {"organisation", "group"},
    "broadcaster": {"organisation"},
    "agency": {"organisation", "government"},
    "group": {"group", "organisation", "alliance", "party"},
    "organization": {"organisation", "group", "alliance"},
    "organisation": {"organisation", "group", "alliance"},
    "movement": {"group", "party", "organisation"},
    "body": {"organisation", "alliance", "government"},
    "association": {"organisation"},
    "federation": {"organisation"},
    "institute": {"organisation"},
    "institution": {"organisation"},
    "foundation": {"organisation"},
    "charity": {"organisation"},
    "militia": {"group"},
    "watchdog": {"organisation"},
    "church": {"organisation"},
    "team": {"organisation"},
    "faction": {"group", "party"},
}


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
        """"*the country*'s first president": the owner is a description of its own."""
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
            k in self.r.taken and self.r.taken[k].kind == "demonym" for k in range(max(line.first, head - 3), head))

    def _describe(self, line, chunk, first, last, head, noun):
        low, cls = self.words[head].low, noun["class"]
        determiner = self.words[first].low
        if determiner in {"our", "my"}:
            self.own.append((first, head, low, cls, noun))
            return True
        owners = self._owners(line, chunk, first, head)
        bare = first == head and low in word_set("institution without an article")
        definite = determiner in DEFINITE or bool(owners) or bare
        inner_states = [
            self.r.taken[k].referents[0]
            for k in range(first, head)
            if k in self.r.taken
            and self.r.taken[k].referents[0].type
            in {"state", "territory", "region", "alliance", "organisation", "group", "party"}
        ]
        state = next((s for s in inner_states), None)
        end, of = self._with_complement(line, last, head, cls, low)
        if cls == "people" and end == last:
            end = self._and_fellows(line, last)
        if self._predicative(line, first, end, head, cls, definite):
            return False
        if (
            cls == "state"
            and (
                self.r.low(last) == "of"
                and self.words[last + 1].text[:1].isupper()
                or chunk is not None
                and chunk.prep in PLACE_PREPOSITIONS
            )
            and not owners
        ):
            return True  # "the island of Taiwan": the name is the mention
        if of and state is None and of.type in {"state", "territory"} and cls in {"person", "body"}:
            state = of
        found = None
        if (
            determiner == "both"
            or self.r.low(first + 1) in {"two", "both"}
            and definite
            or definite
            and (cls == "bodies" or low == "peoples" and determiner in {"these", "those"})
        ):
            found = self._several(line, low, cls, definite, first)
        if not found and cls == "person":
            found = self._person_described(line, first, head, low, noun, definite, owners, state)
        elif not found and cls == "state":
            found = self._state_described(line, low, definite, owners, first, head)
        elif not found and cls == "body":
            found = self._body_described(line, first, head, low, definite, owners, state)
        elif not found and cls == "people":
            found = self._people_described(line, first, head, end, low, definite, owners, state, of)
        elif not found and cls == "bodies":
            found = self._bodies_described(line, first, head, end, low, definite)
        if not found:
            return False
        referents, rule = found
        if not referents:
            return False
        self.r.add(first, end, referents, "description", rule)
        if low in word_set("quantity"):
            self.covered.update(range(head + 1, end))
        person = self.r.taken.get(first - 2) if self.r.low(first - 1) == "of" else None
        if (
            person
            and person.referents[0].type == "person"
            and person.referents[0].party == person.referents[0].name
            and len(referents) == 1
        ):
            person.referents[0].party = referents[0].party  # "Ibrahim of the loyalists"
        self._push(head, referents, line, plural=cls in {"people", "bodies"}, head=low)
        self.kind = "description"
        self._join(line, head, referents)
        return True

    def _join(self, line, first, referents):
        """"his country *and* Russia": a description and a name that later plurals may mean together."""
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
        """"diplomats *and analysts*" are one group; where its words end."""
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
        if self.words[last].low != "of" and low not in {
            "spokesman", "spokeswoman", "attorney", "lawyer", "separatists", "rebels", "detective", "spokesperson",
        }:
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
        words = [w for w in self.words[first:last]]
        while words and (
            words[0].low in DEFINITE | QUANTIFIERS | POSSESSIVES | {"a", "an", "than", "as", "up", "to", "of"}
            or words[0].tag in {"CD", "DT", "PRP$"}
            or not re.search(r"\w", words[0].text)
        ):
            words.pop(0)
        if not words:
            words = self.words[last - 1:last]
        text = self.r.article.clean[words[0].start:words[-1].end]
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

    def _several(self, line, low, cls, definite, first):
        """*both countries*, *the two leaders*: the last actors of that kind named together, else the last two."""
        if cls in {"person", "people"} and low in word_set("plural of persons"):
            other = {"men": "f", "women": "m"}.get(low, "neither")
            fits = lambda r: r.type == "person" and r.gender != other  # noqa: E731
        elif low in word_set("plural of states"):
            fits = lambda r: r.type in {"state", "territory"}  # noqa: E731
        elif low in {
            "parties", "groups", "organizations", "organisations", "companies", "factions", "armies", "alliances",
        }:
            fits = lambda r: r.type in {"party", "group", "organisation", "company", "alliance"}  # noqa: E731
        else:
            return None
        if low == "sides":
            fits = lambda r: r.type not in {"region", "person"}  # noqa: E731
        exact = self.words[first].low in {"both", "two"} or self.r.low(first + 1) in {"two", "both"}
        for last, referents, _ in self.ahead:
            if last > first and all(fits(r) for r in referents) and not exact and self._modified(first, low):
                return referents, "a plural for those named after it"
        now = self.words[first].sentence
        for event in reversed(self.events):
            if now - event.sentence > (6 if exact else 3):
                break
            if (
                len(event.referents) > 1
                and all(fits(r) for r in event.referents)
                and (not exact or len(event.referents) == 2)
            ):
                return event.referents, "a plural for those named together"
        if exact:
            return self._last_two(fits, now)
        if self.words[first].low in {"the", "these", "those"} and not self._modified(first, low):
            members = self._members(fits, now, 1)
            if len(members) == 2:
                return tuple(reversed(members)), "a plural for the two spoken of"
        return None

    def _last_two(self, fits, now):
        """*the two*: the last two that fit, named within a few sentences, else within a few paragraphs."""
        for reach in (3, TWO_APART):
            members = self._members(fits, now, reach)
            if len(members) > 1:
                return tuple(reversed(members[:2])), "a plural for the last two"
        return None

    def _bodies_described(self, line, first, head, end, low, definite):
        """*Unions called a strike*, *human rights groups*; states in general are nobody."""
        if low in word_set("plural of states") or self.words[first].low in {"any", "no", "other"}:
            return None
        for event in reversed(self.events):
            if definite and event.head == low and len(event.referents) == 1:
                return event.referents, "the group last spoken of"
        if definite or head not in line.subjects:
            return None
        name, at = self._core(first, end), self.words[head].start
        return (self._unnamed(name, type="group", plural=True, at=at),), "unnamed bodies"

    def _modified(self, first, low):
        """Does another word stand between the determiner and the noun?"""
        return self.r.low(first + 1) != low

    def _person_described(self, line, first, head, low, noun, definite, owners, state):
        gender = noun["gender"]
        owner = owners[0] if owners else None
        if not definite:
            if self.words[first].low in {"a", "an", "one", "another"} or self.words[first].tag == "CD":
                name = self._core(first, head + 1)
                party = state.party if state and low in Names.OFFICES | {"soldier", "officer", "policeman"} else ""
                return (
                    self._unnamed(name, type="person", party=party, gender=gender, at=self.words[head].start),
                ), "an unnamed person"
            return None
        offices = self._offices(first, head, low)
        land = state or owner and (owner if owner.type != "person" else self._referent_of(owner.party)) or None
        if owner and owner.type == "person" and low in word_set("counterpart of a person"):
            if state is not None:
                now = self.words[head].sentence
                other = self._recent(lambda r: r.type == "person" and r.party == state.name, now, 30)
                if other:
                    return (other,), "the other of two persons"
                name = self._core(first, head + 1)
                place = self.words[head].start
                return (self._unnamed(name, type="person", party=state.party, at=place),), "an unnamed counterpart"
            else:
                other = self._recent(
                    lambda r: r.type == "person" and r is not owner and r.name != owner.name,
                    self.words[head].sentence,
                    2,
                )
                if other and low in {"colleague", "counterpart"}:
                    return (other,), "the other of two persons"
        if owner and low in KIN and owner.type == "person":
            name = f"{owner.name}'s {low}"
            return (
                self._unnamed(name, type="person", gender=gender, at=self.words[head].start),
            ), "kin or aide of a person"
        if offices and land and land.type in {"state", "territory", "organisation", "alliance", "group"}:
            person = self._recent(
                lambda r: r.type == "person" and r.party == land.name and self._held(r, offices),
                self.words[head].sentence,
                99,
            )
            if person:
                return (person,), "office of somebody named"
            date = self.r.article.date
            for office in offices:
                holder = self.r.known.holder(land.name, office, date)
                if holder:
                    return (self.r.referent(holder, at=self.words[head].start),), "office held on the article's date"
            if state is not None or owner is not None and owner.type != "person":
                name = self._core(first, head + 1)
                return (
                    self._unnamed(name, type="person", party=land.party, gender=gender, at=self.words[head].start),
                ), "an unnamed office holder"
        fit = (
            lambda r: r.type == "person"
            and r not in owners
            and not (gender and r.gender and r.gender != gender)
            and (state is None or r.party == state.party)
        )  # noqa: E731
        if offices:
            person = self._recent(lambda r: fit(r) and self._held(r, offices), self.words[head].sentence, 30)
            if person:
                return (person,), "office of somebody named"
        modifiers = {self.words[k].low for k in range(first, head)}
        person = self._recent(
            lambda r: fit(r) and low in r.roles or r.name in self.groups and r.name.split()[-1] == low,
            self.words[head].sentence,
            40,
        )
        if person:
            return (person,), "role of somebody named"
        if low in word_set("kind of person") and len(modifiers) <= 2:
            person = self._recent(fit, self.words[head].sentence, 3)
            if person:
                return (person,), "description by kind of person"
        if owner is not None and owner.type != "person" and low in word_set("ally of a body"):
            return None
        if owner is not None and owner.type != "person":
            name = self._core(first, head + 1)
            return (
                self._unnamed(name, type="person", party=owner.party, gender=gender, at=self.words[head].start),
            ), "an unnamed person of a body"
        vague = low in {"leader", "president", "minister", "premier", "chancellor"} and not self._portfolio(head)
        if vague and not state:
            person = self._recent(
                lambda r: fit(r)
                and (
                    r.roles & {"leader", "president", "prime minister", "chancellor"}
                    or self._held(r, OFFICE_WORDS["leader"])
                ),
                self.words[head].sentence,
                5,
            )
            if person:
                return (person,), "office of somebody named"
        if low in word_set("role too vague"):
            return None
        name = self._core(first, head + 1)
        return (self._unnamed(name, type="person", gender=gender, at=self.words[head].start),), "an unnamed person"

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
                    else ("secretary-general",) if "general" in modifiers else ()
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

    def _state_described(self, line, low, definite, owners, first, head):
        if not definite:
            return None
        owner = owners[0] if owners else None
        now = self.words[head].sentence
        if owner:
            if low in {"neighbor", "neighbour"} and owner.party in self.r.known.actors:
                other = self._recent(lambda r: r.type == "state" and r.name != owner.party, now, 2)
                return ((other,), "another state than the owner's") if other else None
            if (
                low in {"country", "nation", "homeland", "state"}
                and owner.type == "person"
                and owner.party != owner.name
            ):
                land = self._referent_of(owner.party)
                return ((land,), "the state of its owner") if land and land.type in {"state", "territory"} else None
            return None
        if low in {"island", "territory", "enclave", "colony"}:
            place = (
                self._recent(lambda r: r.type == "territory", now, 30)
                or low == "island"
                and self._recent(lambda r: r.name in ISLANDS, now, 30)
            )
            return ((place,), "kind of territory") if place else None
        if low in {"country", "nation", "republic", "kingdom", "state", "superpower", "monarchy"}:
            inner = [self.r.taken[k].referents[0] for k in range(first, head) if k in self.r.taken]
            if inner:
                return (inner[0],), "a state by its demonym"
            place = self._dominant(now, 0.7)
            return ((place,), "the state most spoken of") if place else None
        return None

    def _body_described(self, line, first, head, low, definite, owners, state):
        now, owner = self.words[head].sentence, owners[0] if owners else None
        modifiers = [self.words[k].low for k in range(first, head) if self.words[k].low not in DEFINITE | {"a", "an"}]
        if low in {"government", "administration", "regime", "cabinet"}:
            if state is not None:
                return None  # "the Comoros government": the demonym alone is the mention
            for k in range(first, head):
                if k in self.r.taken and self.r.taken[k].referents[0].type == "person":
                    land = self._referent_of(self.r.taken[k].referents[0].party)  # "the Bush administration"
                    return ((land,), "the government of a leader") if land and land.type == "state" else None
            if any(
                f.first in range(first, head) and f.referents[0].type in {"state", "territory", "region"}
                for f in self.r.found
            ):
                modifiers.append("compound")
            if owner:
                land = self._referent_of(owner.party)
                return (
                    ((land,), "the government of its owner") if land and land.type in {"state", "territory"} else None
                )
            if definite and not modifiers:
                place = self._dominant(now, 0.9)
                return ((place,), "the government for its state") if place else None
            if not definite and self.words[first].low not in {"a", "an"}:
                return None
            return (
                self._unnamed(self._core(first, head + 1), type="government", at=self.words[head].start),
            ), "an unnamed government"
        if low in word_set("body of a state"):
            named = self._named_with(low, now)
            group = (
                self._same_group(low, state, now)
                if low in {"army", "military", "police", "navy", "force"} and definite
                else None
            )
            if group and not modifiers:
                return (group,), "the group last spoken of"
            if named and definite and not modifiers:
                return (named,), "head of a name"
            if not definite and self.words[first].low not in {"a", "an"} and low not in {"police"}:
                return None
            same = self._same_group(low, state, now) if definite and not owner else None
            if same:
                return (same,), "the group last spoken of"
            party = (state or owner).party if state or owner else ""
            if not party and low in {"military", "army", "navy", "police"}:
                place = self._dominant(now, 0.9)
                party = place.name if place and low != "police" else ""
            name = self._core(first, head + 1)
            if owner and owner.name not in name:
                name = f"{owner.name} {name}"
            return (self._unnamed(name, type="group", party=party, at=self.words[head].start),), "an unnamed body"
        if (
            state is not None
            and low in BODY_TYPES
            and (state.type not in {"state", "territory", "region"})
            and head - 1 in self.r.taken
        ):
            return None  # "the Sea Org group": the name alone is the mention
        if definite and not owner:
            named = self._named_with(low, now) if not state else None
            if named:
                return (named,), "head of a name"
            same = self._introduced(low, now) if not modifiers else None
            if same:
                return (same,), "the body introduced before"
            kinds = BODY_TYPES.get(low)
            if kinds:
                body = self._weightiest(
                    now,
                    0.8,
                    lambda r: (
                        r
                        if r.type in kinds
                        and not r.plural
                        and (r.name not in self.groups or low in r.name.lower().split())
                        and (state is None or r.party == state.party)
                        else None
                    ),
                )
                if body:
                    return (body,), "kind of body"
            member = self._recent(lambda r: r.body is not None and r.body.type not in STATES, now, 3)
            if member and not modifiers and kinds and low not in {"company", "firm"}:
                return (member.body,), "the body of whoever was just spoken of"
            if modifiers and low not in word_set("body too vague"):
                name = self._core(first, head + 1)
                return (
                    self._unnamed(
                        name,
                        type="group",
                        party=state.party if state and low not in {"company", "group"} else "",
                        at=self.words[head].start,
                    ),
                ), "an unnamed body"
            return None
        if owner:
            kinds = BODY_TYPES.get(low)
            if kinds and owner.type == "person" and low == "party":
                body = self._recent(lambda r: r.type == "party", now, 1)
                if body:
                    return (body,), "kind of body"
            return None
        if self.words[first].low in {"a", "an", "one"} and low in word_set("body that may be introduced"):
            return (
                self._unnamed(
                    self._core(first, head + 1),
                    type="group",
                    party=state.party if state else "",
                    at=self.words[head].start,
                ),
            ), "an unnamed body"
        return None

    def _introduced(self, low, now):
        """The unnamed body last spoken of by this noun or one like it: *a mining firm* … *the company*."""
        family = next((f for f in FAMILIES if low in f), {low})
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
        family = next((f for f in FAMILIES if low in f), {low})
        if state is None:
            plain = self._recent(
                lambda r: (r.plural or r.type == "group")
                and r.name in self.r.referents
                and bool(set(r.name.lower().split()) & family)
                and not any(k in self.r.known.aliases for k in keys_of(r.name)[:1]),
                now,
                reach,
            )
            if plain:
                return plain
        return self._recent(
            lambda r: (r.plural or r.type == "group")
            and r.name in self.r.referents
            and bool(set(r.name.lower().split()) & family)
            and (low in r.name.lower().split() if state is None else r.party == state.party or state.name in r.name),
            now,
            reach,
        )

    def _people_described(self, line, first, head, end, low, definite, owners, state, of):
        now, owner = self.words[head].sentence, owners[0] if owners else None
        if (
            low in word_set("people in general")
            and not definite
            and end == head + 1
            and head - first < 1
            and low not in {"people", "voters"}
        ):
            if head not in line.subjects:
                return None
        if self.words[first].low in {"any", "no"} or low == "members" and of is None and not owner:
            return None
        if owner and low in {"neighbors", "neighbours"} and owner.party in self.r.known.actors:
            for event in reversed(self.events):
                if now - event.sentence > 4:
                    break
                if len(event.referents) > 1 and all(
                    r.type == "state" and r.name != owner.party for r in event.referents
                ):
                    return event.referents, "other states than the owner's"
        if owner:
            if owner.plural:
                name = self._core(first, end)
            else:
                start = next((k + 1 for k in range(first, head) if self.words[k].low in {"'s", "'"}), first)
                name = f"{owner.name} {self._core(start, end)}".replace(f"{owner.name} {owner.name}", owner.name)
            same = self._same_group(low, None, now)
            if same and (same.party == owner.party or owner.name.split()[-1] in same.name):
                return (same,), "the group last spoken of"
            return (
                self._unnamed(
                    name,
                    type="group",
                    party=(
                        owner.party
                        if low in {"troops", "forces", "soldiers", "officials", "militias", "loyalists"}
                        else ""
                    ),
                    plural=True,
                    at=self.words[head].start,
                ),
            ), "a group of its owner"
        if self.words[first].low in {"these", "those", "such"} and low in {"people", "men"} and end == head + 1:
            group = self._recent(lambda r: r.type == "group", now, 3)
            return ((group,), "the group last spoken of") if group else None
        if definite or self.words[first].low in {"some", "many", "most"}:
            same = self._same_group(low, state, now)
            kind = self.r.low(head - 1)
            if same and head - 1 > first and kind in word_set("kind of force") and kind not in same.name.lower():
                same = None
            if low in ARMED and state is None and definite:
                armed = self._recent(
                    lambda r: r is same or r.type == "group" and not r.plural and r.name not in self.groups, now, 8
                )
                same = armed or same
            if same:
                return (same,), "the group last spoken of"
        if (
            first == head
            and end == head + 1
            and state is None
            and low not in {"critics", "skeptics", "sceptics", "analysts", "experts", "observers", "people"}
        ):
            same = self._same_group(low, None, now, reach=4)  # "Officers said", after "Police arrested"
            if same:
                return (same,), "the group last spoken of"
        if of is not None:
            same = self._same_group(low, None, now)
            tail = of.name.split()[-1]
            if same and tail in same.name:
                return (same,), "the group last spoken of"
        name = self._core(first, end)
        party = state.party if state and low in word_set("people of a state") else ""
        return (
            self._unnamed(name, type="group", party=party, plural=True, at=self.words[head].start),
        ), "an unnamed group"
