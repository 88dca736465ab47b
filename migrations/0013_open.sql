-- What waits is found by its state. The partial index on the same rows was passed over by SQLite, which knows
-- nothing of how few they are and read every row of the organisation for each page of the queue.
DROP INDEX inquiry_open;
CREATE INDEX inquiry_open ON inquiry (organisation, state, is_urgent, written_at);
