-- What the programs of each version wrote into its tables, for upgrades.sh: the part below "-- 0003 ..." is run once
-- migration 3 is applied, and before the next one. A migration that adds tables adds a part here, and a line to the
-- facts at the end.

-- 0001 accounts and users
INSERT INTO account (id, business_name, business_email, trade_name, legal_name, address, super_admins, contact_limit,
	saved_at, created_at) VALUES
	(1, 'Asha Traders', 'office@asha.example', 'Asha', 'Asha Traders LLP', '1 Mill Road, पुणे', 1, 5, 11, 12),
	(2, 'Binary Mills', 'hello@binary.example', '', '', '', 1, 3, 13, 14);
INSERT INTO role (account_id, id, copied_from, name, permission_bits) VALUES
	(1, 1, 1, 'Super Admin', 1023), (1, 2, 2, 'Admin', 511), (2, 1, 1, 'Super Admin', 1023);
INSERT INTO user (id, name, email, password_hash, last_account_id, last_sign_in_at, created_at) VALUES
	(1, 'Asha Rao', 'Asha.Rao@asha.example', 'hash-1', 1, 70, 15), (2, 'Vikram', 'vikram@binary.example', 'hash-2', NULL, NULL, 16);
INSERT INTO membership (account_id, id, user_id, role_id, extension, department, created_at) VALUES
	(1, 1, 1, 1, '101', 'Sales', 17), (2, 2, 2, 1, NULL, '', 18), (1, 3, 2, 2, '102', 'Sales', 19);

-- 0002 sessions and forms
INSERT INTO session (id, token_hash, user_id, account_id, client_ip, device, created_at, seen_at) VALUES
	(1, REPEAT('s', 32), 1, 1, '192.0.2.1', 'Firefox', 20, 21);
INSERT INTO held_form (session_id, account_id, path, sealed, expires_at) VALUES (1, 1, '/manage', 'sealed', 99);
INSERT INTO submission (key_hash, session_id, location, created_at) VALUES (REPEAT('k', 32), 1, '/manage', 22);
INSERT INTO throttle (policy, key_hash, free_at_ms) VALUES ('sign_in_client', REPEAT('t', 32), 23);

-- 0003 contact persons
INSERT INTO contact_person (account_id, id, is_primary, kind, name, email, phone, consent_by, consent_at,
	consent_wording, saved_at, saved_by, created_at) VALUES
	(1, 1, 1, 'alternate', 'Asha Rao', 'Asha.Rao@asha.example', '+919822031745', 'x', 24, 1, 25, 'x', 26),
	(1, 2, 0, 'billing', 'सुनीता', 'accounts@asha.example', '+919422058163', 'x', 27, 1, 28, 'x', 29),
	(2, 3, 1, 'technical', 'Vikram', 'vikram@binary.example', '+919845064217', 'x', 30, 1, 31, 'x', 32);
UPDATE account SET contact_count = 2 WHERE id = 1;
UPDATE account SET contact_count = 1 WHERE id = 2;

-- 0004 audit events and requests
INSERT INTO audit_event (account_id, at, action, actor_id, actor_name, before_json, after_json) VALUES
	(1, 33, 'contact.add', 1, 'Asha Rao', '{}', '{"name":"सुनीता"}');
INSERT INTO access_request (account_id, user_id, permission, path, asked_at) VALUES (1, 2, 'contact.edit', '/manage', 34);

-- 0005 outbox
INSERT INTO outbox (account_id, contact_person_id, event_key, channel, recipient, recipient_name, category, template,
	plain, sealed, next_at, created_at, expires_at, state_at) VALUES
	(1, 1, 'request/1', 'mail', 'Asha.Rao@asha.example', 'Asha Rao', 'account', 'access-request', '{}', '', 35, 36, 99, 37),
	(1, 1, 'code/1', 'mail', 'Asha.Rao@asha.example', 'Asha Rao', 'codes', 'step-up', '{}', '', 35, 36, 99, 37),
	(1, 1, 'still/1', 'mail', 'Asha.Rao@asha.example', 'Asha Rao', 'account', 'still-right', '{}', '', 35, 36, 99, 37),
	(1, 1, 'link/1', 'mail', 'Asha.Rao@asha.example', 'Asha Rao', 'account', 'new-one', '{}', 'sealed', 35, 36, 99, 37);

-- 0006 addresses of contact persons
UPDATE contact_address SET state = 'verified', proven_at = 38 WHERE contact_person_id = 1 AND channel = 'mail';
INSERT INTO contact_address (account_id, contact_person_id, channel, part, label, address, state_at, created_at) VALUES
	(1, 2, 'mail', 'further', 'personal', 'sunita@home.example', 39, 40);

-- 0007 codes
INSERT INTO one_time_code (account_id, purpose, bound_to, contact_person_id, code_mac, made_at, expires_at) VALUES
	(1, 'primary', 1, 1, 'mac', 41, 99);
INSERT INTO step_up (session_id, account_id, purpose, way, path, sealed, what, created_at, expires_at) VALUES
	(1, 1, 'primary', 'primary', '/manage', 'sealed', 'Make सुनीता Primary', 42, 99);

