-- The head that one follows, so that two couriers who look at the same moment do not both tell one. 0: it is the first.
ALTER TABLE audit_head
	ADD COLUMN previous BIGINT NOT NULL DEFAULT 0,
	ADD UNIQUE KEY audit_head_previous (chain, previous),
	ADD CONSTRAINT audit_head_order CHECK (previous >= 0 AND previous < position);
