"""The roster: known actors, their other names and their offices.

Read from the tables in analysis/lexicons/ and from the aliases beside an article; knows nothing of the text itself.
"""

import datetime
import functools
import re
import unicodedata
from dataclasses import dataclass, field, replace

from analysis import grammar
from analysis.article import ArticleError
from analysis.lexicon import cell, column_of, lexicon, word_set

NAMED = ("name", "metonym", "demonym")
KINDS = (*NAMED, "description", "pronoun")
STATES = {"state", "territory"}
LANDS = {"state", "territory", "region"}
DEMONYMS = (  # column of states.csv, source, rule
    ("adjectives", "adjective", "demonym adjective"),
    ("person", "one", "demonym of one"),
    ("people", "people", "demonym of a people"),
)
PARTICLES = word_set("name particle")
GENERATIONS = {"Jr", "Sr", "II", "III", "IV"}
OF_A_RULER = {"I", "V", "VI", "XIV", "XVI"}  # numerals that no family name stands before


class RosterError(ArticleError):
    """A fault in a roster table: one line that names the file, the row and the column."""


@dataclass(frozen=True)
class Actor:
    """An actor as the roster knows it; gender is m, f or empty."""

    name: str
    party: str
    type: str
    gender: str = ""


@dataclass(frozen=True)
class Alias:
    """A form of words for an actor: its keys (see `key`) and the kind of mention it makes.

    `source` is its table or column: state, adjective, one, people (a demonym for a noun, a person, a people), capital,
    seat, organisation, person, place or article; `rule` says the same to a reader.
    """

    keys: tuple
    actor: str
    kind: str
    source: str
    rule: str


@dataclass(frozen=True)
class Office:
    """Who held an office, for whom, since when and until when (None: still)."""

    holder: str
    party: str
    office: str
    since: datetime.date
    until: datetime.date | None

    def held_on(self, date):
        return self.since <= date and (self.until is None or date < self.until)


@dataclass(frozen=True, eq=False)
class Roster:
    """Known actors, the words that name them, and the offices they held.

    `actors` maps a canonical name to an Actor, `aliases` a first word to the aliases that begin with it, the longest
    first, `offices` is a tuple of Office.
    """

    actors: dict = field(repr=False)
    aliases: dict = field(repr=False)
    offices: tuple = field(repr=False)

    def longest(self, keys):
        """The aliases that the words spell from the first on, the longest ones only; empty where there are none."""
        spelled = [alias for alias in self.aliases.get(keys[0], ()) if keys[: len(alias.keys)] == alias.keys]
        return [alias for alias in spelled if len(alias.keys) == len(spelled[0].keys)]

    def single(self, word):
        """The aliases that one word spells by itself."""
        return [alias for alias in self.aliases.get(word, ()) if len(alias.keys) == 1]

    @functools.cached_property
    def terms(self):
        """{name: the offices that somebody ever held}."""
        terms = {}
        for office in self.offices:
            terms.setdefault(office.holder, []).append(office)
        return terms

    def holder(self, party, office, date):
        """Who held an office on a day; empty where nobody is known to, or no date is given.

        >>> roster().holder("Russia", "president", datetime.date(2010, 3, 1))
        'Dmitry Medvedev'
        """
        held = [o.holder for o in self.offices if o.party == party and o.office == office and date and o.held_on(date)]
        return held[-1] if held else ""

    def held(self, name, date):
        """The offices that somebody held on a day; all that they ever held where no date is given."""
        return {term.office for term in self.terms.get(name, ()) if not date or term.held_on(date)}


def key(word):
    """A word as aliases compare it: without diacritics, dots of an acronym or a curly apostrophe.

    >>> key("Chávez"), key("U.S."), key("U.N.")
    ('Chavez', 'US', 'UN')
    """
    flat = "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))
    flat = flat.translate(str.maketrans("’‘‐øĐł", "''-oDl"))
    return flat.replace(".", "") if re.fullmatch(r"(?:[A-Za-z]\.)+[A-Za-z]?\.?", flat) else flat


def keys_of(alias):
    return tuple(key(m[0]) for m in grammar.WORD.finditer(alias))


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
        keys = _without_article(keys_of(row["alias"]))
        if keys in seen:
            raise RosterError(f"{where}, column alias: {row['alias']!r} is already in line {seen[keys]}")
        seen[keys] = number
        yield Alias(keys, row["actor"], row["kind"], "article", "alias of this article")


def _party_of(article, actor):
    parties = article.aliases.loc[article.aliases["actor"] == actor, "party"]
    return next((p for p in parties if p), actor)


def _type_of(alias, base):
    if alias.kind == "name" and len(alias.keys) > 1:
        return "person"
    return "group" if alias.kind == "description" else "organisation"


@functools.cache
def _base():
    aliases = {}
    for text, actor, kind, source, rule in (*_states(), *_organisations(), *_people(), *_places()):
        keys = _without_article(keys_of(text))
        rows = aliases.setdefault(keys[0], [])
        if not any(row.keys == keys for row in rows):
            rows.append(Alias(keys, actor, kind, source, rule))
    for rows in aliases.values():
        rows.sort(key=lambda row: -len(row.keys))
    offices = (
        Office(row["actor"], row["party"], row["office"], _month(row["since"]), _month(row["until"]))
        for row in lexicon("officeholders")
    )
    return Roster(_actors(), aliases, tuple(offices))


