import uuid

import pgtrigger
from django.db import models
from django.db.models import Q

from consent.models.steps import MAY_STEP
from consent.rules.approver import Approver, kept_in
from partnerships.closed import closed_to
from partnerships.models import Role
from partnerships.permissions import current_memberships

MAY_LEAVE = """
if old.left_at is not null then
  raise exception 'what has been shared stands as it was shared' using errcode = 'check_violation';
end if;
if new.left_at is null then
  return new;
end if;
if new.content_hash is distinct from old.content_hash or new.content is distinct from old.content then
  raise exception 'what leaves is what was prepared' using errcode = 'check_violation';
end if;
if new.state <> 'left' then
  raise exception 'only a proposal in the state left has left' using errcode = 'check_violation';
end if;
select count(*) filter (where not agrees and not grounded), count(*) filter (where not agrees),
       count(*) filter (where agrees and answer = 'implicit'), count(*),
       count(*) filter (where not agrees and not is_adult), count(*) filter (where agrees and is_parent)
  into groundless, without, implied, seen, children_without, parents_agreed
  from (
    select a.answer,
           a.answer in ('agreed', 'implicit') and a.reach = 'whole' and a.service = new.service
             and a.recipient_id is not distinct from new.recipient_id as agrees,
           coalesce(new.rule -> 'grounds' @> jsonb_build_array(jsonb_build_object('code', a.ground)), false) as grounded,
           coalesce(p.kind = 'adult', false) as is_adult,
           coalesce(p.kind = 'adult' and m.parental_responsibility = 'yes', false) as is_parent
    from consent_agreement a
      left join people_person p on p.id = a.person_id
      left join people_householdmember m on m.person_id = a.person_id
    where a.case_check_id = new.case_check_id and a.superseded_at is null
  ) answers;
if seen = 0 or seen <> new.people_to_ask or exists (
    select 1 from consent_competence c
    where c.case_check_id = new.case_check_id and c.superseded_at is null and c.finding = 'competent' and not exists (
      select 1 from consent_agreement a
      where a.case_check_id = c.case_check_id and a.person_id = c.person_id and a.superseded_at is null)) then
  raise exception 'everybody who is to be asked has an answer on record' using errcode = 'check_violation';
end if;
all_agreed := (without = 0 or (children_without = 0 and parents_agreed > 0
                               and coalesce((new.rule ->> 'one_parent_suffices')::boolean, false)))
  and (implied = 0 or coalesce((new.rule ->> 'implicit')::boolean, false));
if new.way <> 'agreement' and without > 0 and not new.harm_suspected and not new.is_urgent then
  raise exception 'this basis needs agreement, and somebody has not agreed' using errcode = 'check_violation';
end if;
if new.way = 'agreement' then
  if not all_agreed then
    raise exception 'somebody has not agreed' using errcode = 'check_violation';
  end if;
  if coalesce((new.rule ->> 'advice_before_contact')::boolean, false) and not exists (
    select 1 from consent_leadreview r where r.proposal_id = new.id and r.decision in ('advise', 'approve')
      and r.decided_by_id is distinct from new.concern_about_id) then
    raise exception 'the lead has not advised' using errcode = 'check_violation';
  end if;
elsif new.way = 'approval' then
  if groundless > 0 or not exists (
    select 1 from consent_leadreview r
    where r.proposal_id = new.id and r.decision = 'approve' and r.content_hash = new.content_hash
      and r.decided_by_id <> new.author_id and r.decided_by_id <> new.asked_by_id
      and r.decided_by_id is distinct from new.concern_about_id) then
    raise exception 'nobody else has approved exactly this' using errcode = 'check_violation';
  end if;
elsif new.way = 'urgent' then
  if new.way_reasons = '' or not (new.harm_suspected or new.is_urgent) then
    raise exception 'an urgent send says why waiting is unsafe' using errcode = 'check_violation';
  end if;
elsif new.way = 'professional-judgement' then
  advice_first := coalesce((new.rule ->> 'advice_before_contact')::boolean, false);
  if new.way_reasons = '' or not (new.harm_suspected or (advice_first and all_agreed)) or not (
    exists (select 1 from consent_leadreview r where r.proposal_id = new.id and r.decision = 'decline')
    or (new.review_due_at is not null and new.review_due_at <= now())) then
    raise exception 'the lead has neither declined nor run out of time, or it is neither suspected harm nor agreed'
      using errcode = 'check_violation';
  end if;
else
  raise exception 'there is no such way' using errcode = 'check_violation';
end if;
return new;
"""


class SharingProposalQuerySet(models.QuerySet["SharingProposal"]):
    def visible_to(self, user) -> "SharingProposalQuerySet":
        """One's own, and as a lead one's agency's and what is put to one from outside; nothing about one or closed to one."""
        places = [place for place in current_memberships(user) if place.organisation_id]
        led = [place.organisation_id for place in places if place.role == Role.SAFEGUARDING_LEAD]
        own = Q(author=user, organisation__in=[place.organisation_id for place in places])
        put_to_leads = Q(asked_at__isnull=False) | Q(left_at__isnull=False)
        reviewed = Q(organisation__in=led) | Q(organisation__approver__in=led) & put_to_leads
        return self.filter(own | reviewed & ~Q(concern_about=user)).exclude(pk__in=closed_to(user))


