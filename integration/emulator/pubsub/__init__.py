"""Pub/Sub: topics, push subscriptions, what is published to them.

In:    calls to Pub/Sub's own REST paths.   Out: what Google's document for pubsub v1 describes.
Rule:  Gmail and Forms publish here as Google's own accounts, which need Publisher on the topic.
Never: pull: every subscription has a push endpoint. Start at `topics.py`, `subscriptions.py`;
       `carrying.py` makes the request that goes out, with its token.
"""
