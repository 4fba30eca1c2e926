-- What commits have brought to runs and is not in their tables yet: rows of one size, each for a page of its own, written again and again in
-- turns, in the order of their numbers. Slot 0 has the number of the last row of which everything is in the tables. A server of version 2 would
-- not see any of it.
CREATE TABLE journal (
    slot   INTEGER PRIMARY KEY,
    number INTEGER NOT NULL,
    data   BLOB    NOT NULL
) STRICT;

INSERT INTO journal (slot, number, data) VALUES (0, 0, x'');
