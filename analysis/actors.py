"""Actors: who is in the story, by what words, and why those words are taken to mean them.

Names are found by a roster (states, organisations, people in office) and in the text itself; then descriptions and
pronouns are resolved in the order of the text by agreement, role, grammar and recency. What does not resolve stays
unresolved. Every mention names the rule that found it.
"""

import bisect
import datetime
import functools
import re
import unicodedata
from dataclasses import dataclass, field

import pandas as pd
from textblob.en import lexicon as english

from analysis import clauses
from analysis.article import lexicon



@functools.cache
def _words(name):
    """A set of words of analysis/lexicons/actor_words.csv."""
    return frozenset(row["word"] for row in lexicon("actor_words") if row["set"] == name)


COLUMNS = ["start", "end", "text", "clean_text", "paragraph", "sentence", "actor", "party", "kind", "type", "rule"]
KINDS = ("name", "metonym", "demonym", "description", "pronoun")


class RosterError(ValueError):
    """A fault in a roster table: one line that names the file, the row and the column."""


# --- the roster ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Actor:
    """An actor as the roster knows it; gender is m, f or empty."""

    name: str
    party: str
    type: str
    gender: str = ""


@dataclass(frozen=True)
class Alias:
    """A form of words for an actor: its keys (see `key`), the kind of mention it makes, and where it comes from."""

    keys: tuple
    actor: str
    kind: str
    rule: str


@dataclass(frozen=True)
class Office:
    """Who held an office, for whom, since when and until when (None: still)."""

    holder: str
    party: str
    office: str
    since: datetime.date
    until: datetime.date | None


@dataclass(frozen=True, eq=False)
class Roster:
    """Known actors, the words that name them, and the offices they held.

    `actors` maps a canonical name to an Actor, `aliases` a first word to the aliases that begin with it, the longest
    first, `offices` is a tuple of Office.
    """

    actors: dict = field(repr=False)
    aliases: dict = field(repr=False)
    offices: tuple = field(repr=False)

    def longest(self, keys, at):
        """The aliases that the words from `at` on spell, the longest ones only; empty where there are none."""
        found = []
        for alias in self.aliases.get(keys[at], ()):
            if found and len(alias.keys) < len(found[0].keys):
                break
            if tuple(keys[at:at + len(alias.keys)]) == alias.keys:
                found.append(alias)
        return found

    def holder(self, party, office, date):
        """Who held an office on a day; empty where nobody is known to, or no date is given.

        >>> roster().holder("Russia", "president", datetime.date(2010, 3, 1))
        'Dmitry Medvedev'
        """
        held = [o.holder for o in self.offices if o.party == party and o.office == office and date
                and o.since <= date and (o.until is None or date < o.until)]
        return held[-1] if held else ""


def key(word):
    """A word as aliases compare it: without diacritics, dots of an acronym or a curly apostrophe.

    >>> key("Chávez"), key("U.S."), key("U.N.")
    ('Chavez', 'US', 'UN')
    """
    flat = "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))
    flat = flat.translate(str.maketrans("’‘‐øĐł", "''-oDl"))
    return flat.replace(".", "") if re.fullmatch(r"(?:[A-Za-z]\.)+[A-Za-z]?\.?", flat) else flat


def _keys(alias):
    return tuple(key(m[0]) for m in clauses.WORD.finditer(alias))


def roster(article=None):
    """The roster of general knowledge, with the aliases that come with an article.

    Raises RosterError where an article's aliases.csv gives one alias to two actors, leaves an actor empty, or names a
    party or kind that does not exist. Facts are those of analysis/lexicons/; offices are known from about 2000 to 2026.

    >>> roster().actors["Vladimir Putin"].party
    'Russia'
    """
    base = _base()
    if article is None or not len(article.aliases):
        return base
    actors, aliases = dict(base.actors), {first: list(rows) for first, rows in base.aliases.items()}
    for alias in _checked(article, base):
        actors.setdefault(alias.actor, Actor(alias.actor, _party_of(article, alias.actor), _type_of(alias, base)))
        rows = aliases.setdefault(alias.keys[0], [])
        rows[:] = [row for row in rows if row.keys != alias.keys] + [alias]
        rows.sort(key=lambda row: -len(row.keys))
    return Roster(actors, aliases, base.offices)


def _checked(article, base):
    seen = {}
    at = f"{article.folder.name}/aliases.csv" if article.folder else "aliases.csv"
    own = {row["actor"] for row in article.aliases.to_dict("records")}
    for number, row in enumerate(article.aliases.to_dict("records"), start=2):
        where = f"{at} line {number}"
        if not row["alias"].strip() or not row["actor"].strip():
            raise RosterError(f"{where}, column {'alias' if not row['alias'].strip() else 'actor'}: empty")
        if row["kind"] not in KINDS:
            raise RosterError(f"{where}, column kind: {row['kind']!r} is none of {', '.join(KINDS)}")
        if row["party"] and row["party"] not in base.actors and row["party"] not in own:
            raise RosterError(f"{where}, column party: unknown party {row['party']!r}")
        keys = _keys(row["alias"])
        keys = keys[1:] if keys[0].lower() == "the" and len(keys) > 1 else keys
        if keys in seen:
            raise RosterError(f"{where}, column alias: {row['alias']!r} is already in line {seen[keys]}")
        seen[keys] = number
        yield Alias(keys, row["actor"], row["kind"], "alias of this article")


def _party_of(article, actor):
    parties = article.aliases.loc[article.aliases["actor"] == actor, "party"]
    return next((p for p in parties if p), actor)


def _type_of(alias, base):
    if alias.kind == "name" and len(alias.keys) > 1:
        return "person"
    return "group" if alias.kind == "description" else "organisation"


