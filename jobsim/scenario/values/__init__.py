"""What a key may hold: names, durations, shares, words, laws; and how editors are told of it."""
