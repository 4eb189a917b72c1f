"""Who tells it: for every word of an article, whether the author, a speaker, or nobody can say which."""

import re

import pandas as pd

from analysis.lexicon import word_set
from analysis.quotes.cue_uses import cue_uses
from analysis.quotes.cues import cues
from analysis.quotes.marks import outer_quotations
from analysis.quotes.sentences import sentences

TOLD = "paragraph sentence voice speakers parties outer quoted cue_class start end text clean_text".split()
INNER = {"think", "hope", "fear"}
EXPLAINED = re.compile(r"(?<=\w), (?:(?:who|which|whose|where)\b|(?:an?|one of)\b)")
WORD = re.compile(r"\S*\w\S*")
DASHES = re.compile(r"(?<=\w)[–—]+(?=\w)")


def told(article, quotes):
    """Whose voice each word of an article is in: one row a word.

    Columns paragraph, sentence; voice: `own`, `speech`, `thought` (what somebody sees, wants or fears) or `unclear`
    (`speech` as it seems, but the author may have added it, or the other way round); speakers and parties of the
    innermost report that holds the word (tuples, empty in the own voice); outer, who is said to report these speakers;
    quoted, whether it stands in quotation marks; cue_class; the word's span. Blind spot: irony, and borrowed words
    without marks, count as the author's own.

    >>> from analysis import actors, article, quotes
    >>> text = article.from_text("Xi said it was late. Putin left.")
    >>> told(text, quotes.quotes(text, actors.mentions(text)))["voice"].tolist()
    ['own', 'own', 'speech', 'speech', 'speech', 'unclear', 'unclear']
    """
    reports, doubtful = _reports(quotes), unclear(article, quotes)
    rows, blocks = [], [(part.clean_start, part.clean_end) for part in article.paragraphs.itertuples()]
    every = outer_quotations(article.clean, blocks)
    for line in article.sentences.itertuples():
        near = [report for report in reports if report["end"] > line.start and report["start"] < line.end]
        unsure = [span for span in doubtful if span[1] > line.start and span[0] < line.end]
        marks = [(a, b) for a, b in every if a < line.clean_end and line.clean_start < b]
        for word in WORD.finditer(article.clean, line.clean_start, line.clean_end):
            span = article.span(*word.span())
            quoted = any(a < word.end() and word.start() < b for a, b in marks)
            rows.append(
                {"paragraph": line.paragraph, "sentence": line.sentence, "quoted": quoted}
                | _voice(span["start"], near, unsure)
                | span
            )
    return pd.DataFrame(rows, columns=TOLD).astype({"quoted": bool})


def _voice(place, reports, unsure):
    """The voice of what stands at a place of the raw text."""
    held = [report for report in reports if report["start"] <= place < report["end"]]
    inner, *around = held or [None]
    facts = {"voice": "own", "speakers": (), "parties": (), "outer": (), "cue_class": ""}
    if inner:
        facts |= {name: inner[name] for name in ("voice", "speakers", "parties", "cue_class")}
        facts["outer"] = next((report["speakers"] for report in around), ())
    within = [start for start, end in unsure if start <= place < end]
    if within and inner and inner["start"] >= within[0]:
        facts["outer"] = ()  # a report within an explanation may be the author's
    elif within:
        facts["voice"] = "unclear"
    return facts


def _reports(quotes):
    """The contents of the reports, the innermost first, each once with all who are said to speak it."""
    classes = class_of(quotes)
    rows = quotes.assign(cue_class=classes)[quotes["speaker"] != ""]
    reports = []
    for (start, end), same in rows.groupby(["start", "end"], sort=False):
        parties = same["party"].where(same["party"] != "", same["speaker"])
        kinds = [kind for kind in same["cue_class"] if kind] or [""]
        reports.append(
            {
                "start": start,
                "end": end,
                "speakers": tuple(dict.fromkeys(same["speaker"])),
                "parties": tuple(dict.fromkeys(parties)),
                "cue_class": kinds[0],
                "voice": "thought" if kinds[0] in INNER else "speech",
            }
        )
    return sorted(reports, key=lambda report: (report["end"] - report["start"], report["start"]))


