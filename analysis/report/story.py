"""The story: what one article does, on one page, each number a link to its words."""

import re
from dataclasses import dataclass, replace

from markupsafe import Markup

from analysis import claims, figures, framing
from analysis.article import split
from analysis.report.about import kicker, made, plain, reviewed, wanting
from analysis.report.layout import places, render
from analysis.report.links import linked, sentence_of

TOLD, WORDS = 4, 60  # findings that are told at length, and words of the paragraph at the head
LONG = 260  # characters of the longest sentence that is quoted whole
LABEL = 5  # hundredths of a strip's width that the number of a paragraph takes
RANK = {"reviewed": 0, "mixed": 1, "machine": 2}
PICTURES = {
    "unheard": figures.reported_words,
    "share_of_voice": figures.reported_words,
    "who_is_blamed": figures.blame,
    "who_opposes_whom": figures.opposition,
    "acts_against": figures.opposition,
    "who_acts": figures.agency,
}
NONE = ("none", "nobody")  # outcomes of claims that find nobody
NOTHING = "Nothing in this article is sure enough to be said"
DIGITS = "Zero One Two Three Four Five Six Seven Eight Nine".split()
MARKS = {"reviewed": "●", "mixed": "◐", "machine": "○"}
ASIDE = r"\s*\([^()]*“[^()]*\)"  # examples in brackets
TRACED = lambda found: f"The article makes {re.sub('^The ', 'the ', found[1])} the cause of what happens"
AIMED = lambda found: f"The article says what {re.sub('^The ', 'the ', found[1])} aims at"
MORE = r"\1 \2 more of the reported words than anybody else."
WHOLE = (  # what a headline takes of all that a finding says
    (r"\s*\([^()]*\)", ""),
    (r",? (?:so |in )?¶ ?\d+(?:(?:, | and )\d+)*", ""),
    (r"^The article reports .*\. ([^.]+) (has|have) most:.*", MORE),
)
SHORT = (  # what it leaves out of the first sentence, or says in fewer words
    (r"mentioned five times or more and given no words", "spoken of and given no words"),
    (r"^(.*?) (?:is|are) made the cause of what happens.*", TRACED),
    (r"^(.*?) (?:is|are) given an aim.*", AIMED),
    (r", named in \d+ and \d+ of \d+ sentences, share", " share"),
    (r", where chance would give [\d.]+", ""),
    (r", each counted with everybody who leads or speaks for it.*", ""),
    (r"(in its own voice|describe conflict, threat or harm),.*", r"\1"),
    (r"[;:].*", ""),
    (r", (?:then|next|less often) .*", ""),
    (r"\.$", ""),
)


@dataclass(frozen=True)
class Told:
    """One finding as the page tells it: its headline and sentences, the words it rests on, where, and how sure."""

    anchor: str
    title: str
    headline: Markup
    statement: Markup
    quotation: Markup
    place: tuple
    strip: list
    mark: str
    sure: str
    picture: object = None


def story(reading, chapters=(), *, reviewable=True):
    """The first page of a report on a reading: headline, sixty words, a figure, the findings, the article marked up.

    It works for any article: where nobody has reviewed the reading, or there is little to say, the page says so.
    `reviewable`: whether a review page stands beside it, to lead to.
    """
    article, findings = reading.article, claims.findings(reading)
    leading, others, refused = _sorted(findings)
    return render(
        "story.html.j2",
        kicker=kicker(article),
        headline=_short(leading[0]) if leading else NOTHING,
        lede=_lede(leading, article),
        reviewed=reviewed(reading),
        reviewable=reviewable,
        wanting=wanting(reading),
        figure=figures.paragraph_strip(reading) if len(reading.mentions) else None,
        told=list(_with_pictures([_told(claim, article) for claim in leading[:TOLD]], leading, reading)),
        others=[_told(claim, article) for claim in [*leading[TOLD:], *others]],
        refused=[(claim.heading, places(claim.statement)) for claim in refused if claim.n >= claim.threshold],
        unasked=[(claim.heading, places(claim.statement)) for claim in refused if claim.n < claim.threshold],
        article=Markup(figures.article(reading, [*leading, *others]).data),
        made=made(reading),
        tables=[*framing.tables(reading), "findings"],
        chapters=chapters,
    )


