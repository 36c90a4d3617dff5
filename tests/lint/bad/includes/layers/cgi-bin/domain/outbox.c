#include "base/banned.h"
#include "domain/audit.h"
