"""Noun phrases beside a cue: where they begin and end, and which is the subject of a verb."""

import re

from analysis.lexicon import word_set
from analysis.quotes.sentences import MODIFIERS, NOUNS, low_at, tag_at

FINITE = {"VBD", "VBZ", "VBP", "MD"}
NOMINATIVE = {
    "i",
    "he",
    "she",
    "we",
    "they",
    "it",
    "you",
    "who",
    "one",
    "some",
    "many",
    "others",
    "both",
    "there",
    "this",
    "these",
    "those",
}
RELATIVE = {"who", "which", "that"}
REFLEXIVE = {"himself", "herself", "itself", "themselves"}
JOINING = {"that", "if", "while", "but", ",", "and", "when", "as", "though", "although"}
ATTACHING = {"of", "for", "in", "at", "from", "on", "to", "with", "near", "within", "against", "by", "de"}
TIMES = word_set("time beside a cue", "quote_words")
CLOSENESS = word_set("closeness to a person or body", "quote_words")
ABSTRACT = re.compile(r"(?:tion|ment|ness|ity|ism)$")
YEAR_OR_DAY = re.compile(r"(?:19|20)\d\d|\d{1,2}(?:st|nd|rd|th)")  # 2021, 15th


def noun_phrase_left(words, j, *, deep=True):
    """The start of the noun phrase whose last word is j."""
    a = j
    while a > 0:
        tag, low = words[a - 1].tag, low_at(words, a - 1)
        if words[a].tag == "DT" or words[a].tag == "PRP$" or tag == "DT":
            if tag == "DT" and words[a].tag != "DT" and (low != "that" or low_at(words, a - 2) in ATTACHING):
                a -= 1
                continue
        elif (
            words[a].tag == "NNP"
            and tag == "NN"
            and tag_at(words, a - 2) == "DT"
            and low_at(words, a - 2) in ("a", "an")
        ):
            break  # an island Beijing (considers its own)
        elif tag in MODIFIERS or (
            tag in ("VBN", "VBG") and tag_at(words, a - 2) in ("DT", "JJ", "PRP$") and words[a].tag in MODIFIERS
        ):
            a -= 1
            continue
        if words[a].tag == "POS" and tag in MODIFIERS | {"DT"}:
            a -= 1
            continue
        if tag in ("RB", "RBS") and words[a].tag in MODIFIERS and tag_at(words, a - 2) == "DT":
            a -= 1  # the most trusted engineer
            continue
        if deep and low in ("with", "to") and low_at(words, a - 2) in CLOSENESS and tag_at(words, a - 3) in NOUNS:
            a -= 3
            continue
        if (
            deep
            and low in ATTACHING
            and tag_at(words, a - 2) in ("VBN", "VBG")
            and tag_at(words, a - 3) in NOUNS
            and words[a - 3].text[0].isalpha()
        ):
            a -= 3  # residents living in the valley
            continue
        if (
            deep
            and low in ATTACHING
            and tag_at(words, a - 2) in NOUNS | {"SHORT"}
            and low_at(words, a - 2) not in TIMES
        ):
            a -= 2
            continue
        if deep and low in ("and", "or", "&", ",") and tag_at(words, a - 2) in NOUNS:
            start = noun_phrase_left(words, a - 2, deep=low != ",")
            joined = low != "," or (words[a].tag in NOUNS and any(low_at(words, k) == "and" for k in range(a, j)))
            if joined and (start == 0 or low_at(words, start - 1) in JOINING or not words[start - 1].text[0].isalnum()):
                a = start
                continue
        break
    while a < j and (
        low_at(words, a) in TIMES
        or YEAR_OR_DAY.fullmatch(words[a].text)
        or words[a].tag == "CD"
        and low_at(words, a - 1) in TIMES
    ):
        a += 1
    return a


def noun_phrase_right(words, i, *, deep=True):
    """The index after the noun phrase that starts at i; i where there is none."""
    k = i
    if tag_at(words, k) == "PRP" or low_at(words, k) in ("them", "him", "her", "us", "me"):
        if low_at(words, k) != "her" or tag_at(words, k + 1) not in MODIFIERS:
            return k + 1
    if tag_at(words, k) in ("DT", "PRP$", "PDT"):
        k += 1
        if tag_at(words, k) in ("DT", "PRP$"):
            k += 1
    begun = k
    while k < len(words):
        tag = words[k].tag
        if (
            tag in MODIFIERS
            or tag == "RB"
            and tag_at(words, k + 1) in ("JJ", "VBN")
            or tag in ("VBN", "VBG")
            and tag_at(words, k + 1) in NOUNS
            and k - i < 3
        ):
            k += 1
        elif tag == "DT" and words[k - 1].tag == "POS" or tag == "QUOTE" and k > i and tag_at(words, k + 1) in NOUNS:
            k += 1
        else:
            break
    if k == begun:
        return begun if begun > i and low_at(words, i) not in ("the", "a", "an") and words[i].tag == "DT" else i
    if deep and low_at(words, k) in ("of", "for", "in", "at", "from", "and", "on", "to", "with", "with", "&"):
        if tag_at(words, k) != "TO":
            further = noun_phrase_right(words, k + 1)
            if further > k + 1 and not (low_at(words, k) in ("on", "in") and low_at(words, k + 1) in TIMES):
                return further
    return k


