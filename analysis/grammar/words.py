"""The words of a sentence: where they stand, their Penn tags and their lemmas.

The tags are those of TextBlob's PatternTagger, repaired: it knows no context, so that past tense after a name comes
out as a participle, a curly apostrophe as a noun and *the Chinese* as an adjective.
"""

import functools
import re
from dataclasses import dataclass

from analysis.lexicon import lexicon, word_set
from analysis.parts import part

# "U.S.", "A$AP", "don" + "n't", "Putin" + "'s", "pro-Russian", "1,500", "$2.5", one mark at a time otherwise
WORD = re.compile(
    r"[A-Z]\w{0,2}['’][A-Z][a-z]\w*(?:[-‐]\w+)*|(?:[A-Za-z]\.){2,}|[A-Za-z]+\$[A-Za-z]+|n['’]t\b"
    r"|['’](?:s|re|ve|ll|d|m)\b|\w+(?:[-‐]\w+)+"
    r"|\d+(?:[.,]\d+)*(?:st|nd|rd|th)?|\w+?(?=n['’]t\b)|\w+(?:[-‐]\w+)*|[^\w\s]"
)

VERB_TAGS = {"VB", "VBD", "VBG", "VBN", "VBP", "VBZ", "MD"}
PARTICIPLE_TAGS = {"VBN", "VBG"}
FINITE_TAGS = {"VBD", "VBZ", "VBP", "MD"}
NOUN_TAGS = {"NN", "NNS", "NNP", "NNPS"}
ADJECTIVE_TAGS = {"JJ", "JJR", "JJS"}
QUESTION_TAGS = {"WDT", "WP", "WRB"}
NAME_LIKE_TAGS = VERB_TAGS - {"MD"} | {"NN", "NNS", "IN", "RB", "FW", "UH"}  # what a capital turns into a name

BE = {"be", "am", "is", "are", "was", "were", "been", "being", "'s", "'re", "'m"}
HAVE = {"have", "has", "had", "having", "'ve"}
DO = {"do", "does", "did"}
GET = {"get", "gets", "got", "getting"}
MODALS = {word: word for word in "will would can could may might shall should must".split()}
MODALS |= {"'ll": "will", "wo": "will", "ca": "can", "'d": "would"}
NOUN_OR_MODAL = {"will", "can", "may", "might"}
NEGATIONS = set("not n't never no nor neither without hardly barely scarcely".split())
PREPOSITIONS = set(
    "about above across after against along alongside amid amidst among around as at before behind below beneath "
    "beside besides between beyond by despite down during for from in inside into like near of off on onto out outside "
    "over past per since through throughout till to toward towards under underneath unlike until up upon versus via "
    "with within without concerning regarding except including following".split()
)
SUBORDINATORS = set(
    "because although though while whilst whereas if unless since after before until when whenever where wherever "
    "as so that whether once lest".split()
)
OPEN_CLAUSE = {"that", "because", "while", "if", "when", "after"}  # mostly; the others may stand in a phrase
MAY_OPEN_CLAUSE = OPEN_CLAUSE | {"although", "before", "since", "as", "whether"}
NO_PREPOSITIONS = SUBORDINATORS - {"as", "since", "before", "after", "until"}
PARTICLES = set("up down out off over away back in on apart together forward through along around aside".split())
ADVERBIAL = {"out", "up", "down", "off", "away", "back", "aside"}  # particles that take no noun of their own
DETERMINERS = set(
    "the a an this that these those some any no every each all both another such either neither what which".split()
)
REPORTING = word_set("verb of reporting", "grammar_words")
MARKS = {",": ",", ".": ".", "!": ".", "?": ".", ";": ":", ":": ":", '"': "''", "(": "-LRB-", ")": "-RRB-"}
MARKS |= dict.fromkeys("-–—", ":")
ONE_TAG = {
    word: tag
    for tag, words in {
        "VBZ": "has is does",
        "VBP": "have are do 're 'm 've",
        "VBD": "was were did",
        "VBN": "been",
        "VBG": "being having",
        "IN": "regarding concerning including following",
        "MD": " ".join(MODALS.keys() - NOUN_OR_MODAL),
        "PRP$": "his its their my our your",
        "PRP": "i you he she it we they me him us them himself herself itself themselves ourselves myself everyone "
        "someone nobody anyone everybody",
        "RB": "n't not",
        "CC": "and or but nor",
    }.items()
    for word in words.split()
}
NOUN_PLURALS = dict(
    pair.split(":")
    for pair in "men:man women:woman children:child crises:crisis lives:life wives:wife knives:knife thieves:thief "
    "leaves:leaf analyses:analysis bases:base".split()
)


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
    (*plan*, *attack*) gets its tag from its neighbours alone.

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
    if tag == "MD":
        return MODALS.get(low, low)
    if tag in VERB_TAGS:
        return verb_base(low)
    return singular(low) if tag == "NNS" else low


