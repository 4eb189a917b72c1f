"""Stand-ins for names: a text asked about without the names that could colour the answer.

A reader trained on news knows whom the news likes. `unnamed` puts stand-ins for the actors asked about, `bare` for all
states and persons that a text mentions; *Trump* and *Jones*, *Russia* and *Norway* are then read alike.
"""

import functools
import itertools
import re

from analysis.article import FUNCTION_WORDS
from analysis.lexicon import lexicon

FORMS = {
    "name": ("actor", "names"),
    "adjective": ("adjectives", "person"),
    "people": ("people",),
    "capital": ("capitals",),
}
_ARTICLES = frozenset({"the", "The"})


def unnamed(text, spans):
    """(the text with stand-ins for who is named at the spans, the spans in that text).

    So no name colours an answer: *Trump* and *Jones* are read alike. A title and an article stay, and so do other words
    (*he*, *the rebels*) and a name that is part of the other. Blind spot: the names of those not asked about.

    >>> unnamed("President Obama met Bush. Obama smiled.", [(0, 15), (20, 24)])
    ('President Smith met Jones. Smith smiled.', ((0, 15), (20, 25)))
    """
    words = [text[start:end] for start, end in spans]
    if any(a in b for a, b in itertools.permutations(words, 2)):
        return text, tuple(map(tuple, spans))
    table = {}
    for number, (start, end) in enumerate(spans):
        before, name = _introduced(text, start, end)
        kind = kind_of_name(name)
        if kind == "state":
            forms = _forms_of_state(name).items()
            table |= {w: _stand_ins("state")[number][form] for w, form in forms if w not in words}
            table[name] = _stand_ins("state")[number][_forms_of_states()[name][1]]
        elif kind == "other" or kind and before in _ARTICLES:
            table[name] = _stand_ins("body")[number]["name"]
        elif kind:
            new = _stand_ins("person")[number]
            table |= {name.split()[-1]: new["surname"], name: new["name" if kind == "person" else "surname"]}
    return renamed(text, spans, table)


def _introduced(text, start, end):
    """(the word before the name at a span, the name without its article and titles).

    >>> _introduced("When the Pentagon spoke,", 9, 17), _introduced("Sen. Ted Cruz spoke.", 0, 13)
    (('the', 'Pentagon'), ('Sen.', 'Ted Cruz'))
    """
    name, before = text[start:end], text[:start].split()[-1:]
    first, _, rest = name.partition(" ")
    while rest and (first in _ARTICLES or first in _titles()):
        name, before = rest, [first]
        first, _, rest = name.partition(" ")
    return (before or [""])[0], name


@functools.cache
def _titles():
    return frozenset(row["title"] for row in lexicon("titles"))


def bare(text, mentions):
    """(the text with stand-ins for the states and persons it mentions, {actor: spans of its mentions in that text}).

    `mentions` are (start, end, actor, is a person). States in all their forms (name, adjective, people, capital) and
    persons (full name, surname) are named in the order in which they appear, so that exchanging two states throughout
    a text leaves what is read unchanged; a word that was replaced is replaced wherever it stands. Blind spot:
    organisations, and the names of those who are never mentioned.

    >>> mentions = [(0, 7, "Russia", False), (21, 23, "Xi Jinping", True), (32, 38, "Russia", False)]
    >>> bare("Russian troops left. Xi thanked Moscow.", mentions)
    ('Norwegian troops left. Smith thanked Oslo.', {'Russia': [(0, 9), (37, 41)], 'Xi Jinping': [(23, 28)]})
    """
    given, table = {}, {}
    for start, end, actor, person in sorted(mentions, key=lambda m: m[:2]):
        words = text[start:end]
        table.setdefault(words, _stand_in(words, actor, person, given))
        if person and kind_of_name(words) == "person":  # the Trump administration
            table.setdefault(words.split()[-1], _stand_in(words.split()[-1], actor, person, given))
    exchanged = {words: new for words, new in table.items() if words != new}
    rewritten, moved = renamed(text, [mention[:2] for mention in mentions], exchanged)
    spans = {}
    for (_, _, actor, _), span in zip(mentions, moved):
        spans.setdefault(actor, []).append(span)
    return rewritten, spans


