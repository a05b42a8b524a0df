class EnglishStatements:
    def __init__(self, marked, actor_at): pass
    def in_sentence(self, first, last, at): return []
