#include "base/banned.h"
#include "tools/courier_mail.h"

#include <gmime/gmime.h>
#include <string.h>

#include "base/str.h"
#include "base/text.h"
#include "base/valid.h"
#include "tools/courier.h"

#define TYPES_MAX	100	/* "Content-Type" in a mail that came back: ours has five at most */
#define DEPTH_MAX	20	/* parts within parts */
#define RECIPIENT_BYTES	4096	/* of headers that name the recipient: addresses have 254 */

void
courier_mail_init(void)
{
	g_mime_init();
}

void
courier_mail_release(void)
{
	g_mime_shutdown();
}

static bool
is_address(struct mem *m, const char *address)
{
	const char *same;

	return valid_email(m, address, &same) == EMAIL_OK && strcmp(address, same) == 0;
}

static void
add_mailbox(InternetAddressList *list, const char *name, const char *address)
{
	InternetAddress *mailbox =
	    internet_address_mailbox_new(name[0] == '\0' ? NULL : name, address);

	internet_address_set_charset(mailbox, "utf-8");
	internet_address_list_add(list, mailbox);
	g_object_unref(mailbox);
}

/* One line of those whom the mail names; false where its address is none. */
static bool
add_visible(struct mem *m, InternetAddressList *list, const char *line, size_t length)
{
	const char *text = mem_dup_bytes(m, line, length);
	size_t end = strcspn(text, " ");
	const char *address = mem_dup_bytes(m, text, end);
	const char *name = text + end + (text[end] == ' ');

	if (!is_address(m, address) || text_has_control(name))
		return false;
	add_mailbox(list, name, address);
	return true;
}

/* False where one of them cannot be written. */
static bool
add_recipients(struct mem *m, GMimeMessage *message, const struct mail *mail)
{
	InternetAddressList *list = g_mime_message_get_to(message);
	const char *line = mail->shown_to;
	size_t length;

	if (line[0] == '\0')
		add_mailbox(list, mail->to_name, mail->to);
	for (; line[0] != '\0'; line += length + (line[length] == '\n')) {
		length = strcspn(line, "\n");
		if (!add_visible(m, list, line, length))
			return false;
		list = g_mime_message_get_cc(message);
	}
	return true;
}

/* Always quoted-printable: no line is too long, and every server takes it. */
static void
add_part(GMimeMultipart *all, const char *subtype, const char *text)
{
	GMimeTextPart *part = g_mime_text_part_new_with_subtype(subtype);

	g_mime_text_part_set_charset(part, "utf-8");
	g_mime_text_part_set_text(part, text);
	g_mime_part_set_content_encoding(GMIME_PART(part), GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE);
	g_mime_multipart_add(all, GMIME_OBJECT(part));
	g_object_unref(part);
}

static bool
has_reply_to(const struct mail *mail)
{
	return mail->reply_to != NULL && mail->reply_to[0] != '\0';
}

static GMimeObject *
make_text(const struct mail *mail)
{
	GMimeMultipart *all = g_mime_multipart_new_with_subtype("alternative");

	add_part(all, "plain", mail->text);
	add_part(all, "html", mail->html);
	return GMIME_OBJECT(all);
}

static GMimeObject *
make_file(const struct attachment *file)
{
	const char *slash = strchr(file->media_type, '/');
	char *type = g_strndup(file->media_type, (gsize)(slash - file->media_type));
	GMimePart *part = g_mime_part_new_with_type(type, slash + 1);
	GMimeStream *stream = g_mime_stream_mem_new_with_buffer(file->bytes, file->length);
	GMimeDataWrapper *content =
	    g_mime_data_wrapper_new_with_stream(stream, GMIME_CONTENT_ENCODING_DEFAULT);

	g_mime_part_set_content(part, content);
	g_mime_part_set_content_encoding(part, GMIME_CONTENT_ENCODING_BASE64);
	g_mime_part_set_filename(part, file->name);
	g_object_unref(content);
	g_object_unref(stream);
	g_free(type);
	return GMIME_OBJECT(part);
}

/* What it says, and the file behind it where there is one. */
static GMimeObject *
make_body(const struct mail *mail)
{
	GMimeObject *text = make_text(mail), *file;
	GMimeMultipart *all;

	if (mail->attached == NULL)
		return text;
	file = make_file(mail->attached);
	all = g_mime_multipart_new_with_subtype("mixed");
	g_mime_multipart_add(all, text);
	g_mime_multipart_add(all, file);
	g_object_unref(text);
	g_object_unref(file);
	return GMIME_OBJECT(all);
}

