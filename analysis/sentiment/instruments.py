"""Sentiment: how a passage sounds, by several instruments side by side, and how it speaks toward an actor."""

import functools
import math
import os
import re
from dataclasses import dataclass, replace

import nltk
import pandas as pd
import vaderSentiment
from nltk.sentiment.vader import SentimentIntensityAnalyzer
from textblob import TextBlob

from analysis import actors, grammar
from analysis import encoder as encoders
from analysis.article import SPAN, split
from analysis.encoder import standins
from analysis.lexicon import lexicon

TONES = ["sentence", "paragraph", "instrument", "score", "valence", "abstained", "words", *SPAN]
PORTRAYAL = ["paragraph", "actor", "party", "valence", "score", "voice", "found_by", *SPAN]
BY_VOICE = ["actor", "favourable_author", "discredited_author", "favourable_quoted", "discredited_quoted", "speakers"]
NEGATIVE, POSITIVE = -0.1, 0.2  # beyond these a score is no longer neutral; chosen on coded paragraphs of news
# the share of each instrument in the package's own tone, and what is neutral; chosen on held-out passages and coded
# articles
JOINT, JOINT_NEUTRAL = {"words": 0.5, "valence": 0.3, "tone": 0.2}, (-0.15, 0.15)
LONG = 600  # characters; a longer text is read toward an actor by the sentence
TELLING = 0.4  # from here on what is said of an actor counts for or against it
# how much each kind of evidence weighs in a portrayal, and the sums that make one; chosen on coded articles
WEIGHT = {"act": 1.0, "deed": 0.3, "charge": 0.75, "trait": 0.75, "relation": 0.65, "encoder": 1.0}
HELPS, SPEAKER = 0.6, 0.7  # a deed that helps; what is left of a portrayal of who speaks
ALONE = (-0.4, 0.5)  # from where on the rules' sum discredits or credits
# the rules' share beside the encoder, and from where on both together do; chosen on held-out passages and coded
# articles
BESIDE, TOGETHER = 0.45, (-0.45, 0.3)
# verbs that say, or that tell what befalls their subject rather than what it does
NO_DEED = set(
    "be have say tell add state claim note report declare explain announce ask call warn think believe describe see "
    "view consider fear suggest indicate hear answer suffer die lose flee dismiss refuse decline approve arrest expel "
    "detain sue prosecute charge jail protest demand urge oppose support back hope mourn argue insist reject accuse "
    "deny condemn criticize denounce".split()
)
NEAR = (-0.1, 0.15)  # the same for the words around an actor; chosen on NewsMTSC's training part
HYPOTHETICAL, BEFORE_HEAD = 0.5, 0.6
COPULAS = {"be", "become", "remain", "seem", "appear", "look", "stay", "prove", "feel"}
NAMING = set("call brand label dub describe portray consider see regard deem name find denounce".split())
REACH = {"negation": 4, "intensity": 2}  # words before a scored word within which another turns or weighs it
WORD = re.compile(r"n['’]t\b|[^\W_]+?(?=n['’]t\b)|[^\W_]+|[.,;:!?()\"“”]", re.IGNORECASE)


@dataclass(frozen=True)
class Reading:
    """How a passage sounds: `valence` -1, 0 or 1, `score` in [-1, 1], `evidence` (start, end) spans, `abstained`."""

    valence: int
    score: float
    evidence: tuple = ()
    abstained: bool = False


@dataclass(frozen=True)
class Hit:
    """A lexicon entry found in a text: where, its category and its score after negation and intensity."""

    start: int
    end: int
    entry: str
    category: str
    score: float


# --- matching a word list --------------------------------------------------------------------------------------------


