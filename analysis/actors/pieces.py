"""Pieces: what of a paragraph the encoder reads at once."""

import re

from analysis.article import split

LONGEST = 400  # words


def pieces(article):
    """(pieces, starts) of an article: what is read at once, as (paragraph, start, text), and where each starts."""
    parts = [part for block in article.paragraphs.itertuples() for part in _of(block)]
    return parts, [start for _, start, _ in parts]


def _of(block):
    """[(paragraph, start, text)] of a paragraph in pieces of up to 400 words, of whole sentences where they fit."""
    words = [word.start() for word in re.finditer(r"\S+", block.clean_text)]
    if len(words) <= LONGEST:
        return [(block.paragraph, block.clean_start, block.clean_text)]
    begins, cuts, first = {start for start, _ in split(block.clean_text)}, [0], 0
    while len(words) - first > LONGEST:
        here = range(first + 1, first + LONGEST + 1)
        first = max((k for k in here if words[k] in begins), default=first + LONGEST)
        cuts.append(words[first])
    ends = [*cuts[1:], len(block.clean_text)]
    return [(block.paragraph, block.clean_start + low, block.clean_text[low:high]) for low, high in zip(cuts, ends)]
