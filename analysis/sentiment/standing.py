"""What a sentence does to the standing of those it names: what they do, are charged with and are called."""

import functools
from dataclasses import dataclass, replace

from analysis import grammar
from analysis.article import split
from analysis.encoder import VALENCES, attention, available, encode, questions, standins
from analysis.lexicon import lexicon, word_set
from analysis.sentiment.instruments import Score, hits, sign_of, squashed
from analysis.sentiment.matching import find

LONG = 600  # characters; a longer text is read toward an actor by the sentence
TELLING = 0.4  # from here on what is said of an actor counts for or against it
NEAR = (-0.1, 0.15)  # the same for the words around an actor; chosen on NewsMTSC's training part
COPULAS = word_set("copula", "stance_words")
NAMING = word_set("verb of naming", "stance_words")
NOT = {"not", "n't", "no", "never"}


@dataclass(frozen=True)
class Effect:
    """What a sentence does to the standing of who stands at [start, end): score, how it was read, evidence."""

    start: int
    end: int
    score: float
    found_by: str
    evidence: tuple


def toward(text, start, end, *, encoder=True):
    """How a sentence speaks toward the actor at text[start:end]: a Score, -1 to its discredit, 1 favourably, else 0.

    With the encoder its reading; without, what the actor does, is charged with and is called, and where the sentence
    says nothing of that the scored words around it. Asked of a single sentence; in an article `portrayal` reads whole
    paragraphs. Blind spot of the rules: acts told without a verb for them.

    >>> toward("Brown lied to the house.", 0, 5, encoder=False).valence
    -1
    """
    low, high = _sentences_with(text, start, end)
    rules = _by_rules(text[low:high], start - low, end - low)
    rules = replace(rules, evidence=tuple((low + first, low + last) for first, last in rules.evidence))
    if not (encoder and available() and end > start):
        return rules
    low, high = (0, len(text)) if len(text) <= LONG else (low, high)
    passage, span = text[low:high], (start - low, end - low)
    bare, (place,) = standins.unnamed(passage, [span])
    answer = questions.toward(encode(bare), place)
    valence, evidence = 0 if answer.abstained else VALENCES.index(answer.best) - 1, rules.evidence
    if valence and not evidence:
        evidence = tuple((low + s, low + e) for s, e in attention(encode(passage), "toward", span))
    return Score(valence, answer.score, evidence, answer.abstained)


def _sentences_with(text, start, end):
    """From where to where the sentences that hold a span go."""
    holding = [(low, high) for low, high in split(text) if low < end and start < high]
    return (holding[0][0], holding[-1][1]) if holding else (0, len(text))


def _by_rules(text, start, end):
    mine = [effect for effect in effects(text) if effect.start < end and start < effect.end]
    if not mine and end > start:
        return _nearby(text, start, end)
    total = max(-1.0, min(1.0, sum(effect.score for effect in mine)))
    evidence = tuple(dict.fromkeys(effect.evidence for effect in mine if effect.score))
    return Score(sign_of(total, -TELLING, TELLING), total, evidence)


def _nearby(text, start, end):
    """The scored words of a sentence, each less the farther from an actor of whom the grammar says nothing."""
    total, scored = 0.0, [hit for hit in hits(text, masked=((start, end),)) if hit.score]
    for hit in scored:
        low, high = (end, hit.start) if hit.start >= end else (hit.end, start)
        distance = text.count(" ", low, high) + 4 * sum(text.count(mark, low, high) for mark in ',;:“”"')
        total += hit.score / (1 + distance / 15)
    score = squashed(total)
    return Score(sign_of(score, *NEAR), score, tuple((hit.start, hit.end) for hit in scored))


# --- what the sentence says of them ----------------------------------------------------------------------------------


@functools.lru_cache(maxsize=4096)
def effects(text):
    """What a sentence does to the standing of those it names: a tuple of `Effect`s.

    An `act` counts for who does it, a `charge` or praise for whom it is aimed at (acts.csv), a `trait` for who is
    called so (traits.csv). What is denied or supposed counts nothing; who has a part in an act that says
    nothing of it is there with a score of zero. Blind spot: grammar, see `grammar.parse`.

    >>> [(e.found_by, e.score) for e in effects("Brown was accused by Smith.")]
    [('act', 0.0), ('charge', -1.0)]
    """
    parsed = grammar.parse(text)
    return (*_acts(parsed), *_deeds(parsed), *_traits(parsed))


