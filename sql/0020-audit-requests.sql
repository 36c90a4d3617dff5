-- What one request did belongs together: the events of somebody's leaving are read at once.
ALTER TABLE audit_event
	ADD KEY audit_event_request (account_id, request_id);
