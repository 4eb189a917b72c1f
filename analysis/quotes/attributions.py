"""Attributions: for each use of a cue, its speaker and the words that are ascribed to the speaker."""

import re

from analysis import grammar
from analysis.lexicon import word_set
from analysis.quotes.clauses import BE, breaks_clause, clause_end, is_clause_at, is_finite, past_adjuncts, verb_group
from analysis.quotes.contents import (
    QUESTION,
    clause_start,
    content_before,
    content_resumed,
    contents_after,
    quotations_at,
    to_comma,
)
from analysis.quotes.cues import is_speech
from analysis.quotes.phrases import NOMINATIVE, RELATIVE, TIMES, noun_phrase_left, noun_phrase_right, subject_of
from analysis.quotes.sentences import NOUNS, is_quote, low_at, tag_at

LIGHT = word_set("verb with a noun of speech", "quote_words")
SOURCES = word_set("document as a source", "quote_words")
MEASURES = word_set("measure of an act", "quote_words")


def attribution(words, use, main, taken):
    """The speaker of a use of a cue, or None, and the word ranges of its content."""
    if use.mode == "phrase":
        return _by_phrase(words, use, taken)
    if use.mode == "noun":
        return _by_noun(words, use, main)
    if use.mode == "adjective":
        return _by_adjective(words, use, main)
    if use.mode in ("passive", "reduced"):
        return _by_passive(words, use)
    if use.mode == "finite":
        return _by_verb(words, use, main, taken)
    ranges = contents_after(words, use)
    if (
        use.mode == "to"
        and ranges
        and not (
            low_at(words, ranges[0][0] - 1) == "that"
            or is_quote(words, ranges[0][0])
            or low_at(words, ranges[0][0]) in QUESTION
            and "quote" in use.cue.takes
        )
    ):
        return None, []
    return _controller(words, use, main, taken), ranges


def _controller(words, use, main, taken):
    """The speaker of an infinitive or participle: the noun it modifies, else the subject of its clause."""
    j = use.first - 1
    if use.mode == "ing" and j > 0 and words[j].tag in NOUNS:
        start = noun_phrase_left(words, j)
        if low_at(words, j) not in TIMES | grammar.SUBORDINATORS:
            return start, j + 1  # a letter saying …, with the minister saying …
    if (
        use.mode == "ing"
        and j > 0
        and words[j].text == ","
        and words[j - 1].tag in NOUNS
        and noun_phrase_left(words, j - 1) == 0
    ):
        return 0, j  # Critics, portraying the dam as a danger, …
    for v in range(use.first - 1, -1, -1):
        if v not in taken and (is_finite(words, v) or words[v].tag in ("VBD", "VBN")):
            first = verb_group(words, v)[0]
            subject = subject_of(words, first)
            back = first - 1
            while back >= 0 and words[back].tag == "RB":
                back -= 1
            if (
                subject
                and low_at(words, back) not in RELATIVE
                and low_at(words, subject[0] - 1) not in ("when", "while", "where", "which", "as", "after", "before")
            ):
                return subject
    if use.mode == "finite":
        return main
    for v in range(use.after, min(use.after + 60, len(words))):  # before its clause: *Speaking in Rome, X said*
        if is_finite(words, v):
            return subject_of(words, verb_group(words, v)[0]) or main
    return main


