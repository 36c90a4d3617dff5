-- Forms that wait for a sign-in are as many as were sent late: each has a name of its own. '' is the one that the session
-- shows next.
ALTER TABLE held_form
	ADD COLUMN kept_as VARCHAR(43) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '' AFTER session_id,
	DROP PRIMARY KEY,
	ADD PRIMARY KEY (session_id, kept_as);