def subject_of(words, first):
    """The (start, end) word range of the subject left of a verb group, or None."""
    j = first - 1
    while (
        j >= 0
        and (words[j].tag == "RB" or low_at(words, j) in REFLEXIVE | {"also", "then", "once", "later"})
        and low_at(words, j) not in NOMINATIVE
    ):
        j -= 1
    if low_at(words, j) in ("all", "both", "each") and tag_at(words, j - 1) == "PRP":
        j -= 1
    timed = j
    while timed > 0 and (
        low_at(words, timed) in TIMES or timed < j and low_at(words, timed) in ("on", "in", "early", "late")
    ):
        timed -= 1
    if timed < j and (words[timed].tag in NOUNS | {"PRP"} or words[timed].text == ")"):
        j = timed  # a study earlier this year; the ministry on Tuesday
    if j < 0:
        return None
    low = low_at(words, j)
    if low in RELATIVE and words[j].tag in ("WP", "WDT", "IN", "WP$"):
        return _antecedent(words, j)
    if low in NOMINATIVE or words[j].tag == "PRP":
        return j, j + 1
    if (
        words[j].tag in NOUNS | {"SHORT"}
        or low in ("some", "many", "others", "most", "all")
        or words[j].tag in ("JJ", "DT")
        and j
        and tag_at(words, j - 1) == "DT"
    ):
        start = noun_phrase_left(words, j)
        while j > start and low_at(words, j) in TIMES:
            j -= 1
        return start, j + 1
    if words[j].text in (",", ")", "-", "–", "—"):
        return _list_before(words, j, first) or _apposed(words, j)
    return None


def _list_before(words, j, first):
    """A list of names before a comma and an adverb: *Peru, Chile and Bolivia, once again, asked*."""
    if words[j].text != "," or tag_at(words, j - 1) != "NNP" or not any(w.tag == "RB" for w in words[j + 1 : first]):
        return None
    starts, k = [], j - 1
    while k >= 0 and words[k].tag == "NNP":
        while k and words[k - 1].tag == "NNP":
            k -= 1
        starts.append(k)
        if low_at(words, k - 1) != ("and" if len(starts) == 1 else ","):
            break
        k -= 2
    if tag_at(words, starts[-1] - 1) in ("IN", "TO"):  # the quest for Unity, Peru and Chile
        if not ABSTRACT.search(words[starts.pop()].text):
            return None
    return (starts[-1], j) if len(starts) > 1 else None


def _before_brackets(words, k):
    """The word before an aside in brackets that closes at k, else k."""
    if k < 0 or words[k].text != ")":
        return k
    return next((x - 1 for x in range(k, max(-1, k - 12), -1) if words[x].text == "("), k)


def _antecedent(words, j):
    k = j - 1
    if k >= 0 and words[k].text == ",":
        k -= 1
    if k >= 0 and words[k].tag in NOUNS | {"SHORT"}:
        return noun_phrase_left(words, k, deep=False), k + 1
    if k >= 0 and low_at(words, k) in ("those", "one", "some", "all"):
        return k, k + 1
    return None


def _apposed(words, j):
    """The noun phrase before an apposition or aside that closes at j: *Bakar, a spokesman, said*."""
    opening = {")": "(", ",": ","}.get(words[j].text, words[j].text)
    for k in range(j - 1, max(-1, j - 30), -1):
        if words[k].tag == "QUOTE":
            return None
        before = _before_brackets(words, k - 1)
        if words[k].text == opening and before >= 0 and words[before].tag in NOUNS | {"PRP", "CD"}:
            inner = range(k + 1, j)
            first = low_at(words, k + 1)
            apposition = first in (
                "who",
                "which",
                "whose",
                "a",
                "an",
                "the",
                "one",
                "head",
                "now",
                "also",
                "then",
            ) or words[k + 1].tag in MODIFIERS | {"VBN", "VBG", "IN", "RB", "DT", "TO"}
            if not apposition or (
                first not in ("who", "which", "whose") and any(words[m].tag in FINITE for m in inner)
            ):
                if opening == ",":
                    continue
                return None
            start = noun_phrase_left(words, before)
            if start and words[start - 1].tag == "IN" and low_at(words, start - 1) not in ("that", "as") and start < 3:
                return None
            if words[start].text == "," or low_at(words, k - 1) in TIMES:
                continue
            return start, k
    return None