-- 0011 preferences
UPDATE user SET totp_sealed = 'sealed-1', totp_since = 43, time_zone = 'Asia/Kolkata' WHERE id = 1;
INSERT INTO recovery_code (user_id, code_mac) VALUES (1, 'mac-1'), (1, 'mac-2');
INSERT INTO email_change (user_id, old_email, new_email, asked_at, sent_at, expires_at) VALUES
	(2, 'vikram@binary.example', 'v@binary.example', 44, 45, 99);
INSERT INTO business_email_change (account_id, new_email, asked_by, asked_at, sent_at, expires_at) VALUES
	(1, 'new@asha.example', 1, 46, 47, 99);

-- 0012 taking an email back
INSERT INTO email_revert (user_id, serial, old_email, new_email, changed_at) VALUES
	(1, 1, 'old@asha.example', 'Asha.Rao@asha.example', 48);

-- 0013 passkeys
INSERT INTO passkey (user_id, credential_hash, credential, public_key, algorithm, name, created_at) VALUES
	(1, REPEAT('p', 32), 'credential', 'key', -7, 'आशा का फ़ोन', 49);
INSERT INTO passkey_answered (challenge_hash, expires_at) VALUES (REPEAT('c', 32), 99);

-- 0014 contact persons who are users
UPDATE contact_person SET user_id = 1, linked_by = 'Asha Rao', linked_at = 50 WHERE account_id = 1 AND id = 1;

-- 0015 memberships
UPDATE membership SET is_pro = 1, saved_at = 51 WHERE account_id = 1 AND id = 3;

-- 0016 invitations
INSERT INTO invitation (account_id, email, name, role_id, invited_by, asked_at, sent_at, expires_at) VALUES
	(1, 'new@demo.example', 'New Nirmala', 2, 1, 52, 53, 99);

-- 0017 roles of one's own
INSERT INTO role (account_id, id, copied_from, name, permission_bits) VALUES (1, 6, 2, 'Front desk', 3);
UPDATE account SET last_role_id = 6, custom_roles = 1, roles_version = 2 WHERE id = 1;

-- 0018 billing details
UPDATE billing_details SET registration = 'gstin', gstin = '27AAPFU0939F1ZV', state = '27', pin = '411001', city = 'Pune'
	WHERE account_id = 1;

-- 0019 languages
UPDATE user SET language = 'hi' WHERE id = 2;

-- 0021 hours
INSERT INTO membership_hours (account_id, membership_id, kind, weekday, from_min, to_min) VALUES (1, 1, 'work', 1, 540, 1080);

-- 0022 who receives invoices
UPDATE contact_person SET is_billing_to = 1 WHERE account_id = 1 AND id = 2;

-- 0023 invoices
INSERT INTO invoice_series (kind, financial_year, last_number, last_issued_on) VALUES ('invoice', 2026, 2, '2026-06-01');
INSERT INTO invoice (account_id, id, kind, financial_year, series_number, number, reference, of_invoice_id, issued_on,
	seller_name, seller_address, seller_gstin, seller_pan, seller_state, seller_contact, buyer_name, buyer_address,
	buyer_tax_id, buyer_pan, buyer_state, place_of_supply, supply, taxable_paise, cgst_paise, sgst_paise, igst_paise,
	rounding_paise, total_paise, issued_at, issued_by) VALUES
	(1, 1, 'invoice', 2026, 1, 'INV/2627/000001', 'A-1', NULL, '2026-05-01', 'S', 'S', '', '', '27', '', 'Asha Traders LLP',
	'1 Mill Road', '', '', '27', '27', 'intra', 10000, 900, 900, 0, 0, 11800, 54, 'x'),
	(1, 2, 'credit', 2026, 1, 'CN/2627/000001', 'A-2', 1, '2026-06-01', 'S', 'S', '', '', '27', '', 'Asha Traders LLP',
	'1 Mill Road', '', '', '27', '27', 'intra', 4000, 360, 360, 0, 0, 4720, 55, 'x');
INSERT INTO invoice_line (account_id, invoice_id, line_number, description, sac, quantity_milli, price_paise,
	discount_paise, rate_bp, taxable_paise, cgst_paise, sgst_paise, igst_paise) VALUES
	(1, 1, 1, 'Numbers', '998413', 1000, 10000, 0, 1800, 10000, 900, 900, 0);
INSERT INTO invoice_pdf (account_id, invoice_id, content, content_hash, made_at) VALUES
	(1, 1, UNHEX('255044462D312E3700FF0A'), REPEAT('h', 32), 56);
INSERT INTO invoice_payment (account_id, invoice_id, reference, paid_on, amount_paise, noted_at, noted_by) VALUES
	(1, 1, 'UTR-1', '2026-05-03', 7080, 57, 'x');

-- 0027 when courier looked
INSERT INTO courier_run (id, looked_at) VALUES (1, 58);

-- 0029 seals
INSERT INTO audit_start (chain, position, hash, made_at, mac) VALUES (2, 5, REPEAT('s', 32), 59, REPEAT('m', 32));