@functools.cache
def phrases(name, **only):
    """The word list analysis/lexicons/NAME.csv, or its rows with the given values, ready for `find`.

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
    for table in (exact, stems):
        for entries in table.values():
            entries.sort(key=lambda entry: -entry[0])
    return exact, stems, sorted({len(stem) for stem in stems}, reverse=True)


def find(words, name, **only):
    """[(first, last, row)] of the entries of a word list in lower-case words, longest first, none overlapping.

    >>> [row["entry"] for _, _, row in find(["the", "civil", "war"], "tone")]
    ['civil war']
    """
    exact, stems, lengths = phrases(name, **only)
    found, at = [], 0
    while at < len(words):
        word = words[at]
        entries = list(exact.get(word, ()))
        for length in lengths:
            if length <= len(word):
                entries += stems.get(word[:length], ())
        best = max((e for e in entries if _follows(words, at + 1, e[1])), key=lambda e: e[0], default=None)
        if best:
            found.append((at, at + best[0] - 1, best[2]))
            at += best[0]
        else:
            at += 1
    return found


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


# --- the package's own word list -------------------------------------------------------------------------------------


def words(text, *, masked=()):
    """Tone by the package's own list of political-news words; `masked` spans carry none.

    Each entry's score is turned by a negation up to four words before it and raised or lowered by a word of degree;
    words of general sentiment that the list lacks count as VADER's lexicon rates them. Names are masked: capitalised
    words within a sentence. The score is in [-1, 1], less the longer the text. Blind spot: irony, and words it lacks.

    >>> words("Talks collapsed and the army invaded.").valence
    -1
    """
    found = hits(text, masked=masked)
    total = sum(hit.score for hit in found) / (1 + text.count(" ") / 30)
    score = total / math.sqrt(total * total + 1)
    return Reading(_sign(score), score, tuple((h.start, h.end) for h in found if h.score))


def hits(text, *, masked=()):
    """The entries of the tone list in a text, as `Hit`s in order, each with its score after negation and degree.

    >>> [(h.entry, h.score) for h in hits("Nobody was killed.")]
    [('kill*', 0.5)]
    """
    tokens = [(m.group(), m.start(), m.end()) for m in WORD.finditer(text)]
    names = _names(text, tokens, masked)
    lower = ["" if i in names else w.casefold().replace("’", "'") for i, (w, _, _) in enumerate(tokens)]
    out, turns = [], []
    for first, last, entry, category, score in _scored(lower):
        if category in REACH:
            turns.append((last, category, score))
            continue
        reach = [
            factor for at, kind, factor in turns[-4:] if 0 < first - at <= REACH[kind] and not _broken(lower, at, first)
        ]
        out.append(Hit(tokens[first][1], tokens[last][2], entry, category, score * math.prod(reach[-2:])))
    return out


def _scored(lower):
    """(first, last, entry, category, score) of the list's entries, and of general words between them."""
    general, at = _vader().lexicon, 0
    for first, last, row in [*find(lower, "tone"), (len(lower), len(lower), None)]:
        for i in range(at, first):
            if lower[i].isalpha() and lower[i] in general:
                yield i, i, lower[i], "general", general[lower[i]] / 4
        at = last + 1
        if row:
            yield first, last, row["entry"], row["category"], float(row["score"])


def _broken(words, low, high):
    return any(w in (".", ",", ";", ":", "!", "?", "but", "because", "although") for w in words[low + 1 : high])


def _names(text, tokens, masked):
    """The positions of the words that are, or may be, names."""
    alphabetic = [w for w, _, _ in tokens if w[0].isalpha()]
    capitals = sum(w[0].isupper() for w in alphabetic)
    spans = sorted(masked)
    inside = {i for i, (_, s, e) in enumerate(tokens) if any(low < e and s < high for low, high in spans)}
    if capitals > 0.6 * len(alphabetic) and len(alphabetic) > 3:  # a headline or ALL CAPS: capitals say nothing
        return inside
    opening = True
    for i, (word, _, _end) in enumerate(tokens):
        if not word[0].isalpha():
            opening = word in '.!?:"“”' or (opening and word in "()")
            continue
        if word[0].isupper() and (not opening or _capital_next(tokens, i)):
            inside.add(i)
        opening = False
    return inside


