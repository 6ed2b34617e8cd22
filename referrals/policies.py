from audit.entitled import also_of, shows_access_of
from rowsecurity import roles
from rowsecurity.registry import Policy, declare, restrict

_SENT = (
    "(author_id = rls.uid() and organisation_id = any((select rls.my_agencies())::bigint[])) "
    "or organisation_id = any((select rls.my_led())::bigint[])"
)
_RECEIVED = "front_door_id = any((select rls.my_front_doors())::bigint[])"
_TOLD_OF_READING = f"""
    select exists (select 1 from public.referrals_contact
      where id = subject and coalesce(proposal_id <> all(rls.proposals_about_me()), true) and id <> all(rls.closed_to_me())
        and ({_SENT} or front_door_id = any(rls.my_managed_front_doors())))"""
_PARTS_OF_CONTACT = """
    select 'proposal', c.proposal_id from public.referrals_contact c where c.id = subject and c.origin = 'check'
    union select 'document', c.document_id from public.referrals_contact c where c.id = subject and c.origin = 'check'
    union select 'assessment', a.id from public.referrals_assessment a where a.contact_id = subject
    union select 'disagreement', d.id from public.referrals_disagreement d
      where d.subject_type = 'contact' and d.subject_id = subject"""
"""A document that was opened leaves its mark on the proposal that it is of; one that was refused, on itself."""
_CONTACT = "exists (select 1 from referrals_contact c where c.id = contact_id{})"
_AT_OUR_DOOR = " and c.front_door_id = any((select rls.my_front_doors())::bigint[])"
_AT_OUR_DOOR_BY_ANOTHER = f"{_AT_OUR_DOOR} and c.author_id is distinct from rls.uid()"
_KNOWN_AT_ITS_DOOR = (
    " and exists (select 1 from people_person p where p.id = person_id and p.kind = 'child' "
    "and p.front_door_id = c.front_door_id)"
)
_BY_AUTHOR = " and c.author_id = rls.uid()"
_BY_WHO_TOOK_IT = (
    " and (c.author_id = rls.uid() or exists (select 1 from referrals_call k where k.contact_id = c.id "
    "and k.taken_by_id = rls.uid()))"
)


def declare_policies() -> None:
    """A contact is read by its author, their agency's leads and the front door to which it was sent; worked on by the last.

    A lead whom the worry is about sees neither the contact nor a disagreement about it.
    """
    restrict("referrals_contact", using="coalesce(proposal_id <> all((select rls.proposals_about_me())::uuid[]), true)")
    declare(
        "referrals_contact",
        grants={roles.WEB: ("SELECT", "INSERT", "UPDATE")},
        policies=[
            Policy("SELECT", using=f"({_SENT}) or {_RECEIVED}"),
            Policy("INSERT", check="author_id = rls.uid() and organisation_id = any((select rls.my_agencies())::bigint[])"),
            Policy("INSERT", check=f"origin = 'call' and author_id is null and {_RECEIVED}"),
            Policy("UPDATE", using=_RECEIVED, check=_RECEIVED),
        ],
    )
    _declare_of_contact("referrals_contactchild", insert=_BY_WHO_TOOK_IT)
    _declare_match()
    _declare_of_contact("referrals_decision", insert=f"{_AT_OUR_DOOR} and decided_by_id = rls.uid()")
    _declare_lines()
    _declare_notes()
    _declare_telling()
    _declare_assessment()
    _declare_disagreement()
    _declare_inbox()
    shows_access_of("contact", _TOLD_OF_READING, reads=("referrals_contact",))
    parts = ("referrals_assessment", "referrals_disagreement", "documents_document")
    also_of("contact", _PARTS_OF_CONTACT, reads=("referrals_contact", *parts))


def _declare_of_contact(table: str, *, insert: str) -> None:
    policies = [Policy("SELECT", using=_CONTACT.format("")), Policy("INSERT", check=_CONTACT.format(insert))]
    declare(table, grants={roles.WEB: ("SELECT", "INSERT")}, policies=policies)


def _declare_telling() -> None:
    """The author's tasks. A lead of their agency answers one under their own name, and leaves the one that follows it."""
    led = " and c.organisation_id = any((select rls.my_led())::bigint[])"
    lead_answers = f"{_CONTACT.format(led)} and answer = '' and asks_again_id"
    author = _CONTACT.format(_BY_AUTHOR)
    declare(
        "referrals_parenttold",
        grants={roles.WEB: ("SELECT", "INSERT", "UPDATE")},
        policies=[
            Policy("SELECT", using=_CONTACT.format("")),
            Policy("INSERT", check=f"{author} or ({lead_answers} is not null)"),
            Policy(
                "UPDATE",
                using=f"{author} or ({_CONTACT.format(led)} and answer = '')",
                check=f"{author} or ({_CONTACT.format(led)} and answered_by_id = rls.uid())",
            ),
        ],
    )


def _declare_lines() -> None:
    """What was decided for a child is read with its decision, and written by whoever decides, with it."""
    of_decision = "exists (select 1 from referrals_decision d where d.id = decision_id)"
    written = (
        "exists (select 1 from referrals_decision d join referrals_contactchild k on k.contact_id = d.contact_id "
        f"join referrals_contact c on c.id = d.contact_id where d.id = decision_id and k.id = child_id{_AT_OUR_DOOR} "
        "and d.decided_by_id = rls.uid())"
    )
    declare(
        "referrals_decisionforchild",
        grants={roles.WEB: ("SELECT", "INSERT")},
        policies=[Policy("SELECT", using=of_decision), Policy("INSERT", check=written)],
    )


