"""The encoder's file and what it makes of a text, a sentence at a time: run by onnxruntime on one thread."""

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

_HALF_OF_A_PAIR = re.compile("[\ud800-\udfff]")  # no character, and in no encoding

FILES = Path(__file__).resolve().parent
INNER = tuple(f"/LayerNorm_{n}/LayerNormalization_output_0" for n in (4, 8))  # behind the second and fourth layer
MOST_TOKENS = 4096  # of a text that are read, the last for its end
_USED = {}  # the folder that `use` names, where it names one


class EncoderError(RuntimeError):
    """The encoder cannot be used: one line that says why."""


@dataclass(frozen=True, eq=False)
class Instrument:
    """The loaded model: session, tokenizer, the heads' weights and the settings found on held-out data."""

    session: object = field(repr=False)
    tokenizer: object = field(repr=False)
    heads: dict = field(repr=False)
    settings: dict
    sha256: str


@dataclass(frozen=True, eq=False)
class Encoding:
    """A text as the encoder sees it: a state and the characters of each token, and the text's own state."""

    text: str
    states: np.ndarray = field(repr=False)
    offsets: np.ndarray = field(repr=False)
    first: np.ndarray = field(repr=False)
    by: Instrument = field(repr=False)
    inner: np.ndarray = field(repr=False)  # each token's states within, see INNER


def available():
    """Whether the encoder can be used.

    False, with one warning that says why, where onnxruntime, tokenizers or the model file is missing or altered.
    """
    return shipped() is not None


@functools.cache
def shipped():
    """The instrument that the package ships; None, with one warning, where it cannot be used."""
    try:
        return load(used())
    except EncoderError as fault:
        warnings.warn(f"reading with the rules alone: {fault}", stacklevel=3)
        return None


def used():
    """The folder of the files in use."""
    return _USED.get("folder", FILES)


def use(folder=FILES):
    """Answer with the file in a folder from here on, by default the shipped one: to measure a file before it ships."""
    _USED["folder"] = Path(folder)
    shipped.cache_clear()
    encode.cache_clear()


def load(folder):
    """The instrument in a folder: encoder.onnx, tokenizer.json, and SHA256SUMS that both must match.

    Raises EncoderError, in one line, where a file or a package that runs it is missing, or a checksum differs.

    >>> load("no such folder")
    Traceback (most recent call last):
    analysis.encoder.model.EncoderError: the encoder's file is missing (encoder.onnx)
    """
    folder = Path(folder)
    try:
        import onnxruntime
        import tokenizers
    except ImportError as fault:
        raise EncoderError(f"the package {fault.name} is not installed") from None
    content, sha256 = checked(folder, "encoder.onnx")
    words, _ = checked(folder, "tokenizer.json")
    try:
        tokenizer = tokenizers.Tokenizer.from_buffer(words)
    except Exception as fault:  # tokenizers raises Exception itself
        raise EncoderError(f"tokenizers cannot read tokenizer.json ({type(fault).__name__})") from None
    tokenizer.no_truncation()
    tokenizer.no_padding()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    try:
        session = onnxruntime.InferenceSession(giving(content, INNER), options, providers=["CPUExecutionProvider"])
    except Exception as fault:  # onnxruntime raises classes of its own, none of them public
        raise EncoderError(f"onnxruntime cannot load the encoder's file ({type(fault).__name__})") from None
    notes = session.get_modelmeta().custom_metadata_map
    with np.load(io.BytesIO(base64.b64decode(notes["heads"]))) as stored:
        heads = {name: _restored(stored, name) for name in stored.files if not name.endswith(".scale")}
    return Instrument(session, tokenizer, heads, json.loads(notes["settings"]), sha256)


def _restored(stored, name):
    """A head's weights from their 8-bit form, each row with its scale."""
    values = stored[name].astype(np.float32)
    return values * stored[f"{name}.scale"].astype(np.float32) if f"{name}.scale" in stored.files else values


