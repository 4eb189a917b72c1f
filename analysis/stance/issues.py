"""Issues: which noun phrases name a plan, act or state of affairs, and who is for and against each."""

import functools
import re

import pandas as pd

from analysis import grammar
from analysis.lexicon import lexicon, word_set

ENDINGS = ("tion", "sion", "ment", "ism", "ship", "ance", "ence", "ency", "ancy", "ity", "ing", "ness", "hood")
LONGEST = 8  # words of an issue; a phrase that would make it longer is left out
UNDEFINING = {"DT", "PDT", "PRP$", "RB", "RBR", "RBS", "CD", "JJS", "CC"}  # what an issue does not begin with
VAGUE = word_set("vague adjective", "stance_words")
COLUMNS = ["issue", "paragraphs", "for", "against", "voice", "words"]


@functools.cache
def _nouns():
    """noun -> (whether it names an issue: yes, no, or `defined`, the prepositions whose phrases define it)."""
    return {row["noun"]: (row["issue"], {*row["takes"].split("|"), "of"}) for row in lexicon("issue_nouns")}


@functools.cache
def _actor_nouns():
    names = {row["word"].lower() for row in lexicon("name_words")}
    return names | {row["noun"].lower() for row in lexicon("actor_nouns")}


def names_issue(noun):
    """Whether a common noun in the singular names something done, planned or held: `yes`, `no` or only `defined`.

    A noun of relation (*plan*, *request*) says what it is of only with the words that define it.

    >>> [names_issue(noun) for noun in ("war", "plan", "expansion", "minister", "city")]
    ['yes', 'defined', 'defined', 'no', 'no']
    """
    if noun in _nouns():
        return _nouns()[noun][0]
    return "defined" if noun.endswith(ENDINGS) and len(noun) > 5 and noun not in _actor_nouns() else "no"


def issue_of(parsed, chunk):
    """The tokens (first, last) of the issue that a noun chunk of a parsed sentence names, or None.

    >>> parsed = grammar.parse("Kiev rejected the expansion of NATO and the plan.")
    >>> [issue_of(parsed, chunk) for chunk in parsed.chunks]
    [None, (3, 6), None, None]
    """
    head = parsed.tokens[chunk.head]
    if chunk.time or head.tag not in {"NN", "NNS"}:
        return None
    named, first, last = names_issue(grammar.singular(head.lemma)), _opening(parsed.tokens, chunk), chunk.head + 1
    for _ in range(2):
        longer = _defined(parsed, last)
        if longer is None or _length(parsed.tokens, first, longer) > LONGEST:
            break
        last = longer
    bare = last - first == 1
    return None if named == "no" or named == "defined" and bare else (first, last)


def _opening(tokens, chunk):
    """The first word of a chunk that defines its head."""
    first = chunk.first
    while first < chunk.head and _undefining(tokens, first, chunk.head):
        first += 1
    while _length(tokens, first, chunk.head + 1) > LONGEST - 2:
        first += 1
    return first


def _undefining(tokens, k, head):
    """Does the word before the head only point, count or stress; or is it a quotation mark that is not closed?"""
    if tokens[k].tag == "''":
        return sum(token.tag == "''" for token in tokens[k:head]) % 2 == 1
    return tokens[k].tag in UNDEFINING or tokens[k].lemma in VAGUE


def _length(tokens, first, last):
    return sum(token.tag not in {"''", "POS", ","} for token in tokens[first:last])


def _defined(parsed, last):
    """The token after the phrase that defines the noun before `last`: "of NATO", "to raise taxes"; or None."""
    tokens = parsed.tokens
    if last + 1 >= len(tokens):
        return None
    takes = _nouns().get(grammar.singular(tokens[last - 1].lemma), ("", {"of"}))[1]
    word, behind = tokens[last].text.lower(), tokens[last + 1].tag
    if word not in takes:
        return None
    verb = (word, behind) in {("to", "VB"), ("of", "VBG")}
    starts = (last + 1, last + 2) if verb else (last + 1,)
    chunk = next((c for at in starts for c in parsed.chunks if c.first <= at < c.last), None)
    if chunk is None or chunk.time or tokens[chunk.head].tag == "PRP":
        return None
    return None if word == "in" and tokens[chunk.head].tag != "NNP" else chunk.head + 1


# --- issues of an article ------------------------------------------------------------------------------------------


def counted(relations):
    """The counted rows of a table of relations whose target is an issue."""
    return relations[relations["counted"].astype(bool) & (relations["target_type"] == "issue")]


def table(relations):
    """Who is for and who is against each issue: one row an issue, those with most statements first.

    Columns issue, paragraphs (numbers), for, against, voice (each names joined by "; ") and words (the evidence).
    A shorter wording counts with the one longer wording that contains it (*the operation*, *the military operation*).
    Blind spot: one issue in other words is two.

    >>> columns = ["paragraph", "source", "target", "target_type", "stance", "voice", "counted", "clean_text"]
    >>> rows = [[1, "Kiev", "the war", "issue", -1, "author", True, "Kiev condemned the war"]]
    >>> table(pd.DataFrame(rows, columns=columns))[["issue", "for", "against", "words"]].values.tolist()
    [['the war', '', 'Kiev', '¶1 Kiev condemned the war']]
    """
    rows = counted(relations)
    joined = lambda values: "; ".join(dict.fromkeys(map(str, values)))
    summaries = []
    for issue, group in rows.groupby(rows["target"].map(_one_name(rows["target"])), sort=False):
        words = group["paragraph"].map("¶{}".format) + " " + group["clean_text"].str.split().str.join(" ")
        sides = [joined(group.loc[group["stance"] == sign, "source"]) for sign in (1, -1)]
        row = [issue, joined(group["paragraph"]), *sides, joined(group["voice"]), joined(words)]
        summaries.append((-len(group), row))
    return pd.DataFrame([row for _, row in sorted(summaries, key=lambda pair: pair[0])], columns=COLUMNS)


def _one_name(targets):
    """wording -> the name its issue goes by: the one longer wording that contains all its words, else itself."""
    words = {t: frozenset(grammar.singular(word) for word in re.findall(r"\w+", t.lower())) for t in targets}
    names = {}
    for target, mine in words.items():
        longer = [other for other, its in words.items() if mine < its]
        same = next(other for other, its in words.items() if its == mine)
        names[target] = longer[0] if len({words[other] for other in longer}) == 1 else same
    return names
