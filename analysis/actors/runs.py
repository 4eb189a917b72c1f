"""Runs of capitals: the names that the roster lists, and runs of capitals cut into names with the title before each."""

from dataclasses import replace

from analysis.actors.roster import LANDS, PARTICLES, actor_nouns, in_small_letters, plain_words, titles_by_word
from analysis.lexicon import column_of, word_set

BODIES = {"government", "party", "organisation", "company"}  # types of a word in the name of a body
DATES = word_set("day or month")
SMALL = {"PRP", "PRP$", "DT", "WP", "WDT", "WRB", "CC"}  # tags of words that begin no name


def match(draft):
    """Find what the roster lists, the longest names first: `aliases` and `alias_words` of the draft."""
    for line in draft.lines:
        i = line.first
        while i < line.last:
            alias = next((alias for alias in _aliases_at(draft, i, line) if _plausible(draft, alias, i)), None)
            if alias is None:
                i += 1
                continue
            end, first = i + len(alias.keys), _house(draft, alias, i)
            if first < i:  # "United Nations Security Council" is one name
                alias = replace(alias, keys=(*draft.aliases[first].keys, *alias.keys))
            draft.aliases[first] = alias
            draft.alias_words.update(range(first, end))
            i = end


def _aliases_at(draft, i, line):
    """The longest aliases that the words from one on spell; in a text in capitals whatever the case."""
    keys = tuple(word.key for word in draft.words[i : min(i + 12, line.last)])
    return in_small_letters().longest(tuple(map(str.lower, keys))) if draft.shouting else draft.roster.longest(keys)


def _plausible(draft, alias, i):
    """Not a sum of money ("US$ 5"), and a name such as *the West* with its article."""
    bare = len(alias.keys) == 1 and alias.keys[0] in word_set("name that needs its article")
    return draft.low(i + len(alias.keys)) != "$" and not (bare and draft.low(i - 1) != "the")


def _house(draft, alias, i):
    """Where the name of the body that an organisation belongs to begins, if right before it; else i."""
    party = draft.roster.actors[alias.actor].party
    for k in range(max(0, i - 4), i) if alias.source == "organisation" else ():
        house = draft.aliases.get(k)
        if house and house.source == alias.source and house.actor == party and k + len(house.keys) == i:
            return k
    return i


def segments(draft):
    """Every name that the capitals show, with the title before it: (first, last, title)."""
    return [
        segment for line in draft.lines for first, last in _runs(draft, line) for segment in _cut(draft, first, last)
    ]


def _capital(draft, i):
    """May a word be part of a name?"""
    word = draft.words[i]
    if i in draft.alias_words:
        return True
    if draft.shouting or not word.text[:1].isupper() or word.text in DATES or word.text == "I":
        return False
    if "-" in word.text and word.text.rpartition("-")[2] in plain_words():  # "Kurdish-*led*"
        return False
    return word.tag not in SMALL and not (word.tag in {"IN", "VBD", "VBG", "VBN", "RB"} and draft.is_first(i))


def _runs(draft, line):
    i = line.first
    while i < line.last:
        j = i
        while j < line.last and (_capital(draft, j) or j > i and _connects(draft, i, j, line)):
            j += 1
        if j > i:
            yield i, j
        i = j + 1


def _connects(draft, first, j, line):
    """Is it a small word inside a name: "Aung *de la* Cruz", "Bank *of* Japan", "Mr*.* Smith"?"""
    low, before = draft.low(j), draft.words[j - 1]
    ahead = lambda n: j + n < line.last and _capital(draft, j + n)
    if low == ".":
        return ahead(1) and (len(before.text) == 1 or before.low in word_set("abbreviated title"))
    if low in PARTICLES and j - 1 not in draft.aliases:
        return ahead(1) or draft.low(j + 1) in PARTICLES and ahead(2)
    if low in {"of", "for"} and any(_body_word(draft, k) for k in range(first, j)):
        return ahead(1) or draft.low(j + 1) == "the" and ahead(2)
    return low == "&" and ahead(1) or low == "the" and before.low in {"of", "for"} and ahead(1)


def _body_word(draft, k):
    return column_of("name_words", "word", "type").get(draft.words[k].key) in BODIES


def _cut(draft, first, last):
    i, title = first, _role_before(draft, first)
    while i < last:
        size, office = title_at(draft, i)
        whole = 0 if size else _body(draft, i, last)
        if whole:
            yield i, whole, title
            _drop(draft, i, whole)
            i, title = whole, None
        elif size:
            i, title = i + size, office
        elif i in draft.aliases:
            end, land = i + len(draft.aliases[i].keys), draft.alias_type(i) in LANDS
            yield i, end, title
            i, title = end, title if land else None
        elif draft.low(i) in {"of", "for", "and", "'s", "&", "."}:
            i += 1
        else:
            j = i + 1
            while j < last and not _ends(draft, i, j) and not (title_at(draft, j)[0] and j + 1 < last):
                j += 1
            yield i, j, title
            i, title = j, None


def _ends(draft, i, j):
    """Does a name that starts at i end before j? A listed name after a first name is part of a person's."""
    if draft.low(j) in {"'s", "of", "for", "and"}:
        return True
    if j in draft.aliases and draft.words[i].text in column_of("first_names", "name", "gender"):
        del draft.aliases[j]
    return j in draft.aliases


def _drop(draft, first, last):
    """Forget the aliases within a name, but for one that spells it all."""
    for k in range(first, last):
        if k in draft.aliases and not (k == first and k + len(draft.aliases[k].keys) == last):
            del draft.aliases[k]


def _body(draft, i, last):
    """Where the name of a body that starts at i ends, if a word such as *Ministry* shows it to be one; else 0."""
    ends = [k + 1 for k in range(i, last) if _body_word(draft, k)]
    if not ends:
        return 0
    if _body_word(draft, i) and i + 1 < last and draft.low(i + 1) in {"of", "for"}:
        return last  # "Ministry of Defence"
    end = last if ends[-1] < last and draft.low(ends[-1]) in {"of", "for"} else ends[-1]
    return end if end - i > 1 else 0


def title_at(draft, i):
    """(words, (office, gender)) of the title at a word; (0, None) where there is none."""
    for parts, office, gender in titles_by_word().get(draft.low(i), ()) if i not in draft.aliases else ():
        if tuple(word.low for word in draft.words[i : i + len(parts)]) == parts:
            return len(parts), (office, gender)
    noun = actor_nouns().get(draft.low(i)) if draft.is_first(i) else None
    return (1, (draft.low(i), noun["gender"])) if noun and noun["class"] == "person" else (0, None)


def _role_before(draft, first):
    """The lower-case role right before a name: "*spokesman* Dmitry Peskov", "opposition *leader* Morgan"."""
    before = draft.words[first - 1] if not draft.is_first(first) else None
    noun = actor_nouns().get(before.low) if before else None
    return (before.low, noun["gender"]) if noun and noun["class"] == "person" else None