def verb_base(word):
    """The infinitive of a verb form.

    >>> [verb_base(w) for w in "denies criticised agreed putting went was".split()]
    ['deny', 'criticise', 'agree', 'put', 'go', 'be']
    """
    for base, forms in (("be", BE), ("have", HAVE), ("do", DO | {"done"})):
        if word in forms:
            return base
    if word in _irregular():
        return _irregular()[word][0]
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
    if word in NOUN_PLURALS:
        return NOUN_PLURALS[word]
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
    for candidate in (stem + "e", stem) if hides_e else (stem, stem + "e"):
        if candidate in _verbs():
            yield candidate
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
def _tagger():
    return part("textblob.en")


@functools.cache
def dictionary():
    """The words that the tagger knows, each with its commonest tag.

    >>> dictionary()["house"]
    'NN'
    """
    return dict(_tagger().lexicon.items())


@functools.cache
def _listed_verbs():
    """The verbs of the package's own word lists."""
    return {row["base"] for row in lexicon("irregular_verbs")} | {
        row["lemma"] for row in lexicon("predicates") if row["pos"] in {"verb", "light", "reverse"}
    }


@functools.cache
def _verbs():
    """Base forms of verbs, from the tagger's own word list and the table of irregular ones."""
    known = dictionary()
    bases = {word for word, tag in known.items() if tag in ("VB", "VBP") and word.islower()}
    bases |= _listed_verbs()
    for word, tag in known.items():
        if tag in ("VBZ", "VBD", "VBN", "VBG") and word.islower():
            bases |= {c for c in _plain_bases(word) if known.get(c) in {"NN", "VB", "VBP", "JJ"}}
    return bases


def _plain_bases(word):
    for ending, ends in {"ies": "y", "ied": "y", "es": "e ", "s": "", "ed": "e ", "ing": "e "}.items():
        if word.endswith(ending) and len(word) > len(ending) + 1:
            stem = word[: -len(ending)]
            doubled = len(stem) > 3 and stem[-1] == stem[-2]
            return [stem + end for end in ends.split(" ")] + ([stem[:-1]] if doubled else [])
    return []


# --- tags ----------------------------------------------------------------------------------------------------------


class _Neighbourhood:
    """The word number i of a sentence among its neighbours: tags are repaired to its left and not yet to its right.

    `before` and `after` are the words beside it, `left` and `right` their tags; `helper` is the nearest word to the
    left that is no adverb. Words are in lower case, but for `word` and `words`.
    """

    def __init__(self, words, lows, tags, i):
        self.words, self.lows, self.tags, self.i = words, lows, tags, i
        self.word, self.low, self.tag = words[i], lows[i], tags[i]
        self.before, self.left = (lows[i - 1], tags[i - 1]) if i else ("", "<")
        self.after, self.right = (lows[i + 1], tags[i + 1]) if i + 1 < len(words) else ("", ">")
        back = i - 1
        while back >= 0 and (tags[back] == "RB" or lows[back] in {"n't", "not", "ever", "also", "even"}):
            back -= 1
        self.helper, self.helper_tag = (lows[back], tags[back]) if back >= 0 else ("", "")


