"""A parser in place of the rules of `clauses`: the same Parse, read off a spaCy pipeline's dependency tree.

Words, lemmas and the marks' tags stay those of `clauses`, so that every word list fits either reading.
"""

import functools
from contextlib import contextmanager
from dataclasses import replace

from analysis import clauses, sentiment, stance

MODEL = "en_core_web_sm"
LONGEST = 250  # words: what is longer is no sentence, and is left to the rules
UNREAD = ["ner", "lemmatizer", "attribute_ruler", "senter", "textcat"]  # parts of a pipeline that nothing here asks
# what a parser's tags are called among those of the rules
TAGS = {"HYPH": ":", "NFP": "SYM", "AFX": "JJ", "ADD": "NN", "XX": "NN", "LS": "CD", "``": "''"}

HELPERS = {"aux", "auxpass"}
SUBJECTS = {"nsubj", "nsubjpass"}
OBJECTS = {"dobj", "attr", "dative", "oprd"}
ARGUMENTS = SUBJECTS | OBJECTS | {"pobj", "appos"}
BEFORE_NOUN = set("det predet amod compound nmod poss nummod quantmod advmod neg punct case".split())
COMPLEMENTS = {"ccomp", "xcomp"}
JOINED = {"conj", "appos"}
NO_PREDICATE = HELPERS | {"amod", "compound", "prep", "nmod", "case", "punct"}
DENYING = {"neg", "advmod", "preconj"}
RELATIVE_TAGS = {"WDT", "WP"}
AIMED_AT = {"on", "for", "with", "to"}  # whom one calls on, appeals to, presses for
CALLING = {"call", "press", "push", "wait", "appeal", "lobby", "plead", "prevail"}


class ParserError(Exception):
    """A parser that cannot be used, with one line that says why."""


@contextmanager
def use(model=MODEL):
    """Let an installed English spaCy pipeline read the grammar of all that is read within the `with` block.

    `model` is the pipeline's name; ParserError where spaCy or the pipeline is missing, or is no parser of English.
    Blind spot: a parser errs too, most on headlines, and reads a tenth as many sentences a second as the rules; see
    tests/benchmarks/parsers.py for both measured. Source: Honnibal et al. 2020 (spaCy).

    >>> with use("no_such_pipeline"):  # doctest: +IGNORE_EXCEPTION_DETAIL
    ...     pass
    Traceback (most recent call last):
    analysis.parsing.ParserError: the reason
    """
    chosen = clauses.PARSER.set(_parser(model))
    _forget()
    try:
        yield
    finally:
        clauses.PARSER.reset(chosen)
        _forget()


def installed():
    """The names of the English spaCy pipelines that are installed, in alphabetical order; empty without spaCy.

    >>> isinstance(installed(), tuple)
    True
    """
    try:
        import spacy
    except ImportError:
        return ()
    return tuple(sorted(name for name in spacy.util.get_installed_models() if name.startswith("en_")))


def _forget():
    """Empty what is remembered of sentences by another reading of their grammar."""
    for remembered in (stance.read, stance._disowned, sentiment.effects):
        remembered.cache_clear()


@functools.cache
def _parser(model):
    """The function from a sentence to its Parse by a pipeline."""
    pipeline = _load(model)

    @functools.lru_cache(maxsize=4096)
    def parse(text):
        words = clauses.tokens(text)
        if not 0 < len(words) <= LONGEST:
            return clauses.by_rules(text)
        return _Tree(text, words, pipeline(_document(pipeline, words))).parse()

    return parse


def _load(model):
    try:
        import spacy
    except ImportError:
        raise ParserError("spaCy is not installed: pip install 'framing-notebooks[parse]'") from None
    try:
        pipeline = spacy.load(model, exclude=UNREAD)
    except OSError:
        there = ", ".join(installed()) or "none"
        advice = f"python -m spacy download {model}; installed: {there}"
        raise ParserError(f"{model}: no such spaCy pipeline ({advice})") from None
    if pipeline.lang != "en" or "parser" not in pipeline.pipe_names:
        raise ParserError(f"{model}: not a pipeline that parses English")
    return pipeline


def _document(pipeline, words):
    """The words as a document of one sentence."""
    from spacy.tokens import Doc

    ends = [later.start > word.end for word, later in zip(words, words[1:])] + [False]
    starts = [True] + [False] * (len(words) - 1)
    return Doc(pipeline.vocab, words=[clauses.plain(word.text) for word in words], spaces=ends, sent_starts=starts)


