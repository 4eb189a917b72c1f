"""Reported speech: who says, thinks or wants what, by which words, in which mode.

A cue (*said*, *according to*, *fears of*) ties a content to a speaker. Direct speech stands within quotation marks,
indirect speech without, mixed speech has both. Cues come from a word list that says what complements each takes and
what it implies about the truth of the content. Pareti (2015, Attribution: a computational approach) describes the task.
"""

import numpy as np
import pandas as pd

from analysis import article as articles
from analysis.quotes.acts import speech_acts
from analysis.quotes.cues import Cue, cues
from analysis.quotes.distance import distanced
from analysis.quotes.provenance import provenance
from analysis.quotes.reading import Quote, reports
from analysis.quotes.speakers import Speakers
from analysis.quotes.told import INNER, class_of, told, unclear

COLUMNS = (
    "paragraph sentence speaker party type cue cue_class cue_start cue_end speaker_start speaker_end start end text "
    "clean_text"
).split()
UNKNOWN = {"he", "she", "they", "it"}  # pronouns that no mention stands for


def find(text):
    """The reported speech of a text, as a list of Quote with spans (start, end) into it; any string, never an error.

    `.speaker` and `.cue` may be None, as in a quotation that goes on from the sentence before. A quotation split by its
    cue is two.
    Blind spot: an indirect report that runs over into a next sentence with no cue of its own ends at the full stop.

    >>> [("Putin denied planning war."[slice(*q.speaker)], q.content) for q in find("Putin denied planning war.")]
    [('Putin', (13, 25))]
    """
    return reports(text, articles.blocks(text))


def quotes(article, mentions):
    """The reported speech of an article, one row per (content, speaker), in the order of the text.

    Columns: paragraph, sentence; speaker (canonical actor, or its noun phrase where it is none, or empty), party; type
    (direct, indirect, mixed); cue, cue_class; cue_start, cue_end, speaker_start, speaker_end (raw, -1 where there is
    none); start, end, text, clean_text of the content. `mentions` is the table of actors.mentions. A report that names
    no source (*is expected to*) gets no row. Blind spot: a speaker who is only described gets the words of the
    description.
    """
    speakers, rows, before = Speakers(article, mentions), [], []
    for quote in reports(article.clean, _body(article)):
        if not quote.speaker:
            continue
        who = speakers.named(*quote.speaker)
        if who[0][0].lower() in UNKNOWN and before:
            who = before  # who has just spoken goes on speaking
        before = who
        sentence, paragraph = article.sentence_at(quote.content[0])
        base = {"paragraph": paragraph, "sentence": sentence, "type": quote.type, "cue_class": quote.cue_class}
        base |= _placed(article, "cue", quote.cue) | _placed(article, "speaker", quote.speaker)
        base["cue"] = article.clean[slice(*quote.cue)] if quote.cue else ""
        for speaker, party in who:
            rows.append(base | {"speaker": speaker, "party": party} | article.span(*quote.content))
    return pd.DataFrame(rows, columns=COLUMNS)


def introduced(quotes):
    """How the reports of an article are introduced: one row a class of cues, the most frequent first.

    Columns cue_class, implies (what a cue of the class says of the truth of the content), reports, words, cues,
    speakers. A report of several speakers counts once; one without a cue of its own is left out. Blind spot: a negated
    cue keeps its class.

    >>> introduced(pd.DataFrame(columns=COLUMNS)).empty
    True
    """
    implied = cues().drop_duplicates("class").set_index("class")["implies"]
    rows = []
    known = quotes[quotes["cue"] != ""]
    for name, group in known.assign(cue_class=class_of(known)).groupby("cue_class", sort=False):
        words = lambda column: ", ".join(dict.fromkeys(group[column].str.lower() if column == "cue" else group[column]))
        rows.append(
            {
                "cue_class": name,
                "implies": implied.get(name, ""),
                "reports": len(group.drop_duplicates(["start", "end"])),
                "words": int(group.drop_duplicates(["start", "end"])["text"].str.split().str.len().sum()),
                "cues": words("cue"),
                "speakers": words("speaker"),
            }
        )
    table = pd.DataFrame(rows, columns=["cue_class", "implies", "reports", "words", "cues", "speakers"])
    return table.sort_values("reports", ascending=False, kind="stable", ignore_index=True)


def voices(quotes):
    """A function that says whose voice a raw span is in: the speaker of the innermost content around it, or `author`.

    `quotes` has the columns start, end, speaker; a content of several speakers gives the first. Blind spot: a span cut
    by a content is the author's.

    >>> quotes = pd.DataFrame([{"start": 0, "end": 30, "speaker": "NATO"}, {"start": 9, "end": 20, "speaker": "Xi"}])
    >>> [voices(quotes)(*span) for span in ((10, 12), (1, 3), (28, 32))]
    ['Xi', 'NATO', 'author']
    """
    if quotes.empty:
        return lambda start, end: "author"
    spoken = quotes[quotes["speaker"] != ""]
    starts, ends, speakers = (spoken[column].to_numpy() for column in ("start", "end", "speaker"))

    def voice(start, end):
        holding = np.flatnonzero((starts <= start) & (end <= ends))
        return speakers[holding[(ends - starts)[holding].argmin()]] if len(holding) else "author"

    return voice


def _body(article):
    """The clean spans of the paragraphs that are read, without the dateline."""
    first = {}
    for row in article.sentences.itertuples():
        first.setdefault(row.paragraph, row.clean_start)
    return [(first[p.paragraph], p.clean_end) for p in article.paragraphs.itertuples() if p.paragraph in first]


def _placed(article, name, span):
    start, end = article.to_raw(*span) if span else (-1, -1)
    return {f"{name}_start": start, f"{name}_end": end}
