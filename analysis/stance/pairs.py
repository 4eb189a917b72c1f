"""How two spans of one text stand toward each other, whoever they are."""

from dataclasses import dataclass

from analysis.article import split
from analysis.encoder import available, encode, questions, standins
from analysis.stance.sentence import Place, Sentence

# up to which probability of no relation a rule's finding stands, and from which probability of any the encoder speaks
# alone; measured on held-out pairs of directed_sentiment and on the CAMEO sentences
RULED_OUT, LIKELY = {"direct": 0.96, "within": 0.7, "loose": 0.4}, 0.4
SENTENCE_HEAD = 0.7  # the share of the head that learned from single sentences; the rest is that for passages
LABELS = {
    (0, 1, 1): "first_for_second",
    (1, 0, 1): "second_for_first",
    (0, 1, -1): "first_against_second",
    (1, 0, -1): "second_against_first",
}


@dataclass(frozen=True)
class Relation:
    """What `between` answers: source and target are the spans given, evidence is a span of the text."""

    source: tuple
    target: tuple
    stance: int
    evidence: tuple
    status: str = "stated"
    found_by: str = "rule"


def between(text, first, second, *, encoder=True):
    """How two spans of a text stand toward each other: a list of Relations, empty where the text states none.

    `first` and `second` are (start, end) in characters; each Relation has `.source` and `.target` (one of the two
    spans), `.stance` (-1 | 1), `.evidence` (start, end), `.status` and `.found_by`. Asked of a single sentence; in an
    article `relations` reads whole paragraphs. Blind spot: spans in different sentences.

    >>> between("Kiev condemned Minsk.", (0, 4), (15, 20))[0].stance
    -1
    >>> between("Kiev did not condemn Minsk.", (0, 4), (21, 26))
    []
    """
    spans, answers = (tuple(first), tuple(second)), []
    for low, high in split(text):
        if all(low <= start and end <= high for start, end in spans):
            answers += _in_sentence(text[low:high], low, spans, encoder=encoder and available())
    return list(dict.fromkeys(answers))


def _in_sentence(sentence, low, spans, *, encoder):
    """The Relations of two spans of a text in its sentence that begins at character `low`."""
    places = [Place(start - low, end - low, number) for number, (start, end) in enumerate(spans)]
    reader = Sentence(sentence, sorted(places, key=lambda p: (p.start, p.end)))
    direct = [f for f in reader.findings() if f.toward == "actor"]
    stated = [f for f in direct or reader.loose() if f.status in {"stated", "future"}]
    relation = lambda f, by="rule": Relation(
        spans[f.source.key], spans[f.target.key], f.stance, (low + f.start, low + f.end), f.status, by
    )
    if not encoder:
        return [relation(f) for f in stated]
    likely = _likelihoods(sentence, [(start - low, end - low) for start, end in spans])
    none, best = 1 - sum(likely.values()), max(likely, key=likely.get)
    label = lambda f: (f.source.key, f.target.key, f.stance)
    stated = [f for f in stated if none < RULED_OUT[f.hold]]
    if stated:
        finding = max(stated, key=lambda f: likely[label(f)])
        return [relation(finding, "both" if label(finding) == best else "rule")]
    merely_addressed = all(f.status in {"denied", "hypothetical"} for f in direct) if direct else reader.neutral
    if 1 - none < LIKELY or merely_addressed:
        return []
    return [Relation(spans[best[0]], spans[best[1]], best[2], (min(spans)[0], max(spans)[1]), "stated", "encoder")]


def _likelihoods(sentence, spans):
    """{(source, target, stance): probability} of the relations between two spans, by both heads of the encoder."""
    bare, spans = standins.unnamed(sentence, spans)
    encoding = encode(bare)
    by_sentence = questions.relation(encoding, *spans)
    likely = {relation: by_sentence[label] for relation, label in LABELS.items()}
    ties = {
        (t.source, t.target): t.probability
        for t in questions.ties(encoding, dict(enumerate([[span] for span in spans])))
    }
    if not ties:
        return likely
    stated = {(a, b, sign): ties[a, b][sign] for a, b, sign in LABELS}
    scale = (1 - ties[0, 1][0] * ties[1, 0][0]) / sum(stated.values())
    return {r: SENTENCE_HEAD * likely[r] + (1 - SENTENCE_HEAD) * scale * stated[r] for r in LABELS}
