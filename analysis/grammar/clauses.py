"""Grammar: words with their tags and lemmas, noun chunks, and the clauses they form.

The rules stand on TextBlob's PatternTagger, whose tags are repaired first: it knows no context, so that past tense
after a name comes out as a participle, a curly apostrophe as a noun and *the Chinese* as an adjective.
"""

import functools
import re
from dataclasses import dataclass

import pandas as pd
from textblob.en import lexicon as pattern_lexicon
from textblob.en.taggers import PatternTagger

from analysis.lexicon import lexicon

# "U.S.", "don" + "n't", "Putin" + "'s", "pro-Russian", "1,500", "$2.5", one mark at a time otherwise
WORD = re.compile(
    r"(?:[A-Za-z]\.){2,}|n['’]t\b|['’](?:s|re|ve|ll|d|m)\b|\w+(?:[-‐]\w+)+"
    r"|\d+(?:[.,]\d+)*(?:st|nd|rd|th)?|\w+?(?=n['’]t\b)|\w+(?:[-‐]\w+)*|[^\w\s]"
)

BE = {"be", "am", "is", "are", "was", "were", "been", "being", "'s", "'re", "'m"}
HAVE = {"have", "has", "had", "having", "'ve"}
DO = {"do", "does", "did"}
GET = {"get", "gets", "got", "getting"}
MODALS = {
    "will": "will",
    "would": "would",
    "can": "can",
    "could": "could",
    "may": "may",
    "might": "might",
    "shall": "shall",
    "should": "should",
    "must": "must",
    "'ll": "will",
    "wo": "will",
    "ca": "can",
    "'d": "would",
}
NEGATIONS = {"not", "n't", "never", "no", "nor", "neither", "without", "hardly", "barely", "scarcely"}
POSSESSIVE = {"his", "its", "their", "my", "our", "your"}
PRONOUNS = {
    "i",
    "you",
    "he",
    "she",
    "it",
    "we",
    "they",
    "me",
    "him",
    "us",
    "them",
    "himself",
    "herself",
    "itself",
    "themselves",
    "ourselves",
    "myself",
    "one",
    "everyone",
    "someone",
    "nobody",
    "anyone",
    "everybody",
}
PREPOSITIONS = set(
    "about above across after against along alongside amid amidst among around as at before behind below "
    "beneath beside "
    "besides between beyond by despite down during for from in inside into like near of off on onto out "
    "outside over past "
    "per since through throughout till to toward towards under underneath unlike until up upon versus via with within "
    "without concerning regarding except including following".split()
)
SUBORDINATORS = set(
    "because although though while whilst whereas if unless since after before until when whenever where wherever "
    "as so that whether once lest".split()
)
RELATIVES = {"who", "which", "that", "whom", "whose", "where"}
PARTICLES = set("up down out off over away back in on apart together forward through along around aside".split())
ADVERBIAL = {"out", "up", "down", "off", "away", "back", "aside"}  # particles that take no noun of their own
CLOSED = {
    "has": "VBZ",
    "is": "VBZ",
    "does": "VBZ",
    "have": "VBP",
    "are": "VBP",
    "do": "VBP",
    "was": "VBD",
    "were": "VBD",
    "did": "VBD",
    "been": "VBN",
    "being": "VBG",
    "having": "VBG",
    "regarding": "IN",
    "concerning": "IN",
    "including": "IN",
    "following": "IN",
}
DETERMINERS = set(
    "the a an this that these those some any no every each all both another such either neither what which".split()
)
PARTICIPLE_TAGS = {"VBN", "VBG"}
VERB_TAGS = {"VB", "VBD", "VBG", "VBN", "VBP", "VBZ", "MD"}
NOUN_TAGS = {"NN", "NNS", "NNP", "NNPS"}


@dataclass(frozen=True)
class Token:
    """A word: its text, its place in the text it was read from, its Penn tag and its lemma."""

    text: str
    start: int
    end: int
    tag: str
    lemma: str


@functools.lru_cache(maxsize=8192)
def tokens(text):
    """The words of a text with Penn tags and lemmas, in order; offsets index the text given.

    A clitic is a word of its own. Lemmas are lower case. Blind spot: a word that is verb and noun with equal right
    (*plan*, *attack*) is told by its neighbours alone.

    >>> [t.text for t in tokens("Putin’s plan failed.")]
    ['Putin', '’s', 'plan', 'failed', '.']
    >>> [t.lemma for t in tokens("Berlin denied the claims.")]
    ['berlin', 'deny', 'the', 'claim', '.']
    """
    spans = [m.span() for m in WORD.finditer(text)]
    words = [plain(text[s:e]) for s, e in spans]
    tags = _tags(words)
    return tuple(Token(text[s:e], s, e, tag, lemma(word, tag)) for (s, e), word, tag in zip(spans, words, tags))


def plain(word):
    """The word with straight apostrophes and quotation marks.

    >>> plain("n’t")
    "n't"
    """
    return word.replace("’", "'").replace("‘", "'").replace("“", '"').replace("”", '"').replace("‐", "-")


# --- lemmas --------------------------------------------------------------------------------------------------------


@functools.lru_cache(maxsize=65536)
def lemma(word, tag):
    """The dictionary form of a word under its Penn tag, in lower case.

    Verbs by a table of irregular forms, then by ending; nouns in the singular. Unknown endings stay as they are.

    >>> lemma("stopped", "VBD"), lemma("allies", "NNS"), lemma("withdrawn", "VBN"), lemma("United", "NNP")
    ('stop', 'ally', 'withdraw', 'united')
    """
    low = plain(word).lower()
    if tag in VERB_TAGS:
        return MODALS.get(low, low) if tag == "MD" else verb_base(low)
    if tag == "NNS":
        return singular(low)
    return low


def verb_base(word):
    """The infinitive of a verb form.

    >>> [verb_base(w) for w in "denies criticised agreed putting went was".split()]
    ['deny', 'criticise', 'agree', 'put', 'go', 'be']
    """
    if word in BE:
        return "be"
    if word in HAVE:
        return "have"
    if word in DO or word == "done":
        return "do"
    base = _irregular().get(word)
    if base:
        return base[0]
    for known in (_listed_verbs(), _verbs()):
        for candidate in _bases(word):
            if candidate in known:
                return candidate
    return next(iter(_bases(word)), word)


