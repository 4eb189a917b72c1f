"""Quotation marks: the spans of a text that stand within them, in double or single marks, balanced or not."""

import bisect
import re

CLIPPED = re.compile(r"[‘’'](?:em|tis|twas|til|cause|n|round|bout|\d0s|\d|s|re|ve|ll|d|m|t)\b", re.I)  # ’em, ’90s


def outer_quotations(text, blocks):
    """The (start, end) of each outermost quotation, marks included; unbalanced marks close with their block."""
    outer, carried = [], False
    for low, high in blocks:
        spans, carried = _double_quotations(text, low, high, carried)
        outer += spans
    singles = [span for low, high in blocks for span in _single_quotations(text, low, high)]
    return sorted(outer + [span for span in singles if not _overlaps(outer, *span)])


def inner_quotations(text, low, high):
    """The quotations within a quotation: those in double marks, else those in single marks."""
    return sorted(_double_quotations(text, low, high)[0] or _single_quotations(text, low, high))


def _double_quotations(text, low, high, carried=False):
    """The quotations in double marks of one block, and whether the last runs on into the next; `carried` into this."""
    spans, depth, start, closed = [], 0, None, None
    exported = '""' in text[low:high]  # a cell of a table: marks around it, and those within it doubled
    for match in re.finditer(r"\"\"?|[“”„«»‟]|''|``", text[low:high]):
        at, end = low + match.start(), low + match.end()
        if exported and match[0] == '"' and (at == low or end == high):
            continue
        if _opens(text, match[0], at, low, high, depth):
            start, closed = (start, closed) if depth else (at, None)
            depth += 1
        elif depth:
            depth, closed = depth - 1, end
            if not depth:
                spans.append((start, end))
        elif carried and not spans:
            spans.append((low, end))
    if depth and closed:
        spans.append((start, closed))
    elif depth and high - start > 2:
        return [*spans, (start, high)], True
    return spans, False


def _opens(text, mark, at, low, high, depth):
    """Does a mark open a quotation? `depth` says how many are open."""
    before = text[at - 1] if at > low else " "
    after = text[at + len(mark)] if at + len(mark) < high else " "
    if mark in ("“", "„", "«", "``", "''"):
        return mark != "''"
    if mark in "”»‟":
        return not depth and before in " (\n" and after.isalnum()
    if before.isspace() or before in "([—–-“‘":
        return not after.isspace() or not depth
    return not depth and after.isalnum() and not before.isalnum()


def _single_quotations(text, low, high):
    """Quotations in single marks: 'Go away,' but not the workers' rights."""
    spans, opened = [], None
    opening_or_closing = r"(?<![\w.,!?…])[‘'’](?=[\w“\"…])|(?<=[\w.,!?…”\"])[’'](?!\w)"
    for match in re.finditer(opening_or_closing, text[low:high]):
        at = low + match.start()
        if not (at > low and re.match(r"[\w.,!?…”\"]", text[at - 1])):
            opened = at if opened is None and not CLIPPED.match(text, at) else opened
        elif opened is not None and not _plural(text, at, high):
            spans.append((opened, at + 1))
            opened = None
    return spans


def _plural(text, at, high):
    """Is the mark a plural's apostrophe, where a closing mark is still to come: *'the workers' rights.'*?"""
    plural = text[at - 1] in "sS" and text[at + 1 : min(at + 2, high)] == " "
    return plural and bool(re.search(r"(?<=[\w.,!?])[’'](?!\w)", text[at + 1 : min(high, at + 300)]))


def spans_within(spans, start, end):
    """Those of the sorted spans that lie between start and end."""
    low = bisect.bisect_left(spans, (start, -1))
    high = bisect.bisect_left(spans, (end, -1))
    return [s for s in spans[low:high] if s[1] <= end]


def _overlaps(spans, start, end):
    """Does one of the sorted spans share a place with start to end?"""
    index = bisect.bisect_left(spans, (end, -1)) - 1
    return index >= 0 and spans[index][1] > start


def cuts_a_span(spans, at):
    """Does a place fall within one of the sorted spans?"""
    return _overlaps(spans, at, at)