-- 0031 who signs an invoice
UPDATE invoice SET declaration = 'D', signatory = 'N' WHERE account_id = 1 AND id = 1;

-- 0033 forms that wait for a sign-in
INSERT INTO held_form (session_id, kept_as, account_id, path, sealed, expires_at) VALUES (1, 'name', 1, '/manage', 'kept', 99);

-- facts each with the version that brought it
SELECT 1 AS version, CONCAT_WS(' ', a.id, a.business_name, a.trade_name, a.created_at, b.legal_name, b.street, b.country) AS fact
	FROM account a JOIN billing_details b ON b.account_id = a.id
UNION ALL SELECT 1, CONCAT_WS(' ', id, name, email, password_hash, email_proven_at) FROM user
UNION ALL SELECT 1, CONCAT_WS(' ', account_id, id, user_id, user_name, user_email, role_id, state, extension, department,
	signed_in_at) FROM membership
UNION ALL SELECT 2, CONCAT_WS(' ', id, HEX(token_hash), user_id, device) FROM session
UNION ALL SELECT 2, CONCAT_WS(' ', session_id, path, sealed) FROM held_form WHERE kept_as = ''
UNION ALL SELECT 3, CONCAT_WS(' ', account_id, id, is_primary, kind, name, category_bits, confirmed_at) FROM contact_person
UNION ALL SELECT 3, CONCAT_WS(' ', account_id, contact_person_id, channel, label, address, created_at) FROM contact_address
	WHERE part = 'wanted'
UNION ALL SELECT 4, CONCAT_WS(' ', account_id, action, actor_name, after_json) FROM audit_event JOIN audit_values ON event_id = id
UNION ALL SELECT 4, CONCAT_WS(' ', account_id, user_id, permission) FROM access_request
UNION ALL SELECT 5, CONCAT_WS(' ', account_id, recipient, recipient_key, state, template, held_secret) FROM outbox
UNION ALL SELECT 6, CONCAT_WS(' ', contact_person_id, address, state, proven_at) FROM contact_address
	WHERE part = 'further' OR state = 'verified'
UNION ALL SELECT 7, CONCAT_WS(' ', account_id, purpose, code_mac) FROM one_time_code
UNION ALL SELECT 7, CONCAT_WS(' ', session_id, what) FROM step_up
UNION ALL SELECT 11, CONCAT_WS(' ', id, totp_sealed, totp_since, time_zone) FROM user WHERE totp_sealed <> ''
UNION ALL SELECT 11, CONCAT_WS(' ', user_id, code_mac) FROM recovery_code
UNION ALL SELECT 11, CONCAT_WS(' ', user_id, new_email, state) FROM email_change
UNION ALL SELECT 11, CONCAT_WS(' ', account_id, new_email, state) FROM business_email_change
UNION ALL SELECT 12, CONCAT_WS(' ', user_id, old_email, state) FROM email_revert
UNION ALL SELECT 13, CONCAT_WS(' ', user_id, HEX(credential_hash), name) FROM passkey
UNION ALL SELECT 14, CONCAT_WS(' ', account_id, id, user_id, linked_at) FROM contact_person WHERE user_id IS NOT NULL
UNION ALL SELECT 15, CONCAT_WS(' ', account_id, id, is_pro) FROM membership WHERE is_pro = 1
UNION ALL SELECT 16, CONCAT_WS(' ', account_id, email, role_id, state) FROM invitation
UNION ALL SELECT 17, CONCAT_WS(' ', account_id, id, name, permission_bits) FROM role WHERE id > 5
UNION ALL SELECT 18, CONCAT_WS(' ', account_id, gstin, city) FROM billing_details WHERE gstin <> ''
UNION ALL SELECT 19, CONCAT_WS(' ', id, language) FROM user WHERE language IS NOT NULL
UNION ALL SELECT 21, CONCAT_WS(' ', account_id, membership_id, weekday, from_min, to_min) FROM membership_hours
UNION ALL SELECT 22, CONCAT_WS(' ', account_id, id) FROM contact_person WHERE is_billing_to = 1
UNION ALL SELECT 23, CONCAT_WS(' ', account_id, number, kind, total_paise, buyer_name) FROM invoice
UNION ALL SELECT 23, CONCAT_WS(' ', account_id, invoice_id, HEX(content), HEX(content_hash)) FROM invoice_pdf
UNION ALL SELECT 23, CONCAT_WS(' ', account_id, invoice_id, reference, amount_paise) FROM invoice_payment
UNION ALL SELECT 23, CONCAT_WS(' ', account_id, invoice_id, taxable_paise, tax_paise) FROM invoice_left
UNION ALL SELECT 27, CONCAT_WS(' ', id, looked_at) FROM courier_run
UNION ALL SELECT 29, CONCAT_WS(' ', chain, position, HEX(hash), made_at) FROM audit_start
UNION ALL SELECT 31, CONCAT_WS(' ', account_id, number, declaration, signatory) FROM invoice WHERE signatory <> ''
UNION ALL SELECT 33, CONCAT_WS(' ', session_id, kept_as, path, sealed) FROM held_form WHERE kept_as <> ''
ORDER BY version, fact;
