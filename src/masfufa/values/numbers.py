"""Numbers in text. (Being written.)"""
