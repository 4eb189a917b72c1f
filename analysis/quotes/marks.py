"""Quotation marks: the spans of a text that stand within them, in double or single marks, balanced or not."""

import bisect
import re


def outer_quotations(text, blocks):
    """The (start, end) of each outermost quotation, marks included; unbalanced marks close with their block."""
    spans, carried = [], False
    for low, high in blocks:
        found, carried = double_quotations(text, low, high, carried)
        spans += found
    outer = sorted(spans)
    singles = [s for low, high in blocks for s in single_quotations(text, low, high)]
    starts = [s for s, _ in outer]
    for start, end in singles:
        at = bisect.bisect_right(starts, start) - 1
        after = bisect.bisect_left(starts, start)
        if not (at >= 0 and outer[at][1] > start) and not (after < len(outer) and outer[after][0] < end):
            spans.append((start, end))
    return sorted(spans)


SAID = re.compile(r"\b(?:said|says|told|tells|added|asked|wrote|according)\b")


def double_quotations(text, low, high, carried=False):
    """The quotations in double marks of one block, and whether the last runs on into the next; `carried` into this one.

    A second opening mark within a quotation is nested, but at the beginning of a sentence it shows that a mark was left
    out.
    """
    found, depth, start, closed, done = [], 0, None, None, low
    exported = text[low] == '"' != text[low + 1 : low + 2] and '""' in text[low:high]
    for match in re.finditer(r"\"\"?|[“”„«»‟]|''|``", text[low:high]):
        at, end = low + match.start(), low + match.end()
        if exported and match[0] == '"' and (at == low or end == high):
            continue  # a cell of a table: marks around it, and those within it doubled
        if _opens(text, match[0], at, low, high, depth):
            if depth and re.search(r"[.?!…:]\s+$", text[max(low, at - 4) : at]):
                found.append((start, _left_open(text, start, at)))
                depth = 0
            if not depth:
                start, closed = at, None
            depth += 1
        elif depth:
            depth, closed = depth - 1, end
            if not depth:
                found.append((start, end))
                done = end
        elif carried and not found:
            found.append((low, end))
            done = end
        elif re.search(r"[,.?!…][’']?$", text[low:at]):
            begins = [m.end() for m in re.finditer(r"[.?!][\"”’']?\s+(?=[A-Z])", text[done:at])]
            first = done + begins[-1] if begins else done
            if re.search(r"\w", text[first:at]) and not SAID.search(text[first:at]):
                found.append((first, end))
            done = end
    if depth and closed:
        found.append((start, closed))
    elif depth and high - start > 2:
        found.append((start, high))
        return found, True
    return found, False


def _left_open(text, start, limit):
    """Where a quotation without a closing mark ends: at the next one, or with its first sentence before a cue."""
    if not SAID.search(text[start:limit]):
        return start + len(text[start:limit].rstrip())
    stop = re.search(r"[.?!,](?=\s)", text[start:limit])
    return start + stop.end() if stop else limit


def _opens(text, mark, at, low, high, depth):
    if mark in "“„«" or mark == "``":
        return True
    if mark in "”»‟" or mark == "''":
        return (
            not depth
            and mark != "''"
            and (at == low or text[at - 1] in " (\n")
            and at + 1 < high
            and text[at + 1].isalnum()
        )
    before = text[at - 1] if at > low else " "
    after = text[at + len(mark)] if at + len(mark) < high else " "
    if before.isspace() or before in "([—–-“‘":
        return not after.isspace() or not depth
    return not depth and not after.isspace() and after.isalnum() and not before.isalnum()


CLIPPED = re.compile(r"[‘’'](?:em|tis|twas|til|cause|n|round|bout|\d0s|\d|s|re|ve|ll|d|m|t)\b", re.I)


def single_quotations(text, low, high):
    """Quotations in single marks: 'Go away,' but not the workers' rights."""
    opened = None
    opening_or_closing = r"(?<![\w.,!?…])[‘'’](?=[\w“\"…])|(?<=[\w.,!?…”\"])[’'](?!\w)"
    for match in re.finditer(opening_or_closing, text[low:high]):
        at = low + match.start()
        opening = not (at > low and re.match(r"[\w.,!?…”\"]", text[at - 1]))
        if opening:
            opened = at if opened is None and not CLIPPED.match(text, at) else opened
        elif opened is not None:
            if (
                text[at - 1] in "sS"
                and at + 1 < high
                and text[at + 1] == " "
                and re.search(r"(?<=[\w.,!?])[’'](?!\w)", text[at + 1 : min(high, at + 300)])
            ):
                continue  # a plural's apostrophe, where a closing mark is still to come
            yield opened, at + 1
            opened = None


def inner_quotations(text, low, high):
    """The quotations within a quotation: those in double marks, else those in single marks."""
    return sorted(double_quotations(text, low, high)[0] or [*single_quotations(text, low, high)]) if high > low else []


def spans_within(spans, start, end):
    """Those of the sorted spans that lie between start and end."""
    low = bisect.bisect_left(spans, (start, -1))
    high = bisect.bisect_left(spans, (end, -1))
    return [s for s in spans[low:high] if s[1] <= end]


def cuts_a_span(marks, at):
    """Does a place fall within one of the sorted spans?"""
    index = bisect.bisect_left(marks, (at, -1)) - 1
    return index >= 0 and marks[index][1] > at
