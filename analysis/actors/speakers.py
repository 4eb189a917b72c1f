"""Speakers: *I* in a quotation is who speaks it, *we* the state or body he speaks for."""

from analysis.actors.antecedents import saying
from analysis.actors.descriptions import KIN, OFFICE_WORDS, Descriptions
from analysis.lexicon import word_set

SELF, WE = {"i", "me", "my", "mine", "myself"}, {"we", "us", "our", "ours", "ourselves"}


class Speakers(Descriptions):
    """The first person in quotations."""

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
            c for c in line.parse.clauses if c.predicate in saying() and not self.words[line.first + c.verb].quoted
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
