"""Who may see a document: who made it, their agency's leads, and the front door that received it. What is frozen stays."""

from rowsecurity import roles
from rowsecurity.registry import Policy, declare, declare_function, definer_may_read

_REACH = (
    "((created_by_id = rls.uid() and organisation_id = any((select rls.my_agencies())::bigint[]))"
    " or organisation_id = any((select rls.my_led())::bigint[])"
    " or front_door_id = any((select rls.my_front_doors())::bigint[]))"
)
_OWN = (
    "created_by_id = rls.uid() and (organisation_id = any((select rls.my_agencies())::bigint[])"
    " or (organisation_id is null and front_door_id = any((select rls.my_front_doors())::bigint[])))"
)
_VERIFIED = """
    create or replace function rls.document_genuine(wanted_reference text, wanted_code text)
    returns table (
      content jsonb, content_hash text, printed boolean, printed_unaltered boolean, pages integer, created_at timestamptz,
      superseded boolean, pdf_sha256 text
    )
    language sql stable security definer set search_path = '' as $$
      select d.content, d.content_hash, d.pdf is not null, encode(sha256(d.pdf), 'hex') = d.pdf_sha256, d.pages, d.created_at,
             d.superseded_by_id is not null, d.pdf_sha256
      from public.documents_document d
      where upper(d.reference) = upper(wanted_reference) and d.verification_code = wanted_code
    $$"""


def declare_policies() -> None:
    """Web reads within reach, adds its own, and fills in the printed bytes and the successor; the triggers do the rest."""
    definer_may_read("documents_document")
    declare_function("rls.document_genuine(text, text)", _VERIFIED)
    declare(
        "documents_document",
        grants={roles.WEB: ("SELECT", "INSERT", "UPDATE (pdf, pdf_sha256, pages, superseded_by_id)")},
        policies=[
            Policy("SELECT", using=_REACH),
            Policy("INSERT", check=_OWN),
            Policy("UPDATE", using=_REACH, check=_REACH),
        ],
    )
