-- Who is invited is listed by name among the users of an account, and searched in this index alone.
ALTER TABLE invitation
	ADD KEY invitation_named (account_id, state, name, id, email, extension);
