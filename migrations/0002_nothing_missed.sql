-- Secrets of a connection, sealed under a key of the key folder; written, never shown.
CREATE TABLE credential (
    organisation TEXT NOT NULL,
    account TEXT NOT NULL,
    version BIGINT NOT NULL,
    sealed BYTEA NOT NULL,
    set_at BIGINT NOT NULL,
    ends_at BIGINT,
    PRIMARY KEY (organisation, account)
);

-- Since when the network says that our token is dead; its terms count from there.
ALTER TABLE account ADD COLUMN dead_since BIGINT;
-- When the stream was last read as far back as the pull horizon reaches.
ALTER TABLE account ADD COLUMN wide_at BIGINT;

-- When the network last gave us the comment as it stands; NULL = only when it was taken in. A network's
-- own terms count from here.
ALTER TABLE inquiry ADD COLUMN refreshed_at BIGINT;

-- A webhook's word that something happened: never the thing itself. The hook role may only INSERT here.
-- `id` is a keyed hash of the event, so that a second delivery is known; it lives as long as a network
-- may deliver again.
CREATE TABLE hint (
    organisation TEXT NOT NULL,
    id TEXT NOT NULL,
    account TEXT NOT NULL,
    post TEXT,
    kind TEXT NOT NULL,
    heard_at BIGINT NOT NULL,
    taken_at BIGINT,
    PRIMARY KEY (organisation, id)
);
CREATE INDEX hint_open ON hint (organisation, account, heard_at) WHERE taken_at IS NULL;

-- What the last whole reading of a thread came to, beside the network's own count.
-- `listed`: what it showed of what it counts. `gap`: counted there and never shown to us.
ALTER TABLE post ADD COLUMN listed BIGINT;
ALTER TABLE post ADD COLUMN gap BIGINT NOT NULL DEFAULT 0;
ALTER TABLE post ADD COLUMN gap_since BIGINT;
-- Seen by us and no longer shown; counted there once, and gone before we came.
ALTER TABLE post ADD COLUMN vanished BIGINT NOT NULL DEFAULT 0;
ALTER TABLE post ADD COLUMN unseen BIGINT NOT NULL DEFAULT 0;
-- The last time that anything new was seen under it.
ALTER TABLE post ADD COLUMN moved_at BIGINT;
CREATE INDEX post_gap ON post (organisation, gap_since) WHERE gap > 0;

-- A day of a post, in Danish days (YYYY-MM-DD): how it stood when the day was last looked at, and what
-- came in that day. Counts only.
CREATE TABLE post_day (
    organisation TEXT NOT NULL,
    account TEXT NOT NULL,
    day TEXT NOT NULL,
    post TEXT NOT NULL,
    there BIGINT,
    grown BIGINT NOT NULL,
    seen BIGINT NOT NULL,
    vanished BIGINT NOT NULL,
    unseen BIGINT NOT NULL,
    gap BIGINT NOT NULL,
    gap_since BIGINT,
    PRIMARY KEY (organisation, account, day, post)
);

-- What came in an hour (its number since 1970), by polling and by hints: an account's own rhythm.
CREATE TABLE rhythm (
    organisation TEXT NOT NULL,
    account TEXT NOT NULL,
    hour BIGINT NOT NULL,
    seen BIGINT NOT NULL,
    hinted BIGINT NOT NULL,
    PRIMARY KEY (organisation, account, hour)
);

-- What was spent of a network's daily quota; `day` in the network's own time zone.
CREATE TABLE quota (
    organisation TEXT NOT NULL,
    pool TEXT NOT NULL,
    day TEXT NOT NULL,
    spent BIGINT NOT NULL,
    PRIMARY KEY (organisation, pool, day)
);

-- A request to read again what an outage may have lost.
CREATE TABLE backfill (
    organisation TEXT NOT NULL,
    account TEXT NOT NULL,
    since BIGINT NOT NULL,
    asked_at BIGINT NOT NULL,
    -- Posts written up to here (newest first) are still to be read.
    reached BIGINT NOT NULL,
    posts BIGINT NOT NULL,
    found BIGINT NOT NULL,
    -- Threads that the network did not let us read.
    refused BIGINT NOT NULL,
    ended_at BIGINT,
    PRIMARY KEY (organisation, account)
);

-- The list from hosting decision to switch-on.
CREATE TABLE onboarding (
    organisation TEXT NOT NULL,
    step TEXT NOT NULL,
    state TEXT NOT NULL,
    owner TEXT NOT NULL,
    note TEXT NOT NULL,
    due TEXT,
    changed_at BIGINT NOT NULL,
    PRIMARY KEY (organisation, step)
);
