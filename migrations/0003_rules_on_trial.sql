-- What shadow rules matched on a Danish day (YYYY-MM-DD), beside what the rules in force made of the
-- same comments. Counts only: no id and no word of a comment.
CREATE TABLE shadow_day (
    organisation TEXT NOT NULL,
    day TEXT NOT NULL,
    rule TEXT NOT NULL,
    outcome TEXT NOT NULL,
    matched BIGINT NOT NULL,
    PRIMARY KEY (organisation, day, rule, outcome)
);

-- An outside model's word that a comment should be seen sooner: a place in the queue and nothing else.
ALTER TABLE inquiry ADD COLUMN is_lifted BOOLEAN NOT NULL DEFAULT FALSE;
