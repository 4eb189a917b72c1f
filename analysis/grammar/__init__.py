"""Grammar: the words of a sentence with their tags, its noun chunks and its clauses."""

from analysis.grammar.clauses import Chunk, Clause, Parse, parse, structure
from analysis.grammar.words import (
    NEGATIONS,
    PARTICIPLE_TAGS,
    REPORTING,
    SUBORDINATORS,
    VERB_TAGS,
    WORD,
    Token,
    plain,
    singular,
    tokens,
    verb_base,
)

__all__ = [
    "NEGATIONS",
    "PARTICIPLE_TAGS",
    "REPORTING",
    "SUBORDINATORS",
    "VERB_TAGS",
    "WORD",
    "Chunk",
    "Clause",
    "Parse",
    "Token",
    "parse",
    "plain",
    "singular",
    "structure",
    "tokens",
    "verb_base",
]