def sums(folder=FILES):
    """{file: the sha256 that it has to have} by the SHA256SUMS of a folder."""
    lines = (folder / "SHA256SUMS").read_text(encoding="utf-8", errors="replace").splitlines()
    return {words[1]: words[0] for words in map(str.split, lines) if len(words) == 2}


def checked(folder, name):
    """A file's content and its sha256; raises EncoderError where that is not the one in the folder's SHA256SUMS."""
    try:
        content, known = (folder / name).read_bytes(), sums(folder)
    except OSError as fault:
        raise EncoderError(f"the encoder's file is missing ({Path(fault.filename).name})") from None
    sha256 = hashlib.sha256(content).hexdigest()
    if known.get(name) != sha256:
        raise EncoderError(f"the encoder's file {name} is not the one that was shipped (sha256 differs)")
    return content, sha256


def checksum():
    """The sha256 of the encoder's file; only where `available()` is True.

    >>> len(checksum()) if available() else 64
    64
    """
    return shipped().sha256


@functools.lru_cache(maxsize=256)
def encode(sentence):
    """A sentence's Encoding, from memory where it was read before; raises EncoderError where `available()` is False.

    Any string will do. Text beyond the window of 192 tokens is read in windows that overlap by half, each token taken
    from the window where it stands farthest from an edge; a question about a span sees all of them. Of a text of more
    than 4,096 tokens the first are read. Blind spot: what a
    neighbouring sentence would make clear (who *he* is, irony set up before).

    >>> encode("Xi praised Putin.").text if available() else "Xi praised Putin."
    'Xi praised Putin.'
    """
    instrument = shipped()
    if instrument is None:
        raise EncoderError("the encoder is not available")
    return read(instrument, sentence)


def read(instrument, sentence):
    """A sentence's Encoding by a certain instrument, uncached."""
    coded = instrument.tokenizer.encode(_HALF_OF_A_PAIR.sub("\ufffd", sentence))
    kept = [*range(len(coded.ids) - 1)[: MOST_TOKENS - 1], -1]
    ids, offsets = np.array(coded.ids, dtype=np.int64)[kept], np.array(coded.offsets, dtype=np.int64)[kept]
    room = instrument.settings["window"] - 2
    if len(ids) <= room + 2:
        return _encoding(sentence, run(instrument, ids), offsets, instrument)
    inner = ids[1:-1]
    starts = list(range(0, len(inner) - room, room // 2)) + [len(inner) - room]
    windows = [run(instrument, np.concatenate([ids[:1], inner[at : at + room], ids[-1:]])) for at in starts]
    states = np.empty((len(ids), windows[0].shape[1]), dtype=np.float32)
    depth = np.full(len(inner), -1)
    for at, window in zip(starts, windows):
        inside = np.minimum(np.arange(room), np.arange(room)[::-1])
        better = np.flatnonzero(inside > depth[at : at + room])
        states[1 + at + better] = window[1 + better]
        depth[at + better] = inside[better]
    states[0] = np.mean([window[0] for window in windows], axis=0)
    states[-1] = windows[-1][-1]
    return _encoding(sentence, states, offsets, instrument)


def _encoding(sentence, states, offsets, instrument):
    wide = states.shape[1] // len(instrument.session.get_outputs())
    last, inner = np.ascontiguousarray(states[:, :wide]), states[:, wide:].astype(np.float16)
    return Encoding(sentence, last, offsets, last[0], instrument, inner)


def run(instrument, ids):
    """The states of one text's tokens, from their numbers: of the last layer, then those of `INNER`."""
    return np.concatenate(instrument.session.run(None, {"ids": ids}), -1)


def giving(content, names):
    """A model file that also gives what it calls by some names, those that it knows.

    ONNX files are protocol buffers, in which a message that stands twice is merged: `graph.output` gains rows.

    >>> giving(b"", ["x"])
    b''
    """
    field = lambda number, value: bytes([number << 3 | 2, len(value)]) + value
    known = [name.encode() for name in names if name.encode() in content]
    return content + b"".join(field(7, field(12, field(1, name))) for name in known)
