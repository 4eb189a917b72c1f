"""Paragraphs and sentences of a text, the boilerplate that is left out of them, and the date that stands above them."""

import datetime
import functools
import itertools
import re

from analysis.lexicon import column_of, lexicon
from analysis.parts import part

LONGEST = 1500  # characters of a sentence; what is longer is read in parts, so that time grows with the text alone
_BLOCK = re.compile(r"\S(?:.*\S)?(?:[^\S\n]*\n[^\S\n]*\S(?:.*\S)?)*")  # lines up to one that is blank
_ENDED = re.compile(r"[.!?…:][\"”’»)\]]*$")
_BREAK = re.compile(r"\r(?!\n)|[\v\f\x85\u2028\u2029]")  # a line ends here as well
_FULL_LINE = re.compile(r"\S(?:.*\S)?")
_BLANK = re.compile(r"\s*")
MOST = 0.75  # of the lines of a text that end a sentence, and each of them is a paragraph
FUNCTION_WORDS = frozenset(
    """a an the and or but if of in on at to for from by with as into over than then that this these those there here
    is are was were be been being am has have had do does did will would shall should can could may might must he
    she it they we you i his her its their our your my him them us me who whom whose which what when where while
    also just about after before during said says say told according mr mrs ms dr""".split()
)
MONTHS = "January February March April May June July August September October November December".split()
# a dateline: a date ("date 2021-12-16", "Wednesday, March 26, 2008"), or a place and an agency ("MOSCOW (Reuters) -")
_DAY = r"(?:\d{4}-\d\d-\d\d|\d{1,2}\s+[A-Z][a-z]+\.?,?\s+\d{4}|[A-Z][a-z]+\.?\s+\d{1,2},?\s+\d{4})"
_DATED = re.compile(rf"\s*(?:date:?\s+)?(?:[A-Z][a-z]+day,\s+)?({_DAY})(?=\s*(?:[-–—\n]|\s[A-Z]|$))\s*[-–—]?\s*")
_PLACED = re.compile(
    r"\s*[A-Z][A-Z .,'’-]{1,80}(?:\([A-Z][\w .]+\)\s*)?[-–—]+\s+"
    r"|\s*[A-Z][A-Z ,.]{1,80}[^\n–—-]{0,40}\([A-Z][\w .]+\)\s*[-–—]*\s+"
)
_LINE = re.compile(r'\S(?:.|\n(?![^\S\n]*[A-Z“"]))*')
_READER = re.compile(r"\b(?:you|your|our|us)\b", re.I)


# --- paragraphs and sentences --------------------------------------------------------------------------------------


def blocks(raw):
    """The (start, end) of each paragraph: lines up to a blank one; in a text without blank lines each line.

    So where most lines end a sentence: else they are those of one paragraph, broken at a width.

    >>> blocks("Xi met\\nPutin.\\n\\nThey agreed."), blocks("Xi left.\\nPutin stayed.")
    ([(0, 13), (15, 27)], [(0, 8), (9, 22)])
    """
    text, spans = _BREAK.sub("\n", raw), []
    for low, high in [block.span() for block in _BLOCK.finditer(text)]:
        most = 2 * (high - low) > len(text.strip())
        lines = [m.span() for m in _FULL_LINE.finditer(text, low, high)] if most else []
        spans += lines if _are_paragraphs(text, lines) else [(low, high)]
    return spans


def _are_paragraphs(text, lines):
    """Do most of the lines end a sentence, but for a title before them?"""
    if len(lines) < 2:
        return False
    ended = [bool(_ENDED.search(text[max(start, end - 9) : end])) for start, end in lines]
    titled = not ended[0] and 2 * (lines[0][1] - lines[0][0]) < max(end - start for start, end in lines)
    before = ended[titled:-1]
    return len(before) > 0 and sum(before) >= MOST * len(before)


def paragraphs(texts, blocks):
    """The rows of the paragraphs: paragraph, kind (`body`, `boilerplate`) and their places; see `Article`."""
    rows = []
    for number, (first, last) in enumerate(blocks, start=1):
        start, end = texts.to_clean(first, last)
        text = texts.clean[start:end]
        start, end = start + len(text) - len(text.lstrip()), end - (len(text) - len(text.rstrip()))
        end = max(start, end)
        kind = "body" if any(cue is None for _, _, cue in _stretches(texts.clean[start:end])) else "boilerplate"
        row = {"paragraph": number, "kind": kind, "start": first, "end": last, "text": texts.raw[first:last]}
        rows.append(row | {"clean_text": texts.clean[start:end], "clean_start": start, "clean_end": end})
    return rows


