"""Grammar: the words of a sentence with their tags, its noun chunks and its clauses."""

from analysis.grammar.clauses import (
    NEGATIONS,
    PARTICIPLE_TAGS,
    REPORTING,
    SUBORDINATORS,
    VERB_TAGS,
    WORD,
    Chunk,
    Clause,
    Parse,
    Token,
    clauses,
    parse,
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
    "clauses",
    "parse",
    "plain",
    "singular",
    "tokens",
    "verb_base",
]