def _capital_next(tokens, i):
    return i + 1 < len(tokens) and tokens[i + 1][0][0].isupper() and tokens[i + 1][1] - tokens[i][2] == 1


def _sign(score, negative=NEGATIVE, positive=POSITIVE):
    return (score >= positive) - (score <= negative)


# --- instruments of others -------------------------------------------------------------------------------------------


def textblob(text):
    """Tone by TextBlob's polarity, neutral within ±.05, with the words it assessed.

    Made for product reviews (De Smedt & Daelemans 2012). Blind spot: news; *civil war* scores above zero.

    >>> textblob("A good plan.").valence
    1
    """
    reading = TextBlob(text).sentiment_assessments
    scored = [" ".join(w for w in words if w) for words, polarity, *_ in reading.assessments if polarity]
    return Reading(_sign(reading.polarity, -0.05, 0.05), float(reading.polarity), _places(text, scored))


def vader(text):
    """Tone by VADER's compound score, neutral within ±.05 as its authors advise, with the words of its lexicon.

    Made for social media (Hutto & Gilbert 2014). Blind spot: names (*United*) and offices (*Justice Minister*) score.

    >>> vader("A good plan.").valence
    1
    """
    analyser = _vader()
    score = analyser.polarity_scores(text)["compound"]
    scored = [m.group() for m in re.finditer(r"[\w'’-]+", text) if analyser.lexicon.get(m.group().casefold())]
    return Reading(_sign(score, -0.05, 0.05), float(score), _places(text, scored))


@functools.cache
def _vader():
    folder = os.path.dirname(vaderSentiment.__file__)
    if folder not in nltk.data.path:
        nltk.data.path.insert(0, folder)
    return SentimentIntensityAnalyzer("vader_lexicon.txt")


def _places(text, scored):
    """The spans of scored words in a text, each looked for after the one before."""
    spans, at, lower = [], 0, text.casefold() if len(text.casefold()) == len(text) else text
    for word in scored:
        found = lower.find(word.casefold(), at)
        if found >= 0:
            spans.append((found, found + len(word)))
            at = found + len(word)
    return tuple(spans)


# --- the readings the package goes by --------------------------------------------------------------------------------


def tone(text, *, encoder=True):
    """The situation a text describes: -1 conflict, threat, harm; 1 cooperation, relief, success; 0 neutral or mixed.

    Joins the word list with the encoder where its model is there; `encoder=False` is the word list alone. The score is
    in [-1, 1]; `evidence` are the words of the list that scored. Blind spot: a situation told without a word for it.

    >>> tone("The two states signed a peace treaty.", encoder=False).valence
    1
    """
    rules = words(text)
    if not (encoder and text.strip() and encoders.available("tone")):
        return rules
    read = encoders.encode(text)
    score = (
        JOINT["words"] * rules.score
        + JOINT["valence"] * encoders.valence(read)
        + JOINT["tone"] * encoders.tone(read).score
    )
    return Reading(_sign(score, *JOINT_NEUTRAL), score, rules.evidence)


def toward(text, start, end, *, encoder=True):
    """How a sentence speaks toward the actor at text[start:end]: -1 to its discredit, 1 favourably, else 0.

    With the encoder its reading; without, what the actor does, is charged with and is called, and where the sentence
    says nothing of that the scored words around it. Blind spot of the rules: acts told without a verb for them.

    >>> toward("Brown lied to the house.", 0, 5, encoder=False).valence
    -1
    """
    low, high = _held(text, start, end)
    own = _by_rules(text[low:high], start - low, end - low)
    rules = replace(own, evidence=tuple((low + first, low + last) for first, last in own.evidence))
    if not (encoder and encoders.available() and end > start):
        return rules
    low, high = (0, len(text)) if len(text) <= LONG else (low, high)
    passage, span = text[low:high], (start - low, end - low)
    bare, (place,) = standins.unnamed(passage, [span])
    read = encoders.toward(encoders.encode(bare), place)
    valence = 0 if read.abstained else encoders.VALENCES.index(read.best) - 1
    evidence = rules.evidence
    if valence and not evidence:
        words = encoders.evidence(encoders.encode(passage), "toward", span, label=read.best)
        evidence = tuple((low + word.start, low + word.end) for word in words)
    return Reading(valence, read.score, evidence, read.abstained)


