"""Names: what the roster knows in a text, and what the text itself shows to be a person's or a body's name."""

import re
from difflib import SequenceMatcher

from analysis.actors.draft import FINITE, MARKS, Mention
from analysis.actors.places import PLACES, preposition, state
from analysis.actors.roster import LANDS, STATES, actor_nouns, by_surname, key, plain_words, short_forms
from analysis.actors.runs import BODIES, DATES, match, segments
from analysis.lexicon import column_of, word_set

BEARERS = 100  # of those who bear a word of a name, so many met last may be the person that it names


def find(draft):
    """Add the mentions of `draft` by names, demonyms and metonyms."""
    match(draft)
    names = segments(draft)
    for first, last, title in names:
        if first in draft.aliases:
            _known_name(draft, first, title)
        elif last - first > 1:
            _unknown_name(draft, first, last, title)
    _register_short_forms(draft)
    pending = {}
    for first, last, title in names:
        if first not in draft.aliases and last - first == 1 and not _short_name(draft, first, title):
            pending.setdefault(draft.words[first].key, []).append((first, title))
    _acronyms(draft)
    for name, places in pending.items():
        _single(draft, name, places)
    _hyphenated(draft)


# -- the roster's names


def _known_name(draft, first, title):
    alias, kind = draft.aliases[first], draft.alias_type(first)
    last = first + len(alias.keys)
    if kind in LANDS or alias.source == "capital":
        state(draft, first, last)
    elif alias.kind != "place":
        referent = draft.referent(alias.actor)
        _give_title(draft, referent, title, first)
        draft.name(first, last, referent, alias.kind, alias.rule)
        for k in range(first, last) if alias.kind == "description" else ():  # "*Kremlin* critics"
            for inner in draft.roster.single(draft.words[k].key)[:1]:
                draft.add(k, k + 1, (draft.referent(inner.actor),), inner.kind, "name within a description")


def _give_title(draft, referent, title, first):
    if title and referent.type == "person":
        before = {word.low for word in draft.words[max(draft.line(first).first, first - 5) : first]}
        referent.roles.add(f"former {title[0]}" if before & word_set("no longer in office") else title[0])
        referent.gender = referent.gender or title[1]


# -- names that the text itself shows


def _unknown_name(draft, first, last, title):
    """A capitalised name of several words that no list knows."""
    while last > first and (draft.words[last - 1].text in DATES or draft.words[last - 1].text == "."):
        last -= 1
    words = [word for word in draft.words[first:last] if re.search(r"\w", word.text)]
    kind = _judge(draft, _text(draft, first, last), words, title) if words else ""
    if kind == "person":
        _person(draft, first, last, words, title)
    elif kind:
        draft.name(first, last, _body(draft, kind, first, last), "name", f"{kind} by its name")


def _judge(draft, name, words, title):
    """The kind of actor that a name of several words means; empty where it names none."""
    table = column_of("name_words", "word", "type")
    lead, tail = table.get(words[0].key), table.get(words[-1].key)
    if tail in BODIES or lead in BODIES:
        return tail if tail in BODIES else lead
    if {lead, tail} & {"other", "place"}:
        return ""
    if title or words[0].text in column_of("first_names", "name", "gender"):
        return "person"
    if any(word.text.isupper() for word in words):
        return ""
    common = sum(word.low in plain_words() for word in words)
    recurs = draft.article.clean.count(name) > 1
    return "person" if not common or common < len(words) and not recurs else "organisation"


def _text(draft, first, last):
    return re.sub(r"\s+", " ", draft.article.clean[draft.words[first].start : draft.words[last - 1].end])


def _body(draft, kind, first, last):
    """The body of a name; a government belongs to the state in its name."""
    name, known = _text(draft, first, last), draft.roster
    aliases = (alias for k in range(first, last) for alias in known.single(draft.words[k].key))
    states = (alias.actor for alias in aliases if known.actors[alias.actor].type in STATES)
    return draft.referent(name, party=next(states, name) if kind == "government" else name, type=kind)


def _person(draft, first, last, words, title):
    """Somebody named in full: met before under more or fewer names, else somebody new."""
    party, keys = _party(draft, first, title), tuple(word.key for word in words)
    referent = _same_person(draft, keys) or draft.referent(_text(draft, first, last), party=party)
    given = column_of("first_names", "name", "gender").get(words[0].text, "")
    referent.gender = referent.gender or (title[1] if title else "") or given
    if party and referent.party == referent.name:
        referent.party = party
    referent.roles |= _apposition_roles(draft, last)
    _give_title(draft, referent, title, first)
    draft.name(first, last, referent, "name", "name after a title" if title else "full name in the text")


def _same_person(draft, keys):
    """Somebody met before under more or fewer of these names, or with a surname spelled a little otherwise."""
    bearing = dict.fromkeys(person for word in keys for person in draft.bearers.get(word, ())[-BEARERS:])
    for person in bearing:
        mine, other = set(keys), set(person.keys)
        if person.type != "person" or len(other) < 2:
            continue
        alike = keys[0] == person.keys[0] and SequenceMatcher(None, keys[-1], person.keys[-1]).ratio() >= 0.8
        if alike or mine <= other or other <= mine:
            return person
    return None


def _party(draft, first, title):
    """The state or body before a person's title: "*Russian* deputy minister X"."""
    line = draft.line(first)
    for k in range(first - 1, max(line.first, first - 8) - 1, -1) if title else ():
        if k in draft.names and draft.names[k].referents[0].type != "person":
            return draft.names[k].referents[0].party
        if draft.words[k].tag in FINITE | {"IN"} and draft.low(k) not in {"of", "for"}:
            return ""
    return ""


