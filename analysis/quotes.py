"""Reported speech: who says, thinks or wants what, by which words, in which mode.

A cue (*said*, *according to*, *fears of*) ties a content to a speaker. Direct speech stands within quotation marks,
indirect speech without, mixed speech has both. Cues come from a word list that says what complements each takes and what
it implies about the truth of the content. Pareti (2015, Attribution: a computational approach) describes the task.
"""

import bisect
import functools
import re
from dataclasses import dataclass, replace

import pandas as pd

from analysis import article as articles
from analysis import clauses
from analysis.article import lexicon

COLUMNS = ["paragraph", "sentence", "speaker", "party", "type", "cue", "cue_class", "cue_start", "cue_end",
           "speaker_start", "speaker_end", "start", "end", "text", "clean_text"]
NOUNS = {"NN", "NNS", "NNP", "NNPS"}
MODIFIERS = NOUNS | {"JJ", "JJR", "JJS", "CD", "POS", "PRP$", "SHORT"}
FINITE = {"VBD", "VBZ", "VBP", "MD"}
BE = {"be", "is", "are", "was", "were", "been", "being", "am", "'s", "’s", "'re", "’re", "get", "got"}
HAVE = {"have", "has", "had", "having", "'ve", "’ve"}
AUXILIARY = BE | HAVE | {"do", "does", "did", "will", "would", "can", "could", "may", "might", "must", "shall", "should", "'d", "’d",
                         "'ll", "’ll"}
NOMINATIVE = {"i", "he", "she", "we", "they", "it", "you", "who", "one", "some", "many", "others", "both", "there", "this", "these", "those"}
PERSONAL = {"i", "he", "she", "we", "they", "you", "who"}
FIRST = {"i", "we", "you"}
RELATIVE = {"who", "which", "that"}
SPOKEN = {"quote", "zero", "that", "np-that", "np", "np-is"}
REFLEXIVE = {"himself", "herself", "itself", "themselves"}
ATTACHING = {"of", "for", "in", "at", "from", "on", "to", "with", "near", "within", "against", "by", "de"}
GROUP_ADVERBS = {"not", "n't", "n’t", "never", "once", "again", "long", "since"}
QUESTION = {"whether", "how", "why", "what", "who", "where", "when"}
TIMES = set("monday tuesday wednesday thursday friday saturday sunday today yesterday tomorrow tonight earlier later recently "
            "week month year night morning afternoon evening january february march april june july august september october "
            "november december weeks months years days hours decades last this next ago previously separately meanwhile afterward afterwards".split())
ADJUNCT = {"in", "on", "at", "to", "during", "from", "after", "through", "via", "by", "before", "with", "of", "last", "this", "ahead", "outside",
           "following", "near"}
LIGHT = {"make", "issue", "express", "voice", "repeat", "have", "give", "release", "reach", "send", "receive", "hold", "share",
         "reiterate", "renew", "file", "level"}
TITLED = {"book", "film", "movie", "novel", "song", "album", "entitled", "titled", "article", "essay", "play", "series", "magazine",
          "episode", "named", "documentary", "headline", "poem", "show", "band", "program", "programme", "single", "game"}


DONE = set("quick first last latest only continued continues began begins proceeded rushed hastened".split())
GOING = {"go", "goes", "went", "gone", "going"}
SOURCES = set(
    "study studies survey surveys poll polls report reports data figures statistics document documents record records filing "
    "filings analysis research review results findings finding investigation inquiry evidence letter letters email emails "
    "e-mails transcript transcripts census numbers papers statement tests memo memos notes".split())
SPEAKERS = set(
    "police official officials expert experts source sources lawyer prosecutors prosecutor aide aides critics analyst analysts "
    "witness witnesses minister spokesman spokeswoman senator mayor governor".split())
MEASURES = {"plan", "plans", "schedule", "age", "size", "need", "needs", "rank", "type", "law", "custom", "tradition", "merit", "ability"}


LONGEST = 250  # words


@dataclass(frozen=True)
class Quote:
    """A span of reported speech: who speaks, the cue, the content (marks included), its type and what the cue implies."""

    speaker: tuple | None
    cue: tuple | None
    content: tuple
    type: str
    cue_class: str = ""


@dataclass(frozen=True)
class Cue:
    """A row of the word list."""

    name: str
    part: str
    kind: str
    implies: str
    takes: frozenset


@dataclass(frozen=True)
class Use:
    """A cue at its place in a sentence: words `first` to `after`, the cue's row, and how the verb is used."""

    cue: Cue
    first: int
    at: int
    after: int
    mode: str


def find(text):
    """The reported speech of a text, as a list of Quote with spans (start, end) into it; any string, never an error.

    `.speaker` and `.cue` may be None, as in a quotation that goes on from the sentence before. A quotation split by its cue is two.
    Blind spot: an indirect report that runs over into a next sentence with no cue of its own ends at the full stop.

    >>> [("Putin denied planning war."[slice(*q.speaker)], q.content) for q in find("Putin denied planning war.")]
    [('Putin', (13, 25))]
    """
    return _find(text, [m.span() for m in articles.BLOCK.finditer(text)])


def _find(text, blocks):
    marks = _marks(text, blocks)
    found, last = [], None
    for block in blocks:
        inside = _within(marks, *block)
        for start, end in _units(text, *block, inside):
            words = _words(text, start, end, _within(inside, start, end))
            for part in _parts(words):
                rows = _read(text, part, last)
                found += rows
                last = next((q for q in reversed(rows) if q.speaker), last)
        for start, end in inside:
            found += [q for q in _nested(text, start, end) if q.speaker]
    return _tidy(text, found, marks)


def quotes(article, mentions):
    """The reported speech of an article, one row per (content, speaker), in the order of the text.

    Columns: paragraph, sentence; speaker (canonical actor, or its noun phrase where it is none, or empty), party; type (direct,
    indirect, mixed); cue, cue_class; cue_start, cue_end, speaker_start, speaker_end (raw, -1 where there is none); start, end,
    text, clean_text of the content. `mentions` is the table of actors.mentions. A report that names no source (*is expected to*)
    gets no row. Blind spot: a speaker who is only described gets the words of the description.
    """
    blocks = _body(article)
    rows, offices, before = [], {}, (0, [])
    where = _Mentions(article, mentions)
    for quote in _find(article.clean, blocks):
        speakers = where.speakers(quote, offices)
        if not speakers:
            continue
        sentence, paragraph = article.sentence_at(quote.content[0])
        if before[0] == paragraph and article.clean[slice(*quote.speaker)].lower() in ("he", "she") and where.persons(before[1]):
            speakers = before[1]  # who has just spoken goes on speaking
        before = (paragraph, speakers)
        base = {"paragraph": paragraph, "sentence": sentence, "type": quote.type, "cue_class": quote.cue_class}
        base |= _placed(article, "cue", quote.cue) | _placed(article, "speaker", quote.speaker)
        base["cue"] = article.clean[slice(*quote.cue)] if quote.cue else ""
        for speaker, party in speakers:
            rows.append(base | {"speaker": speaker, "party": party} | article.span(*quote.content))
    return pd.DataFrame(rows, columns=COLUMNS)


def introduced(quotes):
    """How the reports of an article are introduced: one row a class of cues, the most frequent first.

    Columns cue_class, implies (what a cue of the class says of the truth of the content), reports, cues, speakers. Reports
    without a cue of their own are left out. Blind spot: a negated cue keeps its class.

    >>> introduced(pd.DataFrame(columns=COLUMNS)).empty
    True
    """
    implied = cues().drop_duplicates("class").set_index("class")["implies"]
    rows = []
    for name, group in quotes[quotes["cue"] != ""].groupby("cue_class", sort=False):
        words = lambda column: ", ".join(dict.fromkeys(group[column].str.lower() if column == "cue" else group[column]))
        rows.append({"cue_class": name, "implies": implied.get(name, ""), "reports": len(group), "cues": words("cue"),
                     "speakers": words("speaker")})
    table = pd.DataFrame(rows, columns=["cue_class", "implies", "reports", "cues", "speakers"])
    return table.sort_values("reports", ascending=False, kind="stable", ignore_index=True)


def cues():
    """The word list of cues: cue, part (verb, noun, adjective, phrase), class, and what the class implies of its content.

    The classes follow the presuppositions of Karttunen (1971, Implicative verbs) and the grading of Bednarek (2006).
    Blind spot: a class is the verb's, whatever the sentence does with it (*did not deny* stays `deny`).

    >>> cues().query("cue == 'claim' and part == 'verb'")["implies"].item()
    'the writer does not vouch for the content'
    """
    return pd.DataFrame(lexicon("cues"))[["cue", "part", "class", "implies"]]


def voice_at(quotes, start, end):
    """Whose voice a raw span is in: the speaker of the innermost content that holds it, else `author`.

    >>> voice_at(pd.DataFrame([{"start": 9, "end": 20, "speaker": "Xi Jinping"}]), 10, 12)
    'Xi Jinping'
    """
    return next(iter(voices_at(quotes, start, end)), "author")


def voices_at(quotes, start, end):
    """All speakers of the innermost content that holds a raw span; empty where the author speaks.

    >>> voices_at(pd.DataFrame([{"start": 0, "end": 9, "speaker": "NATO"}]), 10, 12)
    []
    """
    rows = [(r.end - r.start, r.start, r.speaker) for r in quotes.itertuples() if r.start <= start and end <= r.end and r.speaker]
    inner = min((row[:2] for row in rows), default=None)
    return list(dict.fromkeys(speaker for *size, speaker in rows if tuple(size) == inner))


# --- quotation marks -----------------------------------------------------------------------------------------------


def _marks(text, blocks):
    """The (start, end) of each outermost quotation, marks included, block by block; unbalanced marks close with the block."""
    spans, carried = [], False
    for low, high in blocks:
        found, carried = _double(text, low, high, carried)
        spans += found
    outer = sorted(spans)
    singles = [s for low, high in blocks for s in _single(text, low, high)]
    starts = [s for s, _ in outer]
    for start, end in singles:
        at = bisect.bisect_right(starts, start) - 1
        after = bisect.bisect_left(starts, start)
        if not (at >= 0 and outer[at][1] > start) and not (after < len(outer) and outer[after][0] < end):
            spans.append((start, end))
    return sorted(spans)


