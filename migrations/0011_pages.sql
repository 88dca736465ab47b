-- Who shall look at an inquiry next, because somebody wants a colleague's eyes or gives it on. A reason of a
-- closed list and no words: what a note would say about a citizen belongs under the seal. It lives as long
-- as its inquiry.
CREATE TABLE referral (
    organisation TEXT NOT NULL,
    id TEXT NOT NULL,
    inquiry TEXT NOT NULL,
    -- `opinion`: whoever asks may not be the one who answers. `hand_over`: it is somebody else's now.
    kind TEXT NOT NULL,
    asked_by TEXT NOT NULL,
    -- A moderator's pseudonym, `lead`, `dpo`, or empty for whoever is on duty.
    to_whom TEXT NOT NULL,
    reason TEXT NOT NULL,
    asked_at BIGINT NOT NULL,
    ended_at BIGINT,
    ended_by TEXT,
    -- `decided`, `withdrawn` or `passed_on`.
    ending TEXT,
    PRIMARY KEY (organisation, id)
);
CREATE INDEX referral_inquiry ON referral (organisation, inquiry);
CREATE UNIQUE INDEX referral_standing ON referral (organisation, inquiry) WHERE ended_at IS NULL;

-- Equal treatment: each week some decisions under each rule, picked by chance, that somebody looks at side by
-- side. By inquiry and never by who decided; an inquiry that is gone is out of it.
CREATE TABLE sample_week (
    organisation TEXT NOT NULL,
    -- The Monday of the week that it is about, YYYY-MM-DD.
    week TEXT NOT NULL,
    drawn_at BIGINT NOT NULL,
    PRIMARY KEY (organisation, week)
);
CREATE TABLE sample (
    organisation TEXT NOT NULL,
    week TEXT NOT NULL,
    inquiry TEXT NOT NULL,
    -- The rule that it was flagged under, and what a person made of it.
    rule TEXT NOT NULL,
    outcome TEXT NOT NULL,
    is_same BOOLEAN,
    -- Why it is not, from a closed list.
    note TEXT,
    judged_at BIGINT,
    PRIMARY KEY (organisation, week, inquiry)
);

-- The guidelines that a moderator would rather leave to colleagues, with a space before and after each. Their
-- own wish: nothing counts it.
ALTER TABLE preference ADD COLUMN spared TEXT NOT NULL DEFAULT '';
