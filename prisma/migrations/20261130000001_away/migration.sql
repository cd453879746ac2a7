-- Out of office: until then nobody is counted on or mailed, though they may decide if they come.
ALTER TABLE users ADD COLUMN away_until timestamptz;