def singular(word):
    """The singular of a noun.

    >>> [singular(w) for w in "countries crises people talks passes news".split()]
    ['country', 'crisis', 'people', 'talk', 'pass', 'news']
    """
    known = {
        "men": "man",
        "women": "woman",
        "children": "child",
        "crises": "crisis",
        "lives": "life",
        "wives": "wife",
        "knives": "knife",
        "thieves": "thief",
        "leaves": "leaf",
        "analyses": "analysis",
        "bases": "base",
    }
    if word in known:
        return known[word]
    if word.endswith("men") and len(word) > 5:
        return word[:-3] + "man"
    if not word.endswith("s") or word.endswith(("ss", "us", "is", "news", "series", "politics")) or len(word) < 4:
        return word
    if word.endswith("ies"):
        return word[:-3] + "y" if len(word) > 4 else word[:-1]
    if word.endswith(("sses", "shes", "ches", "xes", "zes", "goes", "toes", "roes")):
        return word[:-2]
    return word[:-1]


def _bases(word):
    """Candidate infinitives of a regular form, the likeliest first."""
    if word.endswith("ying") and len(word) > 5:
        yield word[:-3]
    if word.endswith(("ied", "ies")) and len(word) > 4:
        yield word[:-3] + "y"
        yield word[:-1]
    elif word.endswith("ing") and len(word) > 4:
        yield from _stems(word[:-3])
    elif word.endswith("ed") and len(word) > 3:
        yield from _stems(word[:-2])
    elif word.endswith(("sses", "shes", "ches", "xes", "zzes")):
        yield word[:-2]
        yield word[:-1]
    elif word.endswith("oes"):
        yield word[:-2]
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3:
        yield word[:-1]
    yield word


def _stems(stem):
    doubled = len(stem) > 3 and stem[-1] == stem[-2] and stem[-1] not in "aeiou"
    if doubled and stem[-1] not in "lsz":
        yield stem[:-1]
    # a consonant after one vowel mostly hides an e where the ending is one of these: "accus-", "condon-", "invad-"
    hides_e = re.search(
        r"(?:[aeiou][sczvg]|[iu]d|[^aeiou][aiou]d|at|[uio]r|ir|in|on|ut|et|l|ng|rs|ns|ls"
        r"|rc|nc|rv|lv|ak|ok|ik|is|iz|ar|ap|ip|op|um|am|im|om|u)$",
        stem,
    )
    if hides_e and stem + "e" in _verbs():
        yield stem + "e"
    if stem in _verbs():
        yield stem
    if stem + "e" in _verbs():
        yield stem + "e"
    if doubled:
        yield stem[:-1]
    yield stem + "e" if re.search(r"[aeiou][sczvg]$|[^aeiou]l$|[^e]at$|iz$", stem) else stem


@functools.cache
def _irregular():
    """form -> (base, tags it can bear)."""
    forms = {}
    for row in lexicon("irregular_verbs"):
        for form, tag in ((row["past"], "VBD"), (row["participle"], "VBN")):
            base, tags = forms.get(form, (row["base"], ()))
            if base == row["base"]:
                forms[form] = (base, (*tags, tag))
    return forms


@functools.cache
def _tagged():
    if not len(dict.keys(pattern_lexicon)):
        pattern_lexicon.load()
    return dict(dict.items(pattern_lexicon))


@functools.cache
def _listed_verbs():
    """The verbs of the package's own word lists."""
    return {row["base"] for row in lexicon("irregular_verbs")} | {
        row["lemma"] for row in lexicon("predicates") if row["pos"] in {"verb", "light", "reverse"}
    }


@functools.cache
def _verbs():
    """Base forms of verbs, from the tagger's own word list and the table of irregular ones."""
    known = _tagged()
    bases = {word for word, tag in known.items() if tag in ("VB", "VBP") and word.islower()}
    bases |= _listed_verbs()
    for word, tag in known.items():
        if tag in ("VBZ", "VBD", "VBN", "VBG") and word.islower():
            bases |= {c for c in _plain_bases(word) if known.get(c) in {"NN", "VB", "VBP", "JJ"}}
    return bases


def _plain_bases(word):
    for ending, ends in (
        ("ies", ("y",)),
        ("ied", ("y",)),
        ("es", ("e", "")),
        ("s", ("",)),
        ("ed", ("e", "")),
        ("ing", ("e", "")),
    ):
        if word.endswith(ending) and len(word) > len(ending) + 1:
            stem = word[: -len(ending)]
            whole = [stem + end for end in ends]
            return whole + ([stem[:-1]] if len(stem) > 3 and stem[-1] == stem[-2] else [])
    return []


# --- tags ----------------------------------------------------------------------------------------------------------


def _tags(words):
    if not words:
        return []
    tags = [tag for _, tag in PatternTagger().tag(" ".join(words), tokenize=False)]
    if len(tags) != len(words):
        tags = ["NN"] * len(words)
    shouting = sum(w.isupper() for w in words) > 0.6 * len(words)
    for i, word in enumerate(words):
        tags[i] = _word_tag(words, tags, i, word, word.lower(), shouting)
    for i, word in enumerate(words):
        tags[i] = _context_tag(words, tags, i, word.lower())
    return tags


def _word_tag(words, tags, i, word, low, shouting):
    """The tag a word has whatever stands around it, else the tagger's."""
    tag = tags[i]
    before = words[i - 1].lower() if i else ""
    if not re.search(r"\w", word):
        return {",": ",", ".": ".", "!": ".", "?": ".", ";": ":", ":": ":", '"': "''", "(": "-LRB-", ")": "-RRB-"}.get(
            word, ":" if word in "-–—" else "SYM"
        )
    if low == "'s":
        return "VBZ" if before in {"it", "that", "he", "she", "there", "what", "who", "here"} else "POS"
    if low in MODALS and low not in {"will", "may", "can", "might"}:
        return "MD"
    if low in {"will", "can", "may", "might"}:
        return (
            "NN"
            if before in DETERMINERS or tags[i - 1] in {"PRP$", "POS"} or (low == "may" and word == "May" and i)
            else "MD"
        )
    if low in POSSESSIVE:
        return "PRP$"
    if word == "US" and not shouting:
        return "NNP"
    if low in PRONOUNS and low != "one":
        return "PRP"
    if low in {"n't", "not"}:
        return "RB"
    if low in CLOSED and not (low == "following" and before in DETERMINERS):
        return CLOSED[low]
    if low in {"'re", "'m"}:
        return "VBP"
    if low == "'ve":
        return "VBP"
    if low in {"and", "or", "but", "nor"}:
        return "CC"
    if re.fullmatch(r"[\d.,]+", word):
        return "CD"
    last = low.rpartition("-")[2]
    if "-" in word and last.endswith("s") and _tagged().get(singular(last)) == "NN":
        return "NNS"  # "cyber-attacks"
    if (
        word[0].isupper()
        and i
        and not shouting
        and tag in {"NN", "NNS", "VB", "VBP", "VBG", "VBD", "VBN", "VBZ", "IN", "RB", "FW", "UH"}
    ):
        starts = words[i - 1] in {".", ":", '"', "'", "?", "!", "("}
        if not (starts and (low in PREPOSITIONS | SUBORDINATORS or _tagged().get(low))):
            return "NNPS" if tag == "NNS" else "NNP"
    return tag


