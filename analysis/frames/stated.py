"""Stated causes of one sentence: the cue that states one, the words of the cause and those of the effect."""

import functools
from dataclasses import dataclass

from analysis import sentiment
from analysis.grammar import NEGATIONS, PARTICIPLE_TAGS, VERB_TAGS, parse
from analysis.lexicon import lexicon

GAP, FEW = 9, 3  # how many words on the second part of a cue may stand, of a verb and of a phrase
NEAR = 8  # words after a participle within which its *by* stands
ENDS = {";", ":", "—", "–", "(", ")", ".", "!", "?", "…"}
MARKS = set("\"“”'’,")
BACK = ["this"], ["that"], ["these"]
OPEN = {"if", "would", "could", "may", "might", "can", "will", "to", "must", "should"}


@dataclass(frozen=True)
class Stated:
    """A stated cause: its row of causes.csv, and spans (first, last) of tokens, None where there are no such words.

    `cause` None is the sentence before. `blamer` is who states it, where the cue is a verb of blame. `status` is
    `stated`, `denied` or `possible`.
    """

    row: dict
    cue: tuple
    cause: tuple | None
    effect: tuple
    blamer: tuple | None
    status: str


def stated(text):
    """The causes, motives, purposes and remedies that a sentence states, in the order of their cues.

    >>> text = "Heavy rain led to floods."
    >>> [(span_text(text, found.cause)[0], span_text(text, found.effect)[0]) for found in stated(text)]
    [('Heavy rain', 'floods')]
    """
    parsed = parse(text)
    found = [_read(parsed, *hit) for hit in _hits(parsed.tokens)]
    return [part for part in found if part is not None]


def span_text(text, span):
    """The words of a span of tokens, and where they start and end in the text."""
    start, end = parse(text).span(*span)
    return text[start:end], start, end


@functools.cache
def _cues():
    """(is its first word a verb's lemma?, that word) -> [(rank, words, row)] of the cues, the longer ones first."""
    by_first, rows = {}, [(row["cue"].split(), row) for row in lexicon("causes")]
    for rank, (cue, row) in enumerate(sorted(rows, key=lambda entry: -len(entry[0]))):
        by_first.setdefault((row["form"] in ("verb", "modal"), cue[0]), []).append((rank, cue, row))
    return by_first


def _begun(words):
    """(rank, place, words, row) of every cue whose first word stands at a place, the longer cues first."""
    cues = _cues()
    found = [
        (rank, at, cue, row)
        for at, word in enumerate(words)
        for first in ((True, word.lemma), (False, word.text.lower()))
        for rank, cue, row in cues.get(first, ())
    ]
    return sorted(found, key=lambda cue: cue[:2])


def _hits(words):
    """[(row, first, last, gap)] of the cues; `gap` is the span within a cue of two parts, empty in the others."""
    taken, found = set(), []
    for _, at, cue, row in _begun(words):
        place = None if at in taken else _match(words, at, cue, row["form"])
        if place and not taken & {at, place[0] - 1}:
            taken |= {at, place[0] - 1}
            found.append((row, at, *place))
    return sorted(found, key=lambda hit: hit[1])


def _match(words, at, cue, form):
    """(last, gap) where the words of a cue follow its first, at a token; None where they do not."""
    gap, k = (at + 1, at + 1), at + 1
    if form in ("verb", "modal") and words[at].tag not in VERB_TAGS:
        return None
    if form == "opener" and any(w.text not in MARKS for w in words[:at]):
        return None
    for place, part in enumerate(cue[1:], start=1):
        if part == "…":
            later = _later(words, k, cue[place + 1], GAP if form == "verb" else FEW)
            gap, k = (k, later), later
        else:
            k = k + 1 if k is not None and k < len(words) and words[k].text.lower() == part else None
        if k is None:
            return None
    return k, gap


def _later(words, at, part, most):
    for k in range(at, min(at + most, len(words))):
        if words[k].text.lower() == part:
            return k
        if words[k].text in ENDS | {","}:
            return None
    return None


