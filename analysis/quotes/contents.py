"""The content of a report: the words behind its cue, before it, or on both sides of it."""

from analysis.quotes.clauses import (
    ADJUNCT,
    breaks_clause,
    clause_end,
    infinitive_after,
    is_clause_at,
    is_cue_verb,
    is_finite,
    is_infinitive_at,
    past_adjuncts,
)
from analysis.quotes.cues import is_speech, noun_forms
from analysis.quotes.phrases import REFLEXIVE, TIMES, noun_phrase_right, subject_of
from analysis.quotes.sentences import NOUNS, is_quote, low_at, tag_at

SPOKEN = {"quote", "zero", "that", "np-that", "np", "np-is"}
QUESTION = {"whether", "how", "why", "what", "who", "where", "when"}


def contents_after(words, use):
    """The word ranges of the content to the right of a verb."""
    takes, k = use.cue.takes, use.after
    m = past_adjuncts(words, k)
    n = _past_mark(words, k, m)
    if is_quote(words, n) and takes & SPOKEN and not (words[n].tag == "SHORT" and tag_at(words, n + 1) in NOUNS):
        return quotations_at(words, n, takes)
    return _that_clause(words, use, m, n) or _complement(words, use, m)


def _past_mark(words, k, m):
    """Where a quoted content would begin: behind the comma, colon or *that* at m, which ends the adjuncts from k on."""
    n = m + 1 if low_at(words, m) in (",", ":") else m
    if low_at(words, k) == "it" and low_at(words, k + 1) in (":", ","):  # put it: "…"
        n = k + 2
    if (
        low_at(words, n) == "that"
        and is_quote(words, n + 1)
        or low_at(words, n) in ("that", ":", "simply")
        and tag_at(words, n + 1) == "QUOTE"
    ):
        n += 1
    return n


def _that_clause(words, use, m, n):
    """The clause after *that* or a colon, right behind the cue or behind an aside; empty where there is none."""
    takes, k = use.cue.takes, use.after
    if (
        "that" in takes
        and low_at(words, m) == "that"
        and not (m > k and is_finite(words, m + 1))
        and low_at(words, m + 1) != "one"
    ):
        m += not is_finite(words, m + 1)
        return [(m, clause_end(words, m))]
    if low_at(words, m) == ":" and is_speech(use.cue) and is_clause_at(words, m + 1, strict=False):
        return [(m + 1, clause_end(words, m + 1))]
    if "that" in takes and n > m and low_at(words, n) == "that":
        return [(n + 1, clause_end(words, n + 1))]
    that = _that_after_aside(words, k) if "that" in takes else None
    if not that and is_speech(use.cue):  # says in planning documents that
        near = next(
            (
                x
                for x in range(k + 1, min(k + 9, len(words) - 1))
                if low_at(words, x) == "that" or not words[x].text[0].isalnum()
            ),
            k,
        )
        that = (
            near
            if low_at(words, near) == "that" and low_at(words, k) in ADJUNCT and tag_at(words, near - 1) != "IN"
            else None
        )
        that = that if that and not is_finite(words, that + 1) else None
    if that:
        return [(that + 1, clause_end(words, that + 1))]
    return []


