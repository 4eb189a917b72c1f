"""The noun chunks of a sentence and the clauses they form, read off the order of its tagged words."""

import functools
from dataclasses import dataclass

import pandas as pd

from analysis.grammar.words import (
    ADJECTIVE_TAGS,
    BE,
    DO,
    FINITE_TAGS,
    GET,
    HAVE,
    NEGATIONS,
    NO_PREPOSITIONS,
    NOUN_TAGS,
    PARTICIPLE_TAGS,
    PARTICLES,
    PREPOSITIONS,
    QUESTION_TAGS,
    REPORTING,
    SUBORDINATORS,
    VERB_TAGS,
    plain,
    tokens,
)
from analysis.lexicon import word_set

INSIDE = NOUN_TAGS | ADJECTIVE_TAGS | {"DT", "PDT", "PRP$", "CD", "POS", "$", "#", "FW"}
BEFORE_OPENER = {"DT": {"PDT", "DT"}, "PRP$": {"PDT", "DT", "CD"}, "PDT": INSIDE}  # within a chunk
ALONE = set("this that these those both all some many each another".split())
OR_PREPOSITIONS = SUBORDINATORS - NO_PREPOSITIONS | {"than"}  # they open a clause or a phrase
NO_ONE = {"no", "neither", "nobody", "none"}
DAYS = word_set("day", "grammar_words")
TIMES = DAYS | word_set("other time", "grammar_words")
OBJECT_ACTS = word_set("verb whose object acts", "grammar_words")
PHRASE_ACTS = word_set("verb whose phrase acts", "grammar_words")
OBJECT_DEED = word_set("verb with a deed of its object", "grammar_words")
UNDOING = word_set("verb that undoes another", "grammar_words")
TWO_OBJECTS = word_set("verb with two objects", "grammar_words")
LONGEST = 60  # words that the objects of a verb may take


@dataclass(frozen=True)
class Chunk:
    """A noun with what stands before it: token numbers first to last (exclusive), its head, possessors and preposition.

    `owners` are the token ranges of possessors ("Putin's" claim); `prep` is the preposition before it, in lower case;
    `time` says that it only dates something (*last week*).
    """

    first: int
    last: int
    head: int
    owners: tuple
    prep: str
    time: bool


@dataclass(frozen=True)
class Clause:
    """A predicate and what it is said of. All numbers are those of tokens and chunks of the same Parse.

    `predicate` is the main verb's lemma and `particle` the word that completes it (*turn* away); `verb` its token,
    `first` to `last` (exclusive) the whole group; `kind` is finite, infinitive, participle or gerund; `voice` active
    or passive. `subjects` and `objects` are chunks as they stand in the text; `agents` those of a passive's *by*;
    `obliques` are (preposition, chunk). `governor` is the clause it depends on, or None; `relative` says that a
    relative pronoun opens it. `negated`; `modal` is the modal verb or *if*, "" where there is none.
    """

    predicate: str
    particle: str
    verb: int
    first: int
    last: int
    kind: str
    voice: str
    subjects: tuple
    objects: tuple
    agents: tuple
    obliques: tuple
    governor: int | None
    relative: bool
    negated: bool
    modal: str


@dataclass(frozen=True)
class Parse:
    """A sentence: its text, tokens, noun chunks and clauses."""

    text: str
    tokens: tuple
    chunks: tuple
    clauses: tuple

    @functools.cached_property
    def chunk_at(self):
        """token number -> the number of its chunk."""
        return {k: n for n, c in enumerate(self.chunks) for k in range(c.first, c.last)}

    @functools.cached_property
    def clause_at(self):
        """token number -> the number of the clause whose verb group holds it."""
        return {k: n for n, c in enumerate(self.clauses) for k in range(c.first, c.last)}

    def span(self, first, last):
        """The (start, end) in the text of tokens first to last (exclusive)."""
        return self.tokens[first].start, self.tokens[last - 1].end

    def words(self, piece):
        """The text of a chunk or clause (its verb group)."""
        start, end = self.span(piece.first, piece.last)
        return self.text[start:end]


