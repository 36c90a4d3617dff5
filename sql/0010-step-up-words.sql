-- A code confirms one act, so its words name the address that is wanted: they may be longer.
ALTER TABLE step_up
	MODIFY COLUMN what VARCHAR(700) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci NOT NULL;