def _tags(words):
    if not words:
        return []
    tags = [tag for _, tag in _tagger().tag(" ".join(words), tokenize=False)]
    if len(tags) != len(words):
        tags = ["NN"] * len(words)
    shouted = sum(w.isupper() for w in words) > 0.6 * len(words)
    lows = [w.lower() for w in words]
    for i in range(len(words)):
        tags[i] = _word_tag(_Neighbourhood(words, lows, tags, i), shouted)
    for i in range(len(words)):
        tags[i] = _context_tag(_Neighbourhood(words, lows, tags, i))
    return tags


def _word_tag(here, shouted):
    """The tag a word has whatever stands around it, else the tagger's."""
    word, low, before = here.word, here.low, here.before
    if not re.search(r"\w", word):
        return MARKS.get(word, "SYM")
    if low == "'s":
        return "VBZ" if before in {"it", "that", "he", "she", "there", "what", "who", "here"} else "POS"
    if low in NOUN_OR_MODAL:
        noun = before in DETERMINERS or here.left in {"PRP$", "POS"} or word == "May" and here.i
        return "NN" if noun else "MD"
    if word == "US" and not shouted:
        return "NNP"
    if low in ONE_TAG and not (low == "following" and before in DETERMINERS):
        return ONE_TAG[low]
    if re.fullmatch(r"[\d.,]+", word):
        return "CD"
    last = low.rpartition("-")[2]
    if "-" in word and last.endswith("s") and dictionary().get(singular(last)) == "NN":
        return "NNS"  # "cyber-attacks"
    if not shouted and _is_name(here):
        return "NNPS" if here.tag == "NNS" else "NNP"
    return here.tag


def _is_name(here):
    """Is it a capital that makes a name, and not the beginning of a sentence or quotation?"""
    if not here.i or not here.word[0].isupper() or here.tag not in NAME_LIKE_TAGS:
        return False
    starts = here.words[here.i - 1] in {".", ":", '"', "'", "?", "!", "("}
    return not (starts and (here.low in PREPOSITIONS | SUBORDINATORS or dictionary().get(here.low)))


def _context_tag(here):
    """The tag after a look at the neighbours: that of the first rule that gives one, else the tag it has."""
    for rule in CONTEXT:
        tag = rule(here)
        if tag:
            return tag
    return here.tag


def _to(here):
    """*to* before a verb, or the preposition."""
    if here.low != "to":
        return ""
    unknown = here.after not in dictionary() and here.after.isalpha() and here.words[here.i + 1].islower()
    return "TO" if _may_be_base(here.after, here.right) or unknown and not here.after.endswith("s") else "IN"


def _unknown_infinitive(here):
    return "VB" if here.left == "TO" and here.low not in dictionary() and here.word.islower() else ""


def _settled(here):
    """Words that have one tag, and *in turn*."""
    if here.low == "turn" and here.before == "in":
        return "RB"
    if here.low in {"have", "'ve", "do"} and (here.helper_tag == "MD" or here.helper == "to"):
        return "VB"
    return here.tag if here.low in ONE_TAG or here.tag == "MD" else ""


def _her(here):
    if here.low != "her":
        return ""
    return "PRP$" if here.right in NOUN_TAGS | PARTICIPLE_TAGS | {"JJ", "JJS", "CD"} else "PRP"


def _that(here):
    if here.low != "that":
        return ""
    opens = here.left in {"IN", "VB", "VBD", "VBZ", "CC", "<"} and here.before not in {"said", "says"}
    if here.right == "NN" and opens:
        return "DT"
    return "WDT" if here.left in NOUN_TAGS | {","} and here.right in VERB_TAGS | {"RB"} else "IN"


def _base(here):
    """A verb after a modal, *to* or *do*."""
    helped = here.helper_tag in {"MD", "TO"} or here.helper in DO
    return "VB" if helped and _may_be_base(here.low, here.tag) else ""


