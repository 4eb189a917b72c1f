"""The mirror: an article with two parties exchanged throughout, to see whether the package treats both alike."""

from collections import Counter
from dataclasses import dataclass, field

import pandas as pd

from analysis.actors import NAMED
from analysis.article import Article, from_text
from analysis.framing import read
from analysis.lexicon import lexicon

EXCHANGED = ["words", "exchanged_for", "times"]
COMPARED = ["count", "party", "in_the_article", "counterpart", "in_the_mirror", "same"]


@dataclass(frozen=True, eq=False)
class Mirrored:
    """A mirrored article: the text, the two parties, and what replaces what (columns words, exchanged_for, times)."""

    article: Article
    first: str
    second: str
    exchanged: pd.DataFrame = field(repr=False)


def swap(framing, first=None, second=None):
    """Exchange two states throughout an article: names, adjectives, capitals and persons, each for its counterpart.

    Without names, the two states mentioned most. Persons are paired by how often they are mentioned; a person without a
    counterpart, descriptions and pronouns stay as they are. Gives a Mirrored, with an unchanged text where there are no
    two states. Blind spot: *the communist giant* still says whom it means.

    >>> from analysis.article import from_text
    >>> swap(read(from_text("Russia threatened Georgia. Georgia protested."), encoder=False)).article.raw
    'Georgia threatened Russia. Russia protested.'
    """
    pair = (first, second) if first and second else _two_states(framing.mentions)
    if not pair:
        return Mirrored(framing.article, "", "", pd.DataFrame(columns=EXCHANGED))
    persons = _paired_persons(framing.mentions, pair)
    text, done, out, times = framing.article.clean, 0, [], Counter()
    for row in _exchangeable(framing.mentions, pair):
        start, end = framing.article.to_clean(row.start, row.end)
        words, new = text[start:end], _counterpart(row, text[start:end], pair, persons)
        if start < done or not new:
            continue
        start = _without_article(text, start, new, words)
        out += [text[done:start], _cased(new, text, start)]
        times[words, new] += 1
        done = end
    mirrored = "".join([*out, text[done:]])
    article = from_text(mirrored, name=f"{framing.article.name}, mirrored", date=framing.article.date)
    return Mirrored(article, *pair, pd.DataFrame([(*words, n) for words, n in times.items()], columns=EXCHANGED))


def compare(framing, mirrored, *, encoder=True):
    """Each count for one party in the article beside that for the other in the mirrored one.

    Columns count, party, in_the_article, counterpart, in_the_mirror, same. No rows where nothing was mirrored.
    """
    rows = []
    other = read(mirrored.article, encoder=encoder) if mirrored.first else None
    for party, twin in ((mirrored.first, mirrored.second), (mirrored.second, mirrored.first)) if other else ():
        here, there = _counts(framing, party), _counts(other, twin)
        rows += [(name, party, here[name], twin, there[name], here[name] == there[name]) for name in here]
    return pd.DataFrame(rows, columns=COMPARED)


def verdict(mirrored, table):
    """What a comparison with the mirrored article shows, in two sentences; `table` is that of `compare`.

    >>> from analysis.article import from_text
    >>> verdict(swap(read(from_text("It rained."), encoder=False)), pd.DataFrame(columns=COMPARED))
    'The article has no two states to exchange.'
    """
    if table.empty:
        return "The article has no two states to exchange."
    first, second = (f"the {name}" if name.endswith("States") else name for name in (mirrored.first, mirrored.second))
    other, pair = (~table["same"].astype(bool)).sum(), f"{first} and {second}"
    if not other:
        return f"With {pair} exchanged throughout, all {len(table)} counts of the machine are exchanged with them."
    return (
        f"With {pair} exchanged throughout, {other} of the machine's {len(table)} counts are not exchanged with them."
        " There it is the package that treats the two differently, and not the article: a bias of the package, and a"
        " reason to check by hand what it says of one of them and not of the other."
    )


def _counts(framing, party):
    relations = framing.relations
    counted = relations[relations["counted"].astype(bool) & (relations["target_type"] == "actor")]
    mine = framing.mentions.loc[framing.mentions["party"] == party, "actor"].unique()
    valences = framing.portrayal.loc[framing.portrayal["actor"].isin(mine), "valence"]
    by, toward = (counted.loc[counted[end] == party, "stance"] for end in ("source_party", "target_party"))
    counts = {
        "mentions": framing.mentions["party"] == party,
        "reports of its words": framing.quotes["party"] == party,
        "acts for others": by == 1,
        "acts against others": by == -1,
        "is opposed": toward == -1,
        "favourable": valences == 1,
        "discredited": valences == -1,
    }
    return {name: int(rows.sum()) for name, rows in counts.items()}


def _states():
    return {row["actor"]: row for row in lexicon("states")}


def _ranked(names):
    """The names, those that stand most often first, then by the alphabet."""
    counts = Counter(names)
    return sorted(counts, key=lambda name: (-counts[name], name))


def _two_states(mentions):
    ranked = _ranked(mentions.loc[mentions["party"].isin(_states()), "party"])
    return tuple(ranked[:2]) if len(ranked) > 1 else ()


def _exchangeable(mentions, pair):
    named = mentions[mentions["party"].isin(pair) & mentions["kind"].isin(NAMED)]
    return named.sort_values(["start", "end"], kind="stable").drop_duplicates(["start", "end"]).itertuples()


def _paired_persons(mentions, pair):
    """{person: (full name, short form) of the counterpart}, the most mentioned with the most mentioned."""
    persons = mentions[mentions["type"] == "person"]
    sides = [_ranked(persons.loc[persons["party"] == party, "actor"]) for party in pair]
    return {a: _forms(mentions, b) for one, two in zip(*sides) for a, b in ((one, two), (two, one))}


def _forms(mentions, actor):
    names = mentions.loc[(mentions["actor"] == actor) & (mentions["kind"] == "name"), "clean_text"]
    return actor, next((name for name in names if " " not in name), actor.split()[-1])


def _counterpart(row, words, pair, persons):
    """What stands in the mirror for the words of a mention; "" where nothing does."""
    state = _states()[pair[1] if row.party == pair[0] else pair[0]]
    first = lambda column, other: (state[column] or other).split("|")[0]
    if row.kind == "metonym":
        return first("capitals", state["actor"])
    if row.kind == "demonym":
        adjective = first("adjectives", state["actor"])
        if words.casefold().startswith("the "):
            return f"the {first('person' if row.type == 'person' else 'people', adjective)}"
        several = words.endswith("s") and words != "US" and not words.endswith("ss")
        return first("people", adjective) if several else adjective
    if row.type == "person":
        return persons.get(row.actor, ("", ""))[" " not in words]
    return state["actor"] if row.actor == row.party else ""


def _without_article(text, start, new, old):
    """Take along the *the* of *the Kremlin* or *the United States*, which the counterpart does not have."""
    before = text[max(0, start - 4) : start].casefold()
    lone = before == "the " and not old.casefold().startswith("the ") and not new.endswith("States")
    return start - 4 if lone else start


def _cased(new, text, start):
    opens = not text[:start].strip() or text[:start].rstrip()[-1:] in '.!?”"'
    return new[:1].upper() + new[1:] if opens else new
