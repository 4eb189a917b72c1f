"""Reported speech: who says, thinks or wants what, by which words, in which mode.

A cue (*said*, *according to*, *fears of*) ties a content to a speaker. Direct speech stands within quotation marks,
indirect speech without, mixed speech has both. Cues come from a word list that says what complements each takes and
what it implies about the truth of the content. Pareti (2015, Attribution: a computational approach) describes the task.
"""

import bisect
import re
from dataclasses import dataclass, replace

import pandas as pd

from analysis import article as articles
from analysis.lexicon import column_of, word_set
from analysis.quotes.acts import speech_acts
from analysis.quotes.attributions import SOURCES, attribution
from analysis.quotes.clauses import BE, clause_end, is_clause_at, is_finite, verb_group
from analysis.quotes.cue_uses import Use, cue_uses
from analysis.quotes.cues import Cue, cues
from analysis.quotes.distance import distanced
from analysis.quotes.hearing import heard
from analysis.quotes.marks import inner_quotations, outer_quotations, spans_within
from analysis.quotes.phrases import noun_phrase_right, subject_of
from analysis.quotes.provenance import provenance
from analysis.quotes.sentences import in_parts, is_quote, low_at, sentence_spans, words_between
from analysis.quotes.speakers import Mentions
from analysis.quotes.told import INNER, class_of, told, unclear

__all__ = [
    "COLUMNS",
    "INNER",
    "Cue",
    "Quote",
    "Use",
    "class_of",
    "cues",
    "distanced",
    "find",
    "introduced",
    "provenance",
    "quotes",
    "speech_acts",
    "told",
    "unclear",
    "voice_at",
    "voices_at",
]
COLUMNS = [
    "paragraph",
    "sentence",
    "speaker",
    "party",
    "type",
    "cue",
    "cue_class",
    "cue_start",
    "cue_end",
    "speaker_start",
    "speaker_end",
    "start",
    "end",
    "text",
    "clean_text",
]
FIRST = {"i", "we", "you"}
TITLED = word_set("work with a title", "quote_words")
SPEAKERS = word_set("speaker by trade", "quote_words")


@dataclass(frozen=True)
class Quote:
    """A span of reported speech: who speaks, the cue, the content (marks included), its type and the cue's class."""

    speaker: tuple | None
    cue: tuple | None
    content: tuple
    type: str
    cue_class: str = ""


def find(text):
    """The reported speech of a text, as a list of Quote with spans (start, end) into it; any string, never an error.

    `.speaker` and `.cue` may be None, as in a quotation that goes on from the sentence before. A quotation split by its
    cue is two.
    Blind spot: an indirect report that runs over into a next sentence with no cue of its own ends at the full stop.

    >>> [("Putin denied planning war."[slice(*q.speaker)], q.content) for q in find("Putin denied planning war.")]
    [('Putin', (13, 25))]
    """
    return _find(text, [m.span() for m in articles.BLOCK.finditer(text)])


def _find(text, blocks):
    marks = outer_quotations(text, blocks)
    found, last = [], None
    for block in blocks:
        inside = spans_within(marks, *block)
        for start, end in sentence_spans(text, *block, inside):
            words = words_between(text, start, end, spans_within(inside, start, end))
            for part in in_parts(words):
                rows = _read(text, part, last)
                found += rows
                last = next((q for q in reversed(rows) if q.speaker), last)
        for start, end in inside:
            found += [q for q in _nested(text, start, end) if q.speaker]
    return _tidy(text, found, marks)


def quotes(article, mentions):
    """The reported speech of an article, one row per (content, speaker), in the order of the text.

    Columns: paragraph, sentence; speaker (canonical actor, or its noun phrase where it is none, or empty), party; type
    (direct, indirect, mixed); cue, cue_class; cue_start, cue_end, speaker_start, speaker_end (raw, -1 where there is
    none); start, end, text, clean_text of the content. `mentions` is the table of actors.mentions. A report that names
    no source (*is expected to*) gets no row. Blind spot: a speaker who is only described gets the words of the
    description.
    """
    blocks = _body(article)
    rows, offices, before = [], {}, (0, [])
    where = Mentions(article, mentions)
    for quote in _find(article.clean, blocks):
        speakers = where.speakers(quote, offices)
        if not speakers:
            continue
        sentence, paragraph = article.sentence_at(quote.content[0])
        if (
            before[0] == paragraph
            and article.clean[slice(*quote.speaker)].lower() in ("he", "she")
            and where.persons(before[1])
        ):
            speakers = before[1]  # who has just spoken goes on speaking
        before = (paragraph, speakers)
        base = {"paragraph": paragraph, "sentence": sentence, "type": quote.type, "cue_class": quote.cue_class}
        base |= _placed(article, "cue", quote.cue) | _placed(article, "speaker", quote.speaker)
        base["cue"] = article.clean[slice(*quote.cue)] if quote.cue else ""
        for speaker, party in speakers:
            rows.append(base | {"speaker": speaker, "party": party} | article.span(*quote.content))
    return pd.DataFrame(rows, columns=COLUMNS)