@functools.lru_cache(maxsize=4096)
def parse(text):
    """The grammar of one sentence: tokens, noun chunks and clauses.

    Blind spot: attachments are read off the order of words; a long insertion or an inverted clause may lose its
    subject.

    >>> p = parse("Rebels, backed by Moscow, attacked the town.")
    >>> [(c.predicate, c.voice, [p.words(p.chunks[i]) for i in c.subjects]) for c in p.clauses]
    [('back', 'passive', ['Rebels']), ('attack', 'active', ['Rebels'])]
    >>> [p.words(p.chunks[i]) for i in p.clauses[0].agents]
    ['Moscow']
    """
    return structure(text, tokens(text))


def structure(text, words):
    """The grammar of words that are tagged already, as `parse` gives it.

    >>> structure("Xi left.", tokens("Xi left.")) == parse("Xi left.")
    True
    """
    chunks = _chunks(words)
    return Parse(text, tuple(words), chunks, _Reader(words, chunks).clauses())


def _tag(words, k):
    return words[k].tag if 0 <= k < len(words) else ""


def _low(words, k):
    return words[k].text.lower() if 0 <= k < len(words) else ""


# --- noun chunks ---------------------------------------------------------------------------------------------------


def _chunks(words):
    chunks, i = [], 0
    while i < len(words):
        if _stands_alone(words, i):
            end = last = i + 1
        else:
            end = _run(words, i)
            last = next((k + 1 for k in range(end - 1, i - 1, -1) if words[k].tag in NOUN_TAGS | {"CD"}), i)
        if last > i:
            chunks.append(_chunk(words, i, last))
        i = max(end, i + 1)
    return tuple(chunks)


def _stands_alone(words, i):
    """A pronoun, or a determiner without a noun: *this is*."""
    if words[i].tag == "PRP":
        return True
    right = _tag(words, i + 1) or "."
    closes = right in VERB_TAGS - PARTICIPLE_TAGS | {".", ",", "IN", "CC"}
    return words[i].tag == "DT" and words[i].lemma in ALONE and closes


def _run(words, i):
    """Where the noun phrase that starts at i ends; at i where none does."""
    j, noun = i, False
    while j < len(words) and not _ends(words, i, j, noun):
        noun = words[j].tag in NOUN_TAGS or noun and words[j].tag != "POS"
        j += 1
    return j


def _ends(words, i, j, noun):
    """Does the noun phrase from i on end before the word j? `noun` says that it has its noun already."""
    tag, left = words[j].tag, words[j - 1].tag if j > i else ""
    if tag == "POS":
        return not noun
    if tag in BEFORE_OPENER:
        return noun or bool(left) and left not in BEFORE_OPENER[tag]
    if tag == "CD" and noun and _tag(words, j + 1) in NOUN_TAGS:
        return True  # "Eritrea nine years ago"
    after_noun = noun or left and tag in NOUN_TAGS
    if after_noun and words[j].lemma in {"last", "next"} or left in NOUN_TAGS and words[j].lemma in DAYS:
        return True  # "the decision last month", "sanctions today"
    if tag in ADJECTIVE_TAGS:
        return noun and not _noun_follows(words, j)
    return tag not in INSIDE and not _quoted_noun(words, j) and (noun or not left or not _joins(words, j))


def _joins(words, j):
    """Does a word that is no part of noun phrases lead on to the noun: *most widely read*, *free and fair*?"""
    tag, after_adjective = words[j].tag, words[j - 1].tag in ADJECTIVE_TAGS
    if tag == "RB":
        return _noun_follows(words, j)
    if tag == "CC":
        return after_adjective and _tag(words, j + 1) in ADJECTIVE_TAGS
    return tag == "''" and after_adjective or _adjectival(words, j)


def _noun_follows(words, j):
    k = j + 1
    while _tag(words, k) in ADJECTIVE_TAGS | {"CD"}:
        k += 1
    return _tag(words, k) in NOUN_TAGS


def _adjectival(words, i):
    """A participle that stands before its noun: "the invading forces"."""
    before = _tag(words, i - 1) in {"DT", "PRP$", "POS", "JJ", "CD"}
    return words[i].tag in PARTICIPLE_TAGS and before and _tag(words, i + 1) in NOUN_TAGS


def _quoted_noun(words, i):
    """An opening quotation mark within a noun phrase: "the “new model”"."""
    before = _tag(words, i - 1) in {"DT", "PRP$", "JJ", "POS"}
    return words[i].tag == "''" and before and _tag(words, i + 1) in INSIDE


