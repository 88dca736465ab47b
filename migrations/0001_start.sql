-- One row: which installation this is. The key folder must say the same.
CREATE TABLE installation (
    id TEXT NOT NULL PRIMARY KEY,
    made_at BIGINT NOT NULL
);

CREATE TABLE organisation (
    organisation TEXT NOT NULL PRIMARY KEY,
    halted_at BIGINT,
    halted_by TEXT
);

CREATE TABLE account (
    organisation TEXT NOT NULL,
    account TEXT NOT NULL,
    network TEXT NOT NULL,
    connected_at BIGINT NOT NULL,
    is_acting BOOLEAN NOT NULL,
    watermark BIGINT NOT NULL,
    fence BIGINT NOT NULL,
    lease_owner TEXT,
    lease_until BIGINT NOT NULL,
    failures BIGINT NOT NULL,
    retry_at BIGINT NOT NULL,
    trouble TEXT,
    pulled_at BIGINT,
    private_dropped BIGINT NOT NULL,
    unreadable BIGINT NOT NULL,
    PRIMARY KEY (organisation, account)
);

-- Our own posts, with the network's own count beside ours.
CREATE TABLE post (
    organisation TEXT NOT NULL,
    account TEXT NOT NULL,
    post TEXT NOT NULL,
    written_at BIGINT NOT NULL,
    marker TEXT NOT NULL,
    count_there BIGINT,
    count_read BIGINT,
    seen BIGINT NOT NULL,
    read_at BIGINT,
    full_at BIGINT,
    PRIMARY KEY (organisation, account, post)
);

-- A comment is known again by a keyed hash: pseudonymous personal data, with a life of its own.
CREATE TABLE tombstone (
    organisation TEXT NOT NULL,
    account TEXT NOT NULL,
    mac TEXT NOT NULL,
    post TEXT,
    marker TEXT NOT NULL,
    inquiry TEXT,
    is_ours BOOLEAN NOT NULL,
    seen_at BIGINT NOT NULL,
    PRIMARY KEY (organisation, account, mac)
);

-- All we hold on a citizen stands in `sealed`; its key stands in the other database.
CREATE TABLE inquiry (
    organisation TEXT NOT NULL,
    id TEXT NOT NULL,
    account TEXT NOT NULL,
    mac TEXT NOT NULL,
    sealed BYTEA NOT NULL,
    key_version BIGINT NOT NULL,
    version BIGINT NOT NULL,
    state TEXT NOT NULL,
    is_urgent BOOLEAN NOT NULL,
    rule TEXT NOT NULL,
    purpose TEXT NOT NULL,
    source TEXT NOT NULL,
    policy_version TEXT NOT NULL,
    written_at BIGINT NOT NULL,
    taken_in BIGINT NOT NULL,
    checked_at BIGINT NOT NULL,
    decide_by BIGINT,
    delete_after BIGINT NOT NULL,
    PRIMARY KEY (organisation, id)
);
CREATE INDEX inquiry_open ON inquiry (organisation, is_urgent, written_at) WHERE state IN ('queued', 'hidden');
CREATE INDEX inquiry_due ON inquiry (organisation, delete_after);
CREATE INDEX inquiry_check ON inquiry (organisation, account, checked_at);

-- Why, by whom and under which rule; kept after the words are gone.
CREATE TABLE verdict (
    organisation TEXT NOT NULL,
    id TEXT NOT NULL,
    inquiry TEXT NOT NULL,
    outcome TEXT NOT NULL,
    rule TEXT NOT NULL,
    ground TEXT,
    by_whom TEXT NOT NULL,
    is_automatic BOOLEAN NOT NULL,
    mailbox TEXT,
    policy_version TEXT NOT NULL,
    version BIGINT NOT NULL,
    decided_at BIGINT NOT NULL,
    PRIMARY KEY (organisation, id)
);
CREATE INDEX verdict_inquiry ON verdict (organisation, inquiry);

-- The outbox. `words` are our own.
CREATE TABLE task (
    organisation TEXT NOT NULL,
    id TEXT NOT NULL,
    inquiry TEXT NOT NULL,
    account TEXT NOT NULL,
    deed TEXT NOT NULL,
    is_automatic BOOLEAN NOT NULL,
    state TEXT NOT NULL,
    after_task TEXT,
    not_before BIGINT NOT NULL,
    tries BIGINT NOT NULL,
    lease_owner TEXT,
    lease_until BIGINT NOT NULL,
    fence BIGINT NOT NULL,
    words TEXT,
    language TEXT,
    our_remote TEXT,
    note TEXT,
    made_at BIGINT NOT NULL,
    intent_at BIGINT,
    ended_at BIGINT,
    PRIMARY KEY (organisation, id)
);
CREATE INDEX task_inquiry ON task (organisation, inquiry);
CREATE INDEX task_due ON task (organisation, account, not_before) WHERE state IN ('open', 'intent', 'unknown');

-- Something a person must know that is not an inquiry: we leaked, a token died.
CREATE TABLE warning (
    organisation TEXT NOT NULL,
    id TEXT NOT NULL,
    account TEXT NOT NULL,
    kind TEXT NOT NULL,
    remote TEXT,
    raised_at BIGINT NOT NULL,
    PRIMARY KEY (organisation, id)
);

CREATE TABLE audit_head (
    organisation TEXT NOT NULL PRIMARY KEY,
    seq BIGINT NOT NULL,
    mac TEXT NOT NULL
);
CREATE TABLE audit (
    organisation TEXT NOT NULL,
    seq BIGINT NOT NULL,
    at BIGINT NOT NULL,
    who TEXT NOT NULL,
    what TEXT NOT NULL,
    inquiry TEXT,
    mac TEXT NOT NULL,
    PRIMARY KEY (organisation, seq)
);

-- What a retention run destroyed: counts and moments, nothing personal.
CREATE TABLE receipt (
    organisation TEXT NOT NULL,
    id TEXT NOT NULL,
    at BIGINT NOT NULL,
    destroyed BIGINT NOT NULL,
    tombstones BIGINT NOT NULL,
    is_clean BOOLEAN NOT NULL,
    residue_until BIGINT,
    PRIMARY KEY (organisation, id)
);

CREATE TABLE moderator (
    organisation TEXT NOT NULL,
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    password_hash TEXT,
    made_at BIGINT NOT NULL,
    disabled_at BIGINT,
    failures BIGINT NOT NULL,
    failed_at BIGINT NOT NULL,
    PRIMARY KEY (organisation, id),
    UNIQUE (organisation, name)
);

-- A single-use sign-in link: the first moderator, a forgotten password, the demo.
CREATE TABLE one_time (
    organisation TEXT NOT NULL,
    hash TEXT NOT NULL,
    moderator TEXT NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (organisation, hash)
);

CREATE TABLE web_session (
    hash TEXT NOT NULL PRIMARY KEY,
    record BYTEA NOT NULL,
    expires_at BIGINT NOT NULL
);
