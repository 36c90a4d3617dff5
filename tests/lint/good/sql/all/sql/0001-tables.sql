-- account: who the customer is. It's a comment with an apostrophe; and "one quote
/* RETURNING, SEQUENCE and MyISAM may be talked about */
CREATE TABLE account (
	id BIGINT NOT NULL AUTO_INCREMENT,
	`name` VARCHAR(120) NOT NULL DEFAULT '',	-- as registered
	super_admins INT NOT NULL DEFAULT 1,
	created_at DATETIME(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
	PRIMARY KEY (id),
	CONSTRAINT account_super_admins CHECK ((super_admins >= 1) AND (name <> 'RETURNING'))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE IF NOT EXISTS contact_person (
	id BIGINT NOT NULL AUTO_INCREMENT,
	account_id BIGINT NOT NULL,
	name VARCHAR(120) CHARACTER SET utf8mb4 NOT NULL,
	is_primary TINYINT NOT NULL DEFAULT 0,
	primary_of BIGINT GENERATED ALWAYS AS (IF(is_primary, account_id, NULL)) STORED,
	PRIMARY KEY (id),
	UNIQUE KEY contact_person_pair (account_id, id),
	UNIQUE KEY contact_person_primary (primary_of),
	KEY contact_person_name (account_id, name(20), id),
	CONSTRAINT contact_person_account FOREIGN KEY (account_id) REFERENCES account (id)
);
