"""Cues at their places in a sentence: which words are cues there, and how each verb is used."""

from dataclasses import dataclass

from analysis.lexicon import word_set
from analysis.quotes.clauses import AUXILIARY, BE, HAVE, is_clause_at, is_finite, is_infinitive_at, verb_group
from analysis.quotes.cues import Cue, cue_forms
from analysis.quotes.phrases import NOMINATIVE, RELATIVE, noun_phrase_left, noun_phrase_right
from analysis.quotes.sentences import NOUNS, is_headline, is_quote, low_at, tag_at

PERSONAL = {"i", "he", "she", "we", "they", "you", "who"}
DONE = word_set("act begun or done", "quote_words")
GOING = {"go", "goes", "went", "gone", "going"}


@dataclass(frozen=True)
class Use:
    """A cue at its place in a sentence: words `first` to `after`, the cue's row, and how the verb is used."""

    cue: Cue
    first: int
    at: int
    after: int
    mode: str


def cue_uses(words):
    """The cues of a sentence, left to right."""
    headline = is_headline(words)
    for i in range(len(words)):
        if words[i].text.istitle() and tag_at(words, i - 1) in ("NNP", "NNPS") and i and not headline:
            continue  # the name in Abdourahim Said Bakar
        for rest, cue, kind in cue_forms().get(low_at(words, i), ()):
            if tuple(low_at(words, i + 1 + k) for k in range(len(rest))) != rest:
                continue
            use = _use(words, i, i + 1 + len(rest), cue, kind)
            if use:
                yield use
                break


def _use(words, i, after, cue, kind):
    if cue.part == "phrase":
        return Use(cue, i, i, after, "phrase")
    if cue.part == "noun":
        return (
            Use(cue, i, i, after, "noun") if words[i].tag in NOUNS or tag_at(words, i - 1) in ("POS", "PRP$") else None
        )
    if cue.part == "adjective":
        verbal = any(c.part == "verb" for _, c, _ in cue_forms().get(low_at(words, i), ()))
        predicate = bool(set(verb_group(words, i)[1]) & BE)
        return Use(cue, i, i, after, "adjective") if words[i].tag[:1] in "JVRN" and (predicate or not verbal) else None
    return _verb_use(words, i, after, cue, kind)


@dataclass(frozen=True)
class _Verb:
    """A verb form at its place: `helpers` before it, `left` the tag before them, `shown` whether a content follows."""

    words: list
    cue: Cue
    at: int
    first: int
    after: int
    helpers: frozenset
    last_helper: str
    left: str
    shown: bool

    @property
    def tag(self):
        return self.words[self.at].tag

    @property
    def before(self):
        return low_at(self.words, self.first - 1)

    @property
    def right(self):
        return low_at(self.words, self.after)


def _verb_use(words, i, after, cue, kind):
    first, helpers = verb_group(words, i)
    # they all warned
    everyone = low_at(words, first - 1) in ("all", "both", "each") and tag_at(words, first - 2) == "PRP"
    last_helper = next((h for h in reversed(helpers) if h in AUXILIARY), "")
    verb = _Verb(
        words,
        cue,
        i,
        first,
        after,
        frozenset(helpers),
        last_helper,
        tag_at(words, first - 1 - everyone),
        _content_shown(words, after),
    )
    if kind == "ing":
        mode = _ing_mode(verb)
    elif kind == "past":
        mode = _past_mode(verb)
    else:
        mode = _present_mode(verb, kind)
    return Use(cue, first, i, after, mode) if mode else None


def _content_shown(words, after):
    """Does a that-clause or a quotation follow?"""
    right = low_at(words, after)
    that = right == "that" and not is_finite(words, after + 1)
    return that or is_quote(words, after) or right in (":", ",") and is_quote(words, after + 1)


def _ing_mode(verb):
    """How a form in -ing is used; empty where it is a noun or adjective."""
    if verb.helpers & BE:
        return "finite"
    if verb.left in ("DT", "PRP$", "POS", "JJ") or (verb.tag in NOUNS and not verb.shown):
        return ""
    return "ing"


def _past_mode(verb):
    """How a past form is used; empty where it reports nothing."""
    mode = _past_or_participle(verb)
    if verb.left in ("DT", "PRP$", "POS") and mode != "passive" or verb.before in ("as", "than"):
        return ""
    if verb.first == 1 and low_at(verb.words, 0) == "that" and verb.right == ",":  # That said, …
        return ""
    return mode


