"""Grammar: words with their tags and lemmas, noun chunks, and the clauses they form.

The rules stand on TextBlob's PatternTagger, whose tags are repaired first: it knows no context, so that past tense after
a name comes out as a participle, a curly apostrophe as a noun and *the Chinese* as an adjective.
"""

import functools
import re
from dataclasses import dataclass

from textblob.en import lexicon as pattern_lexicon
from textblob.en.taggers import PatternTagger

from analysis.article import lexicon

# "U.S.", "don" + "n't", "Putin" + "'s", "pro-Russian", "1,500", "$2.5", one mark at a time otherwise
WORD = re.compile(
    r"(?:[A-Za-z]\.){2,}|n['’]t\b|['’](?:s|re|ve|ll|d|m)\b|\d+(?:[.,]\d+)*(?:st|nd|rd|th)?|\w+?(?=n['’]t\b)|\w+(?:[-‐]\w+)*|[^\w\s]")

BE = {"be", "am", "is", "are", "was", "were", "been", "being", "'s", "'re", "'m"}
HAVE = {"have", "has", "had", "having", "'ve"}
DO = {"do", "does", "did"}
GET = {"get", "gets", "got", "getting"}
MODALS = {"will": "will", "would": "would", "can": "can", "could": "could", "may": "may", "might": "might",
          "shall": "shall", "should": "should", "must": "must", "'ll": "will", "wo": "will", "ca": "can", "'d": "would"}
NEGATIONS = {"not", "n't", "never", "no", "nor", "neither", "without", "hardly", "barely", "scarcely"}
POSSESSIVE = {"his", "its", "their", "my", "our", "your"}
PRONOUNS = {"i", "you", "he", "she", "it", "we", "they", "me", "him", "us", "them", "himself", "herself", "itself",
            "themselves", "ourselves", "myself", "one", "everyone", "someone", "nobody", "anyone", "everybody"}
PREPOSITIONS = set(
    "about above across after against along alongside amid amidst among around as at before behind below beneath beside "
    "besides between beyond by despite down during for from in inside into like near of off on onto out outside over past "
    "per since through throughout till to toward towards under underneath unlike until up upon versus via with within "
    "without concerning regarding except".split())
SUBORDINATORS = set("because although though while whilst whereas if unless since after before until when whenever where wherever "
                    "as so that whether once lest".split())
RELATIVES = {"who", "which", "that", "whom", "whose", "where"}
PARTICLES = set("up down out off over away back in on apart together forward through along around aside".split())
DETERMINERS = set("the a an this that these those some any no every each all both another such either neither what which".split())
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
    for candidate in _bases(word):
        if candidate in _verbs():
            return candidate
    return next(iter(_bases(word)), word)


def singular(word):
    """The singular of a noun.

    >>> [singular(w) for w in "countries crises people talks passes news".split()]
    ['country', 'crisis', 'people', 'talk', 'pass', 'news']
    """
    known = {"men": "man", "women": "woman", "children": "child", "crises": "crisis", "lives": "life", "wives": "wife",
             "knives": "knife", "thieves": "thief", "leaves": "leaf", "analyses": "analysis", "bases": "base"}
    if word in known:
        return known[word]
    if word.endswith("men") and len(word) > 5:
        return word[:-3] + "man"
    if not word.endswith("s") or word.endswith(("ss", "us", "is", "news", "series", "politics")) or len(word) < 4:
        return word
    if word.endswith("ies"):
        return word[:-3] + "y" if len(word) > 4 else word[:-1]
    if word.endswith(("sses", "shes", "ches", "xes", "zes")):
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
    hides_e = re.search(r"(?:[aeiou][sczvg]|[iu]d|[^aeiou][aiou]d|at|[uio]r|ir|in|on|ut|et|l|ng|rs|ns|ls|rc|nc|rv|lv|ak|ok|ik|is|iz|ar|ap|ip|op|um|am|im|om|u)$", stem)
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
def _verbs():
    """Base forms of verbs, from the tagger's own word list and the table of irregular ones."""
    known = _tagged()
    bases = {word for word, tag in known.items() if tag in ("VB", "VBP") and word.islower()}
    bases |= {row["base"] for row in lexicon("irregular_verbs")}
    for word, tag in known.items():
        if tag in ("VBZ", "VBD", "VBN", "VBG") and word.islower():
            bases |= {c for c in _plain_bases(word) if c in known}
    return bases