@functools.cache
def _base():
    actors, aliases, offices = {}, {}, []

    def add(text, actor, kind, rule):
        keys = _keys(text)
        keys = keys[1:] if keys and keys[0].lower() == "the" and len(keys) > 1 else keys
        rows = aliases.setdefault(keys[0], [])
        if not any(row.keys == keys for row in rows):
            rows.append(Alias(keys, actor, kind, rule))

    for row in lexicon("states"):
        actors[row["actor"]] = Actor(row["actor"], row["actor"], row["type"])
        for text in (row["actor"], *_cell(row["names"])):
            add(text, row["actor"], "name", f"name of a {row['type']}")
        for column, rule in (
            ("adjectives", "demonym adjective"),
            ("person", "demonym of one"),
            ("people", "demonym of a people"),
        ):
            for text in _cell(row[column]):
                add(text, row["actor"], "demonym", rule)
        for text in _cell(row["capitals"]):
            add(text, row["actor"], "metonym", "capital")
    for row in lexicon("seats"):
        add(row["name"], row["actor"], "metonym", "seat of power" if row["kind"] == "seat" else "capital")
    for row in lexicon("organisations"):
        actors[row["actor"]] = Actor(row["actor"], row["party"], row["type"])
        for text in (row["actor"], *_cell(row["names"])):
            add(text, row["actor"], "name", "name of an organisation")
    for row in lexicon("officeholders"):
        actors.setdefault(row["actor"], Actor(row["actor"], row["party"], "person", row["gender"]))
        actors.setdefault(row["party"], Actor(row["party"], row["party"], "organisation"))
        offices.append(Office(row["actor"], row["party"], row["office"], _month(row["since"]), _month(row["until"])))
        for text in (row["actor"], *_cell(row["names"])):
            add(text, row["actor"], "name", "full name")
    for row in lexicon("places"):
        actors.setdefault(row["place"], Actor(row["place"], row["place"], "place"))
        add(row["place"], row["place"], "place", "only a place")
    for rows in aliases.values():
        rows.sort(key=lambda row: -len(row.keys))
    return Roster(actors, aliases, tuple(offices))


def _cell(text):
    return [part for part in text.split("|") if part]


def _month(text):
    return datetime.date.fromisoformat(f"{text}-01") if text else None


@functools.cache
def _folded():
    """The aliases of the base roster by words in small letters, for texts in capitals."""
    folded = {}
    for rows in _base().aliases.values():
        for alias in rows:
            keys = tuple(k.lower() for k in alias.keys)
            folded.setdefault(keys[0], []).append(Alias(keys, alias.actor, alias.kind, alias.rule))
    for rows in folded.values():
        rows.sort(key=lambda row: -len(row.keys))
    return folded


@functools.cache
def _surnames():
    """Last name -> the people of the roster who bear it, in the order of the table."""
    found = {}
    for name, actor in _base().actors.items():
        if actor.type == "person":
            for form in _short_forms(_keys(name)):
                found.setdefault(form, []).append(name)
    return found


@functools.cache
def _titles():
    """Title words -> (office, gender), the longest title first under its first word."""
    found = {}
    for row in lexicon("titles"):
        found.setdefault(_keys(row["title"])[0].lower(), []).append(
            (tuple(k.lower() for k in _keys(row["title"])), row["office"], row["gender"])
        )
    return {first: sorted(rows, key=lambda r: -len(r[0])) for first, rows in found.items()}


@functools.cache
def _table(name, column, value):
    return {row[column]: row[value] for row in lexicon(name)}


@functools.cache
def _nouns():
    return {row["noun"].lower(): row for row in lexicon("actor_nouns")}


@functools.cache
def _dictionary():
    if not len(dict.keys(english)):
        english.load()
    return {word for word, tag in dict.items(english) if word.islower() and not tag.startswith("NNP")}


PARTICLES = _words("name particle")
WESTERN = "first name first"


def _short_forms(keys):
    """The shorter names a person of this full name goes by: ("de", "Villepin") and ("Villepin",)."""
    last = keys[-2:] if len(keys) > 1 and keys[-1] in {"Jr", "Sr", "II", "III", "IV"} else keys[-1:]
    last = (last[0],) if last[-1] in {"Jr", "Sr", "II", "III", "IV"} else last
    forms = [last]
    at = len(keys) - 2
    while at > 0 and keys[at].lower() in PARTICLES:
        forms.append(keys[at:])
        at -= 1
    bare = re.sub(r"^(?:[Aa]l|[Ee]l|[Aa]n|[Aa]s|[Aa]r)-", "", keys[-1])
    if bare != keys[-1]:
        forms.append((bare,))
    # "Xi Jinping", "Kim Jong-il", "Moon Jae-in": the family name stands first
    if len(keys) == 2 and (re.search(r"-[a-z]", keys[1]) or _family_first(keys)):
        forms.insert(0, keys[:1])
    elif len(keys) == 3 and _family_first(keys):
        forms.insert(0, keys[:1])
    return [form for form in forms if form[0][:1].isupper() or len(form) > 1 or "-" in form[0]]


FAMILY_FIRST = _words("family name that stands first")


def _family_first(keys):
    return keys[0] in FAMILY_FIRST and _table("first_names", "name", "gender").get(keys[-1]) is None


# --- mentions ------------------------------------------------------------------------------------------------------