def _apposition_roles(draft, last):
    """The nouns for a person in an apposition after a name: "X, a government *spokesman*"."""
    roles = set()
    for word in draft.words[last + 1 : last + 9] if draft.low(last) == "," else ():
        if word.text in MARKS or word.tag in FINITE | {"WP", "IN"}:
            break
        if actor_nouns().get(word.low, {}).get("class") == "person":
            roles.add(word.low)
    return roles


# -- names of one word


def _register_short_forms(draft):
    """Let the people named in full be called by their surnames, and by first names that are nobody's surname."""
    people = [referent for referent in draft.referents.values() if referent.type == "person"]
    forms = [(form, referent) for referent in people for form in short_forms(referent.keys)]
    for form, referent in (*forms, *((referent.keys[:1], referent) for referent in people)):
        draft.short_forms.setdefault(form, []).append(referent)


def _short_name(draft, i, title):
    """Take a word for the short form of a name in the text or the roster; False where it is none."""
    word, gender = draft.words[i], title[1] if title else ""
    people = draft.short_forms.get((word.key,), [])
    fitting = [p for p in people if not gender or p.gender in {"", gender}] or people
    rule = "short name of a person named in full" if people else "surname of an office holder"
    referent = fitting[0] if people else _office_holder(draft, i, word, title)
    if referent is not None:
        _give_title(draft, referent, title, i)
        draft.name(i, i + 1, referent, "name", rule)
    return referent is not None


def _office_holder(draft, i, word, title):
    """Somebody never named in full: by title, by office on the article's date, or the only bearer of the name."""
    bearers, date = by_surname().get((word.key,), ()), draft.article.date
    offices = [o for o in draft.roster.offices if o.holder in bearers]
    if title and any(o.office == title[0] for o in offices):
        offices = [o for o in offices if o.office == title[0]]
    now = [o for o in offices if date and o.held_on(date)]
    sure = title or len({o.holder for o in offices}) == 1
    common = word.low in plain_words() or word.text in column_of("first_names", "name", "gender")
    if not offices or not now and not sure or common and not title:
        return None
    referent = draft.referent((now or offices)[-1 if now else 0].holder)
    draft.short_forms.setdefault((word.key,), []).append(referent)
    return referent


def _acronyms(draft):
    """ "European Union (EU)": the same actor."""
    for i, word in enumerate(draft.words[:-2]):
        before, acronym = draft.names.get(i - 1), draft.words[i + 1].key
        if word.text == "(" and draft.low(i + 2) == ")" and re.fullmatch(r"[A-Z]{2,7}", acronym) and before:
            draft.short_forms.setdefault((acronym,), []).insert(0, before.referents[0])


def _single(draft, name, places):
    """A capitalised word that no list knows: kept where it acts, as a person's or an organisation's name."""
    known = draft.short_forms.get((name,)) or _part_of_name(draft, name)
    kind = "" if known else _judge_single(draft, name, places)
    for i, title in places if known or kind else ():
        referent = known[0] if known else draft.referent(draft.words[i].text, type=kind)
        party = _party(draft, i, title)
        referent.party = party if party and referent.party == referent.name else referent.party
        _give_title(draft, referent, title, i)
        if referent.type == "person" or preposition(draft, i) not in PLACES:
            draft.name(i, i + 1, referent, "name", "short name" if known else "single name")


def _part_of_name(draft, name):
    """The actor in whose full name a word stands; nobody where it is a common word or stands in several names."""
    bearers = [r for r in draft.bearers.get(name, ()) if len(r.keys) > 1]
    return bearers if len(bearers) == 1 and name.lower() not in plain_words() else []


def _judge_single(draft, name, places):
    """The kind of actor that a single capitalised word names; empty where it names none, or none that is known."""
    if any(title for _, title in places):
        return "person"
    if re.fullmatch(r"[A-Z][A-Z0-9&]{1,6}", name) and name not in word_set("capitals that name no one"):
        return "organisation"
    if name.lower() in plain_words() or name in column_of("name_words", "word", "type"):
        return ""
    clauses = [clause for i, _ in places if (clause := draft.line(i).subjects.get(i)) is not None]
    if any(clause.predicate in word_set("verb of speech or attitude") for clause in clauses):
        return "organisation" if any(draft.low(i - 1) == "the" for i, _ in places) else "person"
    if any(clause.predicate not in {"be", "lie", "have"} for clause in clauses):
        return "organisation"
    island = any(draft.low(i - 1) == "of" and draft.low(i - 2) in word_set("part of a country") for i, _ in places)
    return "territory" if island else ""  # "the island of Anjouan"


# -- names within other words


def _hyphenated(draft):
    """Add the names in "Xi-Putin", "US-led", "pro-Russian"."""
    for i, word in enumerate(draft.words):
        if "-" not in word.key or i in draft.names and draft.names[i].kind != "description":
            continue
        for part in re.finditer(r"[^-‐]+", word.text):
            referent, kind = _part(draft, key(part[0])) if part[0][:1].isupper() else (None, "")
            if referent:
                start, end = word.start + part.start(), word.start + part.end()
                draft.mentions.append(Mention(start, end, i, i + 1, (referent,), kind, "name within a compound"))


def _part(draft, name):
    """(referent, kind) of a name that stands within a compound."""
    people, bearers = draft.short_forms.get((name,)), by_surname().get((name,), ())
    if people or len(bearers) == 1:
        return people[0] if people else draft.referent(bearers[0]), "name"
    alias = next(iter(draft.roster.single(name)), None)
    known = alias is not None and alias.source not in {"person", "place", "article"}
    if not known or name in word_set("first part of a compound"):
        return None, ""
    return draft.referent(alias.actor), alias.kind
