"""An article being read: its words, its lines with their grammar, the actors met so far and the mentions found."""

import re
from dataclasses import dataclass, field

from analysis import grammar
from analysis.actors.roster import key, keys_of

OPEN_QUOTES, CLOSE_QUOTES = "“„«", "”»"


@dataclass(eq=False)
class Referent:
    """An actor as this article builds it up."""

    name: str
    party: str
    type: str
    gender: str = ""
    plural: bool = False
    roles: set = field(default_factory=set)
    keys: tuple = ()
    first: int = 0
    named: int = 0
    body: object = None  # the state or organisation a person speaks for, where the text tells


@dataclass(eq=False)
class Found:
    """A span and whom it refers to; words first to last (exclusive) of the reading."""

    start: int
    end: int
    first: int
    last: int
    referents: tuple
    kind: str
    rule: str
    place: bool = False
    title: str = ""


@dataclass(eq=False)
class _Word:
    text: str
    key: str
    low: str
    tag: str
    lemma: str
    start: int
    end: int
    sentence: int
    paragraph: int
    quoted: int = 0  # the number of the quotation it stands in, 0 outside


@dataclass(eq=False)
class _Line:
    """A sentence: its words first to last (exclusive) and its grammar."""

    first: int
    last: int
    parse: object
    chunks: list = field(default_factory=list)
    subjects: dict = field(default_factory=dict)  # word number of a chunk's head -> clause
    objects: dict = field(default_factory=dict)


class Reading:
    """One article being read: its words and lines, the actors met so far, and the mentions found."""

    def __init__(self, article, known):
        self.article, self.known = article, known
        self.words, self.lines, self.found, self.referents = [], [], [], {}
        self.taken = {}  # word number -> Found of a name
        self.short = {}  # keys of a short form -> referents of this article
        self.state_lists = []
        self._lay_out()
        letters = [c for c in article.clean if c.isalpha()]
        self.shouting = sum(c.isupper() for c in letters) > 0.7 * len(letters) if letters else False

    def _lay_out(self):
        for line in self.article.sentences.itertuples():
            parsed = grammar.parse(line.clean_text)
            first = len(self.words)
            for t in parsed.tokens:
                self.words.append(
                    _Word(
                        t.text,
                        key(t.text),
                        grammar.plain(t.text).lower(),
                        t.tag,
                        t.lemma,
                        line.clean_start + t.start,
                        line.clean_start + t.end,
                        len(self.lines),
                        line.paragraph,
                    )
                )
            whole = _Line(first, len(self.words), parsed, list(parsed.chunks))
            for clause in parsed.clauses:
                for side, slots in ((clause.subjects, whole.subjects), (clause.objects + clause.agents, whole.objects)):
                    for chunk in side:
                        slots.setdefault(first + parsed.chunks[chunk].head, clause)
            self.lines.append(whole)
        self._mark_quotations()

    def _mark_quotations(self):
        """Number the quotations: straight and curly double marks, closed at the latest with their paragraph."""
        number, inside, paragraph = 0, False, None
        for _i, word in enumerate(self.words):
            if word.paragraph != paragraph:
                inside, paragraph = False, word.paragraph
            if word.text in OPEN_QUOTES or word.text == '"' and not inside:
                inside = True
                number += 1
            elif word.text in CLOSE_QUOTES or word.text == '"':
                inside = False
            elif inside:
                word.quoted = number

    def word(self, i):
        return self.words[i] if 0 <= i < len(self.words) else None

    def low(self, i):
        return self.words[i].low if 0 <= i < len(self.words) else ""

    def line(self, i):
        return self.lines[self.words[i].sentence]

    def is_first(self, i):
        """Does a word begin its sentence, after a quotation mark too?"""
        first = self.line(i).first
        return all(not re.search(r"\w", self.words[k].text) for k in range(first, i))

    def referent(self, name, *, party="", type="person", gender="", at=0):
        if name not in self.referents:
            known = self.known.actors.get(name)
            if known:
                self.referents[name] = Referent(
                    name, known.party, known.type, known.gender, known.type == "region", first=at
                )
                self.referents[name].keys = keys_of(name)
            else:
                self.referents[name] = Referent(name, party or name, type, gender, False, keys=keys_of(name), first=at)
        return self.referents[name]

    def add(self, first, last, referents, kind, rule, **more):
        if not referents:
            return None
        found = Found(
            self.words[first].start, self.words[last - 1].end, first, last, tuple(referents), kind, rule, **more
        )
        self.found.append(found)
        return found