def _context_tag(words, tags, i, low):
    """The tag after a look at the neighbours: verb forms, *to*, *that*, *her*, bare nouns and adjectives."""
    tag = tags[i]
    left, right = (tags[i - 1] if i else "<"), (tags[i + 1] if i + 1 < len(tags) else ">")
    before = words[i - 1].lower() if i else ""
    after = words[i + 1].lower() if i + 1 < len(words) else ""
    if low == "to":
        unknown = (
            after not in _tagged()
            and after.isalpha()
            and i + 1 < len(words)
            and words[i + 1].islower()
            and not after.endswith("s")
        )
        return "TO" if _may_be_base(after, right) or unknown else "IN"
    if left == "TO" and before == "to" and low not in _tagged() and words[i].islower():
        return "VB"
    if low == "turn" and before == "in":
        return "RB"
    if low in CLOSED:
        return _auxiliary(words, tags, i, low, tag)
    if tag == "IN" and low in ADVERBIAL and left in VERB_TAGS and after != "of":
        return "RP"
    if low == "her":
        return "PRP$" if right in NOUN_TAGS | {"JJ", "JJS", "CD", "VBG"} or right == "VBN" else "PRP"
    if low == "that":
        if right in {"NN"} and left in {"IN", "VB", "VBD", "VBZ", "CC", "<"} and before not in {"said", "says"}:
            return "DT"
        return "WDT" if left in NOUN_TAGS | {","} and (right in VERB_TAGS or right == "RB") else "IN"
    if tag == "MD":
        return tag
    back = _skip_adverbs(words, tags, i)
    ahead_word = words[back].lower() if back >= 0 else ""
    if (
        back >= 0
        and (tags[back] == "MD" or ahead_word == "to" and tags[back] == "TO" or ahead_word in DO)
        and _may_be_base(low, tag)
    ):
        return "VB"
    form = _forms(low)
    if ("VBD" in form or "VBN" in form) and words[i].islower() or tag in {"VBD", "VBN"}:
        return _past(words, tags, i, low, form, back, left, right)
    if (
        tag == "JJ"
        and left == "DT"
        and before == "the"
        and words[i][0].isupper()
        and right in {"IN", ",", ".", ">", "CC"} | VERB_TAGS
    ):
        return "NN"  # "the Chinese said"
    if tag in {"NN", "NNS", "JJ"} and words[i].islower():
        return _nominal(words, tags, i, low, left, right, before, after)
    if tag in {"VB", "VBP", "VBZ"}:
        if left in {"DT", "PRP$", "POS", "JJ"} and before not in {"that", "this", "all", "both"}:
            return "NNS" if low.endswith("s") and not low.endswith("ss") else "NN"
        if (
            left == "IN"
            and before in PREPOSITIONS
            and before not in {"as", "since", "after", "before", "until", "than"}
        ):
            return "NNS" if low.endswith("s") else "NN"
        if tag == "VB" and (left in NOUN_TAGS | {"PRP", "WDT", "WP"}):
            return "VBP"
        if tag == "VBP" and left == "<":
            return "VB"
    if tag == "VBG" and left in {"DT", "PRP$", "POS"} and right not in NOUN_TAGS and after != "the":
        return "NN"
    if (
        tag == "IN"
        and low in PARTICLES
        and left in VERB_TAGS
        and (right in {",", ".", ">", "CC", "TO"} or after in PREPOSITIONS)
    ):
        return "RP"
    return tag


def _auxiliary(words, tags, i, low, tag):
    back = _skip_adverbs(words, tags, i)
    if low in {"have", "do"} and back >= 0 and (tags[back] == "MD" or words[back].lower() == "to"):
        return "VB"
    return tag


def _skip_adverbs(words, tags, i):
    j = i - 1
    while j >= 0 and (tags[j] == "RB" or words[j].lower() in {"n't", "not", "ever", "also", "even"}):
        j -= 1
    return j


def _may_be_base(word, tag):
    return word in _verbs() and (tag not in {"DT", "CD", "PRP", "PRP$", "IN"} and tag != "NNP")


@functools.lru_cache(maxsize=65536)
def _forms(word):
    """The past tags a word can bear: ("VBD",), ("VBN",), both, or none."""
    if word in _irregular():
        return _irregular()[word][1] if _irregular()[word][0] != word or word in {"put", "set", "cut", "hit"} else ()
    if word.endswith("ed") and len(word) > 4 and any(c in _verbs() for c in _bases(word) if c != word):
        return ("VBD", "VBN")
    return ()


def _past(words, tags, i, low, form, back, left, right):
    """Past tense or participle."""
    if form == ("VBD",):
        return "VBD"
    helper = words[back].lower() if back >= 0 else ""
    if low == "had":
        return "VBN" if helper in HAVE else "VBD"
    if low == "said":
        return "VBN" if helper in BE | HAVE else "VBD"
    if helper in BE | HAVE | GET | {"'s"} and (helper != "'s" or tags[back] == "VBZ" or low in {"been"}):
        return "VBN"
    if form == ("VBN",):
        return "VBN"
    after = words[i + 1].lower() if i + 1 < len(words) else ""
    if left in {"DT", "PRP$", "POS", "JJ", "CD", "IN"} and words[i - 1].lower() not in {
        "that",
        "this",
        "who",
        "as",
        "after",
        "if",
        "when",
        "because",
        "while",
    }:
        if not form and left == "DT" and right not in NOUN_TAGS:
            return "NN"  # "the spat between"
        return "JJ" if right in NOUN_TAGS else "VBN"
    if after == "by":
        return "VBN"
    if left in {"PRP", "WP", "WDT"}:
        return "VBD"
    if left == "CC":
        return _like_the_verb_before(words, tags, i)
    if left == "<":
        return "VBN"
    if _finite_later(words, tags, i):
        return "VBN"
    if _finite_before(tags, i, words):
        return "VBN"
    return "VBD"


def _like_the_verb_before(words, tags, i):
    for j in range(i - 1, -1, -1):
        if tags[j] in {"VBD", "VBP", "VBZ"}:
            return "VBD"
        if tags[j] == "VBN":  # a passive has no object of its own: "was accused by Kiev and urged Moscow"
            return "VBD" if i + 1 < len(tags) and tags[i + 1] in {"DT", "PRP$", "PRP", "NNP"} else "VBN"
        if tags[j] in {"VB", "MD"}:
            return "VBD"
    return "VBD"