SAID = re.compile(r"\b(?:said|says|told|tells|added|asked|wrote|according)\b")


def _double(text, low, high, carried=False):
    """The quotations in double marks of one block, and whether the last runs on into the next; `carried` from the one before.

    A second opening mark within a quotation is nested, but at the beginning of a sentence it shows that a mark was left out.
    """
    found, depth, start, closed, done = [], 0, None, None, low
    exported = text[low] == '"' != text[low + 1:low + 2] and '""' in text[low:high]
    for match in re.finditer(r"\"\"?|[“”„«»‟]|''|``", text[low:high]):
        at, end = low + match.start(), low + match.end()
        if exported and match[0] == '"' and (at == low or end == high):
            continue  # a cell of a table: marks around it, and those within it doubled
        if _opens(text, match[0], at, low, high, depth):
            if depth and re.search(r"[.?!…:]\s+$", text[max(low, at - 4):at]):
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
    """Where a quotation without a closing mark ends: at the next one, or with its first sentence where a cue lies between."""
    if not SAID.search(text[start:limit]):
        return start + len(text[start:limit].rstrip())
    stop = re.search(r"[.?!,](?=\s)", text[start:limit])
    return start + stop.end() if stop else limit


def _opens(text, mark, at, low, high, depth):
    if mark in "“„«" or mark == "``":
        return True
    if mark in "”»‟" or mark == "''":
        return not depth and mark != "''" and (at == low or text[at - 1] in " (\n") and at + 1 < high and text[at + 1].isalnum()
    before = text[at - 1] if at > low else " "
    after = text[at + len(mark)] if at + len(mark) < high else " "
    if before.isspace() or before in "([—–-“‘":
        return not after.isspace() or not depth
    return not depth and not after.isspace() and after.isalnum() and not before.isalnum()


CLIPPED = re.compile(r"[‘’'](?:em|tis|twas|til|cause|n|round|bout|\d0s|\d|s|re|ve|ll|d|m|t)\b", re.I)


def _single(text, low, high):
    """Quotations in single marks: 'Go away,' but not the workers' rights."""
    opened = None
    for match in re.finditer(r"(?<![\w.,!?…])[‘'’](?=[\w“\"…])|(?<=[\w.,!?…”\"])[’'](?!\w)", text[low:high]):
        at = low + match.start()
        opening = not (at > low and re.match(r"[\w.,!?…”\"]", text[at - 1]))
        if opening:
            opened = at if opened is None and not CLIPPED.match(text, at) else opened
        elif opened is not None:
            if text[at - 1] in "sS" and at + 1 < high and text[at + 1] == " " and re.search(r"(?<=[\w.,!?])[’'](?!\w)", text[at + 1:min(high, at + 300)]):
                continue  # a plural's apostrophe, where a closing mark is still to come
            yield opened, at + 1
            opened = None


def _within(spans, start, end):
    low = bisect.bisect_left(spans, (start, -1))
    high = bisect.bisect_left(spans, (end, -1))
    return [s for s in spans[low:high] if s[1] <= end]


def _units(text, start, end, marks):
    """Sentences, with each quotation in one piece and a cue beside the question or exclamation that it follows."""
    units = []
    for low, high in articles.split(text[start:end]):
        low, high = low + start, high + start
        if units and (_cuts(marks, low) or _goes_on(text, units[-1], low, high)):
            units[-1] = (units[-1][0], high)
        else:
            units.append((low, high))
    return units


def _cuts(marks, at):
    index = bisect.bisect_left(marks, (at, -1)) - 1
    return index >= 0 and marks[index][1] > at


def _goes_on(text, before, low, high):
    """Does a sentence begin with the cue of the quotation before it? "Why?" Mr. Smith asked."""
    if text[low].islower():
        return True
    if not re.search(r"[?!,…-][\"”’'»]$", text[before[0]:before[1]].rstrip()):
        return False
    words = re.findall(r"[\w'’-]+|[^\w\s]", text[low:min(high, low + 90)])[:8]
    if not words or not words[0][0].isalnum():
        return False
    return any("quote" in cue.takes and kind in ("past", "third") for word in words for _, cue, kind in _forms().get(word.lower(), ()))


# --- words ---------------------------------------------------------------------------------------------------------


def _words(text, start, end, marks):
    """Tokens at their places in the text; a quotation is one token, tagged SHORT up to two words, else QUOTE."""
    words, done = [], iter(marks)
    span = next(done, None)
    held = False
    for token in clauses.tokens(text[start:end]):
        low, high = token.start + start, token.end + start
        while span and low >= span[1]:
            span, held = next(done, None), False
        if span and low >= span[0]:
            if not held:
                inner = text[span[0]:span[1]]
                tag = "SHORT" if len(re.findall(r"\w+", inner)) <= 2 and not re.search(r"[.,!?]\W*$", inner) else "QUOTE"
                words.append(clauses.Token(inner, *span, tag, ""))
                held = True
            continue
        if token.text == "." and high < end and words and words[-1].end == low and _abbreviated(words[-1].text):
            words[-1] = replace(words[-1], text=words[-1].text + ".", end=high, tag="NNP" if words[-1].text[0].isupper() else words[-1].tag)
            continue
        if words and words[-1].end == low and (token.text in "’'" or words[-1].text[-1] in "’'") and text[high:high + 1].isalpha() | token.text[0].isupper():
            words[-1] = replace(words[-1], text=words[-1].text + token.text, end=high)  # O’Brien
            continue
        if token.text in "’'" and words and words[-1].end == low and words[-1].text[-1] in "sS":
            token = replace(token, tag="POS")
        words.append(clauses.Token(token.text, low, high, _mended_tag(words, token), token.lemma))
    return _untitled(words) if _headline(words) else words


def _headline(words):
    """Are nearly all long words capitalised, and is there no full stop?"""
    long = [word.text for word in words[1:] if len(word.text) > 3 and word.text.isalpha()]
    return len(long) > 3 and words[-1].text not in ".”\"" and sum(text.istitle() for text in long) > 0.8 * len(long)


def _untitled(words):
    """The words of a headline, its reporting verbs tagged as verbs: *Mayor Blames Council*, *Critics Say*."""
    found = []
    for word in words:
        kinds = {kind for rest, cue, kind in _forms().get(word.text.lower(), ()) if cue.part == "verb" and not rest}
        plural = bool(found) and found[-1].text.endswith("s")
        agrees = "base" in kinds if plural else "third" in kinds
        if found and found[-1].tag in NOUNS and word.text.istitle() and agrees:
            word = replace(word, tag="VBP" if plural else "VBZ")
        found.append(word)
    return found


def _mended_tag(words, token):
    """The tag of a token, mended where a word before it tells: *it plans*, *they claim*, *according to police*."""
    before = words[-1].text.lower() if words else ""
    if before == "to" and _low(words, len(words) - 2) == "according" and token.tag in ("VB", "VBP"):
        return "NN"
    if before in ("it", "he", "she", "who") and token.tag == "NNS" and token.text.lower() in _forms():
        return "VBZ"
    return "VBP" if before in ("they", "we", "i", "who") and token.tag == "NN" and token.text.lower() in _forms() else token.tag


@functools.cache
def _abbreviations():
    return frozenset(row["abbreviation"] for row in lexicon("abbreviations"))


def _abbreviated(word):
    return word.lower() in _abbreviations() or len(word) == 1 and word.isupper()


def _parts(words):
    """A sentence as it is; a text without full stops in pieces, so that reading it takes time in proportion to its length."""
    return [words[i:i + LONGEST] for i in range(0, len(words), LONGEST)]


def _low(words, i):
    return words[i].text.lower() if 0 <= i < len(words) else ""


def _tag(words, i):
    return words[i].tag if 0 <= i < len(words) else ""


def _is_quote(words, i):
    return _tag(words, i) in ("QUOTE", "SHORT")


@functools.cache
def _forms():
    """form -> ((rest of the words, Cue, which form), …), from the word list."""
    table = {}
    for row in lexicon("cues"):
        cue = Cue(row["cue"], row["part"], row["class"], row["implies"], frozenset(row["takes"].split()))
        kinds = ["third", "ing", "past", "past", "past", "ing"]
        forms = [(row["cue"], "base"), *zip((f.replace("_", " ") for f in row["forms"].split()), kinds)]
        for form, kind in dict(reversed(forms)).items():
            first, *rest = form.split()
            table.setdefault(first, []).append((tuple(rest), cue, kind))
    return {form: tuple(sorted(entries, key=lambda e: (-len(e[0]), e[1].part != "adjective"))) for form, entries in table.items()}


@functools.cache
def _nominal():
    """The forms of cue nouns."""
    return frozenset(form for form, entries in _forms().items() if any(cue.part == "noun" for _, cue, _ in entries))


def _uses(words):
    """The cues of a sentence, left to right."""
    headline = _headline(words)
    for i in range(len(words)):
        if words[i].text.istitle() and _tag(words, i - 1) in ("NNP", "NNPS") and i and not headline:
            continue  # the name in Abdourahim Said Bakar
        for rest, cue, kind in _forms().get(_low(words, i), ()):
            if tuple(_low(words, i + 1 + k) for k in range(len(rest))) != rest:
                continue
            use = _use(words, i, i + 1 + len(rest), cue, kind)
            if use:
                yield use
                break


def _use(words, i, after, cue, kind):
    if cue.part == "phrase":
        return Use(cue, i, i, after, "phrase")
    if cue.part == "noun":
        return Use(cue, i, i, after, "noun") if words[i].tag in NOUNS or _tag(words, i - 1) in ("POS", "PRP$") else None
    if cue.part == "adjective":
        verbal = any(c.part == "verb" for _, c, _ in _forms().get(_low(words, i), ()))
        predicate = bool(set(_group(words, i)[1]) & BE)
        return Use(cue, i, i, after, "adjective") if words[i].tag[:1] in "JVRN" and (predicate or not verbal) else None
    return _verb_use(words, i, after, cue, kind)


