"""Marks: what the encoder is told of words and mentions beside their text, as rows of numbers.

The encoder reads small letters and one window at a time; the marks tell it case, grammar, what the roster knows, and
whom the rules take a word for. Every row is 0 or 1 but for a few counts on a logarithmic scale.
"""

import bisect
from collections import Counter, defaultdict
from dataclasses import dataclass
from types import SimpleNamespace

import numpy as np

from analysis.actors.discourse import saying
from analysis.actors.pieces import pieces
from analysis.actors.roster import LANDS, actor_nouns, nouns_like, plain_words
from analysis.article import overlap
from analysis.encoder import CAST_KINDS
from analysis.lexicon import column_of

TAGS = """NN NNS NNP NNPS JJ VB VBD VBG VBN VBZ VBP MD RB PRP PRP$ DT IN TO CC CD POS WP WDT . , ( :""".split()
SOURCES = "state adjective one people capital seat organisation person place article".split()
CLASSES = "person state body people bodies".split()
TYPES = "person land body group".split()
PRONOUNS = [
    set("he him his himself".split()),
    set("she her hers herself".split()),
    set("it its itself".split()),
    set("they them their theirs themselves".split()),
    set("i me my mine myself".split()),
    set("we us our ours ourselves".split()),
    set("you your yours yourself".split()),
]
FROM_RULES = 2 * (len(CAST_KINDS) + 1) + 1 + len(TYPES)  # the last marks of a word: what the rules take it for
SMALL = {"of", "the", "and", "for"}  # words that give an acronym no letter
BLOCK = 256  # later mentions whose pairs are looked at at once
REACH = 150  # mentions back that one may refer to
FAR = (0, 1, 2, 4, 8)  # sentences apart, by steps


@dataclass(frozen=True, eq=False)
class Span:
    """Words that may be a mention, first to last (exclusive), its kind, and the rules' mention that is most of them."""

    first: int
    last: int
    kind: str
    rule: object = None
    exact: bool = False  # whether the rules' mention has the same words

    @property
    def names(self):
        """The actors that the rules take it for."""
        return {referent.name for referent in self.rule.referents} if self.rule else set()


def of_places(draft):
    """The texts that are read at once, paragraphs or pieces of them, and where every word stands: (text, character)."""
    parts, starts = pieces(draft.article)
    numbers = [bisect.bisect_right(starts, word.start) - 1 for word in draft.words]
    return [text for *_, text in parts], [(n, word.start - starts[n]) for n, word in zip(numbers, draft.words)]


def of_words(draft):
    """A row of marks for every word of a draft."""
    rows, clean = [_of_word(draft, i) for i in range(len(draft.words))], Counter(w.key for w in draft.words)
    rows = np.array(rows, dtype=np.float32).reshape(len(rows), -1)
    low = Counter(w.text for w in draft.words)
    counts = [[np.log(clean[w.key]), float(low[w.low] > 0 and w.text != w.low)] for w in draft.words]
    return np.concatenate([rows, np.array(counts, dtype=np.float32).reshape(-1, 2), _of_rules(draft)], 1)


def _of_word(draft, i):
    word = draft.words[i]
    shape = [word.text[:1].isupper(), word.text.isupper(), draft.is_first(i), any(map(str.isdigit, word.text))]
    shape += ["-" in word.text, bool(word.quoted), draft.line(i).first == i]
    known = [word.low in plain_words(), word.text in column_of("first_names", "name", "gender")]
    noun = actor_nouns().get(word.low, {"class": ""})["class"]
    return [*shape, *known, *_one_of(word.tag, TAGS), *_one_of(noun, CLASSES)]


def _one_of(value, values):
    return [value == one for one in values]


def _of_rules(draft):
    """What the roster and the rules' mentions say of every word."""
    kinds = [*CAST_KINDS, "metonym"]
    rows = np.zeros((len(draft.words), len(SOURCES) + 2 * len(kinds) + 1 + len(TYPES)), dtype=np.float32)
    for i, alias in draft.aliases.items():
        rows[i : i + len(alias.keys), SOURCES.index(alias.source)] = 1
    at = len(SOURCES)
    for mention in draft.mentions:
        k = at + 2 * kinds.index(mention.kind)
        rows[mention.first, k] = 1
        rows[mention.first + 1 : mention.last, k + 1] = 1
        rows[mention.first : mention.last, at + 2 * len(kinds)] = mention.place
        rows[mention.first : mention.last, rows.shape[1] - len(TYPES) + _type(mention)] = 1
    return rows


