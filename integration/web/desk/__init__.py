"""What the desk has on the web beside the steps: complaints entered for others, words to copy.

In:    an official's own signed link.   Out: complaints, receipts on paper, messages for chats.
Rule:  as everywhere: GET changes nothing, POST acts with a CSRF token and once.
Never: opens for anybody who is no official (any more). Start at `intake.IntakePages`.
"""
