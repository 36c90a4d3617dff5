#include "base/banned.h"
#include "domain/context.h"
#include "domain/outbox.h"
