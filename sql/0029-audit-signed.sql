-- Every event is signed from here on, and no event can be written twice.
ALTER TABLE audit_event
	MODIFY COLUMN nonce BINARY(16) NOT NULL,
	MODIFY COLUMN told_hash BINARY(32) NOT NULL,
	MODIFY COLUMN mac BINARY(32) NOT NULL,
	ADD UNIQUE KEY audit_event_nonce (nonce);
