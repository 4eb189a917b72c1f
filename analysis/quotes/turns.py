"""Turns: paragraphs of an interview or a transcript, each opened by a label that says who speaks."""

import re
from collections import Counter

NAME = r"[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){0,3}"
BRACKETED = re.compile(r"\(\(([^()\n]{1,40})\)\)\s*:?\s*")
LABELLED = re.compile(rf"({NAME})\s*:\s+(?=\S)")
QUESTIONED = re.compile(r"([QA])[.:]\s+(?=\S)")
INITIALS = re.compile(r"([A-Z]{2,3})\s+(?=[A-Z“\"])")
OFTEN = 2  # turns that a speaker has at least, and speakers that take turns
WHOLLY = 0.8  # of all paragraphs, from where on a text is nothing but turns, and one may be its speaker's only one


def turns(text, blocks):
    """[(span of who speaks, span of the words)] of the turns of a text, in order; none where no two take turns.

    A label stands in double brackets (*((WN))*) or before a colon (*Q:*, *KING:*, *Ana Diaz:*); beside labels in
    brackets also initials alone. Initials are those of a name in the text, where one has them: then it is who speaks.
    Blind spot: a speaker who has the word once in a text that is more than turns.

    >>> text = "Q: Who won?\\n\\nA: We did.\\n\\nQ: By how much?\\n\\nA: Two goals."
    >>> blocks = [(0, 11), (13, 23), (25, 40), (42, 54)]
    >>> [(text[slice(*who)], text[slice(*words)]) for who, words in turns(text, blocks)][:2]
    [('Q', 'Who won?'), ('A', 'We did.')]
    """
    bracketed = _opened(BRACKETED, text, blocks)
    if len(bracketed) >= OFTEN:
        found = bracketed | _regular(_opened(INITIALS, text, blocks) | _opened(LABELLED, text, blocks))
    else:
        found = _opened(LABELLED, text, blocks) | _opened(QUESTIONED, text, blocks)
        found = found if len(found) >= WHOLLY * len(blocks) else _regular(found)
        found = found if len({label[1] for label in found.values()}) >= OFTEN else {}
    named = {label[1]: _name(text, label[1]) for label in found.values()}
    return [(named[label[1]] or label.span(1), (label.end(), block[1])) for block, label in sorted(found.items())]


def _opened(pattern, text, blocks):
    """{block: the label that opens it}."""
    found = ((block, pattern.match(text, *block)) for block in blocks)
    return {block: label for block, label in found if label}


def _regular(opened):
    """Those whose label opens several blocks."""
    times = Counter(label[1] for label in opened.values())
    return {block: label for block, label in opened.items() if times[label[1]] >= OFTEN}


def _name(text, label):
    """The span of the first name that has the initials that a label is; None where it is no initials, or nobody's."""
    if not (label.isupper() and label.isalpha() and len(label) > 1):
        return None
    name = re.search(r"\b" + r"[\w.'’-]* ".join(label) + r"[\w'’-]+", text)
    return name.span() if name else None