def _read(parsed, row, first, last, gap):
    reader = {"verb": _verb, "modal": _modal, "phrase": _phrase, "opener": _opener}[row["form"]]
    parts = reader(parsed, row, first, last, gap)
    if parts is None or not _holds(parsed, parts["effect"]):
        return None
    if row["cause"] not in ("previous", "asked") and not _holds(parsed, parts["cause"]):
        return None
    if row["wants"] == "toned" and not _toned(parsed, parts["effect"]):
        return None
    cause = None if _points_back(parsed, parts["cause"]) else parts["cause"]
    return Stated(row, (first, last), cause, parts["effect"], parts.get("blamer"), _status(parsed, first, row))


def _points_back(parsed, span):
    """Is the cause a bare *this*, which stands for the sentence before?"""
    return span is not None and [w.text.lower() for w in parsed.tokens[slice(*span)]] in BACK


def _holds(parsed, span, least=1):
    """Does a span hold a word?"""
    return (
        span is not None
        and sum(len(w.text) > 1 and w.text[0].isalnum() or w.text == "I" for w in parsed.tokens[slice(*span)]) >= least
    )


def _toned(parsed, span):
    start, end = parsed.span(*span)
    return bool(sentiment.hits(parsed.text[start:end].lower()))


def _status(parsed, first, row):
    """`denied`, `possible` or `stated`, by the clause in which the cue stands."""
    if row["kind"] == "remedy":
        return "stated"
    before = parsed.tokens[first - 1].text.lower() if first else ""
    at = [c for c in parsed.clauses if c.first <= first < c.last] or [c for c in parsed.clauses if c.last <= first][-1:]
    negated, modal = any(c.negated for c in at), any(c.modal in OPEN for c in at)
    if before in NEGATIONS or row["form"] == "verb" and negated:
        return "denied"
    return "possible" if modal and row["kind"] == "cause" else "stated"


# --- where the parts stand -------------------------------------------------------------------------------------------


def _phrase(parsed, row, first, last, gap):
    words = parsed.tokens
    right = _right(words, last)
    left = _left(words, first)
    there = (last, right)
    if row["cause"] == "after" and words[last : last + 1] and words[last].tag == "VB":
        return None  # "due to leave at noon"
    if any(left <= c.first < first for c in parsed.clauses):
        other = (left, first - (words[first - 1].text == ","))
    elif right < len(words) and words[right].text == ",":
        other = (right + 1, _right(words, right + 1, through=True))
    else:
        other = (left, first)
    after = row["cause"] == "after"
    return {"cause": there if after else other, "effect": other if after else there}


def _opener(parsed, row, first, last, gap):
    words = parsed.tokens
    start = last + (last < len(words) and words[last].text == ",")
    if words[last - 1].lemma == "be" and words[start : start + 1] and words[start].tag in PARTICIPLE_TAGS:
        return None  # "the result was announced"
    return {"cause": None, "effect": (start, _right(words, start, through=True))}


def _modal(parsed, row, first, last, gap):
    clause = next((c for c in parsed.clauses if c.first <= first < c.last and c.modal), None)
    subject = clause and _subject(parsed, clause)
    if (
        not subject
        or clause.kind != "finite"
        or parsed.tokens[last].text == ","
        or parsed.tokens[clause.verb].lemma in ("be", "have")
    ):
        return None
    return {"cause": subject, "effect": (last, _right(parsed.tokens, last))}


def _verb(parsed, row, first, last, gap):
    clause = next((c for c in parsed.clauses if c.first <= first < c.last), None)
    if clause is None or clause.verb != first and parsed.tokens[first].lemma != "be":
        return None
    return VERBS[row["cause"]](parsed, clause, _by(parsed, clause), last, gap)


