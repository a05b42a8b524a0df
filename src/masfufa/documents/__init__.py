"""From files, standard input, URLs and JSON Lines to `Document`: text as given, with its hash, title, date, publisher."""
