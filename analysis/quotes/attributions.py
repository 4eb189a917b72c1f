"""Attributions: for each use of a cue, its speaker and the words that are ascribed to the speaker."""

from analysis.grammar import SUBORDINATORS
from analysis.lexicon import word_set
from analysis.quotes.clauses import DASHES, clause_from, is_clause_at
from analysis.quotes.contents import clause_start, content_before, content_resumed, contents_after, quotations_at
from analysis.quotes.cues import is_speech
from analysis.quotes.phrases import noun_phrase_right, past_adjuncts, subject_of

LIGHT = word_set("verb with a noun of speech", "quote_words")
SOURCES = word_set("document as a source", "quote_words")
MEASURES = word_set("measure of an act", "quote_words")


def attribution(words, use, main, cover):
    """The speaker of a use of a cue, or None, and the word ranges of its content.

    `main` is the speaker of the sentence so far; `cover` are the numbers of the words that are in a content already.
    """
    if use.mode == "phrase":
        return _by_phrase(words, use, cover)
    if use.mode == "noun":
        return _by_noun(words, use, main)
    if use.mode == "adjective":
        return _by_adjective(words, use)
    if use.mode in ("passive", "reduced"):
        return _by_passive(words, use)
    if use.mode == "finite":
        return _by_verb(words, use, main, cover)
    return _controller(words, use, main, cover), contents_after(words, use)


def _controller(words, use, main, cover):
    """The speaker of a gerund, or of a verb without a subject: the subject of the nearest clause before, or after."""
    beside = words.chunk(use.first - 1)
    if use.mode == "ing" and beside and (beside.prep == "with" or beside.first == 0):
        return beside.first, beside.last  # with officials saying; A letter saying
    for clause in reversed(words.parse.clauses):
        governs = clause.verb < use.first and clause.verb not in cover and clause.kind in ("finite", "participle")
        subject = subject_of(words, clause.first) if governs else None
        if subject and words.low(subject[0] - 1) not in SUBORDINATORS | {"which"}:
            return subject
    later = (c for c in words.parse.clauses if c.kind == "finite" and c.verb > use.at and use.mode == "ing")
    clause = next(later, None)  # before its clause: *Speaking in Rome, X said*
    return clause and subject_of(words, clause.first) or main


def _by_verb(words, use, main, cover):
    inverted = _inverted(words, use)
    before = content_before(words, use.first, cover) if inverted else []
    if before:
        return inverted, before + content_resumed(words, inverted[1])
    subject = subject_of(words, use.first)
    if "source" in use.cue.takes and not (subject and any(words.low(k) in SOURCES for k in range(*subject))):
        return subject, []  # his career shows that …
    ranges = contents_after(words, use, subject)
    subject = subject or main or _controller(words, use, main, cover) or _leading(words, use.first)
    if not subject:
        return None, ranges
    if ranges and words.is_quote(ranges[0][0]) and words.low(use.after) == ",":
        return subject, _quotations_before(words, use, subject, cover) + ranges
    if not ranges and use.cue.takes & {"zero", "quote"}:
        ranges = _content_around(words, use, subject, cover)
    return subject, ranges


def _quotations_before(words, use, subject, cover):
    """The first half of a quotation that its cue divides: *“The dam,” he said, “will hold.”*"""
    return [r for r in content_before(words, subject[0], cover) if words.is_quote(r[0])]


def _content_around(words, use, subject, cover):
    """The content before a cue and its subject, and what goes on after them: *the dam, he said, would hold*."""
    end, comma = past_adjuncts(words, use.after), words.low(subject[0] - 1) == ","
    if end < len(words) and words[end].text[0].isalnum() and not (comma and is_speech(use.cue)):
        return []
    ranges = content_before(words, subject[0] - (words.low(subject[0] - 1) == "as"), cover)
    rest = content_resumed(words, end) if ranges or comma else []
    if not ranges and rest and words.is_finite(rest[0][0]) and subject[0] > 1:
        ranges = [(clause_start(words, subject[0] - 2, cover), subject[0] - 1)]
    return ranges + rest


def _leading(words, first):
    """The noun phrase a sentence begins with, after adverbials set off by commas."""
    for k in [0, *(x + 1 for x in range(first) if words[x].text == ",")][:3]:
        end = noun_phrase_right(words, k)
        if k < end <= first:
            return k, end
    return None


def _inverted(words, use):
    """The subject after its verb: “…,” said X; the plan failed, said X."""
    before = use.first - 1
    quoted = words.is_quote(before) or words.low(before) == "," and words.is_quote(before - 1)
    set_off = words.low(before) in DASHES | {","} and is_speech(use.cue) and not subject_of(words, use.first)
    end = noun_phrase_right(words, use.after)
    return (use.after, end) if end > use.after and (quoted or set_off) else None