def _type(mention):
    kind = mention.referents[0].type
    return 0 if kind == "person" else 1 if kind in LANDS else 3 if kind == "group" else 2


def bare(draft, first, last):
    """Where a span begins without its article."""
    return first + (last - first > 1 and draft.low(first) == "the")


def spans_of_rules(draft):
    """{(first, last) without the article: the rules' mention}, names of mere places left out."""
    found = {}
    for mention in draft.mentions:
        if not mention.place:
            found.setdefault((bare(draft, mention.first, mention.last), mention.last), mention)
    return found


def spanned(found, rules):
    """A Span for each (first, last, kind), with the rules' mention that covers at least half of both."""
    ruled, covering = list(rules.items()), defaultdict(list)
    for n, ((first, last), _) in enumerate(ruled):
        for word in range(first, last):
            covering[word].append(n)
    spans = []
    for first, last, kind in found:
        near = sorted({n for word in range(first, last) for n in covering.get(word, ())})
        fits = [overlap(ruled[n][0], (first, last)) for n in near]
        best = near[fits.index(max(fits))] if max(fits, default=0) > 0.49 else None
        same = best is not None and ruled[best][0] == (first, last)
        spans.append(Span(first, last, kind, None if best is None else ruled[best][1], same))
    return spans


@dataclass(frozen=True, eq=False)
class Trait:
    """What is compared of a mention with another; kind, pronoun, type and gender as numbers."""

    kind: int
    first: int
    last: int
    keys: tuple
    names: set
    type: int
    gender: int
    pronoun: int
    sentence: int
    paragraph: int
    quoted: int
    subject: bool
    speaks: bool
    leads: bool


def traits(draft, spans):
    """The Trait of every span."""
    seen, found = set(), []
    for span in spans:
        word, line = draft.words[span.last - 1], draft.line(span.first)
        low = draft.low(span.first)
        clause = next((line.subjects[k] for k in range(span.first, span.last) if k in line.subjects), None)
        referent = span.rule.referents[0] if span.rule else None
        pronoun = next((n for n, forms in enumerate(PRONOUNS) if low in forms), 7) if span.kind == "pronoun" else 8
        found.append(
            Trait(
                CAST_KINDS.index(span.kind),
                span.first,
                span.last,
                tuple(draft.words[k].key.lower() for k in range(span.first, span.last)),
                span.names,
                _type(span.rule) if span.rule else 4,
                "mf".find(referent.gender or "-") if referent else -1,
                pronoun,
                word.sentence,
                word.paragraph,
                word.quoted,
                clause is not None,
                clause is not None and clause.predicate in saying(),
                word.sentence not in seen,
            )
        )
        seen.add(word.sentence)
    return found


COMPARED = "kind pronoun type gender sentence paragraph quoted subject speaks leads first last".split()


def of_pairs(known, places, counts):
    """The marks of mentions with earlier ones; `counts`: how often the actor of each was mentioned before it."""
    n, k = places.T
    columns = {name: np.array([getattr(trait, name) for trait in known]) for name in COMPARED}
    a, b = (SimpleNamespace(**{name: values[side] for name, values in columns.items()}) for side in (n, k))
    two = [(known[later], known[earlier]) for later, earlier in places.tolist()]
    near = [*(a.sentence - b.sentence <= far for far in FAR), *(a.paragraph - b.paragraph == far for far in (0, 1))]
    near += [np.log1p(n - k - 1), np.log1p(np.array(counts)[k])]
    words = np.array([_of_words_shared(one, other) for one, other in two]).reshape(-1, 9).T
    names = np.array([_of_names_shared(one.names, other.names) for one, other in two]).reshape(-1, 4).T
    return np.stack([*_of_kinds(a, b), *near, *words, *names, *_of_grammar(a, b)], 1).astype(np.float32)


def _each(values, width):
    return (values[:, None] == np.arange(width)).T


def _of_kinds(a, b):
    both = _each(a.kind * len(CAST_KINDS) + b.kind, len(CAST_KINDS) ** 2)
    return [*both, *_each(a.pronoun, 8), *_each(b.pronoun, 8)]


def _of_grammar(a, b):
    told = np.where(a.pronoun < 2, a.pronoun, -2)  # *he* and *she* tell a gender
    rows = [*_each(a.type, 4), *_each(b.type, 4), a.type == b.type]
    rows += [b.gender == told, (told >= 0) & (b.gender >= 0) & (b.gender != told)]
    rows += [a.quoted > 0, b.quoted > 0, a.quoted == b.quoted, b.subject, b.speaks, b.leads, a.subject, a.speaks]
    return [*rows, (a.first < b.last) & (b.first < a.last), a.pronoun == b.pronoun]


