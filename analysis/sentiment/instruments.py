"""Five instruments that say how a passage sounds, side by side, and the tone of sentences and paragraphs."""

import functools
import math
import re
from dataclasses import dataclass
from importlib.resources import files

import pandas as pd

from analysis.article import SPAN
from analysis.encoder import available, encode, questions
from analysis.sentiment.matching import WORD, find

TONES = ["sentence", "paragraph", "instrument", "score", "valence", "abstained", "words", *SPAN]
NEGATIVE, POSITIVE = -0.1, 0.2  # beyond these a score is no longer neutral; chosen on coded paragraphs of news
# the share of each instrument in the package's own tone, and what is neutral; chosen on articles of ordinary news that
# the encoder had not learned from
JOINT, JOINT_NEUTRAL = {"words": 0.35, "valence": 0.2, "tone": 0.4}, (-0.28, 0.15)
STRONG, STRONG_NEUTRAL = (-0.3, 0.5), (-0.15, 0.0)  # where the words are so strong, less is asked of the encoder
# words before a scored word within which another turns or weighs it, and behind it within which one undoes it
REACH = {"negation": 4, "intensity": 2, "undone": 6}
BARRIERS = {".", ",", ";", ":", "!", "?", "but", "because", "although"}  # beyond which it does not


@dataclass(frozen=True)
class Score:
    """How a passage sounds: `valence` -1, 0 or 1, `score` in [-1, 1], `evidence` (start, end) spans, `abstained`."""

    valence: int
    score: float
    evidence: tuple = ()
    abstained: bool = False


@dataclass(frozen=True)
class Hit:
    """A lexicon entry in a text: where, its category and its score after negation and intensity.

    `undone`: a word turned it to its opposite, as in *crime fell* or *hopes faded*.
    """

    start: int
    end: int
    entry: str
    category: str
    score: float
    undone: bool = False


def sign_of(score, negative=NEGATIVE, positive=POSITIVE):
    """-1, 0 or 1: the side of a score that reaches one of two thresholds."""
    return (score >= positive) - (score <= negative)


def squashed(total):
    """A sum of scores, squeezed into [-1, 1]."""
    return total / math.sqrt(total * total + 1)


# --- the package's own word list -------------------------------------------------------------------------------------


def words(text, *, masked=()):
    """Tone by the package's own list of political-news words; `masked` spans carry none.

    Each entry's score is turned by a negation up to four words before it and raised or lowered by a word of degree;
    words of general sentiment that the list lacks count as VADER's lexicon rates them. Names are masked: capitalised
    words within a sentence. The score is in [-1, 1], less the longer the text. Blind spot: irony, and words it lacks.

    >>> words("Talks collapsed and the army invaded.").valence
    -1
    """
    scored = hits(text, masked=tuple(masked))
    score = squashed(sum(hit.score for hit in scored) / (1 + text.count(" ") / 30))
    return Score(sign_of(score), score, tuple((hit.start, hit.end) for hit in scored if hit.score))


@functools.lru_cache(maxsize=1024)
def hits(text, *, masked=()):
    """The entries of the tone list in a text, `Hit`s in order, each with its score after negation and degree.

    >>> [(h.entry, h.score) for h in hits("Nobody was killed.")]
    [('kill*', 0.5)]
    """
    tokens = [(m.group(), m.start(), m.end()) for m in WORD.finditer(text)]
    names = _names(tokens, masked)
    lower = ["" if i in names else w.casefold().replace("’", "'") for i, (w, _, _) in enumerate(tokens)]
    rated = list(_rated(lower))
    turns = {}
    for first, last, _, category, score in rated:
        if category in REACH:
            turns[first if category == "undone" else last] = category, score
    out = []
    for first, last, entry, category, score in rated:
        if category not in REACH:
            factors = _turns(turns, first, last, lower)
            start, end = tokens[first][1], tokens[last][2]
            out.append(Hit(start, end, entry, category, score * math.prod(factors), any(f <= -1 for f in factors)))
    return tuple(out)


def _turns(turns, first, last, lower):
    """The factors of the two words nearest to a scored one that turn or weigh it, as far as they reach."""
    factors = []
    for at in (*range(first - 1, first - 5, -1), *range(last + 1, last + 7)):
        kind, factor = turns.get(at, ("", 1))
        between = lower[at + 1 : first] if at < first else lower[last + 1 : at]
        if kind and (kind == "undone") == (at > last) and len(between) < REACH[kind] and BARRIERS.isdisjoint(between):
            factors.append(factor)
    return factors[:2]


def _rated(lower):
    """(first, last, entry, category, score) of the list's entries, and of general words between them."""
    general, at = _general(), 0
    for first, last, row in [*find(lower, "tone"), (len(lower), len(lower), None)]:
        for i in range(at, first):
            if lower[i].isalpha() and lower[i] in general:
                yield i, i, lower[i], "general", general[lower[i]] / 4
        at = last + 1
        if row:
            yield first, last, row["entry"], row["category"], float(row["score"])


def _names(tokens, masked):
    """The positions of the words that are, or may be, names."""
    alphabetic = [w for w, _, _ in tokens if w[0].isalpha()]
    capitals = sum(w[0].isupper() for w in alphabetic)
    inside = {i for i, (_, start, end) in enumerate(tokens) if any(low < end and start < high for low, high in masked)}
    if capitals > 0.6 * len(alphabetic) and len(alphabetic) > 3:  # a headline or ALL CAPS: capitals say nothing
        return inside
    opening = True
    for i, (word, _, _) in enumerate(tokens):
        if not word[0].isalpha():
            opening = word in '.!?:"“”' or (opening and word in "()")
            continue
        if word[0].isupper() and (not opening or _capital_next(tokens, i)):
            inside.add(i)
        opening = False
    return inside


