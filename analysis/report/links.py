"""Links from a sentence to the words it rests on: paragraph numbers, quotations, and every other number in it."""

import re

from markupsafe import Markup

from analysis.report.layout import PLACES, places, replaced

LINKED = re.compile(
    rf"(?P<places>{PLACES.pattern})|“(?P<words>[^“”]+)”|(?P<number>(?<![\w.])\d[\d.,]*\d%?|\b\d%?(?!\w))"
)


def linked(words, claim, article):
    """A sentence of a claim with its paragraph numbers, its quotations and its other numbers as links to the article.

    A number that names no paragraph leads to the first sentence the claim rests on; words not found stay words.
    """
    first = f"s{sentence_of(article, claim.evidence[0])}" if claim.evidence else ""
    return replaced(LINKED, words, lambda found: _link(found, first, article))


def sentence_of(article, words):
    """The number of the sentence in which some evidence begins."""
    return article.sentence_at(article.to_clean(words.start, words.end)[0])[0]


def _link(found, first, article):
    if found["places"]:
        return places(found[0])
    anchor = _anchor(found["words"], article) if found["words"] else first
    return Markup('<a href="#{}">{}</a>').format(anchor, found[0]) if anchor else Markup.escape(found[0])


def _anchor(words, article):
    """The sentence in which some quoted words stand, in the text as analysed or as received."""
    words = words.removesuffix("…").strip()
    at = article.clean.find(words)
    if at < 0 and (received := article.raw.find(words)) >= 0:
        at = article.to_clean(received, received + len(words))[0]
    return f"s{article.sentence_at(at)[0]}" if at >= 0 and len(article.sentences) else ""