def _complement(words, use, m):
    """An infinitive, a question, a prepositional phrase, a bare clause or an object with its complement."""
    takes, k = use.cue.takes, use.after
    if (
        "zero" in takes
        and is_finite(words, k)
        and not is_quote(words, k)
        and use.mode == "finite"
        and use.cue.kind not in ("announce", "reveal")
        and _gap(words, use)
    ):
        return [(k + 1, clause_end(words, k + 1))]
    if "to" in takes and (is_infinitive_at(words, k) or low_at(words, k) == "to" and tag_at(words, k + 1) == "QUOTE"):
        return [(k, clause_end(words, k))]
    if "to" in takes and low_at(words, k) == "not" and low_at(words, k + 1) == "to":
        return [(k, clause_end(words, k))]
    if "wh" in takes and low_at(words, m) in QUESTION - (
        {"who", "where", "when"} if use.cue.kind == "think" else set()
    ):
        return [(m, clause_end(words, m))]
    for preposition in ("of", "about", "against", "for"):
        if preposition in takes and low_at(words, k) == preposition:
            return [(k + 1, clause_end(words, k + 1, comma=True))]
    if "on-to" in takes and low_at(words, k) in ("on", "upon"):
        return [(k + 1, clause_end(words, k + 1))] if infinitive_after(words, k + 1) else []
    if "np-as" in takes and low_at(words, k) == "as":
        return [(k + 1, clause_end(words, k + 1, comma=True))]
    if "ing" in takes and tag_at(words, k) == "VBG":
        return [(k, clause_end(words, k))]
    if "zero" in takes and "np-that" not in takes and low_at(words, m) not in QUESTION:
        if is_clause_at(words, m, strict=not is_speech(use.cue) or use.mode == "ing" and use.cue.name != "say"):
            return [(m, clause_end(words, m))]
        if m > k and is_speech(use.cue) and use.mode != "ing" and is_clause_at(words, k, strict=False):
            return [(k, clause_end(words, k))]  # said at least one man was hurt
    found = _object(words, use, k)
    if not found and takes >= {"zero", "np-that"} and is_clause_at(words, m, strict=True):
        return [(m, clause_end(words, m))]
    return found


def _that_after_aside(words, k):
    """The *that* behind an aside between commas which opens at k: said, however, that."""
    if low_at(words, k) != ",":
        return None
    that = next(
        (
            x
            for x in range(k + 1, min(k + 20, len(words) - 1))
            if low_at(words, x) == "that" and words[x - 1].text == ","
        ),
        None,
    )
    return that if that and not any(is_finite(words, x) for x in range(k, that)) else None


def _after_aside(words, k, preposition):
    """The preposition behind an aside to the object at k: accused the rebels, including their leaders, of."""
    at = next(
        (
            x
            for x in range(k + 2, min(k + 30, len(words)))
            if low_at(words, x) == preposition and words[x - 1].text == ","
        ),
        None,
    )
    opened = at and any(words[x].text == "," for x in range(k, at - 1))
    return at if opened and not any(is_finite(words, x) or words[x].text in ".;" for x in range(k, at)) else None


def quotations_at(words, n, takes):
    """A quotation after the cue: alone, coordinated, or the beginning of a longer clause."""
    after = n + 1
    if "zero" in takes and is_finite(words, after) and not is_cue_verb(words, after):
        return [(n, clause_end(words, n))]
    found = [(n, after)]
    while after < len(words):
        after = _past_brackets(words, after)
        skip = after + 1 if low_at(words, after) in ("and", ",", "or") else after
        skip = skip + 1 if low_at(words, skip) == "and" else skip
        if (
            words[skip - 1].text in ("and", "or", ",")
            and is_quote(words, skip)
            or after == skip
            and is_quote(words, skip)
        ):
            found.append((skip, skip + 1))
            after = skip + 1
        else:
            break
    return found


def _past_brackets(words, k):
    """The word after an aside in brackets that starts at k, else k."""
    m, depth = k, 0
    while m < len(words) and (words[m].text in "([" or depth):
        depth += (words[m].text in "([") - (words[m].text in ")]")
        m += 1
    return m if m < len(words) or not depth else k


def _object(words, use, k):
    """Contents behind an object: told X that, accused X of, sees X as, called X Y, asked X to, wants X."""
    takes = use.cue.takes
    end = noun_phrase_right(words, k)
    if end == k or low_at(words, k) in TIMES - {"this"}:
        return []
    if low_at(words, k) in REFLEXIVE and use.cue.kind == "reveal":
        return []  # found himself fired
    if "zero" in takes and is_finite(words, end):
        return [(k, clause_end(words, k))]
    found = _told(words, use, k, end) or _called(words, use, k, end) or _blamed(words, use, k) or _urged(words, use, k)
    return found or _wanted(words, use, k, end)


