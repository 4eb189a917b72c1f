"""Chains: the mentions that the encoder finds and links, and the actor of each chain as the rules know it.

The rules propose: their mentions are among the marks that the encoder is shown. It decides which spans are mentions and
which refer to the same actor; the roster still says who that is, and what a text says by its grammar alone stays.
"""

from collections import Counter, defaultdict

import numpy as np

from analysis import encoder
from analysis.actors import marks
from analysis.actors.draft import Mention
from analysis.actors.roster import actor_nouns
from analysis.lexicon import column_of

INSIDE = {("description", "name"), ("description", "demonym"), ("description", "pronoun"), ("name", "demonym")}
WITHIN = "name within a compound"


def reread(draft):
    """Put the encoder's mentions in place of the rules' ones in a draft; names of mere places and compounds stay."""
    if not draft.words:
        return
    rules, sentences = marks.spans_of_rules(draft), [word.sentence for word in draft.words]
    words = [word.text for word in draft.words]
    states = encoder.read_words(*marks.of_places(draft), marks.of_words(draft))
    kinds = {span: marks.numbers()[mention.kind] for span, mention in rules.items()}
    found = _chosen(*encoder.spans(states, words, sentences, kinds))
    spans = marks.spanned([(first, last, kind) for first, last, kind, _ in found], rules)
    draft.mentions[:] = [m for m in draft.mentions if m.place or m.rule == WITHIN]
    if not spans:
        return
    sure = [probability for *_, probability in found]
    likely = encoder.links(states, [(s.first, s.last) for s in spans], *marks.of_links(draft, spans))
    for chain in _chains(likely):
        _add(draft, chain, spans, sure, likely)


def _chosen(spans, probabilities):
    """(first, last, kind, probability) of the spans that are mentions; of two that overlap the surer one."""
    least = encoder.cast_settings()["least"]
    kinds, sure, kept, taken = probabilities[:, 1:].argmax(1), 1 - probabilities[:, 0], [], defaultdict(list)
    for n in np.argsort(-sure, kind="stable"):
        kind = encoder.CAST_KINDS[kinds[n]]
        first, last = map(int, spans[n])
        others = (other for word in range(first, last) for other in taken.get(word, ()))
        if sure[n] >= least[kind] and all(_stand_together((first, last, kind), other) for other in others):
            kept.append((first, last, kind, float(sure[n])))
            for word in range(first, last):
                taken[word].append(kept[-1])
    return sorted(kept)


def _stand_together(one, other):
    """Does one of two spans that overlap lie within the other as a name within a description may?"""
    inner, outer = sorted((one, other), key=lambda span: span[1] - span[0])
    whole = outer[0] <= inner[0] and inner[1] <= outer[1] and inner[:2] != outer[:2]
    return whole and (outer[2], inner[2]) in INSIDE


def _chains(likely):
    """Lists of mentions of one actor: each mention joins the chain that it most likely refers to, if any."""
    chains, chain_of = [], {}
    for n, row in enumerate(likely):
        shares = Counter()
        for k, share in row.items():
            shares[chain_of.get(k, -1)] += share
        best = max(shares, key=shares.get)
        chain_of[n] = len(chains) if best < 0 else best
        if best < 0:
            chains.append([])
        chains[chain_of[n]].append(n)
    return chains


def _add(draft, chain, spans, sure, likely):
    """Add the mentions of a chain with their actor; a chain of pronouns alone refers to nobody known."""
    referent = _referent(draft, [spans[n] for n in chain])
    for n in chain if referent else ():
        span, ruled = spans[n], spans[n].rule
        same = ruled is not None and referent in ruled.referents
        first = span.first - (span.kind == "description" and draft.low(span.first - 1) == "the")
        referents = ruled.referents if same else (referent,)
        kind = ruled.kind if same and ruled.kind == "metonym" else span.kind
        rule = ruled.rule if same else _how(draft, n, chain, spans, sure, likely)
        start, end = draft.words[first].start, draft.words[span.last - 1].end
        likelihood = {"probability": round(sure[n] * (_share(likely, chain, n) or 1), 3)}
        draft.mentions.append(Mention(start, end, first, span.last, referents, kind, rule, **likelihood))


def _how(draft, n, chain, spans, sure, likely):
    """How the encoder resolved a mention, with its probability and the words it points back to."""
    earlier = [k for k in chain if k < n]
    if not earlier:
        return f"the encoder: an actor, {sure[n]:.2f}"
    to = max(earlier, key=lambda k: likely[n].get(k, 0))
    share = _share(likely, chain, n)
    place = draft.words[spans[to].first].sentence + 1
    return f"the encoder: as “{_text(draft, spans[to])}” in sentence {place}, {share:.2f}"


def _share(likely, chain, n):
    """How likely a mention refers to one before it in its chain; 0 for the first."""
    return sum(likely[n].get(k, 0) for k in chain if k < n)


def _referent(draft, spans):
    """The actor of a chain: whom the rules most often take its names for, else one called by its fullest words."""
    known = Counter(
        span.rule.referents[0]
        for span in spans
        if span.exact and span.kind in {"name", "demonym"} and len(span.rule.referents) == 1
    )
    if known:
        return known.most_common(1)[0][0]
    for kind in ("name", "demonym", "description"):
        texts = [_text(draft, span) for span in spans if span.kind == kind]
        if texts:
            return draft.referent(max(texts, key=len), type=_type(draft, spans))
    return None


def _type(draft, spans):
    """The type of an actor that no rule knows: a person by a pronoun, a first name or a noun for one."""
    for span in spans:
        words = draft.words[span.first : span.last]
        if span.kind == "pronoun" and any(words[0].low in forms for forms in marks.PRONOUNS[:2]):
            return "person"
        if span.kind == "name" and words[0].text in column_of("first_names", "name", "gender"):
            return "person"
    heads = {draft.low(span.last - 1) for span in spans if span.kind == "description"}
    person = any(actor_nouns().get(head, {}).get("class") == "person" for head in heads)
    named = any(span.kind == "name" for span in spans)
    return "person" if person else "organisation" if named else "group"


def _text(draft, span):
    return draft.article.clean[draft.words[span.first].start : draft.words[span.last - 1].end]
