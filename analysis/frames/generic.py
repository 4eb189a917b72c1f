"""Frames: the five generic news frames of a passage, with the words that point to each."""

import math

import pandas as pd

from analysis import sentiment
from analysis.article import SPAN, split
from analysis.encoder import FRAMES, available, encode, questions

ENOUGH = {"conflict": 0.5, "responsibility": 0.5, "human_interest": 1.25, "morality": 1.5, "economic": 1.25}
# a whole article is said to have a frame where its strongest passage has it beyond doubt
ENOUGH_AT_LENGTH = {"conflict": 1.7, "responsibility": 1.7, "human_interest": 2.75, "morality": 2.4, "economic": 4.2}
# how much the encoder's reading weighs beside the words; chosen on held-out passages and three coded articles
ENCODER = 0.7
SURE = 0.8  # a joint score of .4 counts as .5: two readings that must agree are seldom both sure
PASSAGE = 120  # words; a longer text is read in pieces
CUES = ["paragraph", "sentence", "frame", "weight", "entry", *SPAN]


def of(text, *, encoder=True):
    """The five generic news frames (Semetko & Valkenburg 2000) of a text: dict of frame → score in [0, 1].

    A frame is present from 0.5. Scores come from the words of frames.csv, for conflict also those of tone.csv, joined
    with the encoder where its model is there. Blind spot: a frame told without a word for it, and irony.

    >>> of("They accused the minister and fought in the streets.", encoder=False)["conflict"] >= 0.5
    True
    """
    pieces = [_weights(piece) for piece in _pieces(text)]
    enough = ENOUGH if len(pieces) == 1 else ENOUGH_AT_LENGTH
    strongest = {frame: max(piece[frame] for piece in pieces) for frame in FRAMES}
    rules = {frame: 1 / (1 + math.exp(enough[frame] - w)) if w else 0.0 for frame, w in strongest.items()}
    # beyond a passage the words alone did better on whole articles
    if len(pieces) > 1 or not (encoder and available() and text.strip()):
        return rules
    likely = questions.frames(encode(text))
    return {frame: min(1.0, ((1 - ENCODER) * rules[frame] + ENCODER * likely[frame]) / SURE) for frame in FRAMES}


def _pieces(text):
    """A long text in pieces of whole sentences, about half the length of a passage each; a short one as it is."""
    if text.count(" ") < PASSAGE:
        return [text]
    pieces, low = [], 0
    for _start, end in split(text):
        if text.count(" ", low, end) >= PASSAGE / 2:
            pieces.append(text[low:end])
            low = end
    return pieces + ([text[low:]] if text[low:].strip() else [])


def _weights(text):
    """The weight of each frame's cues, an entry counted once, less the longer the passage."""
    heaviest = {}
    for frame, _, _, weight, entry in spans(text):
        heaviest[frame, entry] = max(weight, heaviest.get((frame, entry), 0.0))
    length = 1 + text.count(" ") / 100
    return {frame: sum(w for (name, _), w in heaviest.items() if name == frame) / length for frame in FRAMES}


def spans(text):
    """[(frame, start, end, weight, entry)] of the words of a text that point to a frame, in order.

    >>> [frame for frame, *_ in spans("Prices rose.")]
    ['economic']
    """
    tokens = [(m.group(), m.start(), m.end()) for m in sentiment.WORD.finditer(text)]
    lower = [w.casefold().replace("’", "'") for w, _, _ in tokens]
    out = []
    for frame in FRAMES:
        for first, last, row in sentiment.find(lower, "frames", frame=frame):
            if float(row["weight"]):
                out.append((frame, tokens[first][1], tokens[last][2], float(row["weight"]), row["entry"]))
    taken = {(start, end) for frame, start, end, *_ in out if frame == "conflict"}
    for hit in sentiment.hits(text):
        if hit.category == "conflict" and (hit.start, hit.end) not in taken:
            out.append(("conflict", hit.start, hit.end, min(3.0, 4 * abs(hit.score)), hit.entry))
    return sorted(out, key=lambda cue: (cue[1], cue[2], cue[0]))


def by_paragraph(article, *, encoder=True):
    """The frames of every paragraph: columns paragraph, conflict, responsibility, human_interest, morality, economic
    (scores in [0, 1], present from 0.5), start, end, text, clean_text.

    >>> from analysis.article import from_text
    >>> by_paragraph(from_text("They fought."), encoder=False).columns[:3].tolist()
    ['paragraph', 'conflict', 'responsibility']
    """
    rows = article.body[["paragraph", *SPAN]].to_dict("records")
    rows = [row | of(row["clean_text"], encoder=encoder) for row in rows]
    return pd.DataFrame(rows, columns=["paragraph", *FRAMES, *SPAN])


def cues(article):
    """The words that point to a frame: one row per cue, columns paragraph, sentence, frame, weight, entry, start, end,
    text, clean_text.

    >>> from analysis.article import from_text
    >>> cues(from_text("Prices rose."))["text"].tolist()
    ['Prices']
    """
    rows = []
    for sentence in article.sentences.itertuples():
        for frame, start, end, weight, entry in spans(sentence.clean_text):
            row = {"paragraph": sentence.paragraph, "sentence": sentence.sentence, "frame": frame, "weight": weight}
            place = article.span(sentence.clean_start + start, sentence.clean_start + end)
            rows.append({**row, "entry": entry, **place})
    return pd.DataFrame(rows, columns=CUES)


def common_cues(article, *, most=5):
    """The words that point to each frame most often: columns frame, cue, times.

    >>> from analysis.article import from_text
    >>> common_cues(from_text("Prices rose. Prices fell.")).values.tolist()
    [['economic', 'prices', 2]]
    """
    table = cues(article)
    counts = table.assign(cue=table["text"].str.casefold()).groupby(["frame", "cue"]).size().reset_index(name="times")
    return counts.sort_values(["frame", "times", "cue"], ascending=[True, False, True]).groupby("frame").head(most)