def _by_verb(words, use, main, taken):
    inverted = _inverted(words, use)
    if inverted:
        before = content_before(words, use, use.first, taken)
        if before:
            return inverted, before + content_resumed(words, inverted[1], taken)
    subject = subject_of(words, use.first)
    ranges = contents_after(words, use)
    if "source" in use.cue.takes and not (subject and any(low_at(words, k) in SOURCES for k in range(*subject))):
        return subject, []  # his career shows that …
    if (
        use.at
        and words[0].tag == "IN"
        or subject
        and low_at(words, subject[0] - 1) in ("though", "although", "while", "as", "if", "when")
    ):
        ranges = [to_comma(words, a, b, subject) for a, b in ranges]
    if subject is None and use.first == 0:  # Says Mr. Smith: “…”
        end = noun_phrase_right(words, use.after, deep=False)
        subject = (use.after, end) if end > use.after else None
    if subject is None:
        subject = main or _controller(words, use, main, taken) or _leading(words, use.first)
    if (
        ranges
        and subject
        and subject[0]
        and re.search(r"[,?!—-]\W+$", words[subject[0] - 1].text)
        and tag_at(words, subject[0] - 1) == "QUOTE"
        and tag_at(words, subject[0] - 2) not in NOUNS | {"POS", "IN", "DT"}
    ):
        if not is_quote(words, ranges[0][0]) and low_at(words, ranges[0][0] - 1) != "that":
            ranges = []  # “…,” he told the crowd gathered there
    if (
        ranges
        and subject
        and is_quote(words, ranges[0][0])
        and words[use.after].text == ","
        and (words[subject[0] - 1].text == "," or is_quote(words, subject[0] - 1))
    ):
        ranges = [r for r in content_before(words, use, subject[0], taken) if is_quote(words, r[0])] + ranges
    if not ranges and subject and low_at(words, subject[0] - 1) == "as" and "that" in use.cue.takes:
        comma = next((x for x in range(use.after, min(use.after + 15, len(words))) if words[x].text == ","), None)
        if comma and subject[0] < 3 and not any(is_finite(words, x) for x in range(use.after, comma)):
            return subject, [(comma + 1, clause_end(words, comma + 1))]  # as the paper reported on Tuesday, …
    if (
        not ranges
        and subject
        and low_at(words, subject[0] - 1) == "as"
        and low_at(words, subject[0] - 2) == ","
        and "that" in use.cue.takes
    ):
        if all(word.text in ".!?" for word in words[use.after :]):
            return subject, content_before(words, use, subject[0] - 1, taken)  # …, as the paper reported
    if not ranges and subject and use.cue.takes & {"zero", "quote"}:
        ranges = _content_around(words, use, subject, taken)
    return subject, ranges


def _content_around(words, use, subject, taken):
    """The content before a cue and its subject, and what goes on after them: *the dam, he said, would hold*."""
    end = past_adjuncts(words, use.after)
    if use.cue.takes & {"np-that"} and end == use.after:
        end = noun_phrase_right(words, use.after)
    closed = (
        end >= len(words)
        or words[end].text in (",", ".", "–", "—", "--", "-", ":", ";", ")", "!", "?")
        or low_at(words, end) in ("as", "when", "after", "in", "while", "during")
    )
    if not (closed or subject[0] and words[subject[0] - 1].text == "," and is_speech(use.cue)):
        return []
    ranges = content_before(words, use, subject[0], taken)
    if not use.cue.takes & {"zero", "that"}:
        ranges = [r for r in ranges if is_quote(words, r[0])]
    if end < len(words) and (ranges or low_at(words, subject[0] - 1) == ","):
        resumed = content_resumed(words, end, taken)
        if not ranges and resumed and is_finite(words, resumed[0][0]) and subject[0] > 1:
            ranges = [(clause_start(words, subject[0] - 2, taken), subject[0] - 1)]  # the dam, he said, would hold
        ranges += resumed if use.cue.takes & {"zero", "that"} else [r for r in resumed if is_quote(words, r[0])]
    return ranges


def _leading(words, first):
    """The noun phrase a sentence begins with, after adverbials set off by commas."""
    k = 0
    for _ in range(3):
        end = noun_phrase_right(words, k)
        if k < end <= first and tag_at(words, k) != "IN":
            return k, end
        k = next((x for x in range(k, first) if words[x].text == ","), first) + 1
        if k >= first:
            return None
    return None


def _inverted(words, use):
    """The subject after its verb: “…,” said X; the plan failed, said X."""
    before = use.first - 1
    if before < 0 or "quote" not in use.cue.takes or use.at != use.first:
        return None
    quoted = tag_at(words, before) in ("QUOTE", "SHORT") or words[before].text == "," and is_quote(words, before - 1)
    if not quoted and words[before].text not in (",", "—", "–"):
        return None
    end = noun_phrase_right(words, use.after)
    if end == use.after or low_at(words, use.after) in TIMES:
        return None
    if not quoted and (
        not is_speech(use.cue) or is_finite(words, end) or subject_of(words, use.first) or low_at(words, end) == "that"
    ):
        return None
    if quoted and is_finite(words, end) and not is_quote(words, before):
        return None
    return use.after, end


