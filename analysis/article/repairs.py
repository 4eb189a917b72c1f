"""Two texts side by side: the raw one, and the clean one with its repairs applied; and the way between their places."""

import bisect
import difflib
import operator
import re
import unicodedata
from dataclasses import dataclass

from analysis.article.files import ArticleError

# what stands in no word as a reader sees it, and is left out: soft hyphens, blanks of no width, marks of direction and
# control characters
_UNSEEN = "\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\0-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"
# and what is put in its usual form: a letter and its accent in two characters, letters in one, half of a pair
_SPELLING = re.compile(
    rf"\x1b\[[0-?]*[ -/]*[@-~]|[^\W\d_][\u0300-\u036f]+|[\ufb00-\ufb06]|[\ud800-\udfff]|[{_UNSEEN}]+"
)


@dataclass(frozen=True)
class Piece:
    """A stretch of the clean text and the stretch of the raw text it stands for."""

    clean_start: int
    clean_end: int
    raw_start: int
    raw_end: int
    changed: bool


@dataclass(frozen=True, eq=False, repr=False)
class Texts:
    """The `raw` and the `clean` text, and how a place in one is found in the other."""

    raw: str
    clean: str
    pieces: tuple

    def to_raw(self, start, end):
        """The raw span that a span of the clean text stands for, never empty where the text is not.

        >>> repaired("Xi met Putin.", [], []).to_raw(0, 2)
        (0, 2)
        """
        return self._span(start, end, "clean", "raw", len(self.raw))

    def to_clean(self, start, end):
        """The clean span that a span of the raw text became.

        >>> repaired("Xi met Putin.", [], []).to_clean(7, 12)
        (7, 12)
        """
        return self._span(start, end, "raw", "clean", len(self.clean))

    def span(self, start, end):
        """The columns start, end, text, clean_text of a row whose words are `clean[start:end]`.

        >>> repaired("Xi met Putin.", [], []).span(7, 12)
        {'start': 7, 'end': 12, 'text': 'Putin', 'clean_text': 'Putin'}
        """
        low, high = self.to_raw(start, end)
        return {"start": low, "end": high, "text": self.raw[low:high], "clean_text": self.clean[start:end]}

    def _span(self, start, end, source, target, limit):
        if not self.pieces:
            return 0, 0
        end = max(start, end)
        low = self._edge(start, source, target, left=True)
        high = self._edge(end, source, target, left=False) if end > start else low
        if high <= low and end > start:  # an inserted word stands for the character beside it
            low, high = max(0, low - 1), min(limit, max(low, high) + 1)
        return low, high

    def _edge(self, at, source, target, *, left):
        search = bisect.bisect_right if left else bisect.bisect_left
        start = operator.attrgetter(f"{source}_start")
        piece = self.pieces[max(0, search(self.pieces, at, key=start) - 1)]
        if piece.changed:
            return getattr(piece, f"{target}_{'start' if left else 'end'}")
        return getattr(piece, f"{target}_start") + min(at, getattr(piece, f"{source}_end")) - start(piece)


def repaired(raw, blocks, repairs):
    """The Texts of a raw text and the rows of repairs.csv; `blocks` are the raw spans of its paragraphs.

    Accents that stand apart from their letter are put on it, and characters that nobody sees are left out.

    Raises ArticleError where a row names a place that is not there, or two overlap.

    >>> rows = [{"paragraph": "1", "raw": "Pre", "occurrence": "", "repaired": "Pro", "at": "line 2"}]
    >>> repaired("Pre-war talks", [(0, 13)], rows).clean
    'Pro-war talks'
    >>> repaired("Pu\\u00adtin met Cha\\u0301vez.", [], []).clean
    'Putin met Chávez.'
    """
    out, pieces, done, length = [], [], 0, 0
    edits = list(_edits(raw, blocks, repairs))
    for start, end, text in [*_with_spelling(raw, edits), (len(raw), len(raw), "")]:
        for low, high, words, changed in ((done, start, raw[done:start], False), (start, end, text, True)):
            if high > low or words:
                pieces.append(Piece(length, length + len(words), low, high, changed))
                out.append(words)
                length += len(words)
        done = end
    return Texts(raw, "".join(out), tuple(pieces))


def _edits(raw, blocks, repairs):
    """[(start, end, replacement)] in raw order, one for each stretch of words that a repair changes."""
    places = sorted((_place(raw, blocks, row) + (row,) for row in repairs), key=lambda place: place[:2])
    for (_, end, first), (start, _, second) in zip(places, places[1:]):
        if start < end:
            raise ArticleError(f"{second['at']}: overlaps the repair of {first['at']}; join the two rows")
    return [edit for start, end, row in places for edit in _smallest(raw[start:end], row["repaired"], start)]


def _with_spelling(raw, edits):
    """The edits and, between them, those that put characters in their usual form, in raw order."""
    spelled = []
    starts = [start for start, _, _ in edits]
    for match in _SPELLING.finditer(raw):
        near = edits[max(0, bisect.bisect_left(starts, match.end()) - 1) :][:1]
        written = _spelled(match[0])
        if written != match[0] and not any(start < match.end() and match.start() < end for start, end, _ in near):
            spelled.append((*match.span(), written))
    return sorted([*edits, *spelled], key=lambda edit: edit[:2])


def _spelled(text):
    """A stretch of odd characters in their usual form.

    >>> _spelled("a\\u0301"), _spelled("\\ufb01"), _spelled("\\u200b")
    ('á', 'fi', '')
    """
    if "\ud800" <= text <= "\udfff":
        return "\ufffd"
    return unicodedata.normalize("NFKC", text) if text[0].isalpha() else ""


def _place(raw, blocks, row):
    paragraph = _number(row["paragraph"], "paragraph", blocks, row)
    low, high = blocks[paragraph - 1]
    low = 0 if paragraph == 1 else low  # white space before the text belongs to its first paragraph
    words = row["raw"]
    starts = [low + m.start() for m in re.finditer(f"(?={re.escape(words)})", raw[low:high])] if words else []
    if not starts:
        raise ArticleError(f"{row['at']}: {words[:80]!r} is not in paragraph {paragraph}; copy it from article.txt")
    start = starts[_number(row["occurrence"] or "1", "occurrence", starts, row) - 1]
    return start, start + len(words)


def _number(text, column, counted, row):
    if text.strip() not in map(str, range(1, len(counted) + 1)):
        raise ArticleError(f"{row['at']}: no {column} {text[:80]!r}; count from 1 to {len(counted)}")
    return int(text)


def _smallest(before, after, offset):
    """The word-by-word difference, so that the unchanged words of a repair keep their own places."""
    old, new = (re.findall(r"\w+|\s+|[^\w\s]", side) for side in (before, after))
    at = [0]
    for word in old:
        at.append(at[-1] + len(word))
    for tag, i, j, k, m in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            yield offset + at[i], offset + at[j], "".join(new[k:m])