def _by_phrase(words, use, cover):
    """*According to X*, before its content, behind or within it."""
    end = noun_phrase_right(words, use.after)
    if end == use.after or words.low(end - 1) in MEASURES:
        return None, []
    if use.at < 3 or words.low(use.at - 1) in (".", ":", ";", "and", "but", "that"):
        return (use.after, end), clause_from(words, _past_apposition(words, end))
    comma = words.low(use.at - 1) == ","
    ranges = _clause_before(words, use.at - 1 - comma, cover)
    closing = next((x for x in range(end, len(words)) if words[x].text in ",."), len(words))
    start = closing + 1 + (words.low(closing + 1) == "that")
    if comma and words.low(closing) == "," and (not ranges or words.is_finite(start)):
        ranges += clause_from(words, start)
    return (use.after, end), ranges


def _clause_before(words, last, cover):
    """The clause that ends with the word `last`, unless it only says *it seems*."""
    start = clause_start(words, last, cover)
    seems = words.low(start) == "it" and last - start < 3
    finite = any(words.is_finite(x) for x in range(start, last + 1))
    return [(start, last + 1)] if finite and not seems else []


def _past_apposition(words, end):
    """Where the content begins behind a source that ends at `end`, and what is said of the source between commas."""
    commas = [x for x in range(end, min(end + 50, len(words))) if words[x].text == ","][:2]
    if not commas or is_clause_at(words, end, strict=True):
        return end
    if len(commas) > 1 and words.chunk(commas[0] + 1) and not any(words.is_finite(x) for x in range(*commas)):
        return commas[1] + 1
    return commas[0] + 1


def _by_noun(words, use, main):
    """*Putin’s claim that*, *made the claim that*."""
    k, takes = use.after, use.cue.takes
    owners = words.chunk(use.at).owners if words.chunk(use.at) else ()
    light = _light(words, use.at)
    speaker = owners[-1] if owners else light and (subject_of(words, light.first) or main)
    if words.low(k) == "that" and "that" in takes and not words.is_finite(k + 1):
        return speaker, clause_from(words, k + 1)
    if speaker and words.tag(k) == "TO" and "to" in takes:
        return speaker, clause_from(words, k, comma=True)
    if owners and words.low(k) in takes & {"of", "for"}:
        return speaker, clause_from(words, k + 1, comma=True)
    return None, []


def _light(words, i):
    """The clause of a verb that says little beside its noun i: *made the claim*."""
    chunk = words.parse.chunk_at.get(i)
    return next((c for c in words.parse.clauses if chunk in c.objects and c.predicate in LIGHT), None)


def _by_adjective(words, use):
    """*X is afraid that*."""
    k, takes = use.after, use.cue.takes
    behind = "that" in takes and words.low(k) == "that" or words.low(k) in takes & {"of", "about"}
    here = "to" in takes and words.tag(k) == "TO" or "that" in takes and is_clause_at(words, k, strict=True)
    subject = subject_of(words, use.first) if behind or here else None
    return subject, clause_from(words, k + behind) if subject else []


def _by_passive(words, use):
    """*was viewed as illegal by X*: the agent speaks; *was told by X that*; *is said to* has no speaker."""
    agent, k = None, use.after
    end = noun_phrase_right(words, k + 1) if words.low(k) == "by" else k
    if end > k + 1:
        agent, k = (k + 1, end), end
        if words.low(k) == "," and "np-as" in use.cue.takes:
            k = next((x for x in range(k, k + 8) if words.low(x) == "as"), k)
    ranges = _passive_content(words, use, k, agent)
    if ranges and not agent and words.tag(ranges[0][0]) != "TO":
        agent, ranges = _agent_behind(words, *ranges[0])
    return (agent, ranges) if agent or use.mode == "passive" else (None, [])


def _agent_behind(words, start, end):
    """The agent that closes a content, and the content without it: *(seen as) unsafe by the council*."""
    for by in range(start + 1, end):
        if words.low(by) == "by" and noun_phrase_right(words, by + 1) == end:
            return (by + 1, end), [(start, by)]
    return None, [(start, end)]


def _passive_content(words, use, k, agent):
    takes, low = use.cue.takes, words.low(k)
    if words.is_quote(k):
        return quotations_at(words, k, takes)
    if low == "that" and takes & {"that", "np-that"}:
        return clause_from(words, k + 1)
    if f"np-{low}" in takes and low in ("as", "of", "for") and (agent or low != "for"):
        return clause_from(words, k + 1, comma=True)
    if use.mode != "passive":
        return []
    if words.tag(k) == "TO" and takes & {"np-to", "zero", "to", "np-that"} and (agent or "np-to" not in takes):
        return clause_from(words, k)
    if "np-is" in takes and use.cue.kind != "reveal" and words.tag(k) in ("DT", "JJ"):
        return clause_from(words, k, comma=True)
    return content_before(words, use.first, set()) if agent and takes & {"zero", "quote"} else []
