-- A contact person who is also a user of the account: said by that user or by somebody who may change contact persons, never
-- by equal addresses alone. A user is one contact person at most. It grants nothing.
-- not_user_id: somebody said that this user, who has the same address, is another person; it is not asked again.
ALTER TABLE contact_person
	ADD COLUMN user_id BIGINT NULL,
	ADD COLUMN linked_by VARCHAR(120) NOT NULL DEFAULT '',
	ADD COLUMN linked_at BIGINT NULL,
	ADD COLUMN not_user_id BIGINT NULL,
	ADD UNIQUE KEY contact_person_user (account_id, user_id),
	ADD CONSTRAINT contact_person_membership FOREIGN KEY (account_id, user_id)
		REFERENCES membership (account_id, user_id),
	ADD CONSTRAINT contact_person_linked CHECK ((user_id IS NULL) = (linked_at IS NULL));
