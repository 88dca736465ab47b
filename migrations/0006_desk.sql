-- Who looks at an inquiry just now, so that two do not read the same one. It ends by itself; a decision
-- is guarded by the row's version, never by this.
CREATE TABLE claim (
    organisation TEXT NOT NULL,
    inquiry TEXT NOT NULL,
    moderator TEXT NOT NULL,
    ends_at BIGINT NOT NULL,
    PRIMARY KEY (organisation, inquiry)
);

-- What a moderator chose for their own desk: the letters of the shortcuts. Nothing about a citizen.
CREATE TABLE preference (
    organisation TEXT NOT NULL,
    moderator TEXT NOT NULL,
    shortcuts TEXT NOT NULL,
    PRIMARY KEY (organisation, moderator)
);

-- What the desk counts and lists by time.
CREATE INDEX verdict_when ON verdict (organisation, decided_at);
CREATE INDEX task_parked ON task (organisation, made_at) WHERE state IN ('open', 'intent', 'unknown', 'parked');
