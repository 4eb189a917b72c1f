"""Review: a person confirms, corrects or rejects what the machine read, and every table follows."""

from analysis.review.applied import LAYERS, TRAIL, Review, apply
from analysis.review.coded import from_coding
from analysis.review.joint import joint
from analysis.review.page import THRESHOLD, blind, data, key, write
from analysis.review.verdicts import COLUMNS, ReviewError, coders, fingerprint, load, parse, save


def of(article, choice=None):
    """The review to read an article with: None where there is none or `choice` is False; see `framing.read`.

    >>> from analysis.article import from_text
    >>> of(from_text("Xi met Putin.")) is None
    True
    """
    if choice is False:
        return None
    if isinstance(choice, Review):
        return choice
    if choice not in (None, "agreed"):
        return Review(choice, load(article, choice))
    reviews = [Review(coder, load(article, coder)) for coder in coders(article)]
    while len(reviews) > 1:
        reviews[:2] = [joint(*reviews[:2])]
    return reviews[0] if reviews else None