def _chunk(words, first, last):
    """The chunk of tokens first to last (exclusive): its head, possessors, preposition, and whether it dates."""
    head = last - 1
    if words[head].tag == "CD":  # "Putin, 69" and "March 5" keep the noun as head
        nouns = [k for k in range(first, last) if words[k].tag in NOUN_TAGS]
        head = nouns[-1] if nouns and words[nouns[-1] + 1].tag == "CD" else head
    owners, start = [], first
    for k in range(first, last):
        if words[k].tag == "POS":
            owners.append((start, k))
            start = k + 1
        elif words[k].tag == "PRP$":
            owners.append((k, k + 1))
    dates = words[head].lemma in TIMES or words[head].tag == "CD" and len(words[head].text) == 4
    return Chunk(first, last, head, tuple(owners), _preposition(words, first), dates)


def _preposition(words, first):
    """The preposition before a chunk; empty where the word opens a clause."""
    k = first - 1
    if k >= 0 and _approximate(words, first):
        k -= 1
    while k > 0 and words[k].tag in {"''", "RB", "-LRB-", "PDT"}:
        k -= 1
    low = _low(words, k)
    if _tag(words, k) not in {"IN", "TO", "VBG"} or low in NO_PREPOSITIONS:
        return ""
    if low in OR_PREPOSITIONS and _verb_follows(words, first):
        return ""
    return low if low in PREPOSITIONS | OR_PREPOSITIONS else ""


def _approximate(words, first):
    """*at least 75*, *around 400*."""
    left = words[first - 1].lemma
    least = words[first].lemma in {"least", "most"} and left == "at"
    return least or words[first].tag == "CD" and left in {"about", "around", "over", "under"}


def _verb_follows(words, first):
    """Has the noun after *after, before, since, as* a finite verb of its own, so that the word opens a clause?"""
    for k in range(first, min(len(words), first + 7)):
        if words[k].tag in FINITE_TAGS:
            return True
        if words[k].tag in PARTICIPLE_TAGS | {",", ".", ":", "IN", "TO", "''"}:
            return False
    return False


# --- clauses -------------------------------------------------------------------------------------------------------


@dataclass
class _Group:
    """A verb group while its clause is being read, with the fields of Clause; `resolved`: its subjects are known."""

    verb: int
    first: int
    last: int
    kind: str
    voice: str
    negated: bool
    modal: str
    particle: str = ""
    subjects: tuple = ()
    objects: tuple = ()
    obliques: tuple = ()
    governor: int | None = None
    relative: bool = False
    resolved: bool = False


