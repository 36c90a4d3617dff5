-- When the newest failure of a passing kind was, besides the first of its run: three within seven days are found
-- wherever the seven days begin.
ALTER TABLE contact_address
	ADD COLUMN failed_at BIGINT NOT NULL DEFAULT 0 AFTER failing_since;
