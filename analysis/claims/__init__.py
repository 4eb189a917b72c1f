"""Claims: statements on an article that carry their value, basis and words, and hedge themselves."""

from analysis.claims.blame import lede_and_body, second_frame, what_should_be_done, who_acts, who_is_blamed
from analysis.claims.claim import Claim, Evidence, Findings, side_by_side
from analysis.claims.close import CloseReading, Passage, Premise, check, holds
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
    quoted_directly,
    share_of_voice,
    strongest_negative_tie,
    strongest_positive_tie,
    tone_overall,
    unquoted_actors,
    write,
)
