"""Coverage as a page: matrices of goals and groups, of activities and LIKA, and the lists behind their numbers."""
