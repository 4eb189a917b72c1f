"""Speakers: *I* in a quotation is who speaks it, *we* the state or body he speaks for."""

from analysis.actors.descriptions import KIN
from analysis.actors.discourse import saying
from analysis.actors.draft import QUOTES
from analysis.actors.roster import STATES
from analysis.lexicon import word_set

SELF, WE = {"i", "me", "my", "mine", "myself"}, {"we", "us", "our", "ours", "ourselves"}


def speakers_near(discourse, line, i):
    """Who speaks the quotation a word stands in, so far as a name in its sentence tells."""
    speakers = speakers_in(discourse, line)
    if not speakers and discourse.speaker is not None and discourse.words[i].sentence - discourse.spoke_at <= 2:
        return (discourse.speaker,)
    return speakers


def speakers_in(discourse, line, at=None):
    """Who says something in a sentence, by the verb of speech nearest to the word `at`; else by the first."""
    clauses = [c for c in line.parse.clauses if c.predicate in saying()]
    clauses = [c for c in clauses if not discourse.words[line.first + c.verb].quoted]
    if at is not None:
        clauses.sort(key=lambda c: abs(line.first + c.verb - at))
    speakers = (_subject_of_saying(discourse, line, clause) for clause in clauses)
    return next((referents for referents in speakers if referents), ())


def _subject_of_saying(discourse, line, clause):
    words, verb = discourse.words, line.first + clause.verb
    for head in (line.first + line.parse.chunks[c].head for c in clause.subjects):
        if not words[head].quoted and discourse.referents_at(head):
            return discourse.referents_at(head)
    if not clause.subjects:  # "X, who visited the town Y left, said": the first name of the sentence
        names = (discourse.draft.names[k] for k in range(line.first, verb) if k in discourse.draft.names)
        person = next((name.referents for name in names if name.referents[0].type == "person"), ())
        if person:
            return person
    for k in (*range(verb + 1, min(line.last, verb + 6)), *range(verb - 1, max(line.first - 1, verb - 4), -1)):
        if words[k].text in QUOTES or words[k].quoted:
            break
        if discourse.referents_at(k):
            return discourse.referents_at(k)
    return ()


def first_person(discourse):
    """*I* is the speaker, *we* the state or body he speaks for, *our country* his state."""
    by_quotation = _by_quotation(discourse)
    for i in discourse.first_person:
        word = discourse.words[i]
        speakers = by_quotation.get(word.quoted)
        if not speakers:
            continue
        if i in discourse.own:
            _own(discourse, i, *discourse.own[i], speakers[0])
        everybody = {w.low for w in discourse.words[i + 1 : i + 3]} & word_set("what is ours in general")
        if word.low == "our" and everybody:
            continue
        if word.low in WE and speakers[0].type == "person" and len(speakers) == 1:
            body = speakers[0].body or discourse.party(speakers[0])
            speakers = (body,) if body else speakers
        rule = "the speaker" if word.low in SELF else "the speaker or whom he speaks for"
        discourse.draft.add(i, i + 1, speakers, "pronoun", rule)


def _by_quotation(discourse):
    """The number of a quotation -> who speaks it."""
    speakers = {}
    for line in discourse.draft.lines:
        places = {}
        for k in range(line.first, line.last):
            places.setdefault(discourse.words[k].quoted, []).append(k)
        for number, within in places.items():
            at = within[0] if within[0] > line.first + 1 else within[-1]
            if number and number not in speakers:
                speakers[number] = speakers_in(discourse, line, at)
    return speakers


def _own(discourse, first, head, noun, speaker):
    """Add *our country* and *my mother*, which the speaker tells."""
    low, land, add = discourse.words[head].low, discourse.party(speaker), discourse.draft.add
    if noun["class"] == "state" and land is not None and land.type in STATES:
        add(first, head + 1, (land,), "description", "the state of the speaker")
    elif noun["class"] == "person" and low in KIN:
        relative = discourse.call(f"{speaker.name}'s {low}", type="person", gender=noun["gender"])
        add(first, head + 1, (relative,), "description", "kin or aide of a person")