/* Without those whom it is for. */
static GMimeMessage *
make(const struct mail *mail)
{
	GMimeMessage *message = g_mime_message_new(TRUE);
	GMimeObject *body = make_body(mail);
	GDateTime *date = g_date_time_new_from_unix_utc(mail->date);

	add_mailbox(g_mime_message_get_from(message), mail->from_name, mail->from);
	if (has_reply_to(mail))
		add_mailbox(g_mime_message_get_reply_to(message), "", mail->reply_to);
	g_mime_message_set_subject(message, mail->subject, "utf-8");
	g_mime_message_set_date(message, date);
	g_mime_message_set_message_id(message, mail->message_id);
	/* So that no holiday notice or list answers it (RFC 3834, 5). */
	g_mime_object_set_header(GMIME_OBJECT(message), "Auto-Submitted", "auto-generated", NULL);
	g_mime_message_set_mime_part(message, body);
	g_date_time_unref(date);
	g_object_unref(body);
	return message;
}

enum err
courier_mail_build(struct mem *m, const struct mail *mail, bool has_crlf, const char **bytes,
    size_t *length)
{
	GMimeFormatOptions *format;
	GMimeMessage *message;
	char *text;

	if (text_has_control(mail->from_name) || text_has_control(mail->to_name) ||
	    text_has_control(mail->subject) || text_has_control(mail->message_id) ||
	    (mail->attached != NULL && text_has_control(mail->attached->name)) ||
	    !is_address(m, mail->from) || !is_address(m, mail->to) ||
	    (has_reply_to(mail) && !is_address(m, mail->reply_to)))
		return ERR_INVALID;
	message = make(mail);
	if (!add_recipients(m, message, mail)) {
		g_object_unref(message);
		return ERR_INVALID;
	}
	format = g_mime_format_options_new();
	g_mime_format_options_set_newline_format(format,
	    has_crlf ? GMIME_NEWLINE_FORMAT_DOS : GMIME_NEWLINE_FORMAT_UNIX);
	text = g_mime_object_to_string(GMIME_OBJECT(message), format);
	*length = strlen(text);
	*bytes = mem_dup_bytes(m, text, *length);
	g_free(text);
	g_mime_format_options_free(format);
	g_object_unref(message);
	return ERR_OK;
}

/* The first part that is plain text, where there is one. */
static void
find_text(GMimeObject *parent, GMimeObject *part, gpointer found)
{
	(void)parent;
	if (*(GMimeTextPart **)found == NULL && GMIME_IS_TEXT_PART(part) &&
	    g_mime_content_type_is_type(g_mime_object_get_content_type(part), "text", "plain"))
		*(GMimeTextPart **)found = GMIME_TEXT_PART(part);
}

static void
show_addresses(const char *label, InternetAddressList *list, FILE *to)
{
	char *text = internet_address_list_to_string(list, NULL, FALSE);

	fprintf(to, "%s%s\n", label, text == NULL ? "" : text);
	g_free(text);
}

/* The names of the files that go along. */
static void
show_file(GMimeObject *parent, GMimeObject *part, gpointer to)
{
	const char *name = GMIME_IS_PART(part) ? g_mime_part_get_filename(GMIME_PART(part)) : NULL;

	(void)parent;
	if (name != NULL)
		fprintf(to, "With:    %s\n", name);
}

static void
show(GMimeMessage *message, FILE *to)
{
	GDateTime *date = g_mime_message_get_date(message);
	const char *subject = g_mime_message_get_subject(message);
	GMimeTextPart *part = NULL;
	char *text;

	show_addresses("From:    ", g_mime_message_get_from(message), to);
	show_addresses("To:      ", g_mime_message_get_to(message), to);
	if (internet_address_list_length(g_mime_message_get_cc(message)) > 0)
		show_addresses("Cc:      ", g_mime_message_get_cc(message), to);
	fprintf(to, "Subject: %s\n", subject == NULL ? "" : subject);
	if (date != NULL && (text = g_date_time_format(date, "%Y-%m-%d %H:%M:%S %z")) != NULL) {
		fprintf(to, "Date:    %s\n", text);
		g_free(text);
	}
	g_mime_message_foreach(message, show_file, to);
	g_mime_message_foreach(message, find_text, &part);
	if (part != NULL && (text = g_mime_text_part_get_text(part)) != NULL) {
		fprintf(to, "\n%s", text);
		g_free(text);
	}
}

