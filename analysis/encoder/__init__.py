"""The package's own instrument: a small transformer that reads a sentence once and answers questions about it.

Toward whom is the sentence favourable, who stands for or against whom, what is its tone, which frames does it use:
each question is a small head on the same encoding. The model is one file with 8-bit weights in `analysis/models/`,
run by onnxruntime on one thread; `analysis/models/MODEL_CARD.md` says what it was trained on and where it fails.
Sentences are encoded one at a time, so that no score depends on its neighbours. Spans are characters of the sentence.
"""

import base64
import functools
import hashlib
import io
import itertools
import json
import re
import warnings
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from analysis.article import FUNCTION_WORDS

FILES = Path(__file__).resolve().parent
VALENCES = ("negative", "neutral", "positive")
RELATIONS = ("none", "first_for_second", "second_for_first", "first_against_second", "second_against_first")
FRAMES = ("conflict", "responsibility", "human_interest", "morality", "economic")
MIRROR = [0, 2, 1, 4, 3]
TURNED = [1, 0, 3, 2]  # for: first to second, second to first; against: first to second, second to first
WORD = re.compile(r"\w+(?:[-'’]\w+)*")
MOST_WORDS = 20
NEAREST = 6  # pairs of mentions that are asked about two actors, the nearest ones


class EncoderError(RuntimeError):
    """The encoder cannot be used: one line that says why."""


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


@dataclass(frozen=True)
class Word:
    """A word that made the encoder say so: its characters, and by how much the answer weakens without it."""

    start: int
    end: int
    weight: float


@dataclass(frozen=True, eq=False)
class Instrument:
    """The loaded model: session, tokenizer, the heads' weights and the settings found on held-out data."""

    session: object = field(repr=False)
    tokenizer: object = field(repr=False)
    heads: dict = field(repr=False)
    settings: dict


@dataclass(frozen=True, eq=False)
class Encoding:
    """A sentence as the encoder sees it: a state and the characters of each token, and the sentence's own state."""

    text: str
    states: np.ndarray = field(repr=False)
    offsets: np.ndarray = field(repr=False)
    first: np.ndarray = field(repr=False)
    by: Instrument = field(repr=False)


# --- the file --------------------------------------------------------------------------------------------------------


def available(head=None):
    """Whether the encoder can be used, or has a certain head (`toward`, `relation`, `valence`, `tone`, `frames`).

    False, with one warning that says why, where onnxruntime, tokenizers or the model file is missing or altered.

    >>> available("no such head")
    False
    """
    instrument = _shipped()
    return instrument is not None and (head is None or f"{head}.0.weight" in instrument.heads)


@functools.cache
def _shipped():
    try:
        return load(FILES)
    except EncoderError as fault:
        warnings.warn(f"reading with the rules alone: {fault}", stacklevel=3)
        return None


