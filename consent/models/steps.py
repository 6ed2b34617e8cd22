"""What a proposal's row may become: the steps of its table and what each one needs, held by the database for everybody.

`consent/transitions.py` has the same steps; a test holds the two together.
"""

STEPS = (
    ("prepared", "asked"), ("returned", "asked"), ("advised", "asked"), ("declined", "asked"),
    ("asked", "approved"), ("asked", "declined"), ("asked", "returned"), ("asked", "advised"),
    *((state, "superseded") for state in ("prepared", "asked", "approved", "advised", "declined", "returned")),
    *((state, "left") for state in ("prepared", "asked", "approved", "advised", "declined", "returned")),
)  # fmt: skip

MAY_STEP = f"""
if new.state <> old.state and (old.state || '>' || new.state) not in ({", ".join(f"'{old}>{new}'" for old, new in STEPS)}) then
  raise exception 'there is no such step' using errcode = 'check_violation';
end if;
if new.case_check_id <> old.case_check_id or new.organisation_id <> old.organisation_id or new.reference <> old.reference
   or new.basis <> old.basis or new.level <> old.level or new.prepared_at <> old.prepared_at
   or new.supersedes_id is distinct from old.supersedes_id then
  raise exception 'a change makes a new proposal' using errcode = 'check_violation';
end if;
if new.state = 'asked' and old.state <> 'asked' then
  if new.asked_by_id is null or new.asked_at is null or new.asked_why = '' or new.review_due_at is null
     or new.asked_at < old.asked_at or new.review_due_at <= new.asked_at then
    raise exception 'asking says who asks, when, why and by when' using errcode = 'check_violation';
  end if;
elsif (new.asked_by_id, new.asked_at, new.asked_why, new.review_due_at)
      is distinct from (old.asked_by_id, old.asked_at, old.asked_why, old.review_due_at) then
  raise exception 'what was asked, and by when, stands' using errcode = 'check_violation';
end if;
if new.state <> old.state and new.state in ('approved', 'declined', 'returned', 'advised') and not exists (
  select 1 from consent_leadreview r
  where r.proposal_id = new.id and r.content_hash = new.content_hash and r.decided_at >= old.asked_at
    and r.decision = case new.state when 'approved' then 'approve' when 'declined' then 'decline'
                                    when 'returned' then 'return' else 'advise' end) then
  raise exception 'nobody has decided so' using errcode = 'check_violation';
end if;
if new.state = 'left' and new.left_by_id is distinct from new.author_id then
  raise exception 'whoever wrote it sends it' using errcode = 'check_violation';
end if;
return new;
"""

MAY_REVIEW = """
if not exists (select 1 from consent_sharingproposal p
               where p.id = new.proposal_id and p.state = 'asked' and p.content_hash = new.content_hash) then
  raise exception 'a decision is on exactly what waits' using errcode = 'check_violation';
end if;
return new;
"""

MAY_REVIEW_LATE = """
if not exists (select 1 from consent_sharingproposal p
               where p.id = new.proposal_id and p.left_at is not null and p.way in ('urgent', 'professional-judgement')) then
  raise exception 'a late review is of what was sent by a way that is marked' using errcode = 'check_violation';
end if;
if exists (select 1 from consent_sharingproposal p
           where p.id = new.proposal_id and (p.author_id = new.reviewed_by_id or p.asked_by_id = new.reviewed_by_id
                                             or p.concern_about_id = new.reviewed_by_id)) then
  raise exception 'nobody reviews their own' using errcode = 'check_violation';
end if;
return new;
"""
