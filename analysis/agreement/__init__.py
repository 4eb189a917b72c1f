"""Agreement: the package's tables against a coding of the same article, and coders against each other."""

from analysis.agreement.gold import PROVENANCE, Coding, coders, coding
from analysis.agreement.measures import between, pooled, score
from analysis.agreement.reliability import alpha, among_instruments, instruments, misread
from analysis.agreement.reviewers import against_reviewer, between_reviewers
