"""Pronouns of the third person, resolved by gender, number, grammar and recency; plurals may mean several actors."""

from analysis.actors.descriptions import POSSESSIVES
from analysis.actors.discourse import saying
from analysis.actors.draft import QUOTES
from analysis.actors.speakers import SELF, WE, speakers_near
from analysis.lexicon import word_set

MALE, FEMALE = {"he", "him", "his", "himself"}, {"she", "her", "hers", "herself"}
NEUTRAL, PLURAL = {"it", "its", "itself"}, {"they", "them", "their", "theirs", "themselves"}
REFLEXIVES = {"himself", "herself", "itself", "themselves"}
# what speaks for an antecedent and against it; found by trial on coded articles
ONE = {"sentence": -2.8, "paragraph": -1.0, "subject": 2.0, "possessive": -1.4}
MANY = {"sentence": -2.0, "paragraph": -0.7, "subject": 1.5, "possessive": -1.0}
OWN, BESIDE, FREQUENT, THING = 1.5, 2.5, 0.2, -0.6  # for a singular pronoun
SINGULAR, HERE = -2.8, 0.5  # for a plural one


def pronoun(discourse, line, i):
    """Resolve the pronoun that a word may be, and keep it as what later words may refer back to."""
    word, low, draft = discourse.words[i], discourse.words[i].low, discourse.draft
    if low in SELF | WE and word.text not in {"US", "i"}:
        if word.quoted and i not in draft.names:
            discourse.first_person.append(i)
        return
    if low not in MALE | FEMALE | NEUTRAL | PLURAL or i in draft.names:
        return
    referents, rule = _speaker_again(discourse, i) or _antecedent(discourse, line, i)
    if not referents:
        return
    discourse.pronouns[i] = referents
    draft.add(i, i + 1, referents, "pronoun", rule)
    discourse.push(i, referents, line, plural=low in PLURAL, possessive=low in POSSESSIVES)


def _speaker_again(discourse, i):
    """*he said* beside a quotation, in a paragraph that goes on quoting: the speaker before."""
    speaker, low = discourse.speaker, discourse.draft.low
    fits = speaker is not None and speaker.type == "person" and speaker.gender in {"", _gender(low(i))}
    if not fits or discourse.words[i].quoted or low(i) not in {"he", "she"}:
        return None
    verb = discourse.draft.word(i + 1)
    beside = QUOTES & {low(k) for k in (i - 1, i - 2, i + 2, i + 3)}
    if verb is not None and verb.lemma in saying() and beside and discourse.words[i].sentence - discourse.spoke_at <= 3:
        return (speaker,), "the speaker goes on"
    return None


def _gender(low):
    return "m" if low in MALE else "f" if low in FEMALE else ""


def _antecedent(discourse, line, i):
    """(referents, rule) of a pronoun; no referents where nobody fits."""
    low = discourse.words[i].low
    if low in PLURAL:
        return _several(discourse, line, i), "number, grammar and recency"
    if low in NEUTRAL:
        if low == "it" and not _acts(line, i):
            return _subject_goes_on(discourse, line, i), "the subject goes on"
        fits = lambda r: r.type != "person" and not r.plural
        return _one(discourse, line, i, fits, 2), "number, grammar and recency"
    fits = lambda r: r.type == "person" and not r.plural and r.gender in {"", _gender(low)}
    return _one(discourse, line, i, fits, 8), "gender, grammar and recency"


def _acts(line, i):
    """Is *it* the subject of a verb for what only somebody does? Else it may as well be a thing."""
    clause = line.subjects.get(i)
    acting = saying() | word_set("verb of an actor")
    return clause is not None and clause.voice == "active" and clause.predicate in acting


def _subject_goes_on(discourse, line, i):
    """The body that says what *it* is the subject of: "*NATO* said that *it* was ready"."""
    after = discourse.draft.word(i + 1)
    if after is None or after.tag[:1] not in {"V", "M"}:
        return ()
    before = [c for c in line.parse.clauses if c.subjects and line.first + c.verb < i and c.predicate in saying()]
    for clause in reversed(before):
        head = line.first + line.parse.chunks[clause.subjects[0]].head
        referents = discourse.referents_at(head)
        fits = len(referents) == 1 and referents[0].type != "person" and not referents[0].plural
        if fits and discourse.words[head].quoted == discourse.words[i].quoted:
            return referents
    return ()


def _clause_of(line, i):
    """The clause whose subject or verb stands last before a word: the one it belongs to."""
    best, at = None, -1
    for clause in line.parse.clauses:
        verb = line.first + clause.first
        subjects = [line.first + line.parse.chunks[c].first for c in clause.subjects]
        start = min([verb, *(s for s in subjects if s > verb - 15)])
        if at < start <= i and (clause.kind == "finite" or start < i):
            best, at = clause, start
    return best


def _own_subjects(discourse, line, i):
    """The heads of the subjects of the clause that a pronoun belongs to: "*Bush* sharply criticized him"."""
    clause, words = _clause_of(line, i), discourse.words
    heads = {line.first + line.parse.chunks[c].head for c in clause.subjects} if clause is not None else set()
    k = i - 1
    while words[i].low in {"him", "her"} and k > line.first and words[k].tag.startswith(("V", "RB", "MD", "TO")):
        k -= 1
    return heads | {k} if k < i - 1 else heads


def _one(discourse, line, i, fits, reach):
    """The actor for a singular pronoun, as a tuple of one or none: of those that fit the one that scores most."""
    word = discourse.words[i]
    others = speakers_near(discourse, line, i) if word.quoted and word.low in MALE | FEMALE else ()
    own, is_object = _own_subjects(discourse, line, i), i in line.objects or word.low == "him"
    scores = {}
    for event in discourse.since(word.sentence - reach):
        referent = event.referents[0] if event.referents else None  # None: a thing
        competes = fits(referent) and referent not in others if referent else word.low in NEUTRAL
        if len(event.referents) > 1 or not competes:
            continue
        here = event.at in own and event.word.sentence == word.sentence
        if is_object and here and word.low not in REFLEXIVES:
            continue
        score = _score(word, event, ONE) + (FREQUENT * min(discourse.counts[referent.name], 6) if referent else THING)
        score += OWN * (here and word.low in POSSESSIVES | REFLEXIVES)
        score += BESIDE * (event.at == i - 2 and word.low in POSSESSIVES)  # "the government and *its* policies"
        scores[referent] = max(scores.get(referent, score), score)
    best = max(scores, key=scores.get, default=None)
    return (best,) if best else ()


def _score(word, event, weights):
    distance, elsewhere = word.sentence - event.word.sentence, word.paragraph != event.word.paragraph
    score = weights["sentence"] * distance + weights["paragraph"] * elsewhere
    return score + weights["subject"] * event.subject + weights["possessive"] * event.possessive


def _several(discourse, line, i):
    """The actors for a plural pronoun: those named together, a group, a body or a state."""
    word, scores = discourse.words[i], {}
    for event in discourse.since(word.sentence - 2):
        many = event.plural or any(r.plural for r in event.referents)
        if not event.referents or not many and event.referents[0].type in {"person", "territory", "region"}:
            continue
        here = event.word.sentence == word.sentence
        scores[event] = _score(word, event, MANY) + SINGULAR * (not many) + HERE * here
        scores[event] -= MANY["subject"] * (event.subject and word.low == "them")
    return max(scores, key=scores.get).referents if scores else ()