def _verb_use(words, i, after, cue, kind):
    first, helpers = _group(words, i)
    everyone = _low(words, first - 1) in ("all", "both", "each") and _tag(words, first - 2) == "PRP"  # they all warned
    tag, left, right = words[i].tag, _tag(words, first - 1 - everyone), _low(words, after)
    shown = right == "that" and not _finite(words, after + 1) or _is_quote(words, after) or (right in (":", ",") and _is_quote(words, after + 1))
    if kind == "ing":
        if set(helpers) & BE:
            mode = "finite"
        elif left in ("DT", "PRP$", "POS", "JJ") or (tag in NOUNS and not shown):
            return None
        else:
            mode = "ing"
    elif kind == "past":
        passive = next((h for h in reversed(helpers) if h in AUXILIARY), "") in BE
        if passive:
            mode = "passive"
        elif helpers and set(helpers) & AUXILIARY:
            mode = "finite"
        elif tag == "VBD" or shown or tag == "VBN" and right != "by" and left in ("PRP", "WP", "WDT", "QUOTE"):
            mode = "finite"
        elif tag == "VBN" and right != "by" and left in NOUNS and not any(frame.startswith("np") for frame in cue.takes):
            mode = "finite"  # insisted and argued have no passive of their own
        elif tag == "VBN":
            mode = "reduced"
        else:
            return None
        if left in ("DT", "PRP$", "POS") and mode != "passive" or _low(words, first - 1) in ("as", "than"):
            return None
        if first == 1 and _low(words, 0) == "that" and right == ",":  # That said, …
            return None
    else:
        noun = tag in NOUNS | {"JJ", "IN", "RB"}
        if noun and tag not in NOUNS and set(helpers) & HAVE:
            return None  # did not have long to wait
        if kind == "base" and _low(words, _past_adverbs(words, first - 1)) == "to":
            mode = "finite" if _done(words, _past_adverbs(words, first - 1)) else "to"
        elif noun and kind == "third" and _third_person(words, first, after, cue):
            mode = "finite"
        elif set(helpers) & (AUXILIARY - BE) and kind == "base":
            mode = "finite"
        elif noun and left in ("NNS", "NNPS") and right == "," and _low(words, first - 2) == ",":
            mode = "finite"  # the plan would, critics charge, hurt the poor
        elif noun and left in ("NNS", "NNPS") and kind == "base" and not any(_finite(words, x) for x in range(first)) and not any(
                _finite(words, x) for x in range(after, min(after + 6, len(words)))):
            mode = "finite"  # scientists forecast storms
        elif noun and not (_low(words, first - 1) in PERSONAL or (left in ("NNS", "NNPS", "NNP", "NN", ",", "RB") and shown)):
            return None
        elif left in ("DT", "PRP$", "POS") and _low(words, first - 1) not in NOMINATIVE | RELATIVE:
            return None
        else:
            mode = "finite"
    return Use(cue, first, i, after, mode)


def _past_adverbs(words, k):
    """The last word at or before k that is no adverb."""
    while k >= 0 and words[k].tag == "RB":
        k -= 1
    return k


def _done(words, to):
    """Does the infinitive behind *to* tell what was done? *was quick to condemn*, *went on to say*."""
    return _low(words, to - 1) in DONE or _low(words, to - 2) in GOING and _low(words, to - 1) == "on"


def _third_person(words, first, after, cue):
    """Is a form in -s after a noun a verb, by what is around it? *X reports: …*, *…, the report states, …*."""
    left, right = _tag(words, first - 1), _low(words, after)
    if first and not any(_finite(words, x) for x in range(first)):
        if left in ("NNP", ",") and "zero" in cue.takes and _clause_at(words, after, strict=True):
            return True  # his lawyer Paul Smith charges the council lied
        if left == "NNP" and "to" in cue.takes and _infinitive_at(words, after):
            return True  # Smith claims to know
        if left in ("NN", "NNP", "JJ") and not any(_finite(words, x) for x in range(after, len(words))):
            quoted = any(_is_quote(words, x) for x in range(after, len(words)))
            if "to" in cue.takes and _infinitive_at(words, after) or "np-is" in cue.takes and quoted:
                return True  # a headline: council chief calls critics “cowards”
    if right == ":":
        return first <= 4 and words[first - 1].text[:1].isupper() and left in NOUNS
    if right == ",":
        start = _noun_phrase_left(words, first - 1) if left in ("NN", "NNP") else 0
        return start > 0 and words[start - 1].text == "," and words[start].tag in ("DT", "NNP")
    if left == ",":
        end = _noun_phrase_right(words, after)
        named = end > after and any(word.tag == "NNP" for word in words[after:end])
        ends = all(word.text in ".!?" for word in words[end:])
        return named and ends and any(_finite(words, x) for x in range(first))
    return False


def _group(words, i):
    """The first helper of the verb that ends its group at i, and all helpers and adverbs before it: *has not also said*."""
    first, helpers, k = i, [], i - 1
    while k >= 0 and (_low(words, k) in AUXILIARY or words[k].tag == "RB" or _low(words, k) in GROUP_ADVERBS):
        if _low(words, k) in ("'s", "’s") and words[k].tag == "POS":
            break
        helpers.insert(0, _low(words, k))
        if _low(words, k) in AUXILIARY:
            first = k
        k -= 1
    return first, helpers


# --- noun phrases --------------------------------------------------------------------------------------------------


def _noun_phrase_left(words, j, *, deep=True):
    """The start of the noun phrase whose last word is j."""
    a = j
    while a > 0:
        tag, low = words[a - 1].tag, _low(words, a - 1)
        if words[a].tag == "DT" or words[a].tag == "PRP$" or tag == "DT":
            if tag == "DT" and words[a].tag != "DT" and (low != "that" or _low(words, a - 2) in ATTACHING):
                a -= 1
                continue
        elif words[a].tag == "NNP" and tag == "NN" and _tag(words, a - 2) == "DT" and _low(words, a - 2) in ("a", "an"):
            break  # an island Beijing (considers its own)
        elif tag in MODIFIERS or (tag in ("VBN", "VBG") and _tag(words, a - 2) in ("DT", "JJ", "PRP$") and words[a].tag in MODIFIERS):
            a -= 1
            continue
        if words[a].tag == "POS" and tag in MODIFIERS | {"DT"}:
            a -= 1
            continue
        if tag in ("RB", "RBS") and words[a].tag in MODIFIERS and _tag(words, a - 2) == "DT":
            a -= 1  # the most trusted engineer
            continue
        if deep and low in ("with", "to") and _low(words, a - 2) in ("familiar", "close", "loyal", "opposed") and _tag(words, a - 3) in NOUNS:
            a -= 3
            continue
        if deep and low in ATTACHING and _tag(words, a - 2) in ("VBN", "VBG") and _tag(words, a - 3) in NOUNS and words[a - 3].text[0].isalpha():
            a -= 3  # residents living in the valley
            continue
        if deep and low in ATTACHING and _tag(words, a - 2) in NOUNS | {"SHORT"} and _low(words, a - 2) not in TIMES:
            a -= 2
            continue
        if deep and low in ("and", "or", "&", ",") and _tag(words, a - 2) in NOUNS:
            start = _noun_phrase_left(words, a - 2, deep=low != ",")
            joined = low != "," or (words[a].tag in NOUNS and any(_low(words, k) == "and" for k in range(a, j)))
            if joined and (start == 0 or _low(words, start - 1) in ("that", "if", "while", "but", ",", "and", "when", "as", "though", "although")
                           or not words[start - 1].text[0].isalnum()):
                a = start
                continue
        break
    while a < j and (_low(words, a) in TIMES or re.fullmatch(r"(?:19|20)\d\d", words[a].text) or words[a].tag == "CD" and _low(words, a - 1) in TIMES or words[a].text in "15th"):
        a += 1
    return a


def _noun_phrase_right(words, i, *, deep=True):
    """The index after the noun phrase that starts at i; i where there is none."""
    k = i
    if _tag(words, k) == "PRP" or _low(words, k) in ("them", "him", "her", "us", "me"):
        if _low(words, k) != "her" or _tag(words, k + 1) not in MODIFIERS:
            return k + 1
    if _tag(words, k) in ("DT", "PRP$", "PDT"):
        k += 1
        if _tag(words, k) in ("DT", "PRP$"):
            k += 1
    begun = k
    while k < len(words):
        tag = words[k].tag
        if tag in MODIFIERS or tag == "RB" and _tag(words, k + 1) in ("JJ", "VBN") or tag in ("VBN", "VBG") and _tag(words, k + 1) in NOUNS and k - i < 3:
            k += 1
        elif tag == "DT" and words[k - 1].tag == "POS" or tag == "QUOTE" and k > i and _tag(words, k + 1) in NOUNS:
            k += 1
        else:
            break
    if k == begun:
        return begun if begun > i and _low(words, i) not in ("the", "a", "an") and words[i].tag == "DT" else i
    if deep and _low(words, k) in ("of", "for", "in", "at", "from", "and", "on", "to", "with", "with", "&"):
        if _tag(words, k) != "TO":
            further = _noun_phrase_right(words, k + 1)
            if further > k + 1 and not (_low(words, k) in ("on", "in") and _low(words, k + 1) in TIMES):
                return further
    return k


def _subject(words, first):
    """The (start, end) word range of the subject left of a verb group, or None."""
    j = first - 1
    while j >= 0 and (words[j].tag == "RB" or _low(words, j) in REFLEXIVE | {"also", "then", "once", "later"}) and _low(words, j) not in NOMINATIVE:
        j -= 1
    if _low(words, j) in ("all", "both", "each") and _tag(words, j - 1) == "PRP":
        j -= 1
    timed = j
    while timed > 0 and (_low(words, timed) in TIMES or timed < j and _low(words, timed) in ("on", "in", "early", "late")):
        timed -= 1
    if timed < j and (words[timed].tag in NOUNS | {"PRP"} or words[timed].text == ")"):
        j = timed  # a study earlier this year; the ministry on Tuesday
    if j < 0:
        return None
    low = _low(words, j)
    if low in RELATIVE and words[j].tag in ("WP", "WDT", "IN", "WP$"):
        return _antecedent(words, j)
    if low in NOMINATIVE or words[j].tag == "PRP":
        return j, j + 1
    if words[j].tag in NOUNS | {"SHORT"} or low in ("some", "many", "others", "most", "all") or words[j].tag in ("JJ", "DT") and j and _tag(words, j - 1) == "DT":
        start = _noun_phrase_left(words, j)
        while j > start and _low(words, j) in TIMES:
            j -= 1
        return start, j + 1
    if words[j].text in (",", ")", "-", "–", "—"):
        return _apposed(words, j)
    return None


