-- Which mailbox was proposed and which one a person chose, on a Danish day (YYYY-MM-DD). Counts only: no id
-- and no word of a comment.
CREATE TABLE mailbox_day (
    organisation TEXT NOT NULL,
    day TEXT NOT NULL,
    proposed TEXT NOT NULL,
    chosen TEXT NOT NULL,
    count BIGINT NOT NULL,
    PRIMARY KEY (organisation, day, proposed, chosen)
);

-- An author was pointed to a mailbox in a thread: a keyed hash of both, with a life of its own, so that a
-- second request goes to a person.
CREATE TABLE pointed (
    organisation TEXT NOT NULL,
    account TEXT NOT NULL,
    mark TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (organisation, account, mark)
);
