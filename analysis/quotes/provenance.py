"""Provenance: where an article says that its reports come from (*the account was released by the palace*)."""

import re

import pandas as pd

from analysis import grammar
from analysis.lexicon import word_set
from analysis.quotes.speakers import Speakers

COLUMNS = "paragraph sentence source party about start end text clean_text".split()


def provenance(article, mentions):
    """Sentences in which the article discloses who gave its reports, one row a source.

    Columns paragraph, sentence, source, party; about: the actors whose words or acts the reports are of (tuple); the
    span is that of the sentence. Such a sentence begins with a noun for an account and says by whom it was made or
    given. Blind spot: a disclosure in other words, or on another page.

    >>> from analysis import actors, article
    >>> text = article.from_text("Reports of the talks were released by the Kremlin.")
    >>> provenance(text, actors.mentions(text))["source"].tolist()
    ['Russia']
    """
    where, rows = Speakers(article, mentions), []
    begins = re.compile(rf"(?i)(?:(?:the|all|these|those|both|its) )?(?:{'|'.join(_accounts())})s?\b(?! that)")
    for line in article.sentences.itertuples():
        if not begins.match(line.clean_text):
            continue
        parsed = grammar.parse(line.clean_text)
        for clause in parsed.clauses:
            if clause.voice == "passive" and clause.agents and clause.predicate in _given():
                rows += _sources(article, where, line, parsed, clause)
    return pd.DataFrame(rows, columns=COLUMNS)


def _accounts():
    return sorted(word_set("account of what happened", "quote_words"))


def _given():
    return word_set("verb of giving an account", "quote_words")


def _sources(article, where, line, parsed, clause):
    """The agents of the clause as sources; whoever is mentioned before it, and is no source, is what they tell of."""
    before = where.over(line.clean_start, line.clean_start + parsed.span(clause.first, clause.last)[0])
    sources = {}
    for chunk in (parsed.chunks[c] for c in clause.agents):
        start, end = (line.clean_start + place for place in parsed.span(chunk.first, chunk.last))
        sources |= dict(row.who for row in where.over(start, end) if row.end >= end or row.start <= start)
    about = tuple(dict.fromkeys(row.who[0] for row in before if row.who[0] not in sources))
    base = {"paragraph": line.paragraph, "sentence": line.sentence, "about": about}
    base |= article.span(line.clean_start, line.clean_end)
    return [base | {"source": source, "party": party} for source, party in sources.items()]
