"""Clauses beside a cue: verb groups, what is a clause, and where a reported clause ends."""

import re

from analysis.lexicon import word_set
from analysis.quotes.cues import cue_forms
from analysis.quotes.phrases import FINITE, NOMINATIVE, REFLEXIVE, TIMES, noun_phrase_right
from analysis.quotes.sentences import MODIFIERS, is_quote, low_at, tag_at

BE = {"be", "is", "are", "was", "were", "been", "being", "am", "'s", "’s", "'re", "’re", "get", "got"}
HAVE = {"have", "has", "had", "having", "'ve", "’ve"}
AUXILIARY = (
    BE
    | HAVE
    | {
        "do",
        "does",
        "did",
        "will",
        "would",
        "can",
        "could",
        "may",
        "might",
        "must",
        "shall",
        "should",
        "'d",
        "’d",
        "'ll",
        "’ll",
    }
)
GROUP_ADVERBS = {"not", "n't", "n’t", "never", "once", "again", "long", "since"}
ADJUNCT = {
    "in",
    "on",
    "at",
    "to",
    "during",
    "from",
    "after",
    "through",
    "via",
    "by",
    "before",
    "with",
    "of",
    "last",
    "this",
    "ahead",
    "outside",
    "following",
    "near",
}
ALLUDING = word_set("verb of speaking in passing", "quote_words")


def verb_group(words, i):
    """The first helper of the verb that ends its group at i, and all helpers and adverbs before it: *has not said*."""
    first, helpers, k = i, [], i - 1
    while k >= 0 and (low_at(words, k) in AUXILIARY or words[k].tag == "RB" or low_at(words, k) in GROUP_ADVERBS):
        if low_at(words, k) in ("'s", "’s") and words[k].tag == "POS":
            break
        helpers.insert(0, low_at(words, k))
        if low_at(words, k) in AUXILIARY:
            first = k
        k -= 1
    return first, helpers


def is_finite(words, i):
    """Is the word at i a finite verb or auxiliary, or a quotation that begins with one?"""
    tag, low = tag_at(words, i), low_at(words, i)
    if tag == "QUOTE":  # Russia “will not divide Europe”
        return re.match(r"\W*(\w*)", low)[1] in AUXILIARY
    if low in ("'s", "’s"):
        return tag == "VBZ"
    return tag in FINITE or low in AUXILIARY - {"be", "been", "being", "having"}


def is_cue_verb(words, i, tags=("VBD", "VBZ", "VBP", "VBN")):
    """Is the word at i a verb of the word list?"""
    return words[i].tag in tags and any(c.part == "verb" for _, c, _ in cue_forms().get(low_at(words, i), ()))


def is_strong_verb(words, i, kinds):
    """A verb that mostly reports: it takes a that-clause and quotations."""
    return any(
        c.part == "verb" and {"zero", "quote"} & c.takes and kind in kinds
        for _, c, kind in cue_forms().get(low_at(words, i), ())
    )


def clause_end(words, i, *, comma=False):
    """The index after the clause that starts at i; `comma` ends it at the first comma."""
    verb, k, depth = "", i, 0
    while k < len(words):
        text, low = words[k].text, low_at(words, k)
        if text in "([":
            depth += 1
        elif text in ")]":
            if not depth:
                break
            depth -= 1
        elif text == ":" and is_quote(words, k + 1):
            break
        elif text == ";" or text in ".!?" and k + 1 == len(words):
            break
        elif text in ".!?" and not _goes_on_after_stop(words, k):
            break
        elif not depth and text in (",", "–", "—", "--", "-", "and", "but", "while") and k > i:
            if comma and text == "," and not is_quote(words, k + 1):
                break
            if (
                text == ","
                and k - 1 > i
                and words[k - 1].tag in ("QUOTE", "SHORT")
                and low_at(words, k + 1) in ("a", "an", "which", "the", "who", "but")
            ):
                break
            if breaks_clause(words, k, verb):
                break
        elif low == "according" and low_at(words, k + 1) == "to" and k > i and not depth:
            break
        verb = verb or (words[k].tag if is_finite(words, k) else "")
        k += 1
    while k > i and words[k - 1].text in (",", ".", ";", ":", "-", "–", "—", "!", "?", "and", "but"):
        k -= 1
    return k


def _goes_on_after_stop(words, k):
    return k + 1 < len(words) and (words[k + 1].text[:1].islower() or words[k].end == words[k + 1].start)