def mentions(article, roster=None, *, places="apart", leaders="apart"):
    """Every reference to an actor, one row per (span, actor), in the order of the text.

    Columns: start, end, text, clean_text (raw span and the words analysed); paragraph, sentence; actor (canonical
    name), party (the state or body it leads or speaks for, else itself); kind (name, metonym, demonym, description,
    pronoun);
    type (person, state, territory, region, organisation, alliance, government, party, company, group); rule, why the
    words are taken to mean the actor. `places="merged"` also counts a capital or state that is only a place as its
    government, `leaders="merged"` counts whoever leads or speaks for a party as that party.
    Blind spot: a person unknown to the roster whose name stands alone, without title, verb of speech or full form.

    >>> from analysis.article import from_text
    >>> mentions(from_text("Putin spoke. He praised China."))[["text", "actor", "kind"]].values.tolist()
    [['Putin', 'Vladimir Putin', 'name'], ['He', 'Vladimir Putin', 'pronoun'], ['China', 'China', 'name']]
    """
    known = roster or globals()["roster"](article)
    reading = _Reading(article, known)
    reading.read()
    rows = []
    for found in sorted(reading.found, key=lambda f: (f.start, f.end)):
        if found.place and places != "merged":
            continue
        sentence, paragraph = article.sentence_at(found.start)
        for referent in found.referents:
            merged = leaders == "merged" and referent.party
            actor = referent.party if merged else referent.name
            rows.append(
                {
                    **article.span(found.start, found.end),
                    "paragraph": paragraph,
                    "sentence": sentence,
                    "actor": actor,
                    "party": referent.party,
                    "kind": found.kind,
                    "type": referent.type,
                    "rule": found.rule,
                }
            )
    table = pd.DataFrame(rows, columns=COLUMNS)
    return table.drop_duplicates(["start", "end", "actor"]).reset_index(drop=True)


def summary(mentions):
    """One row per actor, the most mentioned first.

    Columns: actor, party, type, mentions, a count for each kind, forms, first_start.

    `mentions` counts spans; `forms` are the words it goes by other than pronouns, the most frequent first, joined by
    " | ".

    >>> from analysis.article import from_text
    >>> table = globals()["mentions"](from_text("Russia rejected it. Moscow was wary."))
    >>> summary(table)[["actor", "mentions", "forms"]].values.tolist()
    [['Russia', 2, 'Moscow | Russia']]
    """
    rows = []
    for actor, group in mentions.groupby("actor", sort=False) if len(mentions) else ():
        words = group.loc[group["kind"] != "pronoun", "clean_text"].value_counts()
        forms = sorted(words.index, key=lambda w: (-words[w], w))
        kinds = {kind: int((group["kind"] == kind).sum()) for kind in KINDS}
        rows.append(
            {
                "actor": actor,
                "party": group["party"].iloc[0],
                "type": group["type"].iloc[0],
                "mentions": len(group),
                **kinds,
                "forms": " | ".join(forms),
                "first_start": int(group["start"].min()),
            }
        )
    rows.sort(key=lambda row: (-row["mentions"], row["first_start"]))
    return pd.DataFrame(rows, columns=["actor", "party", "type", "mentions", *KINDS, "forms", "first_start"])


# --- reading an article --------------------------------------------------------------------------------------------


@dataclass(eq=False)
class _Referent:
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


@dataclass(eq=False)
class _Found:
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


SAYING = _words("verb of speech or attitude")
PLACE_PREPOSITIONS = _words("preposition of place")
CONFLICTS = _words("conflict")
MOTION = _words("movement")
DATES = _words("day or month")
NOT_ACRONYMS = _words("capitals that name no one")
NEEDS_ARTICLE = _words("name that needs its article")
SURNAMES_TOO = _words("surname that is a word")
PORTFOLIOS = _words("portfolio")
FAITHS = _words("faith")
GEOGRAPHIC = _words("geographic noun")
POLITICAL = _words("political noun")
DOING = _words("verb of an actor")
OFFICIAL = _words("office of a state")
OPEN_QUOTES, CLOSE_QUOTES = "“„«", "”»"


