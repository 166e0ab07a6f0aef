from backend.core.errors import Conflict, NotPermitted


class BlindInSet(NotPermitted):
    message = (
        "You read in this set, or its rule keeps readings from you: you cannot see or use what depends on the readings "
        "of others until you lift your blinding, if you lead or review it."
    )


class NotBlind(Conflict):
    message = "You are not blind in this set: there is nothing to lift."


class BlindingLifted(Conflict):
    message = "Who has lifted their blinding in a set reads in it no more until its next round."
