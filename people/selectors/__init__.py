"""Reading people, and what is closed to whom."""

from people.selectors.alike import MOST_ALIKE, name_variants, people_like
from people.selectors.records import age_on, age_words, known_of

__all__ = ["MOST_ALIKE", "age_on", "age_words", "known_of", "name_variants", "people_like"]