class _Reader:
    """Reads the clauses of one sentence from left to right."""

    def __init__(self, words, chunks):
        self.words, self.chunks = words, chunks
        self.chunk_at = {k: n for n, c in enumerate(chunks) for k in range(c.first, c.last)}
        self.groups = self._groups()
        self.group_at = {k: n for n, g in enumerate(self.groups) for k in range(g.first, g.last)}

    def clauses(self):
        for g in self.groups:
            self._complements(g)
        for n in range(len(self.groups)):
            self._subjects(n)
        for g in self.groups:
            self._condition(g)
        return tuple(self._clause(g) for g in self.groups)

    def _clause(self, g):
        by = tuple(c for prep, c in g.obliques if prep == "by") if g.voice == "passive" else ()
        fields = {name: value for name, value in vars(g).items() if name != "resolved"}
        return Clause(predicate=self.words[g.verb].lemma, agents=by, **fields)

    def _lemma(self, g):
        return self.words[g.verb].lemma

    def _is(self, n, kind):
        return n is not None and self.groups[n].kind == kind

    # verb groups

    def _groups(self):
        groups, i = [], 0
        while i < len(self.words):
            if i in self.chunk_at or not self._opens(i):
                i += 1
                continue
            groups.append(self._group(i))
            i = groups[-1].last
        return groups

    def _opens(self, i):
        if self.words[i].tag != "TO":
            return self.words[i].tag in VERB_TAGS
        return _tag(self.words, self._past_adverbs(i + 1)) == "VB"

    def _past_adverbs(self, k):
        while _tag(self.words, k) == "RB":
            k += 1
        return k

    def _group(self, i):
        words, verb = self.words, self._main_verb(i)
        last = verb + 1
        helpers = [w.lemma for w in words[i:verb] if w.tag in VERB_TAGS]
        kind = self._kind(i, verb, helpers)
        passive = words[verb].tag == "VBN" and (kind == "participle" or helpers[-1:] in (["be"], ["get"]))
        modal = next((w.lemma for w in words[i:last] if w.tag == "MD"), "")
        particle = _low(words, last) if _tag(words, last) in {"RP", "RB"} else ""
        return _Group(
            verb,
            i,
            last,
            kind,
            "passive" if passive else "active",
            self._negated(i, verb),
            modal,
            particle if particle in PARTICLES else "",
        )

    def _main_verb(self, i):
        """The last verb of the group that opens at i."""
        verb, j = None, i + (self.words[i].tag == "TO")
        while j not in self.chunk_at and _tag(self.words, j) in VERB_TAGS | {"RB"}:
            if self.words[j].tag in VERB_TAGS:
                if verb is not None and not self._continues(verb, j):
                    break
                verb = j
            j += 1
        return verb

    def _continues(self, verb, j):
        low, tag = plain(self.words[verb].text).lower(), self.words[j].tag
        if self.words[verb].tag == "MD" or low in DO:
            return tag == "VB"
        for forms, tags in ((HAVE, {"VBN", "VBD"}), (BE, {"VBN", "VBG", "VBD"}), (GET, {"VBN"})):
            if low in forms:
                return tag in tags
        return False

    def _kind(self, i, verb, helpers):
        if self.words[i].tag == "TO":
            return "infinitive"
        if not helpers and self.words[verb].tag == "VBN":
            return "participle"
        gerund = self.words[i].tag == "VBG" or all(w.tag in {"RB", "VBG"} for w in self.words[i : verb + 1])
        return "gerund" if gerund else "finite"

    def _negated(self, i, verb):
        lows = {plain(w.text).lower() for w in self.words[i : verb + 1]}
        if NEGATIONS & lows or _low(self.words, i - 1) in {"not", "without", "never"}:
            return True
        # "is not wary"; "is no friend" is told by its object
        return self.words[verb].lemma == "be" and plain(_low(self.words, verb + 1)) in NEGATIONS - {"no", "neither"}

    # what follows the verb

    def _complements(self, g):
        objects, obliques, k = [], [], g.last
        for _ in range(LONGEST):
            if k in self.group_at:
                later = self.groups[self.group_at[k]]
                if later.kind != "participle" or not obliques or _tag(self.words, k - 1) not in NOUN_TAGS:
                    break
                k = later.last  # "troops from Chad stationed in the town of": the phrase goes on
            elif k in self.chunk_at:
                members, end = self._coordinated(self.chunk_at[k])
                if not self._takes(g, objects, obliques, members):
                    break
                k = end
            elif k >= len(self.words) or self._stops(k):
                break
            else:
                k += 1
        g.objects, g.obliques = tuple(objects), tuple(obliques)

    def _takes(self, g, objects, obliques, members):
        """Adds chunks to the objects or obliques of a verb; false where they belong to another clause."""
        chunk = self.chunks[members[0]]
        if chunk.prep:
            obliques += [(chunk.prep, c) for c in members]
        elif not chunk.time:
            if self._complete(g, objects, obliques, chunk) or self._is_subject(members[-1]):
                return False
            objects += members
        return True

    def _stops(self, k):
        """Do the objects of a verb end at the word k, which is in no chunk?"""
        tag, low = self.words[k].tag, _low(self.words, k)
        if tag == ",":
            after = _tag(self.words, k + 1) in {"IN", "RB", "TO"}
            return not (after and _low(self.words, k + 1) in PREPOSITIONS | {"along", "together"})
        if tag == "IN":
            opens = low == "that" or low in SUBORDINATORS and not self._prepositional(k)
            return opens and not (low == "as" and _tag(self.words, k + 1) == "JJ")
        return tag in QUESTION_TAGS | {":", ".", "WP$", "CC"}

    def _complete(self, g, objects, obliques, chunk):
        """Has the verb all it takes? One phrase may stand before the object: "vetoed on Friday the plan"."""
        places = [c for _, c in obliques if not self.chunks[c].time]
        if not objects:
            return len(places) > 1 or bool(places) and self.words[chunk.first].tag not in {"DT", "PRP$"}
        return bool(places) or self._lemma(g) not in TWO_OBJECTS

    def _prepositional(self, k):
        c = self.chunk_at.get(k + 1)
        return c is not None and bool(self.chunks[c].prep)

    def _is_subject(self, c):
        """Is the chunk followed by a finite verb that wants it: "said Putin planned"?"""
        return self._is(self.group_at.get(self._past_adverbs(self.chunks[c].last)), "finite")

    def _coordinated(self, c):
        """The chunks coordinated with c to its right, c first, and the token after the last: "Xi, Putin and Modi"."""
        members, k = [c], self.chunks[c].last
        while True:
            j = k
            while _tag(self.words, j) in {",", "CC", "''"} and j - k < 3:
                j += 1
            c = self.chunk_at.get(j)
            if j == k or c is None or self.chunks[c].first != j or self.chunks[c].time or self._is_subject(c):
                return members, k
            if not self._joined(k, j) and not self._list_closes(c):
                return members, k
            members.append(c)
            k = self.chunks[c].last

    def _joined(self, low, high):
        """Is there an *and* from the word low up to the word high (exclusive)?"""
        return any(self.words[m].tag == "CC" for m in range(low, high))

    def _list_closes(self, c):
        """After a comma: a name in apposition, or a list that ends in *and*."""
        k = self.chunks[c].last
        for _ in range(6):
            if k >= len(self.words) or self.words[k].tag == "CC":
                return True
            if self.words[k].tag != "," or k + 1 not in self.chunk_at:
                break
            k = self.chunks[self.chunk_at[k + 1]].last
        return _tag(self.words, k) in {",", ".", "IN"}

    # what stands before it

    def _subjects(self, n):
        g = self.groups[n]
        if not g.resolved:
            g.resolved = True
            if g.kind == "finite":
                g.subjects = self._finite(n)
            else:
                g.governor, g.subjects = self._controlled(n) if g.kind == "infinitive" else self._participial(n)
        return g.subjects

    def _governed(self, n):
        """A governor and its subjects, which are those of the clause it governs; (None, ()) where there is none."""
        return n, (() if n is None else self._subjects(n))

    def _next_finite(self, n):
        return next((m for m in range(n + 1, len(self.groups)) if self.groups[m].kind == "finite"), None)

    def _back(self, k, tags):
        while k >= 0 and self.words[k].tag in tags:
            k -= 1
        return k

    def _controlled(self, n):
        """The governor and subjects of an infinitive."""
        k = self._back(self.groups[n].first - 1, {"RB", ",", "''"})
        c, before = self.chunk_at.get(k), n - 1 if n else None
        if _tag(self.words, k) == "CC":  # "to find and to arrest"
            for m in range(n - 1, -1, -1):
                if self.groups[m].kind == "infinitive":
                    return self.groups[m].governor, self._subjects(m)
        if c is not None and self.chunks[c].prep == "for":  # "for Kiev to join"
            return before, (c,)
        if before is None:  # "To stop him, Berlin closed …"
            after = n + 1 if n + 1 < len(self.groups) else None
            return after, self._subjects(after) if self._is(after, "finite") else ()
        if c is None:
            return self._governed(before)
        return before, self._controllers(before, c)

    def _controllers(self, before, c):
        """Who is to do what stands in an infinitive behind the verb group `before` and the chunk c."""
        u = self.groups[before]
        if c in u.objects and self._lemma(u) in OBJECT_ACTS and u.voice == "active":
            return u.objects
        if self.chunks[c].owners and c not in u.objects:
            return ()
        obliques = tuple(m for prep, m in u.obliques if prep in {"on", "for", "with", "to"})
        return obliques if c in obliques and self._lemma(u) in PHRASE_ACTS else self._subjects(before)

    def _participial(self, n):
        """The governor and subjects of a participle or gerund."""
        first, before = self.groups[n].first, n - 1 if n else None
        k = self._back(first - 1, {"RB", ",", "''", "-LRB-"})
        comma = any(self.words[m].tag == "," for m in range(k + 1, first))
        if _tag(self.words, k) == "-RRB-":
            k = self._opening(k)
        c = self.chunk_at.get(k)
        if k < 0 or before is None and c is None:
            return self._governed(self._next_finite(n))
        if before is not None and self.words[k].tag == "CC":
            return self.groups[before].governor, self._subjects(before)
        if c is None:
            return self._participial_behind_word(before, k)
        if self.groups[n].kind == "participle" or not comma:
            return self._participial_behind_chunk(n, before, c, comma)
        # ", telling reporters": what the clause before is about
        earlier = range(n - 1, -1, -1)
        main = next((m for m in earlier if self._is(m, "finite") and not self.groups[m].relative), before)
        return self._governed(main) if main is not None else (None, self._together(self._climb(c)))

    def _participial_behind_word(self, before, k):
        """*denies planning*, *accused Kiev of breaking*."""
        u = self.groups[before]
        if _low(self.words, k) in {"for", "of", "from", "as"} and self._lemma(u) in OBJECT_DEED:
            return before, (u.objects if u.voice == "active" else ()) or self._subjects(before)
        return self._governed(before)

    def _participial_behind_chunk(self, n, before, c, comma):
        """*the man arrested on Monday*, *saw him leaving*."""
        if self.chunks[c].time and before is not None:
            return self._governed(before)
        u = self.groups[before] if before is not None else None
        if self.groups[n].kind == "gerund" and u and c in u.objects and self._lemma(u) not in OBJECT_DEED:
            return before, (c,)
        return before, self._together(self._climb(c) if comma else c)

    def _climb(self, c):
        """From a noun in a prepositional phrase to the noun it hangs on: "leaders of the bloc" from "the bloc"."""
        for _ in range(4):
            k = self.chunks[c].first - 2
            if not self.chunks[c].prep or k not in self.chunk_at:
                return c
            c = self.chunk_at[k]
        return c

    def _together(self, c):
        """A subject chunk with those coordinated or in apposition to its left, in order."""
        chunks, k = [c], self.chunks[c].first - 1
        while k > 0 and not self.chunks[chunks[-1]].prep:
            j = k
            while j > 0 and self.words[j].tag in {",", "CC", "''", "RB"} and k - j < 3:
                j -= 1
            other = self.chunk_at.get(j)
            if j == k or other is None or self.chunks[other].time:
                break
            root = self._climb(other)
            if self._object_of(root) is not None or self.chunks[root].prep:
                break
            chunks.append(root)
            k = self.chunks[root].first - 1
        return tuple(reversed(chunks))

    def _object_of(self, c):
        return next((n for n, g in enumerate(self.groups) if c in g.objects), None)

    def _finite(self, n):
        """The subjects of a finite verb, looked for to its left."""
        k, first = self.groups[n].first - 1, self.groups[n].first
        while k >= 0:
            if self.words[k].tag == "-RRB-":
                k = self._opening(k) - 1
            elif self._is_relative(k, first):
                self.groups[n].relative = True
                return self._antecedent(k)
            elif self.words[k].tag == "CC":
                shared = k - 1 in self.group_at or not any(m in self.chunk_at for m in range(k + 1, first))
                return self._shared(n, k) if shared else ()
            elif k in self.group_at:
                u = self.groups[self.group_at[k]]
                if not self._inserted(u):
                    return self._shared(n, k + 1) if self.words[first - 1].tag in {",", "RB"} else self._after(n)
                k = self._before(u)
            elif k in self.chunk_at:
                further = self._past_chunk(n, self.chunk_at[k])
                if further is None:
                    return self._subject_at(n, self.chunk_at[k], k)
                k = further
            elif self._separates(k):
                break
            else:
                k -= 1
        return self._after(n)

    def _is_relative(self, k, first):
        """A relative pronoun, or *that* between a noun and the verb group that opens at `first`."""
        if self.words[k].tag in {"WP", "WDT"}:
            return True
        that = _low(self.words, k) == "that" and self.words[k].tag != "DT"
        return that and k in (first - 1, first - 2) and _tag(self.words, k - 1) in NOUN_TAGS

    def _past_chunk(self, n, c):
        """The word to look at next where the chunk c is no subject of the verb group n; None where it is."""
        chunk, owner = self.chunks[c], self._owner(n, c)
        if chunk.time or chunk.prep:
            return chunk.first - (1 if chunk.time else 2)
        return self._before(owner) if owner and self._inserted(owner) else None

    def _subject_at(self, n, c, k):
        if not self._owner(n, c):
            return self._together(c)
        return self._shared(n, k + 1) if self.words[self.groups[n].first - 1].tag in {",", "''"} else (c,)

    def _owner(self, n, c):
        """The verb group before n whose object the chunk c is, so that c cannot well be the subject of n."""
        m = self._object_of(c)
        owned = m is not None and m < n and self._lemma(self.groups[m]) not in REPORTING
        return self.groups[m] if owned else None

    def _before(self, u):
        """The word before a verb group and the relative pronoun that opens its clause: ", backed by Moscow,"."""
        k = u.first - 1
        return k - (_tag(self.words, k) in {"WP", "WDT"})

    def _separates(self, k):
        word, low = self.words[k], _low(self.words, k)
        if word.tag == "IN":
            return low == "that" or low in SUBORDINATORS - {"as"}
        return word.tag == "." or word.tag == ":" and low != "-"

    def _inserted(self, u):
        return u.kind != "finite" or _tag(self.words, u.first - 1) in {"WP", "WDT"}

    def _opening(self, k):
        """The word before the brackets that close at k."""
        while k > 0 and self.words[k].tag != "-LRB-":
            k -= 1
        return k - 1

    def _antecedent(self, k):
        """The noun that a relative pronoun at k stands for."""
        person = _low(self.words, k) == "who"
        k = self._back(k - 1, {",", "''", "IN", "RB", "JJR"})
        if _tag(self.words, k) == "-RRB-":
            k = self._opening(k)
        c = self.chunk_at.get(k)
        if c is None:
            return ()
        local = self.chunks[c].prep in {"in", "at", "from"} and self._head_tag(c) in {"NNP", "NNPS"}
        if person and local and self._head_tag(self._climb(c)) in {"NNS", "NN"}:
            return self._together(self._climb(c))
        return (c,)

    def _head_tag(self, c):
        return self.words[self.chunks[c].head].tag

    def _shared(self, n, k):
        """The subject of the finite verb before, for "came and saw"."""
        before = range(n - 1, -1, -1)
        m = next((m for m in before if self.groups[m].kind == "finite" and self.groups[m].first < k), None)
        return self._governed(m)[1]

    def _after(self, n):
        """An inverted subject: "said the minister"."""
        g = self.groups[n]
        if self._lemma(g) in REPORTING and g.objects and g.voice == "active":
            subjects, g.objects = g.objects, ()
            return subjects
        return ()

    # what reaches it from outside

    def _condition(self, g):
        """Negation and condition that reach a clause from outside it."""
        if g.governor is not None and g.kind != "finite":
            self._governing(g, self.groups[g.governor])
        if any(_low(self.words, self.chunks[c].first) in NO_ONE for c in g.subjects + g.objects):
            g.negated = not g.negated
        if g.kind == "finite" and not g.modal:
            start = min((self.chunks[c].first for c in g.subjects), default=g.first)
            if _low(self.words, start - 1) in {"if", "unless", "whether"}:
                g.modal = "if"

    def _governing(self, g, u):
        if u.first >= g.first or any(self.words[k].tag == "," for k in range(u.last, g.first)):
            return
        if self._lemma(u) in UNDOING and not u.negated:
            g.negated = True
        if g.kind == "infinitive" and not g.modal:
            g.modal = u.modal or "to"


