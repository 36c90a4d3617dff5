#include "base/banned.h"
#include "tools/doctor.h"

void
doctor_check_web(struct doctor *d)
{
	doctor_report(d, GRADE_WARN, "built with libcurl and GMime",
	    "they were missing then: mail is not sent, and whether the site answers and gives out "
	    "no private files cannot be told; install libcurl4-openssl-dev and libgmime-3.0-dev "
	    "(as Debian calls them) and build again");
}
