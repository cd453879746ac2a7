-- Counts the changes by which an approval, a key or an enforcement point ceases to count. A claim that finds another
-- number than when it began has looked at what no longer holds.
ALTER TABLE installation ADD COLUMN standing_version bigint NOT NULL DEFAULT 0;
