#include "base/banned.h"
#include "domain/account.h"
#include "domain/contact_person.h"
