"""Reference: descriptions and pronouns, resolved in the order of the text.

Each kind of word has its module; here the text is walked once, and every mention is put where later words find it.
"""

import functools

from analysis.actors import affiliation
from analysis.actors.antecedents import Event
from analysis.actors.pronouns import Pronouns
from analysis.actors.roster import actor_nouns, keys_of, titles_by_word
from analysis.lexicon import cell, lexicon


class References(Pronouns):
    """Descriptions and pronouns, resolved in the order of the text."""

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
                self._pronoun(line, i)
                if i in chunks:
                    self._phrase(line, chunks[i])
                for found in names.get(i, ()):
                    self._name(line, found)
                for last, referents, subject in lists:
                    if last == i:
                        self._push(last, referents, line, plural=True, subject=subject)
        affiliation.settle(self.r)
        self._speakers()

    def _name(self, line, found):
        head = found.last - 1
        if found.place:
            if found.kind in {"name", "metonym"} and found.referents[0].type in {"state", "territory"}:
                word = self.words[head]
                self.events.append(
                    Event(
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

    def _government_head(self, line, found):
        """The noun in "the US *government*", which means the state itself."""
        for chunk in line.chunks:
            head = line.first + chunk.head
            if line.first + chunk.first <= found.first <= head and self.words[head].low in {
                "government",
                "administration",
                "regime",
                "authorities",
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
                between = self.words[group[-1].last : here[j].first + (self.words[here[j].first].low == "the")]
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
            found.last
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


@functools.cache
def _persons():
    """Demonym nouns for one person (*Russian*), not those that are adjectives only (*Chinese*)."""
    return {keys_of(text)[-1] for row in lexicon("states") for text in cell(row["person"])}
