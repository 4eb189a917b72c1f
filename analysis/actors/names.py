"""Names: what the roster knows in a text, and what the text itself shows to be a person's or a body's name.

A capital may stand for its government or be only a place; a demonym for a state, a people or one person.
"""

import re
from dataclasses import replace

from analysis.actors.reading import Found
from analysis.actors.roster import (
    PARTICLES,
    actor_nouns,
    by_surname,
    folded_aliases,
    key,
    keys_of,
    plain_words,
    short_forms,
    titles_by_word,
)
from analysis.lexicon import column_of, word_set

SAYING = word_set("verb of speech or attitude")
PLACE_PREPOSITIONS = word_set("preposition of place")
CONFLICTS = word_set("conflict")
MOTION = word_set("movement")
DATES = word_set("day or month")
NOT_ACRONYMS = word_set("capitals that name no one")
NEEDS_ARTICLE = word_set("name that needs its article")
SURNAMES_TOO = word_set("surname that is a word")
PORTFOLIOS = word_set("portfolio")
FAITHS = word_set("faith")
GEOGRAPHIC = word_set("geographic noun")
POLITICAL = word_set("political noun")
DOING = word_set("verb of an actor")
BODIES = {"government", "party", "organisation", "company"}  # types of a word in the name of a body


class Names:
    """Names, demonyms and metonyms: what the roster knows, and what the text itself shows to be a name."""

    def __init__(self, reading):
        self.r = reading
        self.words = reading.words
        self.keys = [w.key for w in self.words]
        self.matches = {}  # word number -> alias
        self.inside = set()  # word numbers covered by a match
        self.pending = []  # single capitalised words that no list knows
        self.title_of = {}

    def find(self):
        for line in self.r.lines:
            self._match(line)
        runs = [run for line in self.r.lines for run in self._runs(line)]
        segments = [piece for run in runs for piece in self._segments(*run)]
        for first, last, title in segments:
            if first in self.matches:
                self._known(first, last, title)
            elif last - first > 1:
                self._unknown(first, last, title)
        self._register_short_forms()
        self._namesakes()
        for first, last, title in segments:
            if first not in self.matches and last - first == 1:
                self._single(first, title)
        self._acronyms()
        self._settle_pending()
        self._hyphenated()
        self._lowercase_matches(segments)

    # -- the roster's names

    def _match(self, line):
        i = line.first
        while i < line.last:
            found = self._aliases(i, line)
            alias = next((a for a in found if self._plausible(a, i, line)), None)
            if alias:
                end, first = i + len(alias.keys), self._house(alias, i)
                if first < i:  # "United Nations Security Council" is one name
                    alias = replace(alias, keys=(*self.matches[first].keys, *alias.keys))
                self.matches[first] = alias
                self.inside.update(range(first, end))
                i = end
            else:
                i += 1

    def _house(self, alias, i):
        """Where the name of the body that an organisation belongs to begins, if right before it; else i."""
        actor = self.r.known.actors.get(alias.actor)
        if actor is None or alias.rule != "name of an organisation" or actor.party == actor.name:
            return i
        return next(
            (
                k
                for k in range(max(0, i - 4), i)
                if k in self.matches
                and k + len(self.matches[k].keys) == i
                and self.matches[k].actor == actor.party
                and self.matches[k].rule == "name of an organisation"
            ),
            i,
        )

    def _aliases(self, i, line):
        if self.r.shouting:
            keys = [k.lower() for k in self.keys[i : min(i + 8, line.last)]]
            for alias in folded_aliases().get(keys[0], ()):
                if tuple(keys[: len(alias.keys)]) == alias.keys:
                    return [alias]
            return []
        found = self.r.known.longest(self.keys[: line.last], i) if self.keys[i] in self.r.known.aliases else []
        return found

    def _plausible(self, alias, i, line):
        """May the words of an alias name its actor here, not a person, another place or no one at all?"""
        word, single = self.words[i], len(alias.keys) == 1
        after = self.r.word(i + len(alias.keys)) if i + len(alias.keys) < line.last else None
        before = self.r.word(i - 1) if i > line.first else None
        if word.text.islower() and alias.keys[0][0].isupper():
            return False
        if after and after.text == "$" or before and before.text == "w:":
            return False
        if self.r.shouting and single and word.low in word_set("acronym like a word"):
            return word.low == "us" and bool(before) and before.low in {"the", "of"}
        if not single:
            return True
        if self._lacks_its_article(alias, before) or self._within_another_name(alias, i, before, after):
            return False
        common = word.low in plain_words() and not re.search(r"[A-Z].*[A-Z]", word.text)
        land = self._type(alias) in {"state", "territory", "region"}
        if common and not land and alias.rule == "name of an organisation":
            return self._stands_as_name(i, before, after)
        return True

    def _capital_after(self, i, after):
        """Does a capitalised word follow that is no name of the roster's?"""
        return (
            bool(after)
            and after.text[:1].isupper()
            and not self._alias_at(i + 1)
            and after.text not in DATES
            and len(after.text) > 1
        )

    def _lacks_its_article(self, alias, before):
        types = {"region", "organisation", "alliance", "government", "state"}
        article = before and before.low == "the"
        return alias.keys[0] in NEEDS_ARTICLE and self._type(alias) in types and not article

    def _within_another_name(self, alias, i, before, after):
        """Is the name of a state or city part of another: "*Jordan* Smith", "Paris *Hilton*", "New *Mexico*"?"""
        if alias.kind not in {"name", "metonym", "place"} or self._type(alias) not in {"state", "territory", "place"}:
            return False
        types, given = column_of("name_words", "word", "type"), column_of("first_names", "name", "gender")
        capital_after = self._capital_after(i, after)
        if capital_after and self.words[i].text in given and after.key not in types:
            return True
        if before and before.text in given and not self._alias_at(i - 1) and before.text not in {"St", "San"}:
            return True
        if before and before.text in word_set("word before a place name"):
            return True
        return capital_after and types.get(after.key) == "place" and alias.kind == "metonym"

    def _stands_as_name(self, i, before, after):
        """Does a common word name an organisation, for it stands alone in capitals or, at the start, before a verb?"""
        if self.r.is_first(i):
            return bool(after) and after.tag in {"VBD", "VBZ", "MD", "POS"}
        capital_before = before and before.text[:1].isupper() and before.text.isalpha() and not self._alias_at(i - 1)
        return not self._capital_after(i, after) and not capital_before

    def _alias_at(self, i):
        return (
            i in self.matches
            or 0 <= i < len(self.keys)
            and any(len(a.keys) == 1 for a in self.r.known.aliases.get(self.keys[i], ()))
        )

    def _type(self, alias):
        actor = self.r.known.actors.get(alias.actor)
        return actor.type if actor else "person"

    # -- runs of capitals

    def _capital(self, i):
        word = self.words[i]
        if i in self.inside:
            return True
        if self.r.shouting:
            return False
        if not (word.text[:1].isupper() or re.match(r"(?:al|el|an|as|ar|bin)-[A-Z]", word.text)) or word.text in DATES:
            return False
        if re.search(r"-(?:led|backed|born|based|owned|style|made|run|era|wide|old|year|month)$", word.low):
            return False
        if self.r.is_first(i):
            if word.low in plain_words() or word.tag in word_set("word class of no name"):
                titled = word.low in titles_by_word() or word.text in column_of("first_names", "name", "gender")
                after = self.r.word(i + 1)
                named = (
                    bool(after)
                    and after.text[:1].isupper()
                    and after.sentence == word.sentence
                    and after.text not in DATES
                )
                return named and (
                    titled or word.tag in {"NNP", "NNPS"} or word.key in column_of("name_words", "word", "type")
                )
        if word.tag in {"PRP", "PRP$", "DT", "WP", "WDT", "WRB", "CC"} or word.text == "I":
            return False
        return True

    def _runs(self, line):
        i = line.first
        while i < line.last:
            if not self._capital(i):
                i += 1
                continue
            j = i + 1
            while j < line.last:
                if self._capital(j):
                    j += 1
                    continue
                step = self._connector(i, j, line)
                if not step:
                    break
                j += step
            yield i, j
            i = j

    def _connector(self, first, j, line):
        """How many small words inside a name to skip: "Aung *de la* Cruz", "Bank *of* Japan"; 0 ends the name."""
        low, before = self.words[j].low, self.words[j - 1]
        ahead = lambda n: j + n < line.last and self._capital(j + n)
        if low == "." and len(before.text) == 1 and ahead(1):
            return 1
        if low == "." and before.low in word_set("abbreviated title") and ahead(1):
            return 1
        if low in PARTICLES and j - 1 not in self.matches:
            return 1 if ahead(1) else 2 if self.r.low(j + 1) in PARTICLES and ahead(2) else 0
        if low == "&" and ahead(1):
            return 1
        if (
            low == "'s"
            and ahead(1)
            and j + 1 not in self.inside
            and column_of("name_words", "word", "type").get(self._last_key(j + 1, line)) in {"organisation", "party"}
            and self.words[j - 1].low in word_set("members in a name")
        ):
            return 1
        if low in {"of", "for"} and self._organisation_word(first, j):
            return 1 if ahead(1) else 2 if self.r.low(j + 1) == "the" and ahead(2) else 0
        if (
            low == "and"
            and self._has(first, j, "of")
            and self._organisation_word(first, j)
            and ahead(1)
            and j + 1 not in self.inside
        ):
            return 1
        return 0

    def _last_key(self, j, line):
        while j + 1 < line.last and self._capital(j + 1):
            j += 1
        return self.keys[j]

    def _has(self, first, last, low):
        return any(self.words[k].low == low for k in range(first, last))

    def _organisation_word(self, first, last):
        table = column_of("name_words", "word", "type")
        return any(
            table.get(self.keys[k]) in BODIES or self.keys[k] in {"House", "Department", "Office"}
            for k in range(first, last)
        ) and not any(k in self.matches and self._type(self.matches[k]) == "person" for k in range(first, last))

    def _segments(self, first, last):
        """Cut a run of capitals into names, each with the title before it: (first, last, title)."""
        i, title = first, self._role_before(first)
        if self.r.low(first - 1) in {"of", "for"} and self.r.low(first - 2) in word_set("head of a portfolio"):
            while i < last - 1 and self.keys[i] in PORTFOLIOS:  # "Minister of *Education* Maria Rossi"
                i, title = i + 1, ("minister", "")
        while i < last:
            whole = self._organisation(i, last)
            if whole:
                yield i, whole, title
                self._drop_matches(i, whole)
                if self._compositional(i, whole):
                    self._inner(i, whole)
                i, title = whole, None
                continue
            size, office = self._title(i, last)
            if size:
                title = office
                i += size
                if i < last and self.words[i].text == ".":
                    i += 1
                continue
            if i in self.matches:
                size = len(self.matches[i].keys)
                demonym = self._type(self.matches[i]) in {"state", "territory", "region"}
                yield i, i + size, title
                i += size
                title = title if demonym else None
                continue
            if not re.search(r"\w", self.words[i].text) or self.words[i].low in {"of", "for", "and", "'s", "&"}:
                i += 1
                continue
            j = i + 1
            while j < last and not self._segment_ends(i, j) and not (self._title(j, last)[0] and j + 1 < last):
                j += 1
            yield i, j, title
            i, title = j, None

    def _segment_ends(self, i, j):
        if self.words[j].low in {"'s", "of", "for", "and"}:
            return True
        if j not in self.matches:
            return False
        alias = self.matches[j]
        first_name = self.words[i].text in column_of("first_names", "name", "gender")
        joins = j - i == 1 and first_name and alias.kind == "metonym"
        if joins:
            self._drop_matches(j, j + len(alias.keys))
        return not joins

    def _drop_matches(self, first, last):
        for k in range(first, last):
            if k in self.matches and not (k == first and k + len(self.matches[k].keys) == last):
                del self.matches[k]

    def _organisation(self, i, last):
        """Where an organisation's name that starts at i ends, if an organisation word shows it to be one; else 0."""
        last = self._next_title(i, last)
        if i in self.matches and len(self.matches[i].keys) >= last - i:
            return 0
        types = column_of("name_words", "word", "type")
        ends = [k + 1 for k in range(i, last) if types.get(self.keys[k]) in BODIES and self.words[k].low != "and"]
        if not ends or self._title(i, last)[0] or self.words[i].low in {"of", "for", "and", "&", "'s"}:
            return 0
        if types.get(self.keys[i]) in BODIES and i + 1 < last and self.words[i + 1].low in {"of", "for"}:
            return last  # "Ministry of Defence"
        if i in self.matches and self._type(self.matches[i]) == "person":
            return 0
        end = max(ends)
        if end - i < 2 or self._beside_another_name(i, end):
            return 0
        return self._organisation_end(i, end, last)

    def _next_title(self, i, last):
        """Where a title ends a run of capitals: "Ministry of Defence *Minister* Rossi"; else its last word."""
        for k in range(i + 1, last):
            titled = self._title(k, last)[0] and k not in self.matches
            before_name = k + 1 < last and self.words[k + 1].text[:1].isupper()
            if titled and before_name and self.keys[k] not in word_set("title within a name"):
                return k
        return last

    def _beside_another_name(self, i, end):
        """Is it a state's name and one of a body of its own: "US Democratic Party", "Chinese Xinhua"?"""
        inner = [k for k in range(i + 1, end) if k in self.matches]
        if not inner or i not in self.matches or any(k + len(self.matches[k].keys) != end for k in inner):
            return False
        actor = self.r.known.actors.get(self.matches[inner[0]].actor)
        state = self.matches[i].actor
        return actor is None or actor.type != "government" or actor.party == state != actor.name

    def _organisation_end(self, i, end, last):
        """The end, with what follows in *of* or *for*; 0 where the name may be a person's."""
        if end < last and self.words[end].low in {"of", "for"} and self._type_at(end + 1) != "person":
            end = last
        types, given = column_of("name_words", "word", "type"), column_of("first_names", "name", "gender")
        like_a_person = i not in self.matches and self.words[i].text in given and end == last and end - i == 2
        if like_a_person and types.get(self.keys[end - 1]) == "organisation":
            return 0 if self.keys[end - 1] in word_set("organisation word after a first name") else end
        return end

    def _compositional(self, first, last):
        return (
            column_of("name_words", "word", "type").get(self.keys[last - 1]) == "government"
            or column_of("name_words", "word", "type").get(self.keys[first]) == "government"
        )

    def _inner(self, first, last):
        """The state in "Indonesian Navy" is a mention of its own."""
        for k in range(first, last):
            found = [
                a
                for a in self.r.known.aliases.get(self.keys[k], ())
                if len(a.keys) == 1 or tuple(self.keys[k : k + len(a.keys)]) == a.keys
            ]
            for alias in found[:1]:
                if (
                    self._type(alias) in {"state", "territory"}
                    and alias.kind != "metonym"
                    and k + len(alias.keys) < last
                ):
                    referent = self.r.referent(alias.actor, at=self.words[k].start)
                    self.r.add(k, k + len(alias.keys), (referent,), "demonym", "state in the name of its body")
                    return

    def _title(self, i, last):
        """(words, (office, gender)) of the title at i; (0, None) where there is none."""
        if i in self.matches:
            return 0, None
        for keys, office, gender in titles_by_word().get(self.words[i].low, ()):
            spelled, k = [], i
            for part in keys:
                if k < len(self.words) and self.words[k].low == part.rstrip("."):
                    spelled.append(part)
                    k += 1
                elif part == "." and k < len(self.words) and self.words[k].text == ".":
                    spelled.append(part)
                    k += 1
            if len(spelled) == len(keys) and k <= last + 1:
                return k - i, (office, gender)
        return 0, None

    def _role_before(self, first):
        """The lower-case role right before a name: "*spokesman* Dmitry Peskov", "opposition *leader* Morgan"."""
        before = self.r.word(first - 1)
        if before and before.sentence == self.words[first].sentence:
            noun = actor_nouns().get(before.low)
            if noun and noun["class"] == "person" and not before.tag.startswith("V"):
                return before.low, noun["gender"]
            at = first - 2 if before.text == "," else None
            if at is not None and at >= 0 and self.words[at].sentence == self.words[first].sentence:
                noun = actor_nouns().get(self.words[at].low)
                if noun and noun["class"] == "person" and self.words[at].low not in {"man", "woman", "member"}:
                    return self.words[at].low, noun["gender"]
        return None

    # -- known names

    def _known(self, first, last, title):
        alias = self.matches[first]
        kind = self._type(alias)
        if alias.kind == "place":
            return
        if alias.kind == "metonym" and alias.rule == "capital":
            self._capital_city(first, last, alias)
        elif kind in {"state", "territory", "region"}:
            self._state(first, last, alias, kind)
        elif kind == "person":
            referent = self.r.referent(alias.actor, at=self.words[first].start)
            referent.named += 1
            self._give_title(referent, title, first)
            self._take(first, last, (referent,), "name", alias.rule)
        else:
            rule = alias.rule
            referent = self.r.referent(alias.actor, at=self.words[first].start)
            self._take(first, last, (referent,), alias.kind, rule)
            if alias.kind == "description":
                self._inside_description(first, last)
            if kind == "government" and len(alias.keys) > 1:
                self._inner(first, last)

    def _inside_description(self, first, last):
        """The names within a description: "*Kremlin* critics"."""
        for k in range(first, last):
            names = [
                a
                for a in self.r.known.aliases.get(self.keys[k], ())
                if a.kind != "description" and tuple(self.keys[k : k + len(a.keys)]) == a.keys
            ]
            if names and self._type(names[0]) not in {"place"}:
                self.r.add(
                    k,
                    k + len(names[0].keys),
                    (self.r.referent(names[0].actor, at=self.words[k].start),),
                    names[0].kind,
                    "name within a description",
                )
            elif "-" in self.keys[k]:
                self.inside.discard(k)
                self.r.taken.pop(k, None)

    def _give_title(self, referent, title, first):
        if title:
            before = {self.r.low(k) for k in range(max(self.r.line(first).first, first - 5), first)}
            former = before & word_set("no longer in office")
            referent.roles.add(f"former {title[0]}" if former else title[0])
            if title[1] and not referent.gender:
                referent.gender = title[1]

    def _take(self, first, last, referents, kind, rule, place=False):
        first_shown = first
        if kind in {"metonym", "demonym"} or rule in {"seat of power", "name of a region"}:
            if (
                first
                and self.words[first - 1].low == "the"
                and self.words[first - 1].sentence == self.words[first].sentence
                and (
                    rule
                    in {
                        "seat of power",
                        "name of a region",
                        "demonym of a people",
                        "the people for its state",
                        "the one for its leader",
                    }
                )
            ):
                first_shown = first - 1
        found = self.r.add(first_shown, last, referents, kind, rule, place=place)
        if found and not place:
            for k in range(first, last):
                self.r.taken[k] = found
        return found

    def _state(self, first, last, alias, kind):
        referent = self.r.referent(alias.actor, at=self.words[first].start)
        after = self.r.word(last)
        after = after if after and after.sentence == self.words[first].sentence else None
        attributive = self._attributive(last - 1, after)
        if alias.rule.startswith("demonym"):
            self._demonym(first, last, alias, referent, attributive)
            return
        if alias.rule == "seat of power":
            if self._preposition(first) in {"in", "at", "near", "outside", "inside", "around"}:
                self._take(first, last, (referent,), "metonym", "seat of power as a place", place=True)
            else:
                self._take(first, last, (referent,), "metonym", "seat of power")
            return
        if kind == "region" and not self._region_acts(first, last, alias):
            self._take(first, last, (referent,), "name", "region as a place", place=True)
            return
        if (
            attributive
            and alias.keys[0] in {"US", "UK", "EU"}
            or attributive
            and kind != "region"
            and after.tag in {"NN", "NNS"}
        ):
            self._take(first, last, (referent,), "demonym", "state before a noun")
            return
        place = self._only_place(first)
        if place:
            self._take(first, last, (referent,), "name", place, place=True)
            return
        self._take(first, last, (referent,), "name", alias.rule)

    def _attributive(self, i, after):
        """Does a word stand before a noun that it belongs to?"""
        if after is None or after.low in {"last", "next", "this", "and", "or", "who", "himself", "herself"}:
            return False
        line = self.r.line(i)
        for chunk in line.chunks:
            if line.first + chunk.first <= i < line.first + chunk.last:
                return i < line.first + chunk.head and not any(
                    self.words[k].low in {"'s", "'"} for k in range(i + 1, min(i + 2, line.last))
                )
        return (
            after.tag in {"NN", "NNS", "NNP", "NNPS"}
            or after.tag in {"JJ", "VBN", "VBG", "CD"}
            and self.r.word(i + 2) is not None
            and self.words[i + 2].tag in {"NN", "NNS"}
        )

    def _region_acts(self, first, last, alias):
        if alias.actor in word_set("region that acts"):
            return True
        line = self.r.line(first)
        if last - 1 in line.subjects:
            return True
        before = self._preposition(first)
        return before in {"with", "by", "between", "against", "than"} or last - 1 in line.objects

    def _preposition(self, first):
        """The preposition that governs a name, past its article and its fellows in a list."""
        i = first - 1
        line_first = self.r.line(first).first
        while i >= line_first and (self.words[i].low in {"the", "both"} or self.words[i].text in '"“'):
            i -= 1
        steps = 0
        while i > line_first and self.words[i].low in {",", "and", "or"} and steps < 12:
            k = i - 1
            while k > line_first and self.words[k].text == ",":
                k -= 1
            if k not in self.inside:
                break
            while k >= line_first and k in self.inside:
                k -= 1
            while k >= line_first and self.words[k].low == "the":
                k -= 1
            i, steps = k, steps + 1
        if i < line_first:
            return ""
        return (
            self.words[i].low
            if self.words[i].tag in {"IN", "TO", "RP"} or self.words[i].low in PLACE_PREPOSITIONS | {"to", "from", "of"}
            else ""
        )

    def _only_place(self, first):
        """Why a state's name is only a place here, or "": *in*, *around* and movement *to* or *from* it."""
        before = self._preposition(first)
        line = self.r.line(first)
        alias = self.matches.get(first)
        if alias is not None and self.r.low(first + len(alias.keys)) in {"'s", "'"}:
            return ""
        nearby = {self.words[k].lemma for k in range(max(line.first, first - 5), first)}
        if before in PLACE_PREPOSITIONS:
            return "" if nearby & CONFLICTS or "wage" in nearby else f"place after *{before}*"
        if before in {"to", "from"} and nearby & MOTION:
            return f"place after movement {before}"
        return ""

    def _capital_city(self, first, last, alias):
        """A capital for its government, or the city."""
        referent = self.r.referent(alias.actor, at=self.words[first].start)
        if self._capital_governs(first, last):
            self._take(first, last, (referent,), "metonym", "capital as government")
        else:
            self._take(first, last, (referent,), "metonym", "capital as a place", place=True)

    def _capital_governs(self, first, last):
        """Does a capital stand for its government, by its preposition, else by its place in the clause?"""
        line, before, after = self.r.line(first), self._preposition(first), self.r.word(last)
        after = after if after and after.sentence == self.words[first].sentence else None
        nearby = {self.words[k].lemma for k in range(max(line.first, first - 5), first)}
        if before == "on" and nearby & word_set("bearing on a government"):
            return True
        if before in PLACE_PREPOSITIONS | {"to", "on", "at"}:
            return before == "to" and bool(nearby & word_set("dealing to a government")) and "accord" not in nearby
        if before == "from":
            return bool(nearby & word_set("dealing from a government"))
        if before == "of":
            return not nearby & word_set("part of a city")
        if before in word_set("preposition of dealing"):
            return True
        if last - 1 in line.subjects or last - 1 in line.objects:
            return self._capital_acts(line, last, after)
        if after and (after.low == "'s" or after.tag in {"VBD", "VBZ", "MD", "VBP"}):
            return self._capital_acts(line, last, after)
        if after and (after.text[:1].isupper() or after.tag in {"NN", "NNS"}):
            return after.tag in {"NN", "NNS"} and after.low in word_set("noun after a capital")
        if after and after.text in {",", "."} and before == "":
            return self.words[first - 1].low in {"and", "or"} or self.words[first - 1].tag.startswith("V")
        return before == "" and not self.r.is_first(first)

    def _capital_acts(self, line, last, after):
        """Does a capital act or is it acted on, and is not gone to or the owner of what cities have?"""
        clause = line.objects.get(last - 1)
        if clause and clause.predicate in MOTION | word_set("verb for a city"):
            return False
        return not (after and after.low == "'s" and self.r.low(last + 1) in word_set("possession of a city"))

    def _demonym(self, first, last, alias, referent, attributive):
        if self._speaks_of_no_actor(first, last, alias, attributive):
            return
        noun = self._noun_after(last)
        if noun in GEOGRAPHIC:
            self._take(first, last, (referent,), "demonym", f"demonym of a place before *{noun}*", place=True)
        elif attributive and referent.type == "region" and alias.actor != "the West" and noun not in POLITICAL:
            return
        elif attributive and alias.rule != "demonym of a people":
            self._take(first, last, (referent,), "demonym", "demonym before a noun")
        else:
            self._demonym_alone(first, last, alias, referent)

    def _word_follows(self, first, last):
        after = self.r.word(last)
        return bool(after) and after.sentence == self.words[first].sentence and after.text.isalpha()

    def _speaks_of_no_actor(self, first, last, alias, attributive):
        """A fixed phrase ("French fries"), a language ("in French") or the west as a direction."""
        after, follows = self.r.word(last), self._word_follows(first, last)
        if follows and (
            after.text in word_set("fixed phrase with a demonym")
            or after.low in word_set("noun for what is spoken or eaten")
        ):
            return True
        western_actor = follows and after.low in word_set("western actor")
        if alias.actor == "the West" and self.words[first].text == "western" and not western_actor:
            return True
        in_a_language = self.r.low(first - 1) in {"in", "into", "from"} or (
            first and self.words[first - 1].lemma in {"speak", "learn", "write", "understand"}
        )
        return in_a_language and not attributive and alias.rule == "demonym adjective"

    def _demonym_alone(self, first, last, alias, referent):
        """*Russians*, *the French*, *Russian and Chinese*: a demonym that belongs to no noun."""
        before, after = self.r.low(first - 1), self.r.word(last)
        if alias.rule == "demonym of a people":
            rule = "the people for its state" if before == "the" else "demonym of a people"
            self._take(first, last, (referent,), "demonym", rule)
            return
        if before == "the":
            found = self._take(first, last, (referent,), "demonym", "the people for its state")
            if found:
                found.rule = "the people or its leader"  # settled with the references
            return
        goes_on = self._word_follows(first, last) or after is not None and after.text in {",", "-"}
        if before not in {"a", "an"} and goes_on and after.low in {"and", "or", ",", "-"}:
            self._take(first, last, (referent,), "demonym", alias.rule)

    def _noun_after(self, last):
        """The head of the noun phrase that a demonym stands in, in the singular; empty where there is none."""
        line = self.r.line(last - 1)
        for chunk in line.chunks:
            if line.first + chunk.first < last <= line.first + chunk.head:
                return self.words[line.first + chunk.head].lemma
        return ""

    # -- names that the text itself shows

    def _unknown(self, first, last, title):
        """A capitalised name of several words that no list knows."""
        words = [w for w in self.words[first:last] if re.search(r"\w", w.text)]
        while words and (words[-1].text in DATES or words[-1].text in word_set("caption")):
            words.pop()
        if not words:
            return
        last = self.words.index(words[-1], first, last) + 1
        if (
            len(words) > 2 and "-" in words[0].key and words[0].low.split("-")[-1] in plain_words()
        ):  # "Pan-democrat Gary Fan"
            words, first = words[1:], first + 1
        kind = self._judge(first, last, words, title)
        if kind == "person":
            self._person(first, last, words, title)
        elif kind:
            name = self._spelled(first, last)
            referent = self._organisation_named(name, kind, first, last)
            self._take(first, last, (referent,), "name", f"{kind} by its name")

    def _spelled(self, first, last):
        text = self.r.article.clean[self.words[first].start : self.words[last - 1].end]
        return re.sub(r"\s+", " ", text)

    def _organisation_named(self, name, kind, first, last):
        state = next(
            (
                a.actor
                for k in range(first, last)
                for a in self.r.known.aliases.get(self.keys[k], ())
                if len(a.keys) == 1 and self._type(a) in {"state", "territory"}
            ),
            "",
        )
        party = state if kind == "government" and state else name
        if kind == "government" and not state and first > 1 and self.words[first - 1].low == "'s":
            owner = self.r.taken.get(first - 2)
            party = owner.referents[0].party if owner else name
        return self.r.referent(name, party=party, type=kind, at=self.words[first].start)

    def _judge(self, first, last, words, title):
        table, given = column_of("name_words", "word", "type"), column_of("first_names", "name", "gender")
        lead, tail = table.get(words[0].key), table.get(words[-1].key)
        if len(words) == 2 and words[0].text in given and words[1].text in SURNAMES_TOO:
            return "person"
        if tail in {"other", "place"} and not (words[0].text in given and title) and not (title and len(words) == 2):
            return ""
        if tail in BODIES or lead in BODIES and any(w.low in {"of", "for"} for w in words):
            return tail if tail in BODIES else lead
        if title or words[0].text in given:
            return "person"
        if len(words) > 5:
            return ""
        if any(w.text.isupper() and len(w.text) > 2 for w in words):
            return ""
        common = sum(w.low in plain_words() for w in words)
        before, line = self._preposition(first), self.r.line(first)
        if re.search(r"(?:^|-)(?:al|el|bin|ibn)(?:-|$)", " ".join(w.low for w in words)) or any(
            w.low in PARTICLES and w.low not in {"la", "el", "e", "y"} for w in words[1:-1]
        ):
            return "person" if before not in PLACE_PREPOSITIONS | {"to"} else ""
        if common == 0 and 2 <= len(words) <= 4:
            if before in PLACE_PREPOSITIONS and not self._acts(first, last, line):
                return ""
            if before in {"to", "from", "of"} and not self._acts(first, last, line) and not self._named_again(words):
                return ""
            return "person"
        if self._recurs(words):
            return "organisation" if self.r.low(first - 1) == "the" or common else "person"
        if self._acts(first, last, line) and common < len(words):
            return "person"
        if self._acts(first, last, line) and not self.r.is_first(first):
            return "organisation"
        return ""

    def _acts(self, first, last, line):
        """Is a name the subject of a verb, or followed by an age or *who*?"""
        after = self.r.word(last)
        if after and after.sentence == self.words[first].sentence:
            if (
                after.text == ","
                and self.r.word(last + 1)
                and (re.fullmatch(r"\d{2}", self.words[last + 1].text) or self.words[last + 1].low == "who")
            ):
                return True
            if after.lemma in SAYING and after.tag.startswith("V"):
                return True
        before = self.r.word(first - 1)
        if before and before.lemma in {"say", "add", "tell", "write"} and before.tag.startswith("V"):
            return True
        clause = line.subjects.get(last - 1)
        return clause is not None and clause.predicate != "be"

    def _recurs(self, words):
        """Does the whole name stand elsewhere too, and not only after prepositions of place?"""
        size, keys = len(words), [w.key for w in words]
        places = [
            k for k in range(len(self.keys) - size + 1) if self.keys[k] == keys[0] and self.keys[k : k + size] == keys
        ]
        return len(places) > 1 and any(self._preposition(k) not in PLACE_PREPOSITIONS | {"to"} for k in places)

    def _named_again(self, words):
        last = words[-1].key
        return sum(w.key == last for w in self.words) > 1

    def _person(self, first, last, words, title):
        name = self._spelled(first, last)
        keys = tuple(w.key for w in words)
        known = self._misspelt(keys, first, title)
        if known:
            referent = self.r.referent(known, at=self.words[first].start)
            rule = "a known name spelled otherwise"
        else:
            referent = self._same_person(keys) or self.r.referent(
                name, party=self._party(first, last, title), type="person", at=self.words[first].start
            )
            rule = "name after a title" if title else "full name in the text"
        if not referent.gender:
            referent.gender = (title[1] if title else "") or column_of("first_names", "name", "gender").get(
                words[0].text, ""
            )
        if referent.party == referent.name:
            referent.party = self._party(first, last, title) or referent.name
        referent.roles |= self._apposition_roles(last)
        self._give_title(referent, title, first)
        referent.named += 1
        if len(words) == 1 and len(referent.keys) <= 1:
            referent.keys = keys
        self._take(first, last, (referent,), "name", rule)

    def _misspelt(self, keys, first, title):
        """A person of the roster whose name differs from this one by a letter or two."""
        if len(keys) < 2:
            return ""
        best = ""
        for surname, names in by_surname().items():
            if (
                len(surname) != 1
                or abs(len(surname[0]) - len(keys[-1])) > 2
                or _distance(surname[0], keys[-1]) > (len(keys[-1]) > 5) + (len(keys[-1]) > 8)
            ):
                continue
            for name in names:
                given = keys_of(name)[0]
                exact_surname = surname[0] == keys[-1]
                allowed = 2 if len(given) > 6 and exact_surname else 1
                if (
                    given[:1] == keys[0][:1]
                    and given != keys[0]
                    and _distance(given, keys[0]) <= allowed
                    or given == keys[0]
                ):
                    if len(keys[-1]) > 4 or exact_surname:
                        best = best or name
        return best

    def _same_person(self, keys):
        """Somebody the article named already, spelled a little otherwise or with fewer names."""
        for referent in self.r.referents.values():
            if referent.type != "person" or len(referent.keys) < 2 or len(keys) < 2:
                continue
            own = referent.keys
            if own == keys or own[0] == keys[0] and own[-1] == keys[-1]:
                return referent
            if own[0] == keys[0] and len(own) == len(keys) and len(keys[-1]) > 4 and _distance(own[-1], keys[-1]) <= 1:
                return referent
            if own[-len(keys) :] == keys or own[: len(keys)] == keys or keys[-len(own) :] == own:
                return referent
        return None

    def _party(self, first, last, title):
        """Whom a person speaks for: "*Russian* deputy minister X", "X, president of *Bolivia*"."""
        if title and title[0] in {"senator", "representative"} and not self._state_near(first):
            return "United States"
        if title or self._role_before(first):
            near = self._state_near(first)
            if near:
                return near
        return self._apposition(last)

    OFFICES = word_set("office")

    def _state_near(self, first):
        """The state before a person's title, at most six words back in the same noun phrase."""
        line = self.r.line(first)
        for k in range(first - 1, max(line.first, first - 8) - 1, -1):
            if k in self.r.taken and self.r.taken[k].referents[0].type != "person":
                return self.r.taken[k].referents[0].party
            word = self.words[k]
            if (
                word.text in {",", ";", "."}
                and not word.text == "."
                or word.tag in {"IN", "VBD", "VBZ", "VBP", "MD"}
                and word.low not in {"of", "for"}
            ):
                return ""
        return ""

    def _apposition(self, last):
        """The party in an apposition after a name: ", a spokesman for the ministry", ", Russian deputy minister"."""
        if last >= len(self.words) or self.words[last].text not in {",", "("}:
            word = self.r.word(last)
            if word and word.low == "of" and last + 1 < len(self.words):
                k = last + 2 if self.r.low(last + 1) == "the" else last + 1
                alias = self.matches.get(k)
                if alias and self._type(alias) not in {"person", "state", "region"}:
                    actor = self.r.known.actors.get(alias.actor)
                    return actor.party if actor else alias.actor
            return ""
        line, office, state = self.r.line(last - 1), False, ""
        for k in range(last + 1, min(line.last, last + 12)):
            word = self.words[k]
            if word.text in {",", ".", ")", ";"} or word.tag in {"VBD", "VBZ", "WP", "MD"}:
                break
            if word.low in self.OFFICES:
                office = True
            alias = self.matches.get(k)
            if alias and not state and self._type(alias) != "person":
                actor = self.r.known.actors.get(alias.actor)
                state = actor.party if actor else alias.actor
        if (
            office
            and not state
            and any(self.words[k].low == "government" for k in range(last, min(line.last, last + 6)))
        ):
            state = self._last_state(last)
        return state if office else ""

    def _apposition_roles(self, last):
        """The nouns for a person in an apposition after a name: "X, a government *spokesman*"."""
        roles, line = set(), self.r.line(last - 1)
        if last < line.last and self.words[last].text == ",":
            for k in range(last + 1, min(line.last, last + 9)):
                word = self.words[k]
                if (
                    word.text in {",", ".", ")", ";", '"'}
                    or word.tag in {"VBD", "VBZ", "VBP", "WP", "MD", "IN"}
                    or k in self.inside
                    and self._type_at(k) == "person"
                ):
                    break
                noun = actor_nouns().get(word.low)
                if noun and noun["class"] == "person":
                    roles.add(word.low)
        return roles

    def _type_at(self, k):
        return self._type(self.matches[k]) if k in self.matches else ""

    def _last_state(self, at):
        for k in range(at - 1, -1, -1):
            found = self.r.taken.get(k)
            if found and found.referents[0].type in {"state", "territory"}:
                return found.referents[0].name
        return ""

    def _register_short_forms(self):
        people = [r for r in self.r.referents.values() if r.type == "person"]
        people.sort(key=lambda r: (-r.named, r.first))
        for referent in people:
            for form in short_forms(referent.keys):
                self.r.short.setdefault(form, []).append(referent)
        for referent in people:  # "Daniel" for Daniel Montalvo, where nobody bears it as a last name
            if len(referent.keys) > 1:
                self.r.short.setdefault(referent.keys[:1], []).append(referent)

    def _namesakes(self):
        """A person called like a capital: after *Valeria London*, *London* is hers, but not after *in* or *at*."""
        given = column_of("first_names", "name", "gender")
        for found in self.r.found:
            if found.last - found.first != 1 or self._preposition(found.first) in PLACE_PREPOSITIONS:
                continue
            word = self.words[found.first]
            people = [
                r
                for r in self.r.short.get((word.key,), ())
                if r.name not in self.r.known.actors and r.keys[-1] == word.key
            ]
            if people and (found.kind == "metonym" or word.text in given):
                found.referents, found.kind, found.rule, found.place = (
                    (people[0],),
                    "name",
                    "short name of a person named in full",
                    False,
                )
                self.r.taken[found.first] = found

    def _single(self, i, title):
        """One capitalised word: the short form of a known name, or a word to be judged later."""
        word = self.words[i]
        if word.text in DATES or word.text in {"Mr", "Mrs", "Ms", "Dr"} or i in self.r.taken:
            return
        people = self.r.short.get((word.key,))
        if people:
            self._surname(i, people, title)
            return
        known = by_surname().get((word.key,), [])
        if known and self._trusts_surname(i, word, known, title):
            return
        self.pending.append((i, title))

    def _surname(self, i, people, title):
        gender = title[1] if title else ""
        fitting = [p for p in people if not gender or not p.gender or p.gender == gender] or people
        if title and title[0] not in {"mr", "ms", "mrs"}:
            fitting = [p for p in fitting if title[0] in p.roles] or fitting
        referent = fitting[0]
        referent.named += 1
        self._give_title(referent, title, i)
        self._take(i, i + 1, (referent,), "name", "short name of a person named in full")

    def _trusts_surname(self, i, word, known, title):
        """A surname whose bearer is never named in full: by title, by office on the article's date, or the only one."""
        common = word.low in plain_words() or word.text in column_of("first_names", "name", "gender")
        office = title[0] if title else ""
        state = self._state_near(i) if title else ""
        date = self.r.article.date
        holding = [o for o in self.r.known.offices if o.holder in known]
        fits = [
            o
            for o in holding
            if (not office or o.office == office or office in {"mr", "ms", "mrs", "leader", "senator"})
            and (not state or o.party == state)
        ]
        now = [o for o in fits if date and o.since <= date and (o.until is None or date <= o.until)]
        choice = now or (fits if title or len({o.holder for o in fits}) == 1 else [])
        if (
            not choice
            or common
            and not title
            and not (now and not self.r.is_first(i) and not self.words[i - 1].text[:1].isupper())
        ):
            return False
        referent = self.r.referent(choice[-1 if now else 0].holder, at=word.start)
        for form in short_forms(referent.keys):
            if referent not in self.r.short.setdefault(form, []):
                self.r.short[form].append(referent)
        self._give_title(referent, title, i)
        referent.named += 1
        self._take(i, i + 1, (referent,), "name", "surname of an office holder")
        return True

    def _acronyms(self):
        """ "European Union (EU)" and "EU (European Union)": the same actor."""
        for i, word in enumerate(self.words):
            if word.text != "(" or i + 2 >= len(self.words) or self.words[i + 2].text != ")":
                continue
            inside, before = self.words[i + 1], self.r.taken.get(i - 1)
            if (
                re.fullmatch(r"[A-Z]{2,7}s?", inside.key)
                and before
                and i + 1 not in self.r.taken
                and before.referents[0].type != "person"
            ):
                self.r.short.setdefault((inside.key,), []).insert(0, before.referents[0])
            elif re.fullmatch(r"[A-Z]{2,7}", inside.key) and i + 1 not in self.r.taken:
                first = i - 1
                while (
                    first > 0
                    and (self.words[first].text[:1].isupper() or self.words[first].low in {"of", "for", "the", "and"})
                    and i - first < 8
                ):
                    first -= 1
                initials = "".join(w.text[0] for w in self.words[first + 1 : i] if w.text[:1].isupper())
                if initials == inside.key:
                    start = next(k for k in range(first + 1, i) if self.words[k].text[:1].isupper())
                    referent = self.r.referent(self._spelled(start, i), type="organisation", at=self.words[start].start)
                    self._take(start, i, (referent,), "name", "name with its acronym")
                    self.r.short.setdefault((inside.key,), []).insert(0, referent)

    def _settle_pending(self):
        """Single capitalised words: kept where they act, as a person's or an organisation's name."""
        by_key = {}
        for i, title in self.pending:
            by_key.setdefault(self.words[i].key, []).append((i, title))
        for name, places in by_key.items():
            known = self.r.short.get((name,)) or self._part_of_organisation(name)
            if known:
                self._take_short_names(places, known[0])
                continue
            kind = self._judge_single(name, places)
            if kind:
                self._take_single_names(places, kind)

    def _take_short_names(self, places, referent):
        person = referent.type == "person"
        rule = "short name" if person else "short name of an organisation named in full"
        for i, _ in places:
            if i not in self.r.taken and (person or self._preposition(i) not in PLACE_PREPOSITIONS):
                self._take(i, i + 1, (referent,), "name", rule)

    def _take_single_names(self, places, kind):
        referent = None
        article = "an" if kind == "organisation" else "a"
        for i, title in places:
            if i in self.r.taken:
                continue
            if referent is None:
                party = self._party(i, i + 1, title) if kind == "person" else ""
                referent = self.r.referent(self.words[i].text, party=party, type=kind, at=self.words[i].start)
            if kind not in {"person", "organisation"} and self._preposition(i) in PLACE_PREPOSITIONS:
                continue
            self._give_title(referent, title, i)
            self._take(i, i + 1, (referent,), "name", f"single name of {article} {kind}")

    def _part_of_organisation(self, name):
        table = column_of("name_words", "word", "type")
        found = [
            r
            for r in self.r.referents.values()
            if r.type in {"organisation", "party", "company", "government", "alliance", "group"}
            and len(r.keys) > 1
            and name in r.keys
            and r.first >= 0
            and name not in word_set("adjective of many bodies")
        ]
        if (
            table.get(name) in {"other", "place"}
            or name in FAITHS
            or name.lower() in plain_words()
            and table.get(name) is None
        ):
            return []
        return found[:1] if len(found) == 1 else []

    def _judge_single(self, name, places):
        """The kind of actor that a single capitalised word names; "" where it names none, or none that is known."""
        if self._is_acronym(name) and not any(self.r.low(i + 1) == "$" for i, _ in places):
            return "organisation"
        if any(title for _, title in places):
            return "person"
        listed = name in column_of("name_words", "word", "type")
        if name.lower() in plain_words() or listed or len(name) < 3 or name in FAITHS:
            return ""
        if any(self._beside_a_body(i) for i, _ in places):
            return "organisation"
        return self._judge_by_deeds(name, places)

    def _is_acronym(self, name):
        return (
            re.fullmatch(r"[A-Z][A-Z0-9&]{1,6}", name)
            and name not in NOT_ACRONYMS
            and not self.r.shouting
            and name.lower() not in plain_words()
        )

    def _beside_a_body(self, i):
        """ "the newspaper *Kommersant*", "*Kommersant* television", "*Gazprom*'s Miller"."""
        before, after = self.r.low(i - 1), self.r.word(i + 1)
        noun = actor_nouns().get(before)
        if noun and noun["class"] == "body" and before not in word_set("body whose name does not follow"):
            return True
        if after is None:
            return False
        owned = self.r.taken.get(i + 2) if after.low == "'s" else None
        return after.low in word_set("medium") or bool(owned) and owned.referents[0].type == "person"

    def _judge_by_deeds(self, name, places):
        """Who speaks or acts is a person or an organisation, where something happens a place."""
        acts = speaks = located = 0
        for i, _ in places:
            line = self.r.line(i)
            located += self._preposition(i) in PLACE_PREPOSITIONS | {"to", "from", "near"}
            clause = line.subjects.get(i)
            acts += clause is not None and clause.predicate not in {"be", "lie", "have"}
            speaks += self._acts(i, i + 1, line) and bool(clause and clause.predicate in SAYING)
        if speaks and name in column_of("first_names", "name", "gender"):
            return "person"
        if located and located >= acts:
            return self._territory(name, places)
        if speaks:
            return "organisation" if any(self.r.low(i - 1) == "the" for i, _ in places) else "person"
        if acts and len(places) > 1 or acts > 1:
            return "organisation"
        return self._territory(name, places)

    def _territory(self, name, places):
        """ "the island *of* Anjouan": a territory that the story is about."""
        for i, _ in places:
            if self.r.low(i - 1) == "of" and self.r.low(i - 2) in word_set("part of a country") and len(places) > 1:
                return "territory"
        return ""

    # -- names within other words

    def _hyphenated(self):
        """The names in "Xi-Putin", "US-led", "pro-Russian"."""
        for i, word in enumerate(self.words):
            if "-" not in word.key or i in self.r.taken or i in self.inside:
                continue
            at = word.start
            parts = re.split(r"([-‐])", word.text)
            for part in parts:
                start, at = at, at + len(part)
                if len(part) < 2 or not part[:1].isupper():
                    continue
                referent, kind, rule = self._part(key(part), parts)
                if referent:
                    self.r.found.append(Found(start, start + len(part), i, i + 1, (referent,), kind, rule))

    def _part(self, name, parts):
        people = self.r.short.get((name,))
        if people and people[0].type == "person" and people[0].keys[:1] != (name,) or people and len(parts) == 3:
            return people[0], "name", "name within a compound"
        bearers = by_surname().get((name,), ())
        if (
            len(bearers) == 1
            and len(parts) == 3
            and not people
            and all(key(p) in self.r.known.aliases or (key(p),) in by_surname() for p in parts[::2])
        ):
            return self.r.referent(bearers[0]), "name", "name within a compound"
        aliases = [a for a in self.r.known.aliases.get(name, ()) if len(a.keys) == 1]
        if aliases and (
            aliases[0].rule.startswith(("demonym", "name of")) or aliases[0].rule in {"capital", "seat of power"}
        ):
            if name.lower() in {"african", "latin", "anglo", "afro"}:
                return None, "", ""
            kind = "demonym" if aliases[0].rule.startswith("demonym") else aliases[0].kind
            return self.r.referent(aliases[0].actor), kind, "name within a compound"
        return None, "", ""

    def _lowercase_matches(self, segments):
        """Aliases in small letters ("international community") stand in no run of capitals."""
        seen = {first for first, _, _ in segments}
        for first, alias in list(self.matches.items()):
            if first not in seen and first not in self.r.taken:
                self._known(first, first + len(alias.keys), None)


def _distance(first, second):
    """The edit distance of two words, in small letters.

    >>> _distance("Volodimir", "Volodymyr")
    2
    """
    first, second = first.lower(), second.lower()
    row = list(range(len(second) + 1))
    for i, a in enumerate(first, start=1):
        left, row[0] = row[0], i
        for j, b in enumerate(second, start=1):
            left, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, left + (a != b))
    return row[-1]