def _capital_next(tokens, i):
    return i + 1 < len(tokens) and tokens[i + 1][0][0].isupper() and tokens[i + 1][1] - tokens[i][2] == 1


# --- instruments of others -------------------------------------------------------------------------------------------


def textblob(text):
    """Tone by TextBlob's polarity, neutral within ±.05, with the words it assessed.

    Made for product reviews (De Smedt & Daelemans 2012). Blind spot: news; *civil war* scores above zero.

    >>> textblob("A good plan.").valence
    1
    """
    from textblob import TextBlob  # not before it is needed: it loads NLTK, and that scipy.stats

    assessed = TextBlob(text).sentiment_assessments
    scored = [" ".join(w for w in words if w) for words, polarity, *_ in assessed.assessments if polarity]
    return Score(sign_of(assessed.polarity, -0.05, 0.05), float(assessed.polarity), _places(text, scored))


def vader(text):
    """Tone by VADER's compound score, neutral within ±.05 as its authors advise, with the words of its lexicon.

    Made for social media (Hutto & Gilbert 2014). Blind spot: names (*United*) and offices (*Justice Minister*) score.

    >>> vader("A good plan.").valence
    1
    """
    score = _vader().polarity_scores(text)["compound"]
    scored = [m.group() for m in re.finditer(r"[\w'’-]+", text) if _general().get(m.group().casefold())]
    return Score(sign_of(score, -0.05, 0.05), float(score), _places(text, scored))


@functools.cache
def _vader():
    import nltk
    from nltk.sentiment.vader import SentimentIntensityAnalyzer

    folder = str(files("vaderSentiment"))
    if folder not in nltk.data.path:
        nltk.data.path.insert(0, folder)
    return SentimentIntensityAnalyzer("vader_lexicon.txt")


@functools.cache
def _general():
    """word -> how VADER's lexicon rates it, from -4 to 4."""
    lines = (files("vaderSentiment") / "vader_lexicon.txt").read_text(encoding="utf-8").splitlines()
    return {word: float(rated) for word, rated, *_ in (line.split("\t") for line in lines)}


def _places(text, scored):
    """The spans of scored words in a text, each looked for after the one before."""
    spans, at, lower = [], 0, text.casefold() if len(text.casefold()) == len(text) else text
    for word in scored:
        start = lower.find(word.casefold(), at)
        if start >= 0:
            at = start + len(word)
            spans.append((start, at))
    return tuple(spans)


# --- the instrument the package goes by ------------------------------------------------------------------------------


def tone(text, *, encoder=True):
    """The situation a text describes: -1 conflict, threat, harm; 1 cooperation, relief, success; 0 neutral or mixed.

    Joins the word list with the encoder where its model is there, but where most words are undone (*crime fell*);
    `encoder=False` is the word list alone. The score is in [-1, 1]; `evidence` are the words of the list that scored.
    Blind spot: a situation told without a word for it.

    >>> tone("The two states signed a peace treaty.", encoder=False).valence
    1
    """
    rules = words(text)
    if not (encoder and text.strip() and available()) or _mostly_undone(text):
        return rules
    encoding = encode(text)
    score = JOINT["words"] * rules.score + JOINT["valence"] * questions.valence(encoding)
    score += JOINT["tone"] * questions.tone(encoding).score
    negative = (STRONG_NEUTRAL if rules.score <= STRONG[0] else JOINT_NEUTRAL)[0]
    positive = (STRONG_NEUTRAL if rules.score >= STRONG[1] else JOINT_NEUTRAL)[1]
    return Score(sign_of(score, negative, positive), score, rules.evidence)


def _mostly_undone(text):
    """Whether the words that score are for the larger part undone; the encoder takes *crime fell* for bad news."""
    found = hits(text)
    return 2 * sum(abs(hit.score) for hit in found if hit.undone) > sum(abs(hit.score) for hit in found)


def scores(text, *, encoder=True):
    """{instrument: its Score of a text}; the encoder's alone only where its model is there.

    >>> list(scores("They signed a peace treaty.", encoder=False))
    ['textblob', 'vader', 'words', 'tone']
    """
    out = {"textblob": textblob(text), "vader": vader(text), "words": words(text)}
    if encoder and text.strip() and available():
        score = questions.valence(encode(text))
        out["encoder"] = Score(sign_of(score), score)
    return out | {"tone": tone(text, encoder=encoder)}


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
    for sentence in article.sentences[["sentence", "paragraph", *SPAN]].to_dict("records"):
        text = sentence["clean_text"]
        for instrument, score in scores(text, encoder=encoder).items():
            row = {"instrument": instrument, **{c: getattr(score, c) for c in ("score", "valence", "abstained")}}
            rows.append(sentence | row | {"words": ", ".join(text[s:e] for s, e in score.evidence)})
    return pd.DataFrame(rows, columns=TONES)


def by_paragraph(article, *, encoder=True):
    """The tone of every paragraph but boilerplate: paragraph, tone (-1, 0, 1), score, start, end, text, clean_text.

    >>> from analysis.article import from_text
    >>> by_paragraph(from_text("They signed a peace treaty."), encoder=False)["tone"].tolist()
    [1]
    """
    rows = []
    for paragraph in article.body[["paragraph", *SPAN]].to_dict("records"):
        score = tone(paragraph["clean_text"], encoder=encoder)
        rows.append(paragraph | {"tone": score.valence, "score": score.score})
    return pd.DataFrame(rows, columns=["paragraph", "tone", "score", *SPAN])
