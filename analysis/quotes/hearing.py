"""Reports told from the hearer's side: *he heard from the mayor that …*, *they got from her a “flat refusal”*."""

from analysis.lexicon import word_set
from analysis.quotes.clauses import clause_end
from analysis.quotes.cues import noun_forms
from analysis.quotes.phrases import noun_phrase_right

HEARING = word_set("verb of hearing", "quote_words")
NOUNS = {"NN", "NNS", "NNP", "NNPS"}
VERBS = {"VB", "VBD", "VBN", "VBP", "VBZ", "VBG"}


def heard(words):
    """For each hearing in a sentence, (speaker, cue, content) as word ranges."""
    places = (i for i, word in enumerate(words) if word.tag in VERBS and word.lemma in HEARING)
    for at in places:
        if words.low(at + 1) != "from":
            continue
        end = noun_phrase_right(words, at + 2, deep=False)
        content = _content(words, end)
        if end > at + 2 and content:
            yield (at + 2, end), (at, at + 2), content


def _content(words, start):
    """What was heard: a clause with *that*, or a noun of speech or a quotation with what belongs to it."""
    if words.low(start) == "that":
        return start + 1, clause_end(words, start + 1)
    end = clause_end(words, start, comma=True)
    nouns = [k for k in range(start, end) if words[k].tag in NOUNS]
    told = nouns and words.low(nouns[0]) in noun_forms() or any(words.is_quote(k) for k in range(start, end))
    return (start, end) if told else None
