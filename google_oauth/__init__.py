"""The recruiter's dashboard: calendar, files and candidates behind one cache."""
