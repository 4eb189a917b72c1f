"""The roster: known actors, their other names and their offices.

Read from the tables in analysis/lexicons/ and from the aliases beside an article; knows nothing of the text itself.
"""

import datetime
import functools
import re
import unicodedata
from dataclasses import dataclass, field

from textblob.en import lexicon as english

from analysis import grammar
from analysis.article import ArticleError
from analysis.lexicon import cell, column_of, lexicon, word_set

KINDS = ("name", "metonym", "demonym", "description", "pronoun")


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
            if tuple(keys[at : at + len(alias.keys)]) == alias.keys:
                found.append(alias)
        return found

    def holder(self, party, office, date):
        """Who held an office on a day; empty where nobody is known to, or no date is given.

        >>> roster().holder("Russia", "president", datetime.date(2010, 3, 1))
        'Dmitry Medvedev'
        """
        held = [
            o.holder
            for o in self.offices
            if o.party == party
            and o.office == office
            and date
            and o.since <= date
            and (o.until is None or date < o.until)
        ]
        return held[-1] if held else ""


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
        keys = keys_of(row["alias"])
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
        keys = keys_of(text)
        keys = keys[1:] if keys and keys[0].lower() == "the" and len(keys) > 1 else keys
        rows = aliases.setdefault(keys[0], [])
        if not any(row.keys == keys for row in rows):
            rows.append(Alias(keys, actor, kind, rule))

    for row in lexicon("states"):
        actors[row["actor"]] = Actor(row["actor"], row["actor"], row["type"])
        for text in (row["actor"], *cell(row["names"])):
            add(text, row["actor"], "name", f"name of a {row['type']}")
        for column, rule in (
            ("adjectives", "demonym adjective"),
            ("person", "demonym of one"),
            ("people", "demonym of a people"),
        ):
            for text in cell(row[column]):
                add(text, row["actor"], "demonym", rule)
        for text in cell(row["capitals"]):
            add(text, row["actor"], "metonym", "capital")
    for row in lexicon("seats"):
        add(row["name"], row["actor"], "metonym", "seat of power" if row["kind"] == "seat" else "capital")
    named = {row["actor"]: (row["actor"], *cell(row["names"])) for row in lexicon("organisations")}
    for row in lexicon("organisations"):
        actors[row["actor"]] = Actor(row["actor"], row["party"], row["type"])
        for text in named[row["actor"]]:  # "{party} Security Council" stands for each name of its party
            for form in (
                [text.replace("{party}", party) for party in named[row["party"]]] if "{party}" in text else [text]
            ):
                add(form, row["actor"], "name", "name of an organisation")
    for row in lexicon("officeholders"):
        actors.setdefault(row["actor"], Actor(row["actor"], row["party"], "person", row["gender"]))
        actors.setdefault(row["party"], Actor(row["party"], row["party"], "organisation"))
        offices.append(Office(row["actor"], row["party"], row["office"], _month(row["since"]), _month(row["until"])))
        for text in (row["actor"], *cell(row["names"])):
            add(text, row["actor"], "name", "full name")
    for row in lexicon("places"):
        actors.setdefault(row["place"], Actor(row["place"], row["place"], "place"))
        add(row["place"], row["place"], "place", "only a place")
    for rows in aliases.values():
        rows.sort(key=lambda row: -len(row.keys))
    return Roster(actors, aliases, tuple(offices))


def _month(text):
    return datetime.date.fromisoformat(f"{text}-01") if text else None


@functools.cache
def folded_aliases():
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
def by_surname():
    """Last name -> the people of the roster who bear it, in the order of the table."""
    found = {}
    for name, actor in _base().actors.items():
        if actor.type == "person":
            for form in short_forms(keys_of(name)):
                found.setdefault(form, []).append(name)
    return found


@functools.cache
def titles_by_word():
    """Title words -> (office, gender), the longest title first under its first word."""
    found = {}
    for row in lexicon("titles"):
        found.setdefault(keys_of(row["title"])[0].lower(), []).append(
            (tuple(k.lower() for k in keys_of(row["title"])), row["office"], row["gender"])
        )
    return {first: sorted(rows, key=lambda r: -len(r[0])) for first, rows in found.items()}


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
    if not len(dict.keys(english)):
        english.load()
    return {word for word, tag in dict.items(english) if word.islower() and not tag.startswith("NNP")}


PARTICLES = word_set("name particle")


def short_forms(keys):
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


FAMILY_FIRST = word_set("family name that stands first")


def _family_first(keys):
    return keys[0] in FAMILY_FIRST and column_of("first_names", "name", "gender").get(keys[-1]) is None
