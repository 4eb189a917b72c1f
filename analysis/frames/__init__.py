"""Frames: the five generic news frames of a passage, what it states as cause of what, and how its acts are told."""

from analysis.encoder import FRAMES
from analysis.frames.agency import ACTS, agency, by_party
from analysis.frames.causes import agents, ascribed, causes, holders, with_causes
from analysis.frames.generic import by_paragraph, common_cues, cues, of, spans