def _finite_before(tags, i, words):
    """Is there a finite verb in this clause already, with no new subject since?"""
    for j in range(i - 1, -1, -1):
        low = words[j].lower()
        if tags[j] in {"VBD", "VBZ", "VBP", "MD"} or tags[j] == "VBN" and j and words[j - 1].lower() in BE | HAVE:
            # "Biden said Putin planned": what stands between is a new subject
            between = tags[j + 1 : i]
            if verb_base(low) in REPORTING and any(t in NOUN_TAGS for t in between):
                return False
            return (
                bool(between)
                and not any(t in {"CC", "WDT", "WP", ",", "WRB"} for t in between)
                and not _new_clause(words[j + 1 : i], tags[j + 1 : i])
            )
        if tags[j] in {",", ":", "''", "WDT", "WP", "WRB"} or (
            low in SUBORDINATORS - {"as", "since", "before", "after", "until"} and tags[j] in {"IN", "WRB"}
        ):
            return False
    return False


def _new_clause(words, tags):
    return any(
        w.lower() in {"that", "because", "although", "while", "if", "when", "after", "before", "since", "as", "whether"}
        for w in words
    )


REPORTING = {
    "say",
    "claim",
    "declare",
    "announce",
    "report",
    "tell",
    "think",
    "believe",
    "insist",
    "argue",
    "add",
    "warn",
    "state",
    "deny",
    "admit",
    "confirm",
    "suggest",
    "hope",
    "allege",
    "note",
    "reveal",
    "conclude",
    "indicate",
    "acknowledge",
    "show",
    "find",
    "mean",
    "know",
    "see",
    "hear",
    "feel",
    "learn",
    "predict",
    "expect",
    "fear",
    "write",
    "charge",
}


def _finite_later(words, tags, i):
    """Does a finite verb follow in this clause with no new subject, so that this form must be a participle?

    "the man arrested on Monday said …"
    """
    for j in range(i + 1, min(len(tags), i + 14)):
        low = words[j].lower()
        if tags[j] in {"VBD", "VBZ", "VBP", "MD"} or low in {"was", "is", "were", "are", "has", "had"}:
            between = tags[i + 1 : j]
            # a prepositional phrase directly after and nothing else that could be a subject of the later verb
            first = words[i + 1].lower() if i + 1 < len(words) else ""
            return bool(between) and first in PREPOSITIONS and first not in {"to", "as"} and low not in {"that"}
        if tags[j] in {",", "CC", ":", "WDT", "WP", "PRP", "''", "TO", "WRB"} or low in {
            "that",
            "after",
            "because",
            "when",
            "while",
            "if",
        }:
            return False
    return False


def _nominal(words, tags, i, low, left, right, before, after):
    """Noun, adjective or a verb that looks like one."""
    verbish = left in {"PRP", "WP", "WDT"} and before not in {"it", "them", "him", "us", "me", "her"}
    if (
        verbish
        and tags[i] in {"NN", "NNS"}
        and right in {"DT", "PRP$", "PRP", "NNP", "IN", "TO", "JJ", "NNS", "CD", "RB"}
    ):
        if tags[i] == "NNS" and verb_base(low) in _verbs():
            return "VBZ"
        if low in _verbs():
            return "VBP"
    opens = right in {"DT", "PRP$", "PRP", "NNP"} or after == "that"
    named = left in {"NN", "NNP"} or left == "RB" and i > 1 and tags[i - 2] in {"NN", "NNP", "PRP"}
    if tags[i] == "NNS" and named and opens and verb_base(low) in _verbs():
        return "VBZ"
    if (
        tags[i] == "NN"
        and (left == "NNS" or left == "RB" and i > 1 and tags[i - 2] == "NNS")
        and opens
        and low in _verbs()
    ):
        return "VBP"
    if tags[i] == "NN" and low not in _tagged() and singular(low) != low and singular(low) in _tagged():
        return "NNS"
    if (
        tags[i] == "JJ"
        and left in {"DT", "POS"}
        and right not in NOUN_TAGS | {"JJ", "CC", "VBG", "VBN", "''", ","}
        and not low.endswith("ly")
    ):
        return "NN"
    return tags[i]


# --- noun chunks ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Chunk:
    """A noun with what stands before it: token numbers first to last (exclusive), its head, possessors and preposition.

    `owners` are the token ranges of possessors ("Putin's" claim); `prep` is the preposition before it, in lower case;
    `time` says that it only dates something (*last week*).
    """

    first: int
    last: int
    head: int
    owners: tuple
    prep: str
    time: bool


@dataclass(frozen=True)
class Clause:
    """A predicate and what it is said of. All numbers are those of tokens and chunks of the same Parse.

    `predicate` is the main verb's lemma and `particle` the word that completes it (*turn* away); `verb` its token,
    `first` to `last` (exclusive) the whole group; `kind` is finite, infinitive, participle or gerund; `voice` active
    or passive. `subjects` and `objects` are chunks as they stand in the text; `agents` those of a passive's *by*;
    `obliques` are (preposition, chunk). `governor` is the clause it depends on, or None; `relative` says that a
    relative pronoun opens it. `negated`; `modal` is the modal verb or *if*, "" where there is none.
    """

    predicate: str
    particle: str
    verb: int
    first: int
    last: int
    kind: str
    voice: str
    subjects: tuple
    objects: tuple
    agents: tuple
    obliques: tuple
    governor: int | None
    relative: bool
    negated: bool
    modal: str


@dataclass(frozen=True)
class Parse:
    """A sentence: its text, tokens, noun chunks and clauses."""

    text: str
    tokens: tuple
    chunks: tuple
    clauses: tuple

    def span(self, first, last):
        """The (start, end) in the text of tokens first to last (exclusive)."""
        return self.tokens[first].start, self.tokens[last - 1].end

    def words(self, piece):
        """The text of a chunk or clause (its verb group)."""
        start, end = self.span(piece.first, piece.last)
        return self.text[start:end]


TIME = {
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "january",
    "february",
    "march",
    "april",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "today",
    "yesterday",
    "tomorrow",
    "week",
    "month",
    "year",
    "day",
    "night",
    "morning",
    "evening",
    "afternoon",
    "tonight",
    "decade",
    "time",
    "weekend",
    "hour",
    "minute",
    "moment",
    "century",
    "jan",
    "feb",
    "aug",
    "sept",
    "oct",
    "nov",
    "dec",
}
DATING = {
    "today",
    "yesterday",
    "tomorrow",
    "tonight",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
}
INSIDE = {"DT", "PDT", "PRP$", "CD", "JJ", "JJR", "JJS", "NN", "NNS", "NNP", "NNPS", "POS", "$", "#", "FW"}
# verbs whose infinitive belongs to the object: "urged Berlin to act"
OBJECT_CONTROL = set(
    "ask urge force order tell allow persuade convince advise encourage invite permit require compel instruct "
    "warn help want "
    "expect call press push pressure enable cause get lead oblige request direct command challenge beg prompt "
    "forbid teach "
    "train appeal lobby leave see watch let make have accuse accept believe consider".split()
)
# verbs whose "for/of + -ing" belongs to the object: "accused Kiev of breaking the truce"
OBJECT_GERUND = set(
    "accuse criticize criticise blame thank praise condemn arrest charge punish fine suspect convict sentence "
    "denounce slam rebuke prevent stop keep dissuade discourage bar ban jail attack reproach scold forgive "
    "commend applaud congratulate honor honour sanction see find catch hear watch leave".split()
)
NOT_REALLY = {
    "deny",
    "refuse",
    "fail",
    "decline",
    "cease",
    "stop",
    "avoid",
    "neglect",
    "prevent",
    "refrain",
    "abstain",
    "oppose",
    "reject",
    "halt",
    "rule",
}


