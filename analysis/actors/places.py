"""Places: a state's name, capital or demonym for the state, its people or leader, or only for where something is."""

from analysis.actors.draft import OWNER
from analysis.lexicon import word_set

PLACES = word_set("preposition of place")
NOUNS = {"NN", "NNS"}
GOVERNING = {  # a preposition before a capital, and the words nearby with which it means the government
    "on": word_set("bearing on a government"),
    "to": word_set("dealing to a government"),
    "from": word_set("dealing from a government"),
}


def preposition(draft, first):
    """The preposition that governs a name, past its article and its fellows in a list; empty where there is none."""
    start = max(draft.line(first).first, first - 40)
    passed = lambda i: i in draft.alias_words or draft.low(i) in {"the", "both", ",", "and", "or"}
    i = next((i for i in range(first - 1, start - 1, -1) if not passed(i)), None)
    return draft.low(i) if i is not None and draft.words[i].tag in {"IN", "TO", "RP"} else ""


def state(draft, first, last):
    """Add the mention of a state, territory or region by the alias that begins at a word."""
    alias = draft.aliases[first]
    referent = draft.referent(alias.actor)
    if alias.source == "capital":
        governs = _governs(draft, first, last)
        rule = "capital as government" if governs else "capital as a place"
        draft.name(first, last, referent, "metonym", rule, place=not governs)
    elif alias.source in {"adjective", "one", "people"}:
        _demonym(draft, first, last, alias, referent)
    elif alias.source == "seat":
        place = preposition(draft, first) in PLACES
        rule = "seat of power as a place" if place else "seat of power"
        draft.name(first, last, referent, "metonym", rule, place=place, article=not place)
    elif _attributive(draft, last - 1) and (alias.keys[0] in {"US", "UK", "EU"} or draft.words[last].tag in NOUNS):
        draft.name(first, last, referent, "demonym", "state before a noun")
    else:
        place = _only_place(draft, first, last)
        region = alias.source == "state" and referent.type == "region" and not place
        draft.name(first, last, referent, "name", place or alias.rule, place=bool(place), article=region)


def _attributive(draft, i):
    """Does a word stand before a noun that it belongs to?"""
    line = draft.line(i)
    chunk = next((c for c in line.chunks if line.first + c.first <= i < line.first + c.last), None)
    if chunk is not None:
        return i < line.first + chunk.head and draft.low(i + 1) not in OWNER
    after = [word.tag for word in draft.words[i + 1 : min(i + 3, line.last)]]
    return bool(after) and (
        after[0] in NOUNS | {"NNP", "NNPS"} or after[-1] in NOUNS and after[0] in {"JJ", "VBN", "CD"}
    )


def _only_place(draft, first, last):
    """Why a state's name is only a place here, or "": *in*, *around* and movement *to* or *from* it."""
    before, nearby = preposition(draft, first), draft.nearby(first)
    if draft.low(last) in OWNER:
        return ""
    if before in PLACES:
        return "" if nearby & word_set("conflict") else f"place after *{before}*"
    return f"place after movement {before}" if before in {"to", "from"} and nearby & word_set("movement") else ""


def _governs(draft, first, last):
    """Does a capital stand for its government, by its preposition, else by its place in the clause?"""
    before, line = preposition(draft, first), draft.line(first)
    if before in GOVERNING:
        return bool(draft.nearby(first) & GOVERNING[before])
    if before == "of":
        return not draft.nearby(first) & word_set("part of a city")
    if before in PLACES:
        return False
    if before in word_set("preposition of dealing") or last - 1 in line.subjects or last - 1 in line.objects:
        return True
    if last < line.last and draft.words[last].tag in NOUNS:
        return draft.low(last) in word_set("noun after a capital")
    listed = draft.low(first - 1) in {"and", "or"} or draft.words[first - 1].tag.startswith("V")
    return not before and not draft.is_first(first) and (listed or draft.low(last) not in {",", "."})


def _demonym(draft, first, last, alias, referent):
    """*Russians*, *the French*, *Russian troops*; not a language or a place."""
    attributive = _attributive(draft, last - 1)
    spoken = draft.low(first - 1) in {"in", "into", "from"} and alias.source == "adjective" and not attributive
    if spoken or draft.low(last) in word_set("noun for what is spoken or eaten"):
        return
    noun = _noun_after(draft, last)
    if noun in word_set("geographic noun"):
        draft.name(first, last, referent, "demonym", f"demonym of a place before *{noun}*", place=True)
    elif attributive and alias.source != "people":
        if referent.type != "region" or alias.actor == "the West" or noun in word_set("political noun"):
            draft.name(first, last, referent, "demonym", "demonym before a noun")
    elif alias.source == "people" or draft.low(first - 1) == "the":
        rule = "the people for its state" if draft.low(first - 1) == "the" else alias.rule
        sense = "people" if alias.source == "people" else "people or leader"
        draft.name(first, last, referent, "demonym", rule, article=True, sense=sense)
    elif draft.low(last) in {"and", "or", ",", "-"}:
        draft.name(first, last, referent, "demonym", alias.rule)


def _noun_after(draft, last):
    """The head of the noun phrase that a demonym stands in, in the singular; empty where there is none."""
    line = draft.line(last - 1)
    heads = (line.first + c.head for c in line.chunks if line.first + c.first < last <= line.first + c.head)
    return next((draft.words[head].lemma for head in heads), "")
