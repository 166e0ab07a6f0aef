"""How a serving process looks for garbage."""

import gc

# Python looks at 700 new objects at a time. An export makes a million that all live, and a list some thousands: most of
# their time went to looking through them again and again.
LOOKED_AT_TOGETHER = (50_000, 20, 50)


def settle() -> None:
    """Leave alone what was imported, which lives as long as the process, and look at what is new less often.

    Called once, when all is imported: what is there now is never looked at again.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*LOOKED_AT_TOGETHER)
