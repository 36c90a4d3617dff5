CREATE TABLE contact_note (
	id BIGINT NOT NULL,
	account_id BIGINT NOT NULL,
	contact_person_id BIGINT NOT NULL,
	PRIMARY KEY (id),
	FOREIGN KEY (account_id, contact_person_id)
		REFERENCES contact_person (account_id, id)
);
ALTER TABLE contact_note
	ADD COLUMN text VARCHAR(200) NOT NULL DEFAULT '',
	ADD KEY contact_note_text (text(10));
INSERT INTO contact_note (id, account_id) VALUES (1, 1)
	ON DUPLICATE KEY UPDATE account_id = VALUES(account_id);
INSERT INTO contact_note (id, text)
SELECT id, 'two; statements' FROM account;