def _particle(here):
    """*turned away*: a preposition after a verb and with no noun of its own."""
    if here.tag != "IN" or here.left not in VERB_TAGS:
        return ""
    alone = here.right in {",", ".", ">", "CC", "TO"} or here.after in PREPOSITIONS
    return "RP" if here.low in ADVERBIAL and here.after != "of" or here.low in PARTICLES and alone else ""


def _people(here):
    """*the Chinese said*."""
    closes = here.right in {"IN", ",", ".", ">", "CC"} | VERB_TAGS
    return "NN" if here.tag == "JJ" and here.before == "the" and here.word[0].isupper() and closes else ""


def _present(here):
    """A present form that is a noun after a determiner or preposition, and a base form that is none."""
    low, tag, left = here.low, here.tag, here.left
    if tag not in {"VB", "VBP", "VBZ"}:
        return ""
    if left in {"DT", "PRP$", "POS", "JJ"} and here.before not in {"that", "this", "all", "both"}:
        return "NNS" if low.endswith("s") and not low.endswith("ss") else "NN"
    if left == "IN" and here.before in PREPOSITIONS - {"as", "since", "after", "before", "until"}:
        return "NNS" if low.endswith("s") else "NN"
    if tag == "VB" and left in NOUN_TAGS | {"PRP", "WDT", "WP"}:
        return "VBP"
    return "VB" if tag == "VBP" and left == "<" else ""


def _verbal_noun(here):
    """*the bombing of*."""
    inside = here.right in NOUN_TAGS or here.after == "the"
    return "NN" if here.tag == "VBG" and here.left in {"DT", "PRP$", "POS"} and not inside else ""


def _may_be_base(word, tag):
    return word in _verbs() and tag not in {"DT", "CD", "PRP", "PRP$", "IN", "NNP"}


@functools.lru_cache(maxsize=65536)
def _past_tags(word):
    """The past tags a word can bear: ("VBD",), ("VBN",), both, or none."""
    if word in _irregular():
        base, tags = _irregular()[word]
        return tags if base != word or word in {"put", "set", "cut", "hit"} else ()
    if word.endswith("ed") and len(word) > 4 and any(c in _verbs() for c in _bases(word) if c != word):
        return ("VBD", "VBN")
    return ()


def _past(here):
    """Past tense or participle."""
    tags = _past_tags(here.low)
    if not (tags and here.word.islower() or here.tag in {"VBD", "VBN"}):
        return ""
    if tags == ("VBD",):
        return "VBD"
    if _has_helper(here):
        return "VBN"
    if here.low in {"had", "said"}:
        return "VBD"
    if tags == ("VBN",):
        return "VBN"
    return _past_within(here, tags) or _past_by_clause(here)


def _has_helper(here):
    """Does a form of *be*, *have* or *get* stand before the verb?"""
    helper = here.helper
    if here.low == "had":
        return helper in HAVE
    if here.low == "said":
        return helper in BE | HAVE
    return helper in BE | HAVE | GET and (helper != "'s" or here.helper_tag == "VBZ")


def _past_within(here, tags):
    """The tag of a form within a noun phrase: *the seized funds*, *the spat between*."""
    if here.left not in {"DT", "PRP$", "POS", "JJ", "CD", "IN"} or here.before in OPEN_CLAUSE | {"this", "who", "as"}:
        return ""
    if here.right in NOUN_TAGS:
        return "JJ"
    return "NN" if not tags and here.left == "DT" else "VBN"


def _past_by_clause(here):
    if here.after == "by":
        return "VBN"
    if here.left in {"PRP", "WP", "WDT"}:
        return "VBD"
    if here.left == "CC":
        return _past_joined(here)
    return "VBN" if here.left == "<" or _finite_later(here) or _finite_before(here) else "VBD"


