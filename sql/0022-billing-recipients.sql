-- Who receives billing messages is who is chosen for them (category bit 8). One of them can be the one a mail is addressed
-- to; billing_to_of is the account's id for that person and NULL for everyone else, so there is at most one.
ALTER TABLE contact_person
	ADD COLUMN is_billing_to TINYINT NOT NULL DEFAULT 0,
	ADD COLUMN billing_to_of BIGINT GENERATED ALWAYS AS (IF(is_billing_to = 1, account_id, NULL)) VIRTUAL,
	ADD UNIQUE KEY contact_person_billing_to (billing_to_of),
	ADD CONSTRAINT contact_person_is_billing_to CHECK (is_billing_to = 0 OR (is_billing_to = 1
		AND category_bits & 8 = 8));

-- Whom a mail names in To and Cc, one a line; NULL: its recipient alone.
ALTER TABLE outbox
	ADD COLUMN shown_to TEXT NULL;
