#include "base/banned.h"
#include "tools/courier.h"

#include <string.h>

#include "base/log.h"
#include "tools/courier_address.h"
#include "tools/courier_folder.h"
#include "tools/courier_letter.h"
#include "tools/courier_mail.h"
#include "tools/courier_net.h"
#include "tools/courier_pipe.h"
#include "tools/courier_sms.h"

/* The name of a message's file: by its age, and the same at every try. */
static const char *
file_name(struct courier *c, const struct outbox_job *job, const char *ending)
{
	return mem_fmt(c->mem, "%lld.%lld.%s", (long long)job->created_at, (long long)job->id,
	    ending);
}

static struct outcome
send_mail(struct courier *c, const struct outbox_job *job, const struct letter *l,
    const struct attachment *file, int64_t now)
{
	const struct config_mail *set = &c->config->mail;
	struct mail mail = {
		.from_name = set->from_name[0] != '\0' ? set->from_name : c->config->site_name,
		.from = set->from,
		.to_name = job->recipient_name,
		.to = job->recipient,
		.shown_to = job->shown_to,
		.reply_to = outbox_value(job, "reply_to"),
		.subject = l->subject,
		.text = l->text,
		.html = l->html,
		.attached = file->bytes == NULL ? NULL : file,
		.message_id = courier_message_id(c->mem, c->config, job->id),
		.date = now,
	};
	const char *sender = courier_sender(c->mem, c->config, job->id);
	const char *bytes;
	size_t length;

	if (courier_mail_build(c->mem, &mail, set->transport == MAIL_SMTP, &bytes, &length) !=
	    ERR_OK)
		return (struct outcome){
			.fate = FATE_FAILED,
			.words =
			    "the address or the name of the recipient cannot be written in a mail"
		};
	switch (set->transport) {
	case MAIL_SENDMAIL:
		return courier_pipe(c->mem, set->sendmail_path, sender, job->recipient, bytes,
		    length);
	case MAIL_MAILDIR:
		return courier_folder(c->mem, set->maildir, true, file_name(c, job, "pointperson"),
		    bytes, length);
	default:
		return courier_net_mail(c->net, c->mem, c->config, sender, job->recipient, bytes,
		    length);
	}
}

static struct outcome
send_text(struct courier *c, const struct outbox_job *job, const struct letter *l)
{
	const struct config_sms *set = &c->config->sms;
	const char *page;

	switch (set->transport) {
	case SMS_HTTP:
		return courier_sms(c, job, l->text);
	case SMS_FOLDER:
		page = mem_fmt(c->mem, "To: %s\nTemplate: %s\n\n%s\n", job->recipient,
		    courier_sms_template_id(c->mem, set, job->template), l->text);
		return courier_folder(c->mem, set->folder, false, file_name(c, job, "txt"), page,
		    strlen(page));
	default:
		return (struct outcome){ .fate = FATE_FAILED, .words = "no SMS gateway is set" };
	}
}

struct outcome
courier_send(struct courier *c, const struct outbox_job *job, const char *account_name,
    const struct attachment *file, int64_t now)
{
	struct letter letter;
	enum err rc = courier_letter(c, job, account_name, &letter);

	if (rc == ERR_INVALID)
		return (struct outcome){ .fate = FATE_FAILED,
			.words = "a value holds control characters" };
	/* A template that is missing or broken is put right by an update. */
	if (rc != ERR_OK) {
		log_err("the templates mail/%s of message %lld cannot be printed", job->template,
		    (long long)job->id);
		return (struct outcome){ .fate = FATE_LATER,
			.words = "the message could not be written: see the log" };
	}
	return job->channel == OUTBOX_SMS ? send_text(c, job, &letter) :
	    send_mail(c, job, &letter, file, now);
}