class _Reading:
    """One article being read: its words and lines, the actors met so far, and the mentions found."""

    def __init__(self, article, known):
        self.article, self.known = article, known
        self.words, self.lines, self.found, self.referents = [], [], [], {}
        self.taken = {}  # word number -> _Found of a name
        self.short = {}  # keys of a short form -> referents of this article
        self.state_lists = []
        self._lay_out()
        letters = [c for c in article.clean if c.isalpha()]
        self.shouting = sum(c.isupper() for c in letters) > 0.7 * len(letters) if letters else False

    def read(self):
        _Names(self).find()
        from_names = sorted(self.found, key=lambda f: (f.start, f.end))
        self.found = from_names
        _References(self).resolve()

    def _lay_out(self):
        for line in self.article.sentences.itertuples():
            parsed = clauses.parse(line.clean_text)
            first = len(self.words)
            for t in parsed.tokens:
                self.words.append(
                    _Word(
                        t.text,
                        key(t.text),
                        clauses.plain(t.text).lower(),
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
        for i, word in enumerate(self.words):
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
                self.referents[name] = _Referent(
                    name, known.party, known.type, known.gender, known.type == "region", first=at
                )
                self.referents[name].keys = _keys(name)
            else:
                self.referents[name] = _Referent(name, party or name, type, gender, False, keys=_keys(name), first=at)
        return self.referents[name]

    def add(self, first, last, referents, kind, rule, **more):
        if not referents:
            return None
        found = _Found(
            self.words[first].start, self.words[last - 1].end, first, last, tuple(referents), kind, rule, **more
        )
        self.found.append(found)
        return found


class _Names:
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
        self._officials()

    def _officials(self):
        """Ministers and the like of no named state belong to the state the article names most."""
        counts = {}
        for found in self.r.found:
            for referent in found.referents:
                if referent.type == "state" and not found.place:
                    counts[referent.name] = counts.get(referent.name, 0) + 1
        if not counts:
            return
        main = max(counts, key=lambda name: (counts[name], -self.r.referents[name].first))
        for found in self.r.found:
            referent = found.referents[0]
            if referent.type == "person" and referent.party == referent.name and referent.roles & OFFICIAL:
                referent.party = self._state_in_paragraph(found) or main

    def _state_in_paragraph(self, person):
        """The state last named before a person in the same paragraph, be it as a place."""
        before = [
            f
            for f in self.r.found
            if f.start < person.start
            and self.words[f.first].paragraph == self.words[person.first].paragraph
            and f.referents[0].type == "state"
        ]
        return max(before, key=lambda f: f.start).referents[0].name if before else ""

    # -- the roster's names

    def _match(self, line):
        i = line.first
        while i < line.last:
            found = self._aliases(i, line)
            alias = next((a for a in found if self._plausible(a, i, line)), None)
            if alias:
                self.matches[i] = alias
                self.inside.update(range(i, i + len(alias.keys)))
                i += len(alias.keys)
            else:
                i += 1

    def _aliases(self, i, line):
        if self.r.shouting:
            keys = [k.lower() for k in self.keys[i:min(i + 8, line.last)]]
            for alias in _folded().get(keys[0], ()):
                if tuple(keys[:len(alias.keys)]) == alias.keys:
                    return [alias]
            return []
        found = self.r.known.longest(self.keys[:line.last], i) if self.keys[i] in self.r.known.aliases else []
        return found

    def _plausible(self, alias, i, line):
        word, single = self.words[i], len(alias.keys) == 1
        after = self.r.word(i + len(alias.keys)) if i + len(alias.keys) < line.last else None
        before = self.r.word(i - 1) if i > line.first else None
        if word.text.islower() and alias.keys[0][0].isupper():
            return False
        if after and after.text == "$" or before and before.text == "w:":
            return False
        if self.r.shouting and single and word.low in _words("acronym like a word"):
            return word.low == "us" and bool(before) and before.low in {"the", "of"}
        if not single:
            return True
        capital_after = (
            bool(after)
            and after.text[:1].isupper()
            and not self._alias_at(i + 1)
            and after.text not in DATES
            and len(after.text) > 1
        )
        first_name = _table("first_names", "name", "gender")
        if (
            alias.keys[0] in NEEDS_ARTICLE
            and self._type(alias) in {"region", "organisation", "alliance", "government", "state"}
            and not (before and before.low == "the")
        ):
            return False
        if alias.kind in {"name", "metonym", "place"} and self._type(alias) in {"state", "territory", "place"}:
            if capital_after and (word.text in first_name) and after.key not in _table("name_words", "word", "type"):
                return False
            if before and before.text in first_name and not self._alias_at(i - 1) and before.text not in {"St", "San"}:
                return False
            if before and before.text in {"New", "Lake", "Port", "St.", "San"} and alias.kind != "demonym":
                return False
            if (
                capital_after
                and _table("name_words", "word", "type").get(after.key) == "place"
                and alias.kind == "metonym"
            ):
                return False
        common = word.low in _dictionary() and not re.search(r"[A-Z].*[A-Z]", word.text)
        if (
            common
            and self._type(alias) not in {"state", "territory", "region"}
            and alias.rule == "name of an organisation"
        ):
            if self.r.is_first(i):
                return bool(after) and after.tag in {"VBD", "VBZ", "MD", "POS"}
            return not capital_after and not (
                before and before.text[:1].isupper() and before.text.isalpha() and not self._alias_at(i - 1)
            )
        return True

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
            if word.low in _dictionary() or word.tag in _words("word class of no name"):
                titled = word.low in _titles() or word.text in _table("first_names", "name", "gender")
                after = self.r.word(i + 1)
                named = (
                    bool(after)
                    and after.text[:1].isupper()
                    and after.sentence == word.sentence
                    and after.text not in DATES
                )
                return named and (
                    titled or word.tag in {"NNP", "NNPS"} or word.key in _table("name_words", "word", "type")
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
        ahead = lambda n: j + n < line.last and self._capital(j + n)  # noqa: E731
        if low == "." and len(before.text) == 1 and ahead(1):
            return 1
        if low == "." and before.low in _words("abbreviated title") and ahead(1):
            return 1
        if low in PARTICLES and j - 1 not in self.matches:
            return 1 if ahead(1) else 2 if self.r.low(j + 1) in PARTICLES and ahead(2) else 0
        if low == "&" and ahead(1):
            return 1
        if (
            low == "'s"
            and ahead(1)
            and j + 1 not in self.inside
            and _table("name_words", "word", "type").get(self._last_key(j + 1, line)) in {"organisation", "party"}
            and self.words[j - 1].low in {"people", "workers", "women", "children", "kurdistan", "world", "farmers"}
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
        kinds = {"government", "party", "organisation", "company"}
        table = _table("name_words", "word", "type")
        return any(
            table.get(self.keys[k]) in kinds or self.keys[k] in {"House", "Department", "Office"}
            for k in range(first, last)
        ) and not any(k in self.matches and self._type(self.matches[k]) == "person" for k in range(first, last))

    def _segments(self, first, last):
        """Cut a run of capitals into names, each with the title before it: (first, last, title)."""
        i, title = first, self._role_before(first)
        if self.r.low(first - 1) in {"of", "for"} and self.r.low(first - 2) in {
            "minister", "secretary", "undersecretary", "commissioner",
        }:
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
        joins = j - i == 1 and self.words[i].text in _table("first_names", "name", "gender") and alias.kind == "metonym"
        if joins:
            self._drop_matches(j, j + len(alias.keys))
        return not joins

    def _drop_matches(self, first, last):
        for k in range(first, last):
            if k in self.matches and not (k == first and k + len(self.matches[k].keys) == last):
                del self.matches[k]

    def _organisation(self, i, last):
        """Where an organisation's name that starts at i ends, if an organisation word shows it to be one; else 0."""
        last = next(
            (
                k
                for k in range(i + 1, last)
                if self._title(k, last)[0]
                and k not in self.matches
                and k + 1 < last
                and self.words[k + 1].text[:1].isupper()
                and self.keys[k] not in {"General", "Lord", "Justice", "Private", "Chief"}
            ),
            last,
        )
        if i in self.matches and len(self.matches[i].keys) >= last - i:
            return 0
        table = _table("name_words", "word", "type")
        kinds = {"government", "party", "organisation", "company"}
        ends = [k + 1 for k in range(i, last) if table.get(self.keys[k]) in kinds and self.words[k].low != "and"]
        if not ends or self._title(i, last)[0] or self.words[i].low in {"of", "for", "and", "&", "'s"}:
            return 0
        if (
            self.keys[i] in table
            and table[self.keys[i]] in kinds
            and i + 1 < last
            and self.words[i + 1].low in {"of", "for"}
        ):
            return last  # "Ministry of Defence"
        if i in self.matches and self._type(self.matches[i]) == "person":
            return 0
        end = max(ends)
        if end - i < 2:
            return 0
        inner = [k for k in range(i + 1, end) if k in self.matches]
        if inner and i in self.matches and all(k + len(self.matches[k].keys) == end for k in inner):
            actor = self.r.known.actors.get(self.matches[inner[0]].actor)
            state = self.matches[i].actor
            if (
                actor is None or actor.type != "government" or actor.party == state != actor.name
            ):  # "US Democratic Party", "Chinese Xinhua"
                return 0
        if (
            end < last
            and self.words[end].low in {"of", "for"}
            and (end + 1 not in self.matches or self._type(self.matches[end + 1]) != "person")
        ):
            end = last
        if (
            i not in self.matches
            and self.words[i].text in _table("first_names", "name", "gender")
            and end == last
            and end - i == 2
            and table.get(self.keys[end - 1]) == "organisation"
        ):
            return 0 if self.keys[end - 1] in _words("organisation word after a first name") else end
        return end

    def _compositional(self, first, last):
        return (
            _table("name_words", "word", "type").get(self.keys[last - 1]) == "government"
            or _table("name_words", "word", "type").get(self.keys[first]) == "government"
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
        for keys, office, gender in _titles().get(self.words[i].low, ()):
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
            noun = _nouns().get(before.low)
            if noun and noun["class"] == "person" and not before.tag.startswith("V"):
                return before.low, noun["gender"]
            at = first - 2 if before.text == "," else None
            if at is not None and at >= 0 and self.words[at].sentence == self.words[first].sentence:
                noun = _nouns().get(self.words[at].low)
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
            self._give_title(referent, title)
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

    def _give_title(self, referent, title):
        if title:
            referent.roles.add(title[0])
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
        before, after = self.r.low(first - 1), self.r.word(last)
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
        if alias.actor in {
            "the West", "international community", "Arab world", "Gulf states", "Global South", "Baltic states",
            "Muslim world",
        }:
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
        line = self.r.line(first)
        before, after = self._preposition(first), self.r.word(last)
        after = after if after and after.sentence == self.words[first].sentence else None
        nearby = {self.words[k].lemma for k in range(max(line.first, first - 5), first)}
        government = "capital as government"
        if before in PLACE_PREPOSITIONS | {"to", "on", "at"} and not (
            before == "on"
            and nearby & {"pressure", "sanction", "attack", "depend", "impose", "reliance", "effect", "influence"}
        ):
            act = before == "to" and nearby & _words("dealing to a government")
            decision = government if act and "accord" not in nearby else ""
        elif before == "on":
            decision = government
        elif before == "from":
            decision = government if nearby & _words("dealing from a government") else ""
        elif before == "of":
            places = _words("part of a city")
            decision = "" if nearby & places else government
        elif before in _words("preposition of dealing"):
            decision = government
        elif (
            last - 1 in line.subjects
            or last - 1 in line.objects
            or after
            and after.low == "'s"
            or after
            and after.tag in {"VBD", "VBZ", "MD", "VBP"}
        ):
            decision = government
            clause = line.objects.get(last - 1)
            if clause and clause.predicate in MOTION | _words("verb for a city"):
                decision = ""
            if after and after.low == "'s" and self.r.low(last + 1) in _words("possession of a city"):
                decision = ""
        elif after and after.text[:1].isupper() or after and after.tag in {"NN", "NNS"}:
            decision = government if after.tag in {"NN", "NNS"} and after.low in _words("noun after a capital") else ""
        elif after and after.text in {",", "."} and before == "":
            decision = (
                government
                if self.words[first - 1].low in {"and", "or"} or self.words[first - 1].tag.startswith("V")
                else ""
            )
        else:
            decision = government if before == "" and not self.r.is_first(first) else ""
        if decision:
            self._take(first, last, (referent,), "metonym", decision)
        else:
            self._take(first, last, (referent,), "metonym", "capital as a place", place=True)

    def _demonym(self, first, last, alias, referent, attributive):
        before = self.r.low(first - 1)
        after = self.r.word(last)
        follows = bool(after) and after.sentence == self.words[first].sentence and after.text.isalpha()
        if follows and after.text in _words("fixed phrase with a demonym") or follows and after.low in {
                "language", "languages", "cuisine", "food", "accent", "translation"}:
            return
        if (
            alias.actor == "the West"
            and self.words[first].text == "western"
            and not (follows and after.low in _words("western actor"))
        ):
            return
        if (
            (
                self.r.low(first - 1) in {"in", "into", "from"}
                or first
                and self.words[first - 1].lemma in {"speak", "learn", "write", "understand"}
            )
            and not attributive
            and alias.rule == "demonym adjective"
        ):
            return  # "in French"
        noun = self._noun_after(last)
        if noun in GEOGRAPHIC:
            self._take(first, last, (referent,), "demonym", f"demonym of a place before *{noun}*", place=True)
            return
        region = referent.type == "region"
        if attributive and region and alias.actor != "the West" and noun not in POLITICAL:
            return
        if attributive and alias.rule != "demonym of a people":
            self._take(first, last, (referent,), "demonym", "demonym before a noun")
            return
        if alias.rule == "demonym of a people":
            self._take(
                first,
                last,
                (referent,),
                "demonym",
                "the people for its state" if before == "the" else "demonym of a people",
            )
            return
        if before == "the":
            self.pending_person = True
            found = self._take(first, last, (referent,), "demonym", "the people for its state")
            if found:
                found.rule = "the people or its leader"  # settled with the references
            return
        if (
            before in {"a", "an"}
            or not (follows or after is not None and after.text in {",", "-"})
            or after.low not in {"and", "or", ",", "-"}
        ):
            return
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
        while words and (words[-1].text in DATES or words[-1].text in {"Image", "Photo", "Video", "File"}):
            words.pop()
        if not words:
            return
        last = self.words.index(words[-1], first, last) + 1
        if (
            len(words) > 2 and "-" in words[0].key and words[0].low.split("-")[-1] in _dictionary()
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
        text = self.r.article.clean[self.words[first].start:self.words[last - 1].end]
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
        table, given = _table("name_words", "word", "type"), _table("first_names", "name", "gender")
        lead, tail = table.get(words[0].key), table.get(words[-1].key)
        actors = {"government", "party", "organisation", "company"}
        if len(words) == 2 and words[0].text in given and words[1].text in SURNAMES_TOO:
            return "person"
        if tail in {"other", "place"} and not (words[0].text in given and title) and not (title and len(words) == 2):
            return ""
        if tail in actors or lead in actors and any(w.low in {"of", "for"} for w in words):
            return tail if tail in actors else lead
        if title or words[0].text in given:
            return "person"
        if len(words) > 5:
            return ""
        if any(w.text.isupper() and len(w.text) > 2 for w in words):
            return ""
        common = sum(w.low in _dictionary() for w in words)
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
            referent.gender = (title[1] if title else "") or _table("first_names", "name", "gender").get(
                words[0].text, ""
            )
        if referent.party == referent.name:
            referent.party = self._party(first, last, title) or referent.name
        referent.roles |= self._apposition_roles(last)
        self._give_title(referent, title)
        referent.named += 1
        if len(words) == 1 and len(referent.keys) <= 1:
            referent.keys = keys
        self._take(first, last, (referent,), "name", rule)

    def _misspelt(self, keys, first, title):
        """A person of the roster whose name differs from this one by a letter or two."""
        if len(keys) < 2:
            return ""
        best = ""
        for surname, names in _surnames().items():
            if (
                len(surname) != 1
                or abs(len(surname[0]) - len(keys[-1])) > 2
                or _distance(surname[0], keys[-1]) > (len(keys[-1]) > 5) + (len(keys[-1]) > 8)
            ):
                continue
            for name in names:
                given = _keys(name)[0]
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
            if own[-len(keys):] == keys or own[:len(keys)] == keys or keys[-len(own):] == own:
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

    OFFICES = _words("office")

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
                noun = _nouns().get(word.low)
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
            for form in _short_forms(referent.keys):
                self.r.short.setdefault(form, []).append(referent)
        for referent in people:  # "Daniel" for Daniel Montalvo, where nobody bears it as a last name
            if len(referent.keys) > 1:
                self.r.short.setdefault(referent.keys[:1], []).append(referent)

    def _namesakes(self):
        """A person called like a capital: after *Valeria London*, *London* is hers, but not after *in* or *at*."""
        given = _table("first_names", "name", "gender")
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
        known = _surnames().get((word.key,), [])
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
        self._give_title(referent, title)
        self._take(i, i + 1, (referent,), "name", "short name of a person named in full")

    def _trusts_surname(self, i, word, known, title):
        """A surname whose bearer is never named in full: by title, by office on the article's date, or the only one."""
        common = word.low in _dictionary() or word.text in _table("first_names", "name", "gender")
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
        for form in _short_forms(referent.keys):
            if referent not in self.r.short.setdefault(form, []):
                self.r.short[form].append(referent)
        self._give_title(referent, title)
        referent.named += 1
        self._take(i, i + 1, (referent,), "name", "surname of an office holder")
        return True

    def _acronyms(self):
        """"European Union (EU)" and "EU (European Union)": the same actor."""
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
                initials = "".join(w.text[0] for w in self.words[first + 1:i] if w.text[:1].isupper())
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
                for i, title in places:
                    if i not in self.r.taken and (
                        known[0].type == "person" or self._preposition(i) not in PLACE_PREPOSITIONS
                    ):
                        self._take(
                            i,
                            i + 1,
                            (known[0],),
                            "name",
                            (
                                "short name of an organisation named in full"
                                if known[0].type != "person"
                                else "short name"
                            ),
                        )
                continue
            kind = self._judge_single(name, places)
            if not kind:
                continue
            referent = None
            for i, title in places:
                if i in self.r.taken:
                    continue
                if referent is None:
                    party = self._party(i, i + 1, title) if kind == "person" else ""
                    referent = self.r.referent(self.words[i].text, party=party, type=kind, at=self.words[i].start)
                if kind != "person" and self._preposition(i) in PLACE_PREPOSITIONS and kind != "organisation":
                    continue
                self._give_title(referent, title)
                self._take(
                    i,
                    i + 1,
                    (referent,),
                    "name",
                    f"single name of a {kind}" if kind != "organisation" else "single name of an organisation",
                )

    def _part_of_organisation(self, name):
        table = _table("name_words", "word", "type")
        found = [
            r
            for r in self.r.referents.values()
            if r.type in {"organisation", "party", "company", "government", "alliance", "group"}
            and len(r.keys) > 1
            and name in r.keys
            and r.first >= 0
            and name not in {"New", "National", "International", "United", "General", "Central"}
        ]
        if (
            table.get(name) in {"other", "place"}
            or name in FAITHS
            or name.lower() in _dictionary()
            and table.get(name) is None
        ):
            return []
        return found[:1] if len(found) == 1 else []

    def _judge_single(self, name, places):
        acronym = (
            re.fullmatch(r"[A-Z][A-Z0-9&]{1,6}", name)
            and name not in NOT_ACRONYMS
            and not self.r.shouting
            and name.lower() not in _dictionary()
        )
        if acronym and not any(self.r.low(i + 1) == "$" for i, _ in places):
            return "organisation"
        if any(title for _, title in places):
            return "person"
        table = _table("name_words", "word", "type")
        if name.lower() in _dictionary() or name in table or len(name) < 3 or name in FAITHS:
            return ""
        for i, _ in places:
            before, after = self.r.low(i - 1), self.r.word(i + 1)
            noun = _nouns().get(before)
            if (
                noun
                and noun["class"] == "body"
                and before not in {"government", "family", "public", "university", "school", "hospital"}
            ):
                return "organisation"
            if after is not None and after.low in {"television", "newspaper", "radio", "magazine", "tv", "daily"}:
                return "organisation"
            if (
                after is not None
                and after.low == "'s"
                and self.r.taken.get(i + 2)
                and self.r.taken[i + 2].referents[0].type == "person"
            ):
                return "organisation"
        acts = speaks = located = 0
        for i, _ in places:
            line, after = self.r.line(i), self.r.word(i + 1)
            located += self._preposition(i) in PLACE_PREPOSITIONS | {"to", "from", "near"}
            clause = line.subjects.get(i)
            acts += clause is not None and clause.predicate not in {"be", "lie", "have"}
            speaks += self._acts(i, i + 1, line) and bool(clause and clause.predicate in SAYING)
        if speaks and name in _table("first_names", "name", "gender"):
            return "person"
        if located and located >= acts:
            return self._territory(name, places)
        if speaks:
            return "organisation" if any(self.r.low(i - 1) == "the" for i, _ in places) else "person"
        if acts and len(places) > 1 or acts > 1:
            return "organisation"
        return self._territory(name, places)

    def _territory(self, name, places):
        """"the island *of* Anjouan": a territory that the story is about."""
        for i, _ in places:
            if (
                self.r.low(i - 1) == "of"
                and self.r.low(i - 2) in {"island", "republic", "region", "province", "territory", "state", "enclave"}
                and len(places) > 1
            ):
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
                    self.r.found.append(_Found(start, start + len(part), i, i + 1, (referent,), kind, rule))

    def _part(self, name, parts):
        people = self.r.short.get((name,))
        if people and people[0].type == "person" and people[0].keys[:1] != (name,) or people and len(parts) == 3:
            return people[0], "name", "name within a compound"
        bearers = _surnames().get((name,), ())
        if (
            len(bearers) == 1
            and len(parts) == 3
            and not people
            and all(key(p) in self.r.known.aliases or (key(p),) in _surnames() for p in parts[::2])
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


# --- reference -----------------------------------------------------------------------------------------------------

MALE, FEMALE = {"he", "him", "his", "himself"}, {"she", "her", "hers", "herself"}
NEUTRAL, PLURAL = {"it", "its", "itself"}, {"they", "them", "their", "theirs", "themselves"}
SELF, WE = {"i", "me", "my", "mine", "myself"}, {"we", "us", "our", "ours", "ourselves"}
POSSESSIVES = {"his", "her", "its", "their", "my", "our"}
REFLEXIVES = {"himself", "herself", "itself", "themselves"}
DEFINITE = {"the", "this", "that", "these", "those", "both", "such"}
QUANTIFIERS = _words("quantifier")
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
    {"refugees", "migrants", "immigrants", "asylum-seekers"},
    {"students", "pupils"},
    {"parents", "families", "relatives", "family"},
    {"critics", "opponents", "skeptics", "sceptics"},
    {"analysts", "experts", "observers", "commentators"},
)
ARMED = _words("armed group")
TOGETHER = _words("bond of two")
KIN = _words("kin or follower")
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
ISLANDS = _words("island state")
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


class _References:
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
        noun = _nouns().get(word.low)
        return person and (
            word.low in _titles()
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
        noun = _nouns().get(self.words[head].low)
        institution = (
            head == first + 1
            and self.words[first].low == "the"
            and self.words[head].low in _words("institution in capitals")
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
        noun = _nouns().get(self.words[head].low)
        if noun and head not in self.r.taken and first != head:
            self._describe(line, None, first, last, head, noun)

    def _thing(self, line, head):
        word = self.words[head]
        if head in self.governments or line.first <= head and self._government_of(line, head):
            return
        if word.tag in {"NN", "NNS"} and word.low not in _words("noun that competes for no pronoun"):
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
        definite = determiner in DEFINITE or bool(owners)
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
            determiner in {"both", "two"}
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
        if not found:
            return False
        referents, rule = found
        if not referents:
            return False
        self.r.add(first, end, referents, "description", rule)
        if low in _words("quantity"):
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
            if before.tag == "RB" and first - 2 >= line.first and self.words[first - 2].lemma in COPULAS:
                return True
        after = self.r.word(last) if last < line.last else None
        if after is not None and cls == "person":
            if last in self.r.taken and self.r.taken[last].referents[0].type == "person":
                return True
            named = self.r.taken.get(last + 1) if after.text == "," else None
            if (
                named is not None
                and named.referents[0].type == "person"
                and (self.r.low(named.last) in {",", ".", ")"} or first == line.first)
            ):
                return True
        return False

    def _and_fellows(self, line, last):
        """"diplomats *and analysts*" are one group; where its words end."""
        if (
            self.r.low(last) == "and"
            and last + 1 < line.last
            and self.words[last + 1].low in _nouns()
            and _nouns()[self.words[last + 1].low]["class"] == "people"
        ):
            chunk = next((c for c in line.chunks if line.first + c.first == last + 1), None)
            if chunk is not None and chunk.last - chunk.first == 1:
                self.covered.add(last + 1)
                return last + 2
        return last

    RELATIONAL = {"person", "people", "bodies"}

    def _with_complement(self, line, last, head, cls, low):
        """Where a description ends with its *of* phrase, and the actor named there."""
        if last >= line.last or self.words[last].low not in {"of", "for", "from"} or cls not in self.RELATIONAL:
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
            self.groups[base] = _Referent(name, party or name, type, gender, plural, first=at)
            self.r.referents[name] = self.groups[base]
            return self.groups[base]
        return self.groups[name]

    def _several(self, line, low, cls, definite, first):
        """*both countries*, *the two leaders*: the last actors of that kind named together, else the last two."""
        if cls in {"person", "people"} and low in _words("plural of persons"):
            fits = lambda r: r.type == "person"  # noqa: E731
        elif low in _words("plural of states"):
            fits = lambda r: r.type in {"state", "territory"}  # noqa: E731
        elif low in {
            "parties", "groups", "organizations", "organisations", "companies", "factions", "armies", "alliances",
        }:
            fits = lambda r: r.type in {"party", "group", "organisation", "company", "alliance"}  # noqa: E731
        else:
            return None
        if low == "sides":
            fits = lambda r: r.type != "region"  # noqa: E731
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
        if exact or self.words[first].low in {"the", "these", "those"} and not self._modified(first, low):
            members = []
            for event in reversed(self.events):
                if now - event.sentence > (3 if exact else 1):
                    break
                for referent in event.referents:
                    if fits(referent) and referent not in members:
                        members.append(referent)
                if len(members) >= 2 and exact:
                    return tuple(reversed(members[:2])), "a plural for the last two"
            if len(members) == 2:
                return tuple(reversed(members)), "a plural for the two spoken of"
        return None

    def _modified(self, first, low):
        """Does another word stand between the determiner and the noun?"""
        return self.r.low(first + 1) != low

    def _person_described(self, line, first, head, low, noun, definite, owners, state):
        gender = noun["gender"]
        owner = owners[0] if owners else None
        if not definite:
            if self.words[first].low in {"a", "an", "one", "another"} or self.words[first].tag == "CD":
                name = self._core(first, head + 1)
                party = state.party if state and low in _Names.OFFICES | {"soldier", "officer", "policeman"} else ""
                return (
                    self._unnamed(name, type="person", party=party, gender=gender, at=self.words[head].start),
                ), "an unnamed person"
            return None
        offices = self._offices(first, head, low)
        land = state or owner and (owner if owner.type != "person" else self._referent_of(owner.party)) or None
        if owner and owner.type == "person" and low in _words("counterpart of a person"):
            if state is None:
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
        if low in _words("kind of person") and len(modifiers) <= 2:
            person = self._recent(fit, self.words[head].sentence, 3)
            if person:
                return (person,), "description by kind of person"
        if owner is not None and owner.type != "person" and low in _words("ally of a body"):
            return None
        if owner is not None and owner.type != "person":
            name = self._core(first, head + 1)
            return (
                self._unnamed(name, type="person", party=owner.party, gender=gender, at=self.words[head].start),
            ), "an unnamed person of a body"
        if low in {"leader", "president", "minister", "premier", "chancellor"} and not state:
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
        if low in _words("role too vague"):
            return None
        name = self._core(first, head + 1)
        return (self._unnamed(name, type="person", gender=gender, at=self.words[head].start),), "an unnamed person"

    def _offices(self, first, head, low):
        modifiers = {self.words[k].low for k in range(first, head)} | {low}
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
        if modifiers & _words("not the office itself"):
            return ()
        return OFFICE_WORDS.get(low, ())

    def _held(self, referent, offices):
        if referent.roles & set(offices):
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
        if low in _words("body of a state"):
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
            kinds = BODY_TYPES.get(low)
            if kinds:
                body = self._weightiest(
                    now,
                    0.8,
                    lambda r: (
                        r if r.type in kinds and not r.plural and (state is None or r.party == state.party) else None
                    ),
                )
                if body:
                    return (body,), "kind of body"
            if modifiers and low not in _words("body too vague"):
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
        if self.words[first].low in {"a", "an", "one"} and low in _words("body that may be introduced"):
            return (
                self._unnamed(
                    self._core(first, head + 1),
                    type="group",
                    party=state.party if state else "",
                    at=self.words[head].start,
                ),
            ), "an unnamed body"
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
                and not any(k in self.r.known.aliases for k in _keys(r.name)[:1]),
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
            low in _words("people in general")
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
        if definite or self.words[first].low in {"some", "many", "most"}:
            same = self._same_group(low, state, now)
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
        party = state.party if state and low in _words("people of a state") else ""
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
        if before in _words("verb before an empty it") and any(w.low in {"to", "that"} for w in words[:4]):
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
                return None
            fits = lambda r: r.type != "person" and not r.plural  # noqa: E731
            best = self._best(i, fits, reach=2, pronoun=low, things=True)
            return ((best,), "number, grammar and recency") if best else None
        return self._plural(line, i, low)

    def _acting(self, line, i):
        """Is *it* the subject of a verb for what only somebody does? Else it may as well be a thing."""
        clause = line.subjects.get(i)
        return (
            clause is not None
            and clause.voice == "active"
            and (clause.predicate in _saying() or clause.predicate in DOING)
        )

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
        return slot if isinstance(slot, _Referent) else None

    def _plural(self, line, i, low):
        word = self.words[i]
        clause = self._clause_of(line, i)
        own = {line.first + line.parse.chunks[c].head for c in clause.subjects} if clause is not None else set()
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
                if event.at in own and low in POSSESSIVES | REFLEXIVES:
                    score += 1.5
            if score > top:
                best, top = event, score
        if best is None or not best.referents:
            return None
        return best.referents, "number, grammar and recency"

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
            if not referents and self.words[head].low in _words("document that speaks"):
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
            if self.words[k].low in _nouns():
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
            if word.low in WE and one.type == "person" and one.party != one.name and len(speaker) == 1:
                body = self._referent_of(one.party)
                speaker = (body,) if body else speaker
            self.r.add(
                i, i + 1, speaker, "pronoun", "the speaker" if word.low in SELF else "the speaker or whom he speaks for"
            )

    def _generic_after(self, i):
        """*our planet*, *our children*: everybody's."""
        return bool(
            {self.words[k].low for k in range(i + 1, min(i + 3, len(self.words)))} & _words("what is ours in general")
        )

    def _own(self, first, head, low, cls, noun, speaker):
        """*our country*, *our president*, *my mother*: by the speaker. True where *our* is no mention of its own."""
        land = self._referent_of(speaker.party)
        if cls == "state" and low in {"country", "nation", "homeland", "republic"}:
            if land is not None and land.type in {"state", "territory"}:
                self.r.add(first, head + 1, (land,), "description", "the state of the speaker")
            return True
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
    return {_keys(text)[-1] for row in lexicon("states") for text in _cell(row["person"])}