def introduced(quotes):
    """How the reports of an article are introduced: one row a class of cues, the most frequent first.

    Columns cue_class, implies (what a cue of the class says of the truth of the content), reports, words, cues,
    speakers. A report of several speakers counts once; one without a cue of its own is left out. Blind spot: a negated
    cue keeps its class.

    >>> introduced(pd.DataFrame(columns=COLUMNS)).empty
    True
    """
    implied = cues().drop_duplicates("class").set_index("class")["implies"]
    rows = []
    known = quotes[quotes["cue"] != ""]
    for name, group in known.assign(cue_class=class_of(known)).groupby("cue_class", sort=False):
        words = lambda column: ", ".join(dict.fromkeys(group[column].str.lower() if column == "cue" else group[column]))
        rows.append(
            {
                "cue_class": name,
                "implies": implied.get(name, ""),
                "reports": len(group.drop_duplicates(["start", "end"])),
                "words": int(group.drop_duplicates(["start", "end"])["text"].str.split().str.len().sum()),
                "cues": words("cue"),
                "speakers": words("speaker"),
            }
        )
    table = pd.DataFrame(rows, columns=["cue_class", "implies", "reports", "words", "cues", "speakers"])
    return table.sort_values("reports", ascending=False, kind="stable", ignore_index=True)


def voice_at(quotes, start, end):
    """Whose voice a raw span is in: the speaker of the innermost content that holds it, else `author`.

    >>> voice_at(pd.DataFrame([{"start": 9, "end": 20, "speaker": "Xi Jinping"}]), 10, 12)
    'Xi Jinping'
    """
    return next(iter(voices_at(quotes, start, end)), "author")


def voices_at(quotes, start, end):
    """All speakers of the innermost content that holds a raw span; empty where the author speaks.

    >>> voices_at(pd.DataFrame([{"start": 0, "end": 9, "speaker": "NATO"}]), 10, 12)
    []
    """
    rows = [
        (r.end - r.start, r.start, r.speaker)
        for r in quotes.itertuples()
        if r.start <= start and end <= r.end and r.speaker
    ]
    inner = min((row[:2] for row in rows), default=None)
    return list(dict.fromkeys(speaker for *size, speaker in rows if tuple(size) == inner))


def _read(text, words, last):
    """The quotes of one sentence; `last` is the last quote before it, whose speaker a bare quotation goes on with."""
    found, taken, main, idle = _labelled(words), set(), None, None
    if _bare_quotation(words):
        return [
            Quote(last.speaker if last else None, None, (w.start, w.end), "direct", last.cue_class if last else "")
            for w in words
            if w.tag == "QUOTE" or w.tag == "SHORT" and last
        ]
    hearings = list(heard(words))
    for hearing in hearings:
        taken.update(range(*hearing[2]))
        found.append(_told_to(words, *hearing))
    for use in cue_uses(words):
        if any(use.at in range(*cue) for _, cue, _ in hearings):
            continue
        speaker, ranges = attribution(words, use, main, taken)
        ranges = [(a, b) for a, b in ranges if b > a]
        if speaker and use.mode in ("finite", "phrase") and use.at not in taken:
            main = speaker
        if not ranges and use.mode == "finite" and "quote" in use.cue.takes and use.at not in taken:
            idle = idle or use
        for a, b in ranges:
            taken.update(range(a, b))
            found.append(_quote(words, speaker, use, a, b))
    return found + _floating(words, taken, found, main, last, None if found else idle)


def _labelled(words):
    """The quote of a headline or transcript that begins with its speaker: *Mary Smith: I never left*."""
    colon = next((k for k in range(1, min(9, len(words))) if words[k].text == ":"), None)
    if not colon or any(is_finite(words, k) for k in range(colon)):
        return []
    end = noun_phrase_right(words, 0, deep=False)
    source = end == colon and low_at(words, end - 1) in SOURCES | SPEAKERS
    if not end or not (source or _named(words, end, is_quote(words, colon + 1))):
        return []
    if not is_quote(words, colon + 1) and not (end == colon and is_clause_at(words, colon + 1, strict=False)):
        return []
    last = clause_end(words, colon + 1)
    return [Quote((words[0].start, words[end - 1].end), None, (words[colon + 1].start, words[last - 1].end), "")]


def _named(words, end, quoted):
    """Is the noun phrase before `end` a name: before a quotation, with a first name, or one whose bearer says *I*?"""
    if any(word.tag != "NNP" for word in words[:end]):
        return False
    speech = {low_at(words, k) for k in range(2, 12)}
    named = end > 1 and words[0].text in column_of("first_names", "name", "gender")
    return quoted or named or end == 1 and bool(speech & {"i", "we", "my", "our"})


def _bare_quotation(words):
    """Is there nothing but quotations, marks and asides in brackets?"""
    depth, any_quote = 0, False
    for word in words:
        depth += (word.text == "(") - (word.text == ")")
        any_quote = any_quote or not depth and word.tag in ("QUOTE", "SHORT")
        if not depth and word.tag not in ("QUOTE", "SHORT") and re.search(r"\w", word.text):
            return False
    return any_quote


