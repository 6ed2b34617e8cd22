"""What the database shows of a lead's desk, and lets be written there."""

from rowsecurity import roles
from rowsecurity.registry import Policy, declare

_PROPOSAL = "exists (select 1 from consent_sharingproposal p where p.id = proposal_id{})"
_MINE_TO_ANSWER = (
    " and p.organisation_id = any((select rls.my_reviewed())::bigint[]) and p.author_id <> rls.uid() "
    "and p.asked_by_id is distinct from rls.uid()"
)

_OF_AGENCY = " and (p.author_id = rls.uid() or p.organisation_id = any((select rls.my_reviewed())::bigint[]))"
_OF_OURS = "organisation_id = any((select rls.my_agencies() || rls.my_reviewed())::bigint[])"
_AS_IT_IS = (
    " and p.organisation_id = consent_proposalreading.organisation_id and p.content_hash = consent_proposalreading.content_hash"
)


def declare_desk_policies() -> None:
    """What a lead read is theirs. Who has what is for its author and leads; who is away, for their agency and their deputy."""
    declare(
        "consent_proposalreading",
        grants={roles.WEB: ("SELECT", "INSERT")},
        policies=[
            Policy("SELECT", using="reader_id = rls.uid()"),
            Policy("INSERT", check=f"reader_id = rls.uid() and {_PROPOSAL.format(_MINE_TO_ANSWER + _AS_IT_IS)}"),
        ],
    )
    declare(
        "consent_handover",
        grants={roles.WEB: ("SELECT", "INSERT")},
        policies=[
            Policy("SELECT", using=_PROPOSAL.format(_OF_AGENCY)),
            Policy("INSERT", check=f"by_id = rls.uid() and {_PROPOSAL.format(_MINE_TO_ANSWER)}"),
        ],
    )
    theirs = "lead_id = rls.uid() and organisation_id = any((select rls.my_led())::bigint[])"
    declare(
        "consent_absence",
        grants={roles.WEB: ("SELECT", "INSERT", "UPDATE (ended_at)")},
        policies=[
            Policy("SELECT", using=f"{_OF_OURS} or deputy_id = rls.uid()"),
            Policy("INSERT", check=f"{theirs} and ended_at is null"),
            Policy("UPDATE", using="lead_id = rls.uid()", check="lead_id = rls.uid()"),
        ],
    )
