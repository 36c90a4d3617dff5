/*
 * log: one line per event on standard error, in logfmt, with the syslog priority in front:
 * "<6>ts=... req=... msg=". journald, mod_fcgid and CGI all carry standard error to the right
 * place.
 *
 * Nothing secret is logged: no password, code, token, or whole email address.
 */
#ifndef POINTPERSON_BASE_LOG_H
#define POINTPERSON_BASE_LOG_H

/*
 * Names the program and the request that following lines belong to. Both are copied; id "" ends a
 * request.
 */
void log_program(const char *name);
void log_request(const char *id);

void log_err(const char *format, ...) __attribute__((format(printf, 1, 2)));
void log_warn(const char *format, ...) __attribute__((format(printf, 1, 2)));
void log_info(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
