"""The package's own instrument: a small transformer that reads a sentence once and answers questions about it.

Toward whom is the sentence favourable, who stands for or against whom, what is its tone, which frames does it use:
each question is a small head on the same encoding. MODEL_CARD.md says what it was trained on and where it fails.
Sentences are encoded one at a time, so that no score depends on its neighbours.
"""

from analysis.encoder import questions, standins
from analysis.encoder.cast import (
    CAST_KINDS,
    MOST,
    WIDE,
    candidates,
    cast_settings,
    links,
    load_heads,
    read_words,
    reads_cast,
    spans,
    states_of,
)
from analysis.encoder.model import (
    FILES,
    EncoderError,
    Encoding,
    Instrument,
    available,
    checksum,
    encode,
    load,
    read,
    sums,
    use,
)
from analysis.encoder.questions import (
    FRAMES,
    MIRROR,
    NEAREST,
    RELATIONS,
    TURNED,
    VALENCES,
    Distribution,
    Tie,
    attention,
    frames,
    logits,
    passage_logits,
    portrayal,
    relation,
    softmax,
    ties,
    tone,
    toward,
    valence,
)