def _before_brackets(words, k):
    """The word before an aside in brackets that closes at k, else k."""
    if k < 0 or words[k].text != ")":
        return k
    return next((x - 1 for x in range(k, max(-1, k - 12), -1) if words[x].text == "("), k)


def _antecedent(words, j):
    k = j - 1
    if k >= 0 and words[k].text == ",":
        k -= 1
    if k >= 0 and words[k].tag in NOUNS | {"SHORT"}:
        return _noun_phrase_left(words, k, deep=False), k + 1
    if k >= 0 and _low(words, k) in ("those", "one", "some", "all"):
        return k, k + 1
    return None


def _apposed(words, j):
    """The noun phrase before an apposition or aside that closes at j: *Bakar, a spokesman, said*."""
    opening = {")": "(", ",": ","}.get(words[j].text, words[j].text)
    for k in range(j - 1, max(-1, j - 30), -1):
        if words[k].tag == "QUOTE":
            return None
        before = _before_brackets(words, k - 1)
        if words[k].text == opening and before >= 0 and words[before].tag in NOUNS | {"PRP", "CD"}:
            inner = range(k + 1, j)
            first = _low(words, k + 1)
            apposition = (first in ("who", "which", "whose", "a", "an", "the", "one", "head", "now", "also", "then") or words[k + 1].tag in MODIFIERS | {"VBN", "VBG", "IN", "RB", "DT", "TO"})
            if not apposition or (first not in ("who", "which", "whose") and any(words[m].tag in FINITE for m in inner)):
                if opening == ",":
                    continue
                return None
            start = _noun_phrase_left(words, before)
            if start and words[start - 1].tag == "IN" and _low(words, start - 1) not in ("that", "as") and start < 3:
                return None
            if words[start].text == "," or _low(words, k - 1) in TIMES:
                continue
            return start, k
    return None


# --- content -------------------------------------------------------------------------------------------------------


def _finite(words, i):
    tag, low = _tag(words, i), _low(words, i)
    if tag == "QUOTE":  # Russia “will not divide Europe”
        return re.match(r"\W*(\w*)", low)[1] in AUXILIARY
    if low in ("'s", "’s"):
        return tag == "VBZ"
    return tag in FINITE or low in AUXILIARY - {"be", "been", "being", "having"}


def _cue_verb(words, i, tags=("VBD", "VBZ", "VBP", "VBN")):
    return words[i].tag in tags and any(c.part == "verb" for _, c, _ in _forms().get(_low(words, i), ()))


def _strong_verb(words, i, kinds):
    """A verb that mostly reports: it takes a that-clause and quotations."""
    return any(c.part == "verb" and {"zero", "quote"} & c.takes and kind in kinds for _, c, kind in _forms().get(_low(words, i), ()))


def _clause_end(words, i, *, comma=False):
    """The index after the clause that starts at i; `comma` ends it at the first comma."""
    verb, k, depth = "", i, 0
    while k < len(words):
        text, low = words[k].text, _low(words, k)
        if text in "([":
            depth += 1
        elif text in ")]":
            if not depth:
                break
            depth -= 1
        elif text == ":" and _is_quote(words, k + 1):
            break
        elif text == ";" or text in ".!?" and k + 1 == len(words):
            break
        elif text in ".!?" and not _goes_on_after_stop(words, k):
            break
        elif not depth and text in (",", "–", "—", "--", "-", "and", "but", "while") and k > i:
            if comma and text == "," and not _is_quote(words, k + 1):
                break
            if text == "," and k - 1 > i and words[k - 1].tag in ("QUOTE", "SHORT") and _low(words, k + 1) in ("a", "an", "which", "the", "who", "but"):
                break
            if _breaks(words, k, verb):
                break
        elif low == "according" and _low(words, k + 1) == "to" and k > i and not depth:
            break
        verb = verb or (words[k].tag if _finite(words, k) else "")
        k += 1
    while k > i and words[k - 1].text in (",", ".", ";", ":", "-", "–", "—", "!", "?", "and", "but"):
        k -= 1
    return k


def _goes_on_after_stop(words, k):
    return k + 1 < len(words) and (words[k + 1].text[:1].islower() or words[k].end == words[k + 1].start)


def _breaks(words, k, verb):
    """Does the reported clause end at the comma, dash or conjunction k?"""
    n, joined = k + 1, words[k].text != ","
    if words[k].text in ("-", "–", "—", "--") and _tag(words, n) != "QUOTE":
        joined = False
    if _low(words, n) in ("and", "but", "while", "although", "though", "whereas", "as", "yet", "or"):
        n, joined = n + 1, True
    while _tag(words, n) == "RB" or _low(words, n) in ("also", "then", "later"):
        n += 1
    if n >= len(words):
        return False
    if _low(words, n) == "according":
        return True
    if words[n].tag == "VBG" and (_strong_verb(words, n, ("ing",)) or _low(words, n) in ("referring", "speaking", "alluding", "citing", "quoting")):
        return words[k].text == "," or bool(verb)
    if joined and words[n].tag in ("VBD", "VBN", "VBZ", "VBP") and (verb or words[k].text == ","):
        if _strong_verb(words, n, ("past", "third", "base")) or words[n].tag == "VBD" and verb in ("VBZ", "VBP") and _cue_verb(words, n):
            return True
    if _low(words, n) == "with":
        absolute = _noun_phrase_right(words, n + 1, deep=False)
        return absolute > n + 1 and _tag(words, absolute) == "VBG" and _strong_verb(words, absolute, ("ing",))
    relative = _low(words, n) in ("which", "something")
    n += relative
    end = _noun_phrase_right(words, n) if _low(words, n) not in NOMINATIVE else n + 1
    if words[k].text != "," and not joined:
        return False
    if end > n and words[k].text != "and" or end == n + 1:
        v = end
        while _tag(words, v) == "RB" or _low(words, v) in HAVE:
            v += 1
        if v < len(words) and words[v].tag in FINITE | {"VBN"} and (_strong_verb(words, v, ("past", "third", "base")) or relative and _cue_verb(words, v)):
            if relative and any(words[x].text == "," and _finite(words, x + 1) for x in range(v, len(words) - 1)):
                return False
            return words[k].text == "," or bool(verb)
    if words[k].text == "," and verb and _named_cue(words, n):
        return True
    if words[k].text == "," and verb and _strong_verb(words, n, ("past", "third")) and words[n].tag in FINITE | {"VBN"}:
        return True
    return False


def _named_cue(words, n):
    """Does a speaker with its cue, and nothing else, stand at n? *two people close to the talks said*."""
    if words[n].tag not in MODIFIERS | {"DT"}:
        return False
    for v in range(n + 1, min(n + 12, len(words))):
        if _finite(words, v) or words[v].tag == "VBN" and _strong_verb(words, v, ("past",)):
            after = _low(words, v + 1)
            return _strong_verb(words, v, ("past", "third", "base")) and (after in ("", ".", ",", "on", "in", "at", "to") or after in TIMES)
        if not words[v].text[0].isalnum() or words[v].tag in ("VBG", "WP", "WDT"):
            return False
    return False


def _clause_at(words, k, *, strict):
    """Does a clause with its own subject start at k? *(said) Russia would not yield*."""
    low, tag = _low(words, k), _tag(words, k)
    if tag == "PRP" or low in NOMINATIVE or tag == "EX":
        if tag == "PRP" and low in ("him", "them", "me", "us") or low in REFLEXIVE:
            return False
        reach = 16 if _low(words, k + 1) == "and" else 7
        return any(_finite(words, m) for m in range(k + 1, min(k + reach, len(words))))
    if low == "about" or not (tag in MODIFIERS | {"DT", "EX", "QUOTE"} or not strict and tag in ("IN", "VBG", "RB", "PDT")):
        return False
    span = 9 if strict else 30
    for m in range(k + 1, min(k + span, len(words))):
        if _finite(words, m):
            return not (strict and any(words[x].text == "," for x in range(k, m)))
        if not strict and words[m].text == "," and _low(words, m + 1) in ("but", "and", "while", "which", "who"):
            return False
        if words[m].tag in ("TO", ":") or words[m].text in ".;" or (strict and words[m].tag in ("WDT", "WP", "WRB", "VBG")):
            return False
    return False


def _past_adjuncts(words, k):
    """The first word after adverbials that may stand between a cue and its content; k where no content follows them."""
    m = k
    for _ in range(4):
        low = _low(words, m)
        if low in TIMES or _tag(words, m) == "RB" and low not in ("not", "n't"):
            m += 1
        elif low in ADJUNCT and _tag(words, m) != "TO":
            end = _noun_phrase_right(words, m + 1)
            if end <= m + 1:
                break
            m = end
        elif _tag(words, m) == "CD" and m > k and _low(words, m - 1) in TIMES:
            m += 1
        else:
            break
    return m