@functools.lru_cache(maxsize=4096)
def parse(text):
    """The grammar of one sentence: tokens, noun chunks and clauses.

    Blind spot: attachments are read off the order of words; a long insertion or an inverted clause may lose its
    subject.

    >>> p = parse("Rebels, backed by Moscow, attacked the town.")
    >>> [(c.predicate, c.voice, [p.words(p.chunks[i]) for i in c.subjects]) for c in p.clauses]
    [('back', 'passive', ['Rebels']), ('attack', 'active', ['Rebels'])]
    >>> [p.words(p.chunks[i]) for i in p.clauses[0].agents]
    ['Moscow']
    """
    words = tokens(text)
    pieces = _chunks(words)
    return Parse(text, words, pieces, _Reader(words, pieces).clauses())


def clauses(article):
    """Every clause of an article: sentence, paragraph, predicate, voice, kind, subject, object, agent, negated, modal.

    `subject`, `object` and `agent` are the words of the chunks, joined by "; "; then the span columns of the verb
    group.

    >>> from analysis.article import from_text
    >>> table = clauses(from_text("Kiev was not attacked by Minsk."))
    >>> table[["predicate", "voice", "subject", "agent", "negated"]].values.tolist()
    [['attack', 'passive', 'Kiev', 'Minsk', True]]
    """
    rows = []
    for line in article.sentences.itertuples():
        parsed = parse(line.clean_text)
        said = lambda chunks: "; ".join(parsed.words(parsed.chunks[c]) for c in chunks)
        for c in parsed.clauses:
            start, end = parsed.span(c.first, c.last)
            rows.append(
                {
                    "sentence": line.sentence,
                    "paragraph": line.paragraph,
                    "predicate": f"{c.predicate} {c.particle}".strip(),
                    "voice": c.voice,
                    "kind": c.kind,
                    "subject": said(c.subjects),
                    "object": said(c.objects),
                    "agent": said(c.agents),
                    "negated": c.negated,
                    "modal": c.modal,
                    **article.span(line.clean_start + start, line.clean_start + end),
                }
            )
    return pd.DataFrame(
        rows,
        columns=[
            "sentence",
            "paragraph",
            "predicate",
            "voice",
            "kind",
            "subject",
            "object",
            "agent",
            "negated",
            "modal",
            "start",
            "end",
            "text",
            "clean_text",
        ],
    )


def _chunks(words):
    found, i = [], 0
    while i < len(words):
        if words[i].tag == "PRP" or words[i].tag == "DT" and _stands_alone(words, i):
            found.append(chunk(words, i, i + 1))
            i += 1
        elif words[i].tag in INSIDE and words[i].tag != "POS" or _adjectival(words, i) or _quoted_noun(words, i):
            end = _run(words, i)
            last = end
            while last > i and words[last - 1].tag not in NOUN_TAGS | {"CD"}:
                last -= 1
            if last > i:
                found.append(chunk(words, i, last))
            i = max(end, i + 1)
        else:
            i += 1
    return tuple(found)


def _run(words, i):
    """Where the noun phrase that starts at i ends."""
    j, seen_noun = i, False
    while j < len(words):
        tag = words[j].tag
        if tag in NOUN_TAGS:
            seen_noun = True
        elif tag == "POS":
            if not seen_noun:
                break
            seen_noun = False
        elif tag in {"DT", "PRP$", "PDT"} and seen_noun:
            break
        if tag == "CD" and seen_noun and j + 1 < len(words) and words[j + 1].tag in NOUN_TAGS:
            break  # "Eritrea nine years ago"
        if (
            seen_noun
            and j > i
            and (words[j].lemma in DATING and words[j - 1].tag in NOUN_TAGS or words[j].lemma in {"last", "next"})
        ):
            break  # "sanctions today", "the decision last month"
        elif tag == "DT" and j > i and words[j - 1].tag not in {"PDT", "DT"}:
            break
        elif tag == "PRP$" and j > i and words[j - 1].tag not in {"PDT", "DT", "CD"}:
            break
        elif tag in {"JJ", "JJR", "JJS"} and seen_noun and not _followed_by_noun(words, j):
            break
        elif (
            tag not in INSIDE
            and not (_adjectival(words, j) and j > i and not seen_noun)
            and not _quoted_noun(words, j)
            and not (tag == "RB" and not seen_noun and j > i and _followed_by_noun(words, j))
            and not (tag == "''" and j > i and not seen_noun and words[j - 1].tag.startswith("JJ"))
            and not (
                tag == "CC"
                and not seen_noun
                and j > i
                and words[j - 1].tag.startswith("JJ")
                and j + 1 < len(words)
                and words[j + 1].tag.startswith("JJ")
            )
        ):
            break
        j += 1
    return j


def _followed_by_noun(words, j):
    k = j + 1
    while k < len(words) and words[k].tag in {"JJ", "JJR", "JJS", "CD"}:
        k += 1
    return k < len(words) and words[k].tag in NOUN_TAGS


def _adjectival(words, i):
    """A participle that stands before its noun: "the invading forces"."""
    if words[i].tag not in PARTICIPLE_TAGS or i + 1 >= len(words):
        return False
    before = words[i - 1].tag if i else "<"
    return words[i + 1].tag in NOUN_TAGS and before in {"DT", "PRP$", "POS", "JJ", "CD"}


def _quoted_noun(words, i):
    """An opening quotation mark within a noun phrase: "the “new model”"."""
    return (
        words[i].tag == "''"
        and i
        and words[i - 1].tag in {"DT", "PRP$", "JJ", "POS"}
        and i + 1 < len(words)
        and words[i + 1].tag in INSIDE
    )


def _stands_alone(words, i):
    after = words[i + 1].tag if i + 1 < len(words) else "."
    return words[i].lemma in {"this", "that", "these", "those", "both", "all", "some", "many", "each", "another"} and (
        after in VERB_TAGS - {"VBG", "VBN"} or after in {".", ",", "IN", "CC"}
    )


