"""Who is in a text: which spans refer to an actor, and which of them to the same one.

Heads on the encoder's states behind its second and fourth layer, of each paragraph as it stands, with marks of every
word that `analysis.actors` makes: whether a span is a mention, and of which kind; and whether a mention refers to an
earlier one or to somebody new. MODEL_CARD.md says how well.
"""

import functools
import io
import json
import warnings
from dataclasses import dataclass, field

import numpy as np

from analysis.encoder.model import INNER, EncoderError, available, checked, encode, read, shipped, used
from analysis.encoder.questions import gelu, softmax

CAST_KINDS = ("name", "demonym", "description", "pronoun")  # of a mention, in the order of the head's answers
WIDE = 768  # numbers in the two states of a word
MOST, STEP = 10, 20_000  # words that a mention may be long, spans that are weighed at once


@dataclass(frozen=True, eq=False)
class Heads:
    """The heads that read the cast: their weights, the settings found on articles kept back, and the encoder below."""

    weights: dict = field(repr=False)
    settings: dict
    below: object = field(repr=False)

    def dense(self, name, values):
        """A linear layer."""
        return values @ self.weights[f"{name}.weight"].T + self.weights[f"{name}.bias"]


def reads_cast():
    """Whether the encoder can read who is in a text; False, with one warning, where its file is missing or altered."""
    return available() and _shipped() is not None


def _shipped():
    return _above(shipped())


@functools.cache
def _above(below):
    try:
        return load_heads(used(), below)
    except EncoderError as fault:
        warnings.warn(f"reading who is in a text with the rules alone: {fault}", stacklevel=3)
        return None


def load_heads(folder, below):
    """The heads in a folder, cast.npz, above an Instrument; raises EncoderError, in one line, where they are faulty."""
    if not set(INNER) <= {output.name for output in below.session.get_outputs()}:
        raise EncoderError("the encoder's file does not name its inner layers")
    with np.load(io.BytesIO(checked(folder, "cast.npz")[0])) as stored:
        weights = {name: stored[name].astype(np.float32) for name in stored.files if name != "settings"}
        return Heads(weights, json.loads(str(stored["settings"])), below)


def cast_settings():
    """The least probability of each kind of mention, as found on articles kept back from training."""
    return _shipped().settings


def read_words(texts, places, marks, heads=None):
    """A state of every word, from the texts, the place of each word, see `states_of`, and its marks."""
    heads = heads or _shipped()
    states = states_of(texts, places)
    return np.concatenate([states + heads.dense("marks", marks), gelu(heads.dense("told", marks))], -1)


def states_of(texts, places, below=None):
    """The encoder's inner states of words, of the token at each place: (number of a text, character in it), sorted."""
    parts, numbers, characters = [np.zeros((0, WIDE), dtype=np.float32)], *np.asarray(places).reshape(-1, 2).T
    for n, text in enumerate(texts):
        here = characters[numbers == n]
        if len(here):
            encoding = read(below, text) if below else encode(text)
            at = np.searchsorted(encoding.offsets[1:-1, 0], here, side="right")
            parts.append(encoding.inner[at].astype(np.float32))
    return np.concatenate(parts)


def candidates(words, sentences, rules):
    """Every span that may be a mention, (first word, word after the last), its kind by the rules, and its wording.

    It begins with a word of letters or figures. `rules` maps a span to the place of its kind among `CAST_KINDS` and
    metonym; spans of like wording have one number.
    """
    begins = [i for i, word in enumerate(words) if any(map(str.isalnum, word))]
    known, places = {}, [(i, i + k) for i in begins for k in range(min(MOST, len(words) - i))]
    pairs = [(i, j + 1) for i, j in places if sentences[i] == sentences[j]]
    told = np.zeros((len(pairs), len(CAST_KINDS) + 1), dtype=np.float32)
    for n, span in enumerate(pairs):
        if span in rules:
            told[n, rules[span]] = 1
    same = [known.setdefault(tuple(words[i:j]), len(known)) for i, j in pairs]
    return np.array(pairs, dtype=np.int64).reshape(-1, 2), told, np.array(same, dtype=np.int64)