def _by_phrase(words, use, taken):
    start = use.after
    end = noun_phrase_right(words, start)
    if end == start or low_at(words, end - 1) in MEASURES:
        return None, []
    speaker = (start, end)
    if (
        use.at == 0
        or words[use.at - 1].text in (".", ":", ";")
        or low_at(words, use.at - 1) in ("and", "but", "that")
        or use.at <= 2
        and words[use.at - 1].text == ","
    ):
        k = next((x for x in range(end, min(end + 30, len(words))) if words[x].text == ","), None)
        if k is None or is_clause_at(words, end, strict=True):
            k = end - 1
        elif any(is_finite(words, x) for x in range(end, k)):
            k = end - 1
        else:
            rest = k + 1
            if not is_clause_at(words, rest, strict=False) or _apposition(words, rest):
                further = next((x for x in range(rest, min(rest + 25, len(words))) if words[x].text == ","), None)
                k = further if further and not any(is_finite(words, x) for x in range(rest, further)) else k
        return speaker, [(k + 1, clause_end(words, k + 1))]
    closing = next((x for x in range(end, len(words)) if words[x].text in (",", ".")), len(words))
    if words[use.at - 1].text == ",":
        left = use.at - 2
        start = clause_start(words, left, taken)
        ranges = []
        if any(is_finite(words, x) for x in range(start, left + 1)) and not (
            low_at(words, start) == "it" and left - start < 3
        ):
            ranges.append((start, left + 1))
        elif left >= 0 and left not in taken and not ranges and left - start >= 3:
            ranges.append((start, left + 1))
        if (
            closing + 2 < len(words)
            and words[closing].text == ","
            and not (ranges and breaks_clause(words, closing, True))
        ):
            k = closing + 1 + (low_at(words, closing + 1) == "that")
            if not ranges or is_finite(words, k) or low_at(words, k) in ("but", "that"):
                ranges.append((k, clause_end(words, k)))
        return speaker, ranges
    left = use.at - 1
    start = clause_start(words, left, taken)
    return speaker, [(start, left + 1)] if any(is_finite(words, x) for x in range(start, left + 1)) else []


def _apposition(words, k):
    return low_at(words, k) in ("a", "an", "the", "who", "which") or words[k].tag in ("NN", "NNS")


def _by_noun(words, use, main):
    k, takes = use.after, use.cue.takes
    speaker = _possessor(words, use.at)
    lightly = None if speaker else _light_subject(words, use.at)
    if low_at(words, k) in ("by", "from", "of") and not ("of" in takes and low_at(words, k) == "of"):
        end = noun_phrase_right(words, k + 1, deep=False)
        if end > k + 1 and (low_at(words, end) == "that" or tag_at(words, end) == "TO"):
            speaker, k = speaker or (k + 1, end), end
    who = speaker or lightly or (main if _light(words, use.at) is not None else None)
    if "that" in takes and low_at(words, k) in ("is", "was", "has") and low_at(words, k + 1) == "that" and who:
        return who, [(k + 2, clause_end(words, k + 2))]
    if (
        "that" in takes
        and who
        and tag_at(words, k) == "PRP"
        and low_at(words, k) in NOMINATIVE
        and is_finite(words, k + 1)
    ):
        return who, [(k, clause_end(words, k))]
    m = past_adjuncts(words, k) if who else k
    k = m if low_at(words, m) == "that" else k
    if "that" in takes and low_at(words, k) == "that" and not is_finite(words, k + 1) and k + 1 < len(words):
        return who, [(k + 1, clause_end(words, k + 1))]
    if not who:
        return None, []
    if "to" in takes and low_at(words, k) == "to":
        hearer = noun_phrase_right(words, k + 1, deep=False)  # a challenge to Congress to act
        k = hearer if hearer > k + 1 and tag_at(words, hearer) == "TO" else k
    if "to" in takes and tag_at(words, k) == "TO":
        return who, [(k, clause_end(words, k, comma=True))]
    for preposition in ("of", "for"):
        if preposition in takes and low_at(words, k) == preposition and speaker:
            return who, [(k + 1, clause_end(words, k + 1, comma=True))]
    return None, []


