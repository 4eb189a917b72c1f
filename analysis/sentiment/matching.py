"""Finding the entries of a word list in a text."""

import functools
import re

from analysis.lexicon import lexicon

WORD = re.compile(r"n['’]t\b|[^\W_]+?(?=n['’]t\b)|[^\W_]+|[.,;:!?()\"“”]", re.IGNORECASE)


@functools.cache
def _entries(name, **only):
    """What gives the entries of a word list, or of some of its rows, that begin with a word: the longest first.

    An entry is one or more alternatives between slashes. A word of it matches its own inflections, a word that ends
    in `*` every word that begins so; hyphens count as blanks.
    """
    exact, stems = {}, {}
    for row in (r for r in lexicon(name) if all(r[column] == value for column, value in only.items())):
        for alternative in row["entry"].casefold().split("/"):
            parts = tuple(alternative.replace("-", " ").split())
            table, key = (stems, parts[0][:-1]) if parts[0].endswith("*") else (exact, None)
            rest = tuple(_forms(part) for part in parts[1:])
            for first in [key] if key else sorted(_forms(parts[0])[0]):
                table.setdefault(first, []).append((len(parts), rest, row))
    lengths = sorted({len(stem) for stem in stems}, reverse=True)

    @functools.lru_cache(maxsize=8192)
    def beginning(word):
        entries = [*exact.get(word, ()), *(e for k in lengths if k <= len(word) for e in stems.get(word[:k], ()))]
        return sorted(entries, key=lambda entry: -entry[0])

    return beginning


def find(words, name, **only):
    """[(first, last, row)] of the entries of a word list in lower-case words, longest first, none overlapping.

    >>> [row["entry"] for _, _, row in find(["the", "civil", "war"], "tone")]
    ['civil war']
    """
    matches, at, beginning = [], 0, _entries(name, **only)
    while at < len(words):
        fitting = (entry for entry in beginning(words[at]) if _follows(words, at + 1, entry[1]))
        length, _, row = next(fitting, (1, (), None))
        if row:
            matches.append((at, at + length - 1, row))
        at += length
    return matches


def _follows(words, at, rest):
    return len(words) >= at + len(rest) and all(
        words[at + i] in forms or (stem and words[at + i].startswith(stem)) for i, (forms, stem) in enumerate(rest)
    )


@functools.cache
def _forms(word):
    """({inflections}, "") of a word, or (set(), stem) of a stem.

    >>> sorted(_forms("deny")[0])[:4]
    ['denied', 'denies', 'deny', 'denying']
    """
    if word.endswith("*"):
        return frozenset(), word[:-1]
    forms = {word, word + "s", word + "es", word + "ed", word + "ing"} if len(word) > 2 else {word}
    if word.endswith("e"):
        forms |= {word + "d", word[:-1] + "ing"}
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        forms = {word, word[:-1] + "ies", word[:-1] + "ied", word + "ing"}
    if re.fullmatch(r"[a-z]*[^aeiou][aeiou][bdglmnprt]", word):
        forms |= {word + word[-1] + "ed", word + word[-1] + "ing"}
    return frozenset(forms), ""
