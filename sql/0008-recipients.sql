-- How often something was sent to a recipient is counted whatever the spelling, so that a code's limits are not
-- escaped by capital letters.
ALTER TABLE outbox
	ADD COLUMN recipient_key VARCHAR(254) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
	           GENERATED ALWAYS AS (LOWER(recipient)) STORED AFTER recipient,
	DROP KEY outbox_recipient,
	ADD KEY outbox_recipient (recipient_key, category, created_at);
