"""Reference: descriptions and pronouns, resolved in the order of the text by agreement, role, grammar and recency.

Plurals may mean several actors; a group or person without a name becomes an actor of its own. What does not resolve
stays unresolved.
"""

import functools
import re
from dataclasses import dataclass

from analysis import affiliation
from analysis.article import lexicon
from analysis.names import DOING, Names, PLACE_PREPOSITIONS, SAYING
from analysis.reading import Referent
from analysis.roster import actor_nouns, cell, keys_of, titles_by_word, word_set

MALE, FEMALE = {"he", "him", "his", "himself"}, {"she", "her", "hers", "herself"}
NEUTRAL, PLURAL = {"it", "its", "itself"}, {"they", "them", "their", "theirs", "themselves"}
SELF, WE = {"i", "me", "my", "mine", "myself"}, {"we", "us", "our", "ours", "ourselves"}
POSSESSIVES = {"his", "her", "its", "their", "my", "our"}
REFLEXIVES = {"himself", "herself", "itself", "themselves"}
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
TOGETHER = word_set("bond of two")
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
    "network.": {"organisation"},
}


# what speaks for an antecedent and against it; found by trial on coded articles, "of many" for plural pronouns
WEIGHTS = {
    "sentence": 2.8,
    "paragraph": 1.0,
    "subject": 2.0,
    "possessive": 1.4,
    "same sentence": 0.5,
    "word of it": 0.02,
    "word": 0.03,
    "own subject": 1.5,
    "parallel": 0.7,
    "frequency": 0.2,
    "sentence of many": 2.0,
    "paragraph of many": 0.7,
    "subject of many": 1.5,
    "body as many": 2.8,
    "state as many": 2.8,
    "list": 1.0,
    "thing as many": 1.0,
    "thing": 0.6,
}


@dataclass(eq=False)
class _Event:
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


