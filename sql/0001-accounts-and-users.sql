-- Accounts, roles, users and memberships.
-- Times are UTC seconds. A statement ends with ";" at the end of a line; the migration runner splits there.

CREATE TABLE account (
	id              BIGINT NOT NULL AUTO_INCREMENT,
	business_name   VARCHAR(120) NOT NULL,
	business_email  VARCHAR(254) NOT NULL,
	trade_name      VARCHAR(120) NOT NULL DEFAULT '',
	phone           VARCHAR(16) NOT NULL DEFAULT '',
	website         VARCHAR(255) NOT NULL DEFAULT '',
	legal_name      VARCHAR(120) NOT NULL DEFAULT '',
	address         VARCHAR(500) NOT NULL DEFAULT '',
	region          CHAR(2) NOT NULL DEFAULT 'IN',
	time_zone       VARCHAR(64) NOT NULL DEFAULT 'Asia/Kolkata',
	super_admins    INT NOT NULL,
	contact_limit   INT NOT NULL,
	contact_count   INT NOT NULL DEFAULT 0,
	version         BIGINT NOT NULL DEFAULT 1,
	last_form       VARCHAR(22) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
	saved_at        BIGINT NOT NULL,
	saved_by        VARCHAR(120) NOT NULL DEFAULT '',
	created_at      BIGINT NOT NULL,
	PRIMARY KEY (id),
	CONSTRAINT account_has_super_admin CHECK (super_admins >= 1),
	CONSTRAINT account_contact_limit CHECK (contact_count >= 0 AND contact_count <= contact_limit)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- The five roles have the ids 1 to 5 in every account; copies of them start at 6. permissions is a set of bits,
-- numbered as enum permission in cgi-bin/domain/role.h.
CREATE TABLE role (
	account_id      BIGINT NOT NULL,
	id              INT NOT NULL,
	copied_from     INT NOT NULL,
	name            VARCHAR(60) NOT NULL,
	permission_bits BIGINT NOT NULL,
	version         BIGINT NOT NULL DEFAULT 1,
	PRIMARY KEY (account_id, id),
	UNIQUE KEY role_name (account_id, name),
	CONSTRAINT role_account FOREIGN KEY (account_id) REFERENCES account (id),
	CONSTRAINT role_copied_from CHECK (copied_from BETWEEN 1 AND 5)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- email_key is what makes two spellings of one address the same user.
CREATE TABLE user (
	id              BIGINT NOT NULL AUTO_INCREMENT,
	name            VARCHAR(120) NOT NULL,
	email           VARCHAR(254) NOT NULL,
	email_key       VARCHAR(254) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
	                GENERATED ALWAYS AS (LOWER(email)) STORED,
	mobile          VARCHAR(16) NOT NULL DEFAULT '',
	password_hash   VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
	last_account_id BIGINT NULL,
	last_sign_in_at BIGINT NULL,
	version         BIGINT NOT NULL DEFAULT 1,
	created_at      BIGINT NOT NULL,
	PRIMARY KEY (id),
	UNIQUE KEY user_email (email_key)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

CREATE TABLE membership (
	account_id      BIGINT NOT NULL,
	id              BIGINT NOT NULL AUTO_INCREMENT,
	user_id         BIGINT NOT NULL,
	role_id         INT NOT NULL,
	state           VARCHAR(12) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT 'active',
	extension       VARCHAR(10) CHARACTER SET ascii COLLATE ascii_bin NULL,
	department      VARCHAR(60) NOT NULL DEFAULT '',
	takes_calls     TINYINT NOT NULL DEFAULT 0,
	version         BIGINT NOT NULL DEFAULT 1,
	created_at      BIGINT NOT NULL,
	PRIMARY KEY (id),
	UNIQUE KEY membership_row (account_id, id),
	UNIQUE KEY membership_user (account_id, user_id),
	UNIQUE KEY membership_extension (account_id, extension),
	KEY membership_role_id (account_id, role_id),
	KEY membership_of_user (user_id, account_id),
	CONSTRAINT membership_account FOREIGN KEY (account_id) REFERENCES account (id),
	CONSTRAINT membership_user_id FOREIGN KEY (user_id) REFERENCES user (id),
	CONSTRAINT membership_role FOREIGN KEY (account_id, role_id) REFERENCES role (account_id, id),
	CONSTRAINT membership_state CHECK (state IN ('active', 'suspended'))
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
