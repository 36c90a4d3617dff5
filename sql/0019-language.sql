-- In which language a user reads texts, as a tag such as hi or pt_BR. NULL: as the browser asks.
ALTER TABLE user ADD COLUMN language VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NULL;

-- In which a message is written: that of the user whose address it goes to. Empty: English.
ALTER TABLE outbox ADD COLUMN language VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '';