def _of_names_shared(mine, other):
    shared = not mine.isdisjoint(other)
    return shared, bool(mine and other) and not shared, not mine, not other


def _of_words_shared(a, b):
    if a.pronoun < 8 or b.pronoun < 8:
        return [False] * 9
    mine, other = set(a.keys), set(b.keys)
    initials = lambda keys: "".join(key[:1] for key in keys if key[0].isalnum() and key not in SMALL)
    acronym = a.keys == (initials(b.keys),) or b.keys == (initials(a.keys),)
    stems = [key.rstrip("s") for key in (a.keys[-1], b.keys[-1])]
    alike = stems[0] == stems[1] or bool(nouns_like(a.keys[-1]) & nouns_like(b.keys[-1]))
    row = [a.keys == b.keys, a.keys[-1] == b.keys[-1], mine <= other, other <= mine, bool(mine & other)]
    return row + [a.keys[0] == b.keys[0], len(a.keys) > 1 < len(b.keys) and acronym, acronym, alike]


def of_new(one, seen, draft):
    """The marks of a mention as one of somebody new; `seen` are the names, words and heads of those before it."""
    low, before, names, words, heads = draft.low(one.first), draft.low(one.first - 1), *seen
    row = _one_of(one.kind, range(len(CAST_KINDS))) + _one_of(one.pronoun, range(8))
    row += [low in {"a", "an", "one", "some"}, before == "the", low in PRONOUNS[0] | PRONOUNS[1] | PRONOUNS[3]]
    row += [bool(one.names & names), one.keys in words, not one.names]
    row += [one.keys[-1] in heads, not words, one.sentence == 0, bool(one.quoted)]
    return row + _one_of(one.type, range(5))


def of_links(draft, spans):
    """(blocks, new): some (later, earlier) mentions near enough and their marks at a time, and those of each as new."""
    known, counts, new, so_far = traits(draft, spans), [], [], Counter()
    names, words, heads = set(), set(), set()
    for trait in known:
        counts.append(max((so_far[name] for name in trait.names), default=0))
        new.append(of_new(trait, (names, words, heads), draft))
        so_far.update(trait.names)
        names |= trait.names
        words.add(trait.keys)
        heads.add(trait.keys[-1])
    return _in_blocks(known, counts), np.array(new, dtype=np.float32)


def _in_blocks(known, counts):
    """The places and marks of pairs, those of so many later mentions at once that memory suffices."""
    for start in range(0, len(known), BLOCK):
        later = range(start, min(start + BLOCK, len(known)))
        places = [(n, k) for n in later for k in range(max(0, n - REACH), n)]
        places = np.array(places, dtype=np.int64).reshape(-1, 2)
        yield places, of_pairs(known, places, counts)


def lesson(draft, coded):
    """What the encoder is shown of a draft and what it should find there; `analysis.actors.lesson` says what."""
    begins = {word.start: i for i, word in enumerate(draft.words)}
    ends = {word.end: i + 1 for i, word in enumerate(draft.words)}
    gold, rules = {}, spans_of_rules(draft)
    for row in coded:
        start, end = draft.article.to_clean(int(row.start), int(row.end))
        if start in begins and end in ends and draft.line(begins[start]) is draft.line(ends[end] - 1):
            span = bare(draft, begins[start], ends[end]), ends[end]
            gold.setdefault(span, (row.kind.replace("metonym", "name"), set()))[1].add(row.actor)
    spans = spanned([(*span, kind) for span, (kind, _) in sorted(gold.items())], rules)
    blocks, new = of_links(draft, spans)
    places, pairs = map(np.concatenate, zip(*blocks)) if spans else (np.zeros((0, 2), dtype=np.int64), np.zeros((0, 0)))
    return {
        "words": [word.text for word in draft.words],
        "sentences": [word.sentence for word in draft.words],
        "read": of_places(draft),
        "marks": of_words(draft),
        "rules": {span: numbers()[mention.kind] for span, mention in rules.items()},
        "spans": [(span.first, span.last, span.kind) for span in spans],
        "actors": [names for _, (_, names) in sorted(gold.items())],
        "places": places,
        "pairs": pairs,
        "new": new,
    }


def numbers():
    """{kind: its place} among what the encoder is told of the rules' mentions."""
    return {kind: n for n, kind in enumerate((*CAST_KINDS, "metonym"))}
