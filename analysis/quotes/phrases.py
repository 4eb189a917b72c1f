"""Phrases beside a cue: where noun phrases begin and end, which is the subject of a verb, and what only dates it."""

import re

from analysis.lexicon import word_set

ABSTRACT = re.compile(r"(?:tion|ment|ness|ity|ism)$")
RELATIVE = {"who", "which", "that"}
REFLEXIVE = {"himself", "herself", "itself", "themselves"}
ATTACHING = {"of", "for", "in", "at", "from", "on", "to", "with", "near", "within", "against", "by", "de"}
REACHING = {"of", "for", "in", "at", "from", "and", "on", "to", "with", "&"}
DAYS = word_set("day", "grammar_words")


def noun_phrase_left(words, j, *, deep=True):
    """The start of the noun phrase whose last word is j; `deep` takes in what it depends on."""
    start = words.chunk(j).first if words.chunk(j) else j
    while deep and words.low(start - 1) in ATTACHING | {"and", "or", "&"}:
        before = words.chunk(start - 2)
        if not before or before.time:
            break
        start = before.first
    while start < j and words.low(start) in DAYS:
        start += 1
    return start


def noun_phrase_right(words, i, *, deep=True):
    """The index after the noun phrase that starts at i; i where there is none. `deep` takes in what depends on it."""
    chunk = words.chunk(i + (not words.chunk(i) and words.tag(i) in ("VBN", "VBG")))
    if not chunk:
        return i
    end = chunk.last
    while deep and words.low(end) in REACHING and words.tag(end) != "TO" and words.chunk(end + 1):
        if words.chunk(end + 1).time:
            break
        end = words.chunk(end + 1).last
    return end


def past_adjuncts(words, k):
    """The first word after the adverbials that stand at k."""
    for _ in range(4):
        phrase = words.chunk(k + 1)
        if words.tag(k) == "RB" and words.low(k) not in ("not", "n't"):
            k += 1
        elif words.chunk(k) and words.chunk(k).time:
            k = words.chunk(k).last
        elif phrase and phrase.prep == words.low(k) != "about":
            k = noun_phrase_right(words, k + 1)
        else:
            break
    return k


def subject_of(words, first):
    """The (start, end) word range of the subject left of the verb group that starts at `first`, or None."""
    j = _past_adverbials(words, first - 1)
    if words.chunk(j):
        return noun_phrase_left(words, j, deep=words.tag(j) != "PRP"), j + 1
    clause = words.clause(first)
    if words.low(j) in RELATIVE and clause and clause.relative and clause.subjects:
        chunks = [words.parse.chunks[c] for c in clause.subjects]
        return chunks[0].first, chunks[-1].last
    if words.low(j) in (",", ")", "-", "–", "—"):
        return _list_before(words, j, first) or _apposed(words, j)
    return None


def _list_before(words, j, first):
    """A list of names before a comma and an adverb: *Peru, Chile and Bolivia, once again, asked*."""
    if words.low(j) != "," or words.tag(j - 1) != "NNP" or not any(words.tag(k) == "RB" for k in range(j + 1, first)):
        return None
    starts, k = [], j - 1
    while k >= 0 and words.tag(k) == "NNP":
        while words.tag(k - 1) == "NNP":
            k -= 1
        starts.append(k)
        if words.low(k - 1) != ("and" if len(starts) == 1 else ","):
            break
        k -= 2
    if words.tag(starts[-1] - 1) in ("IN", "TO") and not ABSTRACT.search(words[starts.pop()].text):
        return None  # the quest for Unity, Peru and Chile
    return (starts[-1], j) if len(starts) > 1 else None


def _past_adverbials(words, j):
    """The last word at or before j that is no adverb and dates nothing: *the council on Tuesday*."""
    while True:
        chunk = words.chunk(j)
        if chunk and chunk.time:
            j = chunk.first - 1 - bool(chunk.prep)
        elif words.tag(j) == "RB" or words.low(j) in REFLEXIVE | {"earlier", "later", "then", "once"}:
            j -= 1
        else:
            return j


def _apposed(words, j):
    """The noun phrase before an apposition or aside that closes at j: *Bakar, a spokesman, said*."""
    opening = {")": "("}.get(words[j].text, words[j].text)
    for k in range(j - 1, max(-1, j - 30), -1):
        if words[k].text == opening and words.chunk(k - 1) and not words.chunk(k - 1).time:
            relative = words.low(k + 1) in ("who", "which", "whose")
            if relative or not any(words.is_finite(m) for m in range(k + 1, j)):
                return noun_phrase_left(words, k - 1), k
    return None
