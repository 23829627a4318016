"""What laptops hand to each other: segments, rosters, keys, packs, and the shared folder. No database, no Qt."""
