"""Evidence: the rows of a reading that findings count, and the passages of the article that they quote."""

import pandas as pd

from analysis.claims.claim import Evidence


def partied(mentions):
    """Mentions in which an actor of no party is a party of its own."""
    return mentions.assign(party=mentions["party"].where(mentions["party"] != "", mentions["actor"]))


def passages(rows):
    """Rows with a span as evidence; the same words once."""
    spans = {}
    for row in rows.itertuples():
        spans.setdefault((row.start, row.end), Evidence(int(row.paragraph), row.text, int(row.start), int(row.end)))
    return tuple(spans.values())


def sentences(framing, rows):
    """The sentences in which rows stand, as evidence, in the order of the rows."""
    order = {number: place for place, number in enumerate(pd.unique(rows["sentence"]))}
    table = framing.article.sentences
    table = table[table["sentence"].isin(list(order))]
    return passages(table.sort_values("sentence", key=lambda numbers: numbers.map(order)))


def first_sentences(framing, mentions, parties):
    """The sentence in which each of some parties is first mentioned, as evidence."""
    first = mentions.drop_duplicates("party").set_index("party")
    return sentences(framing, first.loc[list(parties)])


def openings(framing, numbers):
    """The first sentence of each of some paragraphs, as evidence."""
    table = framing.article.sentences.drop_duplicates("paragraph").set_index("paragraph", drop=False)
    return passages(table.loc[[number for number in numbers if number in table.index]])
