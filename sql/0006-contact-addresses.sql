-- Where a contact person is reached, and what is known of each address.
-- part: 'wanted' is the one in use, 'further' is listed beside it, 'replaced' is not the person's any more but stands in.
-- stands_in: what is sent goes here until the wanted address of the channel is proven.
-- wanted_of and stand_in_of are the id of the person or NULL, so the unique indexes allow one of each a channel, and
-- wanted_email keeps two persons of an account from sharing an address.
-- state is what is known now. proven_at is when its reader proved it, and stays while messages bounce.
CREATE TABLE contact_address (
	account_id        BIGINT NOT NULL,
	id                BIGINT NOT NULL AUTO_INCREMENT,
	contact_person_id BIGINT NOT NULL,
	channel           VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	part              VARCHAR(10) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	label             VARCHAR(10) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	address           VARCHAR(254) NOT NULL,
	address_key       VARCHAR(254) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
	                  GENERATED ALWAYS AS (LOWER(address)) STORED,
	wanted_of         BIGINT GENERATED ALWAYS AS (IF(part = 'wanted', contact_person_id, NULL)) VIRTUAL,
	wanted_email      VARCHAR(254) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
	                  GENERATED ALWAYS AS (IF(part = 'wanted' AND channel = 'mail', LOWER(address), NULL)) STORED,
	stands_in         TINYINT NOT NULL DEFAULT 0,
	stand_in_of       BIGINT GENERATED ALWAYS AS (IF(stands_in = 1, contact_person_id, NULL)) VIRTUAL,
	state             VARCHAR(12) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT 'unverified',
	state_at          BIGINT NOT NULL,
	reason            VARCHAR(300) NOT NULL DEFAULT '',
	proven_at         BIGINT NULL,
	failures          INT NOT NULL DEFAULT 0,
	failing_since     BIGINT NOT NULL DEFAULT 0,
	asked_session_id  BIGINT NULL,
	proof_serial      INT NOT NULL DEFAULT 0,
	proof_at          BIGINT NOT NULL DEFAULT 0,
	created_at        BIGINT NOT NULL,
	PRIMARY KEY (id),
	UNIQUE KEY contact_address_row (account_id, id),
	UNIQUE KEY contact_address_wanted (wanted_of, channel),
	UNIQUE KEY contact_address_stand_in (stand_in_of, channel),
	UNIQUE KEY contact_address_once (contact_person_id, channel, address_key),
	UNIQUE KEY contact_address_email (account_id, wanted_email),
	KEY contact_address_of_person (account_id, contact_person_id),
	KEY contact_address_key (account_id, address_key),
	CONSTRAINT contact_address_person FOREIGN KEY (account_id, contact_person_id)
		REFERENCES contact_person (account_id, id) ON DELETE CASCADE,
	CONSTRAINT contact_address_channel CHECK (channel IN ('mail', 'sms')),
	CONSTRAINT contact_address_part CHECK (part IN ('wanted', 'further', 'replaced')),
	CONSTRAINT contact_address_stands_in CHECK (stands_in = 0 OR (stands_in = 1 AND part <> 'wanted')),
	CONSTRAINT contact_address_label CHECK (label IN ('work', 'personal', 'mobile')),
	CONSTRAINT contact_address_state CHECK (state IN ('unverified', 'verified', 'bouncing', 'unreachable'))
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

INSERT INTO contact_address (account_id, contact_person_id, channel, part, label, address, state_at, created_at)
	SELECT account_id, id, 'mail', 'wanted', 'work', email, saved_at, created_at FROM contact_person;

INSERT INTO contact_address (account_id, contact_person_id, channel, part, label, address, state_at, created_at)
	SELECT account_id, id, 'sms', 'wanted', 'work', phone, saved_at, created_at FROM contact_person;

ALTER TABLE contact_person
	DROP INDEX contact_person_email,
	DROP INDEX contact_person_phone,
	DROP COLUMN email_key,
	DROP COLUMN email,
	DROP COLUMN phone,
	ADD COLUMN category_bits BIGINT NOT NULL DEFAULT 0,
	ADD COLUMN is_authorised TINYINT NOT NULL DEFAULT 0,
	ADD COLUMN confirmed_at BIGINT NOT NULL DEFAULT 0,
	ADD COLUMN asked_at BIGINT NOT NULL DEFAULT 0,
	ADD COLUMN withdrawn_at BIGINT NULL,
	ADD KEY contact_person_asked (confirmed_at);

-- category_bits are numbered as enum category in cgi-bin/domain/category.h: security codes 0, critical alerts 1,
-- account 2, billing 3, technical 4, compliance 5. Codes go to the Primary alone, who has critical alerts as well.
UPDATE contact_person SET confirmed_at = consent_at, category_bits = IF(is_primary = 1, 3, 0)
	+ CASE kind WHEN 'billing' THEN 8 WHEN 'technical' THEN 16 WHEN 'compliance' THEN 32 ELSE 4 END;

ALTER TABLE contact_person
	ADD CONSTRAINT contact_person_primary_receives CHECK (category_bits & 1 = is_primary
		AND (is_primary = 0 OR category_bits & 2 = 2));

-- Nobody but the command line has added users so far, which counts as proof of their address.
ALTER TABLE user ADD COLUMN email_proven_at BIGINT NULL;

UPDATE user SET email_proven_at = created_at;

-- For "how often was something sent to this address", and for the newest message to an address.
ALTER TABLE outbox
	ADD KEY outbox_recipient (recipient, category, created_at),
	ADD KEY outbox_newest (account_id, recipient, id);
