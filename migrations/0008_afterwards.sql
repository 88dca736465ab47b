-- What a redirect counted, so that taking it back takes the counts back too: the mailbox that was proposed and
-- the one that was chosen, the author and thread as a keyed hash, and when they were pointed to one before.
ALTER TABLE undo ADD COLUMN proposed TEXT;
ALTER TABLE undo ADD COLUMN chosen TEXT;
ALTER TABLE undo ADD COLUMN mark TEXT;
ALTER TABLE undo ADD COLUMN pointed_at BIGINT;

-- A person was blocked on a network, by a person: the decision, and whom it is about only sealed, so that
-- somebody lifts it when its days are over. The row and its key go four weeks after the last day.
CREATE TABLE block (
    organisation TEXT NOT NULL,
    -- Also the name of its key in the other database.
    id TEXT NOT NULL,
    account TEXT NOT NULL,
    -- What was written; the row may be gone.
    inquiry TEXT NOT NULL,
    rule TEXT NOT NULL,
    hearing TEXT NOT NULL,
    -- Name, handle and the reasons: what a person writes about another is that person's too.
    sealed BYTEA NOT NULL,
    by_whom TEXT NOT NULL,
    decided_at BIGINT NOT NULL,
    -- The moment after its last day.
    ends_at BIGINT NOT NULL,
    lifted_at BIGINT,
    lifted_by TEXT,
    delete_after BIGINT NOT NULL,
    PRIMARY KEY (organisation, id)
);
CREATE INDEX block_ends ON block (organisation, ends_at) WHERE lifted_at IS NULL;

-- When its deletion by us was read back: what is listed again a day later is a new comment.
ALTER TABLE tombstone ADD COLUMN deleted_at BIGINT;