def _told(words, use, k, end):
    """What somebody is told: told X that, told X the dam would hold, asked X why."""
    takes = use.cue.takes
    m = past_adjuncts(words, end)
    n = m + 1 if low_at(words, m) in (",", ":") else m
    if "np-that" in takes:
        if low_at(words, m) == "that":
            m, n = m + 1, m + 1
            return quotations_at(words, n, takes) if is_quote(words, n) else [(m, clause_end(words, m))]
        that = _that_after_aside(words, end)
        if that:
            return [(that + 1, clause_end(words, that + 1))]
        if is_quote(words, n):
            return quotations_at(words, n, takes)
        if low_at(words, m) in QUESTION and "wh" in takes:
            return [(m, clause_end(words, m))]
        if end < len(words) and is_clause_at(words, end, strict=True):
            return [(end, clause_end(words, end))]
        short = noun_phrase_right(words, k, deep=False)
        if short < end and is_clause_at(words, short, strict=True):
            return [(short, clause_end(words, short))]
    if "quote" in takes and is_quote(words, n) and n > m:
        return quotations_at(words, n, takes)
    return []


def _called(words, use, k, end):
    """What something is called: calls X Y, considers it unsafe, declared himself ready."""
    if "np-is" not in use.cue.takes:
        return []
    if low_at(words, k) in REFLEXIVE:
        return [(k, clause_end(words, k, comma=True))]
    quote = next((x for x in range(k, min(end + 1, len(words))) if is_quote(words, x)), None)
    if quote is not None:
        return quotations_at(words, quote, use.cue.takes)
    if end < len(words) and (
        words[end].tag == "DT" or words[end].tag[:2] == "JJ" or words[end].tag == "VBN" and words[k].tag == "PRP"
    ):
        return [(end, clause_end(words, end, comma=True))]
    short = noun_phrase_right(words, k, deep=False)
    if short < end and words[short].tag in ("DT", "JJ"):
        return [(short, clause_end(words, short, comma=True))]
    if _gap(words, use):
        return [(k, clause_end(words, k, comma=True))]
    return []


def _blamed(words, use, k):
    """What a preposition introduces behind an object: accused X of, sees X as, criticised X for."""
    for frame, preposition in (("np-as", "as"), ("np-of", "of"), ("np-for", "for"), ("np-on", "on")):
        if frame in use.cue.takes:
            at = next((x for x in range(k + 1, min(k + 14, len(words))) if low_at(words, x) == preposition), None)
            aside = _after_aside(words, k, preposition)
            if aside:
                return [(aside + 1, clause_end(words, aside + 1))]
            if at and low_at(words, noun_phrase_right(words, at + 1) - 1) in TIMES:
                continue  # criticised him for months
            if at and not any(is_finite(words, x) or words[x].text in ".,;" for x in range(k, at)):
                return [(at + 1, clause_end(words, at + 1, comma=preposition != "of"))]
    return []


def _urged(words, use, k):
    """What somebody is urged to do: asked X to."""
    to = infinitive_after(words, k) if "np-to" in use.cue.takes else None
    return [(k, clause_end(words, k))] if to and not any(words[x].text == ";" for x in range(k, to)) else []


def _wanted(words, use, k, end):
    """The object itself: wants X."""
    takes = use.cue.takes
    head = low_at(words, noun_phrase_right(words, k, deep=False) - 1)
    whole = end >= len(words) - 1 or head == low_at(words, end - 1) and low_at(words, end) not in ("about", "over")
    if head in noun_forms() and whole:
        return []  # denied the allegations: an act of speech without a content
    quoted = any(is_quote(words, x) for x in range(k, min(end + 1, len(words))))
    if "np" in takes or quoted and takes & {"np-as", "np-for", "np-is"}:
        return [(k, clause_end(words, k, comma=True))]
    return []


