-- How far back posts are read, and since when every comment that we saw there has a tombstone: a horizon
-- that is raised does not bring back those that the shorter one dropped.
ALTER TABLE organisation ADD COLUMN horizon_days BIGINT;
ALTER TABLE organisation ADD COLUMN whole_since BIGINT NOT NULL DEFAULT 0;