def _quote(words, speaker, use, a, b):
    who = (words[speaker[0]].start, words[speaker[1] - 1].end) if speaker else None
    cue = (words[use.first].start, words[use.after - 1].end) if use else None
    return Quote(who, cue, (words[a].start, words[b - 1].end), "", use.cue.kind if use else "")


def _told_to(words, *ranges):
    """The quote of a hearing, from the word ranges of its speaker, cue and content."""
    who, cue, content = ((words[a].start, words[b - 1].end) for a, b in ranges)
    return Quote(who, cue, content, "", "neutral")


def _floating(words, taken, found, main, last, idle):
    """Quotations that no cue has claimed: the sentence's own speaker, else the one before, says those long enough.

    `idle` is a cue of the sentence that has found no content of its own.
    """
    cue = (words[idle.first].start, words[idle.after - 1].end) if idle else None
    kind = idle.cue.kind if idle else ""
    rows = []
    for k, word in enumerate(words):
        if (
            word.tag != "QUOTE"
            or k in taken
            or any(q.content[0] <= word.start and word.end <= q.content[1] for q in found)
        ):
            continue
        inner = re.findall(r"\w[\w'’-]*", word.text)
        if _title(words, k, inner):
            continue
        capital, ended = re.match(r"\W*[A-Z]", word.text), re.search(r"[.,!?…][\"”’'»]+$|[.!?]$", word.text)
        whole = bool(capital) and bool(ended)
        closed = re.search(r"[\"”’'»]$", word.text)
        if len(inner) < 4 and not (whole and (closed or len(inner) > 1)):
            continue
        speaker = main or _controller_of(words, k)
        if speaker:
            who = (words[speaker[0]].start, words[speaker[1] - 1].end)
            rows.append(Quote(who, cue, (word.start, word.end), "direct", kind))
        elif whole:
            rows.append(Quote(last.speaker if last else None, None, (word.start, word.end), "direct", ""))
    return rows


def _controller_of(words, k):
    for v in range(k - 1, -1, -1):
        if is_finite(words, v):
            return subject_of(words, verb_group(words, v)[0]) if low_at(words, v) not in BE else None
    for v in range(k + 1, len(words)):
        if is_finite(words, v) or words[v].tag == "VBN":
            return subject_of(words, verb_group(words, v)[0])
    return None


def _title(words, k, inner):
    """Is a quotation the title of a work? *the book "Hegemony or Survival"*."""
    near = {low_at(words, x) for x in range(max(0, k - 3), k)}
    if near & TITLED:
        return True
    long = [w for w in inner if len(w) > 3]
    return (
        bool(long)
        and len(inner) < 10
        and all(w[0].isupper() for w in long)
        and words[k - 1].text not in (",", ":")
        and len(inner) > 1
    )


def _nested(text, start, end):
    """Speech of others within a quotation."""
    low, high = start + (not text[start].isalnum()), end - (not text[end - 1].isalnum())
    inner = inner_quotations(text, low, high)
    if high - low < 20:
        return []
    rows = []
    for a, b in sentence_spans(text, low, high, inner) if text[low:high].strip() else []:
        words = words_between(text, a, b, spans_within(inner, a, b))
        for quote in (q for part in in_parts(words) for q in _read(text, part, None)):
            if quote.speaker and text[slice(*quote.speaker)].lower() not in FIRST and quote.cue:
                rows.append(quote)
    return rows


def _tidy(text, found, marks):
    """Unique quotes in the order of the text, each with its type."""
    kept, seen = [], set()
    for quote in sorted(found, key=lambda q: (q.content, q.cue is None, q.cue or ())):
        start, end = quote.content
        while start < end and text[start] in " \n\r\t,;:":
            start += 1
        while end > start and text[end - 1] in " \n\r\t;:":
            end -= 1
        if (
            end <= start
            or (start, end) in seen
            or quote.speaker
            and quote.speaker[0] >= start
            and quote.speaker[1] <= end
        ):
            continue
        seen.add((start, end))
        kept.append(replace(quote, content=(start, end), type=_type(text, start, end, marks)))
    return kept


def _type(text, start, end, marks):
    inside = spans_within(marks, start, end + 1)
    inside = [m for m in inside if m[1] <= end]
    if not inside:
        at = bisect.bisect_left(marks, (start + 1, -1)) - 1
        if text[start] in "\"“«‘'" and at >= 0 and marks[at][1] >= end:
            return "direct"
        return "indirect"
    if (
        inside[0][0] == start
        and inside[-1][1] >= end
        and not re.search(r"\w", "".join(text[a[1] : b[0]] for a, b in zip(inside, inside[1:])))
    ):
        return "direct"
    return "mixed"


def _body(article):
    """The clean spans of the paragraphs that are read, without the dateline."""
    first = {}
    for row in article.sentences.itertuples():
        first.setdefault(row.paragraph, row.clean_start)
    return [(first[p.paragraph], p.clean_end) for p in article.paragraphs.itertuples() if p.paragraph in first]


def _placed(article, name, span):
    start, end = article.to_raw(*span) if span else (-1, -1)
    return {f"{name}_start": start, f"{name}_end": end}
