"""One reader of a sentence: by which words one actor stands for or against another, or for or against an issue.

The words are the rows of predicates.csv, the grammar says who stands in their places, and `_signed` what becomes of
their sign. What is denied, supposed or to come is marked so.
"""

import bisect
import functools
import itertools
import re
from dataclasses import dataclass

from analysis import grammar
from analysis.lexicon import lexicon, word_set
from analysis.stance.issues import issue_of

HEDGES = word_set("hedge", "stance_words")
REFUSING = word_set("verb of refusing", "stance_words")  # what it does to the act it governs: "refused to support"
DENYING = word_set("verb of denying", "stance_words")
WEIGHING = word_set("verb of weighing", "stance_words")
ACCUSING = word_set(
    "verb of accusing", "stance_words"
)  # in the passive, nobody says who does: "is accused of attacking"
ACQUITTING = word_set("verb of acquitting", "stance_words")
REJECTING = word_set("verb of rejecting a claim", "stance_words")
CLAIMS = word_set("noun of a claim", "stance_words")
COPULAS = word_set("copula", "stance_words")
NAMING = word_set("verb of naming", "stance_words")
HYPOTHETICAL = {"would", "could", "may", "might", "if", "can"}
MOST = 20  # actors in one place of a clause; of a longer list the others stand for or against nobody
INNER = {"of", "from", "in", "within", "inside", "at", "near", "around", "across", "on", "into", "between"}


@dataclass(frozen=True)
class Place:
    """Where an actor or issue stands in a sentence: characters of the sentence, and a key that says which."""

    start: int
    end: int
    key: object


@dataclass(frozen=True)
class Finding:
    """A relation that one sentence states between two places, with the words that state it.

    `toward` is `actor` or `issue`; `hold` is `direct` where both are heads of arguments, `within` where one only stands
    within an argument, `loose` where the target stands somewhere behind the predicate.
    """

    source: Place
    target: Place
    stance: int
    expression: str
    intensity: float
    status: str
    hedge: str
    rule: str
    start: int
    end: int
    toward: str = "actor"
    hold: str = "direct"


@functools.cache
def predicates(pos):
    """lemma -> rows of predicates.csv of one part of speech, those with a second word first."""
    rows = {}
    for row in lexicon("predicates"):
        if row["pos"] == pos:
            rows.setdefault(row["lemma"], []).append(row)
    return {
        word: sorted(some, key=lambda row: (not row["with"], row["target"] == "object")) for word, some in rows.items()
    }


@functools.lru_cache(maxsize=4096)
def read(sentence, places):
    """What a sentence states between places, and of them toward issues, as a tuple of Findings, by rules alone.

    >>> findings = read("Kiev condemned Minsk.", (Place(0, 4, "Ukraine"), Place(15, 20, "Belarus")))
    >>> [(f.source.key, f.target.key, f.stance, f.rule) for f in findings]
    [('Ukraine', 'Belarus', -1, 'verb: condemn')]
    """
    return tuple(Sentence(sentence, places).findings()) if places else ()


