"""The reports of a text: those a cue introduces, those nested in quotations, quotations without a cue, and turns."""

import re
from dataclasses import dataclass, replace

from analysis.quotes.attributions import attribution
from analysis.quotes.cue_uses import cue_uses
from analysis.quotes.hearing import heard
from analysis.quotes.marks import cuts_a_span, inner_quotations, outer_quotations, spans_within
from analysis.quotes.phrases import subject_of
from analysis.quotes.sentences import sentences
from analysis.quotes.turns import turns

FIRST_PERSON = {"i", "we", "you"}


@dataclass(frozen=True)
class Quote:
    """A span of reported speech: who speaks, the cue, the content (marks included), its type and the cue's class."""

    speaker: tuple | None
    cue: tuple | None
    content: tuple
    type: str = ""
    cue_class: str = ""


def reports(text, blocks):
    """The quotes of the blocks of a text, unique and in order; the speaker of one block may go on in the next."""
    marks = outer_quotations(text, blocks)
    quotes, last = [], None
    for block in blocks:
        inside = spans_within(marks, *block)
        for words in sentences(text, *block, inside):
            rows = _sentence(words, last)
            quotes += rows
            last = next((q.speaker for q in reversed(rows) if q.speaker), last)
        for start, end in inside:
            quotes += _nested(text, start, end)
    quotes += [Quote(who, None, words) for who, words in turns(text, blocks)]
    return _tidy(text, quotes, marks)


def _sentence(words, last):
    """The quotes of one sentence; `last` is the speaker before it, with whom a quotation without a cue goes on."""
    quotes, cover, main = [], set(), None
    hearings = list(heard(words))
    for speaker, cue, content in hearings:
        cover.update(range(*content))
        quotes.append(Quote(words.span(*speaker), words.span(*cue), words.span(*content), "", "neutral"))
    for use in cue_uses(words):
        if any(use.at in range(*cue) for _, cue, _ in hearings):
            continue
        speaker, ranges = attribution(words, use, main, cover)
        if speaker and use.mode in ("finite", "phrase") and use.at not in cover:
            main = speaker
        cue = words.span(use.first, use.after)
        for a, b in ranges:
            if a < b:
                cover.update(range(a, b))
                quotes.append(Quote(words.span(*speaker) if speaker else None, cue, words.span(a, b), "", use.cue.kind))
    return quotes + _without_cue(words, cover, main, last)


def _without_cue(words, cover, main, last):
    """Quotations that no cue has claimed: the sentence's own speaker says them, else, if they are whole, `last`.

    A few words in marks that are no sentence are no report.
    """
    quotes, alone = [], all(words.is_quote(k) or not word.text[0].isalnum() for k, word in enumerate(words))
    for k in range(len(words)):
        if words.tag(k) != "QUOTE" or k in cover or _title(words, k):
            continue
        whole = alone or re.search(r"^\W*[A-Z](?s:.*)([.,!?…][\"”’'»]+|[.!?])$", words[k].text)
        speaker = main or _actor_before(words, k)
        if whole or speaker and len(re.findall(r"\w+", words[k].text)) > 3:
            quotes.append(Quote(words.span(*speaker) if speaker else last, None, words.span(k, k + 1)))
    return quotes


def _actor_before(words, k):
    """The subject of the nearest clause before k, unless it only *is* something."""
    clauses = [c for c in words.parse.clauses if c.kind == "finite" and c.verb < k]
    acts = clauses and clauses[-1].predicate != "be"
    return subject_of(words, clauses[-1].first) if acts else None


def _title(words, k):
    """Is a quotation the title of a work, with a capital on each long word: *the book “Hegemony or Survival”*?"""
    long = re.findall(r"\w[\w'’-]{3,}", words[k].text)
    return len(long) > 1 and all(w[0].isupper() for w in long) and words.low(k - 1) not in (",", ":")


def _nested(text, start, end):
    """Speech of others within a quotation."""
    low, high = start + (not text[start].isalnum()), end - (not text[end - 1].isalnum())
    if not text[low:high].strip():
        return []
    inner = sentences(text, low, high, inner_quotations(text, low, high))
    cued = [q for words in inner for q in _sentence(words, None) if q.cue and q.speaker]
    return [q for q in cued if text[slice(*q.speaker)].lower() not in FIRST_PERSON]


def _tidy(text, quotes, marks):
    """Unique quotes in the order of the text, each with its type; none that holds its own speaker."""
    kept = {}
    for quote in sorted(quotes, key=lambda q: (q.content, q.cue is None, q.cue or ())):
        start, end = quote.content
        start += len(text[start:end]) - len(text[start:end].lstrip(" \n\r\t,;:"))
        end = start + len(text[start:end].rstrip(" \n\r\t;:"))
        inside = quote.speaker and start <= quote.speaker[0] and quote.speaker[1] <= end
        if start < end and not inside:
            kept.setdefault((start, end), replace(quote, content=(start, end), type=_type(text, start, end, marks)))
    return list(kept.values())


def _type(text, start, end, marks):
    quoted = [m for m in spans_within(marks, start, end + 1) if m[1] <= end]
    if not quoted:  # but perhaps one within another
        return "direct" if text[start] in "\"“«‘'" and cuts_a_span(marks, start + 1) else "indirect"
    gaps = [start, *(at for mark in quoted for at in mark), end]
    bare = any(re.search(r"\w", text[a:b]) for a, b in zip(gaps[::2], gaps[1::2]))
    return "mixed" if bare else "direct"
