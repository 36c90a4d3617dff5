-- What the application's user may do; nothing else. `pointperson migrate` runs this at its end and puts that user's
-- name in the place of {application}. There is no right to change tables, and audit events can only be added and read.

GRANT SELECT ON schema_migration TO {application};
GRANT SELECT, INSERT, UPDATE ON account TO {application};
GRANT SELECT, INSERT, UPDATE ON billing_details TO {application};
GRANT SELECT, INSERT, UPDATE, DELETE ON role TO {application};
GRANT SELECT, INSERT, UPDATE ON user TO {application};
GRANT SELECT, INSERT, UPDATE, DELETE ON membership TO {application};
GRANT SELECT, INSERT, UPDATE, DELETE ON invitation TO {application};
GRANT SELECT, INSERT, UPDATE, DELETE ON membership_hours TO {application};
GRANT SELECT, INSERT, UPDATE, DELETE ON session TO {application};
GRANT SELECT, INSERT, UPDATE, DELETE ON held_form TO {application};
GRANT SELECT, INSERT, UPDATE, DELETE ON submission TO {application};
GRANT SELECT, INSERT, UPDATE, DELETE ON throttle TO {application};
GRANT SELECT, INSERT, UPDATE, DELETE ON contact_person TO {application};
GRANT SELECT, INSERT, UPDATE, DELETE ON contact_address TO {application};
GRANT SELECT, INSERT, UPDATE, DELETE ON one_time_code TO {application};
GRANT SELECT, INSERT, UPDATE, DELETE ON step_up TO {application};
GRANT SELECT, INSERT, UPDATE, DELETE ON email_change TO {application};
GRANT SELECT, INSERT, UPDATE, DELETE ON email_revert TO {application};
GRANT SELECT, INSERT, UPDATE, DELETE ON business_email_change TO {application};
GRANT SELECT, INSERT, UPDATE, DELETE ON recovery_code TO {application};
GRANT SELECT, INSERT, UPDATE, DELETE ON passkey TO {application};
GRANT SELECT, INSERT, DELETE ON passkey_answered TO {application};
GRANT SELECT, INSERT ON audit_event TO {application};
GRANT SELECT, INSERT, UPDATE, DELETE ON access_request TO {application};
GRANT SELECT, INSERT, UPDATE ON outbox TO {application};
GRANT SELECT, INSERT, UPDATE ON courier_run TO {application};
GRANT SELECT, INSERT, UPDATE ON invoice_series TO {application};
GRANT SELECT, INSERT ON invoice TO {application};
GRANT SELECT, INSERT, UPDATE ON invoice_left TO {application};
GRANT SELECT, INSERT ON invoice_line TO {application};
GRANT SELECT, INSERT ON invoice_pdf TO {application};
GRANT SELECT, INSERT ON invoice_registration TO {application};
GRANT SELECT, INSERT ON invoice_payment TO {application};