COLUMNS = """sentence paragraph predicate voice kind subject object agent negated modal start end text
    clean_text""".split()


def clauses(article):
    """Every clause of an article, one row a clause; columns as in COLUMNS.

    `subject`, `object` and `agent` are the words of the chunks, joined by "; "; start, end, text and clean_text are
    those of the verb group. Blind spot: that of `parse`.

    >>> from analysis.article import from_text
    >>> table = clauses(from_text("Kiev was not attacked by Minsk."))
    >>> table[["predicate", "voice", "subject", "agent", "negated"]].values.tolist()
    [['attack', 'passive', 'Kiev', 'Minsk', True]]
    """
    rows = []
    for line in article.sentences.itertuples():
        parsed = parse(line.clean_text)
        for c in parsed.clauses:
            ends = {"subject": c.subjects, "object": c.objects, "agent": c.agents}
            words = {end: "; ".join(parsed.words(parsed.chunks[n]) for n in chunks) for end, chunks in ends.items()}
            start, end = (line.clean_start + place for place in parsed.span(c.first, c.last))
            facts = {name: getattr(c, name) for name in ("voice", "kind", "negated", "modal")}
            place = {"sentence": line.sentence, "paragraph": line.paragraph, **article.span(start, end)}
            rows.append({"predicate": f"{c.predicate} {c.particle}".strip(), **facts, **words, **place})
    return pd.DataFrame(rows, columns=COLUMNS)
