"""Reference: descriptions and pronouns, resolved in the order of the text.

Each kind of word has its module; here the text is walked once, and every mention is put where later words find it.
"""

from analysis.actors import affiliation
from analysis.actors.descriptions import Descriptions
from analysis.actors.discourse import Discourse
from analysis.actors.draft import OWNER
from analysis.actors.pronouns import pronoun
from analysis.actors.roster import actor_nouns
from analysis.actors.speakers import first_person
from analysis.lexicon import word_set

JOINING = {",", "and", "the", "with", "-"}


def resolve(draft):
    """Add the mentions of `draft` by descriptions and pronouns."""
    discourse, names, lists = Discourse(draft), {}, _lists(draft)
    descriptions = Descriptions(discourse)
    for mention in draft.mentions:
        begins = mention.first + (draft.low(mention.first) == "the" and mention.last - mention.first > 1)
        names.setdefault(begins, []).append(mention)
    for number, line in enumerate(draft.lines):
        chunks = {line.first + chunk.first: chunk for chunk in reversed(line.chunks)}
        discourse.lists = lists.get(number, ())
        for i in range(line.first, line.last):
            pronoun(discourse, line, i)
            if i in chunks:
                descriptions.phrase(line, chunks[i])
            for mention in names.get(i, ()):
                _name(discourse, line, mention)
            for last, referents, subject in discourse.lists:
                if last == i:
                    discourse.push(last, referents, line, plural=True, subject=subject)
    affiliation.settle(draft)
    first_person(discourse)


def _name(discourse, line, mention):
    """Put a name where later words may refer back to it."""
    if mention.place:
        return
    if mention.sense == "people or leader":
        _people_or_leader(discourse, mention)
    attributive = mention.kind == "demonym" and not mention.sense
    government = _government(discourse, line, mention) if attributive else None
    if government is not None:
        discourse.push(government, mention.referents, line)
        return
    owner, plural = discourse.draft.low(mention.last) in OWNER, mention.sense == "people"
    discourse.push(mention.last - 1, mention.referents, line, plural=plural, possessive=attributive or owner)
    discourse.join(line, mention.last - 1, mention.referents)


def _government(discourse, line, mention):
    """The noun in "the US *government*", which means the state itself."""
    heads = (line.first + c.head for c in line.chunks if line.first + c.first <= mention.first <= line.first + c.head)
    return next((head for head in heads if discourse.words[head].low in word_set("government")), None)


def _people_or_leader(discourse, mention):
    """*the Russian* is a person, *the Chinese* a people unless a leader just named fits."""
    draft, state, word = discourse.draft, mention.referents[0], discourse.words[mention.last - 1]
    mention.sense = "people"
    if draft.low(mention.last) in {"are", "were", "have"}:
        return
    one = any(alias.source == "one" for alias in draft.roster.single(word.key))
    leader = discourse.recent(lambda r: r.type == "person" and r.party == state.name, word.sentence, 40 if one else 1)
    if leader:
        mention.referents, mention.rule, mention.sense = (leader,), "the one for its leader", "leader"


def _lists(draft):
    """The number of a line -> names that *and* joins in it: (last word, referents, is it a subject?)."""
    groups, lists = [], {}
    for name in draft.mentions:
        if not name.place and groups and _in_one_list(draft, groups[-1][-1], name):
            groups[-1].append(name)
        elif not name.place:
            groups.append([name])
    for group in groups:
        referents = tuple(dict.fromkeys(name.referents[0] for name in group))
        persons = {referent.type == "person" for referent in referents}
        if len(referents) > 1 and len(persons) == 1 and any(draft.low(name.last) == "and" for name in group[:-1]):
            line = draft.line(group[0].first)
            subject = any(name.last - 1 in line.subjects for name in group)
            lists.setdefault(draft.words[group[0].first].sentence, []).append((group[-1].last - 1, referents, subject))
    return lists


def _in_one_list(draft, name, other):
    """Do only a comma, *and* or a title stand between two names: "X *and Palestinian President* Y"?"""
    between, person = draft.words[name.last : other.first], other.referents[0].type == "person"
    here = draft.words[name.first].sentence == draft.words[other.first].sentence
    return here and bool(between) and all(word.low in JOINING or person and _titles(word) for word in between)


def _titles(word):
    noun = actor_nouns().get(word.low)
    return word.text[:1].isupper() or noun is not None and noun["class"] == "person"
