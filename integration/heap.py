"""What the process keeps in memory for good, told to the garbage collector.

In:    nothing.   Out: nothing; later collections pass over what is there now.
Rule:  every case and every agreed row stays for the life of the process and holds no cycles; a
       collector that walked them again and again would hold up every thread, pages included, for
       the longer the more cases there are. What is replaced is freed as ever, by its references.
Never: called more than once or twice in a process: garbage in cycles that is made before and
       dropped later would stay. Start at `set_aside()`.
"""

import gc


def set_aside() -> None:
    """Leave all that is in memory now out of later collections."""
    gc.collect()
    gc.freeze()
