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
import json
import re
import warnings
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

MODELS = Path(__file__).resolve().parent / "models"
VALENCES = ("negative", "neutral", "positive")
RELATIONS = ("none", "first_for_second", "second_for_first", "first_against_second", "second_against_first")
FRAMES = ("conflict", "responsibility", "human_interest", "morality", "economic")
ARTICLE_FRAMES = ("conflict", "human_interest", "morality", "economic")
MIRROR = [0, 2, 1, 4, 3]
WORD = re.compile(r"\w+(?:[-'’]\w+)*")
UNTELLING = frozenset(
    """a an the and or but if of in on at to for from by with as into over than then that this these those there here
    is are was were be been being am has have had do does did will would shall should can could may might must he
    she it they we you i his her its their our your my him them us me who whom whose which what when where while
    also just about after before during said says say told according mr mrs ms dr""".split()
)
MOST_WORDS = 20


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
        return load(MODELS)
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
        heads = {name: stored[name].astype(np.float32) for name in stored.files}
    return Instrument(session, tokenizer, heads, json.loads(notes["settings"]))


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
        states = _run(instrument, ids[None])[0]
        return Encoding(sentence, states, offsets, states[0], instrument)
    inner = ids[1:-1]
    starts = list(range(0, len(inner) - room, room // 2)) + [len(inner) - room]
    windows = [_run(instrument, np.concatenate([ids[:1], inner[at : at + room], ids[-1:]])[None])[0] for at in starts]
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
    return instrument.session.run(["states"], {"ids": ids, "mask": np.ones_like(ids)})[0]


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


def _valences(head, values, encoding, *, empty=False):
    settings = encoding.by.settings[head]
    p = _softmax(values, settings["temperature"])
    abstained = empty or p.max() < settings["confidence"]
    return Distribution(dict(zip(VALENCES, map(float, p))), VALENCES[int(p.argmax())], bool(abstained))


def logits(encoding, head, *spans):
    """What a head says before calibration; one span for `toward`, two for `relation`, none for the others."""
    return _answer(encoding.by, encoding.states, encoding.first, [_covered(encoding, span) for span in spans], head)


def _answer(instrument, states, first, covered, head):
    if f"{head}.0.weight" not in instrument.heads:
        raise EncoderError(f"the encoder has no head for {head}")
    if head == "toward":
        target = _mean(states, covered[0])
        return _dense(instrument, head, [first, target, _look(instrument, head, target, states)])
    if head == "relation":
        earlier, later = sorted(covered, key=lambda span: np.flatnonzero(span).tolist())
        a, b = _mean(states, earlier), _mean(states, later)
        between, seen = _mean(states, _gap(earlier, later)), _look(instrument, head, np.concatenate([a, b]), states)
        found = _dense(instrument, head, [first, a, b, a * b, a - b, between, seen])
        return found if earlier is covered[0] else found[MIRROR]
    if head == "article":
        parts = np.array_split(states, -(-len(states) // instrument.settings["window"]))
        return np.mean([_dense(instrument, head, [part.mean(0)]) for part in parts], axis=0)
    return _dense(instrument, head, [first, states.mean(0)])


def _look(instrument, head, question, states):
    weight = states @ (instrument.heads[f"{head}.ask.weight"] @ question + instrument.heads[f"{head}.ask.bias"])
    return _softmax(weight, states.shape[1] ** 0.5) @ states


def _dense(instrument, head, features):
    get = instrument.heads.__getitem__
    x = get(f"{head}.0.weight") @ np.concatenate(features) + get(f"{head}.0.bias")
    x = 0.5 * x * (1 + np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)))
    return get(f"{head}.3.weight") @ x + get(f"{head}.3.bias")


def _softmax(values, temperature):
    z = np.exp((values - values.max()) / temperature)
    return z / z.sum()


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


def _gap(first, second):
    """The tokens between two spans, whichever comes first."""
    at = np.arange(len(first))
    if not (first.any() and second.any()):
        return np.zeros(len(first), dtype=bool)
    (a_low, a_high), (b_low, b_high) = ((at[s].min(), at[s].max()) for s in (first, second))
    return (at > min(a_high, b_high)) & (at < max(a_low, b_low))


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
        hit.span() for hit in WORD.finditer(text) if hit.group().lower() not in UNTELLING and not hit.group().isdigit()
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
    return np.concatenate([_run(instrument, row[None]) for row in (ids, *rows)])
