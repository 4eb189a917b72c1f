"""Who is in a text: which spans refer to an actor, and which of them to the same one.

Heads on the encoder's states behind its second and fourth layer, of the article as it stands, with marks of every word
that `analysis.actors` makes: whether a span is a mention, and of which kind; and whether a mention refers to an earlier
one or to somebody new. MODEL_CARD.md says how well.
"""

import functools
import io
import json
import warnings
from dataclasses import dataclass, field

import numpy as np

from analysis.encoder.model import INNER, EncoderError, available, checked, run, shipped, used
from analysis.encoder.questions import gelu, softmax

CAST_KINDS = ("name", "demonym", "description", "pronoun")  # of a mention, in the order of the head's answers
WIDE = 768  # numbers in the two states of a word
MOST, CONTEXT = 10, 48  # words that a mention may be long, tokens of the text before that a window begins with


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


def read_words(words, sentences, marks, heads=None):
    """A state of every word, from the words, the number of the sentence of each, and its marks.

    Long texts are read in windows of whole sentences, each with some of the text before it.
    """
    heads = heads or _shipped()
    states = states_of(words, sentences, heads.below)
    return np.concatenate([states + heads.dense("marks", marks), gelu(heads.dense("told", marks))], -1)


def states_of(words, sentences, below):
    """The encoder's state of every word's first token; of a sentence beyond the window the rest gets the last one."""
    coded = [c.ids for c in below.tokenizer.encode_batch(list(words), add_special_tokens=False)]
    edges = [below.tokenizer.token_to_id(name) for name in ("[CLS]", "[SEP]")]
    room, parts = below.settings["window"] - 2, [np.zeros((0, WIDE), dtype=np.float32)]
    for context, first, last in windows([len(c) for c in coded], sentences, room):
        places = [k for k in range(context, last) for _ in coded[k]][:room]
        ids = [i for k in range(context, last) for i in coded[k]][:room]
        at = np.minimum(np.searchsorted(places, np.arange(first, last)), len(places) - 1) + 1
        parts.append(run(below, np.array([edges[0], *ids, edges[1]], dtype=np.int64), INNER)[at])
    return np.concatenate(parts)


def windows(sizes, sentences, room=190):
    """(first word of the context, first word, word after the last) of windows of whole sentences, from words' tokens.

    >>> windows([1] * 6, [0, 0, 0, 1, 1, 1], room=4)
    [(0, 0, 3), (2, 3, 6)]
    """
    total = np.concatenate([[0], np.cumsum(sizes, dtype=int)])
    bounds = [i for i, now in enumerate(sentences) if i == 0 or now != sentences[i - 1]] + [len(sizes)]
    out, at = [], 0
    while at < len(bounds) - 1:
        first, context = bounds[at], bounds[at]
        while context > 0 and total[first] - total[context - 1] <= CONTEXT:
            context -= 1
        after = at + 1
        while after < len(bounds) - 1 and total[bounds[after + 1]] - total[context] <= room:
            after += 1
        while context < first and total[bounds[after]] - total[context] > room:
            context += 1
        out.append((context, first, bounds[after]))
        at = after
    return out


def candidates(words, sentences, rules):
    """Every span that may be a mention, (first word, word after the last), its kind by the rules, and its wording.

    `rules` maps a span to the place of its kind among `CAST_KINDS` and metonym; spans of like wording have one number.
    """
    known, places = {}, [(i, i + k) for i in range(len(words)) for k in range(min(MOST, len(words) - i))]
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
    begin, end, one = (heads.dense(name, states) for name in ("begin", "end", "one"))
    begin, end = gelu(begin), gelu(end)
    both = np.stack([np.einsum("na,na->n", (begin @ form)[i], end[j]) for form in heads.weights["bil"]], 1)
    alone = one[i, : len(CAST_KINDS)] + one[j, len(CAST_KINDS) :] + heads.weights["width"][j - i]
    z = both + alone + heads.weights["bias"] + told @ heads.weights["rule"].T
    total, count = np.zeros((same.max(initial=-1) + 1, z.shape[1])), np.bincount(same)
    np.add.at(total, same, np.tanh(z / 2))
    others = (total[same] - np.tanh(z / 2)) / np.maximum(count[same] - 1, 1)[:, None]
    z = z + others * heads.weights["others"]
    return pairs, softmax(np.concatenate([np.zeros((len(z), 1)), z], 1))


def links(states, chosen, places, pairs, new, heads=None):
    """How likely each mention refers to each one before it: a dict a mention, number of the other (-1: new) -> share.

    `chosen` are the spans of the mentions in the order of the text, `places` the numbers of two of them, the later
    first, `pairs` and `new` their marks.
    """
    heads = heads or _shipped()
    first, last = np.asarray(chosen).T
    total = np.concatenate([np.zeros((1, states.shape[1])), states.cumsum(0, dtype=np.float64)])
    mean = (total[last] - total[first]) / (last - first)[:, None]
    g = gelu(heads.dense("span", np.concatenate([states[first], states[last - 1], mean], -1)))
    wide, weight = g.shape[1], heads.weights["pair1.weight"]
    i, j = places.T
    z = (g @ weight[:, :wide].T)[i] + (g @ weight[:, wide : 2 * wide].T)[j] + heads.weights["pair1.bias"]
    z = z + np.concatenate([g[i] * g[j], pairs], -1) @ weight[:, 2 * wide :].T
    referring = heads.dense("pair2", gelu(z))[:, 0]
    alone = heads.dense("new2", gelu(heads.dense("new1", np.concatenate([g, new], -1))))[:, 0]
    likely = []
    for n, (low, high) in enumerate(zip(*(np.searchsorted(i, np.arange(len(g)), side) for side in ("left", "right")))):
        shares = softmax(np.concatenate([alone[n : n + 1], referring[low:high]])).tolist()
        likely.append(dict(zip([-1, *j[low:high].tolist()], shares)))
    return likely
