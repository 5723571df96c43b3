"""Answering one question: from the store while fresh, else by one refresh at a time, in bounded time."""
