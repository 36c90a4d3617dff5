-- first_serial: the first asking since the email last changed hands. A change that was asked for anew with another
-- address is still the same one to the old address, whose "this was not me" stops it.
ALTER TABLE email_change ADD COLUMN first_serial INT NOT NULL DEFAULT 1;

-- Who had the email before a change may take it back for some days, also where it was changed again since: one row for
-- each change. Taking back an earlier one makes the later ones void.
CREATE TABLE email_revert (
	user_id           BIGINT NOT NULL,
	serial            INT NOT NULL,
	old_email         VARCHAR(254) NOT NULL,
	new_email         VARCHAR(254) NOT NULL,
	state             VARCHAR(10) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT 'open',
	changed_at        BIGINT NOT NULL,
	PRIMARY KEY (user_id, serial),
	KEY email_revert_changed (changed_at),
	CONSTRAINT email_revert_user FOREIGN KEY (user_id) REFERENCES user (id),
	CONSTRAINT email_revert_state CHECK (state IN ('open', 'used', 'void'))
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