enum err
courier_mail_show(const char *file, FILE *to)
{
	GMimeStream *stream = g_mime_stream_file_open(file, "r", NULL);
	GMimeMessage *message;
	GMimeParser *parser;

	if (stream == NULL)
		return ERR_MISSING;
	parser = g_mime_parser_new_with_stream(stream);
	message = g_mime_parser_construct_message(parser, NULL);
	if (message != NULL) {
		show(message, to);
		g_object_unref(message);
	}
	g_object_unref(parser);
	g_object_unref(stream);
	return message != NULL ? ERR_OK : ERR_INVALID;
}

/*
 * Parts and mails within each other are read by recursion, and each that is not the only one needs
 * a header of this name: counting them first bounds the depth.
 */
static bool
has_many_parts(const char *bytes, size_t length)
{
	static const char header[] = "content-type";
	const char *line = bytes, *end = bytes + length, *next;
	size_t count = 0;

	for (; line < end; line = next) {
		next = memchr(line, '\n', (size_t)(end - line));
		next = next == NULL ? end : next + 1;
		if ((size_t)(next - line) >= strlen(header) &&
		    g_ascii_strncasecmp(line, header, strlen(header)) == 0)
			count++;
	}
	return count > TYPES_MAX;
}

static GMimePart *
find_report(GMimeObject *part, int depth)
{
	GMimeContentType *type = part == NULL ? NULL : g_mime_object_get_content_type(part);
	GMimePart *found = NULL;
	int i;

	if (type == NULL || depth > DEPTH_MAX)
		return NULL;
	if (GMIME_IS_PART(part) &&
	    (g_mime_content_type_is_type(type, "message", "delivery-status") ||
		g_mime_content_type_is_type(type, "message", "global-delivery-status")))
		return GMIME_PART(part);
	if (!GMIME_IS_MULTIPART(part))
		return NULL;
	for (i = 0; found == NULL && i < g_mime_multipart_get_count(GMIME_MULTIPART(part)); i++)
		found = find_report(g_mime_multipart_get_part(GMIME_MULTIPART(part), i), depth + 1);
	return found;
}

static const char *
contents(struct mem *m, GMimePart *part)
{
	GMimeDataWrapper *wrapper = g_mime_part_get_content(part);
	GMimeStream *stream;
	GByteArray *bytes;
	const char *text;

	if (wrapper == NULL)
		return "";
	stream = g_mime_stream_mem_new();
	g_mime_data_wrapper_write_to_stream(wrapper, stream);
	bytes = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(stream));
	text = mem_dup_bytes(m, bytes->data, bytes->len);
	g_object_unref(stream);
	return text;
}

/* What the servers on the way have written says more than what the writer of the mail has. */
static const char *
recipients(struct mem *m, GMimeObject *message)
{
	static const char *const names[] = { "Delivered-To", "X-Original-To", "Envelope-To", "To" };
	GMimeHeaderList *headers = g_mime_object_get_header_list(message);
	const char *all;
	struct str text;
	size_t n;
	int i;

	str_init(&text, RECIPIENT_BYTES);
	for (n = 0; n < sizeof(names) / sizeof(names[0]); n++)
		for (i = 0; i < g_mime_header_list_get_count(headers); i++) {
			GMimeHeader *header = g_mime_header_list_get_header_at(headers, i);
			const char *value = g_mime_header_get_raw_value(header);

			if (value != NULL && text_equal_fold(g_mime_header_get_name(header),
				names[n])) {
				str_add(&text, value);
				str_add_char(&text, '\n');
			}
		}
	all = mem_dup(m, text.text);
	str_release(&text);
	return all;
}

enum err
courier_mail_report(struct mem *m, const char *bytes, size_t length, struct mail_report *report)
{
	GMimeMessage *message;
	GMimeParser *parser;
	GMimeStream *stream;
	GMimePart *part;

	*report = (struct mail_report){ "", "" };
	if (has_many_parts(bytes, length))
		return ERR_MALFORMED;
	stream = g_mime_stream_mem_new_with_buffer(bytes, length);
	parser = g_mime_parser_new_with_stream(stream);
	message = g_mime_parser_construct_message(parser, NULL);
	if (message != NULL) {
		report->recipients = recipients(m, GMIME_OBJECT(message));
		if ((part = find_report(g_mime_message_get_mime_part(message), 0)) != NULL)
			report->status = contents(m, part);
		g_object_unref(message);
	}
	g_object_unref(parser);
	g_object_unref(stream);
	return message != NULL ? ERR_OK : ERR_MALFORMED;
}
