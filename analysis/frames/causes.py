"""Causes: what an article makes the cause of what, who is in the cause, and in whose voice (Entman 1993)."""

import re

import pandas as pd

from analysis.article import SPAN
from analysis.frames.stated import span_text, stated
from analysis.grammar import parse
from analysis.lexicon import word_set
from analysis.quotes import voice_at
from analysis.sentiment import tone

COLUMNS = """paragraph sentence kind cue cause cause_start cause_end effect effect_start effect_end actors parties tone
    voice status""".split()
COLUMNS += SPAN
UNNAMED = "nobody named"  # the voice of a passive: "was blamed for"
JOINED = re.compile(r"\s*(,|,? and|,? or)?\s*(the )?", re.IGNORECASE)
PRESENT = 0.5  # the score from which a frame is present


def causes(article, mentions, quotes):
    """What an article states as cause of what: one row per stated cause, in the order of the text.

    Columns paragraph, sentence; kind (`cause`, `motive`: *as a means of*, `purpose`: *so that*, `remedy`: *must*);
    cue; cause and effect, in words and with their span in the raw text; actors and parties of whoever does what is the
    cause (of a remedy: who should act); tone of the effect (-1, 0, 1, by the words); voice (who states it: who
    blames, else the speaker of the report, else `author`); status (`stated`, `denied`, `possible`); the span columns of
    the whole. Where a sentence points back (*as a result*), the cause is the sentence before. The categories are two of
    Entman's (1993) four functions of a frame, causal interpretation and treatment recommendation. Blind spot: a cause
    that no word marks, as in *It rained; the match was cancelled*.

    >>> from analysis import actors, quotes
    >>> from analysis.article import from_text
    >>> article = from_text("Russia annexed Crimea as a means of weakening Ukraine.")
    >>> table = causes(article, actors.mentions(article), pd.DataFrame(columns=quotes.COLUMNS))
    >>> table[["kind", "effect", "parties"]].values.tolist()
    [['motive', 'weakening Ukraine', ('Russia',)]]
    """
    rows, before = [], None
    for line in article.sentences.itertuples():
        for part in stated(line.clean_text):
            if part.cause is not None or before is not None:
                rows.append(_row(article, mentions, quotes, line, before, part))
        before = line
    return pd.DataFrame(rows, columns=COLUMNS)


def holders(table):
    """The rows of `causes` that hold in the text: stated, with an actor in the cause, of a cause or a motive."""
    return table[(table["status"] == "stated") & table["kind"].isin(["cause", "motive"]) & (table["parties"].map(len) > 0)]


def ascribed(table):
    """The rows of `holders`, one row per party, paragraph and effect, with the column party."""
    rows = holders(table)
    rows = rows.assign(party=rows["parties"]).explode("party")
    return rows.drop_duplicates(["party", "effect_start"])


def with_causes(framed, table):
    """The frames of the paragraphs, with responsibility present wherever a stated cause holds an actor.

    >>> framed = pd.DataFrame({"paragraph": [1], "responsibility": [0.2]})
    >>> with_causes(framed, pd.DataFrame(columns=COLUMNS))["responsibility"].tolist()
    [0.2]
    """
    named = framed["paragraph"].isin(holders(table)["paragraph"])
    return framed.assign(responsibility=framed["responsibility"].mask(named, framed["responsibility"].clip(lower=PRESENT)))


def _row(article, mentions, quotes, line, before, part):
    """One stated cause as a row; the parts of a sentence in the words and places of the article."""
    parsed = parse(line.clean_text)
    spans = {name: _span(parsed, getattr(part, name)) for name in ("cue", "cause", "effect")}
    whole = [span for span in spans.values() if span and span[1] > span[0]]
    source = line if part.cause is not None else before
    span = spans["cause"] if part.cause is not None else (0, len(before.clean_text))
    cue, cause, effect = _at(article, line, spans["cue"]), _at(article, source, span), _at(article, line, spans["effect"])
    doers = _doers(article, source, mentions, span, nearest=part.row["kind"] == "motive")
    return {
        "paragraph": line.paragraph,
        "sentence": line.sentence,
        "kind": part.row["kind"],
        "cue": part.row["cue"],
        **_part("cause", cause),
        **_part("effect", effect),
        "actors": tuple(dict.fromkeys(doers["actor"])),
        "parties": tuple(dict.fromkeys(doers["party"].where(doers["party"] != "", doers["actor"]))),
        "tone": tone(effect["clean_text"], encoder=False).valence,
        "voice": _voice(article, line, mentions, quotes, part, cue),
        "status": part.status,
        **_at(article, line, (min(start for start, _ in whole), max(end for _, end in whole))),
    }


