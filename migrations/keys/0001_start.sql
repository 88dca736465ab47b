-- The data key of each sealed row, wrapped by its month's key, and the blind index that dies with it.
CREATE TABLE data_key (
    organisation TEXT NOT NULL,
    inquiry TEXT NOT NULL,
    key_version BIGINT NOT NULL,
    account TEXT NOT NULL,
    fence BIGINT NOT NULL,
    month TEXT NOT NULL,
    wrapped BYTEA NOT NULL,
    blind_name TEXT,
    blind_handle TEXT,
    PRIMARY KEY (organisation, inquiry, key_version)
);
CREATE INDEX data_key_month ON data_key (organisation, month);

CREATE TABLE installation (
    id TEXT NOT NULL PRIMARY KEY,
    made_at BIGINT NOT NULL
);