def _declare_match() -> None:
    """Whom the front door knows is its own affair: the sender reads nothing of it, a front-door worker who sent it included."""
    child = (
        "exists (select 1 from referrals_contactchild k join referrals_contact c on c.id = k.contact_id "
        "where k.id = child_id{})"
    )
    theirs = child.format(_AT_OUR_DOOR_BY_ANOTHER)
    for table in ("referrals_contactmatch", "referrals_notamatch"):
        declare(
            table,
            grants={roles.WEB: ("SELECT", "INSERT", "DELETE")},
            policies=[
                Policy("SELECT", using=theirs),
                Policy("INSERT", check=f"by_id = rls.uid() and {child.format(_AT_OUR_DOOR_BY_ANOTHER + _KNOWN_AT_ITS_DOOR)}"),
                Policy("DELETE", using=theirs),
            ],
        )


def _declare_notes() -> None:
    """The front door's own notes stay with it; a note for the referrer, and the referrer's own, are read by both."""
    declare(
        "referrals_contactnote",
        grants={roles.WEB: ("SELECT", "INSERT")},
        policies=[
            Policy(
                "SELECT",
                using=f"{_CONTACT.format(_AT_OUR_DOOR)} or ({_CONTACT.format('')} and (for_referrer or by_id = rls.uid()))",
            ),
            Policy("INSERT", check=f"by_id = rls.uid() and {_CONTACT.format('')}"),
        ],
    )


def _declare_assessment() -> None:
    read = f"{_RECEIVED} or {_CONTACT.format('')}"
    declare(
        "referrals_assessment",
        grants={roles.WEB: ("SELECT", "INSERT", "UPDATE")},
        policies=[
            Policy("SELECT", using=read),
            Policy("INSERT", check=_RECEIVED),
            Policy("UPDATE", using=_RECEIVED, check=_RECEIVED),
        ],
    )
    ours = (
        "exists (select 1 from referrals_assessment a where a.id = assessment_id "
        "and a.front_door_id = any((select rls.my_front_doors())::bigint[]))"
    )
    whose = {"checkpoint": "held_by_id", "strategydiscussion": "held_by_id", "childseen": "seen_by_id"}
    for table, by in whose.items():
        declare(
            f"referrals_{table}",
            grants={roles.WEB: ("SELECT", "INSERT")},
            policies=[Policy("SELECT", using=ours), Policy("INSERT", check=f"{ours} and {by} = rls.uid()")],
        )
    declare(
        "referrals_strategyaction",
        grants={roles.WEB: ("SELECT", "INSERT", "UPDATE (came, closed_by_id, closed_at)")},
        policies=[
            Policy("SELECT", using=ours),
            Policy("INSERT", check=f"{ours} and added_by_id = rls.uid()"),
            Policy("UPDATE", using=ours, check=f"{ours} and closed_by_id = rls.uid()"),
        ],
    )
    managed = (
        "exists (select 1 from referrals_assessment a where a.id = assessment_id and a.worker_id is distinct from rls.uid() "
        "and a.front_door_id = any((select rls.my_managed_front_doors())::bigint[]))"
    )
    declare(
        "referrals_agreeddate",
        grants={roles.WEB: ("SELECT", "INSERT")},
        policies=[Policy("SELECT", using=ours), Policy("INSERT", check=f"{managed} and agreed_by_id = rls.uid()")],
    )


def _declare_inbox() -> None:
    """A saved view is its owner's alone. Who reads a contact is seen by whoever sees the contact at its front door."""
    mine = "user_id = rls.uid()"
    declare(
        "referrals_savedview",
        grants={roles.WEB: ("SELECT", "INSERT", "UPDATE", "DELETE")},
        policies=[
            Policy("SELECT", using=mine),
            Policy("INSERT", check=mine),
            Policy("UPDATE", using=mine, check=mine),
            Policy("DELETE", using=mine),
        ],
    )
    theirs = _CONTACT.format(_AT_OUR_DOOR_BY_ANOTHER)
    declare(
        "referrals_contactreading",
        grants={roles.WEB: ("SELECT", "INSERT", "UPDATE (since, until)")},
        policies=[
            Policy("SELECT", using=theirs),
            Policy("INSERT", check=f"{mine} and {theirs}"),
            Policy("UPDATE", using=mine, check=mine),
        ],
    )


def _declare_disagreement() -> None:
    mine = "c.author_id = rls.uid() or c.organisation_id = any((select rls.my_led())::bigint[])"
    party = (
        "(raised_by_id = rls.uid() and organisation_id = any((select rls.my_agencies())::bigint[])) "
        f"or {_RECEIVED} "
        f"or exists (select 1 from referrals_contact c where c.id = subject_id and ({mine}))"
    )
    declare(
        "referrals_disagreement",
        grants={roles.WEB: ("SELECT", "INSERT", "UPDATE")},
        policies=[
            Policy("SELECT", using=party),
            Policy("INSERT", check="raised_by_id = rls.uid()"),
            Policy("UPDATE", using=party, check=party),
        ],
    )
    within = "exists (select 1 from referrals_disagreement d where d.id = disagreement_id)"
    declare(
        "referrals_disagreementstep",
        grants={roles.WEB: ("SELECT", "INSERT")},
        policies=[Policy("SELECT", using=within), Policy("INSERT", check=f"{within} and by_id = rls.uid()")],
    )