def class_of(quotes):
    """The class of each report's cue; of a report that a person added, that of the same words elsewhere in the table.

    >>> class_of(pd.DataFrame({"cue": ["said", "said"], "cue_class": ["neutral", ""]})).tolist()
    ['neutral', 'neutral']
    """
    if "cue_class" not in quotes:
        return pd.Series("", index=quotes.index)
    known = dict(zip(cues()["cue"], cues()["class"])) | dict(zip(quotes["cue"], quotes["cue_class"]))
    known |= {row.cue: row.cue_class for row in quotes.itertuples() if row.cue_class}
    lost = quotes["cue"].map(lambda cue: known.get(cue, ""))
    return quotes["cue_class"].where(quotes["cue_class"] != "", lost)


# --- what cannot be told ---------------------------------------------------------------------------------------------


def unclear(article, quotes):
    """The raw (start, end) of the words that may be the author's or a speaker's, in the order of the text.

    Three kinds: an explanation set off by commas within an indirect report (*NATO, an alliance in decline*); what
    follows a report in its sentence, set off by a comma, unless the report ends in a quotation mark; and the sentence
    after an indirect report, where it has no cue of its own and no turn to the author (*but*, *however*).
    """
    spoken = quotes[(quotes["speaker"] != "") & ~class_of(quotes).isin(INNER) & (quotes["type"] != "direct")]
    spoken = spoken.drop_duplicates(["start", "end"])
    reports, spans = {}, []
    for row in spoken.itertuples():
        reports.setdefault(row.sentence, []).append(row)
        spans += _explanations(article, *article.to_clean(row.start, row.end))
    lines = list(article.sentences.itertuples())
    taken = [tuple(span) for span in quotes[["start", "end"]].itertuples(index=False)]
    for line, after in zip(lines, [*lines[1:], None]):
        if line.sentence not in reports:
            continue
        last = max(reports[line.sentence], key=lambda row: row.end)
        low, high = _clean_end(article, last), line.clean_end
        spans += _rest(article.clean, low, high) if last.cue_start < last.start else []
        follows = (
            after is not None and after.paragraph == line.paragraph and not article.clean[low:high].strip(" .”\"'")
        )
        if follows and last.type == "indirect" and _goes_on(article.clean, after, taken):
            spans.append((after.clean_start, after.clean_end))
    return sorted(article.to_raw(*span) for span in spans)


def _clean_end(article, row):
    return article.to_clean(row.start, row.end)[1]


def _explanations(article, start, end):
    """Explanations set off by commas in an indirect report, after a name: *NATO, an alliance in decline*."""
    text = article.clean[start:end]
    marks = outer_quotations(text, [(0, len(text))]) if text else []
    found = []
    for match in EXPLAINED.finditer(text):
        before = re.search(r"(\S+)$", text[: match.start()])
        stop = text.find(",", match.end())
        inside = any(a < match.start() < b for a, b in marks)
        listed = re.match(r", (?:and|or)\b", text[stop:]) if stop >= 0 else None
        if before and before[1][:1].isupper() and not inside and not listed:
            found.append((start + match.start() + 2, start + stop if stop >= 0 else end))
    return found


def _rest(text, low, high):
    """What follows a report in its sentence, where neither a cue nor a turn marks whose it is."""
    rest = text[low:high]
    if text[low - 1] in '”"’' or not re.match(r"(?:\s*\([^)]*\))?, [a-z]", rest):
        return []
    start = low + re.search(r", (?=[a-z])", rest).end()
    adjunct = next(sentences(text, start, high, []))[0].tag in ("IN", "TO")
    return [] if adjunct or _turns(text[start:high]) or _attributes(text, start, high) else [(start, high)]


def _goes_on(text, line, taken):
    """May a sentence go on with the report before it?"""
    free = not any(start < line.end and line.start < end for start, end in taken)
    words = text[line.clean_start : line.clean_end]
    tagged = next(sentences(text, line.clean_start, line.clean_end, []))
    whole = any(tagged.is_finite(k) and tagged[k].text.islower() for k in range(len(tagged)))
    free = free and whole
    return free and not _turns(words) and not _attributes(text, line.clean_start, line.clean_end)


def _turns(words):
    """Do some words begin with a turn by which the author takes over: *but*, *however*, *meanwhile*?"""
    low = words.casefold()
    return any(re.match(rf"{re.escape(turn)}\b", low) for turn in word_set("turn of the author", "quote_words"))


def _attributes(text, start, end):
    """Is there a cue in a stretch of text, whatever it reports?"""
    words = next(sentences(text, start, end, []))
    return any(
        use.mode in ("finite", "phrase") and words.is_finite(use.at) or use.mode == "phrase" for use in cue_uses(words)
    )
