-- How an inquiry stood before the last decision of a person, and until when that can be taken back.
CREATE TABLE undo (
    organisation TEXT NOT NULL,
    inquiry TEXT NOT NULL,
    -- The version that the decision made of the inquiry.
    version BIGINT NOT NULL,
    until BIGINT NOT NULL,
    state TEXT NOT NULL,
    is_urgent BOOLEAN NOT NULL,
    rule TEXT NOT NULL,
    decide_by BIGINT,
    delete_after BIGINT NOT NULL,
    PRIMARY KEY (organisation, inquiry)
);
ALTER TABLE verdict ADD COLUMN undone_at BIGINT;
ALTER TABLE verdict ADD COLUMN undone_by TEXT;
-- What the machine counts an automatic act under: the guideline and what was found, `R7:cpr`.
ALTER TABLE verdict ADD COLUMN counted TEXT;

-- The version of the inquiry that a person's decision made; NULL = the machine's own task.
ALTER TABLE task ADD COLUMN decision BIGINT;
-- Who goes on with a parked task, by pseudonym (NULL = whoever is on duty), and by when.
ALTER TABLE task ADD COLUMN owner TEXT;
ALTER TABLE task ADD COLUMN due BIGINT;
-- When it was read back a day later and still held.
ALTER TABLE task ADD COLUMN held_at BIGINT;

-- What somebody must be told now, told again until somebody says that they have it. No word and no name
-- of a citizen: the inquiry's id is random and leads nowhere without a sign-in.
CREATE TABLE alarm (
    organisation TEXT NOT NULL,
    id TEXT NOT NULL,
    -- One cause alarms once.
    cause TEXT NOT NULL,
    kind TEXT NOT NULL,
    account TEXT,
    inquiry TEXT,
    raised_at BIGINT NOT NULL,
    -- By when somebody shall have it in hand.
    due BIGINT NOT NULL,
    -- Whom in the line it rings, and how often it rang.
    step BIGINT NOT NULL,
    rounds BIGINT NOT NULL,
    round_at BIGINT,
    next_at BIGINT NOT NULL,
    -- The message that it goes out in: the same one again while nobody knows whether it went.
    batch TEXT,
    mailed BOOLEAN NOT NULL,
    posted BOOLEAN NOT NULL,
    failures BIGINT NOT NULL,
    trouble TEXT,
    sent_at BIGINT,
    lease_owner TEXT,
    lease_until BIGINT NOT NULL,
    fence BIGINT NOT NULL,
    acknowledged_at BIGINT,
    acknowledged_by TEXT,
    -- A notification (underretning) is closed only with its reference.
    closed_at BIGINT,
    closed_by TEXT,
    reference TEXT,
    PRIMARY KEY (organisation, id),
    UNIQUE (organisation, cause)
);
CREATE INDEX alarm_due ON alarm (organisation, next_at) WHERE acknowledged_at IS NULL;
CREATE INDEX alarm_inquiry ON alarm (organisation, inquiry);

-- Automatic acts of a page in a Danish day (`2026-11-21`, by rule) or an hour (its number, of every
-- rule), and what people said to them. Counts only.
CREATE TABLE act_count (
    organisation TEXT NOT NULL,
    account TEXT NOT NULL,
    span TEXT NOT NULL,
    counted TEXT NOT NULL,
    acts BIGINT NOT NULL,
    confirmed BIGINT NOT NULL,
    reversed BIGINT NOT NULL,
    made_at BIGINT NOT NULL,
    PRIMARY KEY (organisation, account, span, counted)
);

-- What somebody else did on the network, seen when we read again.
CREATE TABLE drift (
    organisation TEXT NOT NULL,
    id TEXT NOT NULL,
    inquiry TEXT NOT NULL,
    account TEXT NOT NULL,
    kind TEXT NOT NULL,
    seen_at BIGINT NOT NULL,
    PRIMARY KEY (organisation, id)
);
CREATE INDEX drift_inquiry ON drift (organisation, inquiry);