class _Tree:
    """Reads chunks and clauses off a parsed document."""

    def __init__(self, text, words, doc):
        self.text, self.doc = text, doc
        self.words = tuple(self._tagged(word, token) for word, token in zip(words, doc))
        self.chunks = self._chunks()
        self.chunk_at = {k: n for n, c in enumerate(self.chunks) for k in range(c.first, c.last)}
        self.verbs = [token for token in doc if self._is_predicate(token)]
        self.groups = [self._group(verb) for verb in self.verbs]
        self.group_of = {verb.i: n for n, verb in enumerate(self.verbs)}

    def parse(self):
        for verb, group in zip(self.verbs, self.groups):
            group.objects = self._objects(verb)
            group.obliques = self._obliques(verb)
        for verb, group in zip(self.verbs, self.groups):
            group.governor = self._governor(verb) if group.kind != "finite" else None
            group.subjects = self._subjects(verb)
        return clauses.Parse(self.text, self.words, self.chunks, clauses.finished(self.words, self.chunks, self.groups))

    def _tagged(self, word, token):
        if not any(letter.isalnum() for letter in word.text):
            return word
        tag = TAGS.get(token.tag_, token.tag_)
        return replace(word, tag=tag, lemma=clauses.lemma(word.text, tag))

    # noun phrases

    def _chunks(self):
        """From right to left, each noun with what stands before it."""
        found, free = [], len(self.doc)
        for token in reversed(self.doc):
            if token.i < free and self._is_noun(token):
                first, last = self._first(token), self._last(token)
                found.append(replace(clauses.chunk(self.words, first, min(last, free)), prep=self._preposition(token)))
                free = first
        return tuple(reversed(found))

    def _is_noun(self, token):
        """A noun or pronoun, or a word used as one: "the Chinese", "this", "75"."""
        tag = self.words[token.i].tag
        return tag in clauses.NOUN_TAGS | {"PRP"} or tag in clauses.INSIDE and token.dep_ in ARGUMENTS

    def _first(self, token):
        first = min([left.left_edge.i for left in token.lefts if left.dep_ in BEFORE_NOUN], default=token.i)
        while first < token.i and self.words[first].tag not in clauses.INSIDE | clauses.PARTICIPLE_TAGS:
            first += 1
        return first

    def _last(self, token):
        last = token.i + 1
        while last < len(self.doc) and self.doc[last].dep_ == "nummod" and self.doc[last].head == token:
            last += 1  # "March 5"
        return last

    def _preposition(self, token):
        low = token.head.lower_
        return low if token.dep_ == "pobj" and low in clauses.PREPOSITIONS | {"as", "than"} else ""

    def _phrases(self, token):
        """The chunk of a noun, and those coordinated with it or in apposition to it."""
        found = {self.chunk_at[token.i]} if token.i in self.chunk_at else set()
        for other in token.children:
            if other.dep_ in JOINED and other.i not in self.group_of:
                found |= set(self._phrases(other))
        return tuple(sorted(found))

    # verb groups

    def _is_predicate(self, token):
        if token.dep_ in NO_PREDICATE or token.i in self.chunk_at:
            return False
        return self.words[token.i].tag in clauses.VERB_TAGS

    def _helpers(self, verb):
        """The auxiliaries of a verb, or those that it shares: "will support and defend"."""
        own = [child for child in verb.children if child.dep_ in HELPERS]
        bare = not own and verb.tag_ in {"VB", "VBN", "VBG"} and not self._own_subject(verb)
        if bare and verb.dep_ == "conj" and verb.head.tag_ == verb.tag_:
            return self._helpers(verb.head)
        return own

    def _own_subject(self, verb):
        return next((child for child in verb.children if child.dep_ in SUBJECTS), None)

    def _group(self, verb):
        helpers, subject = self._helpers(verb), self._own_subject(verb)
        before = [h.i for h in helpers if h.head == verb and h.i < verb.i and not self._noun_between(h.i, verb.i)]
        kind = self._kind(verb, helpers, subject)
        lemmas = [self.words[h.i].lemma for h in helpers]
        passive = verb.tag_ == "VBN" and (kind == "participle" or bool(lemmas) and lemmas[-1] in {"be", "get"})
        modal = next((self.words[h.i].lemma for h in helpers if h.tag_ == "MD"), "")
        relative = subject is not None and subject.tag_ in RELATIVE_TAGS
        return clauses.Group(
            verb.i,
            min(before, default=verb.i),
            verb.i + 1,
            kind,
            "passive" if passive else "active",
            self._negated(verb, helpers),
            modal,
            particle=self._particle(verb),
            relative=relative,
        )

    def _noun_between(self, low, high):
        return any(k in self.chunk_at for k in range(low, high))

    def _kind(self, verb, helpers, subject):
        tags = [h.tag_ for h in helpers]
        if "TO" in tags:
            return "infinitive"
        without_subject = subject is None or subject.dep_ == "nsubjpass" or self._is_caused(verb)
        if not tags and verb.tag_ == "VBN" and without_subject:
            return "participle"
        return "gerund" if (tags or [verb.tag_])[0] == "VBG" else "finite"

    def _is_caused(self, verb):
        """Is it what the verb above brings about or perceives: "saw the town bombed"?"""
        return verb.dep_ in COMPLEMENTS and self._lemma(verb.head) in clauses.OBJECT_CONTROL

    def _negated(self, verb, helpers):
        """Does a word of denial hang on the verb, or on the one whose auxiliaries it shares?"""
        heads = {verb.i} | {h.head.i for h in helpers}
        hanging = [child for k in heads for child in self.doc[k].children if child.dep_ in DENYING]
        denied = any(child.lower_ in clauses.NEGATIONS for child in hanging)
        return denied or verb.dep_ == "pcomp" and verb.head.lower_ == "without"

    def _particle(self, verb):
        after = [child.lower_ for child in verb.children if child.dep_ == "prt" and not self._is_preposition(child)]
        if not after and verb.i + 1 < len(self.doc) and self.doc[verb.i + 1].tag_ in {"RP", "RB"}:
            after = [self.doc[verb.i + 1].lower_]
        return next((low for low in after if low in clauses.PARTICLES), "")

    def _is_preposition(self, token):
        """A particle with a noun of its own, "called on Kiev", which the rules know as a preposition."""
        return token.dep_ == "prt" and token.lower_ not in clauses.ADVERBIAL and token.i + 1 in self.chunk_at

    # arguments

    def _objects(self, verb):
        found = {c for child in verb.children for c in self._object(verb, child) if not self.chunks[c].time}
        return tuple(sorted(found - {c for _, c in self._after_particle(verb)}))

    def _after_particle(self, verb):
        return [
            (child.lower_, c)
            for child in verb.children if self._is_preposition(child)
            for c in self._phrases(self.doc[self.chunks[self.chunk_at[child.i + 1]].head])
        ]

    def _object(self, verb, child):
        if child.dep_ in OBJECTS:
            if child.tag_ in RELATIVE_TAGS and verb.dep_ == "relcl":
                return self._phrases(verb.head)  # "Minsk, which Kiev accused"
            return self._phrases(child)
        subject = self._own_subject(child) if child.dep_ in COMPLEMENTS else None
        if subject is None:
            return ()
        if child.i not in self.group_of:  # "called Minsk a threat"
            return self._phrases(subject) + self._phrases(child) if verb.i < child.i else ()
        caused = self._group_at(child).kind != "finite" and self._is_caused(child)
        return self._phrases(subject) if caused else ()  # "urged Kiev to leave"

    def _obliques(self, verb):
        """Every prepositional phrase below the verb, outside its subject and the clauses that depend on it."""
        found = self._after_particle(verb)
        for token in verb.subtree:
            if token.dep_ == "pobj" and self._hangs_on(token, verb):
                found += [(token.head.lower_, c) for c in self._phrases(token)]
        return tuple(sorted(set(found), key=lambda pair: pair[1]))

    def _hangs_on(self, token, verb):
        while token != verb:
            if token.i in self.group_of or token.dep_ in SUBJECTS:
                return False
            token = token.head
        return True

    def _lemma(self, verb):
        return self.words[verb.i].lemma

    def _group_at(self, verb):
        return self.groups[self.group_of[verb.i]]

    def _governor(self, verb):
        """The number of the clause that a verb depends on; of coordinated verbs all depend on that of the first."""
        above = self._above(verb)
        while verb.dep_ == "conj" and above is not None:
            verb, above = above, self._above(above)
        return self.group_of[above.i] if above is not None else None

    def _above(self, token):
        """The nearest predicate above a word."""
        while token.head != token:
            token = token.head
            if token.i in self.group_of:
                return token
        return None

    def _subjects(self, verb):
        """The chunks of who does or undergoes it: its own, its noun's, or those of the clause it depends on."""
        own, above = self._own_subject(verb), self._above(verb)
        if own is not None and own.tag_ in RELATIVE_TAGS | {"IN"}:
            first = self._first_conjunct(verb)
            return self._phrases(first.head) if first.dep_ == "relcl" else ()
        if own is not None:
            return self._phrases(own)
        kind = self._group_at(verb).kind
        if verb.dep_ == "conj":
            return self._subjects(verb.head) if verb.head.i in self.group_of else ()
        if verb.dep_ in {"acl", "relcl"} and kind != "infinitive" and verb.head.i in self.chunk_at:
            return self._phrases(verb.head)
        if kind == "finite" or above is None:
            return ()
        if verb.dep_ == "acl" and verb.head.i in self.chunk_at and self.chunks[self.chunk_at[verb.head.i]].owners:
            return ()  # "Putin’s plan to attack" tells by its owner
        return self._controlled(verb, kind, above)

    def _first_conjunct(self, verb):
        while verb.dep_ == "conj":
            verb = verb.head
        return verb

    def _controlled(self, verb, kind, above):
        """Who does what an infinitive or gerund says: what the verb above it is aimed at, or who does that."""
        governor, lemma = self._group_at(above), self._lemma(above)
        if kind == "infinitive" and governor.voice == "active" and governor.objects and lemma in clauses.OBJECT_CONTROL:
            if verb.dep_ in COMPLEMENTS or self.chunks[governor.objects[-1]].last == self._group_at(verb).first:
                return governor.objects
        if kind == "infinitive" and lemma in CALLING:
            aimed = tuple(c for prep, c in governor.obliques if prep in AIMED_AT)
            if aimed:
                return aimed
        if verb.dep_ == "pcomp" and lemma in clauses.OBJECT_GERUND and governor.voice == "active" and governor.objects:
            return governor.objects  # "accused Kiev of breaking the truce"
        return self._subjects(above)