def load(folder):
    """The instrument in a folder: encoder.onnx, tokenizer.json, and SHA256SUMS that both must match.

    Raises EncoderError, in one line, where a file or a package that runs it is missing, or a checksum differs.

    >>> load("no such folder")
    Traceback (most recent call last):
    analysis.encoder.EncoderError: the encoder's file is missing (encoder.onnx)
    """
    folder = Path(folder)
    try:
        import onnxruntime
        import tokenizers
    except ImportError as fault:
        raise EncoderError(f"the package {fault.name} is not installed") from None
    _checked(folder, "encoder.onnx")
    tokenizer = tokenizers.Tokenizer.from_str(_checked(folder, "tokenizer.json").decode("utf-8"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    try:
        session = onnxruntime.InferenceSession(
            str(folder / "encoder.onnx"), options, providers=["CPUExecutionProvider"]
        )
    except Exception as fault:  # onnxruntime raises classes of its own, none of them public
        raise EncoderError(f"onnxruntime cannot load the encoder's file ({type(fault).__name__})") from None
    notes = session.get_modelmeta().custom_metadata_map
    with np.load(io.BytesIO(base64.b64decode(notes["heads"]))) as stored:
        heads = {name: _restored(stored, name) for name in stored.files if not name.endswith(".scale")}
    return Instrument(session, tokenizer, heads, json.loads(notes["settings"]))


def _restored(stored, name):
    """A head's weights from their 8-bit form, each row with its scale."""
    values = stored[name].astype(np.float32)
    return values * stored[f"{name}.scale"].astype(np.float32) if f"{name}.scale" in stored.files else values


def _checked(folder, name):
    try:
        content = (folder / name).read_bytes()
        sums = dict(reversed(line.split()) for line in (folder / "SHA256SUMS").read_text(encoding="utf-8").splitlines())
    except OSError as fault:
        raise EncoderError(f"the encoder's file is missing ({Path(fault.filename).name})") from None
    if hashlib.sha256(content).hexdigest() != sums.get(name):
        raise EncoderError(f"the encoder's file {name} is not the one that was shipped (sha256 differs)")
    return content


# --- encoding --------------------------------------------------------------------------------------------------------


@functools.lru_cache(maxsize=1024)
def encode(sentence):
    """A sentence's Encoding, from memory where it was read before; raises EncoderError where `available()` is False.

    Any string will do. Text beyond the window of 192 tokens is read in windows that overlap by half, each token taken
    from the window where it stands farthest from an edge; a question about a span sees all of them. Blind spot: what a
    neighbouring sentence would make clear (who *he* is, irony set up before).

    >>> encode("Xi praised Putin.").text if available() else "Xi praised Putin."
    'Xi praised Putin.'
    """
    instrument = _shipped()
    if instrument is None:
        raise EncoderError("the encoder is not available")
    return read(instrument, sentence)


def read(instrument, sentence):
    """A sentence's Encoding by a certain instrument, uncached."""
    coded = instrument.tokenizer.encode(sentence)
    ids, offsets = np.array(coded.ids, dtype=np.int64), np.array(coded.offsets, dtype=np.int64).reshape(-1, 2)
    room = instrument.settings["window"] - 2
    if len(ids) <= room + 2:
        states = _run(instrument, ids)
        return Encoding(sentence, states, offsets, states[0], instrument)
    inner = ids[1:-1]
    starts = list(range(0, len(inner) - room, room // 2)) + [len(inner) - room]
    windows = [_run(instrument, np.concatenate([ids[:1], inner[at : at + room], ids[-1:]])) for at in starts]
    states = np.empty((len(ids), windows[0].shape[1]), dtype=np.float32)
    depth = np.full(len(inner), -1)
    for at, window in zip(starts, windows):
        inside = np.minimum(np.arange(room), np.arange(room)[::-1])
        better = np.flatnonzero(inside > depth[at : at + room])
        states[1 + at + better] = window[1 + better]
        depth[at + better] = inside[better]
    states[0] = np.mean([window[0] for window in windows], axis=0)
    states[-1] = windows[-1][-1]
    return Encoding(sentence, states, offsets, states[0], instrument)


def _run(instrument, ids):
    return instrument.session.run(["states"], {"ids": ids})[0]


# --- questions -------------------------------------------------------------------------------------------------------


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
    p = _softmax(logits(encoding, "relation", first, second), settings["temperature"])
    any_relation = 1 - p[0]
    best = 1 + int(p[1:].argmax()) if any_relation >= settings["threshold"] else 0
    a, b = _covered(encoding, first), _covered(encoding, second)
    empty = not (a.any() and b.any()) or (a & b).any()
    abstained = empty or abs(any_relation - settings["threshold"]) < settings["margin"]
    return Distribution(dict(zip(RELATIONS, map(float, p))), RELATIONS[0 if empty else best], bool(abstained))


def valence(encoding):
    """The sentence's tone as raters of news snippets would place it, from -1 to 1 (their -4 to 4, divided by 4).

    Blind spot: raters judged wording as much as events. Source: NYT editorial snippets (Hutto & Gilbert 2014).

    >>> -1 <= (valence(encode("A good day.")) if available("valence") else 0) <= 1
    True
    """
    return float(np.clip(logits(encoding, "valence")[0], -1, 1))


def tone(encoding):
    """The situation the sentence describes: Distribution over negative (conflict, harm), neutral, positive (relief).

    Raises EncoderError where the model has no such head (`available("tone")`). Blind spot: a calm report of a grave
    matter. Source: news sentences coded after the codebook, see the model card.

    >>> tone(encode("Shells killed nine villagers.")).best if available("tone") else "negative"
    'negative'
    """
    return _valences("tone", logits(encoding, "tone"), encoding)


def frames(encoding):
    """How likely each of the five generic news frames is, as a dict of frame -> probability; present from 0.5.

    Raises EncoderError where the model has no such head (`available("frames")`). Blind spot: a text longer than a few
    paragraphs, and a frame that only what stands around the passage shows. Source: news passages coded after the
    codebook (frames: Semetko & Valkenburg 2000).

    >>> sorted(frames(encode("Prices rose."))) == sorted(FRAMES) if available("frames") else True
    True
    """
    found, settings = logits(encoding, "frames"), encoding.by.settings.get("frames")
    z = (found - np.array(settings["shift"])) * np.array(settings["slope"])
    return dict(zip(FRAMES, map(float, 1 / (1 + np.exp(-z)))))


def portrayal(encoding, spans):
    """How a passage portrays the actor at the spans: (Distribution over VALENCES, the mention that tells most).

    Each mention is asked and the most telling one counts, for and against. Abstains where no mention covers a word.
    Blind spot: what only a reader's own judgement makes of an act. Source: passages coded after the codebook, see the
    model card.

    >>> portrayal(encode("Smith lied to the house."), [(0, 5)])[1] if available("portrayal") else (0, 5)
    (0, 5)
    """
    settings, asked = encoding.by.settings["portrayal"], _present(encoding, spans)
    if not asked:
        return Distribution(dict(zip(VALENCES, (0.0, 1.0, 0.0))), "neutral", True), tuple(spans[0])
    positive, negative = _portrayals(encoding, asked).T
    p = _softmax(np.array([negative.max(), settings["neutral"], positive.max()]), settings["temperature"])
    telling = asked[int((negative if p[0] >= p[2] else positive).argmax())][0]
    return Distribution(dict(zip(VALENCES, map(float, p))), VALENCES[int(p.argmax())], False), telling


def ties(encoding, actors):
    """Who supports or opposes whom in a passage: a Tie for every ordered pair of actors, the likelier of the two.

    `actors` is {name: [spans of its mentions]}. Of two actors the six nearest pairs of mentions are asked and the most
    telling one counts. Exchanging two actors exchanges their ties, exactly. Blind spot: what only background knowledge
    tells. Source: passages coded after the codebook.

    >>> spans = {"Xi": [(0, 2)], "Putin": [(13, 18)]}
    >>> found = ties(encode("Xi condemned Putin."), spans) if available("stance") else ()
    >>> [(t.source, t.stance) for t in found if t.target == "Putin"] or [("Xi", -1)]
    [('Xi', -1)]
    """
    temperature, found = encoding.by.settings["stance"]["temperature"], []
    for source, target, values, asked in _stances(encoding, actors):
        p = _softmax(np.array([0.0, *values.max(0)]), temperature)
        best = int(p[1:].argmax())
        one, other = asked[int(values[:, best].argmax())]
        found.append(Tie(source, target, (1, -1)[best], dict(zip((0, 1, -1), map(float, p))), one, other))
    return found


def passage_logits(encoding, actors):
    """What the heads for passages say before calibration: {"tone", "frames": logits, "portrayal": {actor: logits},
    "stance": {(source, target): logits}}, the classes of the last two neutral or none, for, against.

    >>> sorted(passage_logits(encode("Xi spoke."), {"Xi": [(0, 2)]})) if available("stance") else []
    ['frames', 'portrayal', 'stance', 'tone']
    """
    asked = {name: spans for name, mentions in actors.items() if (spans := _present(encoding, mentions))}
    return {
        "tone": logits(encoding, "tone"),
        "frames": logits(encoding, "frames"),
        "portrayal": {name: np.array([0, *_portrayals(encoding, spans).max(0)]) for name, spans in asked.items()},
        "stance": {(a, b): np.array([0, *values.max(0)]) for a, b, values, _ in _stances(encoding, actors)},
    }


def _present(encoding, spans):
    """[(span, its tokens)] of the spans that cover a word of the encoding."""
    covered = [(tuple(span), _tokens(_covered(encoding, span))) for span in spans]
    return [(span, tokens) for span, tokens in covered if tokens[1]]


def _portrayals(encoding, asked):
    """A row (for, against) for each mention."""
    return np.array([logits(encoding, "portrayal", span) for span, _ in asked])


def _stances(encoding, actors):
    """(source, target, rows (for, against) of their pairs of mentions, those pairs) of every ordered pair of actors."""
    present = {name: found for name, spans in actors.items() if (found := _present(encoding, spans))}
    groups = {(a, b): _nearest(present[a], present[b]) for a, b in itertools.combinations(present, 2)}
    pairs = [pair for group in groups.values() for pair in group]
    if not pairs:
        return
    tokens = np.array([[one[1], other[1]] for one, other in pairs])
    turned = tokens[:, 1, 0] < tokens[:, 0, 0]
    tokens[turned] = tokens[turned][:, ::-1]
    rows = _between(encoding.by, "stance", encoding.states, encoding.first, tokens[:, 0], tokens[:, 1])
    rows[turned] = rows[turned][:, TURNED]
    at = 0
    for (a, b), group in groups.items():
        mine, spans = rows[at : at + len(group)], [(one[0], other[0]) for one, other in group]
        at += len(group)
        yield a, b, mine[:, [0, 2]], spans
        yield b, a, mine[:, [1, 3]], [pair[::-1] for pair in spans]


def _nearest(here, there):
    """The pairs of mentions of two actors with the fewest tokens from start to start."""
    pairs = itertools.product(here, there)
    return sorted(pairs, key=lambda p: (abs(p[0][1][0] - p[1][1][0]), p[0][0], p[1][0]))[:NEAREST]


def looked_at(encoding, head, *spans, within, most=3):
    """The words of a part of the text that a head weighs most when asked: [(start, end)], in the order of the text.

    Cheaper than `evidence`, and weaker: what a head attends to need not be what decides. `within` is a span; function
    words and the actors asked about are left out.

    >>> ask = lambda text: looked_at(encode(text), "stance", (0, 2), (13, 18), within=(0, 19))
    >>> ask("Xi condemned Putin.") if available("stance") else [(3, 12)]
    [(3, 12)]
    """
    covered = [_covered(encoding, span) for span in spans]
    question = np.concatenate([_mean(encoding.states, tokens) for tokens in sorted(covered, key=_tokens)])
    weights = _attention(encoding.by, head, question, encoding.states)
    words = [
        (start, end)
        for start, end in _telling(encoding.text, [_whole_words(encoding.text, *span) for span in spans])
        if within[0] <= start and end <= within[1]
    ]
    weight = {word: float(weights[_covered(encoding, word)].sum()) for word in words}
    return sorted(sorted(words, key=lambda word: -weight[word])[:most])


def _valences(head, values, encoding, *, empty=False):
    settings = encoding.by.settings[head]
    p = _softmax(values + np.array([0, settings.get("neutral", 0), 0]), settings["temperature"])
    abstained = empty or p.max() < settings["confidence"]
    return Distribution(dict(zip(VALENCES, map(float, p))), VALENCES[int(p.argmax())], bool(abstained))


def logits(encoding, head, *spans):
    """What a head says before calibration; one span for `toward`, two for `relation`, none for the others."""
    return _answer(encoding.by, encoding.states, encoding.first, [_covered(encoding, span) for span in spans], head)


def _answer(instrument, states, first, covered, head):
    if f"{head}.0.weight" not in instrument.heads:
        raise EncoderError(f"the encoder has no head for {head}")
    if head in ("toward", "portrayal"):
        target = _mean(states, covered[0])
        return _dense(instrument, head, [first, target, _attention(instrument, head, target, states) @ states])
    if head == "relation":
        earlier, later = sorted(covered, key=lambda span: np.flatnonzero(span).tolist())
        found = _between(instrument, head, states, first, np.array([_tokens(earlier)]), np.array([_tokens(later)]))[0]
        return found if earlier is covered[0] else found[MIRROR]
    return _dense(instrument, head, [first, states.mean(0)])


def _between(instrument, head, states, first, earlier, later):
    """A row of logits for each pair of spans of tokens (first, behind the last), the earlier before the later."""
    total = np.concatenate([np.zeros((1, states.shape[1]), dtype=np.float32), states.cumsum(0, dtype=np.float32)])
    mean = lambda low, high: (total[high] - total[low]) / np.maximum(1, high - low)[:, None]
    a, b = mean(*earlier.T), mean(*later.T)
    gap = mean(earlier[:, 1], np.maximum(earlier[:, 1], later[:, 0]))
    seen = _attention(instrument, head, np.concatenate([a, b], -1), states) @ states
    return _dense(instrument, head, [np.broadcast_to(first, a.shape), a, b, a * b, a - b, gap, seen])


def _attention(instrument, head, question, states):
    asked = question @ instrument.heads[f"{head}.ask.weight"].T + instrument.heads[f"{head}.ask.bias"]
    return _softmax(asked @ states.T, states.shape[1] ** 0.5)


def _dense(instrument, head, features):
    get = instrument.heads.__getitem__
    x = np.concatenate(features, -1) @ get(f"{head}.0.weight").T + get(f"{head}.0.bias")
    x = 0.5 * x * (1 + np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)))
    return x @ get(f"{head}.3.weight").T + get(f"{head}.3.bias")


def _softmax(values, temperature):
    z = np.exp((values - values.max(-1, keepdims=True)) / temperature)
    return z / z.sum(-1, keepdims=True)


def _tokens(marked):
    """(first token, token behind the last) of marked tokens; (0, 0) where none is."""
    at = np.flatnonzero(marked)
    return (int(at[0]), int(at[-1]) + 1) if len(at) else (0, 0)


def _mean(states, marked):
    return states[marked].mean(0) if marked.any() else np.zeros(states.shape[1], dtype=np.float32)


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


# --- evidence --------------------------------------------------------------------------------------------------------


def evidence(encoding, head, *spans, label=None, most=3):
    """The words that made a head say so, the weightiest first: each is masked in turn and the answer asked again.

    `label` is the answer to explain (a valence, a relation or a frame; for `valence` leave it out), by default the one
    chosen; `weight` is what its log-odds lose without the word, for `valence` what the number loses. Function words and
    the actors asked about are not tried, nor more than the twenty words nearest to them; words that speak against the
    answer are left out. Blind spot: of two words that say the same, each looks needless.

    >>> words = evidence(encode("Xi condemned Putin."), "relation", (0, 2), (13, 18)) if available() else ()
    >>> ["Xi condemned Putin."[w.start:w.end] for w in words] if words else ["condemned"]
    ['condemned']
    """
    if len(encoding.offsets) > encoding.by.settings["window"]:
        return _nearby(encoding, head, spans, label, most)
    words = _telling(encoding.text, [_whole_words(encoding.text, *span) for span in spans])
    states = _occluded(encoding.text, words, encoding.by)
    covered = [_covered(encoding, span) for span in spans]
    values = np.array([_answer(encoding.by, s, s[0], covered, head) for s in states])
    strength = _strength(values, head, label, encoding, spans)
    least = 0.01 if head == "valence" else 0.05
    found = [Word(*word, round(float(strength[0] - weakened), 3)) for word, weakened in zip(words, strength[1:])]
    return tuple(sorted((w for w in found if w.weight > least), key=lambda w: (-w.weight, w.start))[:most])


def _nearby(encoding, head, spans, label, most, room=150):
    """The evidence in what stands around the spans of a text longer than the window."""
    low = max(0, min((start for start, _ in spans), default=0) - room)
    high = min(len(encoding.text), max((end for _, end in spans), default=0) + room, low + 4 * room)
    part = read(encoding.by, encoding.text[low:high])
    if len(part.offsets) > encoding.by.settings["window"]:
        return ()
    moved = [(start - low, end - low) for start, end in spans]
    return tuple(
        Word(w.start + low, w.end + low, w.weight) for w in evidence(part, head, *moved, label=label, most=most)
    )


def _strength(values, head, label, encoding, spans):
    """How strongly each row of logits says what is to be explained."""
    if head == "valence":
        return values[:, 0] * (1 if values[0, 0] >= 0 else -1)
    if head == "frames":
        return values[:, FRAMES.index(label) if label else int(values[0].argmax())]
    if label is None:
        label = (relation(encoding, *spans) if head == "relation" else _valences(head, values[0], encoding)).best
    at = (RELATIONS if head == "relation" else VALENCES).index(label)
    others = np.delete(values, at, axis=1)
    top = others.max(1)
    return values[:, at] - top - np.log(np.exp(others - top[:, None]).sum(1))


def _telling(text, asked):
    """The spans of the words worth masking: no function word, none of the actors asked about."""
    words = [
        hit.span()
        for hit in WORD.finditer(text)
        if hit.group().lower() not in FUNCTION_WORDS and not hit.group().isdigit()
    ]
    words = [(s, e) for s, e in words if not any(s < high and low < e for low, high in asked)]
    far = {(s, e): min((max(low - e, s - high) for low, high in asked), default=s) for s, e in words}
    return tuple(sorted(sorted(words, key=far.get)[:MOST_WORDS]))


@functools.lru_cache(maxsize=32)
def _occluded(text, words, instrument):
    """The states of a text as it stands, and with each of the words masked."""
    coded = instrument.tokenizer.encode(text)
    ids, offsets = np.array(coded.ids, dtype=np.int64), np.array(coded.offsets).reshape(-1, 2)
    masked = instrument.tokenizer.token_to_id("[MASK]")
    rows = [np.where((offsets[:, 0] < end) & (offsets[:, 1] > start), masked, ids) for start, end in words]
    return np.stack([_run(instrument, row) for row in (ids, *rows)])
