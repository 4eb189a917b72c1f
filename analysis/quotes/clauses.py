"""Reported clauses: where one starts and where it ends."""

from analysis.lexicon import word_set
from analysis.quotes.cues import cue_forms

JOINING = set("and but while although though whereas as yet or with".split())
OBJECTIVE = {"him", "them", "me", "us", "himself", "herself", "itself", "themselves"}
DASHES = {"–", "—", "--", "-"}
NO_END = DASHES | set(",.;:!?") | {"and", "but"}  # what a content does not end with
ALLUDING = word_set("verb of speaking in passing", "quote_words")


def is_clause_at(words, k, *, strict):
    """Does a clause start at k: with its own subject, or, less strictly, with what may stand before one?"""
    if words.low(k) in OBJECTIVE:
        return False
    finite = [c for c in words.parse.clauses if c.kind == "finite" and c.first > k]
    if strict:
        return any(c.subjects and words.parse.chunks[c.subjects[0]].first == k for c in finite)
    opens = words.chunk(k) or words.is_quote(k) or words.tag(k) in ("DT", "EX", "IN", "VBG", "RB", "PDT")
    if not finite or not opens:
        return False
    return not any(words.tag(m) in ("TO", ":") or _breaks_off(words, m) for m in range(k + 1, finite[0].first))


def _breaks_off(words, m):
    further = words.low(m + 1) in ("but", "and")
    return words[m].text in ".;" or words[m].text == "," and further


def clause_from(words, i, *, comma=False):
    """The word ranges of a content that is the clause from i on; `comma` ends it at the first comma."""
    return [(i, clause_end(words, i, comma=comma))]


def clause_end(words, i, *, comma=False):
    """The index after the clause that starts at i; `comma` ends it at the first comma."""
    verb, k = "", i
    while k < len(words) and not _stops(words, i, k, comma) and not (k > i and breaks_clause(words, k, verb)):
        verb = verb or (words[k].tag if words.is_finite(k) else "")
        k += 1
    while k > i and words.low(k - 1) in NO_END:
        k -= 1
    return k


def _stops(words, i, k, comma):
    """Does a mark, or a further source, end the clause from i on at k?"""
    text = words[k].text
    if text in ".!?":
        return k + 1 == len(words) or not (words[k + 1].text[:1].islower() or words[k].end == words[k + 1].start)
    if text == "," and k > i:
        beside = words.is_quote(k - 1) and k - 1 > i and words.low(k + 1) in ("a", "an", "which", "the", "who", "but")
        return comma and not words.is_quote(k + 1) or beside
    if text in ")]":
        return not any(words[x].text in "([" for x in range(i, k))
    return text == ";" or text == ":" and words.is_quote(k + 1) or text == "according" and k > i


def breaks_clause(words, k, verb):
    """Does a content end at the comma, dash or conjunction k? `verb` is the tag of the finite verb in it, if any."""
    if words.low(k) not in DASHES | {",", "and", "but", "while"}:
        return False
    n, comma = k + 1, words.low(k) == ","
    joined = words.low(n) in JOINING
    n += joined
    while words.tag(n) == "RB":
        n += 1
    relative = words.low(n) == "which"
    clause = _reports(words).get(n + relative)
    if not clause or relative and any(words[x].text == "," for x in range(n, len(words))):
        return words.low(n) == "according"
    if clause.kind == "gerund":
        return (comma or bool(verb)) and (_reports_speech(words, clause.verb) or words.low(clause.verb) in ALLUDING)
    past = n == clause.first and words.tag(clause.verb) == "VBD" and verb in ("VBZ", "VBP")
    return _reports_speech(words, clause.verb) or (relative or past) and is_cue_verb(words, clause.verb)


def is_cue_verb(words, i):
    """Is the word at i a verb of the word list?"""
    return words.tag(i)[:2] == "VB" and any(c.part == "verb" for _, c, _ in cue_forms().get(words.low(i), ()))


def _reports_speech(words, i):
    """Is the word at i a verb that mostly reports: one that takes a clause or quotations?"""
    return any(c.part == "verb" and {"zero", "quote"} & c.takes for _, c, _ in cue_forms().get(words.low(i), ()))


def _reports(words):
    """Where a clause begins with its subject, and where its verb stands that may share one -> the clause."""
    starts = {}
    for clause in words.parse.clauses:
        if clause.kind == "infinitive" or clause.modal or clause.voice == "passive":
            continue
        starts[clause.verb] = clause
        if clause.subjects and not clause.relative:
            start = words.parse.chunks[clause.subjects[0]].first
            if not any(words.clause(x) for x in range(start, clause.first)):
                starts[start] = clause
    return starts
