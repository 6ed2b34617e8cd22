"""Whether a front door may ask other agencies about a family that has withdrawn its agreement.

Source: Blackpool, Information sharing (agreement "for the episode of service provision, or until consent is withdrawn");
Plymouth 2022, Consent. That what is asked all the same carries its lawful ground in words is a product decision: it keeps the
way open where a child needs it, and on record.
"""

from referrals.rules.outcomes import HARM

NEEDS_GROUND = (
    "Agreement has been withdrawn, and sharing on this basis needs it. Ask for it again, or say what else the law allows it "
    "on: what you fear for the child, and why you ask without their agreement."
)


def needs_ground(*, is_withdrawn: bool, harm_suspected: bool, is_urgent: bool, outcome: str) -> bool:
    """Whether further sharing rests on an agreement that is no longer given, so that it needs a ground of its own.

    Not where it was sent on a suspicion of significant harm or as urgent, nor once the front door decides that harm is likely.
    """
    return is_withdrawn and not (harm_suspected or is_urgent or outcome in HARM)