def _held(text, start, end):
    """From where to where the sentences that hold a span go."""
    held = [(low, high) for low, high in split(text) if low < end and start < high]
    return (held[0][0], held[-1][1]) if held else (0, len(text))


# --- toward an actor: what it does, what it is charged with, what it is called ---------------------------------------


@dataclass(frozen=True)
class Effect:
    """What a sentence does to the standing of who stands at [start, end): score, how it was found, evidence."""

    start: int
    end: int
    score: float
    found_by: str
    evidence: tuple


@functools.lru_cache(maxsize=4096)
def effects(text):
    """What a sentence does to the standing of those it names: a tuple of `Effect`s.

    An `act` counts for who does it, a `charge` or praise for whom it is aimed at (acts.csv), a `trait` for who is
    called so (traits.csv). Negated acts count nothing, supposed ones half; who has a part in an act that says nothing
    of it is there with a score of zero. Blind spot: grammar, see `grammar.parse`.

    >>> [(e.found_by, e.score) for e in effects("Brown was accused by Smith.")]
    [('act', 0.0), ('charge', -1.0)]
    """
    parsed = grammar.parse(text)
    return (*_acts(parsed), *_deeds(parsed), *_traits(parsed))


def _acts(parsed):
    for clause in parsed.clauses:
        row = _act(clause)
        if row is None:
            continue
        weight = 0.0 if clause.negated else HYPOTHETICAL if clause.modal else 1.0
        active = clause.voice == "active"
        sides = {
            "act": (float(row["agent"]), clause.subjects if active else clause.agents),
            "charge": (float(row["patient"]), clause.objects if active else clause.subjects),
        }
        for found_by, (score, chunks) in sides.items():
            evidence = parsed.span(clause.first, clause.last)
            for chunk in chunks:
                yield from _on(parsed, parsed.chunks[chunk], weight * score, found_by, evidence)


def _deeds(parsed):
    """Clauses whose words tell of harm or success, for who does them, where the verb alone does not say."""
    told = hits(parsed.text)
    for clause in parsed.clauses:
        if clause.predicate in NO_DEED or clause.negated or _act(clause) is not None:
            continue
        low, high = parsed.span(clause.first, clause.last)[0], _clause_end(parsed, clause)
        score = sum(hit.score for hit in told if low <= hit.start < high and hit.category != "general")
        if abs(score) >= TELLING:
            for chunk in clause.subjects if clause.voice == "active" else clause.agents:
                yield from _on(parsed, parsed.chunks[chunk], max(-1.0, min(1.0, score)), "deed", (low, high))


def _clause_end(parsed, clause):
    """Where the words that belong to a clause end: at the next clause, or at a mark."""
    later = [c.first for c in parsed.clauses if c.first >= clause.last]
    marks = [i for i in range(clause.last, len(parsed.tokens)) if parsed.tokens[i].text in ",;:."]
    last = min([*later, *marks, len(parsed.tokens)])
    return parsed.tokens[last - 1].end


def _act(clause):
    table = _verbs()
    return table.get(f"{clause.predicate} {clause.particle}".strip()) or table.get(clause.predicate)


@functools.cache
def _verbs():
    return {verb: row for row in lexicon("acts") for verb in row["entry"].split("/")}


