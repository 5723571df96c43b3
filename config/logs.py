"""What the log does not say."""

import logging
import re

_QUERY = re.compile(r"\?.*?(?= HTTP/\d|$)", re.DOTALL)


class WithoutQuery(logging.Filter):
    """Leaves the queries of addresses out of the development server's lines.

    They hold names that somebody searched for and, on the way back from Google, the code and the state.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every line through, shortened."""
        if isinstance(record.args, tuple):
            record.args = tuple(
                _QUERY.sub("?…", argument) if isinstance(argument, str) else argument
                for argument in record.args
            )
        return True
