"""Sentences with each quotation in one piece: where they begin and end, their tagged words and their chunks."""

import functools
import re

from analysis import article as articles
from analysis import grammar
from analysis.lexicon import lexicon
from analysis.quotes.cues import cue_forms
from analysis.quotes.marks import cuts_a_span, spans_within

NOUNS = {"NN", "NNS", "NNP", "NNPS"}
FINITE = {"VBD", "VBZ", "VBP", "MD"}
AUXILIARY = set("is are was were has have had do does did will would can could may might must shall should".split())
PERSONAL = {"it", "he", "she", "who", "they", "we", "i"}
STANDING = {"long", "once", "again", "since"}  # adverbs within a verb group
LONGEST = 250  # words


def sentences(text, start, end, marks):
    """The sentences between two places as Words, long ones in pieces, so that the time to read them stays linear."""
    for low, high in _sentence_spans(text, start, end, marks):
        words = _words(text, low, high, spans_within(marks, low, high))
        yield from (Words(words[i : i + LONGEST]) for i in range(0, len(words), LONGEST))


def _sentence_spans(text, start, end, marks):
    """Sentences, with each quotation in one piece, and with it the cue that follows a question or exclamation."""
    units = []
    for low, high in articles.split(text[start:end]):
        low, high = low + start, high + start
        if units and (cuts_a_span(marks, low) or _goes_on(text, units[-1], low, high)):
            units[-1] = (units[-1][0], high)
        else:
            units.append((low, high))
    return units


def _goes_on(text, before, low, high):
    """Does a sentence go on with the cue of the quotation before it? “Why?” Mr. Smith asked."""
    words = re.findall(r"[\w'’-]+", text[low : min(high, low + 90)].lower())[:8]
    cue = any("quote" in cue.takes for word in words for _, cue, _ in cue_forms().get(word, ()))
    ended = re.search(r"[?!,…-][\"”’'»]$", text[before[0] : before[1]].rstrip())
    return text[low].islower() or bool(ended) and text[low].isalnum() and cue


def _words(text, start, end, marks):
    """Tokens at their places in the text; a quotation is one token, tagged SHORT up to two words, else QUOTE."""
    words, marks = [], list(marks)
    for token in grammar.tokens(text[start:end]):
        token = grammar.Token(token.text, token.start + start, token.end + start, token.tag, token.lemma)
        while marks and marks[0][1] <= token.start:
            marks.pop(0)
        if marks and marks[0][0] <= token.start:
            if not words or words[-1].start < marks[0][0]:
                words.append(_quotation(text, *marks[0]))
        elif words and words[-1].end == token.start and token.end < end:
            words[-1:] = _joined(words[-1], token, text)
        else:
            words.append(token)
    return [_retagged(words, i) for i in range(len(words))]


def _quotation(text, start, end):
    inner = text[start:end]
    short = len(re.findall(r"\w+", inner)) <= 2 and not re.search(r"[.,!?]\W*$", inner)
    return grammar.Token(inner, start, end, "SHORT" if short else "QUOTE", "")


def _joined(last, token, text):
    """A word and the token right behind it: in one piece with the stop of an abbreviation and in *O’Brien*."""
    both = last.text + token.text
    if token.text == "." and _abbreviated(last.text):
        return [grammar.Token(both, last.start, token.end, "NNP" if both[0].isupper() else last.tag, last.lemma)]
    if token.text not in "’'" and last.text[-1] not in "’'":
        return [last, token]
    if text[token.end].isalpha() or token.text[0].isupper():
        return [grammar.Token(both, last.start, token.end, last.tag, last.lemma)]
    plural = token.text in "’'" and last.text[-1] in "sS"
    return [last, grammar.Token(token.text, token.start, token.end, "POS" if plural else token.tag, token.lemma)]


@functools.cache
def _abbreviations():
    return frozenset(row["abbreviation"] for row in lexicon("abbreviations"))


def _abbreviated(word):
    return word.lower() in _abbreviations() or len(word) == 1 and word.isupper()


def _retagged(words, i):
    """The word at i, with another tag where its place shows it: a noun *according to police*, a verb in *it plans*."""
    word, low, before = words[i], _low(words, i), _low(words, i - 1)
    tag = word.tag
    if before == "to" and _low(words, i - 2) == "according" and tag in ("VB", "VBP"):
        tag = "NN"
    elif low in STANDING and before in ("has", "have", "had"):
        tag = "RB"
    elif i and tag in ("NN", "NNS", "JJ"):
        tag = _verb_tag(words, i) or tag
    return grammar.Token(word.text, word.start, word.end, tag, word.lemma)


def _verb_tag(words, i):
    """The tag of a verb of the word list that has been taken for a noun; empty where it is one."""
    left = words[i - 1]
    for rest, cue, kind in cue_forms().get(_low(words, i), ()):
        after = i + 1 + len(rest)
        if cue.part != "verb" or rest != tuple(_low(words, k) for k in range(i + 1, after)):
            continue
        behind = left.tag in ("NN", "NNP", "RB", ",") and _content_shown(words, i, after)
        to = left.tag in ("NNP", "NNS") and _low(words, after) == "to" and "to" in cue.takes
        if _low(words, i - 1) in PERSONAL or behind or to:
            return {"third": "VBZ", "past": "VBD"}.get(kind, "VBP")
    return ""


def _content_shown(words, i, after):
    """Does *that*, a colon or a quotation follow the verb at i, or does it stand between commas with its subject?"""
    right, quoted = _low(words, after), [word.tag in ("QUOTE", "SHORT") for word in words[after : after + 2]]
    if right == "that":
        return after + 1 < len(words) and words[after + 1].tag not in FINITE
    if right == ",":
        return any(quoted) or any(word.text == "," for word in words[max(0, i - 4) : i - 1])
    return right == ":" or any(quoted[:1])


def _low(words, i):
    return words[i].text.lower() if 0 <= i < len(words) else ""


class Words:
    """The words of a sentence, each quotation as one, and the noun chunks and clauses they form."""

    def __init__(self, words):
        self.words = words
        tags = {"SHORT": "NN", "QUOTE": "''"}
        self.parse = grammar.structure(
            "", [grammar.Token(w.text, w.start, w.end, tags.get(w.tag, w.tag), w.lemma) for w in words]
        )

    def __len__(self):
        return len(self.words)

    def __getitem__(self, i):
        return self.words[i]

    def span(self, first, after):
        """The (start, end) in the text of the words first to after (exclusive)."""
        return self.words[first].start, self.words[after - 1].end

    def chunk(self, i):
        """The noun chunk that holds the word at i, or None."""
        n = self.parse.chunk_at.get(i)
        return None if n is None else self.parse.chunks[n]

    def clause(self, i):
        """The clause whose verb group holds the word at i, or None."""
        n = self.parse.clause_at.get(i)
        return None if n is None else self.parse.clauses[n]

    def low(self, i):
        """The word at i in lower case; empty outside the sentence."""
        return self.words[i].text.lower() if 0 <= i < len(self.words) else ""

    def tag(self, i):
        """The tag of the word at i; empty outside the sentence."""
        return self.words[i].tag if 0 <= i < len(self.words) else ""

    def is_finite(self, i):
        """Is the word at i a finite verb, or a quotation that begins with one: *Russia “will not divide Europe”*?"""
        first = re.match(r"\W*(\w*)", self.low(i))[1]
        return self.tag(i) in FINITE or self.tag(i) == "QUOTE" and first in AUXILIARY

    def is_quote(self, i):
        """Is the word at i a quotation, long or short?"""
        return self.tag(i) in ("QUOTE", "SHORT")
