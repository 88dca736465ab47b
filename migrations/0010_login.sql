-- A sign-in by the municipality's own login that is under way: minutes old at the most, used once.
CREATE TABLE sign_in_way (
    organisation TEXT NOT NULL,
    state TEXT NOT NULL,
    browser TEXT NOT NULL,
    nonce TEXT NOT NULL,
    verifier TEXT NOT NULL,
    back TEXT NOT NULL,
    since BIGINT,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (organisation, state)
);

-- Who somebody is to that login, as a hash; NULL for a local account.
ALTER TABLE moderator ADD COLUMN subject TEXT;
CREATE UNIQUE INDEX moderator_subject ON moderator (organisation, subject);