def _contents(words, use):
    """The word ranges of the content to the right of a verb."""
    takes, k = use.cue.takes, use.after
    m = _past_adjuncts(words, k)
    n = m + 1 if _low(words, m) in (",", ":") else m
    if _low(words, k) == "it" and _low(words, k + 1) in (":", ","):  # put it: "…"
        n = k + 2
    if _low(words, n) == "that" and _is_quote(words, n + 1) or _low(words, n) in ("that", ":", "simply") and _tag(words, n + 1) == "QUOTE":
        n += 1
    if _is_quote(words, n) and takes & SPOKEN and not (words[n].tag == "SHORT" and _tag(words, n + 1) in NOUNS):
        return _quoted(words, n, takes)
    if "that" in takes and _low(words, m) == "that" and not (m > k and _finite(words, m + 1)) and _low(words, m + 1) != "one":
        m += not _finite(words, m + 1)
        return [(m, _clause_end(words, m))]
    if _low(words, m) == ":" and _says(use.cue) and _clause_at(words, m + 1, strict=False):
        return [(m + 1, _clause_end(words, m + 1))]
    if "that" in takes and n > m and _low(words, n) == "that":
        return [(n + 1, _clause_end(words, n + 1))]
    that = _that_after_aside(words, k) if "that" in takes else None
    if not that and _says(use.cue):  # says in planning documents that
        near = next((x for x in range(k + 1, min(k + 9, len(words) - 1)) if _low(words, x) == "that" or not words[x].text[0].isalnum()), k)
        that = near if _low(words, near) == "that" and _low(words, k) in ADJUNCT and _tag(words, near - 1) != "IN" else None
        that = that if that and not _finite(words, that + 1) else None
    if that:
        return [(that + 1, _clause_end(words, that + 1))]
    if "zero" in takes and _finite(words, k) and not _is_quote(words, k) and use.mode == "finite" and use.cue.kind not in ("announce", "reveal") and _gap(words, use):
        return [(k + 1, _clause_end(words, k + 1))]
    if "to" in takes and (_infinitive_at(words, k) or _low(words, k) == "to" and _tag(words, k + 1) == "QUOTE"):
        return [(k, _clause_end(words, k))]
    if "to" in takes and _low(words, k) == "not" and _low(words, k + 1) == "to":
        return [(k, _clause_end(words, k))]
    if "wh" in takes and _low(words, m) in QUESTION - ({"who", "where", "when"} if use.cue.kind == "think" else set()):
        return [(m, _clause_end(words, m))]
    for preposition in ("of", "about", "against", "for"):
        if preposition in takes and _low(words, k) == preposition:
            return [(k + 1, _clause_end(words, k + 1, comma=True))]
    if "on-to" in takes and _low(words, k) in ("on", "upon"):
        return [(k + 1, _clause_end(words, k + 1))] if _infinitive_after(words, k + 1) else []
    if "np-as" in takes and _low(words, k) == "as":
        return [(k + 1, _clause_end(words, k + 1, comma=True))]
    if "ing" in takes and _tag(words, k) == "VBG":
        return [(k, _clause_end(words, k))]
    if "zero" in takes and "np-that" not in takes and _low(words, m) not in QUESTION:
        if _clause_at(words, m, strict=not _says(use.cue) or use.mode == "ing" and use.cue.name != "say"):
            return [(m, _clause_end(words, m))]
        if m > k and _says(use.cue) and use.mode != "ing" and _clause_at(words, k, strict=False):
            return [(k, _clause_end(words, k))]  # said at least one man was hurt
    found = _object(words, use, k)
    if not found and takes >= {"zero", "np-that"} and _clause_at(words, m, strict=True):
        return [(m, _clause_end(words, m))]
    return found


def _that_after_aside(words, k):
    """The *that* behind an aside between commas which opens at k: said, however, that."""
    if _low(words, k) != ",":
        return None
    that = next((x for x in range(k + 1, min(k + 20, len(words) - 1)) if _low(words, x) == "that" and words[x - 1].text == ","), None)
    return that if that and not any(_finite(words, x) for x in range(k, that)) else None


def _after_aside(words, k, preposition):
    """The preposition behind an aside to the object at k: accused the rebels, including their leaders, of."""
    at = next((x for x in range(k + 2, min(k + 30, len(words))) if _low(words, x) == preposition and words[x - 1].text == ","), None)
    opened = at and any(words[x].text == "," for x in range(k, at - 1))
    return at if opened and not any(_finite(words, x) or words[x].text in ".;" for x in range(k, at)) else None


def _says(cue):
    return {"that", "zero", "quote"} <= cue.takes and "np-is" not in cue.takes and cue.kind not in ("think", "hope", "fear", "announce")


def _quoted(words, n, takes):
    """A quotation after the cue: alone, coordinated, or the beginning of a longer clause."""
    after = n + 1
    if "zero" in takes and _finite(words, after) and not _cue_verb(words, after):
        return [(n, _clause_end(words, n))]
    found = [(n, after)]
    while after < len(words):
        after = _past_brackets(words, after)
        skip = after + 1 if _low(words, after) in ("and", ",", "or") else after
        skip = skip + 1 if _low(words, skip) == "and" else skip
        if words[skip - 1].text in ("and", "or", ",") and _is_quote(words, skip) or after == skip and _is_quote(words, skip):
            found.append((skip, skip + 1))
            after = skip + 1
        else:
            break
    return found


def _past_brackets(words, k):
    """The word after an aside in brackets that starts at k, else k."""
    m, depth = k, 0
    while m < len(words) and (words[m].text in "([" or depth):
        depth += (words[m].text in "([") - (words[m].text in ")]")
        m += 1
    return m if m < len(words) or not depth else k


def _infinitive_at(words, k):
    """Does an infinitive stand at k? *to testify*, *to never testify*."""
    verb = k + 1
    while _tag(words, verb) == "RB":
        verb += 1
    return _tag(words, k) == "TO" or _low(words, k) == "to" and _tag(words, verb) in ("VB", "VBN")


def _infinitive_after(words, k):
    for m in range(k, min(k + 16, len(words))):
        if words[m].tag == "TO":
            return m
        if _finite(words, m) or words[m].text in ".;":
            return None
    return None


def _object(words, use, k):
    """Contents behind an object: told X that, accused X of, sees X as, called X Y, asked X to, wants X."""
    takes = use.cue.takes
    end = _noun_phrase_right(words, k)
    if end == k or _low(words, k) in TIMES - {"this"}:
        return []
    if _low(words, k) in REFLEXIVE and use.cue.kind == "reveal":
        return []  # found himself fired
    if "zero" in takes and _finite(words, end):
        return [(k, _clause_end(words, k))]
    m = _past_adjuncts(words, end)
    n = m + 1 if _low(words, m) in (",", ":") else m
    if takes & {"np-that", "zero"} and "np-that" in takes:
        if _low(words, m) == "that":
            m, n = m + 1, m + 1
            return _quoted(words, n, takes) if _is_quote(words, n) else [(m, _clause_end(words, m))]
        that = _that_after_aside(words, end)
        if that:
            return [(that + 1, _clause_end(words, that + 1))]
        if _is_quote(words, n):
            return _quoted(words, n, takes)
        if _low(words, m) in QUESTION and "wh" in takes:
            return [(m, _clause_end(words, m))]
        if end < len(words) and _clause_at(words, end, strict=True):
            return [(end, _clause_end(words, end))]
        short = _noun_phrase_right(words, k, deep=False)
        if short < end and _clause_at(words, short, strict=True):
            return [(short, _clause_end(words, short))]
    if "quote" in takes and _is_quote(words, n) and n > m:
        return _quoted(words, n, takes)
    if "np-is" in takes:
        if _low(words, k) in REFLEXIVE:
            return [(k, _clause_end(words, k, comma=True))]
        quote = next((x for x in range(k, min(end + 1, len(words))) if _is_quote(words, x)), None)
        if quote is not None:
            return _quoted(words, quote, takes)
        if end < len(words) and (words[end].tag == "DT" or words[end].tag[:2] == "JJ" or words[end].tag == "VBN" and words[k].tag == "PRP"):
            return [(end, _clause_end(words, end, comma=True))]
        short = _noun_phrase_right(words, k, deep=False)
        if short < end and words[short].tag in ("DT", "JJ"):
            return [(short, _clause_end(words, short, comma=True))]
        if _gap(words, use):
            return [(k, _clause_end(words, k, comma=True))]
    for frame, preposition in (("np-as", "as"), ("np-of", "of"), ("np-for", "for"), ("np-on", "on")):
        if frame in takes:
            at = next((x for x in range(k + 1, min(k + 14, len(words))) if _low(words, x) == preposition), None)
            aside = _after_aside(words, k, preposition)
            if aside:
                return [(aside + 1, _clause_end(words, aside + 1))]
            if at and _low(words, _noun_phrase_right(words, at + 1) - 1) in TIMES:
                continue  # criticised him for months
            if at and not any(_finite(words, x) or words[x].text in ".,;" for x in range(k, at)):
                return [(at + 1, _clause_end(words, at + 1, comma=preposition != "of"))]
    if "np-to" in takes:
        to = _infinitive_after(words, k)
        if to and not any(words[x].text == ";" for x in range(k, to)):
            return [(k, _clause_end(words, k))]
    head = _low(words, _noun_phrase_right(words, k, deep=False) - 1)
    if head in _nominal() and end >= len(words) - 1 or _low(words, end - 1) in _nominal() and head == _low(words, end - 1) and _low(words, end) not in ("about", "over"):
        return []  # denied the allegations: an act of speech without a content
    if "np" in takes or any(words[x].tag in ("QUOTE", "SHORT") for x in range(k, min(end + 1, len(words)))) and takes & {"np-as", "np-for", "np-is"}:
        return [(k, _clause_end(words, k, comma=True))]
    return []


def _gap(words, use):
    """Does the verb stand in a relative clause without a pronoun? *an island Beijing considers its own*."""
    subject = _subject(words, use.first)
    return bool(subject) and subject[0] > 0 and (_tag(words, subject[0] - 1) in NOUNS or _low(words, subject[0] - 1) in ("what", "which", "that", "who", "whom"))


# --- reading a sentence --------------------------------------------------------------------------------------------


def _read(text, words, last):
    """The quotes of one sentence; `last` is the last quote before it, whose speaker a bare quotation goes on with."""
    found, taken, main, idle = _labelled(words), set(), None, None
    if _bare_quotation(words):
        return [Quote(last.speaker if last else None, None, (w.start, w.end), "direct", last.cue_class if last else "")
                for w in words if w.tag == "QUOTE" or w.tag == "SHORT" and last]
    for use in _uses(words):
        speaker, ranges = _attribute(words, use, main, taken)
        ranges = [(a, b) for a, b in ranges if b > a]
        if speaker and use.mode in ("finite", "phrase") and use.at not in taken:
            main = speaker
        if not ranges and use.mode == "finite" and "quote" in use.cue.takes and use.at not in taken:
            idle = idle or use
        for a, b in ranges:
            taken.update(range(a, b))
            found.append(_quote(words, speaker, use, a, b))
    return found + _floating(words, taken, found, main, last, None if found else idle)


