"""The questions to the encoder: each is a small head on the same encoding. Spans are characters of the sentence."""

import heapq
import itertools
import re
from dataclasses import dataclass

import numpy as np

from analysis.article import FUNCTION_WORDS
from analysis.encoder.model import available, encode  # noqa: F401 (the examples ask it)

VALENCES = ("negative", "neutral", "positive")
RELATIONS = ("none", "first_for_second", "second_for_first", "first_against_second", "second_against_first")
FRAMES = ("conflict", "responsibility", "human_interest", "morality", "economic")
MIRROR = [0, 2, 1, 4, 3]
TURNED = [1, 0, 3, 2]  # for: first to second, second to first; against: first to second, second to first
WORD = re.compile(r"\w+(?:[-'’]\w+)*")
MOST_WORDS = 20
NEAREST = 6  # pairs of mentions that are asked about two actors, the nearest ones


@dataclass(frozen=True)
class Distribution:
    """The calibrated probability of each label, the label chosen, and whether the instrument would rather not say."""

    labels: dict
    best: str
    abstained: bool

    def __getitem__(self, label):
        return self.labels[label]

    @property
    def score(self):
        """For valences: how far the balance leans, from -1 (negative) to 1 (positive)."""
        return self["positive"] - self["negative"]


@dataclass(frozen=True)
class Tie:
    """How a passage says one actor stands toward another.

    `probability` has that of each stance, for (1), against (-1) and neither (0); `stance` is the likelier of for and
    against, and the two spans the mentions that say so.
    """

    source: object
    target: object
    stance: int
    probability: dict
    source_span: tuple
    target_span: tuple


def toward(encoding, span):
    """How the sentence speaks toward the actor at a span: Distribution over negative, neutral, positive.

    Abstains where no label reaches the confidence in the model card, or the span covers no word. Blind spot: sarcasm,
    and an actor harmed by others, whom it easily takes for one spoken ill of. Source: trained on NewsMTSC (Hamborg &
    Donnay 2021).

    >>> toward(encode("Critics called Smith a liar."), (15, 20)).best if available() else "negative"
    'negative'
    """
    return _valences("toward", logits(encoding, "toward", span), encoding, empty=not _tokens(encoding, span)[1])


def relation(encoding, first, second):
    """Who stands for or against whom between two spans: Distribution over the five RELATIONS.

    Exchanging the spans exchanges the answer, exactly. A relation is chosen where the probability of any reaches the
    threshold in the model card, else `none`; it abstains where `none` and the likeliest relation are nearly level.
    Blind spot: more than one relation between the same two, and relations that only background knowledge tells. Source:
    trained on directed_sentiment (Park et al. 2021), on sentences coded after the codebook, and on made ones.

    >>> relation(encode("Xi condemned Putin."), (0, 2), (13, 18)).best if available() else "first_against_second"
    'first_against_second'
    """
    settings = encoding.by.settings["relation"]
    p = softmax(logits(encoding, "relation", first, second), settings["temperature"])
    any_relation = 1 - p[0]
    best = 1 + int(p[1:].argmax()) if any_relation >= settings["threshold"] else 0
    a, b = _tokens(encoding, first), _tokens(encoding, second)
    empty = not (a[1] and b[1]) or max(a[0], b[0]) < min(a[1], b[1])
    abstained = empty or abs(any_relation - settings["threshold"]) < settings["margin"]
    return Distribution(dict(zip(RELATIONS, map(float, p))), RELATIONS[0 if empty else best], bool(abstained))


def valence(encoding):
    """The sentence's tone as raters of news snippets would place it, from -1 to 1 (their -4 to 4, divided by 4).

    Blind spot: raters judged wording as much as events. Source: NYT editorial snippets (Hutto & Gilbert 2014).

    >>> -1 <= (valence(encode("A good day.")) if available() else 0) <= 1
    True
    """
    return float(np.clip(logits(encoding, "valence")[0], -1, 1))


def tone(encoding):
    """The situation the sentence describes: Distribution over negative (conflict, harm), neutral, positive (relief).

    Blind spot: a calm report of a grave
    matter. Source: news sentences coded after the codebook, see the model card.

    >>> tone(encode("Shells killed nine villagers.")).best if available() else "negative"
    'negative'
    """
    return _valences("tone", logits(encoding, "tone"), encoding)