def spans(states, words, sentences, rules, heads=None):
    """The spans that may be mentions, see `candidates`, and a row of probabilities for each, none and CAST_KINDS."""
    heads = heads or _shipped()
    pairs, told, same = candidates(words, sentences, rules)
    i, j = (pairs - [0, 1]).T
    states = np.concatenate([states, gelu(_around(states, heads))], -1)
    begin, end = gelu(heads.dense("begin", states)), gelu(heads.dense("end", states))
    both = np.stack([_paired(begin @ form, end, i, j) for form in heads.weights["bil"]], 1)
    first, last = np.split(heads.dense("one", states), 2, -1)
    before, after = np.split(np.pad(heads.dense("near", states), ((1, 1), (0, 0))), 2, -1)
    within = np.pad(log_sigmoid(heads.dense("inside", states)).cumsum(0, dtype=np.float64), ((1, 0), (0, 0)))
    z = both + first[i] + last[j] + before[i] + after[j + 2] + within[j + 1] - within[i]
    z = z + heads.weights["width"][j - i] + heads.weights["bias"] + told @ heads.weights["rule"].T
    total, count = np.zeros((same.max(initial=-1) + 1, z.shape[1])), np.bincount(same)
    np.add.at(total, same, np.tanh(z / 2))
    others = (total[same] - np.tanh(z / 2)) / np.maximum(count[same] - 1, 1)[:, None]
    z = z + others * heads.weights["others"]
    return pairs, softmax(np.concatenate([np.zeros((len(z), 1)), z], 1))


def _paired(one, other, i, j):
    """The product of row i of one with row j of the other, for each i and j; some at a time, for want of memory."""
    parts = [np.einsum("na,na->n", one[i[at : at + STEP]], other[j[at : at + STEP]]) for at in range(0, len(i), STEP)]
    return np.concatenate([np.zeros(0, dtype=one.dtype), *parts])


def _around(states, heads):
    """What is read of every word beside the one before it and the one after it."""
    before, own, after = np.split(heads.weights["around.weight"].T, 3)
    out = states @ own + heads.weights["around.bias"]
    out[1:] += states[:-1] @ before
    out[:-1] += states[1:] @ after
    return out


def log_sigmoid(x):
    """The logarithm of the logistic function.

    >>> log_sigmoid(np.zeros(1)).round(2)
    array([-0.69])
    """
    return -np.logaddexp(0, -x)


def links(states, chosen, blocks, new, heads=None):
    """How likely each mention refers to each one before it: a dict a mention, number of the other (-1: new) -> share.

    `chosen` are the spans of the mentions in the order of the text, `blocks` arrays of the numbers of two of them, the
    later first, each with their marks, `new` the marks of each alone.
    """
    heads = heads or _shipped()
    first, last = np.asarray(chosen).T
    total = np.concatenate([np.zeros((1, states.shape[1])), states.cumsum(0, dtype=np.float64)])
    mean = (total[last] - total[first]) / (last - first)[:, None]
    g = gelu(heads.dense("span", np.concatenate([states[first], states[last - 1], mean], -1)))
    alone = heads.dense("new2", gelu(heads.dense("new1", np.concatenate([g, new], -1))))[:, 0]
    likely = [{} for _ in chosen]
    for (i, j), referring in _referring(g, blocks, heads):
        for n in np.unique(i):
            low, high = np.searchsorted(i, n, "left"), np.searchsorted(i, n, "right")
            likely[n] = dict(zip(j[low:high].tolist(), referring[low:high]))
    shares = (softmax(np.array([new, *row.values()])).tolist() for new, row in zip(alone, likely))
    return [dict(zip([-1, *row], share)) for row, share in zip(likely, shares)]


def _referring(g, blocks, heads):
    """(places, how each later mention refers to the earlier one) of every block of pairs."""
    own, other, rest = np.split(heads.weights["pair1.weight"].T, [g.shape[1], 2 * g.shape[1]])
    own, other = g @ own + heads.weights["pair1.bias"], g @ other
    for places, marks in blocks:
        i, j = places.T
        z = own[i] + other[j] + np.concatenate([g[i] * g[j], marks], -1) @ rest
        yield (i, j), heads.dense("pair2", gelu(z))[:, 0]