def breaks_clause(words, k, verb):
    """Does the reported clause end at the comma, dash or conjunction k?"""
    n, joined = k + 1, words[k].text != ","
    if words[k].text in ("-", "–", "—", "--") and tag_at(words, n) != "QUOTE":
        joined = False
    if low_at(words, n) in ("and", "but", "while", "although", "though", "whereas", "as", "yet", "or"):
        n, joined = n + 1, True
    while tag_at(words, n) == "RB" or low_at(words, n) in ("also", "then", "later"):
        n += 1
    if n >= len(words):
        return False
    if low_at(words, n) == "according":
        return True
    if words[n].tag == "VBG" and (is_strong_verb(words, n, ("ing",)) or low_at(words, n) in ALLUDING):
        return words[k].text == "," or bool(verb)
    if joined and words[n].tag in ("VBD", "VBN", "VBZ", "VBP") and (verb or words[k].text == ","):
        if (
            is_strong_verb(words, n, ("past", "third", "base"))
            or words[n].tag == "VBD"
            and verb in ("VBZ", "VBP")
            and is_cue_verb(words, n)
        ):
            return True
    if low_at(words, n) == "with":
        absolute = noun_phrase_right(words, n + 1, deep=False)
        return absolute > n + 1 and tag_at(words, absolute) == "VBG" and is_strong_verb(words, absolute, ("ing",))
    relative = low_at(words, n) in ("which", "something")
    n += relative
    end = noun_phrase_right(words, n) if low_at(words, n) not in NOMINATIVE else n + 1
    if words[k].text != "," and not joined:
        return False
    if end > n and words[k].text != "and" or end == n + 1:
        v = end
        while tag_at(words, v) == "RB" or low_at(words, v) in HAVE:
            v += 1
        if (
            v < len(words)
            and words[v].tag in FINITE | {"VBN"}
            and (is_strong_verb(words, v, ("past", "third", "base")) or relative and is_cue_verb(words, v))
        ):
            if relative and any(words[x].text == "," and is_finite(words, x + 1) for x in range(v, len(words) - 1)):
                return False
            return words[k].text == "," or bool(verb)
    if words[k].text == "," and verb and _named_cue(words, n):
        return True
    if (
        words[k].text == ","
        and verb
        and is_strong_verb(words, n, ("past", "third"))
        and words[n].tag in FINITE | {"VBN"}
    ):
        return True
    return False


def _named_cue(words, n):
    """Does a speaker with its cue, and nothing else, stand at n? *two people close to the talks said*."""
    if words[n].tag not in MODIFIERS | {"DT"}:
        return False
    for v in range(n + 1, min(n + 12, len(words))):
        if is_finite(words, v) or words[v].tag == "VBN" and is_strong_verb(words, v, ("past",)):
            after = low_at(words, v + 1)
            return is_strong_verb(words, v, ("past", "third", "base")) and (
                after in ("", ".", ",", "on", "in", "at", "to") or after in TIMES
            )
        if not words[v].text[0].isalnum() or words[v].tag in ("VBG", "WP", "WDT"):
            return False
    return False


def is_clause_at(words, k, *, strict):
    """Does a clause with its own subject start at k? *(said) Russia would not yield*."""
    low, tag = low_at(words, k), tag_at(words, k)
    if tag == "PRP" or low in NOMINATIVE or tag == "EX":
        if tag == "PRP" and low in ("him", "them", "me", "us") or low in REFLEXIVE:
            return False
        reach = 16 if low_at(words, k + 1) == "and" else 7
        return any(is_finite(words, m) for m in range(k + 1, min(k + reach, len(words))))
    if low == "about" or not (
        tag in MODIFIERS | {"DT", "EX", "QUOTE"} or not strict and tag in ("IN", "VBG", "RB", "PDT")
    ):
        return False
    span = 9 if strict else 30
    for m in range(k + 1, min(k + span, len(words))):
        if is_finite(words, m):
            return not (strict and any(words[x].text == "," for x in range(k, m)))
        if not strict and words[m].text == "," and low_at(words, m + 1) in ("but", "and", "while", "which", "who"):
            return False
        if (
            words[m].tag in ("TO", ":")
            or words[m].text in ".;"
            or (strict and words[m].tag in ("WDT", "WP", "WRB", "VBG"))
        ):
            return False
    return False


def past_adjuncts(words, k):
    """The first word after adverbials that may stand between a cue and its content; k where no content follows them."""
    m = k
    for _ in range(4):
        low = low_at(words, m)
        if low in TIMES or tag_at(words, m) == "RB" and low not in ("not", "n't"):
            m += 1
        elif low in ADJUNCT and tag_at(words, m) != "TO":
            end = noun_phrase_right(words, m + 1)
            if end <= m + 1:
                break
            m = end
        elif tag_at(words, m) == "CD" and m > k and low_at(words, m - 1) in TIMES:
            m += 1
        else:
            break
    return m


def is_infinitive_at(words, k):
    """Does an infinitive stand at k? *to testify*, *to never testify*."""
    verb = k + 1
    while tag_at(words, verb) == "RB":
        verb += 1
    return tag_at(words, k) == "TO" or low_at(words, k) == "to" and tag_at(words, verb) in ("VB", "VBN")


def infinitive_after(words, k):
    """The *to* of an infinitive near behind k, in the same clause; None where there is none."""
    for m in range(k, min(k + 16, len(words))):
        if words[m].tag == "TO":
            return m
        if is_finite(words, m) or words[m].text in ".;":
            return None
    return None
