#include "base/banned.h"
#include "domain/contact_person.h"
#include "domain/account.h"
