"""Words held at arm's length: short words in quotation marks that report nothing, and *so-called* and its like."""

import re

import pandas as pd

from analysis.lexicon import word_set
from analysis.quotes.marks import outer_quotations

COLUMNS = "paragraph sentence way by start end text clean_text".split()
LONGEST = 6  # words


def distanced(article, quotes):
    """The words an article uses without vouching for them, one row each, in the order of the text.

    Columns paragraph, sentence; way: `marks` (a few words in quotation marks, no name, no title and no part of what
    somebody said) or `words` (*so-called*, with what they hold off); by: the speaker whose word it is said to be, empty
    where the text does not say; the span. Blind spot: a nickname or a term that is only mentioned looks the same.

    >>> from analysis import actors, article, quotes
    >>> text = article.from_text("The so-called experts met the “best friends” of Peru.")
    >>> distanced(text, quotes.quotes(text, actors.mentions(text)))["text"].tolist()
    ['so-called experts', '“best friends”']
    """
    rows, blocks = [], [(part.clean_start, part.clean_end) for part in article.paragraphs.itertuples()]
    every, reports = outer_quotations(article.clean, blocks), list(quotes.itertuples())
    for line in article.sentences.itertuples():
        near = [row for row in reports if row.start < line.end and row.end > line.start]
        marks = [(a, b) for a, b in every if line.clean_start <= a and b <= line.clean_end]
        for low, high, way in sorted([*_marked(article.clean, marks), *_called(article.clean, line)]):
            span = article.span(low, high)
            around = [row for row in near if row.start <= span["start"] and span["end"] <= row.end]
            if not all(_names(article, row) for row in around):
                continue
            base = {"paragraph": line.paragraph, "sentence": line.sentence, "way": way}
            rows.append(base | {"by": "".join(row.speaker for row in around[:1])} | span)
    return pd.DataFrame(rows, columns=COLUMNS)


def _names(article, row):
    """Is a report no more than somebody's name for a thing: *what the Chinese have called the “old order”*?"""
    verb = row.cue.casefold().split()[-1] if row.cue else ""
    speaker = getattr(row, "speaker_start", -1)
    return verb in word_set("verb of naming", "quote_words") and article.raw[:speaker].casefold().endswith("what ")


def _marked(text, marks):
    """A few words in quotation marks that are neither a name nor a sentence."""
    for low, high in marks:
        words = re.findall(r"\w[\w'’-]*", text[low:high])
        small = words and any(word[0].islower() and len(word) > 3 for word in words) and words[0][0].islower()
        if not small or len(words) > LONGEST or re.search(r"[!?]\W*$", text[low:high]):
            continue
        bare = r"\W+".join(map(re.escape, words))  # a term that stands without marks elsewhere is the author's own
        if len(re.findall(rf"(?i)(?<![“\"‘'\w]){bare}", text)) == 0:
            yield low, high, "marks"


def _called(text, line):
    """*so-called*, *self-styled*, with the words up to the noun's end that they hold off."""
    words = "|".join(map(re.escape, sorted(word_set("word of distance", "quote_words"))))
    for match in re.finditer(rf"(?i)\b(?:{words}) [“\"]?[\w'’-]+", text[line.clean_start : line.clean_end]):
        end = line.clean_start + match.end()
        further = re.match(r"(?: [A-Z][\w.-]*)+(?: \d[\d.]*\d)?[”\"]?", text[end:])
        yield line.clean_start + match.start(), end + (further.end() if further else 0), "words"