def frames(encoding):
    """How likely each of the five generic news frames is, as a dict of frame -> probability; present from 0.5.

    Blind spot: a text longer than a few
    paragraphs, and a frame that only what stands around the passage shows. Source: news passages coded after the
    codebook (frames: Semetko & Valkenburg 2000).

    >>> sorted(frames(encode("Prices rose."))) == sorted(FRAMES) if available() else True
    True
    """
    settings = encoding.by.settings["frames"]
    z = (logits(encoding, "frames") - np.array(settings["shift"])) * np.array(settings["slope"])
    return dict(zip(FRAMES, map(float, 1 / (1 + np.exp(-z)))))


def portrayal(encoding, spans):
    """How a passage portrays the actor at the spans: (Distribution over VALENCES, the mention that tells most).

    Each mention is asked and the most telling one counts, for and against. Abstains where no mention covers a word.
    Blind spot: what only a reader's own judgement makes of an act. Source: passages coded after the codebook, see the
    model card.

    >>> portrayal(encode("Smith lied to the house."), [(0, 5)])[1] if available() else (0, 5)
    (0, 5)
    """
    return portrayals(encoding, {"": spans})[""]


def portrayals(encoding, actors):
    """`portrayal` of several actors at once: {name: spans of its mentions} in, {name: its answer} out.

    >>> list(portrayals(encode("Smith lied to Jones."), {"Smith": [(0, 5)]})) if available() else ["Smith"]
    ['Smith']
    """
    settings, asked = encoding.by.settings["portrayal"], _portrayals(encoding, actors)
    return {name: _portrayed(settings, spans, *asked.get(name, ((), ()))) for name, spans in actors.items()}


def _portrayed(settings, spans, present, rows):
    if not present:
        return Distribution(dict(zip(VALENCES, (0.0, 1.0, 0.0))), "neutral", True), tuple(spans[0])
    positive, negative = rows.T
    p = softmax(np.array([negative.max(), settings["neutral"], positive.max()]), settings["temperature"])
    telling = present[int((negative if p[0] >= p[2] else positive).argmax())]
    return Distribution(dict(zip(VALENCES, map(float, p))), VALENCES[int(p.argmax())], False), telling


def ties(encoding, actors, *, apart=lambda one, other: True):
    """Who supports or opposes whom in a passage: a Tie for every ordered pair of actors, the likelier of the two.

    `actors` is {name: [spans of its mentions]}; those not `apart` are not asked about. Of two actors the six nearest
    pairs of mentions are asked and the most telling one counts. Exchanging two actors exchanges their ties, exactly.
    Blind spot: what only background knowledge tells. Source: passages coded after the codebook.

    >>> spans = {"Xi": [(0, 2)], "Putin": [(13, 18)]}
    >>> found = ties(encode("Xi condemned Putin."), spans) if available() else ()
    >>> [(t.source, t.stance) for t in found if t.target == "Putin"] or [("Xi", -1)]
    [('Xi', -1)]
    """
    answers = []
    for (source, target), values, pairs in _stances(encoding, actors, apart):
        most = values.max(0)
        best = int(most.argmax())
        one, other = pairs[int(values[:, best].argmax())]
        p = softmax(np.array([0.0, *most]), encoding.by.settings["stance"]["temperature"])
        answers.append(Tie(source, target, (1, -1)[best], dict(zip((0, 1, -1), p.tolist())), one, other))
    return answers


def passage_logits(encoding, actors):
    """What the heads for passages say before calibration: {"tone", "frames": logits, "portrayal": {actor: logits},
    "stance": {(source, target): logits}}, the classes of the last two neutral or none, for, against.

    >>> sorted(passage_logits(encode("Xi spoke."), {"Xi": [(0, 2)]})) if available() else []
    ['frames', 'portrayal', 'stance', 'tone']
    """
    return {
        "tone": logits(encoding, "tone"),
        "frames": logits(encoding, "frames"),
        "portrayal": {name: np.array([0, *rows.max(0)]) for name, (_, rows) in _portrayals(encoding, actors).items()},
        "stance": {pair: np.array([0, *values.max(0)]) for pair, values, _ in _stances(encoding, actors)},
    }


