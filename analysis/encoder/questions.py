"""The questions to the encoder: each is a small head on the same encoding. Spans are characters of the sentence."""

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
    return _valences("toward", logits(encoding, "toward", span), encoding, empty=not _covered(encoding, span).any())


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
    a, b = _covered(encoding, first), _covered(encoding, second)
    empty = not (a.any() and b.any()) or (a & b).any()
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
    settings, present = encoding.by.settings["portrayal"], _present(encoding, spans)
    if not present:
        return Distribution(dict(zip(VALENCES, (0.0, 1.0, 0.0))), "neutral", True), tuple(spans[0])
    positive, negative = _portrayals(encoding, present).T
    p = softmax(np.array([negative.max(), settings["neutral"], positive.max()]), settings["temperature"])
    telling = present[int((negative if p[0] >= p[2] else positive).argmax())][0]
    return Distribution(dict(zip(VALENCES, map(float, p))), VALENCES[int(p.argmax())], False), telling


def ties(encoding, actors):
    """Who supports or opposes whom in a passage: a Tie for every ordered pair of actors, the likelier of the two.

    `actors` is {name: [spans of its mentions]}. Of two actors the six nearest pairs of mentions are asked and the most
    telling one counts. Exchanging two actors exchanges their ties, exactly. Blind spot: what only background knowledge
    tells. Source: passages coded after the codebook.

    >>> spans = {"Xi": [(0, 2)], "Putin": [(13, 18)]}
    >>> found = ties(encode("Xi condemned Putin."), spans) if available() else ()
    >>> [(t.source, t.stance) for t in found if t.target == "Putin"] or [("Xi", -1)]
    [('Xi', -1)]
    """
    temperature, answers = encoding.by.settings["stance"]["temperature"], []
    for source, target, values, pairs in _stances(encoding, actors):
        p = softmax(np.array([0.0, *values.max(0)]), temperature)
        best = int(p[1:].argmax())
        one, other = pairs[int(values[:, best].argmax())]
        answers.append(Tie(source, target, (1, -1)[best], dict(zip((0, 1, -1), map(float, p))), one, other))
    return answers


def passage_logits(encoding, actors):
    """What the heads for passages say before calibration: {"tone", "frames": logits, "portrayal": {actor: logits},
    "stance": {(source, target): logits}}, the classes of the last two neutral or none, for, against.

    >>> sorted(passage_logits(encode("Xi spoke."), {"Xi": [(0, 2)]})) if available() else []
    ['frames', 'portrayal', 'stance', 'tone']
    """
    present = {name: spans for name, mentions in actors.items() if (spans := _present(encoding, mentions))}
    return {
        "tone": logits(encoding, "tone"),
        "frames": logits(encoding, "frames"),
        "portrayal": {name: np.array([0, *_portrayals(encoding, spans).max(0)]) for name, spans in present.items()},
        "stance": {(a, b): np.array([0, *values.max(0)]) for a, b, values, _ in _stances(encoding, actors)},
    }


def _present(encoding, spans):
    """[(span, its tokens)] of the spans that cover a word of the encoding."""
    covered = [(tuple(span), _tokens(_covered(encoding, span))) for span in spans]
    return [(span, tokens) for span, tokens in covered if tokens[1]]


def _portrayals(encoding, present):
    """A row (for, against) for each mention."""
    return np.array([logits(encoding, "portrayal", span) for span, _ in present])


def _stances(encoding, actors):
    """(source, target, rows (for, against) of their pairs of mentions, those pairs) of every ordered pair of actors."""
    present = {name: there for name, spans in actors.items() if (there := _present(encoding, spans))}
    groups = {(a, b): _nearest(present[a], present[b]) for a, b in itertools.combinations(present, 2)}
    pairs = [pair for group in groups.values() for pair in group]
    if not pairs:
        return
    tokens = np.array([[one[1], other[1]] for one, other in pairs])
    turned = tokens[:, 1, 0] < tokens[:, 0, 0]
    tokens[turned] = tokens[turned][:, ::-1]
    rows = _between(encoding, "stance", tokens[:, 0], tokens[:, 1])
    rows[turned] = rows[turned][:, TURNED]
    at = 0
    for (a, b), group in groups.items():
        values, spans = rows[at : at + len(group)], [(one[0], other[0]) for one, other in group]
        at += len(group)
        yield a, b, values[:, [0, 2]], spans
        yield b, a, values[:, [1, 3]], [pair[::-1] for pair in spans]


def _nearest(here, there):
    """The pairs of mentions of two actors with the fewest tokens from start to start."""
    pairs = itertools.product(here, there)
    return sorted(pairs, key=lambda p: (abs(p[0][1][0] - p[1][1][0]), p[0][0], p[1][0]))[:NEAREST]


