"""Causes: what an article makes the cause of what, who is in the cause, and in whose voice (Entman 1993)."""

import re

import pandas as pd

from analysis.article import SPAN
from analysis.frames.agency import by_sentence
from analysis.frames.stated import stated
from analysis.grammar import parse
from analysis.lexicon import column_of, lexicon, word_set
from analysis.quotes import voices
from analysis.sentiment import tone

COLUMNS = """paragraph sentence kind cue cause cause_start cause_end effect effect_start effect_end actors parties tone
    voice status""".split()
COLUMNS += SPAN
UNNAMED = "nobody named"  # the voice of a passive: "was blamed for"
JOINED = re.compile(r"\s*(,|,? and|,? or)?\s*(the )?", re.IGNORECASE)
PRONOUNS = {"it", "he", "she", "they", "this", "that", "which", "who", "we", "i"}
OWNERS = {"his", "her", "its", "their", "my", "our", "your"}
PRESENT = 0.5  # the score from which a frame is present


def causes(article, mentions, quotes):
    """What an article states as cause of what: one row per stated cause, in the order of the text.

    Columns paragraph, sentence; kind (`cause`, `motive`: *as a means of*, `purpose`: *so that*, `remedy`: *must*,
    `charge`: *convicted of*);
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
    rows, before, told = [], None, (by_sentence(mentions), list(quotes.itertuples()), voices(quotes))
    for line in article.sentences.itertuples():
        for part in stated(line.clean_text):
            if part.cause is not None or before is not None:
                rows.append(_row(article, *told, line, before, part))
        before = line
    return pd.DataFrame(rows, columns=COLUMNS)


def holders(table):
    """The rows of `causes` that hold in the text: stated, with an actor in the cause, of a cause or a motive."""
    return table[
        (table["status"] == "stated") & table["kind"].isin(["cause", "motive"]) & (table["parties"].map(len) > 0)
    ]


def ascribed(table):
    """The causes, motives and charges that are stated with an actor: one row per party and effect, the column party."""
    rows = table[(table["status"] == "stated") & table["kind"].isin(["cause", "motive", "charge"])]
    rows = rows[rows["effect"].str.contains(r"\w{4}")]
    rows = rows.assign(party=rows["parties"]).explode("party").dropna(subset=["party"])
    return rows.drop_duplicates(["party", "effect_start"])


def agents(table):
    """The rows of `holders` whose cue names the doer of what stands before it: *on orders from*."""
    named = {row["cue"] for row in lexicon("causes") if row["wants"] == "agent"}
    return holders(table)[lambda rows: rows["cue"].isin(named)]


def with_causes(framed, table):
    """The frames of the paragraphs, with responsibility present wherever a stated cause holds an actor.

    >>> framed = pd.DataFrame({"paragraph": [1], "responsibility": [0.2]})
    >>> with_causes(framed, pd.DataFrame(columns=COLUMNS))["responsibility"].tolist()
    [0.2]
    """
    named = framed["paragraph"].isin(holders(table)["paragraph"])
    return framed.assign(
        responsibility=framed["responsibility"].mask(named, framed["responsibility"].clip(lower=PRESENT))
    )


def _row(article, mentions, quotes, voice, line, before, part):
    """One stated cause as a row; the parts of a sentence in the words and places of the article."""
    parsed = parse(line.clean_text)
    spans = {name: _span(parsed, getattr(part, name)) for name in ("cue", "cause", "effect")}
    report = _report(article, line, quotes, spans["cue"])
    spans = {name: _clipped(span, report) for name, span in spans.items()}
    whole = [span for span in spans.values() if span and span[1] > span[0]]
    source = line if part.cause is not None else before
    span = spans["cause"] if part.cause is not None else (0, len(before.clean_text))
    cue, cause, effect = (
        _at(article, line, spans["cue"]),
        _at(article, source, span),
        _at(article, line, spans["effect"]),
    )
    doers = _doers(article, source, mentions.get(source.sentence, ()), span, nearest=part.row["kind"] == "motive")
    return {
        "paragraph": line.paragraph,
        "sentence": line.sentence,
        "kind": part.row["kind"],
        "cue": part.row["cue"],
        **_part("cause", cause),
        **_part("effect", effect),
        "actors": tuple(dict.fromkeys(doer.actor for doer in doers)),
        "parties": tuple(dict.fromkeys(doer.party or doer.actor for doer in doers)),
        "tone": tone(effect["clean_text"], encoder=False).valence,
        "voice": _voice(article, line, mentions.get(line.sentence, ()), voice, part, cue),
        "status": _status(part, quotes, cue),
        **_at(article, line, (min(start for start, _ in whole), max(end for _, end in whole))),
    }


def _span(parsed, tokens):
    """Where tokens stand in their sentence; (0, 0) where there are none."""
    first, last = tokens or (0, 0)
    while first < last and not parsed.tokens[first].text[0].isalnum() and parsed.tokens[first].text not in '“"':
        first += 1
    return parsed.span(first, last) if last > first else (0, 0)


def _report(article, line, quotes, cue):
    """Where the innermost report that holds a cue stands in its sentence; None where the author speaks."""
    low, high = article.to_raw(line.clean_start + cue[0], line.clean_start + cue[1])
    holding = [quote for quote in quotes if quote.start <= low and quote.end >= high]
    if not holding:
        return None
    inner = min(holding, key=lambda quote: quote.end - quote.start)
    start, end = article.to_clean(int(inner.start), int(inner.end))
    return start - line.clean_start, end - line.clean_start


def _clipped(span, report):
    """What of a span lies in a report; the span itself where nothing does."""
    if report is None or span[1] <= report[0] or report[1] <= span[0]:
        return span
    return max(span[0], report[0]), min(span[1], report[1])


def _at(article, line, span):
    """The span columns of a piece of a sentence."""
    return article.span(line.clean_start + span[0], line.clean_start + span[1])


def _status(part, quotes, cue):
    """The status of a stated cause; what somebody is reported to deny is denied."""
    holding = (quote for quote in quotes if quote.start <= cue["start"] and quote.end >= cue["end"])
    return "denied" if any(quote.cue_class == "deny" for quote in holding) else part.status


def _part(name, place):
    return {name: place["clean_text"], f"{name}_start": place["start"], f"{name}_end": place["end"]}


def _voice(article, line, mentions, voice, part, cue):
    """Who states the cause: who blames, else the speaker of the report in which the cue stands, else the author."""
    reported = voice(cue["start"], cue["end"])
    if part.blamer is None:
        return reported
    if part.blamer[1] <= part.blamer[0]:
        return UNNAMED if reported == "author" else reported
    blamer = _at(article, line, _span(parse(line.clean_text), part.blamer))
    named = _inside(mentions, blamer)
    if named:
        return named[-1].actor
    return reported if blamer["clean_text"].casefold() in PRONOUNS else blamer["clean_text"]


# --- who is in the cause ---------------------------------------------------------------------------------------------


def _inside(mentions, place):
    return [mention for mention in mentions if mention.start >= place["start"] and mention.end <= place["end"]]


def _doers(article, line, mentions, span, *, nearest):
    """The mentions of whoever does what is the cause: its subject or agent, else who is named first in it."""
    place = _at(article, line, span)
    within = _inside(mentions, place)
    parsed = parse(line.clean_text)
    acting = _acting(parsed, *span, nearest=nearest)
    if acting is None:
        heads = {_at(article, line, parsed.span(c.first, c.head + 1))["end"] for c in parsed.chunks}
        return _first(within, place, heads)
    return [mention for piece in acting for mention in _inside(within, _at(article, line, piece))]


def _acting(parsed, low, high, *, nearest):
    """The spans of those who act in the first clause of a span, or in the one nearest to its end.

    None where it holds no clause; an empty list where nobody acts in it.
    """
    noun = _acting_noun(parsed, high) if nearest else None
    if noun:
        return [noun]
    inside = [c for c in parsed.clauses if low <= parsed.span(c.first, c.last)[0] < high]
    acting = [c for c in inside if (c.subjects or c.agents) and (nearest or c.kind == "finite")]
    if not acting:
        return None
    clause = acting[-1] if nearest else acting[0]
    pieces = clause.agents if clause.voice == "passive" else clause.subjects
    return [parsed.span(parsed.chunks[c].first, parsed.chunks[c].last) for c in pieces]


def _acting_noun(parsed, high):
    """The span of whoever does the act that a noun names right before a place: *the raids of the clan*."""
    before = [c for c in parsed.chunks if parsed.span(c.first, c.last)[1] <= high][-2:]
    if (
        len(before) < 2
        or before[1].prep not in ("of", "by")
        or high - parsed.span(before[1].first, before[1].last)[1] > 1
    ):
        return None
    agent = column_of("act_nouns", "noun", "of").get(parsed.tokens[before[0].head].lemma) == "agent"
    return parsed.span(before[1].first, before[1].last) if agent or before[1].prep == "by" else None


def _first(within, place, heads):
    """The mention that comes first in a noun phrase and those joined to it; none that the act only reaches.

    `heads` are the ends of the nouns that head a phrase: of *Biden's predecessor Trump* it is Trump who is meant.
    """
    kept, joint, end = [], 0, place["start"]
    reaching = word_set("preposition before what an act reaches", "agency_words")
    if set(place["text"].casefold().split()) & word_set("noun of what befalls somebody", "agency_words"):
        return []
    if not _deed(place["clean_text"]):
        within = [row for row in within if row.kind != "pronoun" or row.text.casefold() not in OWNERS]
    for row in sorted(within, key=lambda row: (row.start, -row.end)):
        between = place["text"][end - place["start"] : max(0, row.start - place["start"])]
        words = [word.casefold() for word in between.split() if word.casefold() not in ("the", "a", "an")]
        if kept and row.end in heads and end not in heads and not reaching & set(words):
            kept = kept[:joint]
        elif kept and not JOINED.fullmatch(between) or not kept and _reached(words):
            break
        joint = len(kept) if between.strip() else joint
        kept.append(row)
        end = max(end, row.end)
    return kept


def _deed(text):
    """The first noun for an act in some words, if any: *her dismissal of*, and not *her red hair*."""
    return next((word for word in text.casefold().split() if word in column_of("act_nouns", "noun", "of")), None)


def _reached(words):
    """Do the words before a mention say that the act reaches it: *an attack on*, *the murder of two*?"""
    known = column_of("act_nouns", "noun", "of")
    undergone = {word for word in words if known.get(word) == "patient"}
    last = [
        word
        for word in words
        if word in word_set("preposition before what an act reaches", "agency_words") or word == "of"
    ]
    return bool(last) and (last[-1] != "of" or bool(undergone)) and words.index(last[-1]) >= len(words) - 2
