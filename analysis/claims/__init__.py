"""Claims: statements on an article that carry their value, basis and words, and hedge themselves."""

from analysis.claims.claim import Claim, Evidence, Findings, side_by_side
from analysis.claims.close import CloseReading, Passage, Premise, check, holds
from analysis.claims.evidence import partied
from analysis.claims.standard import (
    STANDARD,
    antagonists,
    author_vs_reported_hostility,
    balance_camps,
    compare,
    cooccurrence_top,
    disputed_issues,
    dominant_frame,
    findings,
    innocents,
    main_actors,
    most_hostile_source,
    most_named,
    most_negative_portrayal,
    most_opposed_target,
    most_positive_portrayal,
    naming_shares,
    portrayal_gap,
    protagonists,
    strongest_negative_tie,
    strongest_positive_tie,
    tone_overall,
    write,
)
from analysis.claims.voices import inner_life, labels, own_voice, scare_quotes, share_of_voice, unheard, unnamed_sources
