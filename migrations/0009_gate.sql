-- What a person may do at the desk. Who was here before could do everything a team lead can.
CREATE TABLE moderator_role (
    organisation TEXT NOT NULL,
    moderator TEXT NOT NULL,
    role TEXT NOT NULL,
    granted_at BIGINT NOT NULL,
    PRIMARY KEY (organisation, moderator, role)
);
INSERT INTO moderator_role (organisation, moderator, role, granted_at)
    SELECT organisation, id, 'team_lead', made_at FROM moderator;

-- Which pages a person looks after; without a line all of them.
CREATE TABLE moderator_page (
    organisation TEXT NOT NULL,
    moderator TEXT NOT NULL,
    account TEXT NOT NULL,
    PRIMARY KEY (organisation, moderator, account)
);

-- Sessions by person, so that their owner can see and end them. Who was signed in signs in again.
DROP TABLE web_session;
CREATE TABLE web_session (
    hash TEXT NOT NULL PRIMARY KEY,
    handle TEXT NOT NULL,
    organisation TEXT NOT NULL,
    moderator TEXT NOT NULL,
    began_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    proven_at BIGINT,
    password TEXT NOT NULL,
    by_link BOOLEAN NOT NULL,
    tongue TEXT NOT NULL,
    device TEXT NOT NULL,
    hard TEXT NOT NULL
);
CREATE INDEX web_session_of ON web_session (organisation, moderator);

-- When somebody last came in: who no longer does needs no access.
ALTER TABLE moderator ADD COLUMN last_in BIGINT;

-- The secret behind a person's six digits, sealed, and the newest code that was used.
CREATE TABLE second_factor (
    organisation TEXT NOT NULL,
    moderator TEXT NOT NULL,
    sealed BYTEA NOT NULL,
    confirmed_at BIGINT,
    last_step BIGINT NOT NULL,
    PRIMARY KEY (organisation, moderator)
);

-- That somebody looked at a person's access, and whether they keep it.
CREATE TABLE access_review (
    organisation TEXT NOT NULL,
    moderator TEXT NOT NULL,
    reviewed_at BIGINT NOT NULL,
    reviewed_by TEXT NOT NULL,
    kept BOOLEAN NOT NULL,
    PRIMARY KEY (organisation, moderator, reviewed_at)
);

-- That somebody read what is noted about them, and which version of it.
CREATE TABLE notice_read (
    organisation TEXT NOT NULL,
    moderator TEXT NOT NULL,
    version BIGINT NOT NULL,
    read_at BIGINT NOT NULL,
    PRIMARY KEY (organisation, moderator, version)
);
