#include "base/banned.h"
#include "domain/contact_person.h"
#include "domain/verification.h"
#include "domain/session.h"
#include <ClearSilver.h>
