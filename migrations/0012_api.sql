-- Tokens of programs that read figures. Only a hash is stored; the token is shown once. What one may
-- read is what its roles may read at the desk, and never a citizen's words.
CREATE TABLE api_token (
    organisation TEXT NOT NULL,
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    hash TEXT NOT NULL,
    -- With blanks between them.
    roles TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    revoked_at BIGINT,
    -- The day of its last call; empty = never.
    used_day TEXT NOT NULL,
    PRIMARY KEY (organisation, id),
    UNIQUE (hash)
);
