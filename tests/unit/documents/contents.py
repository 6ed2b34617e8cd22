"""Contents of contact documents for the tests: plainly fictional people."""

from typing import Any

FRAMEWORK = {
    "title": "A Framework for Testing",
    "version": "1",
    "superseded": False,
    "levels": [
        {"code": "1", "name": "Level 1: Universal"},
        {"code": "2", "name": "Level 2: Early help"},
        {"code": "3", "name": "Level 3: Targeted"},
        {"code": "4", "name": "Level 4: Specialist"},
    ],
}


def child(**changes: Any) -> dict[str, Any]:
    """One child with two worries, two strengths and areas that were not explored."""
    return {
        "name": "Wren Ashdown",
        "age_words": "9 months",
        "date_of_birth": "2025-05-29",
        "relationship": "Youngest of three; lives with both parents",
        "details": [{"label": "GP", "words": "Sample Street Surgery"}],
        "address_words": "With the family",
        "level_judged": {"code": "4", "name": "Level 4: Specialist"},
        "level_suggested": {"code": "3", "name": "Level 3: Targeted"},
        "first_view": "Not sure",
        "basis": "Section 47: suspected significant harm",
        "why": "Wren has crossed two centile lines in eleven weeks and is too young to move away when Lee is angry.",
        "differs_why": "The GP appointment is on 10 March. I do not think Wren can wait for that.",
        "reasons": [
            {"text": "Domestic abuse, coercion or control in the home", "source": "Level 3, Family", "code": "TF-3-FAM-02"}
        ],
        "considerations": [
            {"kind": "unconfirmed", "text": "One worry is not confirmed: no medical cause has been looked for."}
        ],
        "worries": [
            {
                "wording": "Failure to thrive / faltering growth with no identified medical cause",
                "level_name": "Level 4: Specialist",
                "level_code": "4",
                "code": "TF-4-HEA-01",
                "source": "Level 4, Health",
                "confirmed_words": "Not confirmed: no medical cause looked for yet",
                "seen": "Weighed at clinic, 6.1 kg. “He just isn’t bothered with his bottles,” Kerry said.\n"
                "He was quiet and watched the door.",
                "when": "2026-03-02",
                "how_often": "At each of the last three visits",
                "who": "Seen by the writer",
                "fact_or_opinion": "fact",
            },
            {
                "wording": "Domestic abuse, coercion or control in the home",
                "level_name": "Level 3: Targeted",
                "level_code": "3",
                "code": "TF-3-FAM-02",
                "source": "Level 3, Family",
                "seen": "Lee “grabbed the front of my coat while I had Wren on my hip.”",
                "when": "2026-03-01",
                "who": "Told to the writer by Kerry",
                "fact_or_opinion": "opinion",
            },
        ],
        "strengths": [
            {"text": "Stable and affectionate relationships with caregivers", "source": "Strengths"},
            "Registered with a GP",
        ],
        "not_explored": ["Identity", "Social presentation", "Housing"],
        "matrix": [{"group": "Child", "text": "Health", "code": "3C", "name": "Complex"}],
    } | changes


def contact(**changes: Any) -> dict[str, Any]:
    """A whole contact, three children, one parent who said no and one not asked."""
    return {
        "marking": "OFFICIAL-SENSITIVE",
        "title": "Multi-Agency Referral Form",
        "reference": "RH-7Q2M",
        "framework": FRAMEWORK,
        "practice": False,
        "urgency": "A response is needed today; rung through at 14:20",
        "recipient": {
            "name": "Safeguarding Referral Team",
            "council": "Sample City Council",
            "numbers": ["01632 960001", "01632 960002 at night"],
            "because": "Because the children live in Sample City.",
        },
        "from": {
            "name": "Priya Nair",
            "role": "health visitor",
            "organisation": "Sample Community Health",
            "phone": "01632 960100",
        },
        "sent_at": "2026-03-03T14:58:00+00:00",
        "children": [
            child(),
            child(
                name="Robin Ashdown", age_words="3", date_of_birth="2023-01-14", worries=child()["worries"][1:], not_explored=[]
            ),
            child(name="Ellis Ashdown", age_words="7", date_of_birth="2018-10-02", worries=[], strengths=[], not_explored=None),
        ],
        "family": [
            {
                "name": "Kerry Ashdown",
                "relation": "Mother",
                "parental_responsibility": "Has parental responsibility",
                "contact": "01632 960200",
            },
            {
                "name": "Lee Ashdown",
                "relation": "Father",
                "parental_responsibility": "Has parental responsibility",
                "contact": "",
            },
        ],
        "address": {"lines": ["18 Sample Street", "Sample City", "ZZ2 0ZZ"], "withheld": False, "reason": ""},
        "what_is_worrying": "Wren is not growing as he should, and Kerry is frightened of Lee.\n\n"
        "When I asked how things were at home she looked at the door before answering.",
        "harm": "Wren may be hurt, and is not getting enough to eat.",
        "referrer_involvement": "I have visited the family every fortnight since June 2025.",
        "tried": [{"text": "Feeding plan agreed in January"}, "Referral to the infant feeding team"],
        "views_child": "Ellis: “I stay awake to listen.”",
        "views_family": "Kerry: “I just want him to stop.”",
        "conversations": [
            {
                "with": "Duty and Assessment",
                "when": "2026-03-03T14:20:00+00:00",
                "advice": "Send it in writing today.",
                "who": "Spoke to Sam Okoro",
            }
        ],
        "agreement": {
            "people": [
                {
                    "name": "Kerry Ashdown",
                    "asked_words": "Asked face to face on 2 March 2026",
                    "answer_words": "She said no",
                    "their_words": "You’ll get them taken off me.",
                    "explained": ["what would be shared", "who with", "why"],
                    "ground": "Waiting would place a child at risk of significant harm",
                    "ground_note": "Wren is nine months old",
                },
                {
                    "name": "Lee Ashdown",
                    "asked_words": "Not asked",
                    "answer_words": "",
                    "ground": "Asking could place an adult at risk",
                },
            ],
            "rule": {
                "code": "TF-CON-4",
                "text": "Agreement is sought unless asking would place a child at risk.",
                "source": "Consent, page 9",
            },
            "basis_name": "Section 47: suspected significant harm",
            "way": {
                "code": "approval",
                "words": "Without the parents’ agreement, approved by the safeguarding lead",
                "marked": False,
                "lead": "Helen Osei",
                "at": "2026-03-03T14:52:00+00:00",
                "reasons": "I have read what is to be shared. Waiting for the GP would leave Wren where he is.",
            },
        },
        "actions_considered": ["Talked to the family", "Talked to others involved"],
        "told_family": "Kerry knows that this may be sent",
        "chronology": [
            {"at": "2026-01-12", "words": "Feeding plan agreed."},
            {"at": "2026-03-02", "words": "Weighed; two centile lines crossed."},
        ],
    } | changes