def chunk(words, first, last):
    """The chunk of tokens first to last (exclusive): its head, possessors, preposition, and whether it dates."""
    head = last - 1
    if words[head].tag == "CD":  # "Putin, 69" and "March 5" keep the noun as head
        nouns = [k for k in range(first, last) if words[k].tag in NOUN_TAGS]
        head = nouns[-1] if nouns and words[nouns[-1] + 1].tag == "CD" else head
    owners, start = [], first
    for k in range(first, last):
        if words[k].tag == "POS":
            owners.append((start, k))
            start = k + 1
        elif words[k].tag == "PRP$":
            owners.append((k, k + 1))
    low = words[head].lemma
    time = low in TIME or words[head].tag == "CD" and len(words[head].text) == 4
    return Chunk(first, last, head, tuple(owners), _preposition(words, first), time)


def _preposition(words, first):
    k = first - 1
    if k >= 0 and (
        words[first].lemma in {"least", "most"}
        and words[k].lemma == "at"
        or words[first].tag == "CD"
        and words[k].lemma in {"about", "around", "over", "under"}
    ):
        k -= 1  # "at least 75", "around 400"
    while k >= 0 and (words[k].tag in {"''", "RB", "-LRB-", "PDT"} and k > 0):
        k -= 1
    if k < 0 or words[k].tag not in {"IN", "TO", "VBG"}:
        return ""
    low = words[k].text.lower()
    if low == "that" or low in SUBORDINATORS - {"as", "since", "after", "before", "until"}:
        return ""
    if low in {"after", "before", "since", "until", "as", "than"} and _verb_follows(words, first):
        return ""
    return low if low in PREPOSITIONS | {"as", "after", "before", "since", "than"} else ""


def _verb_follows(words, first):
    """Does the noun after *after, before, since, as* have a finite verb of its own, so that the word opens a clause?"""
    for k in range(first, min(len(words), first + 7)):
        if words[k].tag in {"VBD", "VBZ", "VBP", "MD"}:
            return True
        if words[k].tag in {",", ".", ":", "IN", "TO", "''", "VBG", "VBN"}:
            return False
    return False


# --- clauses -------------------------------------------------------------------------------------------------------


@dataclass
class Group:
    """A verb group while its clause is being read; the fields are those of Clause."""

    verb: int
    first: int
    last: int
    kind: str
    voice: str
    negated: bool
    modal: str
    particle: str = ""
    subjects: tuple = ()
    objects: tuple = ()
    obliques: tuple = ()
    governor: int | None = None
    relative: bool = False
    read: bool = False


def finished(words, pieces, groups):
    """The clauses of a sentence's verb groups, each with the negation and condition that reach it from outside."""
    for g in groups:
        _conditions(words, pieces, groups, g)
    return tuple(_clause(words, g) for g in groups)


def _clause(words, g):
    by = tuple(c for prep, c in g.obliques if prep == "by") if g.voice == "passive" else ()
    return Clause(
        words[g.verb].lemma,
        g.particle,
        g.verb,
        g.first,
        g.last,
        g.kind,
        g.voice,
        g.subjects,
        g.objects,
        by,
        g.obliques,
        g.governor,
        g.relative,
        g.negated,
        g.modal,
    )


def _conditions(words, pieces, groups, g):
    """Negation and condition that reach a clause from outside it."""
    if g.governor is not None and g.kind != "finite" and groups[g.governor].first < g.first:
        u = groups[g.governor]
        directly = not any(words[k].tag == "," for k in range(u.last, g.first))
        if directly and words[u.verb].lemma in NOT_REALLY and not u.negated:
            g.negated = True
        if directly and g.kind == "infinitive" and not g.modal:
            g.modal = u.modal or "to"
    if any(words[pieces[c].first].text.lower() in {"no", "neither", "nobody", "none"} for c in g.subjects + g.objects):
        g.negated = not g.negated
    if g.kind == "finite" and not g.modal:
        start = min((pieces[c].first for c in g.subjects), default=g.first)
        if start > 0 and words[start - 1].text.lower() in {"if", "unless", "whether"}:
            g.modal = "if"