def _past_or_participle(verb):
    tag, left = verb.tag, verb.left
    if verb.last_helper in BE:
        return "passive"
    if verb.helpers & AUXILIARY or tag == "VBD" or verb.shown:
        return "finite"
    if tag != "VBN":
        return ""
    if verb.right != "by" and left in ("PRP", "WP", "WDT", "QUOTE"):
        return "finite"
    if verb.right != "by" and left in NOUNS and not any(frame.startswith("np") for frame in verb.cue.takes):
        return "finite"  # insisted and argued have no passive of their own
    return "reduced"


def _present_mode(verb, kind):
    """How a base form or a form in -s is used; empty where it is a noun or adjective."""
    words, first, left = verb.words, verb.first, verb.left
    noun = verb.tag in NOUNS | {"JJ", "IN", "RB"}
    if noun and verb.tag not in NOUNS and verb.helpers & HAVE:
        return ""  # did not have long to wait
    to = _past_adverbs(words, first - 1)
    if kind == "base" and low_at(words, to) == "to":
        return "finite" if _done(words, to) else "to"
    if noun and kind == "third" and _third_person(words, first, verb.after, verb.cue):
        return "finite"
    if verb.helpers & (AUXILIARY - BE) and kind == "base":
        return "finite"
    if noun and left in ("NNS", "NNPS") and (_set_off(verb) or kind == "base" and _only_verb(verb)):
        return "finite"
    personal = verb.before in PERSONAL
    if noun and not (personal or (left in ("NNS", "NNPS", "NNP", "NN", ",", "RB") and verb.shown)):
        return ""
    if left in ("DT", "PRP$", "POS") and verb.before not in NOMINATIVE | RELATIVE:
        return ""
    return "finite"


def _set_off(verb):
    """Does the verb stand between commas with its subject? *the plan would, critics charge, hurt the poor*"""
    return verb.right == "," and low_at(verb.words, verb.first - 2) == ","


def _only_verb(verb):
    """Is there no finite verb before the verb and none near behind it? *scientists forecast storms*"""
    near = range(verb.after, min(verb.after + 6, len(verb.words)))
    return not any(is_finite(verb.words, x) for x in [*range(verb.first), *near])


def _past_adverbs(words, k):
    """The last word at or before k that is no adverb."""
    while k >= 0 and words[k].tag == "RB":
        k -= 1
    return k


def _done(words, to):
    """Does the infinitive behind *to* tell what was done? *was quick to condemn*, *went on to say*."""
    return low_at(words, to - 1) in DONE or low_at(words, to - 2) in GOING and low_at(words, to - 1) == "on"


def _third_person(words, first, after, cue):
    """Is a form in -s after a noun a verb, by what is around it? *X reports: …*, *…, the report states, …*."""
    left, right = tag_at(words, first - 1), low_at(words, after)
    if first and not any(is_finite(words, x) for x in range(first)):
        if left in ("NNP", ",") and "zero" in cue.takes and is_clause_at(words, after, strict=True):
            return True  # his lawyer Paul Smith charges the council lied
        if left == "NNP" and "to" in cue.takes and is_infinitive_at(words, after):
            return True  # Smith claims to know
        if left in ("NN", "NNP", "JJ") and not any(is_finite(words, x) for x in range(after, len(words))):
            quoted = any(is_quote(words, x) for x in range(after, len(words)))
            if "to" in cue.takes and is_infinitive_at(words, after) or "np-is" in cue.takes and quoted:
                return True  # a headline: council chief calls critics “cowards”
    if right == ":":
        return first <= 4 and words[first - 1].text[:1].isupper() and left in NOUNS
    if right == ",":
        start = noun_phrase_left(words, first - 1) if left in ("NN", "NNP") else 0
        return start > 0 and words[start - 1].text == "," and words[start].tag in ("DT", "NNP")
    if left == ",":
        end = noun_phrase_right(words, after)
        named = end > after and any(word.tag == "NNP" for word in words[after:end])
        ends = all(word.text in ".!?" for word in words[end:])
        return named and ends and any(is_finite(words, x) for x in range(first))
    return False