def _sorted(findings):
    """The claims to lead with, the best reviewed first; the others that are met; those that are not.

    That nothing of a kind was found is said after all that was.
    """
    met = sorted((claim for claim in findings if claim.met), key=lambda claim: claim.value in NONE)
    leading = [claim for claim in met if claim.safe or claim.origin != "machine" and claim.sure >= 0.5]
    top = min((claim for claim in leading if claim.safe), key=lambda claim: RANK[claim.origin], default=None)
    leading.sort(key=lambda claim: claim is not top)
    others = [claim for claim in met if not any(claim is one for one in leading)]
    return leading, others, [claim for claim in findings if not claim.met]


def _short(claim):
    """The first sentence of a claim in few words."""
    words = claim.says
    for pattern, instead in WHOLE:
        words = re.sub(pattern, instead, words)
    start, end = next(iter(split(words)), (0, 0))
    words = words[start:end]
    for pattern, instead in SHORT:
        words = re.sub(pattern, instead, words)
    return re.sub(r"^[1-9]\b", lambda digit: DIGITS[int(digit[0])], words)


def _rest(claim):
    """What a claim says after its first sentence, without examples."""
    return re.sub(ASIDE, "", claim.statement[split(claim.statement)[0][1] :]).strip()


def _lede(leading, article):
    """What is found first, in some sixty words: the rest of the first finding, then the next ones in short."""
    sentences = [(leading[0], _rest(leading[0]))] if leading else []
    sentences += [(claim, f"{_short(claim)}.") for claim in leading[1:]]
    shown, length = [], 0
    for claim, words in sentences:
        length += len(words.split())
        if words and (length <= WORDS or not shown):
            shown.append(linked(words, claim, article))
    return Markup(" ").join(shown)


def _with_pictures(told, leading, reading):
    """The findings told at length, the first that a picture shows with that picture."""
    shown = set()
    for finding, claim in zip(told, leading):
        draw = PICTURES.get(claim.name)
        if draw and draw not in shown:  # the picture shows the examples that the sentence gives in brackets
            words = linked(re.sub(ASIDE, "", claim.statement), claim, reading.article)
            finding = replace(finding, picture=draw(reading), statement=words)
        shown.add(draw)
        yield finding


def _told(claim, article):
    words = claim.evidence[0] if claim.evidence else None
    return Told(
        anchor=figures.finding_anchor(claim),
        title=claim.heading,
        headline=_short(claim),
        statement=linked(claim.statement, claim, article),
        quotation=_quotation(words, article) if words else "",
        place=(words.paragraph, sentence_of(article, words)) if words else (),
        strip=_strip(claim, article),
        mark=MARKS[claim.origin],
        sure=_sure(claim),
    )


def _quotation(words, article):
    """The sentence in which some evidence stands, with it marked; the evidence alone where the sentence is long."""
    start, end = article.to_clean(words.start, words.end)
    lines = article.sentences[(article.sentences["clean_start"] <= start) & (end <= article.sentences["clean_end"])]
    low, high = (start, end) if lines.empty else lines[["clean_start", "clean_end"]].iloc[0]
    if high - low > LONG:
        low, high = start, end
    text = article.clean
    marked = Markup("{}<b>{}</b>{}") if end - start < 0.8 * (high - low) else Markup("{}{}{}")
    return marked.format(text[low:start], text[start:end], text[end:high]).strip('“”"')


def _sure(claim):
    """Who has seen what a claim rests on, how much that is, and what the machine alone would have said."""
    basis = re.sub(r"^n = (\d+) (.*?), at least (\d+) needed", r"It rests on \1 \2; at least \3 needed", claim.basis)
    basis = re.sub(r"\b1 (\w+?)(?:ies|s)\b", lambda one: f"1 {one[1]}{'y' if 'ies' in one[0] else ''}", basis, count=1)
    alone = f" The machine alone says: {claim.beside}." if claim.beside else ""
    return plain(f"{claim.reliability[:1].upper()}{claim.reliability[1:]}. {basis}.{alone}")


def _strip(claim, article):
    """Where in the article the words of a claim stand, in the order of the text.

    (paragraph, sentence, left and width in hundredths of the text's length, whether there is room for a label) each.
    """
    whole, room, shown = max(1, len(article.raw)), 0, []
    for words in sorted(claim.evidence, key=lambda words: words.start):
        left, width = (100 * length / whole for length in (words.start, words.end - words.start))
        labelled = left >= room and words.paragraph not in (place[0] for place in shown)
        room = left + LABEL if labelled else room
        shown.append((words.paragraph, sentence_of(article, words), left, max(0.6, width), labelled))
    return shown
