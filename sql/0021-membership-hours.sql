-- When somebody works, and when calls come, on each day of the week in the zone the user sees times in; one row a day that
-- has any. weekday 1 is Monday; minutes since midnight; to_min not after from_min ends on the next day, 1440 is midnight.
CREATE TABLE membership_hours (
	account_id      BIGINT NOT NULL,
	membership_id   BIGINT NOT NULL,
	kind            VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	weekday         TINYINT NOT NULL,
	from_min        SMALLINT NOT NULL,
	to_min          SMALLINT NOT NULL,
	PRIMARY KEY (account_id, membership_id, kind, weekday),
	CONSTRAINT membership_hours_of FOREIGN KEY (account_id, membership_id) REFERENCES membership (account_id, id)
		ON DELETE CASCADE,
	CONSTRAINT membership_hours_kind CHECK (kind IN ('work', 'calls')),
	CONSTRAINT membership_hours_weekday CHECK (weekday BETWEEN 1 AND 7),
	CONSTRAINT membership_hours_from CHECK (from_min BETWEEN 0 AND 1439),
	CONSTRAINT membership_hours_to CHECK (to_min BETWEEN 1 AND 1440 AND to_min <> from_min)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
