"""Pages about the signed letter: what is uploaded, and whether a letter is ours.

In:    an uploaded PDF.   Out: findings for the history; answers for anybody.
Rule:  a letter that differs from what was approved leaves only with a reason that is kept.
Never: says whom a letter is about to somebody outside. Start at `uploaded.looked_at`.
"""
