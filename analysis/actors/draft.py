"""A draft: the words and lines of an article, with their grammar, and what is known so far of who is in it."""

import math
import re
from dataclasses import dataclass, field

from analysis import grammar
from analysis.actors.roster import Actor, key, keys_of

OPEN_QUOTES, CLOSE_QUOTES = "“„«", "”»"
QUOTES = {'"', "“", "”"}
MARKS = {",", ".", ")", ";", '"'}  # what ends an apposition
OWNER = {"'s", "'"}
FINITE = {"VBD", "VBZ", "VBP", "MD"}  # tags of a verb with a subject


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
    body: object = None  # the state or organisation a person speaks for, where the text tells


@dataclass(eq=False)
class Mention:
    """A span and whom it refers to: words first to last (exclusive) of the draft.

    `place`: only where something happens. `probability`: how likely the encoder finds this, where it read it. `sense`
    of a demonym that stands alone: people, leader, people or leader.
    """

    start: int
    end: int
    first: int
    last: int
    referents: tuple
    kind: str
    rule: str
    place: bool = False
    sense: str = ""
    probability: float = math.nan


@dataclass(eq=False)
class Word:
    """A word of the article: as it stands, as aliases compare it (`key`), in small letters, its tag and lemma."""

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
class Line:
    """A sentence: its words first to last (exclusive), its grammar, and the clauses that its words belong to."""

    first: int
    last: int
    parse: object
    chunks: list
    opens: int = 0  # its first word of letters or figures
    subjects: dict = field(default_factory=dict)  # word number of a chunk's head -> clause
    objects: dict = field(default_factory=dict)


class Draft:
    """An article whose mentions are being found: its words and lines, the actors met so far and their mentions."""

    def __init__(self, article, known):
        self.article, self.roster = article, known
        self.words, self.lines = [], []
        self.mentions = []
        self.referents = {}  # name -> Referent
        self.bearers = {}  # word of a name -> the referents that bear it, in the order in which they were met
        self.aliases = {}  # word number -> the roster's alias that begins there
        self.alias_words = set()  # word numbers that an alias covers
        self.names = {}  # word number -> Mention of a name
        self.short_forms = {}  # keys of a short form -> referents of this article
        for sentence in article.sentences.itertuples():
            self._lay_out(sentence)
        self._mark_quotations()
        letters = [c for c in article.clean if c.isalpha()]
        self.shouting = sum(c.isupper() for c in letters) > 0.7 * len(letters)

    def _lay_out(self, sentence):
        parsed, first, at = grammar.parse(sentence.clean_text), len(self.words), sentence.clean_start
        for t in parsed.tokens:
            low, place = grammar.plain(t.text).lower(), (at + t.start, at + t.end, len(self.lines), sentence.paragraph)
            self.words.append(Word(t.text, key(t.text), low, t.tag, t.lemma, *place))
        opens = next(
            (k for k in range(first, len(self.words)) if re.search(r"\w", self.words[k].text)), len(self.words)
        )
        line = Line(first, len(self.words), parsed, list(parsed.chunks), opens)
        for clause in parsed.clauses:
            for side, slots in ((clause.subjects, line.subjects), (clause.objects + clause.agents, line.objects)):
                for chunk in side:
                    slots.setdefault(first + parsed.chunks[chunk].head, clause)
        self.lines.append(line)

    def _mark_quotations(self):
        """Number the quotations: straight and curly double marks, closed at the latest with their paragraph."""
        number, inside, paragraph = 0, False, None
        for word in self.words:
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
        return i <= self.line(i).opens

    def nearby(self, i):
        """The lemmas of the five words before one in its sentence."""
        return {word.lemma for word in self.words[max(self.line(i).first, i - 5) : i]}

    def alias_type(self, i):
        """The type of the actor whose alias begins at a word; empty where none does."""
        actor = self.roster.actors.get(self.aliases[i].actor) if i in self.aliases else None
        return actor.type if actor else "person" if i in self.aliases else ""

    def type_of(self, name):
        """The type of the actor of a name; "" where nobody is known by it."""
        known = self.referents.get(name) or self.roster.actors.get(name)
        return known.type if known else ""

    def referent(self, name, *, party="", type="person"):
        """The actor of a name, as the roster knows it or else of this party and type."""
        if name not in self.referents:
            actor = self.roster.actors.get(name) or Actor(name, party or name, type)
            plural, keys = actor.type == "region", keys_of(name)
            self.referents[name] = Referent(name, actor.party, actor.type, actor.gender, plural, keys=keys)
            for word in dict.fromkeys(keys):
                self.bearers.setdefault(word, []).append(self.referents[name])
        return self.referents[name]

    def sort(self):
        """Put the mentions in the order of the text."""
        self.mentions.sort(key=lambda mention: (mention.start, mention.end))

    def add(self, first, last, referents, kind, rule, **more):
        """Add a mention by words `first` to `last`; None where it refers to nobody."""
        if not referents:
            return None
        start, end = self.words[first].start, self.words[last - 1].end
        self.mentions.append(Mention(start, end, first, last, tuple(referents), kind, rule, **more))
        return self.mentions[-1]

    def name(self, first, last, referent, kind, rule, *, place=False, article=False, sense=""):
        """Add the mention of a name; with `article` the word *the* before it is part of it."""
        begins = first - (article and self.low(first - 1) == "the" and not self.is_first(first))
        mention = self.add(begins, last, (referent,), kind, rule, place=place, sense=sense)
        if not place:
            self.names.update(dict.fromkeys(range(first, last), mention))
