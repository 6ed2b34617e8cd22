"""A worry about a lead that is only said once there is something to approve: from then on they see and hear nothing of it."""

from clocks.models import Clock
from consent.models import SharingProposal
from consent.services.proposals import proposal_prepare
from people.models import Person
from rowsecurity.session import acting_as
from tests.security.town import Town
from thresholds.models import Check
from thresholds.services.checks import concern_about_lead


def test_a_proposal_that_was_ready_passes_the_lead_by_once_the_worry_is_said(town: Town) -> None:
    world, case = town.world, town.waiting
    with acting_as(world.second_lead.pk):
        assert SharingProposal.objects.filter(pk=case.proposal.pk).exists()
        people = Person.objects.count()
    with acting_as(world.practitioner.pk):
        concern_about_lead(check=case.check, lead=world.second_lead, by=world.practitioner, at=town.at)
        again = proposal_prepare(check=case.check, by=world.practitioner, at=town.at)
    assert again.pk == case.proposal.pk
    assert again.concern_about == world.second_lead
    with acting_as(world.second_lead.pk):
        assert not SharingProposal.objects.filter(pk=case.proposal.pk).exists()
        assert not Check.objects.filter(pk=case.check.pk).exists()
        assert Person.objects.count() < people


def test_the_clock_of_a_worry_about_a_lead_passes_them_by(town: Town) -> None:
    clocks = Clock.objects.on("proposal", town.passed_by.proposal.pk)
    with acting_as(town.world.lead.pk):
        passing = set(clocks.values_list("passes_by", flat=True))
    assert passing == {town.world.second_lead.pk}
    with acting_as(town.world.second_lead.pk):
        assert not clocks.exists()