def _labelled(words):
    """The quote of a headline or transcript that begins with its speaker: *Mary Smith: I never left*."""
    colon = next((k for k in range(1, min(9, len(words))) if words[k].text == ":"), None)
    if not colon or any(_finite(words, k) for k in range(colon)):
        return []
    end = _noun_phrase_right(words, 0, deep=False)
    source = end == colon and _low(words, end - 1) in SOURCES | SPEAKERS
    if not end or not (source or _named(words, end, _is_quote(words, colon + 1))):
        return []
    if not _is_quote(words, colon + 1) and not (end == colon and _clause_at(words, colon + 1, strict=False)):
        return []
    last = _clause_end(words, colon + 1)
    return [Quote((words[0].start, words[end - 1].end), None, (words[colon + 1].start, words[last - 1].end), "")]


def _named(words, end, quoted):
    """Is the noun phrase before `end` a name: before a quotation, with a first name, or one whose bearer says *I*?"""
    if any(word.tag != "NNP" for word in words[:end]):
        return False
    speech = {_low(words, k) for k in range(2, 12)}
    return quoted or end > 1 and words[0].text in _first_names() or end == 1 and bool(speech & {"i", "we", "my", "our"})


@functools.cache
def _first_names():
    return frozenset(row["name"] for row in lexicon("first_names"))


def _bare_quotation(words):
    """Is there nothing but quotations, marks and asides in brackets?"""
    depth, any_quote = 0, False
    for word in words:
        depth += (word.text == "(") - (word.text == ")")
        any_quote = any_quote or not depth and word.tag in ("QUOTE", "SHORT")
        if not depth and word.tag not in ("QUOTE", "SHORT") and re.search(r"\w", word.text):
            return False
    return any_quote


def _quote(words, speaker, use, a, b):
    who = (words[speaker[0]].start, words[speaker[1] - 1].end) if speaker else None
    cue = (words[use.first].start, words[use.after - 1].end) if use else None
    return Quote(who, cue, (words[a].start, words[b - 1].end), "", use.cue.kind if use else "")


def _attribute(words, use, main, taken):
    if use.mode == "phrase":
        return _by_phrase(words, use, taken)
    if use.mode == "noun":
        return _by_noun(words, use, main)
    if use.mode == "adjective":
        return _by_adjective(words, use, main)
    if use.mode in ("passive", "reduced"):
        return _by_passive(words, use)
    if use.mode == "finite":
        return _by_verb(words, use, main, taken)
    ranges = _contents(words, use)
    if use.mode == "to" and ranges and not (_low(words, ranges[0][0] - 1) == "that" or _is_quote(words, ranges[0][0])
                                            or _low(words, ranges[0][0]) in QUESTION and "quote" in use.cue.takes):
        return None, []
    return _controller(words, use, main, taken), ranges


def _controller(words, use, main, taken):
    """The speaker of an infinitive or participle: the noun it modifies, else the subject of its clause."""
    j = use.first - 1
    if use.mode == "ing" and j > 0 and words[j].tag in NOUNS:
        start = _noun_phrase_left(words, j)
        if _low(words, j) not in TIMES | clauses.SUBORDINATORS:
            return start, j + 1  # a letter saying …, with the minister saying …
    if use.mode == "ing" and j > 0 and words[j].text == "," and words[j - 1].tag in NOUNS and _noun_phrase_left(words, j - 1) == 0:
        return 0, j  # Critics, portraying the dam as a danger, …
    for v in range(use.first - 1, -1, -1):
        if v not in taken and (_finite(words, v) or words[v].tag in ("VBD", "VBN")):
            first = _group(words, v)[0]
            subject = _subject(words, first)
            back = first - 1
            while back >= 0 and words[back].tag == "RB":
                back -= 1
            if subject and _low(words, back) not in RELATIVE and _low(words, subject[0] - 1) not in ("when", "while", "where", "which", "as", "after", "before"):
                return subject
    if use.mode == "finite":
        return main
    for v in range(use.after, min(use.after + 60, len(words))):  # a participle before its clause: *Speaking in Rome, X said*
        if _finite(words, v):
            return _subject(words, _group(words, v)[0]) or main
    return main


def _by_verb(words, use, main, taken):
    inverted = _inverted(words, use)
    if inverted:
        before = _before(words, use, use.first, taken)
        if before:
            return inverted, before + _resumed(words, inverted[1], taken)
    subject = _subject(words, use.first)
    ranges = _contents(words, use)
    if "source" in use.cue.takes and not (subject and any(_low(words, k) in SOURCES for k in range(*subject))):
        return subject, []  # his career shows that …
    if use.at and words[0].tag == "IN" or subject and _low(words, subject[0] - 1) in ("though", "although", "while", "as", "if", "when"):
        ranges = [_to_comma(words, a, b, subject) for a, b in ranges]
    if subject is None and use.first == 0:  # Says Mr. Smith: “…”
        end = _noun_phrase_right(words, use.after, deep=False)
        subject = (use.after, end) if end > use.after else None
    if subject is None:
        subject = main or _controller(words, use, main, taken) or _leading(words, use.first)
    if ranges and subject and subject[0] and re.search(r"[,?!—-]\W+$", words[subject[0] - 1].text) and _tag(words, subject[0] - 1) == "QUOTE" and (
            _tag(words, subject[0] - 2) not in NOUNS | {"POS", "IN", "DT"}):
        if not _is_quote(words, ranges[0][0]) and _low(words, ranges[0][0] - 1) != "that":
            ranges = []  # “…,” he told the crowd gathered there
    if ranges and subject and _is_quote(words, ranges[0][0]) and words[use.after].text == "," and (
            words[subject[0] - 1].text == "," or _is_quote(words, subject[0] - 1)):
        ranges = [r for r in _before(words, use, subject[0], taken) if _is_quote(words, r[0])] + ranges
    if not ranges and subject and _low(words, subject[0] - 1) == "as" and "that" in use.cue.takes:
        comma = next((x for x in range(use.after, min(use.after + 15, len(words))) if words[x].text == ","), None)
        if comma and subject[0] < 3 and not any(_finite(words, x) for x in range(use.after, comma)):
            return subject, [(comma + 1, _clause_end(words, comma + 1))]  # as the paper reported on Tuesday, …
    if not ranges and subject and _low(words, subject[0] - 1) == "as" and _low(words, subject[0] - 2) == "," and "that" in use.cue.takes:
        if all(word.text in ".!?" for word in words[use.after:]):
            return subject, _before(words, use, subject[0] - 1, taken)  # …, as the paper reported
    if not ranges and subject and use.cue.takes & {"zero", "quote"}:
        end = _past_adjuncts(words, use.after)
        if use.cue.takes & {"np-that"} and end == use.after:
            end = _noun_phrase_right(words, use.after)
        closed = end >= len(words) or words[end].text in (",", ".", "–", "—", "--", "-", ":", ";", ")", "!", "?") or _low(words, end) in ("as", "when", "after", "in", "while", "during")
        if closed or subject[0] and words[subject[0] - 1].text == "," and _says(use.cue):
            ranges = _before(words, use, subject[0], taken)
            if not use.cue.takes & {"zero", "that"}:
                ranges = [r for r in ranges if _is_quote(words, r[0])]
            if end < len(words) and (ranges or _low(words, subject[0] - 1) == ","):
                resumed = _resumed(words, end, taken)
                if not ranges and resumed and _finite(words, resumed[0][0]) and subject[0] > 1:
                    ranges = [(_clause_start(words, subject[0] - 2, taken), subject[0] - 1)]  # the dam, he said, would hold
                ranges += resumed if use.cue.takes & {"zero", "that"} else [r for r in resumed if _is_quote(words, r[0])]
    return subject, ranges


def _to_comma(words, a, b, subject):
    """A content within a subordinate clause before the main one ends at its comma: *though X says A, B*."""
    start = subject[0] if subject else a
    if not any(_low(words, x) in ("though", "although", "while", "as", "if", "when", "whereas") for x in range(max(0, start - 2), start)) or start > 3:
        return a, b
    comma = next((x for x in range(a + 1, b) if words[x].text == "," and any(_finite(words, y) for y in range(a, x))), b)
    return a, comma


def _leading(words, first):
    """The noun phrase a sentence begins with, after adverbials set off by commas."""
    k = 0
    for _ in range(3):
        end = _noun_phrase_right(words, k)
        if k < end <= first and _tag(words, k) != "IN":
            return k, end
        k = next((x for x in range(k, first) if words[x].text == ","), first) + 1
        if k >= first:
            return None
    return None


def _inverted(words, use):
    """The subject after its verb: “…,” said X; the plan failed, said X."""
    before = use.first - 1
    if before < 0 or "quote" not in use.cue.takes or use.at != use.first:
        return None
    quoted = _tag(words, before) in ("QUOTE", "SHORT") or words[before].text == "," and _is_quote(words, before - 1)
    if not quoted and words[before].text not in (",", "—", "–"):
        return None
    end = _noun_phrase_right(words, use.after)
    if end == use.after or _low(words, use.after) in TIMES:
        return None
    if not quoted and (not _says(use.cue) or _finite(words, end) or _subject(words, use.first) or _low(words, end) == "that"):
        return None
    if quoted and _finite(words, end) and not _is_quote(words, before):
        return None
    return use.after, end


def _before(words, use, edge, taken):
    """The content that stands before its cue: quotations, or the clause up to the comma."""
    k = edge - 1
    if k >= 0 and words[k].text in (",", "–", "—", "--", "-"):
        k -= 1
    elif k >= 0 and not _is_quote(words, k):
        return []
    if k < 0:
        return []
    if _is_quote(words, k) and (words[k].tag == "QUOTE" or k == 0):
        a = k
        if a and a - 1 not in taken and words[a - 1].text not in (",", ":", ".", "?", "!") and not _is_quote(words, a - 1):
            start = _clause_start(words, k, taken)
            return [(start, k + 1)] if any(_finite(words, x) for x in range(start, k)) else [(k, k + 1)]
        found = [(k, k + 1)]
        while a and _is_quote(words, a - 1) and a - 1 not in taken:
            a -= 1
            found.insert(0, (a, a + 1))
        return found
    start = _clause_start(words, k, taken)
    if k in taken or not any(_finite(words, x) for x in range(start, k + 1)):
        return []
    return [(start, k + 1)]