def _on(parsed, chunk, score, found_by, evidence):
    """An effect on the head of a noun phrase, and a weaker one on those named before it (*Russian* troops)."""
    head, proper = parsed.tokens[chunk.head], ("NNP", "NNPS")
    first = chunk.head
    while first > chunk.first and parsed.tokens[first - 1].tag in proper and parsed.tokens[first].tag in proper:
        first -= 1
    start = parsed.tokens[first].start
    yield Effect(start, head.end, score, found_by, evidence)
    low = parsed.tokens[chunk.first].start
    if low < start and head.tag not in proper:
        yield Effect(low, start, BEFORE_HEAD * score, found_by, evidence)


def _traits(parsed):
    lower = [token.text.casefold() for token in parsed.tokens]
    for first, last, row in find(lower, "traits"):
        score = float(row["score"])
        span = (parsed.tokens[first].start, parsed.tokens[last].end)
        chunk = next((c for c in parsed.chunks if c.first <= first < c.last), None)
        clause = _clause_before(parsed, first)
        if any(w in ("not", "n't", "no", "never") for w in lower[max(0, first - 4) : first]):
            score = 0.0
        if chunk and chunk.head != first and not chunk.owners:  # the corrupt minister
            yield from _on(parsed, chunk, score, "trait", span)
        source = _source(parsed, chunk) if chunk else None  # the lies of Brown, an aggressive answer from Minsk
        if source:
            yield from _on(parsed, source, score, "trait", span)
        for start, end in chunk.owners if chunk else ():  # Brown's lies
            yield Effect(parsed.tokens[start].start, parsed.tokens[end - 1].end, score, "trait", span)
        if clause and clause.predicate in COPULAS and first - clause.last <= 6:  # Brown is a liar
            for subject in clause.subjects:
                yield from _on(parsed, parsed.chunks[subject], score, "trait", span)
        elif clause and clause.predicate in NAMING:  # they called Brown a liar
            for target in clause.objects[:1] if clause.voice == "active" else clause.subjects:
                yield from _on(parsed, parsed.chunks[target], score, "trait", span)


def _source(parsed, chunk):
    """The noun phrase that says whose act a noun names: the one right after it with *of*, *by* or *from*."""
    after = (c for c in parsed.chunks if c.first - chunk.last == 1)
    return next((c for c in after if c.prep in ("of", "by", "from") and not c.time), None)


def _clause_before(parsed, token):
    """The clause whose verb stands last before a token, with no comma between."""
    before = [c for c in parsed.clauses if c.last <= token]
    clause = max(before, key=lambda c: c.last, default=None)
    if clause and any(parsed.tokens[i].text in ",;:" for i in range(clause.last, token)):
        return None
    return clause


def _by_rules(text, start, end):
    found = [e for e in effects(text) if e.start < end and start < e.end]
    if not found and end > start:
        return _nearby(text, start, end)
    total = max(-1.0, min(1.0, sum(e.score for e in found)))
    evidence = tuple(dict.fromkeys(e.evidence for e in found if e.score))
    return Reading(_sign(total, -TELLING, TELLING), total, evidence)


def _nearby(text, start, end):
    """The scored words of a sentence, each less the farther from an actor of whom the grammar says nothing."""
    total, found = 0.0, [hit for hit in hits(text, masked=((start, end),)) if hit.score]
    for hit in found:
        low, high = (end, hit.start) if hit.start >= end else (hit.end, start)
        distance = text.count(" ", low, high) + 4 * sum(text.count(mark, low, high) for mark in ',;:“”"')
        total += hit.score / (1 + distance / 15)
    score = total / math.sqrt(total * total + 1)
    return Reading(_sign(score, *NEAR), score, tuple((hit.start, hit.end) for hit in found))


# --- tables ----------------------------------------------------------------------------------------------------------