def _maker(parsed, clause, by, last, gap):
    """X caused Y; Y was caused by X."""
    if by:
        return {
            "cause": (by, _right(parsed.tokens, by)),
            "effect": _subject(parsed, clause) or _noun_before(parsed, clause),
        }
    if clause.voice == "passive":
        return None
    if last - clause.verb == 1 and not clause.objects:
        return None  # "the car accelerated"
    start = clause.verb if gap[1] > gap[0] else last
    return {"cause": _subject(parsed, clause), "effect": (start, _right(parsed.tokens, start))}


def _outcome(parsed, clause, by, last, gap):
    """Y stems from X."""
    return {"cause": (last, _right(parsed.tokens, last)), "effect": _subject(parsed, clause)}


def _blamed(parsed, clause, by, last, gap):
    """Z blamed X for Y; X was blamed for Y."""
    effect = (last, _right(parsed.tokens, last))
    if clause.kind == "participle":
        return None  # "people accused of theft": a kind of people, and no charge
    if clause.voice == "passive":
        return {"cause": _subject(parsed, clause), "effect": effect, "blamer": (0, 0)}
    return {"cause": gap, "effect": effect, "blamer": _subject(parsed, clause)}


def _laid(parsed, clause, by, last, gap):
    """Z blamed Y on X; Y was blamed on X."""
    cause = (last, _right(parsed.tokens, last))
    if clause.voice == "passive":
        return {"cause": cause, "effect": _subject(parsed, clause), "blamer": (0, 0)}
    return {"cause": cause, "effect": gap, "blamer": _subject(parsed, clause)}


def _asked(parsed, clause, by, last, gap):
    """Z called for Y: nobody is named who should do it."""
    return {"cause": (0, 0), "effect": (last, _right(parsed.tokens, last)), "blamer": _subject(parsed, clause)}


VERBS = {"subject": _maker, "reverse": _outcome, "object": _blamed, "inverse": _laid, "asked": _asked}


def _by(parsed, clause):
    """The token behind the *by* of a passive, or of a participle that looks like a past tense; 0 where none is."""
    words = parsed.tokens
    if clause.voice == "active" and (clause.subjects or clause.objects or words[clause.verb].tag not in ("VBD", "VBN")):
        return 0
    for k in range(clause.last, min(clause.last + NEAR, len(words))):
        if words[k].text in ENDS | {","}:
            break
        if words[k].text.lower() == "by":
            return k + 1
    return 0


def _subject(parsed, clause):
    """The words of a clause's subject with what belongs to them; None where it has none before it."""
    pieces = [parsed.chunks[c] for c in clause.subjects if parsed.chunks[c].last <= clause.first]
    if not pieces or any(piece.time for piece in pieces):
        return None
    first, last = min(p.first for p in pieces), max(p.last for p in pieces)
    if first and parsed.tokens[first - 1].text in '“"':
        first -= 1
    inner = [c.first for c in parsed.clauses if last <= c.first < clause.first]
    stops = [k for k in range(last, clause.first) if parsed.tokens[k].text.lower() in STOPS | {","}]
    end = min([clause.first, *inner, *stops])
    while end > last and parsed.tokens[end - 1].tag == "RB":
        end -= 1
    return first, end


def _noun_before(parsed, clause):
    """The last noun phrase before a participle: *a war launched by the junta*."""
    piece = next((p for p in reversed(parsed.chunks) if p.last <= clause.first), None)
    return (piece.first, piece.last) if piece else None


STOPS = {"but", "while", "whereas", "although", "though", "which", "who", "that", "when"} | ENDS


def _right(words, at, *, through=False):
    """Where a phrase that begins at a token ends; `through` goes on past commas."""
    for k in range(at, len(words)):
        if words[k].text.lower() in STOPS and k > at or words[k].text == "," and not through and k > at:
            return k
    return len(words)


def _left(words, at):
    """Where the clause before a token begins."""
    for k in range(at - 1, -1, -1):
        low = words[k].text.lower()
        if low in ENDS or low == "that" and words[k].tag == "IN":
            return k + 1
        if low == "," and k + 1 < at and words[k + 1].text.lower() in ("and", "but", "while", "although"):
            return k + 2
    return 0