class SharingProposal(models.Model):
    """What is to be shared, exactly: content by hash, people, recipient, basis, grounds. A change makes a new proposal.

    It leaves in one of four ways, and a trigger refuses any other.
    """

    class State(models.TextChoices):
        PREPARED = "prepared", "Prepared"
        ASKED = "asked", "With the safeguarding lead"
        APPROVED = "approved", "Approved"
        ADVISED = "advised", "Advised"
        DECLINED = "declined", "Declined"
        RETURNED = "returned", "Returned for more"
        LEFT = "left", "Sent"
        SUPERSEDED = "superseded", "Superseded"

    class Way(models.TextChoices):
        AGREEMENT = "agreement", "With agreement"
        APPROVAL = "approval", "Without agreement, approved by a safeguarding lead"
        URGENT = "urgent", "Urgent: waiting would itself put a child at risk"
        PROFESSIONAL_JUDGEMENT = "professional-judgement", "On the referrer's own professional judgement"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case_check = models.ForeignKey("thresholds.Check", on_delete=models.PROTECT, related_name="proposals")
    reference = models.CharField(max_length=20)
    organisation = models.ForeignKey("partnerships.Organisation", on_delete=models.PROTECT, related_name="+")
    author = models.ForeignKey("partnerships.User", on_delete=models.PROTECT, related_name="+")
    recipient = models.ForeignKey("partnerships.FrontDoor", on_delete=models.PROTECT, related_name="+")
    service = models.CharField(max_length=40, blank=True, help_text="Code of the route by which it goes")
    basis = models.CharField(max_length=20)
    level = models.CharField(max_length=40)
    rule = models.JSONField(help_text="The consent rule as it stood, with its code and source")
    harm_suspected = models.BooleanField(default=False, help_text="The rule of this basis lets a ground stand in for agreement")
    is_urgent = models.BooleanField(default=False, help_text="In danger now, or needs a response today")
    people_to_ask = models.PositiveSmallIntegerField()
    content = models.JSONField()
    content_hash = models.CharField(max_length=64)
    prepared_at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=State.choices, default=State.PREPARED)
    supersedes = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="superseded_by")

    asked_by = models.ForeignKey("partnerships.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(null=True, blank=True)
    asked_why = models.TextField(blank=True)
    concern_about = models.ForeignKey(
        "partnerships.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        help_text="A lead or colleague whom the worry is about: they are passed by.",
    )  # fmt: skip
    review_due_at = models.DateTimeField(null=True, blank=True)

    way = models.CharField(max_length=24, choices=Way.choices, blank=True)
    way_reasons = models.TextField(blank=True)
    left_at = models.DateTimeField(null=True, blank=True)
    left_by = models.ForeignKey("partnerships.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = SharingProposalQuerySet.as_manager()

    class Meta:
        ordering = ["-prepared_at"]
        constraints = [
            models.CheckConstraint(
                name="left_whole_or_not_at_all",
                condition=Q(way="", left_at__isnull=True, left_by__isnull=True)
                | (~Q(way="") & Q(left_at__isnull=False, left_by__isnull=False, state="left")),
            ),
            models.UniqueConstraint(
                fields=["case_check"], condition=~Q(state__in=["left", "superseded"]), name="one_open_proposal"
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="leaves_in_one_of_four_ways",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                declare=[
                    ("groundless", "integer"),
                    ("without", "integer"),
                    ("implied", "integer"),
                    ("seen", "integer"),
                    ("children_without", "integer"),
                    ("parents_agreed", "integer"),
                    ("all_agreed", "boolean"),
                    ("advice_first", "boolean"),
                ],
                func=MAY_LEAVE,
            ),
            pgtrigger.Trigger(name="one_step_at_a_time", when=pgtrigger.Before, operation=pgtrigger.Update, func=MAY_STEP),
            pgtrigger.Trigger(
                name="begins_unsent",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                condition=pgtrigger.Condition("new.left_at is not null or new.state not in ('prepared')"),
                func="raise exception 'a proposal begins as prepared' using errcode = 'check_violation';",
            ),
            pgtrigger.Protect(name="proposals_stay", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="content_stands",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "new.content is distinct from old.content or new.content_hash is distinct from old.content_hash "
                    "or new.recipient_id is distinct from old.recipient_id or new.service is distinct from old.service "
                    "or new.author_id is distinct from old.author_id "
                    "or new.rule is distinct from old.rule or new.people_to_ask is distinct from old.people_to_ask "
                    "or new.harm_suspected is distinct from old.harm_suspected "
                    "or new.is_urgent is distinct from old.is_urgent"
                ),
                func="raise exception 'a change makes a new proposal' using errcode = 'check_violation';",
            ),
        ]

    @property
    def approver(self) -> Approver:
        """What the framework that it was prepared under calls the person who approves."""
        return kept_in(self.rule)

    @property
    def way_words(self) -> str:
        """How it left, in words."""
        return self.words_of(self.way)

    def words_of(self, way: str) -> str:
        """One of the four ways in words, with the framework's own for who approves."""
        if way == self.Way.APPROVAL:
            return f"Without agreement, approved by {self.approver.one}"
        return str(self.Way(way).label) if way else ""