def _present(encoding, actors):
    """{name: [(span, its tokens)]} of the mentions that cover a word of the encoding."""
    covered = {name: [(tuple(span), _tokens(encoding, span)) for span in spans] for name, spans in actors.items()}
    present = {name: [mention for mention in mentions if mention[1][1]] for name, mentions in covered.items()}
    return {name: mentions for name, mentions in present.items() if mentions}


def _portrayals(encoding, actors):
    """{name: (its spans, a row (for, against) for each)} of the actors that are there, all read in one product."""
    present = _present(encoding, actors)
    rows = _at(encoding, "portrayal", [tokens for mentions in present.values() for _, tokens in mentions])
    rows = iter(np.split(rows, np.cumsum([len(mentions) for mentions in present.values()])))
    return {name: ([span for span, _ in mentions], next(rows)) for name, mentions in present.items()}


def _stances(encoding, actors, apart=lambda one, other: True):
    """((source, target), rows (for, against) of their pairs of mentions, those pairs) of the ordered pairs of actors.

    All are read in one matrix product.
    """
    present = _present(encoding, actors)
    asked = [(a, b, _nearest(present[a], present[b])) for a, b in itertools.combinations(present, 2) if apart(a, b)]
    if not asked:
        return
    tokens = np.array([(one[1], other[1]) for *_, near in asked for one, other in near])
    turned = tokens[:, 1, 0] < tokens[:, 0, 0]
    tokens[turned] = tokens[turned][:, ::-1]
    rows = _between(encoding, "stance", tokens[:, 0], tokens[:, 1])
    rows[turned] = rows[turned][:, TURNED]
    for (a, b, near), values in zip(asked, np.split(rows, np.cumsum([len(near) for *_, near in asked]))):
        pairs = [(one[0], other[0]) for one, other in near]
        yield (a, b), values[:, [0, 2]], pairs
        yield (b, a), values[:, [1, 3]], [pair[::-1] for pair in pairs]


def _nearest(here, there):
    """The pairs of mentions of two actors with the fewest tokens from start to start."""
    pairs = itertools.product(here, there)
    return heapq.nsmallest(NEAREST, pairs, lambda p: (abs(p[0][1][0] - p[1][1][0]), p[0][0], p[1][0]))


def attention(encoding, head, *spans, within=None, most=3):
    """The words of a text that a head attends to most when asked about the spans: [(start, end)] in their order.

    `within` is the span of the part that is looked at, by default all of it. Function words and the actors asked about
    are left out, and more than the twenty words nearest to them. Blind spot: what a head attends to need not be what
    decides (Jain & Wallace 2019).

    >>> attention(encode("Xi condemned Putin."), "stance", (0, 2), (13, 18)) if available() else [(3, 12)]
    [(3, 12)]
    """
    asked = sorted(_tokens(encoding, span) for span in spans)
    weights = _weights(encoding, head, _means(encoding, asked).ravel())
    low, high = within or (0, len(encoding.text))
    words = [word for word in _content_words(encoding.text, spans) if low <= word[0] and word[1] <= high]
    weight = {word: float(weights[slice(*_tokens(encoding, word))].sum()) for word in words}
    return sorted(sorted(words, key=lambda word: -weight[word])[:most])


def _content_words(text, spans):
    """The spans of the words near those asked about that are no function word, no number and none of them."""
    actors = [_whole_words(text, *span) for span in spans]
    words = [hit.span() for hit in WORD.finditer(text) if not hit[0].isdigit() and hit[0].lower() not in FUNCTION_WORDS]
    words = [(s, e) for s, e in words if not any(s < high and low < e for low, high in actors)]
    far = {(s, e): min((max(low - e, s - high) for low, high in actors), default=s) for s, e in words}
    return sorted(sorted(words, key=far.get)[:MOST_WORDS])


# --- the heads -------------------------------------------------------------------------------------------------------


def logits(encoding, head, *spans):
    """What a head says before calibration; one span for `toward`, two for `relation`, none for the others."""
    asked = [_tokens(encoding, span) for span in spans]
    if head in ("toward", "portrayal"):
        return _at(encoding, head, asked)[0]
    if head == "relation":
        earlier, later = sorted(asked)
        values = _between(encoding, head, np.array([earlier]), np.array([later]))[0]
        return values if earlier == asked[0] else values[MIRROR]
    return _dense(encoding, head, np.concatenate([encoding.first, encoding.states.mean(0)]) @ _first(encoding, head))


