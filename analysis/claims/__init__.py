"""Claims: statements on an article that carry their value, basis and words, and hedge themselves."""

from analysis.claims import words
from analysis.claims.accounts import across, opposition_compared, opposition_told, sources, words_compared
from analysis.claims.blame import causes, lede_and_body, second_frame, what_should_be_done, who_acts, who_is_blamed
from analysis.claims.cast import called_by_capital, cooccurrence_top, main_actors, most_named, never_together
from analysis.claims.claim import Claim, Evidence, Findings, side_by_side
from analysis.claims.close import CloseReading, Passage, Premise, check, holds
from analysis.claims.evidence import basis, origin_of, partied, stated, weighed
from analysis.claims.opposition import (
    acts_against,
    camps,
    disputed_issues,
    opposition_by_voice,
    who_opposes_whom,
    who_supports_whom,
)
from analysis.claims.standard import (
    STANDARD,
    compare,
    dominant_frame,
    findings,
    shown_favourably,
    shown_to_discredit,
    tone_overall,
    write,
)
from analysis.claims.together import opposed_together, supported_together
from analysis.claims.voices import inner_life, labels, own_voice, scare_quotes, share_of_voice, unheard, unnamed_sources
from analysis.claims.words import count, listed, named, names
