/*
 * courier_pipe: gives a mail to the host's sendmail program, one recipient a call and without a
 * shell, for hosts that offer nothing else.
 */
#ifndef POINTPERSON_TOOLS_COURIER_PIPE_H
#define POINTPERSON_TOOLS_COURIER_PIPE_H

#include "tools/courier.h"

/*
 * Runs "PROGRAM -i -f SENDER -- RECIPIENT" with the mail on its standard input. At most a minute,
 * then it is ended. Its exit status is judged by sysexits.h. Both addresses have been checked.
 */
struct outcome courier_pipe(struct mem *, const char *program, const char *sender,
    const char *recipient, const char *bytes, size_t length);

#endif
