from audit.entitled import also_of
from people.policies import leaves_out
from rowsecurity import roles
from rowsecurity.registry import Policy, declare, declare_function, definer_may_read, restrict

_AUTHOR = "author_id = rls.uid() and organisation_id = any((select rls.my_agencies())::bigint[])"
_LEADS = (
    "organisation_id = any((select rls.my_led())::bigint[]) "
    "or (organisation_id = any((select rls.my_reviewed())::bigint[]) and (asked_at is not null or left_at is not null))"
)
"""An agency's own leads read all its proposals; those of the agency that approves from outside what was put to leads."""
_RECIPIENT = "left_at is not null and recipient_id = any((select rls.my_front_doors())::bigint[])"
_NOT_CONCERNED = "concern_about_id is distinct from rls.uid()"

_PROPOSALS_ABOUT_ME = """
    create or replace function rls.proposals_about_me() returns uuid[]
    language sql stable security definer set search_path = '' as $$
      select coalesce(array_agg(p.id), '{}'::uuid[])
      from public.consent_sharingproposal p
      where p.author_id <> rls.uid()
        and (p.concern_about_id = rls.uid() or p.case_check_id = any(rls.checks_about_me()))
    $$"""

_CHECKS, _PROPOSALS = (f"all((select rls.{name}_about_me())::uuid[])" for name in ("checks", "proposals"))
_ID_IN_PATH = "substring(path from '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}')::uuid"


def declare_policies() -> None:
    """A proposal is its author's and the reviewing leads'; once it has left, the recipient reads it too.

    A lead whom the worry is about does not see it at all, nor the document that it became, a clock of it or a notice that
    was written before the worry was said.
    """
    definer_may_read("consent_sharingproposal")
    declare_function("rls.proposals_about_me()", _PROPOSALS_ABOUT_ME)
    leaves_out("rls.proposals_about_me")
    restrict("consent_sharingproposal", using="id <> all((select rls.proposals_about_me())::uuid[])")
    restrict(
        "documents_document",
        using="subject_type <> 'proposal' or subject_id <> all((select rls.proposals_about_me())::uuid[])",
    )
    restrict("clocks_clock", using=f"subject_id <> {_CHECKS} and subject_id <> {_PROPOSALS}")
    restrict(
        "notices_notice",
        using=f"recipient_id <> rls.uid() or coalesce({_ID_IN_PATH} <> {_CHECKS} and {_ID_IN_PATH} <> {_PROPOSALS}, true)",
    )
    also_of(
        "check",
        "select 'proposal', p.id from public.consent_sharingproposal p where p.case_check_id = subject",
        reads=("consent_sharingproposal",),
    )
    _declare_agreement()
    _declare_of_check()
    _declare_proposal()
    _declare_review("consent_leadreview", "decided_by_id")
    _declare_review("consent_latereview", "reviewed_by_id")


_OF_CHECK = "exists (select 1 from thresholds_check c where c.id = case_check_id)"
_OF_MY_CHECK = "exists (select 1 from thresholds_check c where c.id = case_check_id and c.author_id = rls.uid())"


_OF_LED_CHECK = (
    "exists (select 1 from thresholds_check c where c.id = case_check_id "
    "and c.organisation_id = any((select rls.my_led())::bigint[]))"
)
_YES = "answer in ('agreed', 'implicit')"
_TAKES_A_YES_BACK = f"""
    answer = 'withdrawn' and superseded_at is null and recorded_by_id = rls.uid() and {_OF_LED_CHECK}
    and rls.yes_taken_back(case_check_id, person_id, recorded_at)"""
_YES_TAKEN_BACK = f"""
    create or replace function rls.yes_taken_back(of_check uuid, of_person uuid, at timestamptz) returns boolean
    language sql stable security definer set search_path = '' as $$
      select exists (select 1 from public.consent_agreement y join public.thresholds_check c on c.id = y.case_check_id
        where y.case_check_id = of_check and y.person_id = of_person and y.superseded_at = at and y.{_YES}
          and c.organisation_id = any(rls.my_led()))
    $$"""


def _declare_agreement() -> None:
    """Answers, and whether a child can decide: superseded, never changed. A lead of the agency only records a withdrawal."""
    definer_may_read("consent_agreement")
    declare_function("rls.yes_taken_back(uuid, uuid, timestamp with time zone)", _YES_TAKEN_BACK)
    lead_supersedes = f"{_OF_LED_CHECK} and {_YES} and superseded_at"
    for table, lead_adds, lead_sees, lead_leaves in (
        ("consent_agreement", _TAKES_A_YES_BACK, f"{lead_supersedes} is null", f"{lead_supersedes} is not null"),
        ("consent_competence", "false", "false", "false"),
    ):
        declare(
            table,
            grants={roles.WEB: ("SELECT", "INSERT", "UPDATE (superseded_at)")},
            policies=[
                Policy("SELECT", using=_OF_CHECK),
                Policy("INSERT", check=f"{_OF_MY_CHECK} or ({lead_adds})"),
                Policy("UPDATE", using=f"{_OF_MY_CHECK} or ({lead_sees})", check=f"{_OF_MY_CHECK} or ({lead_leaves})"),
            ],
        )


def _declare_of_check() -> None:
    """The question after a refusal: its answer stands."""
    declare(
        "consent_harmquestion",
        grants={roles.WEB: ("SELECT", "INSERT")},
        policies=[
            Policy("SELECT", using=_OF_CHECK),
            Policy("INSERT", check=f"answered_by_id = rls.uid() and {_OF_MY_CHECK}"),
        ],
    )


def _declare_proposal() -> None:
    read = f"({_AUTHOR}) or (({_LEADS}) and {_NOT_CONCERNED}) or ({_RECIPIENT})"
    write = f"({_AUTHOR}) or (({_LEADS}) and {_NOT_CONCERNED})"
    declare(
        "consent_sharingproposal",
        grants={roles.WEB: ("SELECT", "INSERT", "UPDATE")},
        policies=[
            Policy("SELECT", using=read),
            Policy("INSERT", check=_AUTHOR),
            Policy("UPDATE", using=write, check=write),
        ],
    )


def _declare_review(table: str, by: str) -> None:
    declare(
        table,
        grants={roles.WEB: ("SELECT", "INSERT")},
        policies=[
            Policy("SELECT", using="exists (select 1 from consent_sharingproposal p where p.id = proposal_id)"),
            Policy(
                "INSERT",
                check=f"{by} = rls.uid() and exists (select 1 from consent_sharingproposal p where p.id = proposal_id "
                "and p.organisation_id = any((select rls.my_reviewed())::bigint[]))",
            ),
        ],
    )
