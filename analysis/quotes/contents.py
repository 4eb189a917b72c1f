"""The content of a report: the words behind its cue, before it, or on both sides of it."""

from analysis.grammar import SUBORDINATORS
from analysis.quotes.clauses import breaks_clause, clause_from, is_clause_at, is_cue_verb
from analysis.quotes.cues import is_speech, noun_forms
from analysis.quotes.phrases import REFLEXIVE, noun_phrase_right, past_adjuncts, subject_of
from analysis.quotes.sentences import NOUNS

QUESTION = {"whether", "how", "why", "what", "who", "where", "when"}
BEGINNING = {"but", "and", "however", "still", "yet", "meanwhile", ",", "for"}
MARKS = {",", "–", "—", ":", ".", "?", "!"}


def contents_after(words, use, subject=None):
    """The word ranges of the content to the right of a verb: those that the first rule finds."""
    past = past_adjuncts(words, use.after)
    for rule in (_quoted, _after_that, _relative, _governed, _bare, _object):
        ranges = rule(words, use, use.after, past)
        if ranges:
            return [_to_comma(words, subject[0], a, b) for a, b in ranges] if subject else ranges
    return []


def _quoted(words, use, k, m):
    """A quotation, alone or behind a comma, a colon or *that*."""
    quote = m + (words.low(m) in (",", ":", "that"))
    if not words.is_quote(quote) or words.tag(quote) == "SHORT" and words.tag(quote + 1) in NOUNS:
        return []
    return quotations_at(words, quote, use.cue.takes)


def _after_that(words, use, k, m):
    """The clause after *that* or a colon, right behind the cue or behind an aside."""
    if words.low(m) == ":" and is_speech(use.cue) and is_clause_at(words, m + 1, strict=False):
        return clause_from(words, m + 1)
    if "that" not in use.cue.takes:
        return []
    if words.low(m) == "that" and not (m > k and words.is_finite(m + 1)):
        return clause_from(words, m + (not words.is_finite(m + 1)))
    that = _that_after_aside(words, k)
    return clause_from(words, that + 1) if that else []


def _relative(words, use, k, m):
    """The rest of a relative clause whose pronoun belongs to the content: *who officials said was wrong*."""
    reports = use.cue.kind not in ("announce", "reveal")
    return clause_from(words, k + 1) if reports and words.is_finite(k) and _gap(words, use) else []


def _governed(words, use, k, m):
    """An infinitive, a question, a gerund or a prepositional phrase."""
    takes, low = use.cue.takes, words.low(k)
    if "to" in takes and words.tag(k) == "TO" or "ing" in takes and words.tag(k) == "VBG":
        return clause_from(words, k)
    if "wh" in takes and words.low(m) in QUESTION:
        return clause_from(words, m)
    if low in takes & {"of", "about", "against", "for"} or low == "as" and "np-as" in takes:
        return clause_from(words, k + 1, comma=True)
    return []


def _infinitive(words, k):
    """The *to* of an infinitive near behind k, in the same clause; None where there is none."""
    for m in range(k, min(k + 16, len(words))):
        if words[m].tag == "TO":
            return m
        if words.is_finite(m) or words[m].text in ".;":
            return None
    return None


def _bare(words, use, k, m):
    """A clause without *that*."""
    if "zero" not in use.cue.takes or "np-that" in use.cue.takes or words.low(m) in QUESTION:
        return []
    strict = not is_speech(use.cue) or use.mode == "ing" and use.cue.name != "say"
    if is_clause_at(words, m, strict=strict):
        return clause_from(words, m)
    # said at least one man was hurt
    return clause_from(words, k) if m > k and not strict and is_clause_at(words, k, strict=False) else []


def _that_after_aside(words, k):
    """The *that* behind an aside between commas which opens at k: said, however, that."""
    behind = range(k + 1, min(k + 20, len(words) - 1))
    that = next((x for x in behind if words.low(x) == "that" and words[x - 1].text == ","), None)
    return that if words.low(k) == "," and that and not any(words.is_finite(x) for x in range(k, that)) else None


def quotations_at(words, n, takes):
    """A quotation after the cue: alone, coordinated, or the beginning of a longer clause."""
    after = n + 1
    if "zero" in takes and words.is_finite(after) and not is_cue_verb(words, after):
        return clause_from(words, n)
    ranges = [(n, after)]
    while True:
        after += words.low(after) in ("and", ",", "or")
        after += words.low(after) == "and"
        if not words.is_quote(after):
            return ranges
        ranges.append((after, after + 1))
        after += 1


def _object(words, use, k, m):
    """Contents behind an object: told X that, accused X of, sees X as, called X Y, asked X to, wants X."""
    end = noun_phrase_right(words, k)
    if end == k or words.chunk(k) and words.chunk(k).time or words.low(k) in REFLEXIVE and use.cue.kind == "reveal":
        return []  # found himself fired
    if "zero" in use.cue.takes and words.is_finite(end):
        return clause_from(words, k)
    for rule in (_told, _called, _blamed, _urged, _wanted):
        ranges = rule(words, use, k, end)
        if ranges:
            return ranges
    return []


