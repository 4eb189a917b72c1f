"""Grammar: the words of a sentence with their tags, its noun chunks and its clauses."""

from analysis.grammar.clauses import Chunk, Clause, Parse, clauses, parse, structure
from analysis.grammar.words import (
    NEGATIONS,
    PARTICIPLE_TAGS,
    REPORTING,
    SUBORDINATORS,
    VERB_TAGS,
    WORD,
    Token,
    dictionary,
    plain,
    singular,
    tokens,
    verb_base,
)