def tones(article, *, encoder=True):
    """Every sentence read by every instrument: one row per sentence and instrument.

    Columns sentence, paragraph, instrument (`textblob`, `vader`, `words`, with the encoder also `encoder`, and `tone`,
    the package's own), score in [-1, 1], valence -1, 0, 1, abstained, words (those that scored), start, end, text,
    clean_text. Blind spot: a sentence is read without the one before it.

    >>> from analysis.article import from_text
    >>> tones(from_text("They signed a peace treaty."), encoder=False)["instrument"].tolist()
    ['textblob', 'vader', 'words', 'tone']
    """
    rows = []
    for sentence in article.sentences.itertuples():
        for instrument, reading in _readings(sentence.clean_text, encoder).items():
            rows.append(
                {
                    "sentence": sentence.sentence,
                    "paragraph": sentence.paragraph,
                    "instrument": instrument,
                    "score": reading.score,
                    "valence": reading.valence,
                    "abstained": reading.abstained,
                    "words": ", ".join(sentence.clean_text[s:e] for s, e in reading.evidence),
                    "start": sentence.start,
                    "end": sentence.end,
                    "text": sentence.text,
                    "clean_text": sentence.clean_text,
                }
            )
    return pd.DataFrame(rows, columns=TONES)


def _readings(text, encoder):
    out = {"textblob": textblob(text), "vader": vader(text), "words": words(text)}
    if encoder and text.strip() and encoders.available("valence"):
        score = encoders.valence(encoders.encode(text))
        out["encoder"] = Reading(_sign(score), score)
    return out | {"tone": tone(text, encoder=encoder)}


def by_paragraph(article, *, encoder=True):
    """The tone of every paragraph but boilerplate: paragraph, tone (-1, 0, 1), score, start, end, text, clean_text.

    >>> from analysis.article import from_text
    >>> by_paragraph(from_text("They signed a peace treaty."), encoder=False)["tone"].tolist()
    [1]
    """
    rows = []
    for paragraph in article.body.itertuples():
        reading = tone(paragraph.clean_text, encoder=encoder)
        rows.append(
            {
                "paragraph": paragraph.paragraph,
                "tone": reading.valence,
                "score": reading.score,
                "start": paragraph.start,
                "end": paragraph.end,
                "text": paragraph.text,
                "clean_text": paragraph.clean_text,
            }
        )
    return pd.DataFrame(rows, columns=["paragraph", "tone", "score", *SPAN])


def portrayal(article, mentions, quotes, relations, *, encoder=True):
    """How each paragraph portrays each actor it mentions, to a reader who takes no side: one row for the two.

    Columns paragraph, actor, party, valence (-1 to its discredit, 0, 1 favourably), score (-1 to 1), voice (`author`,
    or whose reported words the evidence stands in), found_by (`act`, `deed`, `charge`, `trait`, `relation`,
    `encoder`: what weighed most; empty where neutral), start, end, text, clean_text (the evidence; the first mention
    where there is none). What an actor does counts, what is done to it does not; it counts less for who speaks. Blind
    spot: irony, praise meant as blame, and acts that the reader must judge.

    >>> portrayal(None, pd.DataFrame(), pd.DataFrame(), pd.DataFrame()).empty
    True
    """
    if len(mentions) == 0:
        return pd.DataFrame([], columns=PORTRAYAL)
    evidence = _of_mentions(article, mentions) + _of_relations(relations)
    if encoder and encoders.available("portrayal"):
        evidence += _of_passages(article, mentions)
    speakers = set(zip(quotes["paragraph"], quotes["speaker"])) if len(quotes) else set()
    said = list(zip(quotes["start"], quotes["end"], quotes["speaker"])) if len(quotes) else []
    by_actor = {}
    for item in evidence:
        by_actor.setdefault((item.paragraph, item.actor), []).append(item)
    rows = []
    for (paragraph, actor), group in mentions.groupby(["paragraph", "actor"], sort=True):
        found = by_actor.get((paragraph, actor), [])
        score = _weighed(found) * (SPEAKER if (paragraph, actor) in speakers else 1.0)
        by_encoder = any(item.found_by == "encoder" for item in found)
        valence = _sign(score, *(TOGETHER if by_encoder else ALONE))
        agreeing = [item for item in found if item.score * score > 0]
        telling = max(agreeing, key=lambda item: abs(item.score) * WEIGHT[item.found_by], default=None)
        span = telling.span if telling and valence else {column: group.iloc[0][column] for column in SPAN}
        spoken = telling.spoken if telling and valence else None
        rows.append(
            {
                "paragraph": paragraph,
                "actor": actor,
                "party": group["party"].iloc[0],
                "valence": valence,
                "score": max(-1.0, min(1.0, score)),
                "voice": _voice(said, spoken or span),
                "found_by": telling.found_by if telling and valence else "",
                **span,
            }
        )
    return pd.DataFrame(rows, columns=PORTRAYAL)


