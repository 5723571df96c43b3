"""Applications of candidates to vacancies, and their history."""
