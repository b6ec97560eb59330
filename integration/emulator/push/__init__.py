"""Push: messages that Google would send to somebody's server, kept and sent.

In:    messages of Drive channels and of Pub/Sub.   Out: POST requests, later, by another thread.
Rule:  a message is on disk with the change that caused it; it is sent after that is committed, so a
       request never waits for a receiver; when it is sent follows the workspace's clock.
Never: knows what a message says; `drive/channels.py` and `pubsub/` do. Start at `queue.py`, then
       `courier.py`; `doors/push_door.py` shows what became of each message.
"""