def _voice(said, span):
    """The speaker of the reported words (start, end, speaker) that hold a span, else `author`."""
    holding = (who for start, end, who in said if start <= span["start"] and span["end"] <= end + 1 and who)
    return next(holding, "author")


def by_voice(portrayal):
    """Who shows an actor in which light: one row an actor that is portrayed at all, those most portrayed first.

    Columns actor, then numbers of paragraphs: favourable_author, discredited_author (the article's own words),
    favourable_quoted, discredited_quoted (somebody's reported words), and speakers (whose). Blind spot: a paragraph
    counts once for an actor, by its weightiest evidence.

    >>> row = {"paragraph": 1, "actor": "Xi", "valence": -1, "voice": "Joe Biden"}
    >>> by_voice(pd.DataFrame([row]))[["discredited_author", "discredited_quoted", "speakers"]].values.tolist()
    [[0, 1, 'Joe Biden']]
    """
    told, rows = portrayal[portrayal["valence"] != 0], []
    often = told["actor"].value_counts()
    for actor, group in told.groupby("actor", sort=False):
        quoted = group["voice"] != "author"
        counts = {
            f"{light}_{whose}": int(((group["valence"] == valence) & (quoted == said)).sum())
            for whose, said in (("author", False), ("quoted", True))
            for light, valence in (("favourable", 1), ("discredited", -1))
        }
        rows.append({"actor": actor, **counts, "speakers": ", ".join(dict.fromkeys(group.loc[quoted, "voice"]))})
    rows.sort(key=lambda row: -often[row["actor"]])
    return pd.DataFrame(rows, columns=BY_VOICE)


@dataclass(frozen=True)
class Evidence:
    """One thing a paragraph says for or against an actor: a score from -1 to 1, how it was found, where.

    `spoken` are the characters that tell whose voice it is, where they are not the whole span.
    """

    paragraph: int
    actor: str
    score: float
    found_by: str
    span: dict
    spoken: dict | None = None


def _weighed(found):
    """The strongest evidence of each kind on each side, weighed and added up; beside the encoder it counts less."""
    total = 0.0
    for kinds in (("act",), ("deed",), ("charge", "trait"), ("relation",)):
        scores = [f.score * WEIGHT[f.found_by] for f in found if f.found_by in kinds]
        total += max([0.0, *scores]) + min([0.0, *scores])
    read = [f.score for f in found if f.found_by == "encoder"]
    return read[0] + BESIDE * total if read else total


def _of_mentions(article, mentions):
    out = []
    sentences = {row.sentence: row for row in article.sentences.itertuples()}
    for mention in mentions.itertuples():
        sentence = sentences.get(mention.sentence)
        if sentence is None:
            continue
        text, at = sentence.clean_text, sentence.clean_start
        start, end = (max(0, place - at) for place in article.to_clean(mention.start, mention.end))
        if end <= start or end > len(text):
            continue
        for effect in effects(text):
            if effect.start < end and start < effect.end:
                span = article.span(at + effect.evidence[0], at + effect.evidence[1])
                out.append(Evidence(mention.paragraph, mention.actor, effect.score, effect.found_by, span))
    return out


