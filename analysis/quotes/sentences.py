"""Sentences with each quotation in one piece: where they begin and end, and their tagged words."""

import functools
import re
from dataclasses import replace

from analysis import article as articles
from analysis import grammar
from analysis.lexicon import lexicon
from analysis.quotes.cues import cue_forms
from analysis.quotes.marks import cuts_a_span

NOUNS = {"NN", "NNS", "NNP", "NNPS"}
MODIFIERS = NOUNS | {"JJ", "JJR", "JJS", "CD", "POS", "PRP$", "SHORT"}
LONGEST = 250  # words


def sentence_spans(text, start, end, marks):
    """Sentences, with each quotation in one piece and a cue beside the question or exclamation that it follows."""
    units = []
    for low, high in articles.split(text[start:end]):
        low, high = low + start, high + start
        if units and (cuts_a_span(marks, low) or _goes_on(text, units[-1], low, high)):
            units[-1] = (units[-1][0], high)
        else:
            units.append((low, high))
    return units


def _goes_on(text, before, low, high):
    """Does a sentence begin with the cue of the quotation before it? "Why?" Mr. Smith asked."""
    if text[low].islower():
        return True
    if not re.search(r"[?!,…-][\"”’'»]$", text[before[0] : before[1]].rstrip()):
        return False
    words = re.findall(r"[\w'’-]+|[^\w\s]", text[low : min(high, low + 90)])[:8]
    if not words or not words[0][0].isalnum():
        return False
    return any(
        "quote" in cue.takes and kind in ("past", "third")
        for word in words
        for _, cue, kind in cue_forms().get(word.lower(), ())
    )


def words_between(text, start, end, marks):
    """Tokens at their places in the text; a quotation is one token, tagged SHORT up to two words, else QUOTE."""
    words, done = [], iter(marks)
    span = next(done, None)
    held = False
    for token in grammar.tokens(text[start:end]):
        low, high = token.start + start, token.end + start
        while span and low >= span[1]:
            span, held = next(done, None), False
        if span and low >= span[0]:
            if not held:
                inner = text[span[0] : span[1]]
                tag = (
                    "SHORT" if len(re.findall(r"\w+", inner)) <= 2 and not re.search(r"[.,!?]\W*$", inner) else "QUOTE"
                )
                words.append(grammar.Token(inner, *span, tag, ""))
                held = True
            continue
        if token.text == "." and high < end and words and words[-1].end == low and _abbreviated(words[-1].text):
            tag = "NNP" if words[-1].text[0].isupper() else words[-1].tag
            words[-1] = replace(words[-1], text=words[-1].text + ".", end=high, tag=tag)
            continue
        if (
            words
            and words[-1].end == low
            and (token.text in "’'" or words[-1].text[-1] in "’'")
            and text[high : high + 1].isalpha() | token.text[0].isupper()
        ):
            words[-1] = replace(words[-1], text=words[-1].text + token.text, end=high)  # O’Brien
            continue
        if token.text in "’'" and words and words[-1].end == low and words[-1].text[-1] in "sS":
            token = replace(token, tag="POS")
        words.append(grammar.Token(token.text, low, high, _mended_tag(words, token), token.lemma))
    return _untitled(words) if is_headline(words) else words


def is_headline(words):
    """Are nearly all long words capitalised, and is there no full stop?"""
    long = [word.text for word in words[1:] if len(word.text) > 3 and word.text.isalpha()]
    return len(long) > 3 and words[-1].text not in '.”"' and sum(text.istitle() for text in long) > 0.8 * len(long)


def _untitled(words):
    """The words of a headline, its reporting verbs tagged as verbs: *Mayor Blames Council*, *Critics Say*."""
    found = []
    for word in words:
        kinds = {kind for rest, cue, kind in cue_forms().get(word.text.lower(), ()) if cue.part == "verb" and not rest}
        plural = bool(found) and found[-1].text.endswith("s")
        agrees = "base" in kinds if plural else "third" in kinds
        if found and found[-1].tag in NOUNS and word.text.istitle() and agrees:
            word = replace(word, tag="VBP" if plural else "VBZ")
        found.append(word)
    return found


def _mended_tag(words, token):
    """The tag of a token, mended where a word before it tells: *it plans*, *they claim*, *according to police*."""
    before = words[-1].text.lower() if words else ""
    if before == "to" and low_at(words, len(words) - 2) == "according" and token.tag in ("VB", "VBP"):
        return "NN"
    if before in ("it", "he", "she", "who") and token.tag == "NNS" and token.text.lower() in cue_forms():
        return "VBZ"
    return (
        "VBP"
        if before in ("they", "we", "i", "who") and token.tag == "NN" and token.text.lower() in cue_forms()
        else token.tag
    )


@functools.cache
def _abbreviations():
    return frozenset(row["abbreviation"] for row in lexicon("abbreviations"))


def _abbreviated(word):
    return word.lower() in _abbreviations() or len(word) == 1 and word.isupper()


def in_parts(words):
    """A sentence as it is; a text without full stops in pieces, so that the time to read it stays linear."""
    return [words[i : i + LONGEST] for i in range(0, len(words), LONGEST)]


def low_at(words, i):
    """The word at i in lower case; empty outside the sentence."""
    return words[i].text.lower() if 0 <= i < len(words) else ""


def tag_at(words, i):
    """The tag of the word at i; empty outside the sentence."""
    return words[i].tag if 0 <= i < len(words) else ""


def is_quote(words, i):
    """Is the word at i a quotation, long or short?"""
    return tag_at(words, i) in ("QUOTE", "SHORT")
