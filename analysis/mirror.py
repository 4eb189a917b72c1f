"""The mirror: an article with two parties exchanged throughout, to see whether the package treats both alike."""

from dataclasses import dataclass, field

import pandas as pd

from analysis.article import Article, from_text
from analysis.framing import read
from analysis.lexicon import lexicon

COUNTS = [
    "mentions",
    "reports of its words",
    "acts for others",
    "acts against others",
    "is opposed",
    "favourable",
    "discredited",
]


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
        return Mirrored(framing.article, "", "", pd.DataFrame(columns=["words", "exchanged_for", "times"]))
    persons = _paired_persons(framing.mentions, pair)
    text, done, out, log = framing.article.clean, 0, [], []
    for row in _exchangeable(framing.mentions, pair):
        start, end = framing.article.to_clean(row.start, row.end)
        new = _counterpart(row, text[start:end], pair, persons)
        if start < done or not new:
            continue
        start = _without_article(text, start, new, text[start:end])
        out += [text[done:start], _cased(new, text, start)]
        log.append((text[start:end], new))
        done = end
    counts = pd.Series(log, dtype=object).value_counts(sort=False) if log else {}
    exchanged = pd.DataFrame(
        [{"words": a, "exchanged_for": b, "times": n} for (a, b), n in counts.items()],
        columns=["words", "exchanged_for", "times"],
    )
    mirrored = from_text(
        "".join([*out, text[done:]]), name=f"{framing.article.name}, mirrored", date=framing.article.date
    )
    return Mirrored(mirrored, *pair, exchanged)


def compare(framing, mirrored, *, encoder=True):
    """Each count for one party in the article beside that for the other in the mirrored one.

    Columns count, party, in_the_article, counterpart, in_the_mirror, same. No rows where nothing was mirrored.
    """
    rows = []
    other = read(mirrored.article, encoder=encoder) if mirrored.first else None
    for party, twin in ((mirrored.first, mirrored.second), (mirrored.second, mirrored.first)) if other else ():
        here, there = _counts(framing, party), _counts(other, twin)
        rows += [
            {
                "count": name,
                "party": party,
                "in_the_article": here[name],
                "counterpart": twin,
                "in_the_mirror": there[name],
                "same": here[name] == there[name],
            }
            for name in COUNTS
        ]
    return pd.DataFrame(rows, columns=["count", "party", "in_the_article", "counterpart", "in_the_mirror", "same"])


def _counts(framing, party):
    relations = framing.relations
    counted = relations[relations["counted"].astype(bool) & (relations["target_type"] == "actor")]
    mine = framing.mentions.loc[framing.mentions["party"] == party, "actor"].unique()
    portrayed = framing.portrayal[framing.portrayal["actor"].isin(mine)]
    source, target = counted[counted["source_party"] == party], counted[counted["target_party"] == party]
    return dict(
        zip(
            COUNTS,
            map(
                int,
                (
                    (framing.mentions["party"] == party).sum(),
                    (framing.quotes["party"] == party).sum(),
                    (source["stance"] == 1).sum(),
                    (source["stance"] == -1).sum(),
                    (target["stance"] == -1).sum(),
                    (portrayed["valence"] == 1).sum(),
                    (portrayed["valence"] == -1).sum(),
                ),
            ),
        )
    )


def _states():
    return {row["actor"]: row for row in lexicon("states")}


def _two_states(mentions):
    counts = mentions[mentions["party"].isin(_states())]["party"].value_counts(sort=False)
    ranked = sorted(counts.index, key=lambda party: (-counts[party], party))
    return tuple(ranked[:2]) if len(ranked) > 1 else ()


def _exchangeable(mentions, pair):
    named = mentions[mentions["party"].isin(pair) & mentions["kind"].isin(["name", "metonym", "demonym"])]
    return named.sort_values(["start", "end"], kind="stable").drop_duplicates(["start", "end"]).itertuples()


def _paired_persons(mentions, pair):
    """{person: (full name, short form) of the counterpart}, the most mentioned with the most mentioned."""
    sides = []
    for party in pair:
        persons = mentions[(mentions["party"] == party) & (mentions["type"] == "person")]
        counts = persons["actor"].value_counts(sort=False)
        sides.append(sorted(counts.index, key=lambda actor: (-counts[actor], actor)))
    forms = {actor: _forms(mentions, actor) for side in sides for actor in side}
    return {a: forms[b] for one, two in zip(*sides) for a, b in ((one, two), (two, one))}


def _forms(mentions, actor):
    names = mentions.loc[(mentions["actor"] == actor) & (mentions["kind"] == "name"), "clean_text"]
    short = [name for name in names if " " not in name]
    return actor, short[0] if short else actor.split()[-1]


def _counterpart(row, words, pair, persons):
    state = _states()[pair[1] if row.party == pair[0] else pair[0]]
    first = lambda column, other: (state[column] or other).split("|")[0]
    adjective = first("adjectives", state["actor"])
    if row.kind == "metonym":
        return first("capitals", state["actor"])
    if row.kind == "demonym" and words.casefold().startswith("the "):
        noun = first("person", adjective) if row.type == "person" else first("people", adjective)
        return f"the {noun}"
    if row.kind == "demonym":
        return (
            first("people", adjective)
            if words.endswith("s") and words != "US" and not words.endswith("ss")
            else adjective
        )
    if row.type == "person":
        full, short = persons.get(row.actor, ("", ""))
        return full if " " in words else short
    return state["actor"] if row.actor == row.party else ""


def _without_article(text, start, new, old):
    """Take along the *the* of *the Kremlin* or *the United States*, which the counterpart does not have."""
    before = text[max(0, start - 4) : start]
    return (
        start - 4
        if before.casefold() == "the " and not old.casefold().startswith("the ") and not new.endswith("States")
        else start
    )


def _cased(new, text, start):
    opens = not text[:start].strip() or text[:start].rstrip()[-1:] in '.!?”"'
    return new[:1].upper() + new[1:] if opens else new