def _past_joined(here):
    """The tag of a form after *and*, by the verb before."""
    for j in range(here.i - 1, -1, -1):
        if here.tags[j] == "VBN":  # a passive has no object of its own: "was accused by Kiev and urged Moscow"
            return "VBD" if here.right in {"DT", "PRP$", "PRP", "NNP"} else "VBN"
        if here.tags[j] in FINITE_TAGS | {"VB"}:
            return "VBD"
    return "VBD"


def _finite_before(here):
    """Is there a finite verb in this clause already, with no new subject since?"""
    lows, tags = here.lows, here.tags
    for j in range(here.i - 1, -1, -1):
        if tags[j] in FINITE_TAGS or tags[j] == "VBN" and j and lows[j - 1] in BE | HAVE:
            between = tags[j + 1 : here.i]
            if verb_base(lows[j]) in REPORTING and NOUN_TAGS & set(between):
                return False  # "Biden said Putin planned": what stands between is a new subject
            return bool(between) and "CC" not in between and not MAY_OPEN_CLAUSE & set(lows[j + 1 : here.i])
        if tags[j] in QUESTION_TAGS | {",", ":", "''"} or lows[j] in NO_PREPOSITIONS and tags[j] == "IN":
            return False
    return False


def _finite_later(here):
    """Does a finite verb follow in this clause with no new subject: *the man arrested on Monday said*?"""
    if here.after not in PREPOSITIONS - {"to", "as"}:
        return False
    for j in range(here.i + 1, min(len(here.tags), here.i + 14)):
        tag, low = here.tags[j], here.lows[j]
        if tag in FINITE_TAGS or low in {"was", "is", "were", "are", "has", "had"}:
            return True
        if tag in QUESTION_TAGS | {",", "CC", ":", "PRP", "''", "TO"} or low in OPEN_CLAUSE:
            return False
    return False


def _nominal(here):
    """A noun, an adjective or a verb that looks like one."""
    if here.tag not in {"NN", "NNS", "JJ"} or not here.word.islower():
        return ""
    verb = _verb_after_pronoun(here) or _verb_after_noun(here)
    return verb or _unlisted_plural(here) or _adjective_alone(here) or here.tag


def _verb_after_pronoun(here):
    """*they plan the*, *who wants to*."""
    personal = here.left in {"PRP", "WP", "WDT"} and here.before not in {"it", "them", "him", "us", "me", "her"}
    if not personal or here.right not in {"DT", "PRP$", "PRP", "NNP", "IN", "TO", "JJ", "NNS", "CD", "RB"}:
        return ""
    if here.tag == "NNS" and verb_base(here.low) in _verbs():
        return "VBZ"
    return "VBP" if here.tag != "JJ" and here.low in _verbs() else ""


def _verb_after_noun(here):
    """*Kiev wants the*, *critics also claim that*."""
    subject, singulars = here.left, {"NN", "NNP"}
    if here.left == "RB" and here.i > 1:
        subject, singulars = here.tags[here.i - 2], {"NN", "NNP", "PRP"}
    if here.right not in {"DT", "PRP$", "PRP", "NNP"} and here.after != "that":
        return ""
    if here.tag == "NNS" and subject in singulars and verb_base(here.low) in _verbs():
        return "VBZ"
    return "VBP" if here.tag == "NN" and subject == "NNS" and here.low in _verbs() else ""


def _unlisted_plural(here):
    one = singular(here.low)
    return (
        "NNS" if here.tag == "NN" and here.low not in dictionary() and one != here.low and one in dictionary() else ""
    )


def _adjective_alone(here):
    """*the unthinkable*."""
    if here.tag != "JJ" or here.left not in {"DT", "POS"} or here.low.endswith("ly"):
        return ""
    goes_on = here.right in NOUN_TAGS | PARTICIPLE_TAGS | {"JJ", "CC", "''", ","}
    return "" if goes_on else "NN"


CONTEXT = (_to, _unknown_infinitive, _her, _that, _settled, _base, _past, _people, _nominal, _present)
CONTEXT += (_verbal_noun, _particle)