def _stand_in(words, actor, person, given):
    """What stands for the words of a mention; `given` remembers who was given which name."""
    state, form = _forms_of_states().get(words, (None, None))
    kind = "state" if state else "person" if person and _like_a_name(words) else None
    taken = sum(k == kind for k, _ in given)
    if kind is None or (kind, state or actor) not in given and taken == len(_stand_ins(kind)):
        return words
    row = _stand_ins(kind)[given.setdefault((kind, state or actor), taken)]
    return row[form if state else "name" if " " in words else "surname"]


@functools.cache
def _stand_ins(kind):
    """The rows of a kind (`state`, `person`, `body`) in the list of stand-ins, in the order in which they are given."""
    return tuple(row for row in lexicon("stand_ins") if row["kind"] == kind)


@functools.cache
def _forms_of_states():
    """words -> (state, which of FORMS they are)."""
    forms = {}
    for row, (form, columns) in itertools.product(lexicon("states"), FORMS.items()):
        for word in (w for column in columns for w in row[column].split("|") if w):
            forms.setdefault(word, (row["actor"], form))
    return forms


@functools.cache
def _forms_of_state(name):
    """{each form of the state that a form names: which of FORMS it is}."""
    state = _forms_of_states()[name][0]
    return {words: form for words, (owner, form) in _forms_of_states().items() if owner == state}


@functools.cache
def _first_names():
    return frozenset(row["name"] for row in lexicon("first_names"))


def kind_of_name(words):
    """`state` (in all forms), `person` (first name and surname), `surname`, `other` for another proper name; else None.

    >>> [kind_of_name(w) for w in ("Chinese", "Joe Biden", "Putin", "the president", "Supreme Court", "She")]
    ['state', 'person', 'surname', None, 'other', None]
    """
    if words in _forms_of_states():
        return "state"
    parts = words.split()
    capital = bool(parts) and all(w[0].isupper() for w in parts if len(w) > 3 or w == parts[0])
    if not capital or words.casefold() in FUNCTION_WORDS:
        return None
    if _like_a_name(words) and (len(parts) == 1 or parts[0] in _first_names()):
        return "surname" if len(parts) == 1 else "person"
    return "other"


def _like_a_name(words):
    """Whether one to three words are written as a person's name is.

    >>> [_like_a_name(w) for w in ("Hugo Chávez", "J. Lee-Smith", "NATO", "the president")]
    [True, True, False, False]
    """
    parts = words.split()
    plain = [part.replace("-", "").replace("’", "").replace("'", "").rstrip(".") for part in parts]
    capital = all(p.isalpha() and p[0].isupper() and (not p.isupper() or len(p) == 1) for p in plain)
    return 1 <= len(parts) <= 3 and capital


def renamed(text, spans, table):
    """(the text with every whole-word occurrence of the table's keys replaced, the spans moved along).

    >>> renamed("Xi met Putin.", [(0, 2), (7, 12)], {"Xi": "Merkel"})
    ('Merkel met Putin.', ((0, 6), (11, 16)))
    """
    keys = sorted((key for key in table if key), key=len, reverse=True)
    if not keys:
        return text, tuple(map(tuple, spans))
    pattern = re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, keys)) + r")(?!\w)")
    out, moves, done = "", [], 0
    for hit in pattern.finditer(text):
        out += text[done : hit.start()]
        moves.append((*hit.span(), len(out), len(out) + len(table[hit.group()])))
        out, done = out + table[hit.group()], hit.end()

    def moved(at, side):
        shift = 0
        for old_start, old_end, new_start, new_end in moves:
            if old_start <= at <= old_end and (at > old_start or side == 0) and (at < old_end or side == 1):
                return (new_start, new_end)[side]
            if at >= old_end:
                shift = new_end - old_end
        return at + shift

    return out + text[done:], tuple((moved(start, 0), moved(end, 1)) for start, end in spans)
