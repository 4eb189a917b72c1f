"""Speech acts without content: *rejected the request*, *had to answer a question*, *declined to comment*."""

import functools

import pandas as pd

from analysis import grammar
from analysis.lexicon import cell, lexicon
from analysis.quotes.speakers import Speakers

ACTS = ["paragraph", "sentence", "actor", "party", "verb", "voice", "start", "end", "text", "clean_text"]
UNDONE = {"will", "would", "may", "might", "can", "could", "shall", "should", "must", "if"}


@functools.cache
def _verbs():
    """verb -> the heads of objects with which it is a speech act; none where any will do."""
    return {row["verb"]: frozenset(cell(row["objects"])) for row in lexicon("speech_verbs")}


@functools.cache
def _leading():
    """Verbs in front of an infinitive that tell it as done: *had* to answer, *declined* to comment."""
    return {row["verb"] for row in lexicon("speech_verbs") if row["leads"]}


def speech_acts(article, mentions, quotes):
    """Acts of speech of which the article does not say what was said, one row per act and actor.

    Columns paragraph, sentence, actor, party, verb, voice (active or passive), and the span of the verb with its
    object. `mentions` and `quotes` are the tables of a reading: an act whose words are among the quotes is none, nor is
    one that is only to come or possible. Verbs stand in `speech_verbs.csv`. Blind spot: *criticised the plan* says
    something of what was said.

    >>> from analysis import actors, article, quotes
    >>> text = article.from_text("Peru rejected the request.")
    >>> speech_acts(text, actors.mentions(text), quotes.quotes(text, actors.mentions(text)))["text"].tolist()
    ['rejected the request']
    """
    where = Speakers(article, mentions)
    cues = [tuple(span) for span in quotes[["cue_start", "cue_end"]].itertuples(index=False)]
    rows = []
    for line in article.sentences.itertuples():
        parsed = grammar.parse(line.clean_text)
        for clause in parsed.clauses:
            if not _bare(parsed, clause):
                continue
            verb = article.span(*(line.clean_start + place for place in parsed.span(clause.first, clause.last)))
            if any(start < verb["end"] and verb["start"] < end for start, end in cues):
                continue
            base = {"paragraph": line.paragraph, "sentence": line.sentence}
            base |= {"verb": clause.predicate, "voice": clause.voice}
            base |= article.span(*(line.clean_start + place for place in _words(parsed, clause)))
            for actor, party in _actors(where, parsed, clause, line.clean_start):
                rows.append(base | {"actor": actor, "party": party})
    return pd.DataFrame(rows, columns=ACTS)


def _bare(parsed, clause):
    """Is a clause a speech act that was done, with an object that tells nothing, if any?"""
    verb = f"{clause.predicate} {clause.particle}".strip()
    if verb not in _verbs() or clause.modal in UNDONE or clause.kind not in ("finite", "infinitive"):
        return False
    if clause.kind == "infinitive" and not _led(parsed, clause):
        return False
    told = clause.subjects if clause.voice == "passive" else clause.objects
    heads = {parsed.tokens[parsed.chunks[c].last - 1].lemma for c in told}
    return not _verbs()[verb] or bool(heads & _verbs()[verb])


def _led(parsed, clause):
    """Does an infinitive stand right behind a verb that tells it as done?"""
    leader = parsed.clauses[clause.governor] if clause.governor is not None else None
    near = leader is not None and clause.first - leader.last <= 1
    return near and leader.predicate in _leading() and leader.modal not in UNDONE


def _words(parsed, clause):
    """From the verb, or the one that leads it, to the end of an object that follows it at once."""
    first, last = clause.first, clause.last
    if clause.kind == "infinitive":
        first = parsed.clauses[clause.governor].first
    if clause.voice == "active":
        last = max([last, *(parsed.chunks[c].last for c in clause.objects if parsed.chunks[c].first - last <= 2)])
    return parsed.span(first, last)


def _actors(where, parsed, clause, offset):
    """The actors that stand for the subject, or for the agent of a passive."""
    chunks = clause.agents if clause.voice == "passive" else clause.subjects
    found = []
    for chunk in (parsed.chunks[c] for c in chunks):
        start, end = (offset + place for place in parsed.span(chunk.first, chunk.last))
        heads = [row for row in where.over(start, end) if row.end >= end]
        found += [row.who for row in heads if row.who[0]]
    return list(dict.fromkeys(found))
