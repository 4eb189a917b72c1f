"""Pronouns of the third person, resolved by gender, number, grammar and recency; plurals may mean several actors."""

from analysis.actors.antecedents import saying
from analysis.actors.descriptions import POSSESSIVES
from analysis.actors.names import DOING
from analysis.actors.reading import Referent
from analysis.actors.roster import actor_nouns
from analysis.actors.speakers import SELF, WE, Speakers
from analysis.lexicon import word_set

MALE, FEMALE = {"he", "him", "his", "himself"}, {"she", "her", "hers", "herself"}
NEUTRAL, PLURAL = {"it", "its", "itself"}, {"they", "them", "their", "theirs", "themselves"}
REFLEXIVES = {"himself", "herself", "itself", "themselves"}
TOGETHER = word_set("bond of two")
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


class Pronouns(Speakers):
    """*He*, *she*, *it* and *they*."""

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
        if verb is not None and verb.lemma in saying() and beside and self.words[i].sentence - self.last_said <= 3:
            return (speaker,), "the speaker goes on"
        return None

    def _pleonastic(self, line, i):
        """*it* that means nothing: "it is clear that", "it seems", "it was in 2007"."""
        words = self.words[i + 1 : min(line.last, i + 9)]
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
            fits = lambda r: r.type == "person" and not r.plural and r.gender in {"", gender}
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
            fits = lambda r: r.type != "person" and not r.plural
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
            and (clause.predicate in saying() or clause.predicate in DOING)
        )

    def _subject_goes_on(self, line, i):
        """The body that is the subject before: "*NATO* said that *it* was ready", "but *it* refused"."""
        after = self.r.word(i + 1)
        if after is None or after.tag[:1] not in {"V", "M"}:
            return None
        before = [c for c in line.parse.clauses if c.subjects and line.first + c.verb < i]
        goes_on = self.r.low(i - 1) in word_set("conjunction after which a subject goes on")
        for clause in reversed(before):
            says = clause.predicate in saying()
            if not says and not (goes_on and clause is before[-1]):
                continue
            head = line.first + line.parse.chunks[clause.subjects[0]].head
            referents = self._referents_at(head)
            fits = len(referents) == 1 and referents[0].type != "person" and not referents[0].plural
            if fits and self.words[head].quoted == self.words[i].quoted:
                return referents[0]
            if says:
                return None
        return None

    def _ahead(self, line, i, gender):
        """ "In *his* speech, Bush said": the name that follows in the sentence."""
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
