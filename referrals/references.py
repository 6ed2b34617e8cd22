"""What a child of a front door's own records is called where no name may stand: nothing about them is in it."""

from people.models import Person


def reference_of_child(child: Person) -> str:
    return f"P-{child.pk.hex[:8].upper()}"