def _actors():
    states = [Actor(row["actor"], row["actor"], row["type"]) for row in lexicon("states")]
    bodies = [Actor(row["actor"], row["party"], row["type"]) for row in lexicon("organisations")]
    people = [Actor(row["actor"], row["party"], "person", row["gender"]) for row in lexicon("officeholders")]
    parties = [Actor(row["party"], row["party"], "organisation") for row in lexicon("officeholders")]
    places = [Actor(row["place"], row["place"], "place") for row in lexicon("places")]
    actors = {}
    for actor in (*states, *bodies, *people, *parties, *places):
        actors.setdefault(actor.name, actor)
    return actors


def _states():
    """(form of words, actor, kind, source, rule) of every state by its names, demonyms, capitals and seats of power."""
    for row in lexicon("states"):
        for text in (row["actor"], *cell(row["names"])):
            yield text, row["actor"], "name", "state", f"name of a {row['type']}"
        for column, source, rule in DEMONYMS:
            for text in cell(row[column]):
                yield text, row["actor"], "demonym", source, rule
        for text in cell(row["capitals"]):
            yield text, row["actor"], "metonym", "capital", "capital"
    for row in lexicon("seats"):
        rule = "seat of power" if row["kind"] == "seat" else "capital"
        yield row["name"], row["actor"], "metonym", row["kind"], rule


def _organisations():
    named = {row["actor"]: (row["actor"], *cell(row["names"])) for row in lexicon("organisations")}
    for row in lexicon("organisations"):
        for text in named[row["actor"]]:  # "{party} Security Council" stands for each name of its party
            for party in named[row["party"]] if "{party}" in text else ("",):
                form = text.replace("{party}", party)
                yield form, row["actor"], "name", "organisation", "name of an organisation"


def _people():
    for row in lexicon("officeholders"):
        for text in (row["actor"], *cell(row["names"])):
            yield text, row["actor"], "name", "person", "full name"


def _places():
    return ((row["place"], row["place"], "place", "place", "only a place") for row in lexicon("places"))


def _month(text):
    return datetime.date.fromisoformat(f"{text}-01") if text else None


def _without_article(keys):
    return keys[1:] if keys[0].lower() == "the" and len(keys) > 1 else keys


@functools.cache
def in_small_letters():
    """The base roster by words in small letters, for texts in capitals."""
    folded = {}
    for rows in _base().aliases.values():
        for alias in rows:
            keys = tuple(key.lower() for key in alias.keys)
            folded.setdefault(keys[0], []).append(replace(alias, keys=keys))
    for rows in folded.values():
        rows.sort(key=lambda row: -len(row.keys))
    return Roster(_base().actors, folded, ())


@functools.cache
def by_surname():
    """Last name -> the people of the roster who bear it, in the order of the table."""
    bearers = {}
    for name, actor in _base().actors.items():
        for form in short_forms(keys_of(name)) if actor.type == "person" else ():
            bearers.setdefault(form, []).append(name)
    return bearers


@functools.cache
def titles_by_word():
    """The first word of a title -> (its words, office, gender), the longest title first."""
    titles = {}
    for row in lexicon("titles"):
        words = tuple(key.lower() for key in keys_of(row["title"]))
        titles.setdefault(words[0], []).append((words, row["office"], row["gender"]))
    return {first: sorted(rows, key=lambda r: -len(r[0])) for first, rows in titles.items()}


@functools.cache
def nouns_like(noun):
    """The nouns that may take up the same group as this one, itself among them; of two families that have it the first.

    >>> sorted(nouns_like("pupils")), sorted(nouns_like("gardeners"))
    (['pupils', 'students'], ['gardeners'])
    """
    rows = lexicon("noun_families")
    family = next((row["family"] for row in rows if row["noun"] == noun), None)
    return frozenset(row["noun"] for row in rows if row["family"] == family) | {noun}


@functools.cache
def actor_nouns():
    return {row["noun"].lower(): row for row in lexicon("actor_nouns")}


@functools.cache
def plain_words():
    return {word for word, tag in grammar.dictionary().items() if word.islower() and not tag.startswith("NNP")}


def short_forms(keys):
    """The shorter names a person of this full name goes by: ("de", "Villepin") and ("Villepin",)."""
    if keys[-1] in OF_A_RULER:
        return [keys[:-1]]
    last = keys[-2:-1] if len(keys) > 1 and keys[-1] in GENERATIONS else keys[-1:]
    forms = [last]
    at = len(keys) - 2
    while at > 0 and keys[at].lower() in PARTICLES:
        forms.append(keys[at:])
        at -= 1
    bare = re.sub(r"^(?:[Aa]l|[Ee]l|[Aa]n|[Aa]s|[Aa]r)-", "", keys[-1])
    if bare != keys[-1]:
        forms.append((bare,))
    if _family_first(keys):
        forms.insert(0, keys[:1])
    return [form for form in forms if form[0][:1].isupper() or len(form) > 1 or "-" in form[0]]


def _family_first(keys):
    """Does the family name stand first: "Xi Jinping", "Kim Jong-il", "Moon Jae-in"?"""
    listed = keys[0] in word_set("family name that stands first")
    first_name = keys[-1] in column_of("first_names", "name", "gender")
    return len(keys) == 2 and re.search(r"-[a-z]", keys[1]) or len(keys) in {2, 3} and listed and not first_name