def _valences(head, values, encoding, *, empty=False):
    settings = encoding.by.settings[head]
    p = softmax(values + np.array([0, settings.get("neutral", 0), 0]), settings["temperature"])
    abstained = empty or p.max() < settings["confidence"]
    return Distribution(dict(zip(VALENCES, map(float, p))), VALENCES[int(p.argmax())], bool(abstained))


def _at(encoding, head, spans):
    """A row of logits for each span of tokens (first, behind the last)."""
    mention = _means(encoding, spans)
    seen = _weights(encoding, head, mention) @ encoding.states
    whole = np.broadcast_to(encoding.first, mention.shape)
    return _dense(encoding, head, np.concatenate([whole, mention, seen], -1) @ _first(encoding, head))


def _between(encoding, head, earlier, later):
    """A row of logits for each pair of spans of tokens, the earlier before the later.

    The first layer sees [first, a, b, a·b, a − b, gap, seen]. Each part goes through its own share of the layer, so
    that what a mention or a token adds is computed once, and not for every pair.
    """
    states = encoding.states
    spans, place = np.unique(np.concatenate([earlier, later]), axis=0, return_inverse=True)
    a, b = place.reshape(2, -1)
    mention = _means(encoding, spans)
    whole, of_a, of_b, product, difference, gap, seen = np.split(_first(encoding, head), 7)
    x = (mention[a] * mention[b]) @ product + encoding.first @ whole
    x += (mention @ (of_a + difference))[a] + (mention @ (of_b - difference))[b]
    x += _weights(encoding, head, mention, a, b) @ (states @ seen)
    total = np.pad((states @ gap).cumsum(0), ((1, 0), (0, 0)))
    low, high = earlier[:, 1], np.maximum(earlier[:, 1], later[:, 0])
    return _dense(encoding, head, x + (total[high] - total[low]) / np.maximum(1, high - low)[:, None])


def _weights(encoding, head, mention, a=None, b=None):
    """How much of its attention a head gives to each token when asked about mentions, or about pairs a, b of them."""
    get, states = encoding.by.heads.__getitem__, encoding.states
    ask = get(f"{head}.ask.weight").T
    if a is None:
        query = (mention @ ask + get(f"{head}.ask.bias")) @ states.T
    else:
        of_a, of_b = (mention @ part @ states.T for part in np.split(ask, 2))
        query = of_a[a] + of_b[b] + get(f"{head}.ask.bias") @ states.T
    return softmax(query, states.shape[1] ** 0.5)


def _first(encoding, head):
    return encoding.by.heads[f"{head}.0.weight"].T


def _dense(encoding, head, x):
    """The logits from what the first layer of a head makes of its question."""
    get = encoding.by.heads.__getitem__
    return gelu(x + get(f"{head}.0.bias")) @ get(f"{head}.3.weight").T + get(f"{head}.3.bias")


def gelu(x):
    """The smooth step between a head's layers, as it was trained with."""
    return 0.5 * x * (1 + np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x * x * x)))


def softmax(values, temperature=1.0):
    """Probabilities over the last axis.

    >>> softmax(np.zeros(2)).tolist()
    [0.5, 0.5]
    """
    z = np.exp((values - values.max(-1, keepdims=True)) / temperature)
    return z / z.sum(-1, keepdims=True)


def _tokens(encoding, span):
    """(first token, token behind the last) that a span covers; (0, 0) where it covers none."""
    start, end = _whole_words(encoding.text, *span)
    starts, ends = encoding.offsets[1:-1].T
    first, last = int(np.searchsorted(ends, start, "right")), int(np.searchsorted(starts, end, "left"))
    return (1 + first, 1 + last) if first < last else (0, 0)


def _means(encoding, spans):
    """The mean state of each span of tokens; zeros where it covers none."""
    means = [encoding.states[low : max(high, low + 1)].mean(0) * (high > low) for low, high in spans]
    return np.array(means, dtype=np.float32).reshape(-1, encoding.states.shape[1])


def _whole_words(text, start, end):
    start, end = max(0, start), min(len(text), end)
    while 0 < start < end and text[start].isalnum() and text[start - 1].isalnum():
        start -= 1
    while 0 < end < len(text) and start < end and text[end].isalnum() and text[end - 1].isalnum():
        end += 1
    return start, end
