"""What referrals says in a notice: a reference and nothing about a child."""

from notices.catalogue import declare


def declare_notices() -> None:
    declare("contact-received", "{reference}: a contact has arrived at your front door. Decide by {due}.")
    declare("contact-acknowledged", "{reference}: the front door has acknowledged your contact.")
    declare("contact-decided", "{reference}: the front door has decided. Read what happens next.")
    declare("contact-added-to", "{reference}: the referrer has added something to their contact.")
    declare(
        "call-to-write-up", "{reference}: the front door has recorded your call. Send what you told them in writing by {due}."
    )
    declare("call-joined", "{reference}: what you wrote was joined to the call before it. The 24 hours count from the call.")
    declare("contact-let-go", "{reference}: nobody has this contact now. Its clock goes on: give it to somebody.")
    declare(
        "child-known-apart",
        "{reference}: a child in this contact may be one in another contact that few may open. Look whether they are the same.",
    )
    declare("only-named-asked", "{reference}: the referrer asks that only named staff open this contact. Say who.")
    declare("disagreement-raised", "{reference}: somebody sees it differently and asks you to talk about it.")
    declare("disagreement-moved", "{reference}: there is news about a professional disagreement.")