def _of_passages(article, mentions):
    """What the encoder reads of each actor in each paragraph, with the sentence of the mention that tells most."""
    out, begins = [], dict(zip(article.paragraphs["paragraph"], article.paragraphs["clean_start"]))
    lines = {
        line.sentence: {column: getattr(line, column) for column in SPAN} for line in article.sentences.itertuples()
    }
    for number, passage in actors.passages(article, mentions).items():
        encoding = encoders.encode(passage.text)
        for actor, spans in passage.spans.items():
            read, telling = encoders.portrayal(encoding, spans)
            start, end = (int(begins[number]) + at for at in passage.place(actor, telling))
            line = lines[article.sentence_at(start)[0]]
            out.append(Evidence(number, actor, read.score, "encoder", line, article.span(start, end)))
    return out


def _of_relations(relations):
    """Material acts count for who does them, charges for whom they are aimed at."""
    out = []
    for row in relations.itertuples() if len(relations) else ():
        if not row.counted or row.target_type != "actor":
            continue
        span = {column: getattr(row, column) for column in SPAN}
        if row.expression == "material":
            out.append(Evidence(row.paragraph, row.source, HELPS if row.stance > 0 else -1.0, "relation", span))
        elif row.stance < 0:
            out.append(Evidence(row.paragraph, row.target, -0.5, "relation", span))
    return out


# --- how the instruments keep what must hold --------------------------------------------------------------------------

# pairs of sentences that must sound alike (same) or opposite (turned); the names in them are invented or exchanged
PAIRS = [
    ("names", "same", "The Foreign Minister of Ruritania met us.", "The Foreign Minister of Gloria met us."),
    ("names", "same", "Officials of the United Front met on Monday.", "Officials of the Terror Front met on Monday."),
    ("names", "same", "The envoy spoke to Minister Hope.", "The envoy spoke to Minister Grim."),
    ("names", "same", "The council met in Freetown.", "The council met in Death Valley."),
    ("office", "same", "The peacekeeping force arrived on Monday.", "The force arrived on Monday."),
    ("office", "same", "The Justice Minister arrived on Monday.", "The Transport Minister arrived on Monday."),
    ("office", "same", "The security council met on Monday.", "The council met on Monday."),
    ("negation", "turned", "The talks were a success.", "The talks were not a success."),
    ("negation", "turned", "Soldiers were killed at the border.", "No soldiers were killed at the border."),
    ("negation", "turned", "The neighbours support the plan.", "The neighbours did not support the plan."),
    ("passive", "same", "The army attacked the town.", "The town was attacked by the army."),
    ("passive", "same", "Farmers praised the new law.", "The new law was praised by farmers."),
    ("quotation", "same", "The envoy said the raid was brutal.", "The envoy said the raid was “brutal”."),
    ("position", "same", "The army attacked the town.", "On Monday the army attacked the town."),
    ("case", "same", "The army attacked the town.", "THE ARMY ATTACKED THE TOWN."),
    ("meaning", "same", "The country slid into war.", "The country slid into civil war."),
]


def invariance(*, encoder=True):
    """How each instrument keeps what must hold: one row per pair of sentences and instrument.

    Columns rule (names, office, negation, passive, quotation, position, case, meaning), expected (`same`: both
    sentences have one valence; `turned`: they have not), first, second (the sentences), instrument, first_score,
    second_score, kept. A small made set: it shows faults, it does not measure their rate.

    >>> table = invariance(encoder=False)
    >>> table.groupby("instrument")["kept"].mean().idxmin() in ("textblob", "vader")
    True
    """
    rows = []
    for rule, expected, first, second in PAIRS:
        one, other = _readings(first, encoder), _readings(second, encoder)
        for instrument in one:
            same = one[instrument].valence == other[instrument].valence
            rows.append(
                {
                    "rule": rule,
                    "expected": expected,
                    "first": first,
                    "second": second,
                    "instrument": instrument,
                    "first_score": one[instrument].score,
                    "second_score": other[instrument].score,
                    "kept": same if expected == "same" else not same,
                }
            )
    return pd.DataFrame(rows)