def _clause_start(words, k, taken):
    start = k
    while start > 0 and start - 1 not in taken and words[start - 1].text != ";" and not (
            words[start - 1].text in ".?!" and words[start].text[:1].isupper() and words[start - 1].end < words[start].start):
        start -= 1
    if _low(words, start) in ("but", "and", "however", "still", "yet", "meanwhile", ",", "for"):
        start += 1
    if words[start].text == ",":
        start += 1
    for x in range(start, k):  # a relative pronoun or conjunction right before the aside: *for which, he indicated, …*
        if _low(words, x) in ("that",) and x == k:
            start = x + 1
    return start


def _resumed(words, k, taken):
    """What goes on after a cue in the middle: “…,” he said, “…”; the plan, he said, would fail."""
    while k < len(words) and words[k].text not in (",", "–", "—", ":", ".", "?", "!") and not _is_quote(words, k):
        if _finite(words, k):
            return []
        k += 1
    if k + 1 >= len(words) and not _is_quote(words, k):
        return []
    if words[k].text in (",", "–", "—", ":", ".", "?", "!"):
        if words[k].text == ",":  # an apposition to the speaker first: said X, a spokesman for Y, “…”
            quote = next((x for x in range(k + 1, len(words)) if words[x].tag == "QUOTE"), None)
            if quote is not None and not any(_finite(words, x) for x in range(k + 1, quote)):
                return _quoted(words, quote, frozenset())
        k += 1
    if _is_quote(words, k):
        return _quoted(words, k, frozenset())
    if _tag(words, k) == "VB" and any(w.tag == "MD" for w in words[:k]):  # would, he said, save
        return [(k, _clause_end(words, k))]
    if words[k - 1].text in (",", "–", "—") and k < len(words) and words[k].tag != "VBG" and (_finite(words, k) or _low(words, k) in ("and", "but", "that", "because", "which", "to") or _clause_at(words, k, strict=False)):
        if _breaks(words, k - 1, True):
            return []
        return [(k, _clause_end(words, k))]
    return []


def _by_phrase(words, use, taken):
    start = use.after
    end = _noun_phrase_right(words, start)
    if end == start or _low(words, end - 1) in MEASURES:
        return None, []
    speaker = (start, end)
    if use.at == 0 or words[use.at - 1].text in (".", ":", ";") or _low(words, use.at - 1) in ("and", "but", "that") or use.at <= 2 and words[use.at - 1].text == ",":
        k = next((x for x in range(end, min(end + 30, len(words))) if words[x].text == ","), None)
        if k is None or _clause_at(words, end, strict=True):
            k = end - 1
        elif any(_finite(words, x) for x in range(end, k)):
            k = end - 1
        else:
            rest = k + 1
            if not _clause_at(words, rest, strict=False) or _apposition(words, rest):
                further = next((x for x in range(rest, min(rest + 25, len(words))) if words[x].text == ","), None)
                k = further if further and not any(_finite(words, x) for x in range(rest, further)) else k
        return speaker, [(k + 1, _clause_end(words, k + 1))]
    closing = next((x for x in range(end, len(words)) if words[x].text in (",", ".")), len(words))
    if words[use.at - 1].text == ",":
        left = use.at - 2
        start = _clause_start(words, left, taken)
        ranges = []
        if any(_finite(words, x) for x in range(start, left + 1)) and not (_low(words, start) == "it" and left - start < 3):
            ranges.append((start, left + 1))
        elif left >= 0 and left not in taken and not ranges and left - start >= 3:
            ranges.append((start, left + 1))
        if closing + 2 < len(words) and words[closing].text == "," and not (ranges and _breaks(words, closing, True)):
            k = closing + 1 + (_low(words, closing + 1) == "that")
            if not ranges or _finite(words, k) or _low(words, k) in ("but", "that"):
                ranges.append((k, _clause_end(words, k)))
        return speaker, ranges
    left = use.at - 1
    start = _clause_start(words, left, taken)
    return speaker, [(start, left + 1)] if any(_finite(words, x) for x in range(start, left + 1)) else []


def _apposition(words, k):
    return _low(words, k) in ("a", "an", "the", "who", "which") or words[k].tag in ("NN", "NNS")


def _by_noun(words, use, main):
    k, takes = use.after, use.cue.takes
    speaker = _possessor(words, use.at)
    lightly = None if speaker else _light_subject(words, use.at)
    if _low(words, k) in ("by", "from", "of") and not ("of" in takes and _low(words, k) == "of"):
        end = _noun_phrase_right(words, k + 1, deep=False)
        if end > k + 1 and (_low(words, end) == "that" or _tag(words, end) == "TO"):
            speaker, k = speaker or (k + 1, end), end
    who = speaker or lightly or (main if _light(words, use.at) is not None else None)
    if "that" in takes and _low(words, k) in ("is", "was", "has") and _low(words, k + 1) == "that" and who:
        return who, [(k + 2, _clause_end(words, k + 2))]
    if "that" in takes and who and _tag(words, k) == "PRP" and _low(words, k) in NOMINATIVE and _finite(words, k + 1):
        return who, [(k, _clause_end(words, k))]
    m = _past_adjuncts(words, k) if who else k
    k = m if _low(words, m) == "that" else k
    if "that" in takes and _low(words, k) == "that" and not _finite(words, k + 1) and k + 1 < len(words):
        return who, [(k + 1, _clause_end(words, k + 1))]
    if not who:
        return None, []
    if "to" in takes and _low(words, k) == "to":
        hearer = _noun_phrase_right(words, k + 1, deep=False)  # a challenge to Congress to act
        k = hearer if hearer > k + 1 and _tag(words, hearer) == "TO" else k
    if "to" in takes and _tag(words, k) == "TO":
        return who, [(k, _clause_end(words, k, comma=True))]
    for preposition in ("of", "for"):
        if preposition in takes and _low(words, k) == preposition and speaker:
            return who, [(k + 1, _clause_end(words, k + 1, comma=True))]
    return None, []


def _possessor(words, i):
    """The possessor of a noun: *Putin’s claim*, *his latest claim*."""
    k = i - 1
    while k >= 0 and words[k].tag in ("JJ", "CD", "JJS", "NN", "VBN", "RB"):
        k -= 1
    if k >= 0 and words[k].tag == "PRP$":
        return k, k + 1
    if k > 0 and words[k].tag == "POS":
        return _noun_phrase_left(words, k - 1, deep=False), k
    return None


def _light_subject(words, i):
    verb = _light(words, i)
    return _subject(words, _group(words, verb)[0]) if verb is not None else None


def _light(words, i):
    """The verb that a cue noun at i leans on: *made the claim*, *came to the conclusion*."""
    for k in range(i - 1, max(-1, i - 7), -1):
        if words[k].tag in ("VBD", "VBZ", "VBP", "VBN", "VB") and words[k].lemma in LIGHT | {"come"}:
            return k
        if words[k].text in ",;":
            return None
    return None


def _by_adjective(words, use, main):
    k, takes = use.after, use.cue.takes
    ranges = []
    if "that" in takes and _low(words, k) == "that":
        ranges = [(k + 1, _clause_end(words, k + 1))]
    elif "that" in takes and _low(words, use.at - 1) in BE and _clause_at(words, k, strict=True):
        ranges = [(k, _clause_end(words, k))]
    elif takes & {"of", "about"} and _low(words, k) in ("of", "about"):
        ranges = [(k + 1, _clause_end(words, k + 1))]
    elif "to" in takes and _tag(words, k) == "TO":
        ranges = [(k, _clause_end(words, k))]
    first = _group(words, use.at)[0]
    subject = _subject(words, first) if ranges else None
    return subject, ranges if subject and _low(words, subject[0]) not in ("it", "there", "this") else []


def _by_passive(words, use):
    """*was viewed as illegal by X*: the agent speaks; *was told by X that*; *is said to* has no speaker."""
    takes, k = use.cue.takes, use.after
    agent = None
    if _low(words, k) == "by":
        end = _noun_phrase_right(words, k + 1)
        if end == k + 1:
            return None, []
        agent, k = (k + 1, end), end
        if _low(words, k) == "," and "np-as" in takes:
            k = next((x for x in range(k, min(k + 8, len(words))) if _low(words, x) == "as"), k)
    ranges = []
    if _low(words, k) == "as" and "np-as" in takes:
        ranges = [(k + 1, _clause_end(words, k + 1, comma=True))]
    elif _low(words, k) == "that" and takes & {"that", "np-that"}:
        ranges = [(k + 1, _clause_end(words, k + 1))]
    elif _tag(words, k) == "TO" and takes & {"np-to", "zero", "to", "np-that"} and use.mode == "passive" and (agent or "np-to" not in takes):
        ranges = [(k, _clause_end(words, k))]
    elif _low(words, k) == "of" and "np-of" in takes or _low(words, k) == "for" and "np-for" in takes and agent:
        ranges = [(k + 1, _clause_end(words, k + 1, comma=True))]
    elif _is_quote(words, k):
        ranges = _quoted(words, k, takes)
    elif "np-is" in takes and use.cue.kind != "reveal" and _tag(words, k) in ("DT", "JJ") and use.mode == "passive":
        ranges = [(k, _clause_end(words, k, comma=True))]
    elif agent and takes & {"zero", "quote"} and use.mode == "passive" and _before(words, use, use.first, set()):
        ranges = _before(words, use, use.first, set())
    if ranges and not agent:
        a, b = ranges[0]
        by = next((x for x in range(a + 1, b) if _low(words, x) == "by" and _noun_phrase_right(words, x + 1) == b), None)
        if by and ranges[0][0] < by and (words[a].tag != "TO"):
            agent, ranges = (by + 1, b), [(a, by)]
    if use.mode == "reduced" and not agent:
        return None, []
    return agent, ranges