class _Reader:
    """Reads the clauses of one sentence from left to right."""

    def __init__(self, words, pieces):
        self.words, self.pieces = words, pieces
        self.chunk_at = {k: n for n, c in enumerate(pieces) for k in range(c.first, c.last)}
        self.groups = self._groups()
        self.group_at = {k: n for n, g in enumerate(self.groups) for k in range(g.first, g.last)}

    def clauses(self):
        for n in range(len(self.groups)):
            self._complements(n)
        for n in range(len(self.groups)):
            self._subject(n)
        return finished(self.words, self.pieces, self.groups)

    # verb groups

    def _groups(self):
        found, i = [], 0
        while i < len(self.words):
            if i in self.chunk_at or not self._opens(i):
                i += 1
                continue
            group = self._group(i)
            found.append(group)
            i = group.last
        return found

    def _opens(self, i):
        word = self.words[i]
        if word.tag == "TO":
            k = i + 1
            while k < len(self.words) and self.words[k].tag == "RB":
                k += 1
            return k < len(self.words) and self.words[k].tag == "VB"
        return word.tag in VERB_TAGS

    def _group(self, i):
        words, j, verb = self.words, i, None
        while j < len(words) and j not in self.chunk_at:
            tag = words[j].tag
            if tag in VERB_TAGS:
                if verb is not None and not self._continues(verb, j):
                    break
                verb = j
            elif not (tag == "RB" or j == i and tag == "TO"):
                break
            j += 1
        last = verb + 1
        group = words[i:last]
        lows = [plain(w.text).lower() for w in group]
        helpers = {w.lemma for w in group[:-1] if w.tag in VERB_TAGS}
        main = words[verb]
        if words[i].tag == "TO":
            kind = "infinitive"
        elif not helpers and main.tag == "VBN":
            kind = "participle"
        elif group[0].tag == "VBG" or all(w.tag in {"RB", "VBG"} for w in group):
            kind = "gerund"
        else:
            kind = "finite"
        passive = main.tag == "VBN" and (kind == "participle" or self._last_helper(i, verb) in {"be", "get"})
        negated = bool(NEGATIONS & set(lows)) or i > 0 and words[i - 1].text.lower() in {"not", "without", "never"}
        after = plain(words[last].text).lower() if last < len(words) else ""
        if main.lemma == "be" and after in NEGATIONS - {"no", "neither"}:
            negated = True  # "is not wary"; "is no friend" is told by its object
        modal = next((w.lemma for w in group if w.tag == "MD"), "")
        particle = ""
        if last < len(words) and words[last].text.lower() in PARTICLES and words[last].tag in {"RP", "RB"}:
            particle = words[last].text.lower()
        return Group(verb, i, last, kind, "passive" if passive else "active", negated, modal, particle)

    def _continues(self, verb, j):
        low, tag = plain(self.words[verb].text).lower(), self.words[j].tag
        if self.words[verb].tag == "MD" or low in DO:
            return tag == "VB"
        if low in HAVE:
            return tag in {"VBN", "VBD"}
        if low in BE:
            return tag in {"VBN", "VBG", "VBD"}
        if low in GET:
            return tag == "VBN"
        return False

    def _last_helper(self, i, verb):
        for k in range(verb - 1, i - 1, -1):
            if self.words[k].tag in VERB_TAGS:
                return self.words[k].lemma
        return ""

    # what follows the verb

    def _complements(self, n):
        g, words = self.groups[n], self.words
        k, objects, obliques, steps = g.last, [], [], 0
        while k < len(words) and steps < 60:
            steps += 1
            if k in self.group_at:
                later = self.groups[self.group_at[k]]
                if later.kind == "participle" and obliques and words[k - 1].tag in NOUN_TAGS:
                    k = later.last  # "troops from Chad stationed in the town of": the phrase goes on
                    continue
                break
            if k in self.chunk_at:
                c = self.chunk_at[k]
                piece = self.pieces[c]
                whole, end = self._listed(c)
                if piece.prep:
                    obliques += [(piece.prep, m) for m in whole]
                elif piece.time or self._complete(g, objects, obliques, piece):
                    if not piece.time:
                        break
                elif self._is_subject(whole[-1]):
                    break
                else:
                    objects += whole
                k = end
                continue
            word = words[k]
            low = word.text.lower()
            if word.tag in {":", ".", "WDT", "WP", "WRB", "WP$"} or word.tag == "CC":
                break
            if word.tag == ",":
                nxt = words[k + 1] if k + 1 < len(words) else None
                if not nxt or not (
                    nxt.tag in {"IN", "RB", "TO"} and nxt.text.lower() in PREPOSITIONS | {"along", "together"}
                ):
                    break
            if word.tag == "IN" and (low == "that" or low in SUBORDINATORS and not self._prepositional(k)):
                if not (low == "as" and k + 1 < len(words) and words[k + 1].tag == "JJ"):
                    break
            k += 1
        g.objects, g.obliques = tuple(objects), tuple(obliques)

    def _complete(self, g, objects, obliques, piece):
        """Has the verb all it takes? One phrase may stand before the object: "vetoed on Friday the plan"."""
        placed = [c for _, c in obliques if not self.pieces[c].time]
        if not objects:
            return len(placed) > 1 or bool(placed) and self.words[piece.first].tag not in {"DT", "PRP$"}
        return not self._double(g, objects, placed)

    def _double(self, g, objects, obliques):
        return (
            bool(objects)
            and not obliques
            and self.words[g.verb].lemma
            in {
                "give",
                "offer",
                "send",
                "grant",
                "promise",
                "tell",
                "hand",
                "sell",
                "lend",
                "owe",
                "award",
                "deny",
                "call",
                "declare",
                "name",
            }
        )

    def _prepositional(self, k):
        c = self.chunk_at.get(k + 1)
        return c is not None and bool(self.pieces[c].prep)

    def _is_subject(self, c):
        """Is the chunk followed by a finite verb that wants it: "said Putin planned"?"""
        k = self.pieces[c].last
        while k < len(self.words) and self.words[k].tag == "RB":
            k += 1
        g = self.group_at.get(k)
        return g is not None and self.groups[g].kind == "finite"

    def _listed(self, c):
        """The chunks coordinated with c to its right, c first, and the token after the last: "Xi, Putin and Modi"."""
        found, k = [c], self.pieces[c].last
        while k < len(self.words):
            j = k
            while j < len(self.words) and self.words[j].tag in {",", "CC", "''"} and j - k < 3:
                j += 1
            if j == k or j not in self.chunk_at or self.pieces[self.chunk_at[j]].first != j:
                break
            joined = any(self.words[m].tag == "CC" for m in range(k, j))
            nxt = self.chunk_at[j]
            if self.pieces[nxt].time or self._is_subject(nxt):
                break
            if not joined and not self._list_closes(nxt):
                break
            found.append(nxt)
            k = self.pieces[nxt].last
        return found, k

    def _list_closes(self, c):
        """After a comma: a name in apposition, or a list that ends in *and*."""
        k = self.pieces[c].last
        for _ in range(6):
            if k >= len(self.words):
                return True
            if self.words[k].tag == "CC":
                return True
            if self.words[k].tag == "," and k + 1 in self.chunk_at:
                k = self.pieces[self.chunk_at[k + 1]].last
                continue
            break
        return k < len(self.words) and self.words[k].tag in {",", ".", "IN"}

    # what stands before it

    def _subject(self, n):
        g = self.groups[n]
        if g.read:
            return
        g.read = True
        if g.kind == "infinitive":
            g.governor, g.subjects = self._controlled(n)
        elif g.kind in {"gerund", "participle"}:
            g.governor, g.subjects = self._participial(n)
        else:
            g.subjects = self._finite(n)

    def _of(self, n):
        self._subject(n)
        return self.groups[n].subjects

    def _before(self, n):
        """The nearest verb group to the left that can govern."""
        return n - 1 if n else None

    def _controlled(self, n):
        g, words = self.groups[n], self.words
        k = g.first - 1
        while k >= 0 and words[k].tag in {"RB", ",", "''"}:
            k -= 1
        c = self.chunk_at.get(k)
        if k >= 0 and words[k].tag == "CC":  # "to find and to arrest"
            for m in range(n - 1, -1, -1):
                if self.groups[m].kind == "infinitive":
                    return self.groups[m].governor, self._of(m)
        if c is not None and self.pieces[c].prep == "for":  # "for Kiev to join"
            return self._before(n), (c,)
        before = self._before(n)
        if before is None:
            following = n + 1 if n + 1 < len(self.groups) else None  # "To stop him, Berlin closed …"
            return following, (
                self._of(following) if following is not None and self.groups[following].kind == "finite" else ()
            )
        u = self.groups[before]
        if c is not None and c in u.objects and words[u.verb].lemma in OBJECT_CONTROL and u.voice == "active":
            return before, u.objects
        if c is not None and self.pieces[c].owners and c not in u.objects:
            return before, ()
        obliques = tuple(m for prep, m in u.obliques if prep in {"on", "for", "with", "to"})
        if (
            c is not None
            and c in obliques
            and words[u.verb].lemma in {"call", "press", "push", "wait", "appeal", "lobby", "plead", "prevail"}
        ):
            return before, obliques
        return before, self._of(before)

    def _participial(self, n):
        g, words = self.groups[n], self.words
        k = g.first - 1
        comma = False
        while k >= 0 and words[k].tag in {"RB", ",", "''", "-LRB-"}:
            comma |= words[k].tag == ","
            k -= 1
        if k >= 0 and words[k].tag == "-RRB-":
            k = self._opening(k)
        before = self._before(n)
        if k < 0:
            later = next((m for m in range(n + 1, len(self.groups)) if self.groups[m].kind == "finite"), None)
            return later, self._of(later) if later is not None else ()
        word = words[k]
        if word.tag == "CC" and before is not None:
            return self.groups[before].governor, self._of(before)
        if k in self.group_at and before is not None:  # "denies planning"
            return before, self._of(before)
        c = self.chunk_at.get(k)
        if c is None:
            if before is None:
                later = next((m for m in range(n + 1, len(self.groups)) if self.groups[m].kind == "finite"), None)
                return later, self._of(later) if later is not None else ()
            u = self.groups[before]
            if word.text.lower() in {"for", "of", "from", "as"} and words[u.verb].lemma in OBJECT_GERUND:
                logical = u.objects if u.voice == "active" else self._of(before)
                if logical:
                    return before, logical
            return before, self._of(before)
        if g.kind == "participle" or not comma:
            if self.pieces[c].time and before is not None:
                return before, self._of(before)
            if (
                g.kind == "gerund"
                and before is not None
                and c in self.groups[before].objects
                and words[self.groups[before].verb].lemma not in OBJECT_GERUND
            ):
                return before, (c,)
            return before, self._together(self._climb(c) if comma else c)
        # ", telling reporters": what the clause before is about
        finite = next(
            (m for m in range(n - 1, -1, -1) if self.groups[m].kind == "finite" and not self.groups[m].relative), before
        )
        return finite, self._of(finite) if finite is not None else self._together(self._climb(c))

    def _climb(self, c):
        """From a noun in a prepositional phrase to the noun it hangs on: "leaders of the bloc" from "the bloc"."""
        for _ in range(4):
            piece = self.pieces[c]
            k = piece.first - 2
            if not piece.prep or k not in self.chunk_at:
                return c
            c = self.chunk_at[k]
        return c

    def _together(self, c):
        """A subject chunk with those coordinated or in apposition to its left, in order."""
        found, k = [c], self.pieces[c].first - 1
        while k > 0 and not self.pieces[found[-1]].prep:
            j = k
            while j > 0 and self.words[j].tag in {",", "CC", "''", "RB"} and k - j < 3:
                j -= 1
            other = self.chunk_at.get(j)
            if j == k or other is None or self.pieces[other].time:
                break
            root = self._climb(other)
            if (
                self._object_of(root) is not None
                or self.pieces[root].prep
                and not any(self.words[m].tag == "CC" for m in range(j, k + 1))
            ):
                break
            if self.pieces[root].prep:
                break
            found.append(root)
            k = self.pieces[root].first - 1
        return tuple(reversed(found))

    def _object_of(self, c):
        return next((n for n, g in enumerate(self.groups) if c in g.objects), None)

    def _finite(self, n):
        g, words = self.groups[n], self.words
        k, joined = g.first - 1, False
        while k >= 0:
            word, low = words[k], words[k].text.lower()
            if word.tag == "-RRB-":
                k = self._opening(k)
            elif (
                word.tag in {"WP", "WDT"}
                or low == "that"
                and k in (g.first - 1, g.first - 2)
                and k
                and words[k - 1].tag in NOUN_TAGS
                and word.tag != "DT"
            ):
                g.relative = True
                return self._antecedent(k)
            elif word.tag == "CC":
                joined = True
                if k - 1 in self.group_at or not self._chunk_between(k, g.first):
                    return self._shared(n, k)
                return ()
            elif k in self.group_at and not joined and self._inserted(self.groups[self.group_at[k]]):
                k = self.groups[self.group_at[k]].first - 1  # ", backed by Moscow,"
                k -= k >= 0 and words[k].tag in {"WP", "WDT"}
                continue
            elif k in self.group_at:
                return (
                    self._shared(n, k + 1) if joined or words[g.first - 1].tag in {",", "CC", "RB"} else self._after(n)
                )
            elif k in self.chunk_at:
                c = self.chunk_at[k]
                piece = self.pieces[c]
                if piece.time:
                    k = piece.first - 1
                    continue
                if piece.prep:
                    k = piece.first - 2
                    continue
                u = self._object_of(c)
                if u is not None and u < n and not self._says(u):
                    other = self.groups[u]
                    if self._inserted(other):
                        k = other.first - 1
                        if k >= 0 and words[k].tag in {"WP", "WDT"}:
                            k -= 1
                        continue
                    return self._shared(n, k + 1) if words[g.first - 1].tag in {",", "CC", "''"} else (c,)
                return self._together(c)
            elif word.tag == ":" and low != "-" or word.tag == ".":
                return self._after(n)
            elif word.tag == "IN" and (low == "that" or low in SUBORDINATORS - {"as"}):
                return self._after(n)
            k -= 1
        return self._after(n)

    def _inserted(self, g):
        return g.kind != "finite" or self._opened_by_relative(g)

    def _opened_by_relative(self, g):
        return g.first > 0 and self.words[g.first - 1].tag in {"WP", "WDT"}

    def _says(self, u):
        return self.words[self.groups[u].verb].lemma in REPORTING

    def _opening(self, k):
        while k > 0 and self.words[k].tag != "-LRB-":
            k -= 1
        return k - 1

    def _chunk_between(self, low, high):
        return any(k in self.chunk_at for k in range(low + 1, high))

    def _antecedent(self, k):
        """The noun that a relative pronoun at k stands for."""
        person = self.words[k].text.lower() == "who"
        k -= 1
        while k >= 0 and self.words[k].tag in {",", "''", "IN", "RB", "JJR"}:
            k -= 1
        if k >= 0 and self.words[k].tag == "-RRB-":
            k = self._opening(k)
        c = self.chunk_at.get(k)
        if c is None:
            return ()
        if (
            person
            and self.pieces[c].prep in {"in", "at", "from"}
            and self.words[self.pieces[c].head].tag in {"NNP", "NNPS"}
        ):
            root = self._climb(c)
            return self._together(root) if self.words[self.pieces[root].head].tag in {"NNS", "NN"} else (c,)
        return (c,)

    def _shared(self, n, k):
        """The subject of the finite verb before, for "came and saw"."""
        for m in range(n - 1, -1, -1):
            if self.groups[m].kind == "finite" and self.groups[m].first < k:
                return self._of(m)
        return ()

    def _after(self, n):
        """An inverted subject: "said the minister"."""
        g = self.groups[n]
        if self._says(n) and g.objects and g.voice == "active":
            subjects, g.objects = g.objects, ()
            return subjects
        return ()