class References:
    """Descriptions and pronouns, resolved in the order of the text."""

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

    def resolve(self):
        names = {}
        for found in list(self.r.found):
            names.setdefault(
                found.first + (self.words[found.first].low == "the" and found.last - found.first > 1), []
            ).append(found)
        for line in self.r.lines:
            chunks, lists = {}, list(self._lists(line))
            self.ahead = lists
            for chunk in line.chunks:
                chunks.setdefault(line.first + chunk.first, chunk)
            for i in range(line.first, line.last):
                if i in chunks:
                    self._chunk(line, chunks[i])
                self._pronoun(line, i)
                if i in chunks:
                    self._late_chunk(line, chunks[i])
                for found in names.get(i, ()):
                    self._name(line, found)
                for last, referents, subject in lists:
                    if last == i:
                        self._push(last, referents, line, plural=True, subject=subject)
        affiliation.settle(self.r)
        self._speakers()

    # -- events

    def _push(self, at, referents, line, *, plural=False, head="", possessive=False, subject=None):
        word = self.words[at]
        is_subject = at in line.subjects if subject is None else subject
        self.events.append(
            _Event(
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
        if len(referents) == 1 and clause is not None and clause.predicate in _saying() and not word.quoted:
            self.last_speaker, self.last_said = referents[0], word.sentence
        for referent in referents:
            self.counts[referent.name] = self.counts.get(referent.name, 0) + 1

    def _name(self, line, found):
        head = found.last - 1
        if found.place:
            if found.kind in {"name", "metonym"} and found.referents[0].type in {"state", "territory"}:
                word = self.words[head]
                self.events.append(
                    _Event(
                        head, found.referents, False, False, word.sentence, word.paragraph, word.quoted, possessive=True
                    )
                )
            return
        if found.rule == "the people or its leader":
            self._people_or_leader(line, found)
        plural = found.rule in {"demonym of a people", "the people for its state"}
        attributive = found.kind == "demonym" and not plural and found.rule != "the one for its leader"
        if attributive:
            government = self._government_head(line, found)
            if government is not None:
                self.governments.add(government)
                self._push(government, found.referents, line)
                return
        owner = self.r.low(found.last) in {"'s", "'"}
        self._push(
            head,
            found.referents,
            line,
            plural=plural,
            subject=False if attributive else None,
            possessive=attributive or owner,
        )
        if not attributive and not owner:
            self.kind = found.kind
            self._join(line, head, found.referents)

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

    def _government_head(self, line, found):
        """The noun in "the US *government*", which means the state itself."""
        for chunk in line.chunks:
            head = line.first + chunk.head
            if line.first + chunk.first <= found.first <= head and self.words[head].low in {
                "government", "administration", "regime", "authorities",
            }:
                return head
        return None

    def _people_or_leader(self, line, found):
        """*the Russian* is a person, *the Chinese* a people unless a leader just named fits."""
        state, word = found.referents[0], self.words[found.last - 1]
        after = self.r.word(found.last)
        plural = after is not None and after.low in {"are", "were", "have", "do", "say", "want"}
        singular = after is not None and after.low in {"is", "was", "has", "does", "says", "wants"}
        one = any(
            a.rule in {"demonym of one"} or a.keys[-1] in _persons() for a in self.r.known.aliases.get(word.key, ())
        )
        if plural or (not one and singular):
            found.rule = "the people for its state"
            return
        reach = 40 if one else 1
        leader = self._recent(lambda r: r.type == "person" and r.party == state.name, word.sentence, reach)
        if leader:
            found.referents, found.rule = (leader,), "the one for its leader"
            return
        found.rule = "the people for its state"

    def _dominant(self, now, decay):
        """The state most spoken of so far, the later mentions counting more."""
        states = {"state", "territory"}
        return self._weightiest(now, decay, lambda r: r if r.type in states else self._party_state(r, states))

    def _party_state(self, referent, types):
        party = self.r.referents.get(referent.party)
        return party if party is not None and party.type in types else None

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

    def _recent(self, fits, sentence, reach):
        """The last actor of a kind within so many sentences."""
        for event in reversed(self.events):
            if sentence - event.sentence > reach:
                return None
            for referent in reversed(event.referents):
                if fits(referent):
                    return referent
        return None

    def _lists(self, line):
        """Names joined by *and*: later plurals may mean them together."""
        here = [
            f
            for f in self.r.found
            if line.first <= f.first < line.last and not f.place and f.kind != "pronoun" and len(f.referents) == 1
        ]
        here = [f for f in here if not (f.kind == "demonym" and self._before_noun(line, f))]
        here.sort(key=lambda f: f.start)
        i = 0
        while i < len(here):
            group, j = [here[i]], i + 1
            while j < len(here):
                between = self.words[group[-1].last:here[j].first + (self.words[here[j].first].low == "the")]
                if (
                    between
                    and all(self._joins(w, here[j].referents[0].type == "person") for w in between)
                    and {w.low for w in between} & {",", "and", "-"}
                ):
                    group.append(here[j])
                    j += 1
                else:
                    break
            kinds = {"person" if f.referents[0].type == "person" else "body" for f in group}
            names = list(dict.fromkeys(f.referents[0] for f in group))
            joined = any(self.words[f.last].low == "and" for f in group[:-1] if f.last < len(self.words))
            if len(names) > 1 and len(kinds) == 1 and joined:
                last = group[-1].last - 1
                subject = any(f.last - 1 in line.subjects for f in group)
                yield last, tuple(names), subject
            i = max(j, i + 1)

    def _before_noun(self, line, found):
        return any(line.first + c.first <= found.first < line.first + c.head for c in line.chunks) and self.r.low(
            found.last,
        ) not in {",", "and"}

    def _joins(self, word, person):
        """Words that may stand between two names of a list: "X *and Palestinian President* Y"."""
        if word.low in {",", "and", "the", "with", "-"}:
            return True
        noun = actor_nouns().get(word.low)
        return person and (
            word.low in titles_by_word()
            or word.text[:1].isupper()
            or word.text == "."
            or noun is not None
            and noun["class"] == "person"
            or word.tag == "JJ"
        )

    # -- descriptions

    def _chunk(self, line, chunk):
        """Before the pronouns of the chunk: nothing but its place; things compete for *it* and *they*."""

    def _late_chunk(self, line, chunk):
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
            if (before.tag == "RB" or before.low == "once") and first - 2 >= line.first and self.words[first - 2].lemma in COPULAS:
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

    RELATIONAL = {"person", "people", "bodies"}

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

    def _members(self, fits, now, reach):
        """The actors that fit, the last spoken of first."""
        members = []
        for event in reversed(self.events):
            if now - event.sentence > reach:
                break
            members += [r for r in event.referents if fits(r) and r not in members]
        return members

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
                other = self._recent(lambda r: r.type == "person" and r.party == state.name, self.words[head].sentence, 30)
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
        if low in {"leader", "president", "minister", "premier", "chancellor"} and not state and not self._portfolio(head):
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

    def _referent_of(self, party):
        if party in self.r.referents:
            return self.r.referents[party]
        return self.r.referent(party) if party in self.r.known.actors else None

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
            kind = self.words[head - 1]
            if same and head - 1 > first and kind.low in word_set("kind of force") and kind.low not in same.name.lower():
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

    # -- pronouns

    def _pronoun(self, line, i):
        low = self.words[i].low
        if low in SELF | WE and not (self.words[i].text == "US") and (low != "i" or self.words[i].text == "I"):
            if self.words[i].quoted and i not in self.r.taken:
                self.first_person.append(i)
            return
        if low not in MALE | FEMALE | NEUTRAL | PLURAL or i in self.r.taken:
            return
        if low == "it" and self._pleonastic(line, i):
            return
        found = self._speaker_again(line, i, low) or self._antecedent(line, i, low)
        if not found:
            return
        referents, rule = found
        self.resolved[i] = referents
        for referent in referents:
            if len(referents) == 1 and referent.type == "person" and not referent.gender and low in MALE | FEMALE:
                referent.gender = "m" if low in MALE else "f"
        self.r.add(i, i + 1, referents, "pronoun", rule)
        self._push(i, referents, line, plural=low in PLURAL, possessive=low in POSSESSIVES)

    def _speaker_again(self, line, i, low):
        """*he said* beside a quotation, in a paragraph that goes on quoting: the speaker before."""
        speaker = self.last_speaker
        if speaker is None or self.words[i].quoted or low not in {"he", "she"} or speaker.type != "person":
            return None
        if speaker.gender not in {"", "m" if low == "he" else "f"}:
            return None
        verb = self.r.word(i + 1)
        beside = {self.r.low(k) for k in (i - 1, i - 2, i + 2, i + 3)} & {'"', "“", "”"}
        if verb is not None and verb.lemma in _saying() and beside and self.words[i].sentence - self.last_said <= 3:
            return (speaker,), "the speaker goes on"
        return None

    def _pleonastic(self, line, i):
        """*it* that means nothing: "it is clear that", "it seems", "it was in 2007"."""
        words = self.words[i + 1:min(line.last, i + 9)]
        if not words:
            return False
        verb = words[0]
        if verb.lemma in {"seem", "appear", "rain", "snow", "happen", "turn", "follow", "remain"} or verb.low in {"'s"}:
            return True
        rest = [w for w in words if w.lemma not in {"be"} and w.tag not in {"MD", "RB"}]
        if verb.lemma == "be" or verb.tag == "MD" and any(w.lemma == "be" for w in words[:3]):
            head = rest[0] if rest else None
            tail = {w.low for w in words}
            if (
                head is not None
                and (
                    head.tag in {"JJ", "VBN", "VBG", "IN", "JJR", "JJS", "CD"}
                    or head.low in {"time", "a", "the", "up", "no"}
                )
                and (tail & {"that", "to", "who", "whether", "how", "for", "in"})
            ):
                return True
            return head is not None and head.tag in {"CD"}
        before = self.words[i - 1].low if i > line.first else ""
        if before in word_set("verb before an empty it") and any(w.low in {"to", "that"} for w in words[:4]):
            return verb.tag == "JJ"
        return verb.lemma in {"take"} and any(w.low == "to" for w in words[1:6])

    def _antecedent(self, line, i, low):
        if low in MALE | FEMALE:
            gender = "m" if low in MALE else "f"
            fits = lambda r: r.type == "person" and not r.plural and r.gender in {"", gender}  # noqa: E731
            best = self._best(i, fits, reach=8, pronoun=low, gender=gender)
            if best:
                return (best,), "gender, grammar and recency"
            if low == "her":  # a country once was she
                land = self._best(i, lambda r: r.type in {"state", "territory"}, reach=1, pronoun=low)
                return ((land,), "a country as she") if land else None
            ahead = self._ahead(line, i, gender)
            return ((ahead,), "the name that follows") if ahead else None
        if low in NEUTRAL:
            if low == "it" and not self._acting(line, i):
                same = self._subject_goes_on(line, i)
                return ((same,), "the subject goes on") if same else None
            fits = lambda r: r.type != "person" and not r.plural  # noqa: E731
            best = self._best(i, fits, reach=2, pronoun=low, things=not self._owns_people(line, i))
            return ((best,), "number, grammar and recency") if best else None
        return self._plural(line, i, low)

    def _owns_people(self, line, i):
        """*its leader*, *its troops*: a thing has none."""
        for chunk in line.chunks:
            if line.first + chunk.first == i and self.words[i].low == "its":
                noun = actor_nouns().get(self.words[line.first + chunk.head].low)
                return noun is not None and noun["class"] in {"person", "people"}
        return False

    def _acting(self, line, i):
        """Is *it* the subject of a verb for what only somebody does? Else it may as well be a thing."""
        clause = line.subjects.get(i)
        return (
            clause is not None
            and clause.voice == "active"
            and (clause.predicate in _saying() or clause.predicate in DOING)
        )

    def _subject_goes_on(self, line, i):
        """The body that is the subject before: "*NATO* said that *it* was ready", "*NATO* met but *it* did not agree"."""
        after = self.r.word(i + 1)
        if after is None or after.tag[:1] not in {"V", "M"}:
            return None
        before = [c for c in line.parse.clauses if c.subjects and line.first + c.verb < i]
        goes_on = self.r.low(i - 1) in word_set("conjunction after which a subject goes on")
        for clause in reversed(before):
            saying = clause.predicate in _saying()
            if not saying and not (goes_on and clause is before[-1]):
                continue
            head = line.first + line.parse.chunks[clause.subjects[0]].head
            referents = self._referents_at(head)
            fits = len(referents) == 1 and referents[0].type != "person" and not referents[0].plural
            if fits and self.words[head].quoted == self.words[i].quoted:
                return referents[0]
            if saying:
                return None
        return None

    def _ahead(self, line, i, gender):
        """"In *his* speech, Bush said": the name that follows in the sentence."""
        for k in range(i + 1, min(line.last, i + 25)):
            found = self.r.taken.get(k)
            if (
                found
                and found.referents[0].type == "person"
                and found.referents[0].gender in {"", gender}
                and found.last - 1 in line.subjects
            ):
                return found.referents[0]
        return None

    def _clause_of(self, line, i):
        """The clause whose subject or verb stands last before a word: the one it belongs to."""
        best, at = None, -1
        for clause in line.parse.clauses:
            verb = line.first + clause.first
            starts = [
                line.first + line.parse.chunks[c].first
                for c in clause.subjects
                if line.parse.chunks[c].first < clause.first
            ]
            start = min([verb, *[s for s in starts if s > verb - 15]])
            if at < start <= i and (clause.kind == "finite" or start < i):
                best, at = clause, start
        return best

    def _best(self, i, fits, *, reach, pronoun="", gender="", things=False):
        word, line = self.words[i], self.r.line(i)
        clause = self._clause_of(line, i) if pronoun else None
        own_subjects = set()
        if clause is not None:
            own_subjects = {line.first + line.parse.chunks[c].head for c in clause.subjects}
        if pronoun in {"him", "them", "her"}:  # "Bush sharply criticized *him*"
            k = i - 1
            while k > line.first and (self.words[k].tag.startswith(("V", "RB", "MD", "TO"))):
                k -= 1
            if k < i - 1:
                own_subjects.add(k)
            own_subjects |= self._controllers(line, i)
        is_object = bool(pronoun) and i in line.objects or pronoun in {"him", "them"}
        is_subject = i in line.subjects
        speakers = self._speakers_near(i) if word.quoted and pronoun in MALE | FEMALE else set()
        scores = {}
        for event in reversed(self.events):
            distance = word.sentence - event.sentence
            if distance > reach:
                break
            if not event.referents and not things or len(event.referents) > 1 or event.at == i:
                continue
            referent = event.referents[0] if event.referents else None
            if referent is not None and (not fits(referent) or referent in speakers):
                continue
            if referent is None and (event.plural or pronoun in POSSESSIVES and not event.subject):
                continue
            if is_object and event.at in own_subjects and event.sentence == word.sentence and pronoun not in REFLEXIVES:
                if referent is not None:
                    scores[referent] = -99
                continue
            score = -WEIGHTS["sentence"] * distance - (WEIGHTS["paragraph"] if word.paragraph != event.paragraph else 0)
            score += WEIGHTS["subject"] * event.subject - WEIGHTS["possessive"] * event.possessive
            if event.sentence == word.sentence:
                score += WEIGHTS["same sentence"] - (
                    WEIGHTS["word of it"] if pronoun in NEUTRAL else WEIGHTS["word"]
                ) * (i - event.at)
                if event.at in own_subjects and (pronoun in POSSESSIVES or pronoun in REFLEXIVES):
                    score += WEIGHTS["own subject"]
                if (
                    pronoun in POSSESSIVES
                    and event.at == i - 2
                    and self.words[i - 1].low in {"and", "or", "with", "in", "for", "of", "over", "about"}
                ):
                    score += 2.5  # "the US government and its policies"
            if is_subject and event.subject:
                score += WEIGHTS["parallel"]
            if event.quoted and event.quoted != word.quoted:
                score -= 0.7
            if referent is not None:
                score += WEIGHTS["frequency"] * min(self.counts.get(referent.name, 0), 6)
                score += 0.4 if gender and referent.gender == gender else 0
                if referent.name in self.groups:
                    score -= 1.4 if "'s " in referent.name else 0.8
            else:
                score -= WEIGHTS["thing"]
            slot = referent if referent is not None else event.at
            scores[slot] = max(scores.get(slot, -50), score) if scores.get(slot) != -99 else -99
        alive = [(score, k) for k, (slot, score) in enumerate(scores.items()) if score > -90]
        if not alive:
            return None
        top = max(alive, key=lambda pair: (pair[0], -pair[1]))
        slot = list(scores)[top[1]]
        return slot if isinstance(slot, Referent) else None

    def _plural(self, line, i, low):
        word = self.words[i]
        clause = self._clause_of(line, i)
        own = {line.first + line.parse.chunks[c].head for c in clause.subjects} if clause is not None else set()
        if low == "them":
            own |= self._controllers(line, i)
        best, top = None, -99.0
        together = low == "their" and bool({self.words[k].low for k in range(i + 1, min(i + 4, line.last))} & TOGETHER)
        for event in reversed(self.events):
            distance = word.sentence - event.sentence
            if distance > 2:
                break
            if low == "them" and event.at in own and event.sentence == word.sentence:
                continue
            if not event.referents and self.r.low(i - 1) == "to" and self.r.low(i - 2) == "according":
                continue
            many = event.plural or len(event.referents) > 1 or any(r.plural for r in event.referents)
            bodies = event.referents and event.referents[0].type not in {"person", "state", "territory", "region"}
            if not many and not bodies and not (event.referents and event.referents[0].type in {"state"}):
                continue
            score = -WEIGHTS["sentence of many"] * distance - (
                WEIGHTS["paragraph of many"] if word.paragraph != event.paragraph else 0
            )
            score += (0 if low == "them" else WEIGHTS["subject of many"]) * event.subject - 1.0 * event.possessive
            score -= 0 if many else WEIGHTS["body as many"] if bodies else WEIGHTS["state as many"]
            score -= (
                WEIGHTS["list"]
                if len(event.referents) > 1 and not event.subject and event.sentence != word.sentence
                else 0
            )
            score -= 0 if event.referents else WEIGHTS["thing as many"]
            score += 3.5 if together and len(event.referents) > 1 else 0
            if event.sentence == word.sentence:
                score += 0.5 - 0.03 * (i - event.at)
                if event.at in own and low in POSSESSIVES | REFLEXIVES and many:
                    score += 1.5
            if score > top:
                best, top = event, score
        if best is None or not best.referents:
            return None
        return best.referents, "number, grammar and recency"

    def _controllers(self, line, i):
        """Whoever does what an infinitive says, and so not to *them*: "*police* tried to arrest them"."""
        clauses = [c for c in line.parse.clauses if c.subjects and line.first + c.verb < i]
        if not clauses:
            return set()
        clause, verb = clauses[-1], line.first + clauses[-1].verb
        infinitives = [k for k in range(verb + 1, i) if self.words[k].low == "to" and self.words[k + 1].tag == "VB"]
        if not infinitives:
            return set()
        asked = {e.at for e in self.events if verb < e.at < infinitives[-1] and e.referents}
        if asked and clause.predicate in word_set("verb that asks somebody to act"):
            return {max(asked)}
        return {line.first + line.parse.chunks[c].head for c in clause.subjects}

    # -- speakers

    def _speakers_near(self, i):
        """Who speaks the quotation a word stands in, so far as a name in its sentence tells."""
        line = self.r.line(i)
        said = self._speaker_in(line)
        if not said and self.last_speaker is not None and self.words[i].sentence - self.last_said <= 2:
            said = (self.last_speaker,)
        return set(said)

    def _speaker_in(self, line, at=None):
        """Who says something in a sentence, by the verb of speech nearest to the word `at`."""
        verbs = [
            c for c in line.parse.clauses if c.predicate in _saying() and not self.words[line.first + c.verb].quoted
        ]
        if at is not None:
            verbs.sort(key=lambda c: abs(line.first + c.verb - at))
        for clause in verbs:
            said = self._subject_of_saying(line, clause)
            if said:
                return said
        return ()

    def _subject_of_saying(self, line, clause):
        verb = line.first + clause.verb
        for c in clause.subjects:
            chunk = line.parse.chunks[c]
            head = line.first + chunk.head
            if self.words[head].quoted:
                continue
            referents = self._referents_at(head)
            if not referents and self.words[head].low in word_set("document that speaks"):
                inner = [self.r.taken[k] for k in range(line.first + chunk.first, head) if k in self.r.taken]
                referents = inner[0].referents if inner else ()
            if referents:
                return referents
        if not clause.subjects:
            for k in range(line.first, verb):  # "X, who visited the town Y left, said": the first name of the sentence
                found = self.r.taken.get(k)
                if found and not self.words[k].quoted and found.referents[0].type == "person" and found.kind == "name":
                    return found.referents
        for k in (*range(verb + 1, min(line.last, verb + 6)), *range(verb - 1, max(line.first - 1, verb - 4), -1)):
            if self.words[k].text in {'"', "“", "”"} or self.words[k].quoted:
                break
            referents = self._referents_at(k)
            if referents and referents[0].type != "region":
                return referents
        return ()

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

    def _speakers(self):
        """*I* is the speaker, *we* the state or body he speaks for."""
        by_quote, last = {}, {}
        for line in self.r.lines:
            said = self._speaker_in(line)
            places = {}
            for k in range(line.first, line.last):
                if self.words[k].quoted:
                    places.setdefault(self.words[k].quoted, []).append(k)
            for number, within in places.items():
                speaker = (
                    self._speaker_in(line, within[0])
                    if within[0] > line.first + 1
                    else self._speaker_in(line, within[-1])
                )
                if speaker and number not in by_quote:
                    by_quote[number] = speaker
            last[self.words[line.first].sentence if line.last > line.first else -1] = said
        owned = {first: (head, low, cls, noun) for first, head, low, cls, noun in reversed(self.own)}
        for i in self.first_person:
            word = self.words[i]
            speaker = by_quote.get(word.quoted) or self._nearest_speaker(word.sentence, last)
            if not speaker:
                continue
            one = speaker[0]
            if i in owned and self._own(i, *owned[i], one):
                continue
            if word.low in WE and self.r.low(i + 1) == ",":  # "we, the assembly"
                named = next((f for f in self.r.found if f.first in {i + 2, i + 3} and f.kind == "description"), None)
                speaker = named.referents if named else speaker
                by_quote[word.quoted] = speaker
                one = speaker[0]
            if word.low == "our" and self._generic_after(i):
                continue
            if word.low in WE and one.type == "person" and len(speaker) == 1:
                body = one.body or (self._referent_of(one.party) if one.party != one.name else None)
                speaker = (body,) if body else speaker
            self.r.add(
                i, i + 1, speaker, "pronoun", "the speaker" if word.low in SELF else "the speaker or whom he speaks for"
            )

    def _generic_after(self, i):
        """*our planet*, *our children*: everybody's."""
        return bool(
            {self.words[k].low for k in range(i + 1, min(i + 3, len(self.words)))} & word_set("what is ours in general")
        )

    def _own(self, first, head, low, cls, noun, speaker):
        """*our country*, *our president*, *my mother*: by the speaker. True where *our* is no mention of its own."""
        land = self._referent_of(speaker.party)
        if cls == "state" and low in {"country", "nation", "homeland", "republic"}:
            if land is not None and land.type in {"state", "territory"}:
                self.r.add(first, head + 1, (land,), "description", "the state of the speaker")
            return land is None
        if low in {"government", "administration"} and land is not None and land.type == "state":
            self.r.add(first, head + 1, (land,), "description", "the government of the speaker")
            return False
        if cls == "person" and land is not None and low in OFFICE_WORDS:
            person = self._recent(
                lambda r: r.type == "person" and r.party == land.name and self._held(r, OFFICE_WORDS[low]), 10**6, 10**6
            )
            if person is not None and not self.r.article.date:
                self.r.add(first, head + 1, (person,), "description", "office of somebody named")
                return False
            for office in OFFICE_WORDS.get(low, ()):
                holder = self.r.known.holder(land.name, office, self.r.article.date)
                if holder:
                    self.r.add(
                        first, head + 1, (self.r.referent(holder),), "description", "office held on the article's date"
                    )
                    return False
        if low in KIN and cls == "person":
            name = f"{speaker.name}'s {low}"
            self.r.add(
                first,
                head + 1,
                (self._unnamed(name, type="person", gender=noun["gender"], at=self.words[head].start),),
                "description",
                "kin or aide of a person",
            )
        return False

    def _nearest_speaker(self, sentence, said):
        for step in (-1, 1, -2, -3):
            near = sentence + step
            if said.get(near) and 0 <= near < len(self.r.lines):
                a, b = self.r.lines[near], self.r.lines[sentence]
                if abs(self.words[a.first].paragraph - self.words[b.first].paragraph) <= 1:
                    return said[near]
        return ()


@functools.cache
def _saying():
    return SAYING | {row["cue"] for row in lexicon("cues") if row["part"] == "verb"}


@functools.cache
def _persons():
    """Demonym nouns for one person (*Russian*), not those that are adjectives only (*Chinese*)."""
    return {keys_of(text)[-1] for row in lexicon("states") for text in cell(row["person"])}