def _gap(words, use):
    """Does the verb stand in a relative clause without a pronoun? *an island Beijing considers its own*."""
    subject = subject_of(words, use.first)
    return (
        bool(subject)
        and subject[0] > 0
        and (
            tag_at(words, subject[0] - 1) in NOUNS
            or low_at(words, subject[0] - 1) in ("what", "which", "that", "who", "whom")
        )
    )


def to_comma(words, a, b, subject):
    """A content within a subordinate clause before the main one ends at its comma: *though X says A, B*."""
    start = subject[0] if subject else a
    if start > 3 or not any(
        low_at(words, x) in ("though", "although", "while", "as", "if", "when", "whereas")
        for x in range(max(0, start - 2), start)
    ):
        return a, b
    comma = next(
        (x for x in range(a + 1, b) if words[x].text == "," and any(is_finite(words, y) for y in range(a, x))), b
    )
    return a, comma


def content_before(words, use, edge, taken):
    """The content that stands before its cue: quotations, or the clause up to the comma."""
    k = edge - 1
    if k >= 0 and words[k].text in (",", "–", "—", "--", "-"):
        k -= 1
    elif k >= 0 and not is_quote(words, k):
        return []
    if k < 0:
        return []
    if is_quote(words, k) and (words[k].tag == "QUOTE" or k == 0):
        a = k
        if (
            a
            and a - 1 not in taken
            and words[a - 1].text not in (",", ":", ".", "?", "!")
            and not is_quote(words, a - 1)
        ):
            start = clause_start(words, k, taken)
            return [(start, k + 1)] if any(is_finite(words, x) for x in range(start, k)) else [(k, k + 1)]
        found = [(k, k + 1)]
        while a and is_quote(words, a - 1) and a - 1 not in taken:
            a -= 1
            found.insert(0, (a, a + 1))
        return found
    start = clause_start(words, k, taken)
    if k in taken or not any(is_finite(words, x) for x in range(start, k + 1)):
        return []
    return [(start, k + 1)]


def clause_start(words, k, taken):
    """The index where the clause that ends at k begins, at the latest behind what is taken already."""
    start = k
    while (
        start > 0
        and start - 1 not in taken
        and words[start - 1].text != ";"
        and not (
            words[start - 1].text in ".?!"
            and words[start].text[:1].isupper()
            and words[start - 1].end < words[start].start
        )
    ):
        start -= 1
    if low_at(words, start) in ("but", "and", "however", "still", "yet", "meanwhile", ",", "for"):
        start += 1
    if words[start].text == ",":
        start += 1
    return start


def content_resumed(words, k, taken):
    """What goes on after a cue in the middle: “…,” he said, “…”; the plan, he said, would fail."""
    while k < len(words) and words[k].text not in (",", "–", "—", ":", ".", "?", "!") and not is_quote(words, k):
        if is_finite(words, k):
            return []
        k += 1
    if k + 1 >= len(words) and not is_quote(words, k):
        return []
    if words[k].text in (",", "–", "—", ":", ".", "?", "!"):
        if words[k].text == ",":  # an apposition to the speaker first: said X, a spokesman for Y, “…”
            quote = next((x for x in range(k + 1, len(words)) if words[x].tag == "QUOTE"), None)
            if quote is not None and not any(is_finite(words, x) for x in range(k + 1, quote)):
                return quotations_at(words, quote, frozenset())
        k += 1
    if is_quote(words, k):
        return quotations_at(words, k, frozenset())
    if tag_at(words, k) == "VB" and any(w.tag == "MD" for w in words[:k]):  # would, he said, save
        return [(k, clause_end(words, k))]
    if (
        words[k - 1].text in (",", "–", "—")
        and k < len(words)
        and words[k].tag != "VBG"
        and (
            is_finite(words, k)
            or low_at(words, k) in ("and", "but", "that", "because", "which", "to")
            or is_clause_at(words, k, strict=False)
        )
    ):
        if breaks_clause(words, k - 1, True):
            return []
        return [(k, clause_end(words, k))]
    return []