def attention(encoding, head, *spans, within=None, most=3):
    """The words of a text that a head attends to most when asked about the spans: [(start, end)] in their order.

    `within` is the span of the part that is looked at, by default all of it. Function words and the actors asked about
    are left out, and more than the twenty words nearest to them. Blind spot: what a head attends to need not be what
    decides (Jain & Wallace 2019).

    >>> attention(encode("Xi condemned Putin."), "stance", (0, 2), (13, 18)) if available() else [(3, 12)]
    [(3, 12)]
    """
    covered = sorted((_covered(encoding, span) for span in spans), key=_tokens)
    weights = _weights(encoding, head, np.concatenate([_mean(encoding, tokens) for tokens in covered]))
    low, high = within or (0, len(encoding.text))
    words = [word for word in _content_words(encoding.text, spans) if low <= word[0] and word[1] <= high]
    weight = {word: float(weights[_covered(encoding, word)].sum()) for word in words}
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
    covered = [_covered(encoding, span) for span in spans]
    if head in ("toward", "portrayal"):
        target = _mean(encoding, covered[0])
        return _dense(encoding, head, [encoding.first, target, _weights(encoding, head, target) @ encoding.states])
    if head == "relation":
        earlier, later = sorted(covered, key=lambda span: np.flatnonzero(span).tolist())
        values = _between(encoding, head, np.array([_tokens(earlier)]), np.array([_tokens(later)]))[0]
        return values if earlier is covered[0] else values[MIRROR]
    return _dense(encoding, head, [encoding.first, encoding.states.mean(0)])


def _valences(head, values, encoding, *, empty=False):
    settings = encoding.by.settings[head]
    p = softmax(values + np.array([0, settings.get("neutral", 0), 0]), settings["temperature"])
    abstained = empty or p.max() < settings["confidence"]
    return Distribution(dict(zip(VALENCES, map(float, p))), VALENCES[int(p.argmax())], bool(abstained))


def _between(encoding, head, earlier, later):
    """A row of logits for each pair of spans of tokens (first, behind the last), the earlier before the later."""
    states = encoding.states
    total = np.concatenate([np.zeros((1, states.shape[1]), dtype=np.float32), states.cumsum(0, dtype=np.float32)])
    mean = lambda low, high: (total[high] - total[low]) / np.maximum(1, high - low)[:, None]
    a, b = mean(*earlier.T), mean(*later.T)
    gap = mean(earlier[:, 1], np.maximum(earlier[:, 1], later[:, 0]))
    seen = _weights(encoding, head, np.concatenate([a, b], -1)) @ states
    return _dense(encoding, head, [np.broadcast_to(encoding.first, a.shape), a, b, a * b, a - b, gap, seen])


def _weights(encoding, head, question):
    """How much of its attention a head gives to each token when asked a question."""
    get, states = encoding.by.heads.__getitem__, encoding.states
    query = question @ get(f"{head}.ask.weight").T + get(f"{head}.ask.bias")
    return softmax(query @ states.T, states.shape[1] ** 0.5)


def _dense(encoding, head, features):
    get = encoding.by.heads.__getitem__
    x = np.concatenate(features, -1) @ get(f"{head}.0.weight").T + get(f"{head}.0.bias")
    return gelu(x) @ get(f"{head}.3.weight").T + get(f"{head}.3.bias")


def gelu(x):
    """The smooth step between a head's layers, as it was trained with."""
    return 0.5 * x * (1 + np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)))


def softmax(values, temperature=1.0):
    """Probabilities over the last axis.

    >>> softmax(np.zeros(2)).tolist()
    [0.5, 0.5]
    """
    z = np.exp((values - values.max(-1, keepdims=True)) / temperature)
    return z / z.sum(-1, keepdims=True)


def _tokens(marked):
    """(first token, token behind the last) of marked tokens; (0, 0) where none is."""
    at = np.flatnonzero(marked)
    return (int(at[0]), int(at[-1]) + 1) if len(at) else (0, 0)


def _mean(encoding, marked):
    return encoding.states[marked].mean(0) if marked.any() else np.zeros(encoding.states.shape[1], dtype=np.float32)


def _covered(encoding, span):
    start, end = _whole_words(encoding.text, *span)
    low, high = encoding.offsets.T
    return (high > start) & (low < end) & (high > low)


def _whole_words(text, start, end):
    start, end = max(0, start), min(len(text), end)
    while 0 < start < end and text[start].isalnum() and text[start - 1].isalnum():
        start -= 1
    while 0 < end < len(text) and start < end and text[end].isalnum() and text[end - 1].isalnum():
        end += 1
    return start, end
