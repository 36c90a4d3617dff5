/* contact_person */
#include "domain/context.h"