def _span(parsed, tokens):
    """Where tokens stand in their sentence; (0, 0) where there are none."""
    first, last = tokens or (0, 0)
    while first < last and not parsed.tokens[first].text[0].isalnum() and parsed.tokens[first].text not in "“\"":
        first += 1
    return parsed.span(first, last) if last > first else (0, 0)


def _at(article, line, span):
    """The span columns of a piece of a sentence."""
    return article.span(line.clean_start + span[0], line.clean_start + span[1])


def _part(name, place):
    return {name: place["clean_text"], f"{name}_start": place["start"], f"{name}_end": place["end"]}


def _voice(article, line, mentions, quotes, part, cue):
    """Who states the cause: who blames, else the speaker of the report in which the cue stands, else the author."""
    reported = voice_at(quotes, cue["start"], cue["end"])
    if part.blamer is None:
        return reported
    if part.blamer[1] <= part.blamer[0]:
        return UNNAMED if reported == "author" else reported
    blamer = _at(article, line, _span(parse(line.clean_text), part.blamer))
    named = _inside(mentions, blamer)
    return named["actor"].iloc[-1] if len(named) else blamer["clean_text"]


# --- who is in the cause ---------------------------------------------------------------------------------------------


def _inside(mentions, place):
    return mentions[(mentions["start"] >= place["start"]) & (mentions["end"] <= place["end"])]


def _doers(article, line, mentions, span, *, nearest):
    """The mentions of whoever does what is the cause: its subject or agent, else who is named first in it."""
    place = _at(article, line, span)
    within = _inside(mentions, place)
    parsed = parse(line.clean_text)
    acting = _acting(parsed, *span, nearest=nearest)
    if acting is None:
        heads = {_at(article, line, parsed.span(c.first, c.head + 1))["end"] for c in parsed.chunks}
        return within.loc[_first(within, place, heads)]
    return pd.concat([within.iloc[:0], *(_inside(within, _at(article, line, piece)) for piece in acting)])


def _acting(parsed, low, high, *, nearest):
    """The spans of those who act in the first clause of a span, or in the one nearest to its end.

    None where it holds no clause; an empty list where nobody acts in it.
    """
    inside = [c for c in parsed.clauses if low <= parsed.span(c.first, c.last)[0] < high]
    acting = [c for c in inside if (c.subjects or c.agents) and (nearest or c.kind == "finite")]
    if not acting:
        return None
    clause = acting[-1] if nearest else acting[0]
    pieces = clause.agents if clause.voice == "passive" else clause.subjects
    return [parsed.span(parsed.chunks[c].first, parsed.chunks[c].last) for c in pieces]


def _first(within, place, heads):
    """The mention that comes first in a noun phrase and those joined to it; none that the act only reaches.

    `heads` are the ends of the nouns that head a phrase: of *Biden's predecessor Trump* it is Trump who is meant.
    """
    kept, joint, end = [], 0, place["start"]
    reaching = word_set("preposition before what an act reaches", "agency_words")
    for row in within.sort_values(["start", "end"], ascending=[True, False]).itertuples():
        between = place["text"][end - place["start"] : max(0, row.start - place["start"])]
        words = [word.casefold() for word in between.split() if word.casefold() not in ("the", "a", "an")]
        if kept and row.end in heads and end not in heads and not reaching & set(words):
            kept = kept[:joint]
        elif kept and not JOINED.fullmatch(between) or not kept and words and words[-1] in reaching:
            break
        joint = len(kept) if between.strip() else joint
        kept.append(row.Index)
        end = max(end, row.end)
    return kept
