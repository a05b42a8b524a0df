"""From files, standard input, URLs and JSON Lines to `Document`: text as given, with hash, title, date, publisher."""
