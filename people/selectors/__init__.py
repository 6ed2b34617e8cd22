"""Reading people, and what is closed to whom."""

from people.selectors.records import MOST_ALIKE, age_on, age_words, known_of, people_like

__all__ = ["MOST_ALIKE", "age_on", "age_words", "known_of", "people_like"]
