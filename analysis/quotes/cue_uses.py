"""Cues at their places in a sentence: which words are cues there, and how each verb is used."""

from dataclasses import dataclass

from analysis.quotes.cues import Cue, cue_forms
from analysis.quotes.phrases import subject_of
from analysis.quotes.sentences import NOUNS

MANY = {"police", "staff", "media", "people", "public"}
MODES = {"finite": "finite", "infinitive": "to", "gerund": "ing", "participle": "reduced"}


@dataclass(frozen=True)
class Use:
    """A cue at its place in a sentence: words `first` to `after`, the cue's row, and how the verb is used."""

    cue: Cue
    first: int
    at: int
    after: int
    mode: str


def cue_uses(words):
    """The cues of a sentence, left to right."""
    for i in range(len(words)):
        for rest, cue, kind in cue_forms().get(words.low(i), ()):
            if tuple(words.low(i + 1 + k) for k in range(len(rest))) != rest:
                continue
            use = _use(words, i, i + 1 + len(rest), cue, kind)
            if use:
                yield use
                break


def _use(words, i, after, cue, kind):
    if cue.part == "verb":
        return _verb_use(words, i, after, cue, kind)
    if cue.part == "noun" and words[i].tag not in NOUNS:
        return None
    if cue.part == "adjective":
        return _predicate_use(words, i, after, cue)
    return Use(cue, i, i, after, cue.part)


def _predicate_use(words, i, after, cue):
    """An adjective behind a form of *be*; one that is no verb's participle needs none."""
    k = i - 1
    while words.tag(k) == "RB":
        k -= 1
    clause = words.clause(i) or words.clause(k)
    first = clause.first if clause else i
    predicate = any(words[k].lemma in ("be", "get") for k in range(first, i))
    verbal = any(c.part == "verb" for _, c, _ in cue_forms().get(words.low(i), ()))
    return Use(cue, first, i, after, "adjective") if predicate or not verbal else None


def _verb_use(words, i, after, cue, kind):
    clause = words.clause(i)
    if not clause or clause.verb != i or kind == "base" and not _agrees(words, i, clause):
        return None
    mode, first = MODES[clause.kind], clause.first + (clause.kind == "infinitive")
    if clause.voice == "passive" and mode != "reduced":
        mode = "passive" if mode == "finite" else ""
    elif mode == "to":
        went_on = words.low(clause.first - 1) == "on" and words.clause(clause.first - 2)
        mode = "finite" if went_on and went_on.predicate == "go" else ""
    elif mode == "reduced" and (_content_shown(words, after) or _no_passive(words, first, after, cue)):
        mode = "finite"
    return Use(cue, first, i, after, mode) if mode else None


def _agrees(words, i, clause):
    """Has a base form no singular subject: *critics think*, not *the think tank*?"""
    subject = subject_of(words, i) if clause.first == i else None
    chunk = words.chunk(subject[0]) if subject else None
    joined = chunk and "and" in [words.low(k) for k in range(*subject)]
    return not chunk or joined or words.tag(chunk.head) not in ("NN", "NNP") or words.low(chunk.head) in MANY


def _no_passive(words, first, after, cue):
    """Is a participle the past of a verb that has no passive of its own: *Kiev insisted*?"""
    left_noun = words.tag(first - 1) in NOUNS and words.low(after) != "by"
    return left_noun and not any(frame.startswith("np") for frame in cue.takes)


def _content_shown(words, after):
    """Does a that-clause or a quotation follow?"""
    right = words.low(after)
    that = right == "that" and not words.is_finite(after + 1)
    return that or words.is_quote(after) or right in (":", ",") and words.is_quote(after + 1)
