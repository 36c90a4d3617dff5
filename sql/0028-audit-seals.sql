-- What is known of an event that only this portal could have written: the application signs each event with the key of
-- the installation (domain/audit_sign.h). `pointperson migrate` signs those that are there, before 0029.
ALTER TABLE audit_event
	ADD COLUMN nonce BINARY(16) NULL,
	ADD COLUMN told_hash BINARY(32) NULL,
	ADD COLUMN mac BINARY(32) NULL;

-- What fields were before and after, apart from the event: personal data that is withdrawn can be erased here, and the
-- event still stands as it was sealed. No row where nothing is told.
CREATE TABLE audit_values (
	event_id        BIGINT NOT NULL,
	before_json     TEXT NOT NULL,
	after_json      TEXT NOT NULL,
	PRIMARY KEY (event_id),
	CONSTRAINT audit_values_event FOREIGN KEY (event_id) REFERENCES audit_event (id) ON DELETE CASCADE
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

INSERT INTO audit_values (event_id, before_json, after_json)
	SELECT id, before_json, after_json FROM audit_event WHERE before_json <> '{}' OR after_json <> '{}';

ALTER TABLE audit_event
	DROP COLUMN before_json,
	DROP COLUMN after_json;

-- The chain of an account: each seal holds the one before it. Chain 0 is that of events of no account. `courier` adds
-- seals once events are committed, so that those who write events do not wait for each other.
CREATE TABLE audit_seal (
	chain           BIGINT NOT NULL,
	position        BIGINT NOT NULL,
	event_id        BIGINT NOT NULL,
	hash            BINARY(32) NOT NULL,
	sealed_at       BIGINT NOT NULL,
	PRIMARY KEY (chain, position),
	UNIQUE KEY audit_seal_event (event_id),
	KEY audit_seal_at (sealed_at, event_id),
	CONSTRAINT audit_seal_event FOREIGN KEY (event_id) REFERENCES audit_event (id),
	CONSTRAINT audit_seal_position CHECK (position > 0)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- Where a chain begins anew once old events were put away: the seal before its first, and proof that this portal said so.
CREATE TABLE audit_start (
	chain           BIGINT NOT NULL,
	position        BIGINT NOT NULL,
	hash            BINARY(32) NOT NULL,
	made_at         BIGINT NOT NULL,
	mac             BINARY(32) NOT NULL,
	PRIMARY KEY (chain, position)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- The newest seal of a chain as it was a day's, and as it was told by mail: events that are missing behind it are found.
CREATE TABLE audit_head (
	chain           BIGINT NOT NULL,
	position        BIGINT NOT NULL,
	hash            BINARY(32) NOT NULL,
	made_at         BIGINT NOT NULL,
	PRIMARY KEY (chain, position)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
