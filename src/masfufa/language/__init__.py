"""Language identification, the offset-keeping fold, words with their clitics, sentences. Knows no domain word."""
