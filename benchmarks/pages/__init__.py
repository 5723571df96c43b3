"""The program under gunicorn, with each page a second time: the same template from a context held in memory."""