class Sentence:
    """One sentence with its grammar and the places of its actors."""

    def __init__(self, text, places):
        self.parsed = grammar.parse(text)
        self.tokens, self.chunks, self.clauses = self.parsed.tokens, self.parsed.chunks, self.parsed.clauses
        self.chunk_at = {k: n for n, c in enumerate(self.chunks) for k in range(c.first, c.last)}
        self.place_at, starts, ends = {}, [t.start for t in self.tokens], [t.end for t in self.tokens]
        for place in places:
            for k in range(bisect.bisect_right(ends, place.start), bisect.bisect_left(starts, place.end)):
                self.place_at.setdefault(k, []).append(place)
        self.open = []  # (sources, row, first, last, status, sign) of predicates whose target no argument names
        self.neutral = False  # does a request or a statement pass from an actor to another?
        self.hedge = next((t.lemma for t in self.tokens if t.lemma in HEDGES), "")

    def findings(self):
        """What is stated, the first of those that say the same."""
        unique = {}
        for f in (*self.of_clauses(), *self.of_nouns()):
            if f.source.key != f.target.key:
                unique.setdefault((f.source, f.target, f.toward == "issue" or f.stance), f)
        return list(unique.values())

    # --- who a noun chunk speaks of

    def actors(self, n, *, depth=0):
        """The places a chunk refers to: its head's, else those within it, else those of the phrase that hangs on it."""
        chunk = self.chunks[n]
        inside = self.place_at.get(chunk.head) or self._placed(chunk.first, chunk.last)
        if inside:
            return tuple(dict.fromkeys(inside))
        if depth < 3 and n + 1 < len(self.chunks):
            after = self.chunks[n + 1]
            if after.prep in INNER and 0 < after.first - chunk.last <= 2:
                others = (p for other in self._joined(n + 1) for p in self.actors(other, depth=3))
                return tuple(dict.fromkeys((*self.actors(n + 1, depth=depth + 1), *others)))
        return self._same_speaker(n)

    def _placed(self, first, last):
        return [place for k in range(first, last) for place in self.place_at.get(k, ())]

    def _joined(self, n):
        """The chunks that commas and an *and* join to the right of chunk n."""
        k = n
        while k + 1 < len(self.chunks):
            gap = self.tokens[self.chunks[k].last : self.chunks[k + 1].first]
            if not 0 < len(gap) <= 2 or any(t.tag not in {",", "CC"} for t in gap):
                break
            k += 1
        between = self.tokens[self.chunks[n].last : self.chunks[k].first]
        return range(n + 1, k + 1) if any(t.tag == "CC" for t in between) else ()

    def _same_speaker(self, n):
        """The subject that a pronoun takes up in reported speech: "Kiev said it would join"."""
        if self.tokens[self.chunks[n].head].tag != "PRP":
            return ()
        report = self._report_before(self.chunks[n].first)
        subjects = report.subjects if report else ()
        return tuple(p for s in subjects if s != n for p in self.place_at.get(self.chunks[s].head, ()))

    def _report_before(self, token):
        reports = [
            c for c in self.clauses if c.last <= token and c.kind == "finite" and c.predicate in grammar.REPORTING
        ]
        return reports[-1] if reports else None

    def all_of(self, chunks):
        """The places that some chunks refer to, at most MOST of them."""
        return tuple(dict.fromkeys(itertools.islice((p for n in chunks for p in self.actors(n)), MOST)))

    def hanging(self, n, preps):
        """The places in phrases that hang on chunk n by one of the prepositions."""
        places, k = [], n
        while k + 1 < len(self.chunks) and self._hangs(k, far=k > n):
            k += 1
            if self.chunks[k].prep in preps:
                places += self.all_of((k, *self._joined(k)))
        return tuple(dict.fromkeys(places))[:MOST]

    def _hangs(self, k, far):
        """Does the chunk behind chunk k still belong to its phrase?"""
        after = self.chunks[k + 1]
        gap = self.tokens[self.chunks[k].last : after.first]
        if len(gap) > 3 or any(t.tag in {",", ":", "."} for t in gap):
            return False
        if any(t.tag in grammar.VERB_TAGS - grammar.PARTICIPLE_TAGS for t in gap):
            return False
        return bool(after.prep or after.time or far and len(gap) == 1)

    # --- clauses: a verb, or what stands behind *be* or *call*

    def of_clauses(self):
        """ "Kiev condemned Minsk", "Kiev is wary of Minsk", "The plan angered Kiev", "Kiev called the plan illegal"."""
        for c in self.clauses:
            rows = [row for row in self._rows(c) if self._completed(c, row)]
            yield from self._toward_actors(c, [row for row in rows if row["toward"] != "issue"])
            for row in rows:
                if row["toward"] != "actor" and row["sign"] != "0":
                    sources, slots = self._slots(c, row)
                    yield from self._toward_issues(
                        row, self.all_of(sources), slots, c.first, c.last, self._signed(row, c)
                    )

    def _rows(self, c):
        """The predicates that a clause may state: its verb's, and those of the words that complete it."""
        rows = list(predicates("verb").get(c.predicate, ()))
        if c.predicate in COPULAS:
            kinds, words = ("complement", "role"), self._behind(c.last, c.objects)
        elif c.predicate in NAMING:
            called = () if c.voice == "passive" else c.objects[:1]
            words = self._behind(max([c.last, *(self.chunks[n].last for n in called)]), c.objects[1:])
            kinds = ("verdict",)
        else:
            kinds, words = ("complement",), [self.tokens[c.verb].text.lower()] if c.voice == "passive" else []
        return rows + [row for kind in kinds for word in words for row in predicates(kind).get(word, ())]

    def _behind(self, end, objects):
        """The words that complete a clause: up to three behind its end, and the heads of objects."""
        near = [k for k in range(end, min(end + 3, len(self.tokens))) if self._is_no_modifier(k)]
        words = [self.tokens[k] for k in dict.fromkeys([*near, *(self.chunks[n].head for n in objects)])]
        if any(grammar.plain(t.text).lower() in grammar.NEGATIONS for t in self.tokens[end : end + 3]):
            return []
        return list(dict.fromkeys(form for t in words for form in (t.text.lower(), grammar.singular(t.lemma))))

    def _is_no_modifier(self, k):
        return k not in self.chunk_at or self.chunks[self.chunk_at[k]].head == k

    def _completed(self, c, row):
        """Has the clause the second word of a predicate: a particle, or the head of its object?"""
        if not row["with"]:
            return True
        after = self.tokens[c.verb + 1].lemma if c.verb + 1 < len(self.tokens) else ""
        heads = (grammar.singular(self.tokens[self.chunks[n].head].lemma) for n in c.objects)
        return not {c.particle, after, *heads}.isdisjoint(row["with"].split("|"))

    def _slots(self, c, row):
        """(the chunks in the place of the source, those in the place of the target) of a predicate in its clause."""
        turned = c.voice == "passive" and row["pos"] in {"verb", "verdict"}
        doers, undergoers = (c.agents, c.subjects) if turned else (c.subjects, c.objects)
        if row["target"] == "subject":
            return undergoers, doers
        if row["target"] == "object":
            return doers, undergoers[:1] if row["pos"] == "verdict" else undergoers
        return doers, tuple(n for prep, n in c.obliques if prep in row["target"].split("|"))

    def _toward_actors(self, c, rows):
        """The findings of the first predicate that the clause states between actors."""
        for row in rows:
            slots = self._slots(c, row)
            sources, targets = map(self.all_of, slots)
            if row["sign"] == "0":
                self.neutral = self.neutral or bool(sources and self._placed(c.last, len(self.tokens)))
                return
            pairs = list(itertools.product(sources, targets))
            if row["symmetric"]:
                pairs = (
                    [*pairs, *(pair[::-1] for pair in pairs)] if targets else self._each_other(self.all_of(c.subjects))
                )
            signed = self._signed(row, c)
            if pairs:
                yield from (self._finding(row, *pair, c.first, c.last, *signed) for pair in pairs)
                return
            self.open += [(sources, row, c.first, c.last, *signed)] if sources and c.voice == "active" else []

    def _each_other(self, places):
        """Ordered pairs of places that do not stand on the same words."""
        return [(a, b) for a, b in itertools.permutations(places, 2) if a.end <= b.start or b.end <= a.start]

    def _toward_issues(self, row, sources, chunks, first, last, signed):
        """The findings of sources on the issues that chunks name, stated by the tokens first to last."""
        for n in chunks:
            words = issue_of(self.parsed, self.chunks[n])
            if words is None or self.place_at.get(self.chunks[n].head):
                continue
            start, end = self.parsed.span(*words)
            issue = Place(start, end, self.parsed.text[start:end])
            for a in sources:
                if a.end <= start or end <= a.start or a.start == start and a.end < end:
                    yield self._finding(row, a, issue, first, last, *signed, toward="issue")

    # --- what becomes of a sign

    def _signed(self, row, c=None, *, noun=None):
        """(status, sign) of a predicate in its clause, or of a noun in one or alone: no sign is turned elsewhere."""
        sign, governor = int(row["sign"]), self.clauses[c.governor] if c and c.governor is not None else None
        if noun is not None and self._without(noun):
            return "denied", sign
        if c is None:
            return "stated", sign
        if noun is not None and self._reverses(c):
            sign = -sign  # "lifted sanctions"
        if sign > 0 and self._refused(c, governor):
            return "stated", -1
        if noun is None and row["target"] != "object" and self._not_to_be(c):
            sign = -sign  # "lobbied for Kiev not to be admitted"
        return self._status(c, governor), sign

    def _without(self, n):
        chunk = self.chunks[n]
        return any(t.lemma in {"no", "without"} for t in self.tokens[max(0, chunk.first - 1) : chunk.head])

    def _reverses(self, c):
        return any(self._completed(c, row) for row in predicates("reverse").get(c.predicate, ()))

    def _refused(self, c, governor):
        """ "refused to support", "will not recognise"."""
        refusing = governor and governor.predicate in REFUSING and not governor.negated
        return c.kind == "infinitive" and refusing or c.negated and c.modal in {"will", "would", "shall"}

    def _not_to_be(self, c):
        return any(d.kind == "infinitive" and d.negated and d.governor == self.clauses.index(c) for d in self.clauses)

    def _status(self, c, governor):
        governed = governor if c.kind != "finite" else None
        if governed and (
            governed.predicate in WEIGHING or governed.predicate in ACCUSING and governed.voice == "passive"
        ):
            return "hypothetical"
        if governed and governed.predicate in ACQUITTING:
            return "denied"
        if c.negated or governed and governed.negated or self._disowned(c):
            return "denied"
        if c.modal in {"will", "shall"}:
            return "future"
        modals = {c.modal, governed.modal if governed and c.kind == "infinitive" else ""}
        return "stated" if modals.isdisjoint(HYPOTHETICAL | {"will"}) else "hypothetical"

    def _disowned(self, c):
        """Is the clause what is denied, "denied that it attacked Kiev", or what a denied claim says?"""
        denials = [d for d in self.clauses if d.predicate in DENYING and d.voice == "active" and not d.negated]
        said = any(self._said_by(denial) == c.subjects for denial in denials if denial.first < c.first)
        return said or c.kind == "finite" and self._rejected_claim(c)

    def _rejected_claim(self, c):
        """Is the clause what a claim says that somebody rejects, or that there is none of: "no proof that it did"?"""
        begins = min((self.chunks[n].first for n in c.subjects), default=c.first)
        claim = next((n for n, chunk in enumerate(self.chunks) if begins - 2 <= chunk.last <= begins), None)
        if claim is None or self.tokens[self.chunks[claim].head].lemma not in CLAIMS:
            return False
        rejected = (d for d in self.clauses if d.predicate in REJECTING and not d.negated)
        return self._without(claim) or any(claim in d.objects for d in rejected)

    def _said_by(self, report):
        """The subjects of the clause that says what a report says; None where there is none."""
        content = next((d for d in self.clauses if d.first >= report.last and d.subjects), None)
        if content is None or content.kind != "finite":
            return None
        return content.subjects if not report.objects or report.objects[0] in content.subjects else None

    # --- nouns

    def of_nouns(self):
        """ "Kiev's criticism of Minsk", "Kiev imposed sanctions on Minsk", "talks between Kiev and Minsk"."""
        for n, chunk in enumerate(self.chunks):
            if self.place_at.get(chunk.head):
                continue  # part of a name
            word = self.tokens[chunk.head].text.lower()
            forms = (word, grammar.singular(word), grammar.singular(re.split("[-‐]", word)[-1]))  # "cyber-attacks"
            for row in next((rows for form in forms if (rows := predicates("noun").get(form))), ()):
                yield from self._of_noun(n, row)

    def _of_noun(self, n, row):
        chunk, preps = self.chunks[n], set(row["target"].split("|"))
        c = self._clause_of(n)
        lender = c if c and (c.predicate in predicates("light") or self._reverses(c)) else None
        lent = self.all_of(lender.agents if lender.voice == "passive" else lender.subjects) if lender else ()
        inside = tuple(dict.fromkeys(self._placed(chunk.first, chunk.head)))
        sources = self.hanging(n, {"by"} | ({"from"} - preps)) or inside or lent
        targets = self.hanging(n, preps - {"by"}) or self._obliques(c, preps - {"of", "in"})
        signed = self._signed(row, lender, noun=n)
        if row["toward"] != "issue":
            both = tuple(dict.fromkeys((*sources, *targets)))
            pairs = self._each_other(both) if row["symmetric"] else itertools.product(sources, targets)
            yield from (self._finding(row, *pair, chunk.first, chunk.last, *signed) for pair in pairs)
            self.open += (
                [] if targets or not lent or sources != lent else [(lent, row, chunk.first, chunk.last, *signed)]
            )
        if row["toward"] != "actor":
            yield from self._toward_issues(row, sources, self._next(n, preps), chunk.head, chunk.head + 1, signed)

    def _clause_of(self, n):
        """The clause that has chunk n for its object, or for the subject of its passive."""
        return next((c for c in self.clauses if n in c.objects or c.voice == "passive" and n in c.subjects), None)

    def _obliques(self, c, preps):
        return self.all_of(k for prep, k in c.obliques if prep in preps) if c else ()

    def _next(self, n, preps):
        """The chunk right behind chunk n, where it hangs on it by one of the prepositions."""
        after = self.chunks[n + 1 : n + 2]
        return [n + 1 for chunk in after if chunk.first - self.chunks[n].last == 1 and chunk.prep in preps]

    # --- findings

    def loose(self):
        """Findings of predicates whose target stands somewhere behind them in the same clause."""
        for sources, row, first, last, status, sign in self.open:
            end = next((c.first for c in self.clauses if c.kind == "finite" and c.first > last), len(self.tokens))
            behind = [p for p in dict.fromkeys(self._placed(last, end)) if p not in sources][:MOST]
            for a, b in itertools.product(sources, behind):
                if self._is_head(a) and self._is_head(b):
                    yield self._finding(row, a, b, first, last, status, sign, hold="loose")

    def _is_head(self, place):
        return any(place in self.place_at.get(c.head, ()) for c in self.chunks)

    def _finding(self, row, source, target, first, last, status, sign, *, toward="actor", hold=""):
        low, high = self.parsed.span(first, last)
        start, end = min(low, source.start, target.start), max(high, source.end, target.end)
        intensity = abs(float(row["intensity"] or 0)) * sign
        rule = f"{row['pos']}: {row['lemma']} {row['with'] if '|' not in row['with'] else ''}".strip()
        hold = hold or ("direct" if self._is_head(source) and self._is_head(target) else "within")
        return Finding(
            source, target, sign, row["expression"], intensity, status, self.hedge, rule, start, end, toward, hold
        )