def _acts(parsed):
    for clause in parsed.clauses:
        row = _act(clause)
        if row is None:
            continue
        done, evidence = not clause.negated and not clause.modal, parsed.span(clause.first, clause.last)
        for chunk in _doers(clause):
            yield _on(parsed, parsed.chunks[chunk], done * float(row["agent"]), "act", evidence)
        for chunk in clause.objects if clause.voice == "active" else clause.subjects:
            yield _on(parsed, parsed.chunks[chunk], done * float(row["patient"]), "charge", evidence)


def _doers(clause):
    return clause.subjects if clause.voice == "active" else clause.agents


def _act(clause):
    table = _verbs()
    return table.get(f"{clause.predicate} {clause.particle}".strip()) or table.get(clause.predicate)


@functools.cache
def _verbs():
    return {verb: row for row in lexicon("acts") for verb in row["entry"].split("/")}


def _deeds(parsed):
    """Clauses whose words tell of harm or success, for who does them, where the verb alone does not say."""
    scored = [hit for hit in hits(parsed.text) if hit.category != "general"]
    for clause in parsed.clauses:
        if clause.negated or _act(clause) is not None:
            continue
        low, high = parsed.span(clause.first, clause.last)[0], _clause_end(parsed, clause)
        score = sum(hit.score for hit in scored if low <= hit.start < high)
        if abs(score) >= TELLING:
            for chunk in _doers(clause):
                yield _on(parsed, parsed.chunks[chunk], max(-1.0, min(1.0, score)), "deed", (low, high))


def _clause_end(parsed, clause):
    """Where the words that belong to a clause end: at the next clause, or at a mark."""
    later = [c.first for c in parsed.clauses if c.first >= clause.last]
    marks = [i for i in range(clause.last, len(parsed.tokens)) if parsed.tokens[i].text in ",;:."]
    return parsed.tokens[min([*later, *marks, len(parsed.tokens)]) - 1].end


def _on(parsed, chunk, score, found_by, evidence):
    """An effect on the head of a noun phrase, with the names before it that belong to it."""
    first, proper = chunk.head, ("NNP", "NNPS")
    while first > chunk.first and parsed.tokens[first - 1].tag in proper and parsed.tokens[first].tag in proper:
        first -= 1
    return Effect(*parsed.span(first, chunk.head + 1), score, found_by, evidence)


def _traits(parsed):
    lower = [token.text.casefold() for token in parsed.tokens]
    for first, last, row in find(lower, "traits"):
        score = 0.0 if NOT & set(lower[max(0, first - 4) : first]) else float(row["score"])
        span = parsed.span(first, last + 1)
        chunk = next((c for c in parsed.chunks if c.first <= first < c.last), None)
        for start, end in chunk.owners if chunk else ():  # Brown's lies
            yield Effect(parsed.tokens[start].start, parsed.tokens[end - 1].end, score, "trait", span)
        for bearer in (*_around(parsed, chunk, first), *_called(parsed, first)):
            yield _on(parsed, bearer, score, "trait", span)


def _around(parsed, chunk, first):
    """The noun phrases that a trait within one describes: the corrupt *minister*, the lies of *Brown*."""
    if chunk is None:
        return
    if chunk.head != first and not chunk.owners:
        yield chunk
    doers = ("by", "from") if parsed.tokens[first].text.casefold() in _done_to() else ("of", "by", "from")
    after = (c for c in parsed.chunks if c.first - chunk.last == 1 and c.prep in doers and not c.time)
    yield from list(after)[:1]


@functools.cache
def _done_to():
    """Nouns of what is done to whom *of* names: the invasion of *Minsk* does not speak against Minsk."""
    return {r["lemma"] for r in lexicon("predicates") if r["category"] == "ASSAULT" and "of" in r["target"].split("|")}


def _called(parsed, first):
    """The noun phrases that a clause calls by the trait behind it: *Brown* is a liar, they called *Brown* a liar."""
    clause = _clause_before(parsed, first)
    if clause is None:
        return ()
    if clause.predicate in COPULAS and first - clause.last <= 6:
        called = clause.subjects
    elif clause.predicate in NAMING:
        called = clause.objects[:1] if clause.voice == "active" else clause.subjects
    else:
        called = ()
    return [parsed.chunks[n] for n in called]


def _clause_before(parsed, token):
    """The clause whose verb stands last before a token, with no comma between."""
    before = [c for c in parsed.clauses if c.last <= token]
    clause = max(before, key=lambda c: c.last, default=None)
    if clause and any(parsed.tokens[i].text in ",;:" for i in range(clause.last, token)):
        return None
    return clause