def _plain_bases(word):
    for ending, ends in (("ies", ("y",)), ("ied", ("y",)), ("es", ("e", "")), ("s", ("",)), ("ed", ("e", "")), ("ing", ("e", ""))):
        if word.endswith(ending) and len(word) > len(ending) + 1:
            stem = word[:-len(ending)]
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
        return {",": ",", ".": ".", "!": ".", "?": ".", ";": ":", ":": ":", '"': "''", "(": "-LRB-", ")": "-RRB-"}.get(word, ":" if word in "-–—" else "SYM")
    if low == "'s":
        return "VBZ" if before in {"it", "that", "he", "she", "there", "what", "who", "here"} else "POS"
    if low in MODALS and low not in {"will", "may", "can", "might"}:
        return "MD"
    if low in {"will", "can", "may", "might"}:
        return "NN" if before in DETERMINERS or tags[i - 1] in {"PRP$", "POS"} or (low == "may" and word == "May" and i) else "MD"
    if low in POSSESSIVE:
        return "PRP$"
    if low in PRONOUNS and low != "one" and not (word == "US" and not shouting):
        return "PRP"
    if low in {"n't", "not"}:
        return "RB"
    if low in {"'re", "'m"}:
        return "VBP"
    if low == "'ve":
        return "VBP"
    if low in {"and", "or", "but", "nor"}:
        return "CC"
    if re.fullmatch(r"[\d.,]+", word):
        return "CD"
    if word[0].isupper() and i and not shouting and tag in {"NN", "NNS", "VB", "VBP", "VBG", "VBD", "VBN", "VBZ", "IN", "RB", "FW", "UH"}:
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
        return "TO" if _may_be_base(after, right) else "IN"
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
    if back >= 0 and (tags[back] == "MD" or ahead_word == "to" and tags[back] == "TO" or ahead_word in DO) and _may_be_base(low, tag):
        return "VB"
    form = _forms(low)
    if ("VBD" in form or "VBN" in form) and words[i].islower() or tag in {"VBD", "VBN"}:
        return _past(words, tags, i, low, form, back, left, right)
    if tag in {"NN", "NNS", "JJ"} and words[i].islower():
        return _nominal(words, tags, i, low, left, right, before, after)
    if tag in {"VB", "VBP", "VBZ"}:
        if left in {"DT", "PRP$", "POS", "JJ"} and before not in {"that", "this", "all", "both"}:
            return "NNS" if low.endswith("s") and not low.endswith("ss") else "NN"
        if left == "IN" and before in PREPOSITIONS and before not in {"as", "since", "after", "before", "until", "than"}:
            return "NNS" if low.endswith("s") else "NN"
        if tag == "VB" and (left in NOUN_TAGS | {"PRP", "WDT", "WP"}):
            return "VBP"
        if tag == "VBP" and left == "<":
            return "VB"
    if tag == "VBG" and left in {"DT", "PRP$", "POS"} and right not in NOUN_TAGS and after != "the":
        return "NN"
    if tag == "IN" and low in PARTICLES and left in VERB_TAGS and (right in {",", ".", ">", "CC", "TO"} or after in PREPOSITIONS):
        return "RP"
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
    if helper in BE | HAVE | GET | {"'s"} and (helper != "'s" or tags[back] == "VBZ" or low in {"been"}):
        return "VBN"
    if form == ("VBN",):
        return "VBN"
    after = words[i + 1].lower() if i + 1 < len(words) else ""
    if left in {"DT", "PRP$", "POS", "JJ", "CD", "IN"} and words[i - 1].lower() not in {"that", "this", "who", "as", "after", "if", "when", "because", "while"}:
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
        if tags[j] == "VBN":
            return "VBN"
        if tags[j] in {"VB", "MD"}:
            return "VBD"
    return "VBD"


def _finite_before(tags, i, words):
    """Is there a finite verb in this clause already, with no new subject since?"""
    for j in range(i - 1, -1, -1):
        low = words[j].lower()
        if tags[j] in {"VBD", "VBZ", "VBP", "MD"} or tags[j] == "VBN" and j and words[j - 1].lower() in BE | HAVE:
            # "Biden said Putin planned": what stands between is a new subject
            between = tags[j + 1:i]
            if verb_base(low) in REPORTING and any(t in NOUN_TAGS for t in between):
                return False
            return bool(between) and not any(t in {"CC", "WDT", "WP", ",", "WRB"} for t in between) and not _new_clause(words[j + 1:i], tags[j + 1:i])
        if tags[j] in {",", ":", "''", "WDT", "WP", "WRB"} or (low in SUBORDINATORS - {"as", "since", "before", "after", "until"} and tags[j] in {"IN", "WRB"}):
            return False
    return False


def _new_clause(words, tags):
    return any(w.lower() in {"that", "because", "although", "while", "if", "when", "after", "before", "since", "as", "whether"} for w in words)


REPORTING = {"say", "claim", "declare", "announce", "report", "tell", "think", "believe", "insist", "argue", "add", "warn", "state",
             "deny", "admit", "confirm", "suggest", "hope", "allege", "note", "reveal", "conclude", "indicate", "acknowledge"}


def _finite_later(words, tags, i):
    """Does a finite verb follow in this clause with no new subject, so that this form must be a participle?

    "the man arrested on Monday said …"
    """
    for j in range(i + 1, min(len(tags), i + 14)):
        low = words[j].lower()
        if tags[j] in {"VBD", "VBZ", "VBP", "MD"} or low in {"was", "is", "were", "are", "has", "had"}:
            between = tags[i + 1:j]
            # a prepositional phrase directly after and nothing else that could be a subject of the later verb
            first = words[i + 1].lower() if i + 1 < len(words) else ""
            return bool(between) and first in PREPOSITIONS and first not in {"to", "as"} and low not in {"that"}
        if tags[j] in {",", "CC", ":", "WDT", "WP", "PRP", "''", "TO", "WRB"} or low in {"that", "after", "because", "when", "while", "if"}:
            return False
    return False


def _nominal(words, tags, i, low, left, right, before, after):
    """Noun, adjective or a verb that looks like one."""
    verbish = left in {"PRP", "WP", "WDT"} and before not in {"it", "them", "him", "us", "me", "her"}
    if verbish and tags[i] in {"NN", "NNS"} and right in {"DT", "PRP$", "PRP", "NNP", "IN", "TO", "JJ", "NNS", "CD", "RB"}:
        if tags[i] == "NNS" and verb_base(low) in _verbs():
            return "VBZ"
        if low in _verbs():
            return "VBP"
    if tags[i] == "NNS" and left in {"NN", "NNP"} and right in {"DT", "PRP$", "PRP", "NNP"} and verb_base(low) in _verbs():
        return "VBZ"
    if tags[i] == "NN" and left == "NNS" and right in {"DT", "PRP$", "PRP", "NNP"} and low in _verbs():
        return "VBP"
    if tags[i] == "JJ" and left == "DT" and right not in NOUN_TAGS | {"JJ", "CC", "VBG", "VBN", "''", ","} and not low.endswith("ly"):
        return "NN"
    return tags[i]
