"""What consent says in a notice: a reference and nothing about a child."""

from notices.catalogue import declare


def declare_notices() -> None:
    declare("review-asked", "{reference}: a practitioner asks you to read what they would share, by {due}.")
    declare("review-answered", "{reference}: what you asked before sharing has been answered.")
    declare("approval-void", "{reference}: what would be shared has changed, so any approval of it no longer counts.")
    declare("late-review-asked", "{reference}: this was sent without your approval. Review it by {due}.")
    declare("late-review-answered", "{reference}: what you sent without approval has been reviewed.")