def _told(words, use, k, end):
    """What somebody is told: told X that, told X the dam would hold, asked X why."""
    takes, m = use.cue.takes, past_adjuncts(words, end)
    quote = m + (words.low(m) in (",", ":", "that"))
    if words.is_quote(quote) and ("np-that" in takes or "quote" in takes and quote > m):
        return quotations_at(words, quote, takes)
    if "np-that" not in takes:
        return []
    that = m if words.low(m) == "that" else _that_after_aside(words, end)
    if that:
        return clause_from(words, that + 1)
    if words.low(m) in QUESTION and "wh" in takes:
        return clause_from(words, m)
    return clause_from(words, end) if is_clause_at(words, end, strict=True) else []


def _called(words, use, k, end):
    """What something is called: calls X Y, considers it unsafe, declared himself ready."""
    if "np-is" not in use.cue.takes:
        return []
    quote = next((x for x in range(k, end + 1) if words.is_quote(x)), None)
    if quote is not None:
        return quotations_at(words, quote, use.cue.takes)
    if words.low(k) in REFLEXIVE:
        return clause_from(words, k, comma=True)
    if words.tag(end) in ("DT", "JJ") or words.tag(end) == "VBN" and words.tag(k) == "PRP":
        return clause_from(words, end, comma=True)
    return clause_from(words, k, comma=True) if _gap(words, use) else []


def _blamed(words, use, k, end):
    """What a preposition introduces behind an object: accused X of, sees X as, criticised X for."""
    for preposition in ("as", "of", "for", "on"):
        if f"np-{preposition}" not in use.cue.takes:
            continue
        at = next((x for x in range(k + 1, min(k + 14, len(words))) if words.low(x) == preposition), None)
        if at and not any(words.is_finite(x) or words[x].text in ".,;" for x in range(k, at)):
            return clause_from(words, at + 1, comma=preposition != "of")
    return []


def _urged(words, use, k, end):
    """What somebody is urged to do: asked X to."""
    return clause_from(words, k) if "np-to" in use.cue.takes and _infinitive(words, k) else []


def _wanted(words, use, k, end):
    """The object itself: wants X."""
    takes = use.cue.takes
    head = words.low(noun_phrase_right(words, k, deep=False) - 1)
    if head in noun_forms() and (head == words.low(end - 1) or end >= len(words) - 1):
        return []  # denied the allegations: an act of speech without a content
    quoted = any(words.is_quote(x) for x in range(k, end + 1))
    return clause_from(words, k, comma=True) if "np" in takes or quoted and takes & {"np-as", "np-for", "np-is"} else []


def _gap(words, use):
    """Does the verb stand in a relative clause without a pronoun? *an island Beijing considers its own*."""
    subject = subject_of(words, use.first)
    before = subject[0] - 1 if subject else -1
    return words.tag(before) in NOUNS or words.low(before) in ("what", "which", "that", "who", "whom")


def _to_comma(words, start, a, b):
    """A content within a subordinate clause before the main one ends at its comma: *though X says A, B*."""
    if start > 3 or not any(words.low(x) in SUBORDINATORS for x in range(max(0, start - 2), start)):
        return a, b
    comma = (x for x in range(a + 1, b) if words[x].text == "," and any(words.is_finite(y) for y in range(a, x)))
    return a, next(comma, b)


def content_before(words, edge, cover):
    """The content that stands before its cue: quotations, or the clause up to the comma."""
    k = edge - 1
    if words.low(k) in (",", "–", "—", "--", "-"):
        k -= 1
    elif not words.is_quote(k):
        return []
    if k < 0 or k in cover:
        return []
    if not words.is_quote(k):
        start = clause_start(words, k, cover)
        return [(start, k + 1)] if any(words.is_finite(x) for x in range(start, k + 1)) else []
    first = k
    while words.is_quote(first - 1) and first - 1 not in cover:
        first -= 1
    return [(x, x + 1) for x in range(first, k + 1)]


def clause_start(words, k, cover):
    """The index where the clause that ends at k begins, at the latest behind what `cover` holds."""
    start = k
    while start > 0 and start - 1 not in cover and words[start - 1].text != ";":
        start -= 1
    start += words.low(start) in BEGINNING
    return start + (words.low(start) == ",")


def content_resumed(words, k):
    """What goes on after a cue in the middle: “…,” he said, “…”; the plan, he said, would fail."""
    while k < len(words) and words[k].text not in MARKS and not words.is_quote(k):
        if words.is_finite(k):
            return []
        k += 1
    k += words.low(k) in MARKS
    if words.is_quote(k):
        return quotations_at(words, k, frozenset())
    goes_on = words.is_finite(k) or words.low(k) in ("and", "but", "that", "because", "which", "to")
    if words.low(k - 1) not in (",", "–", "—") or not (goes_on or is_clause_at(words, k, strict=False)):
        return []
    return [] if breaks_clause(words, k - 1, "") else clause_from(words, k)