def _possessor(words, i):
    """The possessor of a noun: *Putin’s claim*, *his latest claim*."""
    k = i - 1
    while k >= 0 and words[k].tag in ("JJ", "CD", "JJS", "NN", "VBN", "RB"):
        k -= 1
    if k >= 0 and words[k].tag == "PRP$":
        return k, k + 1
    if k > 0 and words[k].tag == "POS":
        return noun_phrase_left(words, k - 1, deep=False), k
    return None


def _light_subject(words, i):
    verb = _light(words, i)
    return subject_of(words, verb_group(words, verb)[0]) if verb is not None else None


def _light(words, i):
    """The verb that a cue noun at i leans on: *made the claim*, *came to the conclusion*."""
    for k in range(i - 1, max(-1, i - 7), -1):
        if words[k].tag in ("VBD", "VBZ", "VBP", "VBN", "VB") and words[k].lemma in LIGHT | {"come"}:
            return k
        if words[k].text in ",;":
            return None
    return None


def _by_adjective(words, use, main):
    k, takes = use.after, use.cue.takes
    ranges = []
    if "that" in takes and low_at(words, k) == "that":
        ranges = [(k + 1, clause_end(words, k + 1))]
    elif "that" in takes and low_at(words, use.at - 1) in BE and is_clause_at(words, k, strict=True):
        ranges = [(k, clause_end(words, k))]
    elif takes & {"of", "about"} and low_at(words, k) in ("of", "about"):
        ranges = [(k + 1, clause_end(words, k + 1))]
    elif "to" in takes and tag_at(words, k) == "TO":
        ranges = [(k, clause_end(words, k))]
    first = verb_group(words, use.at)[0]
    subject = subject_of(words, first) if ranges else None
    return subject, ranges if subject and low_at(words, subject[0]) not in ("it", "there", "this") else []


def _by_passive(words, use):
    """*was viewed as illegal by X*: the agent speaks; *was told by X that*; *is said to* has no speaker."""
    takes, k = use.cue.takes, use.after
    agent = None
    if low_at(words, k) == "by":
        end = noun_phrase_right(words, k + 1)
        if end == k + 1:
            return None, []
        agent, k = (k + 1, end), end
        if low_at(words, k) == "," and "np-as" in takes:
            k = next((x for x in range(k, min(k + 8, len(words))) if low_at(words, x) == "as"), k)
    ranges = []
    if low_at(words, k) == "as" and "np-as" in takes:
        ranges = [(k + 1, clause_end(words, k + 1, comma=True))]
    elif low_at(words, k) == "that" and takes & {"that", "np-that"}:
        ranges = [(k + 1, clause_end(words, k + 1))]
    elif (
        tag_at(words, k) == "TO"
        and takes & {"np-to", "zero", "to", "np-that"}
        and use.mode == "passive"
        and (agent or "np-to" not in takes)
    ):
        ranges = [(k, clause_end(words, k))]
    elif low_at(words, k) == "of" and "np-of" in takes or low_at(words, k) == "for" and "np-for" in takes and agent:
        ranges = [(k + 1, clause_end(words, k + 1, comma=True))]
    elif is_quote(words, k):
        ranges = quotations_at(words, k, takes)
    elif "np-is" in takes and use.cue.kind != "reveal" and tag_at(words, k) in ("DT", "JJ") and use.mode == "passive":
        ranges = [(k, clause_end(words, k, comma=True))]
    elif agent and takes & {"zero", "quote"} and use.mode == "passive" and content_before(words, use, use.first, set()):
        ranges = content_before(words, use, use.first, set())
    if ranges and not agent:
        a, b = ranges[0]
        by = next(
            (x for x in range(a + 1, b) if low_at(words, x) == "by" and noun_phrase_right(words, x + 1) == b), None
        )
        if by and ranges[0][0] < by and (words[a].tag != "TO"):
            agent, ranges = (by + 1, b), [(a, by)]
    if use.mode == "reduced" and not agent:
        return None, []
    return agent, ranges