def _floating(words, taken, found, main, last, idle):
    """Quotations that no cue has claimed: the sentence's own speaker, else the one before, says those that are long enough.

    `idle` is a cue of the sentence that has found no content of its own.
    """
    cue = (words[idle.first].start, words[idle.after - 1].end) if idle else None
    kind = idle.cue.kind if idle else ""
    rows = []
    for k, word in enumerate(words):
        if word.tag != "QUOTE" or k in taken or any(q.content[0] <= word.start and word.end <= q.content[1] for q in found):
            continue
        inner = re.findall(r"\w[\w'’-]*", word.text)
        if _title(words, k, inner):
            continue
        whole = bool(re.match(r"\W*[A-Z]", word.text)) and bool(re.search(r"[.,!?…][\"”’'»]+$|[.!?]$", word.text))
        closed = re.search(r"[\"”’'»]$", word.text)
        if len(inner) < 4 and not (whole and (closed or len(inner) > 1)):
            continue
        speaker = main or _controller_of(words, k)
        if speaker:
            rows.append(Quote((words[speaker[0]].start, words[speaker[1] - 1].end), cue, (word.start, word.end), "direct", kind))
        elif whole:
            rows.append(Quote(last.speaker if last else None, None, (word.start, word.end), "direct", ""))
    return rows


def _controller_of(words, k):
    for v in range(k - 1, -1, -1):
        if _finite(words, v):
            return _subject(words, _group(words, v)[0]) if _low(words, v) not in BE else None
    for v in range(k + 1, len(words)):
        if _finite(words, v) or words[v].tag == "VBN":
            return _subject(words, _group(words, v)[0])
    return None


def _title(words, k, inner):
    """Is a quotation the title of a work? *the book "Hegemony or Survival"*."""
    near = {_low(words, x) for x in range(max(0, k - 3), k)}
    if near & TITLED:
        return True
    long = [w for w in inner if len(w) > 3]
    return bool(long) and len(inner) < 10 and all(w[0].isupper() for w in long) and words[k - 1].text not in (",", ":") and len(inner) > 1


# --- the whole -----------------------------------------------------------------------------------------------------


def _nested(text, start, end):
    """Speech of others within a quotation."""
    low, high = start + (not text[start].isalnum()), end - (not text[end - 1].isalnum())
    inner = _marks_inside(text, low, high)
    if high - low < 20:
        return []
    rows = []
    for a, b in _units(text, low, high, inner) if text[low:high].strip() else []:
        words = _words(text, a, b, _within(inner, a, b))
        for quote in (q for part in _parts(words) for q in _read(text, part, None)):
            if quote.speaker and text[slice(*quote.speaker)].lower() not in FIRST and quote.cue:
                rows.append(quote)
    return rows


def _marks_inside(text, low, high):
    return sorted(_double(text, low, high)[0] or [*_single(text, low, high)]) if high > low else []


def _tidy(text, found, marks):
    """Unique quotes in the order of the text, each with its type."""
    kept, seen = [], set()
    for quote in sorted(found, key=lambda q: (q.content, q.cue is None, q.cue or ())):
        start, end = quote.content
        while start < end and text[start] in " \n\r\t,;:":
            start += 1
        while end > start and text[end - 1] in " \n\r\t;:":
            end -= 1
        if end <= start or (start, end) in seen or quote.speaker and quote.speaker[0] >= start and quote.speaker[1] <= end:
            continue
        seen.add((start, end))
        kept.append(replace(quote, content=(start, end), type=_type(text, start, end, marks)))
    return kept


def _type(text, start, end, marks):
    inside = _within(marks, start, end + 1)
    inside = [m for m in inside if m[1] <= end]
    if not inside:
        at = bisect.bisect_left(marks, (start + 1, -1)) - 1
        if text[start] in "\"“«‘'" and at >= 0 and marks[at][1] >= end:
            return "direct"
        return "indirect"
    if inside[0][0] == start and inside[-1][1] >= end and not re.search(r"\w", "".join(text[a[1]:b[0]] for a, b in zip(inside, inside[1:]))):
        return "direct"
    return "mixed"


# --- speakers ------------------------------------------------------------------------------------------------------


def _body(article):
    """The clean spans of the paragraphs that are read, without the dateline."""
    first = {}
    for row in article.sentences.itertuples():
        first.setdefault(row.paragraph, row.clean_start)
    return [(first[p.paragraph], p.clean_end) for p in article.paragraphs.itertuples() if p.paragraph in first]


def _placed(article, name, span):
    start, end = article.to_raw(*span) if span else (-1, -1)
    return {f"{name}_start": start, f"{name}_end": end}


class _Mentions:
    """The mentions of an article by clean offsets, to name the actor that a noun phrase stands for."""

    def __init__(self, article, mentions):
        self.text = article.clean
        self.rows = sorted(((*article.to_clean(int(r.start), int(r.end)), r.actor, r.party, r.kind) for r in mentions.itertuples()), key=lambda r: r[:2])
        self.starts = [r[0] for r in self.rows]
        self.types = dict(zip(mentions["actor"], mentions["type"])) if "type" in mentions else {}

    def persons(self, speakers):
        """May all of these be persons, as far as the mentions tell?"""
        return all(self.types.get(actor, "person") in ("person", "") for actor, _ in speakers)

    def over(self, start, end):
        low = bisect.bisect_left(self.starts, start - 200)
        high = bisect.bisect_left(self.starts, end)
        return [r for r in self.rows[low:high] if r[1] > start and r[0] < end]

    def speakers(self, quote, offices):
        """[(actor, party)] of a quote's speaker; its own words where no mention stands for it."""
        if not quote.speaker:
            return []
        return self.named(*quote.speaker, offices)

    def named(self, start, end, offices):
        """[(actor, party)] of a noun phrase."""
        rows = self.over(start, end)
        head = _head(self.text, start, end)
        last = next((r for r in reversed(rows) if r[1] == end and r[4] == "name" and start < r[0]), None)
        if last and head < last[0] and re.search(r"(?:[A-Z][\w.’'-]*|\w{4,})\s$", self.text[start:last[0]]) and not re.search(
                r"\b(?:the|an?|and|with|from|against|near|within)\s$", self.text[start:last[0]]):
            return [(last[2], last[3])]  # the head of the Refugee Council Enver Solomon
        inner = re.match(r"\s+(?:of|from|by)\s+", self.text[head:end])
        noun = re.search(r"\w+$", self.text[start:head] or " ")
        if inner and noun and noun[0].lower() in _nominal():  # a request of the council
            return self.named(head + inner.end(), end, offices)
        office = noun[0].lower() if noun else ""
        named = self._heads([r for r in rows if r[4] == "name"], start, end, head) or self._apposed(end)
        if not named and office in offices and re.match(r"(?i)(?:the|that|this|his|her|its)\b", self.text[start:end]):
            return offices[office]
        named = named or self._heads(rows, start, end, head)
        if named:
            self._remember(offices, start, head, end, named)
            return named
        if office in REPRESENTING and rows:
            return [(rows[0][2], rows[0][3])]
        return [(_bare(self.text[start:end]), _bare(self.text[start:end]))]

    def _heads(self, rows, start, end, head):
        """The mentions that hold the head of the phrase, and those coordinated with it."""
        covering = [r for r in rows if r[0] < head <= r[1] or r[0] <= start and r[1] >= end]
        if not covering:
            return []
        names = [r for r in covering if r[4] != "pronoun"] or covering
        widest = max(r[1] - r[0] for r in names)
        chosen = [r for r in names if r[1] - r[0] == widest]
        if re.search(r",|\band\b", self.text[start:end]) and not re.search(r"\bof\b|\bfor\b", self.text[start:end]):
            chosen += [r for r in rows if r not in chosen and re.match(r"\s*(?:,|and\b|$)", self.text[r[1]:end])]
        return list(dict.fromkeys((r[2], r[3]) for r in sorted(chosen)))

    def _apposed(self, end):
        """A name right after an office: *a government spokesman, Abdourahim Said Bakar*, known as an actor or not."""
        match = re.match(r",\s+((?:[A-Z][\w.’'-]*\s+){0,4})(?=[A-Z])", self.text[end:end + 60])
        if not match:
            return []
        low = bisect.bisect_left(self.starts, end + 1)
        rows = [r for r in self.rows[low:low + 4] if r[0] <= end + match.end() and r[4] == "name"][-1:]
        name = re.match(r",\s+((?:[A-Z][\w’'-]+\s+){1,3}[A-Z][\w’'-]+),", self.text[end:end + 80])
        return [(r[2], r[3]) for r in rows] or ([(name[1], name[1])] if name else [])

    def _remember(self, offices, start, head, end, named):
        """Keep a speaker's offices for *the spokesman* later on: title before the name, apposition after it."""
        before = self.text[max(0, start - 60):start] + self.text[start:head]
        after = re.match(r",?\s+(?:who is\s+)?(?:an?|the)\s+([\w\s'’-]{3,60})", self.text[end:end + 80])
        for words in (after[1] if after else "", before):
            for word in re.findall(r"[a-z]{4,}", words):
                if word in OFFICES:
                    offices[word] = named


REPRESENTING = {"government", "officials", "official", "ministry", "spokesman", "spokeswoman", "spokesperson", "authorities", "army", "president",
                "minister", "leader", "ambassador", "military", "administration", "embassy", "delegation", "diplomats", "side", "leadership",
                "regime", "foreign", "media", "statement", "letter", "document", "data", "figures", "police", "ministers", "website", "press", "representative", "representatives", "spokesmen", "envoy", "report", "officers"}
OFFICES = {"spokesman", "spokeswoman", "spokesperson", "minister", "president", "chairman", "reporter", "ambassador", "secretary", "senator",
           "leader", "director", "officer", "lawyer", "attorney", "professor", "general", "commander", "governor", "mayor", "official", "judge",
           "prosecutor", "chief", "analyst", "author", "lawmaker", "envoy", "chancellor", "premier", "owner", "manager", "coach", "doctor"}


def _head(text, start, end):
    """Where the head of a noun phrase ends: before its first preposition, comma or relative."""
    match = re.search(r"\s+(?:of|for|in|at|from|on|to|with|near|within|against|by|and|or|who|which)\b|,|\s*\(", text[start:end])
    return start + match.start() if match else end


def _bare(phrase):
    return re.sub(r"(?i)^(?:the|an?|some|one|many|several|that|this|those|these|his|her|its|their|most)\s+(?=\w)", "", " ".join(phrase.split()))
