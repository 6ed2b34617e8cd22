"""The bases in law on which information is shared, in words. Source: Children Act 1989; DESIGN.md, "Consent"."""

from __future__ import annotations

FULL = {
    "early-help": "Early help, by agreement",
    "s17": "Children Act 1989, section 17: a child in need",
    "s47": "Children Act 1989, section 47: reasonable cause to suspect significant harm",
    "s20": "Children Act 1989, section 20: accommodation",
    "s31": "Children Act 1989, section 31: care or supervision",
}
SHORT = {
    "early-help": "early help",
    "s17": "a child in need",
    "s47": "significant harm",
    "s20": "somewhere to live",
    "s31": "care proceedings",
}
"""As they stand within a sentence."""