def sentences(texts, paragraphs):
    """(the rows of the sentences, the rows of what is left out as boilerplate), without the dateline."""
    rows, left_out = [], []
    header = _header(texts.clean, paragraphs)
    for paragraph in paragraphs:
        low, high = paragraph["clean_start"], paragraph["clean_end"]
        low = max(low, min(header.end(), high)) if header else low
        for start, end, cue in _stretches(texts.clean[low:high]):
            place = {"paragraph": paragraph["paragraph"], **texts.span(low + start, low + end)}
            place |= {"clean_start": low + start, "clean_end": low + end}
            if cue:
                left_out.append({"cue": cue, **place})
            else:
                rows.append({"sentence": len(rows) + 1, **place})
    return rows, left_out


@functools.lru_cache(maxsize=1024)
def split(text):
    """The (start, end) of each sentence of a paragraph; a closing quotation mark stays with its sentence.

    A sentence of more than 1,500 characters comes in parts, cut at white space where there is some.

    >>> split("He said: “Go.” Mr. Xi went.")
    ((0, 14), (15, 27))
    """
    spans = []
    for start, end in _splitter().span_tokenize(text):
        if spans and not re.search(r"\w", text[start:end]):  # stray marks belong to the sentence before
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    return tuple(part for span in spans for part in _parts(text, *span))


def _parts(text, start, end):
    """A sentence in parts of so many characters at most, each up to a line's end or blank where there is one."""
    while end - start > LONGEST:
        limit = start + LONGEST
        cut = max(text.rfind(blank, start + LONGEST // 2, limit) for blank in " \n")
        yield start, cut if cut > start else limit
        start = _BLANK.match(text, cut if cut > start else limit).end()
    if start < end:
        yield start, end


@functools.cache
def _splitter():
    punkt = part("nltk.tokenize.punkt")
    parameters = punkt.PunktParameters()
    parameters.abbrev_types = {row["abbreviation"] for row in lexicon("abbreviations")}
    return punkt.PunktSentenceTokenizer(parameters)


# --- boilerplate ---------------------------------------------------------------------------------------------------


def _stretches(text):
    """[(start, end, cue)] of a paragraph's sentences; the cue of boilerplate that one is left out for, else None.

    A line of a sentence goes alone, so that a text without blank lines loses a line and no more.
    """
    out = []
    for start, end in split(text):
        lines = [(start + m.start(), start + m.end(), _cue(m[0])) for m in _LINE.finditer(text[start:end])]
        if not any(cue for *_, cue in lines):
            lines = [(start, end, None)]
        for _, together in itertools.groupby(lines, key=lambda line: line[2]):
            first, *_, last = [*together] * 2
            out.append((first[0], last[1], first[2]))
    return out


def _cue(sentence):
    """The cue that makes a sentence or line boilerplate; None where it has none, quotes it, or tells of it."""
    rest = _cues().sub("", sentence)
    menu = len(re.findall(r"\w+", rest)) <= 1  # Privacy policy | Terms of use | Contact
    to_reader = menu or _READER.search(sentence)
    for match in _cues().finditer(sentence):
        cue, before = match[0].casefold(), sentence[: match.start()]
        anywhere = column_of("boilerplate", "cue", "place")[cue] == "anywhere"
        if not _is_open_quotation(before) and (anywhere or to_reader or not re.search(r"\w", before)):
            return cue
    return None


@functools.cache
def _cues():
    return re.compile("|".join(rf"\b{re.escape(row['cue'])}(?!\w)" for row in lexicon("boilerplate")), re.I)


def _is_open_quotation(before):
    return before.count('"') % 2 == 1 or before.count("“") > before.count("”")


# --- the dateline --------------------------------------------------------------------------------------------------


def dateline(raw, blocks):
    """The date that stands at the head of a text, or None.

    >>> dateline("Dec. 16, 2021 - Xi met Putin.", [(0, 29)])
    datetime.date(2021, 12, 16)
    """
    match = _DATED.match(raw, blocks[0][0]) if blocks else None
    return _parse_date(match[1]) if match else None


def _header(clean, paragraphs):
    body = [p for p in paragraphs if p["kind"] == "body"]
    if not body:
        return None
    at = body[0]["clean_start"]
    return _DATED.match(clean, at) or _PLACED.match(clean, at)


def _parse_date(words):
    if re.fullmatch(r"\d{4}-\d\d-\d\d", words):
        year, month, day = map(int, words.split("-"))
    else:
        name = re.search(r"[A-Z][a-z]+", words)[0]
        month = next((i for i, full in enumerate(MONTHS, start=1) if full.startswith(name[:3])), 0)
        day, year = (int(n) for n in re.findall(r"\d+", words))
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None
